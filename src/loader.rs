//! What loads a data set where people need it: for each database and data frame library a script with
//! types, constraints and the statement that reads the plain CSV. The scripts stand beside this file
//! as what they are, SQL and Python, with blanks that are filled from a table's schema and from what
//! its rows keep; nothing in here runs them.
//!
//! A script loads exactly the file that its recipe describes, or stops with an error: it compares the
//! header and the number of rows before a row counts, and all rules after that.

mod customers;
mod frame;
mod rule;
mod statement;
mod text;
mod transactions;

pub use self::rule::{Reference, Rule};

use self::frame::{Frame, Library};
use self::statement::{NO_VALUES, Statements};
use self::text::{as_path, escaped, filled, reading, sql_text, word_on_a_line};
use crate::format::{Dialect, TableName};
use crate::recipe::Recipe;
use crate::schema::Schema;
use crate::shell;
use crate::table::NotInVersion;
use crate::tables::TableId;
use crate::transactions::RowGenerator;

/// Where rows are loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Snowflake, by a stage.
    Snowflake,
    /// `PostgreSQL`, by `psql`.
    Postgres,
    /// `SQLite`, by `sqlite3`.
    Sqlite,
    /// `DuckDB`.
    DuckDb,
    /// `BigQuery`, by `bq`.
    BigQuery,
    /// A data frame of pandas.
    Pandas,
    /// A data frame of Polars.
    Polars,
    /// A bucket of an object store that speaks S3, by Amazon's client.
    S3,
}

impl Target {
    /// All of them.
    pub const ALL: [Target; 8] = [
        Target::Snowflake,
        Target::Postgres,
        Target::Sqlite,
        Target::DuckDb,
        Target::BigQuery,
        Target::Pandas,
        Target::Polars,
        Target::S3,
    ];

    /// The word for it in a command and on the page.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Target::Snowflake => "snowflake",
            Target::Postgres => "postgres",
            Target::Sqlite => "sqlite",
            Target::DuckDb => "duckdb",
            Target::BigQuery => "bigquery",
            Target::Pandas => "pandas",
            Target::Polars => "polars",
            Target::S3 => "s3",
        }
    }

    /// The name under which the script for a table is saved, if nobody says another.
    #[must_use]
    pub fn script_name(self, schema: &Schema) -> String {
        let ending = match self {
            Target::Pandas | Target::Polars => ".py",
            Target::BigQuery | Target::S3 => ".sh",
            Target::Snowflake | Target::Postgres | Target::Sqlite | Target::DuckDb => ".sql",
        };
        ["load_", schema.table, ending].concat()
    }

    /// What stands before the name of a script in the command that runs it, in the folder of the CSV. The name of the
    /// database is for whoever runs it to say; `SQLite` and `DuckDB` make the file if there is none.
    #[must_use]
    pub const fn program(self) -> &'static str {
        match self {
            Target::Snowflake => "snowsql -f ",
            Target::Postgres => "psql DATABASE -f ",
            Target::Sqlite => "sqlite3 shop.db < ",
            Target::DuckDb => "duckdb shop.duckdb < ",
            Target::BigQuery | Target::S3 => "sh ",
            Target::Pandas | Target::Polars => "python -i ",
        }
    }

    /// The command that runs the script of [this name](Target::script_name).
    #[must_use]
    pub fn run_command(self, schema: &Schema) -> String {
        self.program().to_owned() + &self.script_name(schema)
    }

    /// The script, with blanks in braces: for rows that keep the rules, and for rows with faults.
    const fn scripts(self) -> [&'static str; 2] {
        match self {
            Target::Snowflake => {
                [include_str!("loader/snowflake.sql"), include_str!("loader/snowflake_text.sql")]
            }
            Target::Postgres => {
                [include_str!("loader/postgres.sql"), include_str!("loader/postgres_text.sql")]
            }
            Target::Sqlite => {
                [include_str!("loader/sqlite.sql"), include_str!("loader/sqlite_text.sql")]
            }
            Target::DuckDb => {
                [include_str!("loader/duckdb.sql"), include_str!("loader/duckdb_text.sql")]
            }
            Target::BigQuery => {
                [include_str!("loader/bigquery.sh"), include_str!("loader/bigquery_text.sh")]
            }
            Target::Pandas => {
                [include_str!("loader/pandas.py"), include_str!("loader/pandas_text.py")]
            }
            Target::Polars => {
                [include_str!("loader/polars.py"), include_str!("loader/polars_text.py")]
            }
            Target::S3 => [include_str!("loader/s3.sh"); 2],
        }
    }
}

