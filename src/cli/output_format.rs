//! The format of the file and its compression, as they are typed or as the name of the file says,
//! judged as a whole.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::error::Error;
use super::output::Destination;
use crate::format::parquet::{Codec, group_size};
use crate::format::{Batch, CsvForm, Delimiter, Dialect, Format, Null, SqlForm, TableName};
use crate::number::whole;
use crate::plan::PartitionSize;
use crate::tables::TableId;

/// The options for the format and the compression of the file.
#[derive(Debug, Args)]
#[command(next_help_heading = "The format")]
pub(super) struct OutputFormatOptions {
    /// The format: csv, ndjson, json, sql or parquet; the rows are the same in each. A link carries only
    /// the SHA-256 of the plain CSV; that of any other file is in the report. [default: by the ending of --output: .csv, .tsv
    /// (with tabs), .ndjson or .jsonl, .json, .sql, .parquet; csv if it has none]
    #[arg(long, value_enum, value_name = "FORMAT", hide_possible_values = true)]
    format: Option<FormatName>,

    /// How the file is compressed: none, gzip or zstd; the pages of Parquet none, snappy or zstd.
    /// [default: by the ending of --output, .gz or .zst; otherwise none, for Parquet snappy]
    #[arg(long, value_enum, value_name = "WAY", hide_possible_values = true)]
    compress: Option<CompressionName>,

    #[command(flatten)]
    csv: CsvOptions,

    #[command(flatten)]
    sql: SqlOptions,
}

/// The options for a CSV.
#[derive(Debug, Args)]
struct CsvOptions {
    /// CSV: the separator of fields: comma, semicolon, tab or pipe, or the character. [default:
    /// comma; tab where --output ends in .tsv]
    #[arg(long, value_name = "CHARACTER", value_parser = delimiter)]
    delimiter: Option<Delimiter>,

    /// CSV: put every value in quotes, except an empty one (or --null).
    #[arg(long)]
    quote_all: bool,

    /// CSV: the text for no value: NULL or \N. [default: nothing]
    #[arg(long, value_name = "TEXT", value_parser = null)]
    null: Option<Null>,

    /// CSV: begin with a byte order mark, by which Excel recognizes UTF-8.
    #[arg(long)]
    bom: bool,

    /// CSV: end lines with CR LF.
    #[arg(long)]
    crlf: bool,
}

/// The options for SQL.
#[derive(Debug, Args)]
struct SqlOptions {
    /// SQL: the database: postgres, sqlite, snowflake, duckdb or bigquery. [default: postgres]
    #[arg(long, value_name = "DATABASE", value_parser = dialect)]
    sql_dialect: Option<Dialect>,

    /// SQL: the table to insert into. [default: customers or transactions]
    #[arg(long, value_name = "NAME")]
    table: Option<TableName>,

    /// SQL: how many rows a statement inserts, 1 to 10000; for Snowflake and BigQuery, whose statements
    /// have 1 MB at most, up to 4000. [default: 1000]
    #[arg(long, value_name = "ROWS", value_parser = batch)]
    batch: Option<Batch>,

    /// SQL: create the table first, and for postgres have psql stop at the first error.
    #[arg(long)]
    create_table: bool,
}

/// A format by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatName {
    Csv,
    Ndjson,
    Json,
    Sql,
    Parquet,
}

impl FormatName {
    const fn word(self) -> &'static str {
        match self {
            FormatName::Csv => "csv",
            FormatName::Ndjson => "ndjson",
            FormatName::Json => "json",
            FormatName::Sql => "sql",
            FormatName::Parquet => "parquet",
        }
    }
}

/// A compression by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum CompressionName {
    None,
    Gzip,
    Zstd,
    Snappy,
}

impl CompressionName {
    const fn word(self) -> &'static str {
        match self {
            CompressionName::None => "none",
            CompressionName::Gzip => "gzip",
            CompressionName::Zstd => "zstd",
            CompressionName::Snappy => "snappy",
        }
    }
}

/// What the file is written as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum OutputFormat {
    /// As text, compressed as a whole.
    Text { format: Format, compression: Compression },
    /// As Parquet, compressed page by page.
    Parquet(Codec),
}

/// How text is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compression {
    None,
    Gzip,
    Zstd,
}

