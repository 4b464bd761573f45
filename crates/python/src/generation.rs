//! A table as a file in any format, made and read back partition by partition, and the report on it.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use segmint::columns::Columns;
use segmint::customers::{self, Customers, CustomersReport};
use segmint::data_set::DataSet;
use segmint::dirt::DirtReport;
use segmint::document::{DirtForm, FaultForm, FingerprintForm, RecipeForm};
use segmint::findings::Report;
use segmint::fingerprint::Hasher;
use segmint::format::parquet::{Codec, EncodeError, GroupEncoder, ParquetFile, group_size};
use segmint::format::{CsvForm, Delimiter, Format, RowLayout, SqlForm, TableName, Transcoder};
use segmint::link::Link;
use segmint::plan::{PartitionSize, Rows};
use segmint::recipe::{Dirt, Recipe};
use segmint::table::{Accumulate, Generate, Table};
use segmint::tables::TableId;
use segmint::transactions::{self, RowGenerator, Transactions, TransactionsReport};
use serde::Serialize;
use tempfile::NamedTempFile;

use crate::asked::Asked;
use crate::refusal::refusal;
use crate::to_json;
use crate::watch::Watch;

/// The formats by the ends of names.
const KNOWN: &str = "must be .csv, .tsv, .ndjson, .jsonl, .json, .sql or .parquet";
/// The formats by their words.
const FORMATS: &str = "must be csv, ndjson, json, sql or parquet";
/// What Parquet can be compressed with.
const COMPRESSIONS: &str = "must be none, snappy or zstd, and goes with parquet only";

/// What a file is written as.
#[derive(Clone, Debug)]
pub(crate) enum FileKind {
    Csv(Delimiter),
    Ndjson,
    Json,
    Sql,
    Parquet(Codec),
}

impl FileKind {
    /// What a format, a compression and the name of a file say. Without any of them, plain CSV.
    pub(crate) fn of(
        py: Python<'_>,
        path: Option<&Path>,
        format: Option<&str>,
        compression: Option<&str>,
    ) -> PyResult<FileKind> {
        let refused = |parameter: &str, value: &str, limit: &str| {
            let message = format!("{parameter} = {value:?}: {limit}");
            let [parameter, value, limit] =
                [parameter, value, limit].map(|text| Some(text.to_owned()));
            refusal(py, vec![FaultForm { parameter, value, limit, message }])
        };
        let ending = path.and_then(Path::extension).unwrap_or_default();
        let ending = ending.to_string_lossy().to_ascii_lowercase();
        let word = format.unwrap_or(match &ending[..] {
            "" => "csv",
            "jsonl" => "ndjson",
            known => known,
        });
        let kind = match word {
            "csv" if ending == "tsv" => FileKind::Csv(Delimiter::Tab),
            "tsv" if format.is_none() => FileKind::Csv(Delimiter::Tab),
            "csv" => FileKind::Csv(Delimiter::Comma),
            "ndjson" => FileKind::Ndjson,
            "json" => FileKind::Json,
            "sql" => FileKind::Sql,
            "parquet" => FileKind::Parquet(Codec::default()),
            _ if format.is_some() => return Err(refused("format", word, FORMATS)),
            _ => return Err(refused("path", &format!(".{word}"), KNOWN)),
        };
        match (kind, compression) {
            (kind, None) => Ok(kind),
            (FileKind::Parquet(_), Some("none")) => Ok(FileKind::Parquet(Codec::None)),
            (FileKind::Parquet(_), Some("snappy")) => Ok(FileKind::Parquet(Codec::Snappy)),
            (FileKind::Parquet(_), Some("zstd")) => Ok(FileKind::Parquet(Codec::Zstd)),
            (_, Some(other)) => Err(refused("compression", other, COMPRESSIONS)),
        }
    }

    /// The text format of such a file that holds a table; nothing for Parquet.
    fn text(&self, table: TableId) -> Option<Format> {
        Some(match self {
            FileKind::Csv(delimiter) => {
                Format::Csv(CsvForm { delimiter: *delimiter, ..CsvForm::PLAIN })
            }
            FileKind::Ndjson => Format::Ndjson,
            FileKind::Json => Format::Json,
            FileKind::Sql => {
                Format::Sql(SqlForm { table: TableName::of(table.schema()), ..SqlForm::default() })
            }
            FileKind::Parquet(_) => return None,
        })
    }

