//! From the plain CSV of a chunk to the bytes of the file, in two steps: every thread encodes chunks of
//! its own; what has to be done in the order of the file, one encoder of the file does. The bytes
//! depend neither on the threads nor on the machine.

use std::io::{self, Write};

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
pub(super) enum EncodedChunk<'a> {
    Text(&'a [u8]),
    Deflated(&'a [u8], Crc),
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

    /// Encodes the rows of these customers, given as plain CSV without header and, if the encoder takes them, column
    /// by column.
    ///
    /// # Errors
    /// Rows that the format has no words for, and what libraries say.
    pub(super) fn encode<'a>(
        &'a mut self,
        csv: &'a [u8],
        columns: Option<&Columns>,
        rows: Rows,
    ) -> Result<EncodedChunk<'a>, EncodingError> {
        let text = |transcoder: &'a mut Transcoder<N>| {
            transcoder.transcode(csv, rows).map_err(EncodingError::Unsayable)
        };
        match self {
            ChunkEncoder::Text(transcoder) => Ok(EncodedChunk::Text(text(transcoder)?)),
            ChunkEncoder::Deflating(transcoder, deflate) => {
                let (bytes, crc) = deflate.deflate(text(transcoder)?)?;
                Ok(EncodedChunk::Deflated(bytes, crc))
            }
            ChunkEncoder::Parquet(encoder) => match columns {
                Some(columns) if !columns.is_empty() => {
                    Ok(EncodedChunk::Group(encoder.encode(columns)?))
                }
                // There are no row groups without rows.
                _ => Ok(EncodedChunk::Text(b"")),
            },
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

    fn deflate(&mut self, text: &[u8]) -> io::Result<(&[u8], Crc)> {
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
        Ok((bytes, crc))
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

    /// The bytes that come next in the file once this chunk is in it; `spare` is room for them.
    ///
    /// # Errors
    /// What libraries say.
    pub(super) fn append<'a>(
        &mut self,
        chunk: EncodedChunk<'a>,
        spare: &'a mut Vec<u8>,
    ) -> io::Result<&'a [u8]> {
        spare.clear();
        match (self, chunk) {
            (FileEncoder::Zstd(encoder), EncodedChunk::Text(text)) => {
                encoder.write_all(text)?;
                spare.append(encoder.get_mut());
                Ok(spare)
            }
            (FileEncoder::Parquet(file), EncodedChunk::Group(group)) => {
                file.append(group, spare).map_err(io::Error::other)?;
                Ok(spare)
            }
            (FileEncoder::Gzip(whole), EncodedChunk::Deflated(bytes, crc)) => {
                whole.combine(&crc);
                Ok(bytes)
            }
            (_, EncodedChunk::Text(bytes) | EncodedChunk::Deflated(bytes, _)) => Ok(bytes),
            (_, EncodedChunk::Group(_)) => {
                Err(io::Error::other("rows for Parquet in another file"))
            }
        }
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
