//! Names of tables and columns, as a database takes them.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::Dialect;
use crate::schema::Schema;

/// The name of a table: up to three parts with dots between them, each a letter or `_` and then
/// letters, digits and `_`, 63 characters at most (what Postgres keeps of a name). In statements a
/// part that is a reserved word is quoted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableName(String);

/// The text is no [`TableName`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error(
    "must be a name of letters, digits and _ that begins with no digit, up to 63 characters, perhaps with a schema and a database before it, as in staging.customers"
)]
pub struct NotATableName;

impl TableName {
    /// The name that a table has unless it is given another.
    #[must_use]
    pub fn of(schema: &Schema) -> TableName {
        TableName(schema.table.to_owned())
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part, which names the table within its schema.
    #[must_use]
    pub fn last_part(&self) -> &str {
        self.0.rsplit('.').next().unwrap_or(&self.0)
    }

    /// This name, which has no schema, in a schema.
    pub(crate) fn within(&self, schema: &str) -> TableName {
        TableName(format!("{schema}.{}", self.0))
    }

    /// The name of another table in the same schema.
    pub(crate) fn sibling(&self, name: &str) -> TableName {
        match self.0.rsplit_once('.') {
            Some((schema, _)) => TableName(format!("{schema}.{name}")),
            None => TableName(name.to_owned()),
        }
    }

    /// The name as a statement has it.
    #[must_use]
    pub fn in_statement(&self, dialect: Dialect) -> String {
        let parts: Vec<Cow<'_, str>> =
            self.0.split('.').map(|part| dialect.identifier(part)).collect();
        parts.join(".")
    }
}

impl Default for TableName {
    fn default() -> TableName {
        TableName("customers".to_owned())
    }
}

impl FromStr for TableName {
    type Err = NotATableName;

    fn from_str(text: &str) -> Result<TableName, NotATableName> {
        let is_name = |part: &str| {
            (1..=63).contains(&part.len())
                && !part.starts_with(|first: char| first.is_ascii_digit())
                && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        };
        let fits = text.split('.').all(is_name) && text.split('.').count() <= 3;
        fits.then(|| TableName(text.to_owned())).ok_or(NotATableName)
    }
}

impl fmt::Display for TableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Dialect {
    /// A name as a statement has it: in quotes if it is a reserved word, and then in the letters
    /// that the database would make of it without them, so that it is the same name with quotes and
    /// without.
    #[must_use]
    pub fn identifier(self, name: &str) -> Cow<'_, str> {
        let lower = name.to_ascii_lowercase();
        if RESERVED.binary_search(&lower.as_str()).is_err() {
            return Cow::Owned(name.to_owned());
        }
        Cow::Owned(match self {
            Dialect::Postgres => format!("\"{lower}\""),
            Dialect::Sqlite | Dialect::DuckDb => format!("\"{name}\""),
            Dialect::Snowflake => format!("\"{}\"", name.to_ascii_uppercase()),
            Dialect::BigQuery => format!("`{name}`"),
        })
    }
}

/// The words that are reserved in any of the databases, by their manuals: `PostgreSQL` 18 appendix C,
/// `SQLite`'s "SQLite Keywords" as far as it refuses them, `duckdb_keywords()` of `DuckDB` 2, Snowflake's
/// "Reserved & limited keywords", `BigQuery`'s "Reserved keywords". In order, for a binary search.
#[rustfmt::skip]
const RESERVED: [&str; 250] = [
    "account", "add", "all", "alter", "analyse", "analyze", "and", "anti", "any", "array", "as", "asc", "asof",
    "assert_rows_modified", "asymmetric", "at", "authorization", "autoincrement", "between", "bigint", "binary",
    "bit", "boolean", "both", "by", "case", "cast", "char", "character", "check", "coalesce", "collate",
    "collation", "column", "columns", "commit", "concurrently", "connect", "connection", "constraint",
    "contains", "create", "cross", "cube", "current", "current_catalog", "current_date", "current_role",
    "current_schema", "current_time", "current_timestamp", "current_user", "database", "dec", "decimal",
    "default", "deferrable", "define", "delete", "desc", "describe", "distinct", "do", "drop", "else", "end",
    "enum", "escape", "except", "exclude", "exists", "extract", "false", "fetch", "float", "following", "for",
    "foreign", "freeze", "from", "full", "generated", "glob", "grant", "greatest", "group", "grouping",
    "grouping_id", "groups", "gscluster", "hash", "having", "if", "ignore", "ilike", "in", "increment", "index",
    "initially", "inner", "inout", "insert", "int", "integer", "intersect", "interval", "into", "is", "isnull",
    "issue", "join", "json", "json_array", "json_arrayagg", "json_exists", "json_object", "json_objectagg",
    "json_query", "json_scalar", "json_serialize", "json_table", "json_value", "lambda", "lateral", "leading",
    "least", "left", "like", "limit", "localtime", "localtimestamp", "lookup", "map", "merge", "merge_action",
    "minus", "national", "natural", "nchar", "new", "no", "none", "normalize", "not", "nothing", "notnull",
    "null", "nullif", "nulls", "numeric", "of", "offset", "on", "only", "or", "order", "organization", "out",
    "outer", "over", "overlaps", "overlay", "partition", "pivot", "pivot_longer", "pivot_wider", "placing",
    "position", "positional", "preceding", "precision", "primary", "proto", "qualify", "raise", "range", "real",
    "recursive", "references", "regexp", "respect", "returning", "revoke", "right", "rlike", "rollup", "row",
    "rows", "sample", "schema", "select", "semi", "session_user", "set", "setof", "show", "similar", "smallint",
    "some", "start", "struct", "substring", "summarize", "symmetric", "system_user", "table", "tablesample",
    "then", "time", "timestamp", "to", "trailing", "transaction", "treat", "trigger", "trim", "true",
    "try_cast", "tuple", "unbounded", "union", "unique", "unnest", "unpack", "unpivot", "update", "user",
    "using", "values", "varchar", "variadic", "verbose", "view", "when", "whenever", "where", "window", "with",
    "within", "xmlattributes", "xmlconcat", "xmlelement", "xmlexists", "xmlforest", "xmlnamespaces", "xmlparse",
    "xmlpi", "xmlroot", "xmlserialize", "xmltable",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_words_are_in_order() {
        assert!(RESERVED.is_sorted_by(|one, next| one < next));
    }

    #[test]
    fn reserved_words_are_quoted_and_keep_their_meaning() {
        for (dialect, table) in [
            (Dialect::Postgres, "Shop.\"order\""),
            (Dialect::Sqlite, "Shop.\"Order\""),
            (Dialect::DuckDb, "Shop.\"Order\""),
            (Dialect::Snowflake, "Shop.\"ORDER\""),
            (Dialect::BigQuery, "Shop.`Order`"),
        ] {
            let name: TableName = "Shop.Order".parse().unwrap();
            assert_eq!(name.in_statement(dialect), table);
            let name: TableName = "Shop.Orders".parse().unwrap();
            assert_eq!(name.in_statement(dialect), "Shop.Orders");
        }
    }
}