    const fn word(&self) -> &'static str {
        match self {
            FileKind::Csv(_) => "csv",
            FileKind::Ndjson => "ndjson",
            FileKind::Json => "json",
            FileKind::Sql => "sql",
            FileKind::Parquet(_) => "parquet",
        }
    }

    const fn compression(&self) -> &'static str {
        match self {
            FileKind::Parquet(Codec::Snappy) => "snappy",
            FileKind::Parquet(Codec::Zstd) => "zstd",
            _ => "none",
        }
    }
}

/// Makes the rows, in a file if one is named, and returns the report.
///
/// # Errors
/// What the file system says, values that Parquet has no type for, and what [`Watch`] raises; then there is no file.
pub(crate) fn generate(
    asked: &Asked<'_>,
    kind: &FileKind,
    path: Option<&Path>,
    expected: Option<&str>,
    watch: Watch,
) -> PyResult<String> {
    let Asked { recipe, table, rows } = asked;
    let parameters = recipe.parameters();
    let target = Target::open(path)?;
    match table {
        TableId::Customers => {
            let data_set = DataSet::customers((*recipe).clone()).range(*rows);
            let dirt = parameters.dirt.of_customers();
            let file = Encoding::<{ customers::COLUMNS }>::new(
                (kind, *table, *rows),
                RowLayout::OneEach,
                dirt.is_none(),
            )?;
            let (made, report) = make(&data_set, file, target, watch)?;
            let CustomersReport { report, outcome } = report;
            let document = Document { rows: Some(*rows), ..Document::of(asked, kind, &report) };
            made.finish(document.with(parameters.into(), &dirt, &outcome), path, expected)
        }
        TableId::Transactions => {
            let data_set = DataSet::transactions((*recipe).clone())
                .map_err(|error| PyRuntimeError::new_err(error.to_string()))?
                .range(*rows);
            let dirt = parameters.dirt.of_transactions();
            let first = RowGenerator::new(recipe)
                .map_err(|error| PyRuntimeError::new_err(error.to_string()))?
                .first_with_rows(*rows);
            let file = Encoding::<{ transactions::COLUMNS }>::new(
                (kind, *table, *rows),
                RowLayout::AnyNumber { first },
                dirt.is_none(),
            )?;
            let (made, report) = make(&data_set, file, target, watch)?;
            let TransactionsReport { report, outcome } = report;
            let document =
                Document { customers: Some(*rows), ..Document::of(asked, kind, &report) };
            let recipe = RecipeForm::with_spending(parameters);
            made.finish(document.with(recipe, &dirt, &outcome), path, expected)
        }
    }
}

/// The SHA-256 of the rows as plain CSV with its header.
///
/// # Errors
/// What [`Watch`] raises.
pub(crate) fn fingerprint(asked: &Asked<'_>, watch: Watch) -> PyResult<String> {
    fn of<T: Table>(recipe: &Recipe, rows: Rows, mut watch: Watch) -> PyResult<String> {
        let data_set = DataSet::<T>::new(recipe.clone())
            .map_err(|error| PyRuntimeError::new_err(error.to_string()))?
            .range(rows);
        let generator = data_set.generator();
        let (mut hasher, mut csv) = (Hasher::new(), data_set.header().into_bytes());
        hasher.update(&csv);
        for partition in data_set.partitions(data_set.partition_size()) {
            generator.write(partition, &mut csv);
            hasher.update(&csv);
            watch.advance(partition.count())?;
        }
        Ok(hasher.finish())
    }
    match asked.table {
        TableId::Customers => of::<Customers>(asked.recipe, asked.rows, watch),
        TableId::Transactions => of::<Transactions>(asked.recipe, asked.rows, watch),
    }
}

/// Where the bytes go.
enum Target {
    /// Nowhere: only the report is wanted.
    Nothing,
    /// A device, or whatever else is no file.
    Open(File),
    /// A file that appears when it is whole.
    Part(NamedTempFile),
}

impl Target {
    fn open(path: Option<&Path>) -> io::Result<Target> {
        let Some(path) = path else { return Ok(Target::Nothing) };
        if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
            return File::options().write(true).open(path).map(Target::Open);
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let mut part = tempfile::Builder::new();
        part.prefix(".segmint-").suffix(".part");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // As any new file; the system takes off what the user's mask says.
            part.permissions(fs::Permissions::from_mode(0o666));
        }
        part.tempfile_in(folder.unwrap_or(Path::new("."))).map(Target::Part)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Target::Nothing => Ok(()),
            Target::Open(file) => file.write_all(bytes),
            Target::Part(part) => part.as_file_mut().write_all(bytes),
        }
    }
}

