//! The databases, each with the client that its users have.

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::{COLUMNS, python, succeed};

/// A database, and how a script gets into it.
pub(crate) trait Database {
    /// The kit's word for it.
    fn word(&self) -> &'static str;

    /// Its client, which reads a script.
    fn client(&self) -> Command;

    /// The same, as it is without options: it may go on after an error.
    fn client_that_goes_on(&self) -> Command {
        self.client()
    }

    /// The rows of an answer, a line each; nothing but the values.
    fn query(&self, sql: &str) -> String;

    /// The types of the columns of `customers`.
    fn types(&self) -> String;

    /// Makes a schema.
    fn make_schema(&self, name: &str);
}

/// All of them, empty, with clients in this folder.
pub(crate) fn databases(folder: &TempDir) -> [Box<dyn Database + '_>; 3] {
    [Box::new(Postgres::start(folder)), Box::new(Sqlite { folder }), Box::new(DuckDb { folder })]
}

/// A server of its own, on a socket in a folder of its own, that stops with this value.
struct Postgres<'a> {
    folder: &'a TempDir,
    home: TempDir,
    programs: PathBuf,
}

impl Postgres<'_> {
    fn start(folder: &TempDir) -> Postgres<'_> {
        let server = Postgres { folder, home: super::folder(), programs: programs() };
        let home = server.home.path();
        if is_root() {
            succeed(Command::new("chown").arg("postgres").arg(home), "");
        }
        let options = format!("-k {} -c listen_addresses= -c fsync=off", home.display());
        let encoding = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C"];
        succeed(server.program("initdb").args(encoding).arg("data"), "");
        let log = std::fs::File::create(folder.path().join("postgres.log")).unwrap();
        let mut start = server.program("pg_ctl");
        start.args(["--pgdata=data", "--wait", "--silent", "--options", &options, "start"]);
        // What it starts goes on with these, so a pipe would never end.
        let status = start.stdout(log.try_clone().unwrap()).stderr(log).status().unwrap();
        assert!(status.success(), "Postgres does not start");
        server
    }

    /// A program of the server's, as the user whom it runs as: never root.
    fn program(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        let mut command = if is_root() {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=postgres", "--regid=postgres", "--init-groups"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir(self.home.path());
        command
    }

    fn psql(&self) -> Command {
        let mut psql = Command::new("psql");
        psql.env("PGHOST", self.home.path()).env("PGUSER", "postgres").current_dir(self.folder);
        psql.args(["--no-psqlrc", "--quiet"]);
        psql
    }
}

impl Drop for Postgres<'_> {
    fn drop(&mut self) {
        let mut stop = self.program("pg_ctl");
        stop.args(["--pgdata=data", "--mode=immediate", "--silent", "stop"]);
        succeed(&mut stop, "");
    }
}

impl Database for Postgres<'_> {
    fn word(&self) -> &'static str {
        "postgres"
    }

    fn client(&self) -> Command {
        let mut psql = self.psql();
        psql.args(["--set", "ON_ERROR_STOP=on"]);
        psql
    }

    fn client_that_goes_on(&self) -> Command {
        self.psql()
    }

    fn query(&self, sql: &str) -> String {
        succeed(self.psql().args(["--no-align", "--tuples-only", "--command", sql]), "")
    }

    fn types(&self) -> String {
        self.query(TYPES)
    }

    fn make_schema(&self, name: &str) {
        self.query(&format!("CREATE SCHEMA {name}"));
    }
}

/// The types of columns by the catalogue of the standard.
const TYPES: &str = "SELECT string_agg(data_type, ',' ORDER BY ordinal_position) \
                     FROM information_schema.columns WHERE table_name = 'customers'";

/// Where Debian has the server's programs, the newest first; elsewhere they are on the PATH.
fn programs() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let versions = versions.map(|version| version.unwrap().path().join("bin"));
    let newest = versions.filter(|programs| programs.join("initdb").exists()).max();
    newest.unwrap_or_else(|| Path::new("").to_owned())
}

fn is_root() -> bool {
    succeed(Command::new("id").arg("-u"), "") == "0\n"
}

/// A file of SQLite's.
struct Sqlite<'a> {
    folder: &'a TempDir,
}

impl Database for Sqlite<'_> {
    fn word(&self) -> &'static str {
        "sqlite"
    }

    fn client(&self) -> Command {
        let mut sqlite = Command::new("sqlite3");
        // A schema is another file.
        sqlite.current_dir(self.folder).args([
            "-batch",
            "-bail",
            "-cmd",
            "ATTACH 'other.db' AS other",
        ]);
        sqlite.arg("customers.db");
        sqlite
    }

    fn query(&self, sql: &str) -> String {
        succeed(&mut self.client(), sql)
    }

    fn types(&self) -> String {
        let types = COLUMNS.map(|column| format!("max(typeof({column}))"));
        // Of the optional column the type of text comes after that of NULL.
        self.query(&format!("SELECT {} FROM customers", types.join(" || ',' || ")))
    }

    fn make_schema(&self, name: &str) {
        assert_eq!(name, "other", "which is always attached");
    }
}

/// A file of DuckDB's, by its library: its shell is not in the registries.
pub(crate) struct DuckDb<'a> {
    pub(crate) folder: &'a TempDir,
}

impl DuckDb<'_> {
    fn python(&self, program: &str) -> Command {
        let mut python = python(self.folder);
        python.args(["-c", program]);
        python
    }
}

impl Database for DuckDb<'_> {
    fn word(&self) -> &'static str {
        "duckdb"
    }

    fn client(&self) -> Command {
        self.python(
            "import duckdb, sys; duckdb.connect('customers.duckdb').execute(sys.stdin.read())",
        )
    }

    fn query(&self, sql: &str) -> String {
        // It draws a bar where a query takes long.
        let program = "import duckdb, sys\n\
                       database = duckdb.connect('customers.duckdb')\n\
                       database.execute('SET enable_progress_bar = false')\n\
                       rows = database.execute(sys.argv[1]).fetchall()\n\
                       print(''.join('|'.join(map(str, row)) + '\\n' for row in rows), end='')";
        succeed(self.python(program).arg(sql), "")
    }

    fn types(&self) -> String {
        self.query(TYPES)
    }

    fn make_schema(&self, name: &str) {
        self.query(&format!("CREATE SCHEMA {name}"));
    }
}
