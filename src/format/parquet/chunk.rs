//! The values of a column as the pages of a Parquet file. The library's own writers hash every value to find out
//! which are the same; here texts come as positions in a list, and most numbers lie so close together that a table
//! finds them, which takes a fraction of the time.
//!
//! Pages are of version 1, which every reader has: values that repeat are written by their positions in a
//! dictionary (`RLE_DICTIONARY`), all others as they are (`PLAIN`).

#![allow(
    clippy::cast_possible_wrap,
    reason = "the format counts with signs, and a row group is far from where they show"
)]

use std::borrow::Cow;
use std::ops::Range;

use bytes::Bytes;
use parquet::basic::{Compression, Encoding, PageType, ZstdLevel};
use parquet::column::page::{CompressedPage, Page, PageWriteSpec, PageWriter};
use parquet::column::writer::ColumnCloseResult;
use parquet::data_type::ByteArray;
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::metadata::{ColumnChunkMetaData, OffsetIndexBuilder, PageEncodingStats};
use parquet::file::statistics::Statistics;
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;

use super::Codec;
use crate::columns::{Listed, Values};

/// How many rows a page has: as many as in those of the library.
const PAGE_ROWS: usize = 20_000;

/// How far apart the smallest and the largest number of a dictionary may be: the table that finds them has as many
/// entries.
const SPAN: u64 = 1 << 17;

/// The values of a column in a row group: the bytes, and what is to be known of them.
pub(super) type Chunk = (Bytes, ColumnCloseResult);

/// The values of a column, encoded.
///
/// # Errors
/// What the libraries say.
pub(super) fn encode(
    column: &ColumnDescPtr,
    codec: Codec,
    values: &Values,
) -> ParquetResult<Chunk> {
    let mut bytes = TrackedWrite::new(Vec::new());
    let mut pages = Pages::new(column, codec, values, &mut bytes);
    let nulls = pages.nulls();
    let statistics = match values {
        Values::Texts(texts) => {
            pages.write(Encoding::PLAIN, |values, page| {
                for at in values {
                    put_text(texts.get(at), page);
                }
            })?;
            text_statistics(bounds((0..texts.ends.len()).map(|at| texts.get(at))), nulls)
        }
        Values::Listed(listed) => write_listed(&mut pages, listed, nulls)?,
        Values::Whole(numbers) => {
            write_numbers(&mut pages, numbers, i64::from, i32::to_le_bytes)?;
            let (least, most) = (numbers.iter().min().copied(), numbers.iter().max().copied());
            Statistics::int32(least, most, None, Some(nulls), false)
        }
        Values::Decimal(numbers) => {
            write_numbers(&mut pages, numbers, |number| number, i64::to_le_bytes)?;
            let (least, most) = (numbers.iter().min().copied(), numbers.iter().max().copied());
            Statistics::int64(least, most, None, Some(nulls), false)
        }
    };
    let closed = pages.close(column, statistics)?;
    Ok((Bytes::from(bytes.into_inner()?), closed))
}

/// Writes the texts of a list. Returns what is to be known of them.
fn write_listed(pages: &mut Pages<'_>, listed: &Listed, nulls: u64) -> ParquetResult<Statistics> {
    let Listed { list, positions } = listed;
    let mut values = Cow::Borrowed(positions);
    if nulls > 0 {
        values.to_mut().retain(|&position| position != Listed::NONE);
    }
    // Only texts that are used, in the order of their first use.
    let mut dictionary = Dictionary::new(list.len());
    let keys: Vec<u32> = values.iter().map(|&position| dictionary.key(position)).collect();
    let used = dictionary.used;
    if is_worth(used.len(), values.len()) {
        let mut texts = Vec::new();
        for &position in &used {
            put_text(list.get(position), &mut texts);
        }
        pages.write_dictionary(used.len(), &texts)?;
        pages.write_keys(&keys, used.len())?;
    } else {
        pages.write(Encoding::PLAIN, |range, page| {
            for &position in &values[range] {
                put_text(list.get(position), page);
            }
        })?;
    }
    Ok(text_statistics(bounds(used.iter().map(|&position| list.get(position))), nulls))
}