/// From rows to the bytes of a file of a table with `N` columns.
enum Encoding<const N: usize> {
    Text(Box<Transcoder<N>>),
    Parquet { encoder: GroupEncoder, file: Box<ParquetFile>, bytes: Vec<u8> },
}

impl<const N: usize> Encoding<N> {
    fn new(
        (kind, table, rows): (&FileKind, TableId, Rows),
        layout: RowLayout,
        sorted: bool,
    ) -> PyResult<Encoding<N>> {
        let schema = table.schema();
        let failed = |error: &dyn std::error::Error| PyRuntimeError::new_err(error.to_string());
        match (kind.text(table), kind) {
            (Some(format), _) => Ok(Encoding::Text(Box::new(
                Transcoder::new(format, schema, rows, true).with_layout(layout),
            ))),
            (None, FileKind::Parquet(codec)) => Ok(Encoding::Parquet {
                encoder: GroupEncoder::new(schema, *codec).map_err(|error| failed(&error))?,
                file: Box::new(
                    ParquetFile::new(schema, *codec, sorted).map_err(|error| failed(&error))?,
                ),
                bytes: Vec::new(),
            }),
            (None, _) => Err(PyRuntimeError::new_err("no such format")),
        }
    }

    fn partition_size(&self, usual: PartitionSize, rows_of_block: u64) -> PartitionSize {
        match self {
            Encoding::Text(_) => usual,
            Encoding::Parquet { .. } => group_size(rows_of_block),
        }
    }

    /// What the rows of these customers are in the file.
    fn encode<'a>(
        &'a mut self,
        csv: &'a [u8],
        columns: Option<&Columns>,
        rows: Rows,
    ) -> PyResult<&'a [u8]> {
        match (self, columns) {
            (Encoding::Text(transcoder), _) => {
                transcoder.transcode(csv, rows).map_err(|error| not_said(&error))
            }
            (Encoding::Parquet { encoder, file, bytes }, Some(columns)) if !columns.is_empty() => {
                let group = encoder.encode(columns).map_err(|error| match &error {
                    EncodeError::Unsayable(error) => not_said(error),
                    EncodeError::Parquet(error) => PyRuntimeError::new_err(error.to_string()),
                })?;
                bytes.clear();
                file.append(group, bytes)
                    .map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
                Ok(bytes)
            }
            (Encoding::Parquet { .. }, _) => Ok(b""),
        }
    }

    fn finish(self) -> PyResult<Vec<u8>> {
        match self {
            Encoding::Text(_) => Ok(Vec::new()),
            Encoding::Parquet { file, .. } => {
                file.finish().map_err(|error| PyRuntimeError::new_err(error.to_string()))
            }
        }
    }
}

/// A row that the format has no words for: that is due to the faults that were asked for.
fn not_said(error: &dyn std::fmt::Display) -> PyErr {
    let wrong = FaultForm {
        parameter: Some("dirt".to_owned()),
        message: error.to_string(),
        ..FaultForm::default()
    };
    Python::attach(|py| refusal(py, vec![wrong]))
}

/// A file that was made, not yet in its place.
struct Made {
    target: Target,
    sha256: String,
    bytes: u64,
}

/// Makes a table in a file.
fn make<T: Table, const N: usize>(
    data_set: &DataSet<T>,
    mut encoding: Encoding<N>,
    target: Target,
    mut watch: Watch,
) -> PyResult<(Made, <T::Accumulator as Accumulate>::Report)> {
    let mut made = Made { target, sha256: String::new(), bytes: 0 };
    let (mut generator, mut accumulator) = (data_set.generator(), data_set.accumulator());
    let mut columns = matches!(encoding, Encoding::Parquet { .. }).then(|| generator.columns());
    let (mut hasher, mut csv) = (Hasher::new(), Vec::new());
    let mut write = |made: &mut Made, bytes: &[u8]| {
        hasher.update(bytes);
        made.bytes += bytes.len() as u64;
        made.target.write(bytes)
    };
    let rows_of_block = T::rows_of_block(data_set.recipe());
    let size = encoding.partition_size(data_set.partition_size(), rows_of_block);
    for partition in data_set.partitions(size) {
        match &mut columns {
            Some(columns) => {
                columns.clear(partition.first + 1);
                // A row group goes through a core's cache in parts.
                for part in partition.partitions(data_set.partition_size()) {
                    let note = &mut |_: &_, _: &[u8], _: &[u8]| ();
                    accumulator.add(generator.generate_columns(part, &mut csv, columns, note));
                }
            }
            None => accumulator.add(generator.generate(partition, &mut csv)),
        }
        write(&mut made, encoding.encode(&csv, columns.as_ref(), partition)?)?;
        watch.advance(partition.count())?;
    }
    write(&mut made, &encoding.finish()?)?;
    made.sha256 = hasher.finish();
    Ok((made, accumulator.report()))
}

