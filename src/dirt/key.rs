//! The answer key: a line for each fault, in the order of the rows.

use std::borrow::Cow;

use csv_core::Writer;
use serde::{Deserialize, Serialize};

use super::Injected;
use crate::csv_line::write_line;

/// The form of an answer key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AnswerKey {
    /// CSV with a header, which a spreadsheet can open without harm.
    Csv,
    /// A JSON object on each line.
    Ndjson,
}

/// The columns, and the names in each object.
const NAMES: [&str; 7] =
    ["row", "line", "column", "kind", "original_value", "faulty_value", "rules"];

impl AnswerKey {
    /// Both forms.
    pub const ALL: [AnswerKey; 2] = [AnswerKey::Csv, AnswerKey::Ndjson];

    /// What the name of a file of this form ends with, behind the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            AnswerKey::Csv => "csv",
            AnswerKey::Ndjson => "ndjson",
        }
    }

    /// What comes before the first fault: of CSV the header, with its line feed.
    #[must_use]
    pub fn header(self) -> String {
        match self {
            AnswerKey::Csv => NAMES.join(",") + "\n",
            AnswerKey::Ndjson => String::new(),
        }
    }

    /// Adds the line of a fault, of a value or a row as it would be without and as it is, in the data
    /// set's own file.
    pub fn write(self, injection: &impl Injected, clean: &[u8], faulty: &[u8], key: &mut Vec<u8>) {
        self.write_at(injection, Some(injection.line()), clean, faulty, key);
    }

    /// [`write`](AnswerKey::write), for a file in which the fault is on this line; none, if it has no
    /// lines.
    pub fn write_at(
        self,
        injection: &impl Injected,
        line: Option<u64>,
        clean: &[u8],
        faulty: &[u8],
        key: &mut Vec<u8>,
    ) {
        let row = injection.row().to_string();
        let line = line.map(|line| line.to_string()).unwrap_or_default();
        let column = injection.column().unwrap_or_default();
        let [clean, faulty] = [clean, faulty].map(String::from_utf8_lossy);
        let rules: Vec<&str> = injection.rules().iter().map(|rule| rule.id()).collect();
        let separator = match self {
            AnswerKey::Csv => " ",
            AnswerKey::Ndjson => "\",\"",
        };
        let rules = rules.join(separator);
        let values = [&row, &line, column, injection.kind().id(), &clean, &faulty, &rules];
        match self {
            AnswerKey::Csv => write_line(key, &Writer::new(), &values),
            AnswerKey::Ndjson => write_object(key, &values),
        }
    }
}

/// Adds an object.
fn write_object(key: &mut Vec<u8>, values: &[&str; 7]) {
    for (at, (name, value)) in NAMES.iter().zip(values).enumerate() {
        let open = if at == 0 { '{' } else { ',' };
        let value = match *name {
            "line" | "column" if value.is_empty() => "null".to_owned(),
            "row" | "line" => (*value).to_owned(),
            "rules" => format!("[\"{value}\"]"),
            _ => format!("\"{}\"", escaped(value)),
        };
        key.extend_from_slice(format!("{open}\"{name}\":{value}").as_bytes());
    }
    key.extend_from_slice(b"}\n");
}

/// A value as JSON has it in a string. Of what it would have to escape, rows in one of CSV's forms hold
/// quotes, backslashes and tabs.
fn escaped(value: &str) -> Cow<'_, str> {
    if !value.contains(['"', '\\', '\t']) {
        return Cow::Borrowed(value);
    }
    Cow::Owned(value.replace('\\', r"\\").replace('"', "\\\"").replace('\t', r"\t"))
}