/// Writes numbers, each of so many bytes.
fn write_numbers<T: Copy, const SIZE: usize>(
    pages: &mut Pages<'_>,
    numbers: &[T],
    wide: impl Fn(T) -> i64,
    bytes: impl Fn(T) -> [u8; SIZE],
) -> ParquetResult<()> {
    let all = || numbers.iter().map(|&number| wide(number));
    let least = all().min().unwrap_or(0);
    let span = all().max().unwrap_or(0).abs_diff(least);
    if span < SPAN {
        let mut dictionary = Dictionary::new(span as usize + 1);
        let keys: Vec<u32> =
            all().map(|number| dictionary.key(number.abs_diff(least) as u32)).collect();
        let used = dictionary.used;
        if is_worth(used.len(), numbers.len()) {
            // The first bytes of a number are its lowest.
            let entry = |above: &u32| (least + i64::from(*above)).to_le_bytes();
            let entries = used.iter().flat_map(|above| entry(above).into_iter().take(SIZE));
            pages.write_dictionary(used.len(), &entries.collect::<Vec<u8>>())?;
            return pages.write_keys(&keys, used.len());
        }
    }
    pages.write(Encoding::PLAIN, |range, page| {
        for &number in &numbers[range] {
            page.extend_from_slice(&bytes(number));
        }
    })
}

/// Whether a dictionary of so many entries is worth it for so many values.
const fn is_worth(entries: usize, values: usize) -> bool {
    entries > 0 && entries * 2 <= values.next_multiple_of(16)
}

/// A text with its length, as Parquet has it.
fn put_text(text: &[u8], page: &mut Vec<u8>) {
    page.extend_from_slice(&(text.len() as u32).to_le_bytes());
    page.extend_from_slice(text);
}

/// The first and the last of texts by their bytes. Ids ascend, so each is mostly compared once.
fn bounds<'a>(mut texts: impl Iterator<Item = &'a [u8]>) -> Option<(&'a [u8], &'a [u8])> {
    let first = texts.next()?;
    Some(texts.fold((first, first), |(least, most), text| {
        if text > most {
            (least, text)
        } else if text < least {
            (text, most)
        } else {
            (least, most)
        }
    }))
}

fn text_statistics(bounds: Option<(&[u8], &[u8])>, nulls: u64) -> Statistics {
    let owned = |text: &[u8]| ByteArray::from(text.to_vec());
    let (least, most) = bounds.unzip();
    Statistics::byte_array(least.map(owned), most.map(owned), None, Some(nulls), false)
}

/// Numbers what is used of so many positions, in the order of first use.
struct Dictionary {
    /// For each position its key, or `u32::MAX`.
    keys: Vec<u32>,
    used: Vec<u32>,
}

impl Dictionary {
    fn new(positions: usize) -> Dictionary {
        Dictionary { keys: vec![u32::MAX; positions], used: Vec::new() }
    }

    #[inline]
    fn key(&mut self, position: u32) -> u32 {
        let key = &mut self.keys[position as usize];
        if *key == u32::MAX {
            *key = self.used.len() as u32;
            self.used.push(position);
        }
        *key
    }
}

/// The pages of a column in the making.
struct Pages<'a> {
    codec: Codec,
    writer: SerializedPageWriter<'a, Vec<u8>>,
    rows: usize,
    /// Which rows have a value, in a column where not all need to.
    there: Option<Vec<bool>>,
    written: Vec<PageWriteSpec>,
    encoding: Encoding,
    offsets: OffsetIndexBuilder,
}

