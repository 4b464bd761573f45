//! Rows of a table, column by column, for formats whose columns have types. A generator fills them straight from
//! its rows as they were drawn; only rows that were given a fault, whose values nobody has but as bytes, are read
//! from their CSV. Nothing in here knows a format.
//!
//! Where many rows share a few texts, a column holds the list of the texts and each row's position in it.

use std::collections::BTreeMap;

use crate::date::Date;
use crate::decode::{Layout, Reader, Record, Unreadable};
use crate::number::{is_plain_number, unscaled};
use crate::preview_value::preview_value;
use crate::schema::{Column, ColumnKind, Schema};
use crate::unsayable::Unsayable;

/// How far behind its last text a list has bytes, so that a text can be copied as one store of this size.
pub(crate) const PADDING: usize = 32;

/// Rows of a table, column by column.
#[derive(Clone, Debug)]
pub struct Columns {
    schema: &'static Schema,
    pub(crate) values: Vec<Values>,
    rows: usize,
    /// How many lines the rows take, as CSV.
    lines: u64,
    /// The line of the first row, where the header is line 1.
    first_line: u64,
    /// Why the columns cannot hold the rows, if they cannot.
    refused: Option<Unsayable>,
}

/// The values of a column.
#[derive(Clone, Debug)]
pub(crate) enum Values {
    /// Texts that hardly ever repeat.
    Texts(Texts),
    /// Texts of a list.
    Listed(Listed),
    /// Whole numbers of 32 bits; of a date, days since 1970-01-01.
    Whole(Vec<i32>),
    /// Decimal numbers without their point.
    Decimal(Vec<i64>),
}

/// Texts, one after the other.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts {
    pub(crate) bytes: Vec<u8>,
    /// Where each ends.
    pub(crate) ends: Vec<u32>,
}

/// Texts by their positions in a list.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    pub(crate) list: List,
    /// For each row a position in the list, or [`NONE`](Listed::NONE).
    pub(crate) positions: Vec<u32>,
}

/// A list of texts, none of them twice.
#[derive(Clone, Debug, Default)]
pub(crate) struct List {
    /// The texts one after the other, and [`PADDING`] behind the last.
    bytes: Vec<u8>,
    /// Where each begins and how long it is.
    places: Vec<(u32, u32)>,
    /// How many texts are on the list for all rows; the others are of those at hand.
    lasting: usize,
    /// The positions of the texts, as far as anybody looked for one.
    known: BTreeMap<Box<[u8]>, u32>,
}

impl Columns {
    /// No rows of this table; `values` are its columns, empty.
    pub(crate) fn new(schema: &'static Schema, values: Vec<Values>) -> Columns {
        Columns { schema, values, rows: 0, lines: 0, first_line: 2, refused: None }
    }

    /// No rows of this table, to be read from CSV.
    #[must_use]
    pub fn of(schema: &'static Schema) -> Columns {
        Columns::new(schema, schema.columns.iter().map(Values::of).collect())
    }

