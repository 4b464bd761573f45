//! Pieces of Python: the columns of a data frame, and what is true of every row.

use super::Load;
use super::rule::Rule;
use super::text::listed;
use crate::schema::{Column, ColumnKind};

/// The Python of a load in one library.
pub(super) struct Frame<'a> {
    pub(super) load: &'a Load<'a>,
    pub(super) library: Library,
}

/// A library of data frames.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Library {
    Pandas,
    Polars,
}

impl Frame<'_> {
    fn columns(&self) -> &'static [Column] {
        self.load.schema.columns
    }

    fn rules_of(&self, column: &Column) -> impl Iterator<Item = &Rule> {
        let name = column.name;
        self.load.rules.iter().filter(move |rule| rule.is_of(name))
    }

    /// The types of the columns, for a map.
    pub(super) fn types(&self) -> String {
        let types = self
            .columns()
            .iter()
            .map(|column| format!("\"{}\": {},", column.name, self.column_type(column)));
        types.collect::<Vec<_>>().join("\n    ")
    }

    fn column_type(&self, column: &Column) -> String {
        let list = self.rules_of(column).find_map(|rule| match rule {
            Rule::OneOf { values, .. } => Some(values),
            _ => None,
        });
        match (self.library, column.kind) {
            // Days are read from text, because one parser of them is in every version.
            (Library::Pandas, ColumnKind::Text | ColumnKind::Date) => "\"string\"".to_owned(),
            (Library::Pandas, ColumnKind::Integer) if column.is_nullable => "\"Int32\"".to_owned(),
            (Library::Pandas, ColumnKind::Integer) => "\"int32\"".to_owned(),
            (Library::Pandas, ColumnKind::Decimal { .. }) => "\"float64\"".to_owned(),
            (Library::Polars, ColumnKind::Text) => match list {
                Some(values) => format!("pl.Enum([{}])", listed(values, '"')),
                None => "pl.String".to_owned(),
            },
            (Library::Polars, ColumnKind::Integer) => "pl.Int32".to_owned(),
            (Library::Polars, ColumnKind::Decimal { precision, scale }) => {
                format!("pl.Decimal({precision}, {scale})")
            }
            (Library::Polars, ColumnKind::Date) => "pl.Date".to_owned(),
        }
    }

    /// The columns of text in which a word for no value is none, as a list.
    pub(super) fn missing_columns(&self) -> String {
        let texts = self.columns().iter().filter(|column| {
            matches!(column.kind, ColumnKind::Text | ColumnKind::Date) || column.is_nullable
        });
        let names: Vec<&str> = texts.map(|column| column.name).collect();
        format!("[{}]", listed(&names, '"'))
    }

    /// All names, quoted.
    pub(super) fn quoted_names(&self) -> String {
        let names: Vec<&str> = self.load.schema.names().collect();
        listed(&names, '"')
    }

    /// For pandas: days from text.
    pub(super) fn dates(&self) -> String {
        let days = self.columns().iter().filter(|column| column.kind == ColumnKind::Date);
        let lines = days.map(|column| {
            let (frame, name) = (self.load.schema.table, column.name);
            format!(
                "{frame}[\"{name}\"] = pd.to_datetime({frame}[\"{name}\"], format=\"%Y-%m-%d\")\n"
            )
        });
        lines.collect()
    }

    /// For Polars, which would cut them off: no value where a number has more digits behind the point than its
    /// column.
    pub(super) fn unrounded(&self) -> String {
        let decimals = self.columns().iter().filter_map(|column| {
            let ColumnKind::Decimal { scale, .. } = column.kind else { return None };
            let (frame, name) = (self.load.schema.table, column.name);
            let value = self.value(name);
            let digits = scale + 1;
            Some(format!(
                "{frame} = {frame}.with_columns({name}=pl.when(~{value}.str.contains(r\"\\.[0-9]{{{digits}}}\")).then({value}))\n"
            ))
        });
        decimals.collect()
    }

    /// What is true of every row, by the names of the rules.
    pub(super) fn rules(&self) -> String {
        let mut rules = Vec::new();
        for column in self.columns() {
            let value = self.value(column.name);
            let mut conditions = Vec::new();
            if !column.is_nullable {
                conditions.push(format!("{value}.{}()", self.word("notna", "is_not_null")));
            }
            if let (Library::Pandas, ColumnKind::Decimal { scale, .. }) =
                (self.library, column.kind)
            {
                // A hundredth of the last digit is more than the nearest number can be off.
                conditions
                    .push(format!("(({value} - {value}.round({scale})).abs() < 1e-{})", scale + 2));
            }
            for rule in self.rules_of(column) {
                let condition = self.condition(rule);
                // The type of the column is the list.
                let is_type = self.library == Library::Polars && matches!(rule, Rule::OneOf { .. });
                if is_type {
                    continue;
                }
                conditions.push(if column.is_nullable {
                    format!("({value}.{}() | {condition})", self.word("isna", "is_null"))
                } else {
                    condition
                });
            }
            if column.is_unique {
                conditions.push(match self.library {
                    Library::Pandas => format!("~{value}.duplicated()"),
                    Library::Polars => format!("{value}.is_first_distinct()"),
                });
            }
            if !conditions.is_empty() {
                rules.push(self.named(column.name, &conditions.join(" & ")));
            }
        }
        for rule in self.load.rules.iter().filter(|rule| rule.is_of_rows()) {
            rules.push(self.named(rule.name(), &self.condition(rule)));
        }
        if let Some(reference) = &self.load.reference
            && let Some(table) = &reference.table
        {
            // A list is the same to every version of Polars, and a column of another frame is not.
            let (frame, list) = (table.last_part(), self.word("", ".to_list()"));
            let known = format!("{frame}[\"{}\"]{list}", reference.key);
            let is_in = self.word("isin", "is_in");
            let condition = format!("{}.{is_in}({known})", self.value(reference.column));
            rules.push(self.named(&reference.name(), &condition));
        }
        rules.join("\n    ")
    }

    fn named(&self, name: &str, condition: &str) -> String {
        match self.library {
            Library::Pandas => format!("\"{name}\": {condition},"),
            Library::Polars => format!("{name}={condition},"),
        }
    }

    fn value(&self, column: &str) -> String {
        match self.library {
            Library::Pandas => format!("{}[\"{column}\"]", self.load.schema.table),
            Library::Polars => format!("pl.col(\"{column}\")"),
        }
    }

    const fn word(&self, pandas: &'static str, polars: &'static str) -> &'static str {
        match self.library {
            Library::Pandas => pandas,
            Library::Polars => polars,
        }
    }

    fn condition(&self, rule: &Rule) -> String {
        let is_in = |column: &str, values: &[&str]| {
            let values = listed(values, '"');
            format!("{}.{}([{values}])", self.value(column), self.word("isin", "is_in"))
        };
        let matches = |column: &str, pattern: &str| match self.library {
            Library::Pandas => format!("{}.str.fullmatch(r\"{pattern}\")", self.value(column)),
            Library::Polars => format!("{}.str.contains(r\"^{pattern}$\")", self.value(column)),
        };
        let between = self.word("between", "is_between");
        match rule {
            Rule::Id { column, prefix, digits } => {
                matches(column, &format!("{prefix}[0-9]{{{digits}}}"))
            }
            Rule::Filled { column } => format!("({} != \"\")", self.value(column)),
            Rule::Mail { column } => matches(column, r"[^@\s]+@[^@\s]+\.[^@\s]+"),
            Rule::Range { column, min, max, step } => {
                let value = self.value(column);
                let range = format!("{value}.{between}({min}, {max})");
                match step {
                    1 => range,
                    _ => format!("{range} & (({value} - {min}) % {step} == 0)"),
                }
            }
            Rule::AtLeast { column, min } => format!("({} >= {min})", self.value(column)),
            Rule::Window { column, first, last } => {
                let day = self.word("pd.Timestamp", "date.fromisoformat");
                format!("{}.{between}({day}(\"{first}\"), {day}(\"{last}\"))", self.value(column))
            }
            Rule::OneOf { column, values } => is_in(column, values),
            Rule::OnlyWith { column, value, other, among, .. } => {
                let others = match among[..] {
                    [] => String::new(),
                    _ => format!(" | {}", is_in(other, among)),
                };
                format!("({} != \"{value}\"){others}", self.value(column))
            }
            Rule::ExactlyWith { column, other, value, .. } => {
                let there =
                    format!("{}.{}()", self.value(column), self.word("notna", "is_not_null"));
                format!("{there} == ({} == \"{value}\")", self.value(other))
            }
            Rule::SameLetters { length, column, after, other, other_after, .. } => {
                let letters = |column, after: &usize| match self.library {
                    Library::Pandas => {
                        format!("{}.str[{after}:{}]", self.value(column), after + length)
                    }
                    Library::Polars => {
                        format!("{}.str.slice({after}, {length})", self.value(column))
                    }
                };
                format!("({} == {})", letters(column, after), letters(other, other_after))
            }
        }
    }
}