impl OutputFormat {
    /// Judges the options beside the name of the file. Without a name, the file gets that of the table.
    ///
    /// # Errors
    /// Options that do not go with the format, and names that say a format that there is not.
    pub(super) fn from_options(
        options: &OutputFormatOptions,
        output: Option<PathBuf>,
        table: TableId,
    ) -> Result<(OutputFormat, Destination), Error> {
        let ending = output.as_deref().map_or(Ok(Ending::NONE), |path| options.ending(path))?;
        let name = options.format.unwrap_or(ending.format);
        let way = options.compress;
        options.judge(name)?;
        let format = if name == FormatName::Parquet {
            let named = Some(ending.compression).filter(|way| *way != CompressionName::None);
            OutputFormat::Parquet(codec(way.or(named).unwrap_or(CompressionName::Snappy))?)
        } else {
            let compression = compression(way.unwrap_or(ending.compression))?;
            OutputFormat::Text { format: options.text(name, ending.delimiter, table), compression }
        };
        let output = output.unwrap_or_else(|| format.file_name(table).into());
        Ok((format, Destination::of(output)))
    }

    /// The name of a file of this format that holds a table, if nobody says another.
    pub(super) fn file_name(&self, table: TableId) -> String {
        table.word().to_owned() + &self.ending()
    }

    /// Whether the file is the plain CSV, whose fingerprint a link can carry.
    pub(super) fn is_plain(&self) -> bool {
        matches!(self, OutputFormat::Text { format, compression: Compression::None } if format.is_plain())
    }

    /// Whether the file has about as many bytes as the plain CSV.
    pub(super) fn is_as_large_as_plain(&self) -> bool {
        self.has_header() && self.compression_name() == CompressionName::None
    }

    /// Whether the file can have a header line.
    pub(super) fn has_header(&self) -> bool {
        matches!(self, OutputFormat::Text { format: Format::Csv(_), .. })
    }

    /// How large the partitions of a file of this format are, which are usually as large as `usual`, where a
    /// block has about so many rows.
    pub(super) fn partition_size(&self, usual: PartitionSize, rows_of_block: u64) -> PartitionSize {
        match self {
            OutputFormat::Text { .. } => usual,
            OutputFormat::Parquet(_) => group_size(rows_of_block),
        }
    }

    /// The format by its name.
    pub(super) fn format(&self) -> &'static str {
        match self {
            OutputFormat::Text { format, .. } => format.word(),
            OutputFormat::Parquet(_) => FormatName::Parquet.word(),
        }
    }

    /// The compression by its name.
    pub(super) fn compression(&self) -> &'static str {
        self.compression_name().word()
    }

    fn compression_name(&self) -> CompressionName {
        match self {
            OutputFormat::Text { compression, .. } => match compression {
                Compression::None => CompressionName::None,
                Compression::Gzip => CompressionName::Gzip,
                Compression::Zstd => CompressionName::Zstd,
            },
            OutputFormat::Parquet(codec) => match codec {
                Codec::None => CompressionName::None,
                Codec::Snappy => CompressionName::Snappy,
                Codec::Zstd => CompressionName::Zstd,
            },
        }
    }

    /// The options that ask for this format of a file of this name that holds a table.
    pub(super) fn options(&self, output: &Destination, table: TableId) -> Vec<String> {
        let named = match output {
            Destination::Stdout => Ok(Ending::NONE),
            Destination::Path(path) => Ending::of(path),
        };
        let Ok(ending) = named else { return self.spelled_out(table) };
        let usual = match (self, ending.compression) {
            (OutputFormat::Parquet(_), CompressionName::None) => CompressionName::Snappy,
            (_, way) => way,
        };
        let mut options = Vec::new();
        if ending.format.word() != self.format() {
            options.push(format!("--format {}", self.format()));
        }
        if usual != self.compression_name() {
            options.push(format!("--compress {}", self.compression()));
        }
        if let OutputFormat::Text { format, .. } = self {
            let is_comma =
                matches!(format, Format::Csv(form) if form.delimiter == Delimiter::Comma);
            if is_comma && ending.delimiter != Delimiter::Comma {
                options.push(format!("--delimiter {}", Delimiter::Comma.word()));
            }
            options.extend(format.options(table.schema()));
        }
        options
    }

    /// The options that ask for this format of a file of any name.
    fn spelled_out(&self, table: TableId) -> Vec<String> {
        let mut options = vec![
            format!("--format {}", self.format()),
            format!("--compress {}", self.compression()),
        ];
        if let OutputFormat::Text { format, .. } = self {
            options.extend(format.options(table.schema()));
        }
        options
    }

    /// What the name of the file ends in.
    fn ending(&self) -> String {
        let compressed = match self {
            OutputFormat::Text { compression: Compression::Gzip, .. } => ".gz",
            OutputFormat::Text { compression: Compression::Zstd, .. } => ".zst",
            _ => "",
        };
        format!(".{}{compressed}", self.format())
    }
}