    /// What the table looks like from outside.
    #[must_use]
    pub const fn schema(&self) -> &'static Schema {
        self.schema
    }

    /// How many rows there are.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// Whether there are no rows, nor any that the columns did not take.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows == 0 && self.refused.is_none()
    }

    /// Forgets all rows. The next one is on this line of the CSV, where the header is line 1.
    pub fn clear(&mut self, first_line: u64) {
        self.values.iter_mut().for_each(Values::clear);
        (self.rows, self.lines, self.first_line, self.refused) = (0, 0, first_line, None);
    }

    /// Whether the columns hold the rows.
    ///
    /// # Errors
    /// The first row or value that they do not take.
    pub fn judge(&self) -> Result<(), Unsayable> {
        self.refused.clone().map_or(Ok(()), Err)
    }

    /// Adds the rows of this plain CSV without header, of a table with `N` columns.
    pub fn read<const N: usize>(&mut self, csv: &[u8]) {
        let mut reader = Reader::<N>::new(Layout::contract());
        let first = self.first_line + self.lines;
        let advance = reader.read(csv, true, |line, record| {
            if self.refused.is_none() {
                self.refused = self.take(record, first + line).err();
            }
        });
        self.lines += advance.lines;
    }

    /// Counts a row, whose values have been added to the columns.
    #[inline]
    pub(crate) fn count_row(&mut self) {
        self.rows += 1;
        self.lines += 1;
    }

    /// Forgets the rows from this one on, counted from 0; each of them took one line.
    pub(crate) fn truncate(&mut self, rows: usize) {
        self.lines -= (self.rows - rows) as u64;
        self.rows = rows;
        self.values.iter_mut().for_each(|values| values.truncate(rows));
    }

    fn take<const N: usize>(&mut self, record: Record<'_, N>, line: u64) -> Result<(), Unsayable> {
        let fields = match record {
            Record::Row(fields) => fields,
            Record::Blank => return Err(Unsayable::Ragged { line, found: 0, expected: N }),
            Record::Unreadable(Unreadable::FieldCount { found, .. }, _) => {
                return Err(Unsayable::Ragged { line, found, expected: N });
            }
            Record::Unreadable(why, _) => return Err(Unsayable::Unreadable { line, why }),
        };
        for ((values, column), value) in self.values.iter_mut().zip(self.schema.columns).zip(fields)
        {
            if values.take(column, value).is_none() {
                let kind = match column.kind {
                    _ if value.is_empty() => "value",
                    ColumnKind::Text => "text",
                    ColumnKind::Integer => "whole number of 32 bits",
                    ColumnKind::Decimal { .. } => "decimal number",
                    ColumnKind::Date => "day of the calendar",
                };
                let (column, value) = (column.name, preview_value(value));
                return Err(Unsayable::Value { line, column, value, kind });
            }
        }
        self.rows += 1;
        Ok(())
    }
}

impl Values {
    /// None of a column that is read from CSV.
    fn of(column: &Column) -> Values {
        match column.kind {
            ColumnKind::Text if column.is_unique => Values::Texts(Texts::default()),
            ColumnKind::Text => Values::listed(List::default()),
            ColumnKind::Integer | ColumnKind::Date => Values::Whole(Vec::new()),
            ColumnKind::Decimal { .. } => Values::Decimal(Vec::new()),
        }
    }

    /// None of the texts of a list.
    pub(crate) fn listed(list: List) -> Values {
        Values::Listed(Listed { list, positions: Vec::new() })
    }

    /// How many there are, rows without one included.
    #[cfg(feature = "parquet")]
    pub(crate) fn len(&self) -> usize {
        match self {
            Values::Texts(Texts { ends, .. }) => ends.len(),
            Values::Listed(Listed { positions, .. }) => positions.len(),
            Values::Whole(numbers) => numbers.len(),
            Values::Decimal(numbers) => numbers.len(),
        }
    }

    fn clear(&mut self) {
        match self {
            Values::Texts(Texts { bytes, ends }) => {
                bytes.clear();
                ends.clear();
            }
            Values::Listed(Listed { list, positions }) => {
                list.forget();
                positions.clear();
            }
            Values::Whole(numbers) => numbers.clear(),
            Values::Decimal(numbers) => numbers.clear(),
        }
    }

    fn truncate(&mut self, rows: usize) {
        match self {
            Values::Texts(Texts { bytes, ends }) => {
                ends.truncate(rows);
                bytes.truncate(ends.last().map_or(0, |&end| end as usize));
            }
            Values::Listed(Listed { positions, .. }) => positions.truncate(rows),
            Values::Whole(numbers) => numbers.truncate(rows),
            Values::Decimal(numbers) => numbers.truncate(rows),
        }
    }

