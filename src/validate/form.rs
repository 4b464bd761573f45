//! The form in which a file came.

use serde::{Deserialize, Serialize};

/// How a file comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileForm {
    /// What its text, unpacked, is.
    pub format: FileFormat,
    /// How it is packed.
    pub compression: Compression,
    /// What is between the columns of a CSV whose header could be read.
    pub delimiter: Option<char>,
}

/// What kind of table a file holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileFormat {
    /// Lines of values with a delimiter.
    #[default]
    Csv,
    /// An array of objects.
    Json,
    /// Objects one after the other, usually one on each line.
    Ndjson,
    /// Apache Parquet, which only the command line reads.
    Parquet,
}

/// How a file is packed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Compression {
    /// Not at all.
    #[default]
    None,
    /// RFC 1952, in one member or several.
    Gzip,
    /// RFC 8878, which only the command line reads.
    Zstd,
}
