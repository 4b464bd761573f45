//! Pieces of SQL: columns, constraints, and how text becomes values, for every dialect.

use super::rule::{Reference, Rule};
use super::text::listed;
use super::{Load, placed};
use crate::format::{Dialect, TableName};
use crate::schema::{Column, ColumnKind};

/// What writers of CSV put where there is no value.
pub(super) const NO_VALUES: [&str; 4] = ["", "NULL", "null", r"\N"];

/// The SQL of a load in one dialect.
pub(super) struct Statements<'a> {
    pub(super) load: &'a Load<'a>,
    pub(super) dialect: Dialect,
    /// The table of the script's own in which the rows have their types, where there is one.
    pub(super) typed: &'a str,
}

impl Statements<'_> {
    fn columns(&self) -> &'static [Column] {
        self.load.schema.columns
    }

    fn name(&self, column: &str) -> String {
        self.dialect.identifier(column).into_owned()
    }

    /// The names, with commas between them.
    pub(super) fn names(&self) -> String {
        joined(self.columns(), ", ", |column| self.name(column.name))
    }

    /// The name of the last column.
    pub(super) fn last_column(&self) -> String {
        self.columns().last().map(|column| self.name(column.name)).unwrap_or_default()
    }

    /// What each column needs, on a line of its own.
    fn lines(&self, line: impl Fn(&Column) -> String) -> String {
        joined(self.columns(), ",\n    ", line)
    }

    /// The columns as text.
    pub(super) fn text_columns(&self) -> String {
        let text = self.dialect.column_type(ColumnKind::Text);
        let width = self.width();
        self.lines(|column| format!("{:width$} {text}", self.name(column.name)))
    }

    /// The columns with their types, their keys, and what may be in them where the database enforces
    /// that; then the rules of rows.
    pub(super) fn definitions(&self) -> String {
        let width = self.width();
        let mut definitions = Vec::new();
        let mut apart = Vec::new();
        let mut is_first = true;
        for column in self.columns() {
            let name = self.name(column.name);
            let mut line = format!("{name:width$} {}", self.dialect.column_type(column.kind));
            if !column.is_nullable {
                line += " NOT NULL";
            }
            if column.is_unique {
                match (self.dialect, is_first) {
                    (Dialect::BigQuery, true) => {
                        apart.push(format!("PRIMARY KEY ({name}) NOT ENFORCED"));
                    }
                    // There is no UNIQUE.
                    (Dialect::BigQuery, false) => {}
                    (Dialect::Snowflake, true) => apart.push(format!("PRIMARY KEY ({name})")),
                    (Dialect::Snowflake, false) => apart.push(format!("UNIQUE ({name})")),
                    (_, true) => line += " PRIMARY KEY",
                    (_, false) => line += " UNIQUE",
                }
                is_first = false;
            }
            if self.enforces() {
                line.extend(
                    self.conditions(column).map(|condition| format!(" CHECK ({condition})")),
                );
            }
            if let Some(reference) = self.reference_of(column) {
                let refers = self.refers(reference);
                match self.dialect {
                    Dialect::Sqlite | Dialect::DuckDb => line.extend([" ", refers.as_str()]),
                    Dialect::Snowflake => apart.push(format!("FOREIGN KEY ({name}) {refers}")),
                    Dialect::BigQuery => {
                        apart.push(format!("FOREIGN KEY ({name}) {refers} NOT ENFORCED"));
                    }
                    Dialect::Postgres => {}
                }
            }
            definitions.push(line);
        }
        if self.enforces() {
            for rule in self.load.rules.iter().filter(|rule| rule.is_of_rows()) {
                apart.push(format!("CONSTRAINT {} CHECK ({})", rule.name(), self.condition(rule)));
            }
        }
        definitions.append(&mut apart);
        definitions.join(",\n    ")
    }

    fn reference_of(&self, column: &Column) -> Option<&Reference> {
        self.load.reference.as_ref().filter(|reference| reference.column == column.name)
    }

    /// The other table, as a statement has it.
    fn parent(&self, reference: &Reference) -> String {
        let beside = || self.load.table.sibling(reference.schema.table);
        let table = reference.table.clone().unwrap_or_else(beside);
        placed(&table, self.dialect).in_statement(self.dialect)
    }

    /// What a column with this reference keeps.
    fn refers(&self, reference: &Reference) -> String {
        let parent = self.parent(reference);
        // SQLite knows no other table than one of the same file, and takes no name for that.
        let parent = match self.dialect {
            Dialect::Sqlite => parent.rsplit('.').next().unwrap_or(&parent),
            _ => &parent,
        };
        format!("REFERENCES {parent} ({})", self.name(reference.key))
    }

    /// What has `SQLite` hold rows to foreign keys, which it does only where it is asked to, and not within a
    /// transaction.
    pub(super) const fn foreign_keys_on(&self) -> &'static str {
        match self.load.reference {
            Some(_) => {
                "-- Rows are held to foreign keys only where this is said, in every session anew.\n\
                 PRAGMA foreign_keys = ON;\n"
            }
            None => "",
        }
    }

    /// The foreign key of `Postgres`, which looks all rows up at once if they are there first, and row by row if not.
    pub(super) fn foreign_key_later(&self, table: &TableName) -> String {
        let Some(reference) = &self.load.reference else { return String::new() };
        format!(
            "ALTER TABLE {} ADD FOREIGN KEY ({}) {};\n",
            table.in_statement(self.dialect),
            self.name(reference.column),
            self.refers(reference)
        )
    }

    /// How wide the names are.
    fn width(&self) -> usize {
        self.columns().iter().map(|column| self.name(column.name).len()).max().unwrap_or_default()
    }

    /// Whether the database holds rows against more than NOT NULL.
    const fn enforces(&self) -> bool {
        !matches!(self.dialect, Dialect::Snowflake | Dialect::BigQuery)
    }

    /// Every value as its column has it, from a table of text. What is no value of that kind is an
    /// error there.
    pub(super) fn casts(&self) -> String {
        self.lines(|column| {
            let name = self.name(column.name);
            let may_lack = column.is_nullable || self.is_free(column);
            let value = match column.kind {
                _ if may_lack => {
                    format!("CASE WHEN {name} IN ({}) THEN NULL ELSE {name} END", self.no_values())
                }
                ColumnKind::Decimal { scale, .. } => unrounded(&name, scale),
                _ => name.clone(),
            };
            match (column.kind, self.dialect) {
                // Its columns take numbers for what they are.
                (_, Dialect::Sqlite) | (ColumnKind::Text, _) if value == name => name,
                (_, Dialect::Sqlite) | (ColumnKind::Text, _) => format!("{value} AS {name}"),
                (kind, dialect) => {
                    format!("CAST({value} AS {}) AS {name}", dialect.column_type(kind))
                }
            }
        })
    }

    /// What `DuckDB` takes from columns of these types.
    pub(super) fn values_read(&self) -> String {
        let decimals = self.columns().iter().filter_map(|column| {
            let ColumnKind::Decimal { scale, .. } = column.kind else { return None };
            let name = self.name(column.name);
            Some(format!("{} AS {name}", unrounded(&name, scale)))
        });
        let decimals: Vec<String> = decimals.collect();
        match decimals[..] {
            [] => "*".to_owned(),
            _ => format!("* REPLACE ({})", decimals.join(", ")),
        }
    }

    /// Whether any text may stand in a column, so that a word for no value would pass for one.
    fn is_free(&self, column: &Column) -> bool {
        column.kind == ColumnKind::Text
            && self.rules_of(column).all(|rule| matches!(rule, Rule::Filled { .. }))
    }

    /// The words for no value, quoted.
    pub(super) fn no_values(&self) -> String {
        let words = listed(&NO_VALUES, '\'');
        if self.escapes() { words.replace('\\', r"\\") } else { words }
    }

    const fn escapes(&self) -> bool {
        matches!(self.dialect, Dialect::Snowflake | Dialect::BigQuery)
    }

    /// Whether a row of text is the header.
    pub(super) fn is_header(&self) -> String {
        joined(self.columns(), " AND ", |column| {
            format!("{} = '{}'", self.name(column.name), column.name)
        })
    }

    /// For databases that enforce nothing: for every rule its name and the number of rows that break
    /// it.
    fn counts(&self) -> Vec<(String, String)> {
        let count_if = if self.dialect == Dialect::BigQuery { "COUNTIF" } else { "COUNT_IF" };
        let mut counts = Vec::new();
        for column in self.columns() {
            let name = self.name(column.name);
            let missing = (!column.is_nullable).then(|| format!("{name} IS NULL"));
            let broken = self.conditions(column).map(|condition| format!("NOT ({condition})"));
            let broken: Vec<String> = missing.into_iter().chain(broken).collect();
            if !broken.is_empty() {
                counts.push((name, format!("{count_if}({})", broken.join(" OR "))));
            }
        }
        for rule in self.load.rules.iter().filter(|rule| rule.is_of_rows()) {
            let count = format!("{count_if}(NOT ({}))", self.condition(rule));
            counts.push((rule.name().to_owned(), count));
        }
        for column in self.columns().iter().filter(|column| column.is_unique) {
            let count = format!("COUNT(*) - COUNT(DISTINCT {})", self.name(column.name));
            counts.push((format!("{}_unique", column.name), count));
        }
        if let Some(reference) = &self.load.reference {
            let count = format!(
                "(SELECT COUNT(*) FROM {} WHERE {} NOT IN (SELECT {} FROM {}))",
                self.typed,
                self.name(reference.column),
                self.name(reference.key),
                self.parent(reference)
            );
            counts.push((reference.name(), count));
        }
        counts
    }

    /// The counts as columns.
    pub(super) fn counted(&self) -> String {
        let counts = self.counts().into_iter().map(|(name, count)| format!("{count} AS {name}"));
        counts.collect::<Vec<_>>().join(",\n    ")
    }

    /// The sum of the counts.
    pub(super) fn sum_of_counts(&self) -> String {
        let names = self.counts().into_iter().map(|(name, _)| name);
        names.collect::<Vec<_>>().join(" + ")
    }

    fn rules_of(&self, column: &Column) -> impl Iterator<Item = &Rule> {
        let name = column.name;
        self.load.rules.iter().filter(move |rule| rule.is_of(name))
    }

    /// What is true of every value of a column.
    fn conditions(&self, column: &Column) -> impl Iterator<Item = String> {
        let name = self.name(column.name);
        let kind = match (self.dialect, column.kind) {
            (Dialect::Sqlite, ColumnKind::Integer) => {
                Some(format!("typeof({name}) IN ('integer', 'null')"))
            }
            (Dialect::Sqlite, ColumnKind::Decimal { .. }) => {
                Some(format!("typeof({name}) IN ('integer', 'real', 'null')"))
            }
            (Dialect::Sqlite, ColumnKind::Date) => {
                Some(format!("{name} IS date({name}, '+0 days')"))
            }
            _ => None,
        };
        kind.into_iter().chain(self.rules_of(column).map(|rule| self.condition(rule)))
    }

    /// What is true of every row that keeps a rule, or unknown where there is no value.
    fn condition(&self, rule: &Rule) -> String {
        match rule {
            Rule::Id { column, prefix, digits } => self.id(&self.name(column), prefix, *digits),
            Rule::Filled { column } => format!("{} <> ''", self.name(column)),
            Rule::Mail { column } => self.mail(&self.name(column)),
            Rule::Range { column, min, max, step } => {
                let name = self.name(column);
                let range = format!("{name} BETWEEN {min} AND {max}");
                match self.dialect {
                    _ if *step == 1 => range,
                    Dialect::BigQuery => format!("{range} AND MOD({name} - {min}, {step}) = 0"),
                    _ => format!("{range} AND ({name} - {min}) % {step} = 0"),
                }
            }
            Rule::AtLeast { column, min } => format!("{} >= {min}", self.name(column)),
            Rule::Window { column, first, last } => {
                let word = if self.dialect == Dialect::Sqlite { "" } else { "DATE " };
                let name = self.name(column);
                format!("{name} BETWEEN {word}'{first}' AND {word}'{last}'")
            }
            Rule::OneOf { column, values } => {
                format!("{} IN ({})", self.name(column), listed(values, '\''))
            }
            Rule::OnlyWith { column, value, other, among, .. } => {
                let others = match among[..] {
                    [] => String::new(),
                    _ => format!(" OR {} IN ({})", self.name(other), listed(among, '\'')),
                };
                format!("{} <> '{value}'{others}", self.name(column))
            }
            Rule::ExactlyWith { column, other, value, .. } => {
                let (column, other) = (self.name(column), self.name(other));
                format!("({other} = '{value}') = ({column} IS NOT NULL)")
            }
            Rule::SameLetters { length, column, after, other, other_after, .. } => {
                let letters = |column, after| {
                    format!("substr({}, {}, {length})", self.name(column), after + 1)
                };
                format!("{} = {}", letters(column, after), letters(other, other_after))
            }
        }
    }

    fn id(&self, column: &str, prefix: &str, digits: usize) -> String {
        let pattern = format!("{prefix}[0-9]{{{digits}}}");
        match self.dialect {
            Dialect::Postgres => format!("{column} ~ '^{pattern}$'"),
            Dialect::Sqlite => format!("{column} GLOB '{prefix}{}'", "[0-9]".repeat(digits)),
            Dialect::DuckDb => format!("regexp_full_match({column}, '{pattern}')"),
            Dialect::Snowflake => format!("regexp_like({column}, '{pattern}')"),
            Dialect::BigQuery => format!("REGEXP_CONTAINS({column}, r'^{pattern}$')"),
        }
    }

    fn mail(&self, column: &str) -> String {
        match self.dialect {
            Dialect::Postgres => format!(r"{column} ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$'"),
            Dialect::Sqlite => format!(
                "{column} LIKE '_%@_%._%' AND {column} NOT LIKE '%@%@%' AND {column} NOT LIKE '% %'"
            ),
            Dialect::DuckDb => format!(r"regexp_full_match({column}, '[^@\s]+@[^@\s]+\.[^@\s]+')"),
            Dialect::Snowflake => format!("regexp_like({column}, '[^@ ]+@[^@ ]+[.][^@ ]+')"),
            Dialect::BigQuery => {
                format!(r"REGEXP_CONTAINS({column}, r'^[^@\s]+@[^@\s]+\.[^@\s]+$')")
            }
        }
    }

    /// The columns as text, for `bq`.
    pub(super) fn text_schema(&self) -> String {
        joined(self.columns(), ",", |column| format!("{}:STRING", column.name))
    }

    /// The fields of a line, from a list of them that is called `fields`.
    pub(super) fn fields_of_a_line(&self) -> String {
        let fields = (0..self.columns().len()).map(|position| match self.dialect {
            Dialect::Sqlite => format!("json_extract(fields, '$[{position}]')"),
            _ => format!("fields[{}]", position + 1),
        });
        fields.collect::<Vec<_>>().join(", ")
    }

    /// What a map of `DuckDB` has, to read columns of these types.
    pub(super) fn column_map(&self, text_only: bool) -> String {
        self.lines(|column| {
            let kind = match column.kind {
                // It is looked at before it would be rounded.
                ColumnKind::Decimal { .. } => ColumnKind::Text,
                _ if text_only => ColumnKind::Text,
                kind => kind,
            };
            format!("'{}': '{}'", column.name, self.dialect.column_type(kind))
        })
    }
}

/// The text of a number, if it has no more digits behind the point than its column: databases would round them away,
/// and no value is refused.
fn unrounded(name: &str, scale: u8) -> String {
    let digits = "_".repeat(usize::from(scale) + 1);
    format!("CASE WHEN {name} NOT LIKE '%.{digits}%' THEN {name} END")
}

/// What each column needs, with this between.
fn joined(columns: &[Column], between: &str, piece: impl Fn(&Column) -> String) -> String {
    columns.iter().map(piece).collect::<Vec<_>>().join(between)
}