impl Made {
    /// Puts the file in its place, and says what is known of it.
    fn finish<S: Serialize>(
        self,
        document: Document<'_, S>,
        path: Option<&Path>,
        expected: Option<&str>,
    ) -> PyResult<String> {
        let Made { target, sha256, bytes } = self;
        if !document.outcome.is_some_and(DirtReport::is_exact) {
            let text = "the rows are not what the recipe says; nothing was written";
            return Err(PyRuntimeError::new_err(text));
        }
        let expected = expected.filter(|_| document.is_whole);
        if let Some(expected) = expected.filter(|expected| **expected != sha256) {
            let wrong = FaultForm {
                parameter: Some("sha256".to_owned()),
                value: Some(expected.to_owned()),
                limit: Some(format!("the file's is {sha256}")),
                message: format!(
                    "the link says sha256 = {expected}, and the file would have {sha256}; nothing was written"
                ),
            };
            return Err(Python::attach(|py| refusal(py, vec![wrong])));
        }
        if let (Target::Part(part), Some(path)) = (target, path) {
            part.persist(path).map_err(|error| error.error)?;
        }
        let sha256_of_whole = Some(sha256.clone()).filter(|_| document.is_whole);
        let link = Link { sha256: sha256_of_whole, ..document.link.clone() };
        to_json(&Finished {
            report: document.report,
            recipe: document.recipe,
            link: link.to_string(),
            output: path.map(|path| path.display().to_string()),
            answer_key: None,
            rows: document.rows,
            customers: document.customers,
            header: document.header,
            format: document.format,
            compression: document.compression,
            bytes,
            fingerprint: expected.map(|expected| FingerprintForm::of((expected, &sha256))),
            sha256: &sha256,
            dirt: document.dirt,
        })
    }
}

/// What there is to say of a file before it is in its place.
struct Document<'a, S> {
    report: &'a Report<S>,
    recipe: Option<RecipeForm>,
    link: Link,
    is_whole: bool,
    rows: Option<Rows>,
    customers: Option<Rows>,
    header: bool,
    format: &'static str,
    compression: &'static str,
    outcome: Option<&'a DirtReport>,
    dirt: Option<DirtForm<'a>>,
}

impl<'a, S> Document<'a, S> {
    fn of(asked: &Asked<'_>, kind: &FileKind, report: &'a Report<S>) -> Document<'a, S> {
        let Asked { recipe, table, rows } = asked;
        let is_plain = kind.text(*table).is_some_and(|format| format.is_plain());
        Document {
            report,
            recipe: None,
            link: Link { table: *table, ..Link::from((*recipe).clone()) },
            is_whole: is_plain && *rows == Rows::all(recipe),
            rows: None,
            customers: None,
            header: matches!(kind, FileKind::Csv(_)),
            format: kind.word(),
            compression: kind.compression(),
            outcome: None,
            dirt: None,
        }
    }

    fn with(self, recipe: RecipeForm, dirt: &Dirt, outcome: &'a DirtReport) -> Document<'a, S> {
        let dirt = DirtForm::of(dirt, outcome);
        Document { recipe: Some(recipe), outcome: Some(outcome), dirt, ..self }
    }
}

/// As the command's report has it.
#[derive(Serialize)]
struct Finished<'a, S> {
    #[serde(flatten)]
    report: &'a Report<S>,
    recipe: Option<RecipeForm>,
    link: String,
    /// The path, if there is a file.
    output: Option<String>,
    /// None is made here.
    answer_key: Option<String>,
    /// The rows, where there is one for each customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<Rows>,
    /// The customers, where there are any number of rows for each.
    #[serde(skip_serializing_if = "Option::is_none")]
    customers: Option<Rows>,
    header: bool,
    format: &'static str,
    compression: &'static str,
    bytes: u64,
    sha256: &'a str,
    fingerprint: Option<FingerprintForm<'a>>,
    dirt: Option<DirtForm<'a>>,
}
