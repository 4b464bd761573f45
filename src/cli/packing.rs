//! How the file is packed: its format and its compression, as they are typed or as the name of the
//! file says, judged as a whole.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::error::Error;
use super::output::Destination;
use crate::format::parquet::{Codec, GROUP_BLOCKS};
use crate::format::{Batch, CsvForm, Delimiter, Dialect, Format, Null, SqlForm, TableName};

/// Blocks in a chunk of text: half a megabyte of CSV, which stays in a core's cache while it is
/// minted, read back and written.
pub(super) const TEXT_BLOCKS: u32 = 4;

/// The options for the format and the compression of the file.
#[derive(Debug, Args)]
#[command(next_help_heading = "The format")]
pub(super) struct PackingOptions {
    /// The format; the rows are the same in each. A link carries the SHA-256 of the plain CSV alone,
    /// so that of any other file is told without it. [default: by the ending of --output, as in .csv,
    /// .ndjson or .jsonl, .json, .sql, .parquet; otherwise csv]
    #[arg(long, value_enum, value_name = "FORMAT", hide_possible_values = true)]
    format: Option<Name>,

    /// How the file is compressed: none, gzip or zstd; the pages of Parquet none, snappy or zstd.
    /// [default: by the ending of --output, .gz or .zst; otherwise none, for Parquet snappy]
    #[arg(long, value_enum, value_name = "WAY", hide_possible_values = true)]
    compress: Option<Way>,

    /// CSV: what stands between fields: comma, semicolon, tab or pipe, or the character. [default:
    /// comma]
    #[arg(long, value_name = "CHARACTER", value_parser = delimiter)]
    delimiter: Option<Delimiter>,

    /// CSV: put every value in quotes, but not what stands for no value.
    #[arg(long)]
    quote_all: bool,

    /// CSV: what stands for no value: NULL or \N. [default: nothing]
    #[arg(long, value_name = "TEXT", value_parser = null)]
    null: Option<Null>,

    /// CSV: begin with a byte order mark, by which Excel knows UTF-8.
    #[arg(long)]
    bom: bool,

    /// CSV: end lines in CR LF.
    #[arg(long)]
    crlf: bool,

    /// SQL: for which database: postgres, sqlite or snowflake. [default: postgres]
    #[arg(long, value_name = "DATABASE", value_parser = dialect)]
    sql_dialect: Option<Dialect>,

    /// SQL: into which table. [default: customers]
    #[arg(long, value_name = "NAME")]
    table: Option<TableName>,

    /// SQL: how many rows a statement inserts, 1 to 10000; Snowflake takes about 4000. [default:
    /// 1000]
    #[arg(long, value_name = "ROWS", allow_negative_numbers = true, value_parser = batch)]
    batch: Option<Batch>,
}

/// A format by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Name {
    Csv,
    Ndjson,
    Json,
    Sql,
    Parquet,
}

impl Name {
    const fn word(self) -> &'static str {
        match self {
            Name::Csv => "csv",
            Name::Ndjson => "ndjson",
            Name::Json => "json",
            Name::Sql => "sql",
            Name::Parquet => "parquet",
        }
    }
}

/// A way to compress.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Way {
    None,
    Gzip,
    Zstd,
    Snappy,
}

impl Way {
    const fn word(self) -> &'static str {
        match self {
            Way::None => "none",
            Way::Gzip => "gzip",
            Way::Zstd => "zstd",
            Way::Snappy => "snappy",
        }
    }
}

/// How the file is packed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Packing {
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

impl Packing {
    /// Judges the options beside the name of the file. Without a name, the file gets one.
    ///
    /// # Errors
    /// Options that do not go with the format.
    pub(super) fn from_options(
        options: &PackingOptions,
        output: Option<PathBuf>,
    ) -> Result<(Packing, Destination), Error> {
        let (by_name, way_by_name) = output.as_deref().map_or((Name::Csv, Way::None), by_ending);
        let name = options.format.unwrap_or(by_name);
        let way = options.compress;
        options.judge(name)?;
        let packing = if name == Name::Parquet {
            let way = way.or((way_by_name != Way::None).then_some(way_by_name));
            Packing::Parquet(codec(way.unwrap_or(Way::Snappy))?)
        } else {
            let compression = compression(way.unwrap_or(way_by_name))?;
            Packing::Text { format: options.text(name), compression }
        };
        let output = output.unwrap_or_else(|| format!("customers{}", packing.ending()).into());
        Ok((packing, output.into()))
    }

    /// Whether the file is the plain CSV, whose fingerprint a link can carry.
    pub(super) fn is_plain(&self) -> bool {
        matches!(self, Packing::Text { format, compression: Compression::None } if format.is_plain())
    }

    /// Whether the file can have a header line.
    pub(super) fn has_header(&self) -> bool {
        matches!(self, Packing::Text { format: Format::Csv(_), .. })
    }

    /// Blocks in a chunk.
    pub(super) fn chunk_blocks(&self) -> u32 {
        match self {
            Packing::Text { .. } => TEXT_BLOCKS,
            Packing::Parquet(_) => GROUP_BLOCKS,
        }
    }

