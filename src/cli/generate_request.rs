//! What was asked for, judged as a whole: a request that exists can be carried out.

use std::io;
use std::num::NonZero;
use std::path::PathBuf;

use super::error::Error;
use super::options::{GenerateOptions, ReportForm, processors};
use super::output::Destination;
use super::output_format::OutputFormat;
use super::place::{is_same, is_standard_output};
use super::recipe::link;
use crate::customers::dirt::AnswerKey;
use crate::link::Link;
use crate::number::whole;
use crate::plan::Rows;
use crate::recipe::Recipe;
use crate::shell;
use crate::tables::TableId;

/// What to make, where to put it, and how to tell of it.
pub(super) struct GenerateRequest {
    pub(super) recipe: Recipe,
    /// The rows of the data set that are asked for.
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

impl GenerateRequest {
    /// Judges the options.
    ///
    /// # Errors
    /// Parameters and rows that cannot be, a link that is not understood or goes unchecked, options
    /// that do not go with the format, and a clock that shows no day.
    pub(super) fn from_options(options: GenerateOptions) -> Result<GenerateRequest, Error> {
        let Link { recipe, sha256, .. } = link(options.link.as_deref(), &options.parameters.given)?;
        if sha256.is_some() && options.no_fingerprint {
            return Err(Error::Unchecked);
        }
        let rows = match &options.rows {
            Some(text) => rows(text, &recipe)?,
            None => Rows::all(&recipe),
        };
        let (format, destination) = OutputFormat::from_options(&options.format, options.output)?;
        if options.no_header && !format.has_header() {
            let (only, format) = ("csv", format.format());
            return Err(Error::OtherFormat { option: "--no-header", only, format });
        }
        let answer_key =
            options.answer_key.map(|path| answer_key(path, &destination)).transpose()?;
        Ok(GenerateRequest {
            recipe,
            rows,
            header: !options.no_header,
            format,
            destination,
            answer_key,
            fingerprint: !options.no_fingerprint,
            expected: sha256,
            report: (!options.quiet).then_some(options.report),
            threads: options.threads.unwrap_or_else(processors),
        })
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
        let mut words = vec![shell::generation(TableId::Customers, self.recipe.parameters())];
        if self.rows != Rows::all(&self.recipe) {
            words.push(format!("--rows {}-{}", self.rows.first, self.rows.last));
        }
        if !self.header {
            words.push("--no-header".to_owned());
        }
        words.extend(self.format.options(&self.destination));
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

fn rows(text: &str, recipe: &Recipe) -> Result<Rows, Error> {
    let count = recipe.parameters().count;
    let end = |text: &str| whole(text).filter(|row| (1..=u64::from(count)).contains(row));
    let ends = text.split_once('-').and_then(|(first, last)| Some((end(first)?, end(last)?)));
    match ends {
        Some((first, last)) if first <= last => Ok(Rows { first, last }),
        _ => Err(Error::Rows { text: text.to_owned(), count }),
    }
}
