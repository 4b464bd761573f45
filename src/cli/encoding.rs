//! From the plain CSV of a chunk to the bytes of the file, in two steps: every thread encodes chunks of
//! its own; what has to be done in the order of the file, one encoder of the file does. The bytes
//! depend neither on the threads nor on the machine.

use std::io::{self, Write};
use std::mem;

use flate2::{Compress, Crc, FlushCompress};
use zstd::stream::write::Encoder;

use super::error::Error;
use super::generate_request::GenerateRequest;
use super::output_format::{Compression, OutputFormat};
use crate::columns::Columns;
use crate::format::parquet::{EncodeError, GroupEncoder, ParquetFile, RowGroup};
use crate::format::{RowLayout, Transcoder, Unsayable};
use crate::plan::Rows;

/// Why a file could not be made.
#[derive(Debug)]
pub(super) enum EncodingError {
    /// Its format has no words for a row.
    Unsayable(Unsayable),
    /// Not all bytes could be made or written.
    Write(io::Error),
}

impl EncodingError {
    /// What is told of it to whoever asked for the file.
    pub(super) fn told(self, request: &GenerateRequest) -> Error {
        match self {
            EncodingError::Unsayable(unsayable) => Error::Unsayable(unsayable),
            EncodingError::Write(source) => request.not_written(source),
        }
    }
}

impl From<io::Error> for EncodingError {
    fn from(error: io::Error) -> EncodingError {
        EncodingError::Write(error)
    }
}

impl From<EncodeError> for EncodingError {
    fn from(fault: EncodeError) -> EncodingError {
        match fault {
            EncodeError::Unsayable(unsayable) => EncodingError::Unsayable(unsayable),
            EncodeError::Parquet(error) => EncodingError::Write(io::Error::other(error)),
        }
    }
}

/// What one thread does to its chunks of a table with `N` columns.
pub(super) enum ChunkEncoder<const N: usize> {
    Text(Transcoder<N>),
    Deflating(Transcoder<N>, Deflate),
    Parquet(GroupEncoder),
}

/// A chunk in the format of the file, to be put into it.
pub(super) enum EncodedChunk {
    /// Its bytes are what it is.
    Text,
    /// Its bytes are deflated, and this is the checksum of what they were before.
    Deflated(Crc),
    /// It has no bytes yet.
    Group(RowGroup),
}

impl<const N: usize> ChunkEncoder<N> {
    /// An encoder for the file of this request.
    ///
    /// # Errors
    /// What the library for Parquet says.
    pub(super) fn new(request: &GenerateRequest, layout: RowLayout) -> io::Result<ChunkEncoder<N>> {
        let schema = request.table.schema();
        Ok(match &request.format {
            OutputFormat::Text { format, compression } => {
                let transcoder =
                    Transcoder::new(format.clone(), schema, request.rows, request.header)
                        .with_layout(layout);
                match compression {
                    Compression::Gzip => ChunkEncoder::Deflating(transcoder, Deflate::new()),
                    Compression::None | Compression::Zstd => ChunkEncoder::Text(transcoder),
                }
            }
            OutputFormat::Parquet(codec) => {
                ChunkEncoder::Parquet(GroupEncoder::new(schema, *codec).map_err(io::Error::other)?)
            }
        })
    }

    /// Whether it takes rows column by column.
    pub(super) const fn is_columnar(&self) -> bool {
        matches!(self, ChunkEncoder::Parquet(_))
    }

    /// Encodes the rows of these customers, given as plain CSV without header, in place of it and, if the encoder
    /// takes them, column by column.
    ///
    /// # Errors
    /// Rows that the format has no words for, and what libraries say.
    pub(super) fn encode(
        &mut self,
        bytes: &mut Vec<u8>,
        columns: Option<&Columns>,
        rows: Rows,
    ) -> Result<EncodedChunk, EncodingError> {
        let text = |transcoder: &mut Transcoder<N>, bytes| {
            transcoder.transcode_in_place(bytes, rows).map_err(EncodingError::Unsayable)
        };
        match self {
            ChunkEncoder::Text(transcoder) => {
                text(transcoder, bytes)?;
                Ok(EncodedChunk::Text)
            }
            ChunkEncoder::Deflating(transcoder, deflate) => {
                text(transcoder, bytes)?;
                Ok(EncodedChunk::Deflated(deflate.deflate(bytes)?))
            }
            ChunkEncoder::Parquet(encoder) => {
                bytes.clear();
                match columns {
                    Some(columns) if !columns.is_empty() => {
                        Ok(EncodedChunk::Group(encoder.encode(columns)?))
                    }
                    // There are no row groups without rows.
                    _ => Ok(EncodedChunk::Text),
                }
            }
        }
    }
}

