//! What the rows of a table keep beyond the kinds of their columns, as every target can say it.

use crate::date::Date;

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
            | Rule::Window { column, .. }
            | Rule::OneOf { column, .. } => column,
            Rule::OnlyWith { name, .. } | Rule::ExactlyWith { name, .. } => name,
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
        matches!(self, Rule::OnlyWith { .. } | Rule::ExactlyWith { .. })
    }
}