impl OutputFormatOptions {
    /// Whether they say which table of a database is meant.
    pub(super) fn names_table(&self) -> bool {
        self.sql.table.is_some()
    }

    /// Refuses the name of another table than the one that is made.
    ///
    /// # Errors
    /// If that is what was given.
    pub(super) fn judge_name(&self, made: TableId) -> Result<(), Error> {
        let Some(table) = &self.sql.table else { return Ok(()) };
        let Some(named) = made.other_named(table.last_part()) else { return Ok(()) };
        let way = format!("use segmint generate-{}", named.word());
        let name = table.to_string();
        Err(Error::OtherName { option: "--table", name, does: "makes", made, named, way })
    }

    /// What the name of the file says. An unknown ending is the user's own business where the format is
    /// said, and, of one that stands for a compression, where that is said too.
    fn ending(&self, path: &Path) -> Result<Ending, Error> {
        Ending::of(path).or_else(|ending| {
            let last = ending.rsplit('.').next().unwrap_or_default();
            let compresses = OTHER_COMPRESSIONS.contains(&last) && self.compress.is_none();
            if self.format.is_some() && !compresses {
                return Ok(Ending::NONE);
            }
            let destination = Destination::Path(path.to_owned());
            Err(Error::Ending { destination, ending, known: KNOWN })
        })
    }

    /// Refuses options of another format.
    fn judge(&self, name: FormatName) -> Result<(), Error> {
        let given = [
            (self.csv.delimiter.is_some(), "--delimiter", FormatName::Csv),
            (self.csv.quote_all, "--quote-all", FormatName::Csv),
            (self.csv.null.is_some(), "--null", FormatName::Csv),
            (self.csv.bom, "--bom", FormatName::Csv),
            (self.csv.crlf, "--crlf", FormatName::Csv),
            (self.sql.sql_dialect.is_some(), "--sql-dialect", FormatName::Sql),
            (self.sql.table.is_some(), "--table", FormatName::Sql),
            (self.sql.batch.is_some(), "--batch", FormatName::Sql),
            (self.sql.create_table, "--create-table", FormatName::Sql),
        ];
        match given.into_iter().find(|&(given, _, only)| given && only != name) {
            Some((_, option, only)) => {
                Err(Error::OtherFormat { option, only: only.word(), format: name.word() })
            }
            None => self.judge_batch(),
        }
    }

    /// Refuses more rows in a statement than the database takes.
    fn judge_batch(&self) -> Result<(), Error> {
        let (dialect, batch) =
            (self.sql.sql_dialect.unwrap_or_default(), self.sql.batch.unwrap_or_default());
        if batch.rows() > dialect.most_rows() {
            let (database, most) = (dialect.word(), dialect.most_rows());
            return Err(Error::LargeBatch { rows: batch.rows(), database, most });
        }
        Ok(())
    }

    /// The text format of this name, with its options.
    fn text(&self, name: FormatName, delimiter: Delimiter, table: TableId) -> Format {
        match name {
            FormatName::Ndjson => Format::Ndjson,
            FormatName::Json => Format::Json,
            FormatName::Sql => Format::Sql(SqlForm {
                dialect: self.sql.sql_dialect.unwrap_or_default(),
                table: self.sql.table.clone().unwrap_or_else(|| TableName::of(table.schema())),
                batch: self.sql.batch.unwrap_or_default(),
                create_table: self.sql.create_table,
            }),
            FormatName::Csv | FormatName::Parquet => Format::Csv(CsvForm {
                bom: self.csv.bom,
                crlf: self.csv.crlf,
                delimiter: self.csv.delimiter.unwrap_or(delimiter),
                quote_all: self.csv.quote_all,
                null: self.csv.null.unwrap_or_default(),
            }),
        }
    }
}

