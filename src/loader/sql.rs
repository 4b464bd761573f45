//! Databases: a table with types and constraints, and the statement that loads it. Where a database
//! does not enforce constraints, a query that counts what breaks them.

use super::{Kit, choices, listed};
use crate::columns::COLUMNS;
use crate::format::{KINDS, Kind, OPTIONAL};
use crate::recipe::Span;
use crate::shell;

/// How a database spells what the contract asks.
struct Spelling {
    text: &'static str,
    /// Ages, which are up to 120.
    age: &'static str,
    /// Credit limits, which are up to 1,000,000,000.
    credit_limit: &'static str,
    day: &'static str,
    /// `CUST` and eight digits.
    id: &'static str,
    /// `name@domain.tld`.
    email: &'static str,
    /// How far a credit limit is off the step.
    off_step: &'static str,
    /// What stands before the text of a day.
    day_literal: &'static str,
    /// What a day must be besides, for databases whose days are text; no day gives NULL there.
    day_check: &'static str,
}

const POSTGRES: Spelling = Spelling {
    text: "text",
    age: "smallint",
    credit_limit: "integer",
    day: "date",
    id: "customer_id ~ '^CUST[0-9]{8}$'",
    email: r"email ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$'",
    off_step: "(credit_limit - {min}) % {step}",
    day_literal: "DATE ",
    day_check: "",
};

const SQLITE: Spelling = Spelling {
    text: "TEXT",
    age: "INTEGER",
    credit_limit: "INTEGER",
    day: "TEXT",
    id: "customer_id GLOB 'CUST[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]'",
    email: "email LIKE '_%@_%._%' AND email NOT LIKE '%@%@%' AND email NOT LIKE '% %'",
    off_step: "(credit_limit - {min}) % {step}",
    day_literal: "",
    day_check: "account_open_date IS date(account_open_date, '+0 days') AND ",
};

const DUCKDB: Spelling = Spelling {
    text: "VARCHAR",
    age: "SMALLINT",
    credit_limit: "INTEGER",
    day: "DATE",
    id: "regexp_full_match(customer_id, 'CUST[0-9]{8}')",
    email: r"regexp_full_match(email, '[^@\s]+@[^@\s]+\.[^@\s]+')",
    off_step: "(credit_limit - {min}) % {step}",
    day_literal: "DATE ",
    day_check: "",
};

const SNOWFLAKE: Spelling = Spelling {
    text: "VARCHAR",
    age: "NUMBER(3)",
    credit_limit: "NUMBER(10)",
    day: "DATE",
    // The whole text has to match.
    id: "regexp_like(customer_id, 'CUST[0-9]{8}')",
    email: "regexp_like(email, '[^@ ]+@[^@ ]+[.][^@ ]+')",
    off_step: "(credit_limit - {min}) % {step}",
    day_literal: "DATE ",
    day_check: "",
};

const BIGQUERY: Spelling = Spelling {
    text: "STRING",
    age: "INT64",
    credit_limit: "INT64",
    day: "DATE",
    id: "REGEXP_CONTAINS(customer_id, r'^CUST[0-9]{8}$')",
    email: r"REGEXP_CONTAINS(email, r'^[^@\s]+@[^@\s]+\.[^@\s]+$')",
    off_step: "MOD(credit_limit - {min}, {step})",
    day_literal: "DATE ",
    day_check: "",
};