impl<'a> Pages<'a> {
    fn new(
        column: &ColumnDescPtr,
        codec: Codec,
        values: &Values,
        bytes: &'a mut TrackedWrite<Vec<u8>>,
    ) -> Pages<'a> {
        let there = |at| match values {
            Values::Listed(listed) => listed.positions[at] != Listed::NONE,
            _ => true,
        };
        let rows = values.len();
        Pages {
            codec,
            writer: SerializedPageWriter::new(bytes),
            rows,
            there: (column.max_def_level() > 0).then(|| (0..rows).map(there).collect()),
            written: Vec::new(),
            encoding: Encoding::PLAIN,
            offsets: OffsetIndexBuilder::new(),
        }
    }

    /// How many rows have no value.
    fn nulls(&self) -> u64 {
        let there = self.there.iter().flatten();
        there.filter(|&&there| !there).count() as u64
    }

    /// Writes all data pages; `put` puts the values of a range, counted without the rows that have none.
    fn write(
        &mut self,
        encoding: Encoding,
        put: impl Fn(Range<usize>, &mut Vec<u8>),
    ) -> ParquetResult<()> {
        self.encoding = encoding;
        let mut value = 0;
        for first in (0..self.rows).step_by(PAGE_ROWS) {
            let rows = first..self.rows.min(first + PAGE_ROWS);
            let mut page = Vec::new();
            let mut values = rows.len();
            if let Some(there) = &self.there {
                let there = there[rows.clone()].iter().map(|&there| u32::from(there));
                let levels = packed(there.clone(), 1);
                values = there.sum::<u32>() as usize;
                page.extend_from_slice(&(levels.len() as u32).to_le_bytes());
                page.extend_from_slice(&levels);
            }
            put(value..value + values, &mut page);
            value += values;
            let size = page.len();
            let page = Page::DataPage {
                buf: self.compressed(page)?,
                num_values: rows.len() as u32,
                encoding,
                def_level_encoding: Encoding::RLE,
                rep_level_encoding: Encoding::RLE,
                statistics: None,
            };
            let written = self.writer.write_page(CompressedPage::new(page, size))?;
            self.offsets.append_row_count(rows.len() as i64);
            self.offsets
                .append_offset_and_size(written.offset as i64, written.compressed_size as i32);
            self.written.push(written);
        }
        Ok(())
    }

    /// Writes a dictionary of so many entries.
    fn write_dictionary(&mut self, entries: usize, bytes: &[u8]) -> ParquetResult<()> {
        let page = Page::DictionaryPage {
            buf: self.compressed(bytes.to_vec())?,
            num_values: entries as u32,
            encoding: Encoding::PLAIN,
            is_sorted: false,
        };
        self.written.push(self.writer.write_page(CompressedPage::new(page, bytes.len()))?);
        Ok(())
    }

    /// Writes values by their keys in a dictionary of so many entries.
    fn write_keys(&mut self, keys: &[u32], entries: usize) -> ParquetResult<()> {
        let width = (usize::BITS - (entries - 1).leading_zeros()).max(1);
        self.write(Encoding::RLE_DICTIONARY, |range, page| {
            page.push(width as u8);
            page.extend_from_slice(&packed(keys[range].iter().copied(), width));
        })
    }

    fn compressed(&self, page: Vec<u8>) -> ParquetResult<Bytes> {
        let failed = |error: &dyn std::fmt::Display| ParquetError::General(error.to_string());
        let bytes = match self.codec {
            Codec::None => page,
            Codec::Snappy => {
                snap::raw::Encoder::new().compress_vec(&page).map_err(|error| failed(&error))?
            }
            Codec::Zstd => {
                let level = ZstdLevel::default().compression_level();
                zstd::bulk::compress(&page, level).map_err(|error| failed(&error))?
            }
        };
        Ok(bytes.into())
    }

    /// What is to be known of the pages.
    fn close(
        mut self,
        column: &ColumnDescPtr,
        statistics: Statistics,
    ) -> ParquetResult<ColumnCloseResult> {
        self.writer.close()?;
        let of_kind = |kind| move |page: &&PageWriteSpec| page.page_type == kind;
        let dictionary = self.written.iter().find(of_kind(PageType::DICTIONARY_PAGE));
        let data = || self.written.iter().filter(of_kind(PageType::DATA_PAGE));
        let sum = |size: fn(&PageWriteSpec) -> usize| self.written.iter().map(size).sum::<usize>();
        let stats = |page_type, encoding, count| PageEncodingStats { page_type, encoding, count };
        let of_dictionary =
            dictionary.map(|_| stats(PageType::DICTIONARY_PAGE, Encoding::PLAIN, 1));
        let of_data = stats(PageType::DATA_PAGE, self.encoding, data().count() as i32);
        let compressed = sum(|page| page.compressed_size);
        let metadata = ColumnChunkMetaData::builder(column.clone())
            .set_compression(compression(self.codec))
            .set_encodings([Encoding::PLAIN, Encoding::RLE, self.encoding].into())
            .set_page_encoding_stats(of_dictionary.into_iter().chain([of_data]).collect())
            .set_total_compressed_size(compressed as i64)
            .set_total_uncompressed_size(sum(|page| page.uncompressed_size) as i64)
            .set_num_values(self.rows as i64)
            .set_data_page_offset(data().next().map_or(0, |page| page.offset as i64))
            .set_dictionary_page_offset(dictionary.map(|page| page.offset as i64))
            .set_statistics(statistics)
            .build()?;
        Ok(ColumnCloseResult {
            bytes_written: compressed as u64,
            rows_written: self.rows as u64,
            metadata,
            bloom_filter: None,
            column_index: None,
            offset_index: Some(self.offsets.build()),
        })
    }
}

