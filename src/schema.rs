//! What a table looks like from outside: its name and its columns. Headers, formats, loaders, dirt and
//! views read it; nothing in here knows what generation puts into a column.

/// A table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schema {
    /// The name: of the table in a database, of a file before its ending.
    pub table: &'static str,
    /// The columns, in their order.
    pub columns: &'static [Column],
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// The name in the header: lower-case letters and `_`, which nothing has to escape.
    pub name: &'static str,
    /// What its values are.
    pub kind: ColumnKind,
    /// Whether a row may have no value there.
    pub is_nullable: bool,
    /// Whether no two rows have the same value.
    pub is_unique: bool,
    /// What it says of a row, for people: a phrase without a full stop.
    pub description: &'static str,
}

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Any text.
    Text,
    /// A whole number of 32 bits.
    Integer,
    /// A decimal number of so many digits, so many of them behind the point.
    Decimal {
        /// How many digits there are at most.
        precision: u8,
        /// How many of them are behind the point.
        scale: u8,
    },
    /// A day of the calendar, as `YYYY-MM-DD`.
    Date,
}

impl Column {
    /// A column of this name and kind that always has a value, which may repeat.
    #[must_use]
    pub const fn new(name: &'static str, kind: ColumnKind, description: &'static str) -> Column {
        Column { name, kind, is_nullable: false, is_unique: false, description }
    }

    /// The same, whose values never repeat.
    #[must_use]
    pub const fn unique(self) -> Column {
        Column { is_unique: true, ..self }
    }

    /// The same, where rows may have no value.
    #[must_use]
    pub const fn nullable(self) -> Column {
        Column { is_nullable: true, ..self }
    }
}

impl Schema {
    /// The names of the columns, in their order.
    #[must_use]
    pub fn names(&self) -> impl ExactSizeIterator<Item = &'static str> + Clone {
        self.columns.iter().map(|column| column.name)
    }

    /// The position of the column with this name, counted from 0.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.names().position(|column| column == name)
    }

    /// The header line of its CSV, with the line feed.
    ///
    /// ```
    /// use segmint::customers;
    ///
    /// assert!(customers::SCHEMA.header().starts_with("customer_id,first_name,last_name,email,age,"));
    /// assert!(customers::SCHEMA.header().ends_with(",customer_segment,decline_type\n"));
    /// ```
    #[must_use]
    pub fn header(&self) -> String {
        let names: Vec<&str> = self.names().collect();
        names.join(",") + "\n"
    }
}