    /// Takes the value of the next row, if it is of the column's type.
    fn take(&mut self, column: &Column, value: &[u8]) -> Option<()> {
        if value.is_empty() && !column.is_nullable {
            return None;
        }
        match (self, column.kind) {
            (Values::Texts(texts), _) => texts.push(value),
            (Values::Listed(listed), _) if value.is_empty() => listed.push(Listed::NONE),
            (Values::Listed(listed), _) => listed.push_text(value),
            (Values::Whole(numbers), ColumnKind::Date) => {
                numbers.push(Date::parse(value).ok()?.unix_days());
            }
            (Values::Whole(numbers), _) => {
                let digits = is_plain_number(value).then(|| str::from_utf8(value).ok())??;
                numbers.push(digits.parse().ok()?);
            }
            (Values::Decimal(numbers), ColumnKind::Decimal { scale, .. }) => {
                numbers.push(unscaled(value, scale)?);
            }
            (Values::Decimal(_), _) => return None,
        }
        Some(())
    }
}

impl Texts {
    /// The text of a row, counted from 0.
    #[cfg(feature = "parquet")]
    pub(crate) fn get(&self, row: usize) -> &[u8] {
        let begin = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.bytes[begin as usize..self.ends[row] as usize]
    }

    /// The next text.
    #[inline]
    pub(crate) fn push(&mut self, text: &[u8]) {
        self.bytes.extend_from_slice(text);
        self.ends.push(self.bytes.len() as u32);
    }
}

impl Listed {
    /// The position of no text.
    pub(crate) const NONE: u32 = u32::MAX;

    /// The text at this position of the list is the next row's.
    #[inline]
    pub(crate) fn push(&mut self, position: u32) {
        self.positions.push(position);
    }

    /// This text is the next row's, and most often that of the row before, too.
    #[inline]
    pub(crate) fn push_next(&mut self, text: &[u8]) {
        match self.positions.last() {
            Some(&position) if position != Listed::NONE && self.list.get(position) == text => {
                self.positions.push(position);
            }
            _ => self.push_text(text),
        }
    }

    /// This text is the next row's, wherever it stands in the list.
    pub(crate) fn push_text(&mut self, text: &[u8]) {
        let position = self.list.position(text);
        self.positions.push(position);
    }
}

impl List {
    /// These texts, none of them twice.
    pub(crate) fn new<T: AsRef<[u8]>>(texts: impl IntoIterator<Item = T>) -> List {
        let mut list = List::default();
        texts.into_iter().for_each(|text| list.add(text.as_ref()));
        list.lasting = list.places.len();
        list
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// The text at a position.
    #[inline]
    pub(crate) fn get(&self, position: u32) -> &[u8] {
        let (begin, len) = self.places[position as usize];
        &self.bytes[begin as usize..][..len as usize]
    }

    #[cfg(feature = "arrow")]
    /// The text at a position with what stands behind it, and its length; nothing if it is longer than that.
    #[inline]
    pub(crate) fn padded(&self, position: u32) -> Option<(&[u8; PADDING], usize)> {
        let (begin, len) = self.places[position as usize];
        let padded = self.bytes[begin as usize..].first_chunk()?;
        (len as usize <= PADDING).then_some((padded, len as usize))
    }

    /// The position of this text, which is put on the list if it is not there.
    pub(crate) fn position(&mut self, text: &[u8]) -> u32 {
        if self.known.is_empty() {
            let all = (0..self.len() as u32).map(|position| (self.get(position).into(), position));
            self.known = all.collect();
        }
        if let Some(&position) = self.known.get(text) {
            return position;
        }
        let position = self.len() as u32;
        self.add(text);
        self.known.insert(text.into(), position);
        position
    }

    fn add(&mut self, text: &[u8]) {
        let begin = self.bytes.len().saturating_sub(PADDING);
        self.bytes.truncate(begin);
        self.bytes.extend_from_slice(text);
        self.bytes.extend_from_slice(&[0; PADDING]);
        self.places.push((begin as u32, text.len() as u32));
    }

    /// Takes off the list what is not for all rows.
    fn forget(&mut self) {
        if self.len() == self.lasting {
            return;
        }
        for position in self.lasting..self.len() {
            let (begin, len) = self.places[position];
            self.known.remove(&self.bytes[begin as usize..][..len as usize]);
        }
        self.places.truncate(self.lasting);
        let end = self.places.last().map_or(0, |&(begin, len)| (begin + len) as usize);
        self.bytes.truncate(end);
        self.bytes.extend_from_slice(&[0; PADDING]);
    }
}
