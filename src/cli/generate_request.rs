//! What was asked for, judged as a whole: a request that exists can be carried out.

use std::io;
use std::num::NonZero;
use std::path::{Path, PathBuf};

use super::error::Error;
use super::options::{
    BothOptions, GenerateOptions, ReportForm, RunOptions, TransactionsOptions, processors,
};
use super::output::Destination;
use super::output_format::{OutputFormat, is_named_as_file};
use super::place::{is_same, is_standard_output};
use super::recipe::{link, link_to};
use crate::dirt::AnswerKey;
use crate::link::Link;
use crate::number::whole;
use crate::plan::Rows;
use crate::recipe::Recipe;
use crate::shell;
use crate::tables::TableId;

/// What to make, where to put it, and how to tell of it.
pub(super) struct GenerateRequest {
    /// The recipe has this table.
    pub(super) table: TableId,
    pub(super) recipe: Recipe,
    /// The customers of the data set whose rows are asked for.
    pub(super) rows: Rows,
    /// Whether a CSV begins with the header line.
    pub(super) header: bool,
    pub(super) format: OutputFormat,
    pub(super) destination: Destination,
    /// The answer key, if there shall be one.
    pub(super) answer_key: Option<AnswerKeyFile>,
    /// Whether to compute the SHA-256.
    pub(super) fingerprint: bool,
    /// The SHA-256 of the sender's file, if a link says it.
    pub(super) expected: Option<String>,
    /// The form of the report, if there shall be one.
    pub(super) report: Option<ReportForm>,
    pub(super) threads: NonZero<usize>,
}

/// An answer key that is asked for.
pub(super) struct AnswerKeyFile {
    pub(super) form: AnswerKey,
    pub(super) destination: Destination,
}

impl AnswerKeyFile {
    /// Why it was not written, or not whole.
    pub(super) fn not_written(&self, source: io::Error) -> Error {
        Error::Write { destination: self.destination.clone(), source }
    }
}

/// What all requests begin with: a table of a recipe, and where it goes.
struct Asked<'a> {
    table: TableId,
    recipe: Recipe,
    rows: Rows,
    expected: Option<String>,
    output: Option<PathBuf>,
    no_header: bool,
    run: &'a RunOptions,
}

impl Asked<'_> {
    /// The request, without an answer key.
    fn judge(self) -> Result<GenerateRequest, Error> {
        let Asked { table, recipe, rows, expected, output, no_header, run } = self;
        if expected.is_some() && run.no_fingerprint {
            return Err(Error::Unchecked);
        }
        let (format, destination) = OutputFormat::from_options(&run.format, output, table)?;
        if no_header && !format.has_header() {
            let (only, format) = ("csv", format.format());
            return Err(Error::OtherFormat { option: "--no-header", only, format });
        }
        Ok(GenerateRequest {
            table,
            recipe,
            rows,
            header: !no_header,
            format,
            destination,
            answer_key: None,
            fingerprint: !run.no_fingerprint,
            expected,
            report: (!run.quiet).then_some(run.report),
            threads: run.threads.unwrap_or_else(processors),
        })
    }
}

impl GenerateRequest {
    /// Judges the options of customers.
    ///
    /// # Errors
    /// Parameters and rows that cannot be, a link that is not understood or goes unchecked, options
    /// that do not go with the format, the name of the other table, and a clock that shows no day.
    pub(super) fn of_customers(options: GenerateOptions) -> Result<GenerateRequest, Error> {
        let GenerateOptions { parameters, link: text, output, answer_key: key, .. } = options;
        let table = TableId::Customers;
        options.run.format.judge_name(table)?;
        let Link { recipe, sha256, .. } = link_to(table, text.as_deref(), &parameters.given)?;
        let request = Asked {
            table,
            rows: range("rows", options.rows.as_deref(), &recipe)?,
            recipe,
            expected: sha256,
            output,
            no_header: options.no_header,
            run: &options.run,
        }
        .judge()?;
        request.with_key(key)
    }

    fn with_key(self, key: Option<PathBuf>) -> Result<GenerateRequest, Error> {
        let answer_key = key.map(|path| answer_key(path, &self.destination)).transpose()?;
        Ok(GenerateRequest { answer_key, ..self })
    }

