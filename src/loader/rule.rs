//! What the rows of a table keep beyond the kinds of their columns, as every target can say it.

use crate::date::Date;
use crate::format::TableName;
use crate::schema::Schema;

/// A rule of a table. Its columns are those of the table's schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// A prefix and so many digits.
    Id {
        /// The column, of text.
        column: &'static str,
        /// What stands before the digits: letters.
        prefix: &'static str,
        /// How many digits there are.
        digits: usize,
    },
    /// Text that is not empty.
    Filled {
        /// The column, of text.
        column: &'static str,
    },
    /// The shape of a mail address.
    Mail {
        /// The column, of text.
        column: &'static str,
    },
    /// A number from `min` to `max`, both included, and a whole number of steps above `min`.
    Range {
        /// The column, of numbers.
        column: &'static str,
        /// The smallest number.
        min: u32,
        /// The largest number.
        max: u32,
        /// The step; 1 where any number will do.
        step: u32,
    },
    /// A number that is `min` or more.
    AtLeast {
        /// The column, of numbers.
        column: &'static str,
        /// The smallest number.
        min: u32,
    },
    /// A day from `first` to `last`, both included.
    Window {
        /// The column, of days.
        column: &'static str,
        /// The first day.
        first: Date,
        /// The last day.
        last: Date,
    },
    /// One of a list.
    OneOf {
        /// The column, of text.
        column: &'static str,
        /// The list.
        values: Vec<&'static str>,
    },
    /// A value that only rows may have in which another column has one of a list.
    OnlyWith {
        /// What the rule is called.
        name: &'static str,
        /// The column, of text.
        column: &'static str,
        /// The value.
        value: &'static str,
        /// The other column, of text.
        other: &'static str,
        /// What may stand there. If nothing may, no row has the value.
        among: Vec<&'static str>,
    },
    /// There is a value exactly where another column has this one.
    ExactlyWith {
        /// What the rule is called.
        name: &'static str,
        /// The column, which may be empty.
        column: &'static str,
        /// The other column, of text.
        other: &'static str,
        /// What stands there.
        value: &'static str,
    },
    /// Letters of a column that stand in another one, too.
    SameLetters {
        /// What the rule is called.
        name: &'static str,
        /// How many letters.
        length: usize,
        /// The column, of text.
        column: &'static str,
        /// How many letters stand before them there.
        after: usize,
        /// The other column, of text.
        other: &'static str,
        /// How many letters stand before them there.
        other_after: usize,
    },
}

/// A column whose values are all in a column of another table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The column.
    pub column: &'static str,
    /// The other table.
    pub schema: &'static Schema,
    /// The column there, which is its key.
    pub key: &'static str,
    /// The name that the other table was given. Without one a database has it under its own, where the table
    /// itself is, and data frames are not held to it.
    pub table: Option<TableName>,
}

impl Reference {
    /// What it is called.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}_known", self.column)
    }
}

impl Rule {
    /// What it is called: the column, if it is about one alone.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Rule::Id { column, .. }
            | Rule::Filled { column }
            | Rule::Mail { column }
            | Rule::Range { column, .. }
            | Rule::AtLeast { column, .. }
            | Rule::Window { column, .. }
            | Rule::OneOf { column, .. } => column,
            Rule::OnlyWith { name, .. }
            | Rule::ExactlyWith { name, .. }
            | Rule::SameLetters { name, .. } => name,
        }
    }

    /// Whether it is about this column alone.
    #[must_use]
    pub fn is_of(&self, column: &str) -> bool {
        !self.is_of_rows() && self.name() == column
    }

    /// Whether it is about several columns of a row.
    #[must_use]
    pub const fn is_of_rows(&self) -> bool {
        matches!(self, Rule::OnlyWith { .. } | Rule::ExactlyWith { .. } | Rule::SameLetters { .. })
    }
}
