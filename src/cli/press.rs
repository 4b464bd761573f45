//! From the plain CSV of a chunk to the bytes of the file, in two steps: every thread has a press and
//! works at its own chunks; what has to be done in the order of the file, the binding does. The bytes
//! depend neither on the threads nor on the machine.

use std::io::{self, Write};
use std::num::NonZero;

use flate2::{Compress, Crc, FlushCompress};
use zstd::stream::write::Encoder;

use super::error::Error;
use super::order::Order;
use super::packing::{Compression, Packing};
use crate::format::parquet::{Fault, GroupEncoder, ParquetFile, RowGroup};
use crate::format::{Transcoder, Unsayable};
use crate::plan::Rows;

/// Why a file could not be made.
#[derive(Debug)]
pub(super) enum Failure {
    /// Its format has no words for a row.
    Unsayable(Unsayable),
    /// Not all bytes could be made or written.
    Write(io::Error),
}

impl Failure {
    /// What is told of it to whoever gave the order.
    pub(super) fn told(self, order: &Order) -> Error {
        match self {
            Failure::Unsayable(unsayable) => Error::Unsayable(unsayable),
            Failure::Write(source) => order.not_written(source),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::Write(error)
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Failure {
        match fault {
            Fault::Unsayable(unsayable) => Failure::Unsayable(unsayable),
            Fault::Parquet(error) => Failure::Write(io::Error::other(error)),
        }
    }
}

/// What one thread does to its chunks.
pub(super) enum Press {
    Text(Transcoder),
    Deflating(Transcoder, Deflate),
    Parquet(Box<GroupEncoder>),
}

/// A chunk that was pressed, to be bound.
pub(super) enum Sheet<'a> {
    Text(&'a [u8]),
    Deflated(&'a [u8], Crc),
    Group(RowGroup),
}

impl Press {
    /// A press for the file of this order.
    ///
    /// # Errors
    /// What the library for Parquet says.
    pub(super) fn new(order: &Order) -> io::Result<Press> {
        Ok(match &order.packing {
            Packing::Text { format, compression } => {
                let transcoder = Transcoder::new(format.clone(), order.rows, order.header);
                match compression {
                    Compression::Gzip => Press::Deflating(transcoder, Deflate::new()),
                    Compression::None | Compression::Zstd => Press::Text(transcoder),
                }
            }
            Packing::Parquet(codec) => {
                Press::Parquet(Box::new(GroupEncoder::new(*codec).map_err(io::Error::other)?))
            }
        })
    }

    /// Presses these rows, given as plain CSV without header.
    ///
    /// # Errors
    /// Rows that the format has no words for, and what libraries say.
    pub(super) fn press<'a>(&'a mut self, csv: &'a [u8], rows: Rows) -> Result<Sheet<'a>, Failure> {
        let text = |transcoder: &'a mut Transcoder| {
            transcoder.transcode(csv, rows).map_err(Failure::Unsayable)
        };
        match self {
            Press::Text(transcoder) => Ok(Sheet::Text(text(transcoder)?)),
            Press::Deflating(transcoder, deflate) => {
                let (bytes, crc) = deflate.deflate(text(transcoder)?)?;
                Ok(Sheet::Deflated(bytes, crc))
            }
            Press::Parquet(encoder) => Ok(Sheet::Group(encoder.encode(csv, rows)?)),
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

/// What happens to sheets in the order of the file.
pub(super) enum Binding {
    Text,
    Gzip(Crc),
    Zstd(Encoder<'static, Vec<u8>>),
    Parquet(Box<ParquetFile>),
}

impl Binding {
    /// A binding for a file that is packed like this. The threads compress a frame of Zstandard
    /// together.
    ///
    /// # Errors
    /// What libraries say.
    pub(super) fn new(packing: &Packing, threads: NonZero<usize>) -> io::Result<Binding> {
        Ok(match packing {
            Packing::Text { compression: Compression::None, .. } => Binding::Text,
            Packing::Text { compression: Compression::Gzip, .. } => Binding::Gzip(Crc::new()),
            Packing::Text { compression: Compression::Zstd, .. } => {
                let mut encoder = Encoder::new(Vec::new(), zstd::DEFAULT_COMPRESSION_LEVEL)?;
                encoder.include_checksum(true)?;
                // Never none: without a thread of its own the library makes other bytes.
                encoder.multithread(threads.get() as u32)?;
                Binding::Zstd(encoder)
            }
            Packing::Parquet(codec) => {
                Binding::Parquet(Box::new(ParquetFile::new(*codec).map_err(io::Error::other)?))
            }
        })
    }

    /// The first bytes of the file.
    pub(super) fn opening(&self) -> &'static [u8] {
        match self {
            // RFC 1952: deflate, no name, no time, no system.
            Binding::Gzip(_) => b"\x1f\x8b\x08\0\0\0\0\0\0\xff",
            _ => b"",
        }
    }

    /// The bytes that come next in the file once this sheet is in it; `spare` is room for them.
    ///
    /// # Errors
    /// What libraries say.
    pub(super) fn bind<'a>(
        &mut self,
        sheet: Sheet<'a>,
        spare: &'a mut Vec<u8>,
    ) -> io::Result<&'a [u8]> {
        spare.clear();
        match (self, sheet) {
            (Binding::Zstd(encoder), Sheet::Text(text)) => {
                encoder.write_all(text)?;
                spare.append(encoder.get_mut());
                Ok(spare)
            }
            (Binding::Parquet(file), Sheet::Group(group)) => {
                file.append(group, spare).map_err(io::Error::other)?;
                Ok(spare)
            }
            (Binding::Gzip(whole), Sheet::Deflated(bytes, crc)) => {
                whole.combine(&crc);
                Ok(bytes)
            }
            (_, Sheet::Text(bytes) | Sheet::Deflated(bytes, _)) => Ok(bytes),
            (_, Sheet::Group(_)) => Err(io::Error::other("rows for Parquet in another file")),
        }
    }

    /// The last bytes of the file.
    ///
    /// # Errors
    /// What libraries say.
    pub(super) fn finish(self) -> io::Result<Vec<u8>> {
        match self {
            Binding::Text => Ok(Vec::new()),
            Binding::Gzip(crc) => {
                // An empty last block, then what RFC 1952 puts at the end.
                Ok([&[0x03, 0x00][..], &crc.sum().to_le_bytes(), &crc.amount().to_le_bytes()]
                    .concat())
            }
            Binding::Zstd(encoder) => encoder.finish(),
            Binding::Parquet(file) => file.finish().map_err(io::Error::other),
        }
    }
}
