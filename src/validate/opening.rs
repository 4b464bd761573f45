//! Files as they come: packed or not, CSV or JSON. What comes out is CSV. Where the bytes come from and
//! what they mean is for others to say.

#[cfg(feature = "gzip")]
use std::io::Write;

#[cfg(feature = "gzip")]
use flate2::write::MultiGzDecoder;

#[cfg(feature = "gzip")]
use super::form::Compression;
use super::form::FileForm;
use super::json::JsonRows;
use crate::decode::ROW_BYTES;

/// How many packed bytes are taken at a time: deflate makes at most about a thousand of one.
pub(crate) const PACKED_BYTES: usize = 1 << 12;

/// Makes CSV of a file's bytes as they come. Memory does not grow with the file.
#[derive(Debug)]
pub(crate) struct Opening {
    stage: Stage,
    form: FileForm,
    /// What is wrong with the file as a whole.
    fault: Option<String>,
    /// The line of the first row in the file that the CSV was made of, if that was another.
    first_row_line: Option<u64>,
}

/// What has turned out so far.
#[derive(Debug)]
enum Stage {
    /// Too few bytes have come to tell.
    Undecided(Vec<u8>),
    Plain,
    Json(Box<JsonRows>),
    #[cfg(feature = "gzip")]
    Gzip(Box<MultiGzDecoder<Vec<u8>>>, Box<Opening>),
}

impl Opening {
    /// Of a file that may have any form.
    pub(crate) fn new() -> Opening {
        Opening {
            stage: Stage::Undecided(Vec::new()),
            form: FileForm::default(),
            fault: None,
            first_row_line: None,
        }
    }

    /// Of a file that is CSV by now, and was of this form.
    pub(crate) fn of_csv(form: FileForm) -> Opening {
        Opening { stage: Stage::Plain, form, fault: None, first_row_line: None }
    }

    /// Of the CSV that this one makes.
    pub(super) fn unpacked(&self) -> Opening {
        Opening { first_row_line: self.first_row_line(), ..Opening::of_csv(self.form()) }
    }

    /// Whether what comes is what goes.
    pub(crate) fn is_plain(&self) -> bool {
        matches!(self.stage, Stage::Plain)
    }

    /// The form of the file, as far as it is known.
    pub(crate) fn form(&self) -> FileForm {
        match &self.stage {
            #[cfg(feature = "gzip")]
            Stage::Gzip(_, inner) => FileForm { compression: Compression::Gzip, ..inner.form() },
            Stage::Json(rows) => FileForm { format: rows.format(), ..self.form },
            _ => self.form,
        }
    }

    /// The line of the file on which its first row is, if that is not the second.
    pub(crate) fn first_row_line(&self) -> Option<u64> {
        match &self.stage {
            Stage::Json(rows) => rows.first_row_line(),
            #[cfg(feature = "gzip")]
            Stage::Gzip(_, inner) => inner.first_row_line(),
            _ => self.first_row_line,
        }
    }

    /// What is wrong with the file as a whole, once that is known.
    pub(crate) fn fault(&self) -> Option<&str> {
        match &self.stage {
            #[cfg(feature = "gzip")]
            Stage::Gzip(_, inner) if self.fault.is_none() => inner.fault(),
            _ => self.fault.as_deref(),
        }
    }

    /// Takes what comes next in the file; appends what comes next of its CSV.
    pub(crate) fn take(&mut self, bytes: &[u8], csv: &mut Vec<u8>) {
        if self.fault.is_some() {
            return;
        }
        match &mut self.stage {
            Stage::Undecided(begun) => {
                begun.extend_from_slice(bytes);
                if is_telling(begun) {
                    self.decide(csv);
                }
            }
            Stage::Plain => csv.extend_from_slice(bytes),
            Stage::Json(rows) => rows.take(bytes, csv),
            #[cfg(feature = "gzip")]
            Stage::Gzip(decoder, inner) => {
                for piece in bytes.chunks(PACKED_BYTES) {
                    let written = decoder.write_all(piece);
                    inner.take(&std::mem::take(decoder.get_mut()), csv);
                    if let Err(error) = written {
                        self.fault = Some(format!("the gzip is damaged: {error}"));
                        return;
                    }
                }
            }
        }
    }

    /// The file has come to its end.
    pub(crate) fn end(&mut self, csv: &mut Vec<u8>) {
        if matches!(self.stage, Stage::Undecided(_)) {
            self.decide(csv);
        }
        match &mut self.stage {
            Stage::Undecided(_) | Stage::Plain => {}
            Stage::Json(rows) => {
                if let Err(fault) = rows.end(csv) {
                    self.fault.get_or_insert(fault.to_owned());
                }
            }
            #[cfg(feature = "gzip")]
            Stage::Gzip(decoder, inner) => {
                if let Err(error) = decoder.try_finish()
                    && self.fault.is_none()
                {
                    self.fault = Some(match error.kind() {
                        std::io::ErrorKind::UnexpectedEof => "the gzip breaks off".to_owned(),
                        _ => format!("the gzip is damaged: {error}"),
                    });
                }
                inner.take(&std::mem::take(decoder.get_mut()), csv);
                inner.end(csv);
            }
        }
    }

    /// Goes on according to what has come so far.
    fn decide(&mut self, csv: &mut Vec<u8>) {
        let Stage::Undecided(begun) = &mut self.stage else { return };
        let begun = std::mem::take(begun);
        self.stage = match first_character(&begun) {
            #[cfg(feature = "gzip")]
            _ if begun.starts_with(GZIP) => {
                Stage::Gzip(Box::new(MultiGzDecoder::new(Vec::new())), Box::new(Opening::new()))
            }
            Some(b'{' | b'[') => Stage::Json(Box::new(JsonRows::new())),
            _ => Stage::Plain,
        };
        self.take(&begun, csv);
    }
}

#[cfg(feature = "gzip")]
const GZIP: &[u8] = b"\x1f\x8b";

/// Whether the beginning of a file tells what it is.
fn is_telling(begun: &[u8]) -> bool {
    begun.len() >= ROW_BYTES || begun.len() >= 4 && first_character(begun).is_some()
}

/// The first byte that is neither a part of a byte order mark nor white space.
fn first_character(bytes: &[u8]) -> Option<u8> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    text.trim_ascii_start().first().copied()
}