impl Spelling {
    fn kind(&self, position: usize) -> &'static str {
        match (KINDS[position], COLUMNS[position]) {
            (Kind::Text, _) => self.text,
            (Kind::Number, "age") => self.age,
            (Kind::Number, _) => self.credit_limit,
            (Kind::Day, _) => self.day,
        }
    }

    /// What a value of this column must be, as a condition.
    fn condition(&self, kit: &Kit, column: &str) -> String {
        let parameters = kit.recipe.parameters();
        match column {
            "customer_id" => self.id.to_owned(),
            "email" => self.email.to_owned(),
            "age" => {
                let Span { min, max } = parameters.age;
                format!("age BETWEEN {min} AND {max}")
            }
            "credit_limit" => {
                let Span { min, max } = parameters.credit_limit;
                let off = self.off_step.replace("{min}", &min.to_string());
                let off = off.replace("{step}", &parameters.credit_limit_step.to_string());
                format!("credit_limit BETWEEN {min} AND {max} AND {off} = 0")
            }
            "account_open_date" => {
                let ((first, last), literal) = (kit.recipe.account_window(), self.day_literal);
                let check = self.day_check;
                format!("{check}account_open_date BETWEEN {literal}'{first}' AND {literal}'{last}'")
            }
            _ => match choices(column) {
                Some(values) => format!("{column} IN ({})", listed(&values, '\'', "        ")),
                None => format!("{column} <> ''"),
            },
        }
    }

    /// What the values of a row must be to each other, each condition with a name.
    fn conditions_of_rows(kit: &Kit) -> Vec<(&'static str, String)> {
        let premium = match kit.premium_segments() {
            segments if segments.is_empty() => "card_type <> 'Premium'".to_owned(),
            segments => {
                let segments = listed(&segments, '\'', "        ");
                format!("card_type <> 'Premium' OR customer_segment IN ({segments})")
            }
        };
        let declining = "(customer_segment = 'Declining') = (decline_type IS NOT NULL)".to_owned();
        vec![("premium_allowed", premium), ("decline_only_for_declining", declining)]
    }
}

impl Kit {
    pub(super) fn postgres(&self) -> String {
        let (table, created) = (&self.table, self.checked_table(&POSTGRES, ""));
        let source = if self.is_gzipped() {
            format!("PROGRAM {}", literal(&format!("gunzip < {}", shell::word(&self.file))))
        } else {
            literal(&self.file)
        };
        format!(
            "{}\\set ON_ERROR_STOP on\nBEGIN;\n{created}\n\
             -- An empty field that is not in quotes is NULL; psql wants this on one line.\n\
             \\copy {table} FROM {source} WITH (FORMAT csv, HEADER match)\nCOMMIT;\n",
            self.opening("--", "psql"),
        )
    }

    pub(super) fn sqlite(&self) -> String {
        let (table, created) = (&self.table, self.checked_table(&SQLITE, " STRICT"));
        // A name that begins with a bar would be a command.
        let source = match &self.file {
            file if self.is_gzipped() => format!("|gunzip < {}", shell::word(file)),
            file if file.starts_with('|') => format!("./{file}"),
            file => file.clone(),
        };
        let source = source.replace('\\', r"\\").replace('"', "\\\"");
        let columns = COLUMNS.join(", ");
        let values = COLUMNS[..OPTIONAL].join(", ");
        let optional = COLUMNS[OPTIONAL];
        format!(
            "{}.bail on\nBEGIN;\n{created}\n\
             -- .import knows no NULL, so the text of the file comes first into a table of its own.\n\
             CREATE TEMP TABLE customers_csv ({columns});\n\
             .import --csv --skip 1 \"{source}\" customers_csv\n\
             INSERT INTO {table}\nSELECT {values},\n    \
             -- A field that is not there at all is no decline type.\n    \
             CASE {optional} WHEN '' THEN NULL ELSE coalesce({optional}, 'missing') END\n\
             FROM temp.customers_csv;\nDROP TABLE temp.customers_csv;\nCOMMIT;\n",
            self.opening("--", "sqlite3"),
        )
    }

    pub(super) fn duckdb(&self) -> String {
        let (table, created) = (&self.table, self.checked_table(&DUCKDB, ""));
        let columns: Vec<String> = COLUMNS
            .iter()
            .enumerate()
            .map(|(position, name)| format!("    '{name}': '{}'", DUCKDB.kind(position)))
            .collect();
        format!(
            "{}BEGIN TRANSACTION;\n{created}\n\
             -- An empty field is NULL.\n\
             INSERT INTO {table}\nSELECT * FROM read_csv({}, header = true, delim = ',', quote = '\"', \
             nullstr = '', columns = {{\n{}\n}});\nCOMMIT;\n",
            self.opening("--", "duckdb"),
            literal(&self.file),
            columns.join(",\n"),
        )
    }

