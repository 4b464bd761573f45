//! Files that only the command line unpacks, as CSV: Zstandard and Parquet.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};

use crate::date::Date;
use crate::validate::{Compression, FileForm, FileFormat};

/// The first bytes of a frame (RFC 8878) and of a Parquet file.
const ZSTD: [u8; 4] = *b"\x28\xb5\x2f\xfd";
const PARQUET: [u8; 4] = *b"PAR1";

/// The CSV of a source, or its bytes as they are, and what form that was.
pub(super) struct Unpacked<'a> {
    pub(super) bytes: Box<dyn Read + Send + 'a>,
    pub(super) form: FileForm,
}

impl<'a> Unpacked<'a> {
    /// Looks at the beginning of a source. Parquet is read from its end, so it is taken from `file`, or
    /// copied to the temporary folder if that is no regular file.
    ///
    /// # Errors
    /// What the source says, and what is wrong with a Parquet file.
    pub(super) fn of(
        mut source: Box<dyn Read + Send + 'a>,
        file: Option<File>,
    ) -> io::Result<Unpacked<'a>> {
        let mut begun = Vec::new();
        source.by_ref().take(4).read_to_end(&mut begun)?;
        let is = |magic: [u8; 4]| begun == magic;
        if is(PARQUET) {
            let file = match file {
                Some(file) => {
                    // The whole is observed all the same, for its SHA-256.
                    io::copy(&mut source, &mut io::sink())?;
                    file
                }
                None => copied(Cursor::new(begun).chain(source))?,
            };
            let form = FileForm { format: FileFormat::Parquet, ..FileForm::default() };
            return Ok(Unpacked { bytes: Box::new(ParquetRows::open(file)?), form });
        }
        let source = Cursor::new(begun.clone()).chain(source);
        if is(ZSTD) {
            let form = FileForm { compression: Compression::Zstd, ..FileForm::default() };
            let bytes = Box::new(zstd::stream::read::Decoder::new(source)?);
            return Ok(Unpacked { bytes, form });
        }
        Ok(Unpacked { bytes: Box::new(source), form: FileForm::default() })
    }
}

/// The source as a file that has no name and goes away with the process.
fn copied(mut source: impl Read) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    io::copy(&mut source, &mut file)?;
    Ok(file)
}

/// The rows of a Parquet file as CSV, one after the other.
struct ParquetRows {
    reader: SerializedFileReader<File>,
    /// The row group that comes next.
    group: usize,
    csv: Cursor<Vec<u8>>,
}

impl ParquetRows {
    fn open(mut file: File) -> io::Result<ParquetRows> {
        file.seek(SeekFrom::Start(0))?;
        let reader = SerializedFileReader::new(file).map_err(io::Error::other)?;
        let columns = reader.metadata().file_metadata().schema().get_fields();
        let names: Vec<&str> = columns.iter().map(|column| column.name()).collect();
        let mut csv = Vec::new();
        write_row(names.into_iter().map(str::to_owned), &mut csv);
        Ok(ParquetRows { reader, group: 0, csv: Cursor::new(csv) })
    }

    /// Reads the next row group, if there is one.
    fn read_on(&mut self) -> io::Result<bool> {
        if self.group == self.reader.num_row_groups() {
            return Ok(false);
        }
        let group = self.reader.get_row_group(self.group).map_err(io::Error::other)?;
        self.group += 1;
        let mut csv = std::mem::take(self.csv.get_mut());
        csv.clear();
        for row in group.get_row_iter(None).map_err(io::Error::other)? {
            let row: Row = row.map_err(io::Error::other)?;
            write_row(row.get_column_iter().map(|(_, value)| text(value)), &mut csv);
        }
        self.csv = Cursor::new(csv);
        Ok(true)
    }
}

impl Read for ParquetRows {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.csv.read(room)?;
            if read > 0 || room.is_empty() || !self.read_on()? {
                return Ok(read);
            }
        }
    }
}

/// A value as CSV has it; nothing for none.
fn text(value: &Field) -> String {
    match value {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::Bytes(bytes) => String::from_utf8_lossy(bytes.data()).into_owned(),
        Field::Date(days) => match Date::EARLIEST.unix_days()..=Date::LATEST.unix_days() {
            calendar if calendar.contains(days) => Date::from_unix_days(*days).to_string(),
            _ => value.to_string(),
        },
        other => other.to_string(),
    }
}

fn write_row(values: impl Iterator<Item = String>, csv: &mut Vec<u8>) {
    for (at, value) in values.enumerate() {
        if at > 0 {
            csv.push(b',');
        }
        if value.contains([',', '"', '\n', '\r']) {
            csv.extend_from_slice(format!("\"{}\"", value.replace('"', "\"\"")).as_bytes());
        } else {
            csv.extend_from_slice(value.as_bytes());
        }
    }
    csv.push(b'\n');
}