/// Deflates chunks so that they make one stream, one after the other: each knows nothing of those
/// before it and ends at a whole byte (RFC 1951 and zlib's manual, `Z_SYNC_FLUSH`). A gzip file of
/// many members would be simpler, but not every reader goes on after the first.
pub(super) struct Deflate {
    compress: Compress,
    bytes: Vec<u8>,
}

impl Deflate {
    fn new() -> Deflate {
        let compress = Compress::new(flate2::Compression::default(), false);
        Deflate { compress, bytes: Vec::new() }
    }

    /// Deflates a text in its place. Returns its checksum.
    fn deflate(&mut self, text: &mut Vec<u8>) -> io::Result<Crc> {
        let Deflate { compress, bytes } = self;
        compress.reset();
        bytes.clear();
        while compress.total_in() < text.len() as u64 || bytes.len() == bytes.capacity() {
            let rest = &text[compress.total_in() as usize..];
            // What does not get smaller gets a few bytes larger.
            bytes.reserve(rest.len() + rest.len() / 8 + 64);
            compress.compress_vec(rest, bytes, FlushCompress::Sync).map_err(io::Error::other)?;
        }
        let mut crc = Crc::new();
        crc.update(text);
        mem::swap(text, bytes);
        Ok(crc)
    }
}

/// What happens to chunks in the order of the file.
pub(super) enum FileEncoder {
    Text,
    Gzip(Crc),
    Zstd(Encoder<'static, Vec<u8>>),
    Parquet(Box<ParquetFile>),
}

impl FileEncoder {
    /// An encoder for the file of this request. The threads compress a frame of Zstandard together.
    ///
    /// # Errors
    /// What libraries say.
    pub(super) fn new(request: &GenerateRequest) -> io::Result<FileEncoder> {
        Ok(match &request.format {
            OutputFormat::Text { compression: Compression::None, .. } => FileEncoder::Text,
            OutputFormat::Text { compression: Compression::Gzip, .. } => {
                FileEncoder::Gzip(Crc::new())
            }
            OutputFormat::Text { compression: Compression::Zstd, .. } => {
                let mut encoder = Encoder::new(Vec::new(), zstd::DEFAULT_COMPRESSION_LEVEL)?;
                encoder.include_checksum(true)?;
                // Never none: without a thread of its own the library makes other bytes.
                encoder.multithread(request.threads.get() as u32)?;
                FileEncoder::Zstd(encoder)
            }
            OutputFormat::Parquet(codec) => {
                // A fault may be in an id.
                let sorted = request.table.dirt(request.recipe.parameters()).is_none();
                let schema = request.table.schema();
                let file = ParquetFile::new(schema, *codec, sorted).map_err(io::Error::other)?;
                FileEncoder::Parquet(Box::new(file))
            }
        })
    }

    /// The first bytes of the file.
    pub(super) fn opening(&self) -> &'static [u8] {
        match self {
            // RFC 1952: deflate, no name, no time, no system.
            FileEncoder::Gzip(_) => b"\x1f\x8b\x08\0\0\0\0\0\0\xff",
            _ => b"",
        }
    }

    /// Puts a chunk into the file: what comes next in it is then in `bytes`, which were the chunk's.
    ///
    /// # Errors
    /// What libraries say.
    pub(super) fn append(&mut self, chunk: EncodedChunk, bytes: &mut Vec<u8>) -> io::Result<()> {
        match (self, chunk) {
            (FileEncoder::Zstd(encoder), EncodedChunk::Text) => {
                encoder.write_all(bytes)?;
                bytes.clear();
                bytes.append(encoder.get_mut());
            }
            (FileEncoder::Parquet(file), EncodedChunk::Group(group)) => {
                file.append(group, bytes).map_err(io::Error::other)?;
            }
            (FileEncoder::Gzip(whole), EncodedChunk::Deflated(crc)) => whole.combine(&crc),
            (_, EncodedChunk::Text | EncodedChunk::Deflated(_)) => {}
            (_, EncodedChunk::Group(_)) => {
                return Err(io::Error::other("rows for Parquet in another file"));
            }
        }
        Ok(())
    }

    /// The last bytes of the file.
    ///
    /// # Errors
    /// What libraries say.
    pub(super) fn finish(self) -> io::Result<Vec<u8>> {
        match self {
            FileEncoder::Text => Ok(Vec::new()),
            FileEncoder::Gzip(crc) => {
                // An empty last block, then what RFC 1952 puts at the end.
                Ok([&[0x03, 0x00][..], &crc.sum().to_le_bytes(), &crc.amount().to_le_bytes()]
                    .concat())
            }
            FileEncoder::Zstd(encoder) => encoder.finish(),
            FileEncoder::Parquet(file) => file.finish().map_err(io::Error::other),
        }
    }
}
