//! Data frames: typed columns, and in place of constraints an error that counts the rows that break
//! each rule.

use super::{Kit, choices, listed};
use crate::columns::COLUMNS;
use crate::date::Date;
use crate::format::{KINDS, Kind};
use crate::recipe::Span;

/// A library of data frames.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Library {
    Pandas,
    Polars,
}

use Library::{Pandas, Polars};

impl Library {
    /// A column of the frame.
    fn column(self, name: &str) -> String {
        match self {
            Pandas => format!("customers[\"{name}\"]"),
            Polars => format!("pl.col(\"{name}\")"),
        }
    }

    /// The type of a column.
    fn kind(self, position: usize) -> String {
        let column = COLUMNS[position];
        match (self, KINDS[position]) {
            (Pandas, Kind::Number) if column == "age" => "\"int16\"".to_owned(),
            (Pandas, Kind::Number) => "\"int32\"".to_owned(),
            (Pandas, Kind::Text | Kind::Day) => "\"string\"".to_owned(),
            (Polars, Kind::Number) if column == "age" => "pl.Int16".to_owned(),
            (Polars, Kind::Number) => "pl.Int32".to_owned(),
            (Polars, Kind::Day) => "pl.Date".to_owned(),
            // What is not from the list is an error.
            (Polars, Kind::Text) => match choices(column) {
                Some(values) => format!("pl.Enum([{}])", listed(&values, '"', "            ")),
                None => "pl.String".to_owned(),
            },
        }
    }

    fn matches(self, column: &str, pattern: &str) -> String {
        let column = self.column(column);
        match self {
            Pandas => format!("{column}.str.fullmatch(r\"{pattern}\")"),
            Polars => format!("{column}.str.contains(r\"^{pattern}$\")"),
        }
    }

    fn is_unique(self, column: &str) -> String {
        let column = self.column(column);
        match self {
            Pandas => format!("~{column}.duplicated()"),
            Polars => format!("{column}.is_first_distinct()"),
        }
    }

    fn is_between(self, column: &str, min: &str, max: &str) -> String {
        let column = self.column(column);
        match self {
            Pandas => format!("{column}.between({min}, {max})"),
            Polars => format!("{column}.is_between({min}, {max})"),
        }
    }

    fn is_in(self, column: &str, values: &[&str]) -> String {
        let (column, values) = (self.column(column), listed(values, '"', "        "));
        match self {
            Pandas => format!("{column}.isin([{values}])"),
            Polars => format!("{column}.is_in([{values}])"),
        }
    }

    fn day(self, day: Date) -> String {
        let (year, month, of_month) = day.civil();
        match self {
            Pandas => format!("pd.Timestamp(\"{day}\")"),
            Polars => format!("pl.date({year}, {month}, {of_month})"),
        }
    }

    /// What a value of this column must be.
    fn rule(self, kit: &Kit, column: &str) -> String {
        let parameters = kit.recipe.parameters();
        match (column, choices(column)) {
            ("customer_id", _) => {
                format!("{} & {}", self.matches(column, "CUST[0-9]{8}"), self.is_unique(column))
            }
            ("email", _) => {
                let form = self.matches(column, r"[^@\s]+@[^@\s]+\.[^@\s]+");
                format!("{form} & {}", self.is_unique(column))
            }
            ("age", _) => {
                let Span { min, max } = parameters.age;
                self.is_between(column, &min.to_string(), &max.to_string())
            }
            ("credit_limit", _) => {
                let Span { min, max } = parameters.credit_limit;
                let within = self.is_between(column, &min.to_string(), &max.to_string());
                let (column, step) = (self.column(column), parameters.credit_limit_step);
                format!("{within} & (({column} - {min}) % {step} == 0)")
            }
            ("account_open_date", _) => {
                let (first, last) = kit.recipe.account_window();
                self.is_between(column, &self.day(first), &self.day(last))
            }
            ("decline_type", _) => {
                let declining = format!("({} == \"Declining\")", self.column("customer_segment"));
                let there = match self {
                    Pandas => "notna()",
                    Polars => "is_not_null()",
                };
                format!("{}.{there} == {declining}", self.column(column))
            }
            (_, Some(values)) if self == Pandas => self.is_in(column, &values),
            (_, Some(_)) => format!("{}.is_not_null()", self.column(column)),
            _ => format!("{} != \"\"", self.column(column)),
        }
    }

    /// The rules by their names.
    fn rules(self, kit: &Kit) -> Vec<(&'static str, String)> {
        let mut rules: Vec<_> =
            COLUMNS.into_iter().map(|column| (column, self.rule(kit, column))).collect();
        if self == Pandas {
            let values = choices("decline_type").unwrap_or_default();
            let there = self.is_in("decline_type", &values);
            rules.push(("decline_known", format!("customers[\"decline_type\"].isna() | {there}")));
        }
        let standard = format!("({} != \"Premium\")", self.column("card_type"));
        rules.push(match kit.premium_segments() {
            segments if segments.is_empty() => ("premium_allowed", standard),
            segments => {
                let premium = self.is_in("customer_segment", &segments);
                ("premium_allowed", format!("{standard} | {premium}"))
            }
        });
        rules
    }

    /// The types of the columns, as the inside of a dictionary.
    fn kinds(self) -> String {
        let column = |(position, name): (usize, &&str)| {
            format!("        \"{name}\": {},\n", self.kind(position))
        };
        COLUMNS.iter().enumerate().map(column).collect()
    }
}

/// What a script ends in.
const REFUSAL: &str =
    "if broken:\n    raise ValueError(f\"rows that break the rules: {broken}\")\n";

impl Kit {
    pub(super) fn pandas(&self) -> String {
        let rule = |(name, rule)| format!("    \"{name}\": {rule},\n");
        let rules: String = Pandas.rules(self).into_iter().map(rule).collect();
        format!(
            "{}import pandas as pd\n\n\
             customers = pd.read_csv(\n    {},\n    dtype={{\n{}    }},\n    \
             parse_dates=[\"account_open_date\"],\n    date_format=\"%Y-%m-%d\",\n    \
             # Only a decline type may be missing; \"NA\" and \"None\" would be text.\n    \
             keep_default_na=False,\n    na_values={{\"decline_type\": [\"\"]}},\n)\n\n\
             kept = {{\n{rules}}}\n\
             broken = {{rule: int((~rows).sum()) for rule, rows in kept.items() if not rows.all()}}\n{REFUSAL}",
            self.opening("#", "python -i"),
            literal(&self.file),
            Pandas.kinds(),
        )
    }

    pub(super) fn polars(&self) -> String {
        let rule = |(name, rule)| format!("    {name}={rule},\n");
        let rules: String = Polars.rules(self).into_iter().map(rule).collect();
        format!(
            "{}import polars as pl\n\n\
             # An empty field is null, which no rule is true of.\n\
             customers = pl.read_csv(\n    {},\n    schema={{\n{}    }},\n)\n\n\
             kept = customers.select(\n{rules})\n\
             broken = {{rows.name: int((~rows.fill_null(False)).sum()) for rows in kept}}\n\
             broken = {{rule: rows for rule, rows in broken.items() if rows}}\n{REFUSAL}",
            self.opening("#", "python -i"),
            literal(&self.file),
            Polars.kinds(),
        )
    }
}

/// Text as Python has it.
fn literal(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', r"\\").replace('"', "\\\""))
}