    /// Judges the options of transactions.
    ///
    /// # Errors
    /// Those of customers, and a recipe whose version has no transactions.
    pub(super) fn of_transactions(options: TransactionsOptions) -> Result<GenerateRequest, Error> {
        let table = TableId::Transactions;
        options.run.format.judge_name(table)?;
        let given = &options.parameters.given;
        let Link { recipe, sha256, .. } = link_to(table, options.link.as_deref(), given)?;
        let request = Asked {
            table,
            rows: range("customers", options.customers.as_deref(), &recipe)?,
            recipe,
            expected: sha256,
            output: options.output,
            no_header: options.no_header,
            run: &options.run,
        }
        .judge()?;
        request.with_key(options.answer_key)
    }

    /// Judges the options of both tables, and makes a request for each.
    ///
    /// # Errors
    /// Those of either, and a name for a table of a database, because there are two.
    pub(super) fn of_both(options: &BothOptions) -> Result<[GenerateRequest; 2], Error> {
        let BothOptions { parameters, link: text, output, run } = options;
        let Link { recipe, table: said, sha256 } = link(text.as_deref(), &parameters.given)?;
        let request = |table: TableId| {
            table.judge(&recipe)?;
            let (format, _) = OutputFormat::from_options(&run.format, None, table)?;
            Asked {
                table,
                rows: Rows::all(&recipe),
                recipe: recipe.clone(),
                expected: sha256.clone().filter(|_| table == said),
                output: Some(output.join(format.file_name(table))),
                no_header: false,
                run,
            }
            .judge()
        };
        let [customers, transactions] = TableId::ALL.map(request);
        let requests = [customers?, transactions?];
        if run.format.names_table() { Err(Error::TwoTables) } else { Ok(requests) }
    }

    /// Why the file was not written, or not whole.
    pub(super) fn not_written(&self, source: io::Error) -> Error {
        Error::Write { destination: self.destination.clone(), source }
    }

    /// Whether this makes the data set's plain CSV as it is, not a part of it: what the fingerprint in
    /// a link is of.
    pub(super) fn is_whole(&self) -> bool {
        self.format.is_plain() && self.header && self.rows == Rows::all(&self.recipe)
    }

    /// The command that makes the same bytes again, on any day.
    pub(super) fn command(&self) -> String {
        let range = match self.table {
            TableId::Customers => "rows",
            TableId::Transactions => "customers",
        };
        let mut words = vec![shell::generation(self.table, self.recipe.parameters())];
        if self.rows != Rows::all(&self.recipe) {
            words.push(format!("--{range} {}-{}", self.rows.first, self.rows.last));
        }
        if !self.header {
            words.push("--no-header".to_owned());
        }
        words.extend(self.format.options(&self.destination, self.table));
        words.push(format!("--output {}", self.destination.typed()));
        if let Some(key) = &self.answer_key {
            words.push(format!("--answer-key {}", key.destination.typed()));
        }
        words.join(" ")
    }
}

/// The answer key in the form that its name says, beside the file and not in its place.
fn answer_key(path: PathBuf, file: &Destination) -> Result<AnswerKeyFile, Error> {
    let extension = path.extension().unwrap_or_default();
    let form = AnswerKey::ALL.into_iter().find(|form| extension == form.extension());
    let is_taken = match file {
        Destination::Stdout => is_standard_output(&path),
        Destination::Path(file) => is_same(file, &path) || is_standard_output(&path),
    };
    let destination = Destination::Path(path);
    match form {
        Some(form) if !is_taken => Ok(AnswerKeyFile { form, destination }),
        Some(_) => Err(Error::KeyInPlace(destination)),
        None => Err(Error::KeyForm(destination)),
    }
}

/// The customers that an option says, counted as what it is named after; all, if it is not given.
fn range(option: &'static str, text: Option<&str>, recipe: &Recipe) -> Result<Rows, Error> {
    let Some(text) = text else { return Ok(Rows::all(recipe)) };
    let count = recipe.parameters().count;
    let end = |text: &str| whole(text).filter(|row| (1..=u64::from(count)).contains(row));
    let ends = text.split_once('-').and_then(|(first, last)| Some((end(first)?, end(last)?)));
    match ends {
        Some((first, last)) if first <= last => Ok(Rows { first, last }),
        _ => Err(Error::Rows { option, text: text.to_owned(), count, hint: hint(option, text) }),
    }
}

/// What somebody may mean who gives an option no range.
fn hint(option: &str, text: &str) -> String {
    if whole::<u64>(text).is_some() {
        format!("; how many customers there are is --count {text}")
    } else if option == "customers" && is_named_as_file(Path::new(text)) {
        "; no file is needed here, because the recipe makes the customers as well: the file is for segmint validate"
            .to_owned()
    } else {
        String::new()
    }
}