/// The endings that there are, for people.
const KNOWN: &str = ".csv, .tsv, .ndjson, .jsonl, .json and .sql, each with .gz or .zst behind it or not, and \
                     .parquet";

/// What compresses files, and not here: a format that is said does not make it one.
const OTHER_COMPRESSIONS: [&str; 12] =
    ["7z", "br", "bz2", "lz", "lz4", "lzma", "rar", "sz", "tgz", "xz", "z", "zip"];

/// What the name of a file says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Ending {
    format: FormatName,
    /// What a CSV of this name has between its fields.
    delimiter: Delimiter,
    compression: CompressionName,
}

impl Ending {
    /// Of a name that says nothing.
    const NONE: Ending = Ending {
        format: FormatName::Csv,
        delimiter: Delimiter::Comma,
        compression: CompressionName::None,
    };

    /// What the ending of a file's name says, or the ending if it says nothing that is known. A name
    /// without one says nothing.
    fn of(path: &Path) -> Result<Ending, String> {
        let whole = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        let (name, compression) = match whole.rsplit_once('.') {
            Some((name, "gz")) => (name, CompressionName::Gzip),
            Some((name, "zst")) => (name, CompressionName::Zstd),
            _ => (whole.as_str(), CompressionName::None),
        };
        // A dot at the beginning hides a file.
        let ending = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty());
        let Some((_, ending)) = ending else { return Ok(Ending { compression, ..Ending::NONE }) };
        let mut delimiter = Delimiter::Comma;
        let format = match ending {
            "csv" => FormatName::Csv,
            "tsv" => {
                delimiter = Delimiter::Tab;
                FormatName::Csv
            }
            "ndjson" | "jsonl" => FormatName::Ndjson,
            "json" => FormatName::Json,
            "sql" => FormatName::Sql,
            "parquet" => FormatName::Parquet,
            other => return Err(format!(".{other}{}", &whole[name.len()..])),
        };
        Ok(Ending { format, delimiter, compression })
    }
}

/// Whether a path ends as the files of a format do, or compressed ones.
pub(super) fn is_named_as_file(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
    let endings = ["csv", "tsv", "ndjson", "jsonl", "json", "sql", "parquet", "gz", "zst"];
    endings.iter().any(|ending| extension == *ending)
}

fn compression(way: CompressionName) -> Result<Compression, Error> {
    match way {
        CompressionName::None => Ok(Compression::None),
        CompressionName::Gzip => Ok(Compression::Gzip),
        CompressionName::Zstd => Ok(Compression::Zstd),
        CompressionName::Snappy => {
            Err(Error::OtherCompression { way: "snappy", format: "text", ways: "gzip or zstd" })
        }
    }
}

fn codec(way: CompressionName) -> Result<Codec, Error> {
    match way {
        CompressionName::None => Ok(Codec::None),
        CompressionName::Snappy => Ok(Codec::Snappy),
        CompressionName::Zstd => Ok(Codec::Zstd),
        CompressionName::Gzip => {
            Err(Error::OtherCompression { way: "gzip", format: "Parquet", ways: "snappy or zstd" })
        }
    }
}

fn delimiter(text: &str) -> Result<Delimiter, String> {
    let meant =
        |delimiter: &Delimiter| text == delimiter.word() || text.as_bytes() == [delimiter.byte()];
    let found = Delimiter::ALL.into_iter().find(meant);
    found.ok_or_else(|| "must be comma, semicolon, tab or pipe".to_owned())
}

fn null(text: &str) -> Result<Null, String> {
    let found = Null::ALL.into_iter().find(|null| null.text() == text);
    found.ok_or_else(|| r"must be NULL, \N or nothing".to_owned())
}

fn dialect(text: &str) -> Result<Dialect, String> {
    let found = Dialect::ALL.into_iter().find(|dialect| dialect.word() == text);
    found.ok_or_else(|| format!("must be one of {}", Dialect::ALL.map(Dialect::word).join(", ")))
}

fn batch(text: &str) -> Result<Batch, String> {
    let rows = whole(text).and_then(Batch::new);
    rows.ok_or_else(|| "must be a whole number from 1 to 10,000".to_owned())
}