    pub(super) fn snowflake(&self) -> String {
        let table = &self.table;
        let keys = ["PRIMARY KEY (customer_id)".to_owned(), "UNIQUE (email)".to_owned()];
        let created = self.table(&SNOWFLAKE, |_| String::new(), &keys, "");
        let file = self.file.replace('\\', r"\\").replace('\'', r"\'");
        format!(
            "{}{created}\n\
             CREATE TEMPORARY STAGE customers_stage FILE_FORMAT = (\n    \
             TYPE = CSV SKIP_HEADER = 1 FIELD_OPTIONALLY_ENCLOSED_BY = '\"'\n    \
             EMPTY_FIELD_AS_NULL = TRUE DATE_FORMAT = 'YYYY-MM-DD' ENCODING = 'UTF8'\n);\n\
             PUT 'file://{file}' @customers_stage;\n\
             COPY INTO {table} FROM @customers_stage ON_ERROR = ABORT_STATEMENT;\n\n\
             -- Of constraints Snowflake enforces NOT NULL alone: every number here must be 0.\n{}",
            self.opening("--", "snowsql"),
            self.query(&SNOWFLAKE, "count_if"),
        )
    }

    pub(super) fn bigquery(&self) -> String {
        // A table of BigQuery is in a dataset.
        let named = self.table.as_str();
        let (dataset, table) = match named.rsplit_once('.') {
            Some((dataset, _)) => (dataset.replace('.', ":"), named.to_owned()),
            None => ("segmint".to_owned(), format!("segmint.{named}")),
        };
        let place = match table.split('.').count() {
            3 => table.replacen('.', ":", 1),
            _ => table.clone(),
        };
        let kit = Kit { table: table.parse().unwrap_or_default(), ..self.clone() };
        let keys = ["PRIMARY KEY (customer_id) NOT ENFORCED".to_owned()];
        let created = kit.table(&BIGQUERY, |_| String::new(), &keys, "");
        let file = shell::word(&self.file);
        format!(
            "{}set -eu\nbq mk --dataset --force {dataset}\n\
             bq query --use_legacy_sql=false <<'SQL'\n{created}SQL\n\
             # An empty field is NULL.\n\
             bq load --source_format=CSV --skip_leading_rows=1 --null_marker='' {place} {file}\n\
             # BigQuery enforces NOT NULL alone: every number here must be 0.\n\
             bq query --use_legacy_sql=false <<'SQL'\n{}SQL\n",
            self.opening("#", "sh, which runs bq"),
            kit.query(&BIGQUERY, "COUNTIF"),
        )
    }

    /// The statement that makes a table whose constraints are enforced.
    fn checked_table(&self, spelling: &Spelling, options: &str) -> String {
        let constraint = |column: &str| {
            let key = match column {
                "customer_id" => " PRIMARY KEY",
                "email" => " UNIQUE",
                _ => "",
            };
            format!("{key} CHECK ({})", spelling.condition(self, column))
        };
        let rows = Spelling::conditions_of_rows(self).into_iter();
        let rows: Vec<String> = rows
            .map(|(name, condition)| format!("CONSTRAINT {name} CHECK ({condition})"))
            .collect();
        self.table(spelling, constraint, &rows, options)
    }

    /// The statement that makes the table.
    fn table(
        &self,
        spelling: &Spelling,
        constraint: impl Fn(&str) -> String,
        constraints: &[String],
        options: &str,
    ) -> String {
        let width = COLUMNS.iter().map(|name| name.len()).max().unwrap_or_default();
        let column = |(position, name): (usize, &&str)| {
            let required = if position == OPTIONAL { "" } else { " NOT NULL" };
            let kind = spelling.kind(position);
            format!("    {name:width$} {kind}{required}{}", constraint(name))
        };
        let columns = COLUMNS.iter().enumerate().map(column);
        let constraints = constraints.iter().map(|constraint| format!("    {constraint}"));
        let lines: Vec<String> = columns.chain(constraints).collect();
        format!("CREATE TABLE {} (\n{}\n){options};\n", self.table, lines.join(",\n"))
    }

    /// The query that counts the rows that break each condition; none says so of no value.
    fn query(&self, spelling: &Spelling, count_if: &str) -> String {
        let columns = COLUMNS.map(|column| (column, spelling.condition(self, column))).into_iter();
        let counts = columns
            .chain(Spelling::conditions_of_rows(self))
            .map(|(name, condition)| format!("    {count_if}(NOT ({condition})) AS {name}"));
        let unique = ["customer_id", "email"]
            .map(|column| format!("    COUNT(*) - COUNT(DISTINCT {column}) AS {column}_unique"));
        let lines: Vec<String> = counts.chain(unique).collect();
        format!("SELECT\n{}\nFROM {};\n", lines.join(",\n"), self.table)
    }
}

/// Text as SQL has it.
fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