/// What is loaded, and where.
#[derive(Clone, Debug)]
pub struct Kit {
    recipe: Recipe,
    of: TableId,
    rows: u64,
    /// The name of the table. A data frame has none.
    pub table: TableName,
    /// The path of the plain CSV, perhaps compressed with gzip and named `.gz`.
    pub file: String,
    /// The name of the table, or the data frame, whose customers the transactions are of. In a database it is
    /// `customers`, in the same place, if none is said; a data frame is not compared with any then.
    pub customers: Option<TableName>,
}

impl Kit {
    /// What loads this table of the recipe, under its own name, from its CSV in the same folder. Its rows are counted
    /// for that; see [`RowGenerator::count`] for how long that takes.
    ///
    /// # Errors
    /// If the recipe does not have the table.
    pub fn new(of: TableId, recipe: Recipe) -> Result<Kit, NotInVersion> {
        let rows = match of {
            TableId::Customers => u64::from(recipe.parameters().count),
            // Exactly, although it takes a look at every customer: half a file is to be told from a whole one.
            TableId::Transactions => RowGenerator::new(&recipe)?.count(),
        };
        let (table, file) = (TableName::of(of.schema()), format!("{}.csv", of.word()));
        Ok(Kit { recipe, of, rows, table, file, customers: None })
    }

    /// The script for a target. It loads everything or stops with an error.
    #[must_use]
    pub fn script(&self, target: Target) -> String {
        let parameters = self.recipe.parameters();
        let of_customers = parameters.dirt.of_customers();
        let (rules, reference, dirt) = match self.of {
            TableId::Customers => (customers::rules(&self.recipe), None, of_customers),
            TableId::Transactions => (
                transactions::rules(&self.recipe),
                // Faulty customers are text, in which no column is a key.
                of_customers.is_none().then(|| transactions::reference(self.customers.clone())),
                parameters.dirt.of_transactions(),
            ),
        };
        let load = Load {
            schema: self.of.schema(),
            rules,
            reference,
            rows: self.rows,
            is_faulty: !dirt.is_none(),
            command: shell::generation(self.of, parameters),
            table: self.table.clone(),
            file: self.file.clone(),
        };
        load.script(target)
    }
}

/// A file with the rows of any table, and where it is loaded.
#[derive(Clone, Debug)]
pub struct Load<'a> {
    /// The columns of the table.
    pub schema: &'a Schema,
    /// What its rows keep.
    pub rules: Vec<Rule>,
    /// The other table that its rows refer to, if they do.
    pub reference: Option<Reference>,
    /// How many rows there are.
    pub rows: u64,
    /// Whether there are rows that break the rules on purpose, so that only text can hold them all.
    pub is_faulty: bool,
    /// The command that makes the file, without the name of it.
    pub command: String,
    /// The table in the database. A data frame has the schema's name.
    pub table: TableName,
    /// The path of the plain CSV, perhaps compressed with gzip and named `.gz`.
    pub file: String,
}

