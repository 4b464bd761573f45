//! The form in which the reader wants the file: what the select beside the download offers, and what each form is
//! to a browser. Which bytes it has is for the core.

use segmint::format::{CsvForm, Delimiter, Dialect, Format, SqlForm, TableName};
use segmint::loader::Target;
use segmint::recipe::Parameters;
use segmint::shell;
use segmint::tables::TableId;
use serde::{Deserialize, Serialize};

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutputFormat {
    /// The position in the select.
    pub choice: u8,
    /// Whether it is compressed.
    pub gzip: bool,
}

impl OutputFormat {
    /// Nothing but the contract's CSV.
    pub const PLAIN: OutputFormat = OutputFormat { choice: 0, gzip: false };

    /// The format for this table, in the order of the select.
    #[must_use]
    pub fn format(self, table: TableId) -> Format {
        let excel = CsvForm { bom: true, crlf: true, ..CsvForm::PLAIN };
        let table = TableName::of(table.schema());
        let sql = |dialect, create_table| {
            Format::Sql(SqlForm { dialect, table, create_table, ..SqlForm::default() })
        };
        match self.choice {
            1 => Format::Csv(excel),
            2 => Format::Csv(CsvForm { delimiter: Delimiter::Semicolon, ..excel }),
            3 => Format::Ndjson,
            4 => Format::Json,
            5 => sql(Dialect::Postgres, false),
            6 => sql(Dialect::Postgres, true),
            7 => sql(Dialect::Sqlite, false),
            8 => sql(Dialect::Sqlite, true),
            9 => sql(Dialect::Snowflake, false),
            10 => sql(Dialect::Snowflake, true),
            _ => Format::PLAIN,
        }
    }

    /// The name of the file.
    #[must_use]
    pub fn file_name(self, table: TableId) -> String {
        format!(
            "{}.{}{}",
            table.word(),
            self.format(table).word(),
            if self.gzip { ".gz" } else { "" }
        )
    }

    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self.format(TableId::default()) {
            _ if self.gzip => "application/gzip",
            Format::Csv(_) => "text/csv",
            Format::Ndjson => "application/x-ndjson",
            Format::Json => "application/json",
            Format::Sql(_) => "application/sql",
        }
    }

    /// What there is to know of such a file: how it gets into its database, or where there are forms that the page has
    /// not.
    #[must_use]
    pub fn note(self, table: TableId) -> String {
        let program = match self.choice {
            5 | 6 => Target::Postgres,
            7 | 8 => Target::Sqlite,
            9 | 10 => Target::Snowflake,
            _ => return "Parquet: with the command.".to_owned(),
        }
        .program();
        let plain = OutputFormat { gzip: false, ..self };
        let begins = if self.gzip { "Unpack it, then run: " } else { "Run it: " };
        [begins, program, &plain.file_name(table)].concat()
    }

    /// How many bytes a row takes with the defaults, on average, to be told of beforehand.
    #[must_use]
    pub fn bytes_a_row(self, table: TableId) -> f64 {
        let plain = match (self.format(table), table) {
            (Format::Csv(_), TableId::Customers) => 127.0,
            (Format::Ndjson | Format::Json, TableId::Customers) => 323.0,
            (Format::Sql(_), TableId::Customers) => 160.0,
            (Format::Csv(_), TableId::Transactions) => 89.0,
            (Format::Ndjson | Format::Json, TableId::Transactions) => 231.0,
            (Format::Sql(_), TableId::Transactions) => 105.0,
        };
        // CSV shrinks least, to a little more than a quarter.
        if self.gzip { plain / 3.5 } else { plain }
    }

    /// Whether the fingerprint in a link is of such a file.
    #[must_use]
    pub fn is_plain(self) -> bool {
        self == OutputFormat::PLAIN
    }

    /// What makes the same rows in the same form on the command line.
    #[must_use]
    pub fn command(self, table: TableId, parameters: &Parameters) -> String {
        let format = self.format(table);
        let mut command = shell::generation(table, parameters);
        if !matches!(format, Format::Csv(_)) {
            command += " --format ";
            command += format.word();
        }
        for option in format.options(table.schema()) {
            command += " ";
            command += &option;
        }
        if self.gzip {
            command += " --compress gzip";
        }
        command
    }
}

#[cfg(test)]
mod tests {
    use segmint::date::Date;
    use segmint::recipe::RecipeVersion;

    use super::*;

    #[test]
    fn every_choice_has_a_name_a_type_and_a_command() {
        let parameters = Parameters::defaults(RecipeVersion::V1, Date::LATEST);
        let formats = (0..11).map(|choice| OutputFormat { choice, gzip: choice == 3 });
        let names: Vec<String> =
            formats.clone().map(|format| format.file_name(TableId::Customers)).collect();
        let [csv, sql] = ["customers.csv", "customers.sql"];
        assert_eq!(names[..5], [csv, csv, csv, "customers.ndjson.gz", "customers.json"]);
        assert!(names[5..].iter().all(|name| name == sql), "{names:?}");
        let types: Vec<&str> = formats.clone().map(OutputFormat::media_type).collect();
        assert_eq!(
            types[..5],
            ["text/csv", "text/csv", "text/csv", "application/gzip", "application/json"]
        );
        let command = |format: OutputFormat| format.command(TableId::Customers, &parameters);
        let commands: Vec<String> = formats.clone().map(command).collect();
        assert_eq!(commands.len(), 11);
        assert!(!commands[0].contains("--format"));
        assert!(commands[2].contains("--delimiter semicolon") && commands[2].contains("--bom"));
        assert!(commands[3].ends_with("--format ndjson --compress gzip"));
        assert!(commands[7].contains("--format sql") && commands[7].contains("sqlite"));
        // Every second one of SQL creates its table.
        let creating = commands.iter().map(|command| command.ends_with(" --create-table"));
        let creating: Vec<usize> =
            (0..).zip(creating).filter(|(_, is)| *is).map(|(at, _)| at).collect();
        assert_eq!(creating, [6, 8, 10]);
        assert_eq!(formats.filter(|format| format.is_plain()).count(), 1);
    }

    #[test]
    fn sql_is_told_with_the_command_that_runs_it() {
        for (choice, gzip, told) in [
            (0, true, "Parquet: with the command."),
            (5, false, "Run it: psql DATABASE -f customers.sql"),
            (6, true, "Unpack it, then run: psql DATABASE -f customers.sql"),
            (8, false, "Run it: sqlite3 shop.db < customers.sql"),
            (10, false, "Run it: snowsql -f customers.sql"),
        ] {
            assert_eq!(OutputFormat { choice, gzip }.note(TableId::Customers), told);
        }
    }
}