    /// The format by its name.
    pub(super) fn format(&self) -> &'static str {
        match self {
            Packing::Text { format, .. } => format.word(),
            Packing::Parquet(_) => Name::Parquet.word(),
        }
    }

    /// The compression by its name.
    pub(super) fn compression(&self) -> &'static str {
        self.way().word()
    }

    fn way(&self) -> Way {
        match self {
            Packing::Text { compression, .. } => match compression {
                Compression::None => Way::None,
                Compression::Gzip => Way::Gzip,
                Compression::Zstd => Way::Zstd,
            },
            Packing::Parquet(codec) => match codec {
                Codec::None => Way::None,
                Codec::Snappy => Way::Snappy,
                Codec::Zstd => Way::Zstd,
            },
        }
    }

    /// The options that ask for this packing of a file of this name.
    pub(super) fn options(&self, output: &Destination) -> Vec<String> {
        let named = match output {
            Destination::Stdout => None,
            Destination::Path(path) => Some(path.clone()),
        };
        let (by_name, way_by_name) = named.as_deref().map_or((Name::Csv, Way::None), by_ending);
        let usual = match (self, way_by_name) {
            (Packing::Parquet(_), Way::None) => Way::Snappy,
            (_, way) => way,
        };
        let mut options = Vec::new();
        if by_name.word() != self.format() {
            options.push(format!("--format {}", self.format()));
        }
        if usual != self.way() {
            options.push(format!("--compress {}", self.compression()));
        }
        if let Packing::Text { format, .. } = self {
            options.extend(format.options());
        }
        options
    }

    /// What the name of the file ends in.
    fn ending(&self) -> String {
        let compressed = match self {
            Packing::Text { compression: Compression::Gzip, .. } => ".gz",
            Packing::Text { compression: Compression::Zstd, .. } => ".zst",
            _ => "",
        };
        format!(".{}{compressed}", self.format())
    }
}

impl PackingOptions {
    /// Refuses options of another format.
    fn judge(&self, name: Name) -> Result<(), Error> {
        let given = [
            (self.delimiter.is_some(), "--delimiter", Name::Csv),
            (self.quote_all, "--quote-all", Name::Csv),
            (self.null.is_some(), "--null", Name::Csv),
            (self.bom, "--bom", Name::Csv),
            (self.crlf, "--crlf", Name::Csv),
            (self.sql_dialect.is_some(), "--sql-dialect", Name::Sql),
            (self.table.is_some(), "--table", Name::Sql),
            (self.batch.is_some(), "--batch", Name::Sql),
        ];
        match given.into_iter().find(|&(given, _, only)| given && only != name) {
            Some((_, option, only)) => {
                Err(Error::OtherFormat { option, only: only.word(), format: name.word() })
            }
            None => Ok(()),
        }
    }

    /// The text format of this name, with its options.
    fn text(&self, name: Name) -> Format {
        match name {
            Name::Ndjson => Format::Ndjson,
            Name::Json => Format::Json,
            Name::Sql => Format::Sql(SqlForm {
                dialect: self.sql_dialect.unwrap_or_default(),
                table: self.table.clone().unwrap_or_default(),
                batch: self.batch.unwrap_or_default(),
            }),
            Name::Csv | Name::Parquet => Format::Csv(CsvForm {
                bom: self.bom,
                crlf: self.crlf,
                delimiter: self.delimiter.unwrap_or_default(),
                quote_all: self.quote_all,
                null: self.null.unwrap_or_default(),
            }),
        }
    }
}

/// What the ending of a file's name says of it.
fn by_ending(path: &Path) -> (Name, Way) {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let (name, way) = match name.rsplit_once('.') {
        Some((name, "gz")) => (name, Way::Gzip),
        Some((name, "zst")) => (name, Way::Zstd),
        _ => (name.as_str(), Way::None),
    };
    let format = match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("ndjson" | "jsonl") => Name::Ndjson,
        Some("json") => Name::Json,
        Some("sql") => Name::Sql,
        Some("parquet") => Name::Parquet,
        _ => Name::Csv,
    };
    (format, way)
}

fn compression(way: Way) -> Result<Compression, Error> {
    match way {
        Way::None => Ok(Compression::None),
        Way::Gzip => Ok(Compression::Gzip),
        Way::Zstd => Ok(Compression::Zstd),
        Way::Snappy => {
            Err(Error::OtherCompression { way: "snappy", format: "text", ways: "gzip or zstd" })
        }
    }
}

fn codec(way: Way) -> Result<Codec, Error> {
    match way {
        Way::None => Ok(Codec::None),
        Way::Snappy => Ok(Codec::Snappy),
        Way::Zstd => Ok(Codec::Zstd),
        Way::Gzip => {
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
    found.ok_or_else(|| "must be postgres, sqlite or snowflake".to_owned())
}

fn batch(text: &str) -> Result<Batch, String> {
    let rows = text.parse().ok().and_then(Batch::new);
    rows.ok_or_else(|| "must be a whole number from 1 to 10,000".to_owned())
}