impl Load<'_> {
    /// The script for a target. It loads everything or stops with an error.
    #[must_use]
    pub fn script(&self, target: Target) -> String {
        let [strict, text] = target.scripts();
        let script = if self.is_faulty { text } else { strict };
        let mut blanks = self.blanks();
        blanks.push(("source", self.source(target)));
        blanks.push(("run", target.run_command(self.schema)));
        match target {
            Target::Snowflake => self.fill_statements(Dialect::Snowflake, &mut blanks),
            Target::Postgres => self.fill_statements(Dialect::Postgres, &mut blanks),
            Target::Sqlite => self.fill_statements(Dialect::Sqlite, &mut blanks),
            Target::DuckDb => self.fill_statements(Dialect::DuckDb, &mut blanks),
            Target::BigQuery => self.fill_statements(Dialect::BigQuery, &mut blanks),
            Target::Pandas => self.fill_frame(Library::Pandas, &mut blanks),
            Target::Polars => self.fill_frame(Library::Polars, &mut blanks),
            Target::S3 => {}
        }
        filled(script, &blanks)
    }

    /// What every script may say.
    fn blanks(&self) -> Vec<(&'static str, String)> {
        const FAULTY: &str = "The recipe has faults on purpose, which a table with types and constraints \
                              must refuse: this loads all rows as text. Without dirt it is the strict script.";
        let compress = if self.is_gzipped() { " --compress gzip" } else { "" };
        vec![
            ("command", self.command.clone()),
            ("word", word_on_a_line(&as_path(&self.file))),
            ("faulty", FAULTY.to_owned()),
            ("header", self.schema.header().trim_end().to_owned()),
            ("rows", self.rows.to_string()),
            ("compress", compress.to_owned()),
        ]
    }

    fn fill_statements(&self, dialect: Dialect, blanks: &mut Vec<(&'static str, String)>) {
        let (dataset, table, place) = self.table(dialect);
        // What a script makes for itself. Postgres keeps 63 characters of a name.
        let own = |word: &str| {
            let name = format!("{word}_{}", self.table.last_part());
            name[..name.len().min(63)].to_owned()
        };
        let (import, import_place) = match dialect {
            Dialect::BigQuery => (
                table.sibling(&own("import")).in_statement(dialect),
                format!("{dataset}.{}", own("import")),
            ),
            _ => (own("import"), String::new()),
        };
        let typed = match dialect {
            // Those of a script are its own there.
            Dialect::BigQuery => "typed".to_owned(),
            _ => own("typed"),
        };
        let statements = Statements { load: self, dialect, typed: &typed };
        blanks.extend([
            ("dataset", dataset),
            ("table", table.in_statement(dialect)),
            ("place", place),
            ("import", import),
            ("import_place", import_place),
            ("check", own("check")),
            ("typed", typed.clone()),
            ("broken", own("broken")),
            ("verdict", own("verdict")),
            ("stage", own("stage")),
            ("names", statements.names()),
            ("last_column", statements.last_column()),
            ("text_columns", statements.text_columns()),
            ("text_schema", statements.text_schema()),
            ("definitions", statements.definitions()),
            ("foreign_keys_on", statements.foreign_keys_on().to_owned()),
            ("foreign_key_later", statements.foreign_key_later(&table)),
            ("casts", statements.casts()),
            ("is_header", statements.is_header()),
            ("no_values", statements.no_values()),
            ("counted", statements.counted()),
            ("sum_of_counts", statements.sum_of_counts()),
            ("text_map", statements.column_map(true)),
            ("typed_map", statements.column_map(false)),
            ("values_read", statements.values_read()),
            ("fields_of_a_line", statements.fields_of_a_line()),
            ("width", self.schema.columns.len().to_string()),
            ("width_and_one", (self.schema.columns.len() + 1).to_string()),
        ]);
    }

    fn fill_frame(&self, library: Library, blanks: &mut Vec<(&'static str, String)>) {
        let frame = Frame { load: self, library };
        let no_values = NO_VALUES.map(|word| escaped(word, '"'));
        blanks.extend([
            ("frame", self.schema.table.to_owned()),
            ("frame_types", frame.types()),
            ("frame_rules", frame.rules()),
            ("missing_columns", frame.missing_columns()),
            ("quoted_names", frame.quoted_names()),
            ("no_values", no_values.join(", ")),
            ("dates", frame.dates()),
            ("unrounded", frame.unrounded()),
        ]);
    }

    /// The table's dataset, its name in SQL, and its name for `bq`, in which a project has a colon behind it.
    fn table(&self, dialect: Dialect) -> (String, TableName, String) {
        let table = placed(&self.table, dialect);
        let place = match table.as_str().matches('.').count() {
            2 => table.as_str().replacen('.', ":", 1),
            _ => table.as_str().to_owned(),
        };
        let dataset = place.rsplit_once('.').map_or("", |(dataset, _)| dataset);
        (dataset.to_owned(), table, place)
    }

    /// Where the target finds the file, as it writes that.
    fn source(&self, target: Target) -> String {
        let file = as_path(&self.file);
        match target {
            Target::Postgres if self.is_gzipped() || file.contains(char::is_control) => {
                format!("PROGRAM {}", sql_text(&reading(&file, self.is_gzipped())))
            }
            Target::Postgres => sql_text(&file),
            Target::DuckDb => sql_text(&without_patterns(&file)),
            Target::Sqlite if self.is_gzipped() => {
                escaped(&format!("|{}", reading(&file, true)), '"')
            }
            Target::Sqlite | Target::Pandas | Target::Polars => escaped(&file, '"'),
            Target::Snowflake => escaped(&format!("file://{file}"), '\''),
            Target::BigQuery => shell::word(&file).into_owned(),
            Target::S3 => {
                let name = self.file.rsplit('/').next().unwrap_or(&self.file);
                shell::word(&format!("s3://bucket/{}/{name}", self.schema.table)).into_owned()
            }
        }
    }

    /// Whether the file is compressed.
    fn is_gzipped(&self) -> bool {
        self.file.to_ascii_lowercase().ends_with(".gz")
    }
}

/// The table of this name, which always says where it is: one of `BigQuery` is in a dataset, and one of `SQLite` in
/// `main` if nobody says otherwise, because a temporary one of the same name would come first.
fn placed(name: &TableName, dialect: Dialect) -> TableName {
    match dialect {
        Dialect::BigQuery if !name.as_str().contains('.') => name.within("segmint"),
        Dialect::Sqlite if !name.as_str().contains('.') => name.within("main"),
        _ => name.clone(),
    }
}

/// A name that `DuckDB` takes for a pattern, as a pattern that nothing else fits.
fn without_patterns(file: &str) -> String {
    let mut pattern = String::with_capacity(file.len());
    for letter in file.chars() {
        if matches!(letter, '*' | '?' | '[') {
            pattern.extend(['[', letter, ']']);
        } else {
            pattern.push(letter);
        }
    }
    pattern
}