/// The library's word for a codec.
pub(super) fn compression(codec: Codec) -> Compression {
    match codec {
        Codec::None => Compression::UNCOMPRESSED,
        Codec::Snappy => Compression::SNAPPY,
        Codec::Zstd => Compression::ZSTD(ZstdLevel::default()),
    }
}

/// Numbers of so many bits, 1 to 32, as one bit-packed run of Parquet's hybrid encoding: how many groups of eight
/// there are, then all bits, the lowest first, zeros filling the last group up.
fn packed(numbers: impl ExactSizeIterator<Item = u32>, width: u32) -> Vec<u8> {
    let groups = numbers.len().div_ceil(8);
    let len = groups * width as usize;
    let mut bytes = Vec::with_capacity(len + 16);
    let mut head = groups << 1 | 1;
    while head >= 0x80 {
        bytes.push(head as u8 | 0x80);
        head >>= 7;
    }
    bytes.push(head as u8);
    let end = bytes.len() + len;
    let (mut bits, mut filled) = (0_u64, 0);
    for number in numbers {
        bits |= u64::from(number) << filled;
        filled += width;
        if filled >= 32 {
            bytes.extend_from_slice(&(bits as u32).to_le_bytes());
            bits >>= 32;
            filled -= 32;
        }
    }
    bytes.extend_from_slice(&bits.to_le_bytes());
    bytes.resize(end, 0);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bit by bit.
    fn unpacked(bytes: &[u8], width: u32) -> Vec<u32> {
        let bit = |at: usize| u32::from(bytes[at / 8] >> (at % 8) & 1);
        let number = |at: usize| {
            (0..width as usize).map(|of| bit(at * width as usize + of) << of).sum::<u32>()
        };
        (0..bytes.len() * 8 / width as usize).map(number).collect()
    }

    #[test]
    fn packed_numbers_are_their_bits() {
        for width in [1, 2, 3, 7, 8, 11, 13, 17, 31, 32] {
            for count in [0_u32, 1, 7, 8, 9, 31, 500] {
                let most = u32::MAX >> (32 - width);
                let numbers: Vec<u32> =
                    (0..count).map(|of| of.wrapping_mul(2_654_435_761) & most).collect();
                let bytes = packed(numbers.iter().copied(), width);
                let groups = count.div_ceil(8);
                let head = if groups < 64 { 1 } else { 2 };
                assert_eq!(bytes.len(), head + (groups * width) as usize, "{width} {count}");
                let mut expected = numbers.clone();
                expected.resize(groups as usize * 8, 0);
                assert_eq!(unpacked(&bytes[head..], width), expected, "{width} {count}");
            }
        }
    }
}
