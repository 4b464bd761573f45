//! A row of the plain form as the scan finds it: in a window of constant size, in which no field lies outside.

use super::{Fields, Record};

/// How many bytes a window has: a byte says where something begins in it, and 32 bytes can be read from there.
const WINDOW: usize = 256 + 32;

/// A row of `N` fields without quotes, all of it printable ASCII.
///
/// What stands behind the row in its window is whatever comes next in the file. So a field can be looked at in words
/// of constant size, with its separator and beyond, and nobody has to ask first how long it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlainRow<'a, const N: usize> {
    window: &'a [u8; WINDOW],
    /// Where each field ends: the place of its separator.
    ends: [u8; N],
}

impl<'a, const N: usize> PlainRow<'a, N> {
    /// The row that begins at `start` and whose separators are in these places. Nothing if it is longer than rows
    /// are, or if the bytes end before the window does.
    #[inline]
    pub(super) fn new(bytes: &'a [u8], start: usize, ends: &[u32; N]) -> Option<PlainRow<'a, N>> {
        let window = bytes[start..].first_chunk()?;
        let is_short = ends[N - 1] as usize - start < 256;
        is_short.then(|| PlainRow { window, ends: ends.map(|end| (end - start as u32) as u8) })
    }

    /// Where a field begins.
    #[inline]
    pub(crate) const fn begin(&self, field: usize) -> u8 {
        if field == 0 { 0 } else { self.ends[field - 1].wrapping_add(1) }
    }

    /// How long a field is.
    #[inline]
    pub(crate) const fn len(&self, field: usize) -> u8 {
        self.ends[field].wrapping_sub(self.begin(field))
    }

    /// So many bytes from this place on, at most 32.
    #[inline]
    pub(crate) fn bytes<const SIZE: usize>(&self, at: u8) -> &'a [u8; SIZE] {
        const { assert!(SIZE <= WINDOW - 256) };
        match self.window[usize::from(at)..].first_chunk() {
            Some(bytes) => bytes,
            None => {
                unreachable!("behind every place that a byte names there are 32 bytes and one more")
            }
        }
    }

    /// Eight bytes from this place on, the first in the lowest byte.
    #[inline]
    pub(crate) fn word(&self, at: u8) -> u64 {
        u64::from_le_bytes(*self.bytes(at))
    }

    /// Four bytes from this place on.
    #[inline]
    pub(crate) fn half_word(&self, at: u8) -> u32 {
        u32::from_le_bytes(*self.bytes(at))
    }

    /// A field.
    #[inline]
    pub(crate) fn field(&self, field: usize) -> &'a [u8] {
        &self.window[usize::from(self.begin(field))..usize::from(self.ends[field])]
    }

    /// All fields.
    pub(crate) fn fields(&self) -> Fields<'a, N> {
        std::array::from_fn(|field| self.field(field))
    }
}

/// Takes what stands in a file, line by line; each time with the number of line feeds before it.
pub(crate) trait TakeRows<const N: usize> {
    /// A row of the plain form.
    fn plain(&mut self, lines: u64, row: &PlainRow<'_, N>);

    /// Anything.
    fn record(&mut self, lines: u64, record: Record<'_, N>);
}

/// Who wants no more than the fields.
impl<const N: usize, F: FnMut(u64, Record<'_, N>)> TakeRows<N> for F {
    #[inline]
    fn plain(&mut self, lines: u64, row: &PlainRow<'_, N>) {
        self(lines, Record::Row(row.fields()));
    }

    #[inline]
    fn record(&mut self, lines: u64, record: Record<'_, N>) {
        self(lines, record);
    }
}
