//! The beginning of a row in a window of constant size, for those who know what should stand there.

use super::Record;

/// How many bytes a window has: a byte says where something begins in it, and 32 bytes can be read from there.
const WINDOW: usize = 256 + 32;

/// The bytes from the beginning of a row on.
///
/// What stands behind the row is whatever comes next in the file. So it can be looked at in words of constant size,
/// with separators and beyond, and nobody has to ask first how long it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window<'a>(&'a [u8; WINDOW]);

impl<'a> Window<'a> {
    /// The window at the beginning of these bytes, if they do not end before it does.
    #[inline]
    pub(crate) fn new(bytes: &'a [u8]) -> Option<Window<'a>> {
        bytes.first_chunk().map(Window)
    }

    /// So many bytes from this place on, at most 32.
    #[inline]
    pub(crate) fn bytes<const SIZE: usize>(self, at: u8) -> &'a [u8; SIZE] {
        const { assert!(SIZE <= WINDOW - 256) };
        match self.0[usize::from(at)..].first_chunk() {
            Some(bytes) => bytes,
            None => {
                unreachable!("behind every place that a byte names there are 32 bytes and one more")
            }
        }
    }

    /// Eight bytes from this place on, the first in the lowest byte.
    #[inline]
    pub(crate) fn word(self, at: u8) -> u64 {
        u64::from_le_bytes(*self.bytes(at))
    }

    /// Four bytes from this place on.
    #[inline]
    pub(crate) fn half_word(self, at: u8) -> u32 {
        u32::from_le_bytes(*self.bytes(at))
    }

    /// The byte in this place.
    #[inline]
    pub(crate) fn byte(self, at: u8) -> u8 {
        self.0[usize::from(at)]
    }

    /// A text in this place, of so many bytes.
    #[inline]
    pub(crate) fn text(self, (at, len): (u8, u8)) -> &'a [u8] {
        // At most 255 bytes behind the first 255.
        self.0[usize::from(at)..].get(..usize::from(len)).unwrap_or_default()
    }

    /// The text from this place up to a comma, if it has at most so many bytes.
    pub(crate) fn field(self, at: u8, most: usize) -> Option<&'a [u8]> {
        let bytes = &self.0[usize::from(at)..];
        let comma = memchr::memchr(b',', &bytes[..bytes.len().min(most + 1)])?;
        Some(&bytes[..comma])
    }
}

/// Takes what stands in a file, line by line; each time with the number of line feeds before it.
pub(crate) trait TakeRows<const N: usize> {
    /// Takes the row that a window begins with, if it is one of the plain form in which everything is as expected,
    /// and says how many bytes it has, the end of its line included. Otherwise 0: somebody else reads it.
    fn expected(&mut self, lines: u64, window: Window<'_>) -> usize;

    /// Anything.
    fn record(&mut self, lines: u64, record: Record<'_, N>);
}

/// Who wants no more than the fields.
impl<const N: usize, F: FnMut(u64, Record<'_, N>)> TakeRows<N> for F {
    #[inline]
    fn expected(&mut self, _: u64, _: Window<'_>) -> usize {
        0
    }

    #[inline]
    fn record(&mut self, lines: u64, record: Record<'_, N>) {
        self(lines, record);
    }
}
