//! A row under construction, as every table writes it: field by field from left to right, each one store
//! of a whole padded slot, of which the next store covers the padding.

use super::{ROW_BOUND, Slot};

/// A row under construction.
pub(crate) struct Row<'a> {
    window: &'a mut [u8; ROW_BOUND],
    /// Where the next field begins. A byte, so that a store of up to 40 bytes there cannot reach outside the window,
    /// and nobody has to ask.
    at: u8,
}

impl<'a> Row<'a> {
    /// An empty row at the beginning of the window.
    #[inline]
    pub(crate) fn new(window: &'a mut [u8; ROW_BOUND]) -> Row<'a> {
        Row { window, at: 0 }
    }

    /// How many bytes it has so far.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        usize::from(self.at)
    }

    /// Stores `bytes`, of which the first `len` count.
    #[inline]
    pub(crate) fn put<const N: usize>(&mut self, bytes: &[u8; N], len: u8) {
        const { assert!(N <= ROW_BOUND - 256) };
        match self.window[usize::from(self.at)..].first_chunk_mut() {
            Some(place) => *place = *bytes,
            None => unreachable!("behind every place that a byte names there is room"),
        }
        self.at = self.at.wrapping_add(len);
    }

    /// Stores a slot whole.
    #[inline]
    pub(crate) fn put_slot<const SIZE: usize>(&mut self, slot: &Slot<SIZE>) {
        self.put(slot.bytes(), 0);
        // Only now, so that the place is not needed any more.
        self.at = self.at.wrapping_add(slot.len());
    }

    /// `CUST00000001,`, with these eight digits.
    #[inline]
    pub(crate) fn customer_id(&mut self, digits: u64) {
        self.put(b"CUST", 4);
        self.put(&digits.to_le_bytes(), 8);
        self.put(b",", 1);
    }

    /// Goes back over the last `bytes` bytes, so that the next field overwrites them.
    #[inline]
    pub(crate) fn go_back(&mut self, bytes: u8) {
        self.at -= bytes;
    }

    /// A number of more than 32 bits, below 10^16.
    #[inline]
    pub(crate) fn long_number(&mut self, number: u64) {
        if let Ok(number) = u32::try_from(number) {
            return self.number(number);
        }
        self.number((number / 100_000_000) as u32);
        self.put(&eight_digits((number % 100_000_000) as u32).to_le_bytes(), 8);
    }

    /// A number up to ten digits, without leading zeros.
    #[inline]
    pub(crate) fn number(&mut self, number: u32) {
        let (high, low) = (number / 100_000_000, number % 100_000_000);
        let mut digits = eight_digits(low);
        let mut len = 8;
        if high == 0 {
            // Leading zeros are the low bytes; a zero keeps its last digit.
            let zeros = (digits & 0x000f_0f0f_0f0f_0f0f | 1 << 56).trailing_zeros() / 8;
            digits >>= zeros * 8;
            len -= zeros as u8;
        } else {
            self.number(high);
        }
        self.put(&digits.to_le_bytes(), len);
    }
}

/// The eight decimal digits of a number below 100,000,000 as text, the first in the lowest byte.
///
/// Divides by 10,000, then both halves by 100, then all four quarters by 10, side by side in one
/// word; the multipliers are the rounded reciprocals 2^20 / 100 and 2^10 / 10.
#[inline]
pub(crate) const fn eight_digits(number: u32) -> u64 {
    let pair = (number / 10_000) as u64 | ((number % 10_000) as u64) << 32;
    let hundreds = ((pair * 10_486) >> 20) & 0x0000_007f_0000_007f;
    let quarters = hundreds | (pair - hundreds * 100) << 16;
    let tens = ((quarters * 103) >> 10) & 0x000f_000f_000f_000f;
    (tens | (quarters - tens * 10) << 8) + 0x3030_3030_3030_3030
}

/// The four decimal digits of a number below 10,000 as text, the first in the lowest byte; as [`eight_digits`].
#[inline]
pub(crate) const fn four_digits(number: u32) -> u32 {
    let hundreds = (number * 10_486) >> 20;
    let quarters = hundreds | (number - hundreds * 100) << 16;
    let tens = ((quarters * 103) >> 10) & 0x000f_000f;
    (tens | (quarters - tens * 10) << 8) + 0x3030_3030
}

/// Numbers one after the other, with their eight digits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Digits {
    number: u32,
    digits: u64,
}

impl Digits {
    /// From this number on.
    pub(crate) fn new(number: u32) -> Digits {
        Digits { number, digits: eight_digits(number) }
    }

    /// The next number and its digits: counted in text, of which all but every tenth number changes the last digit alone.
    #[inline]
    pub(crate) fn take(&mut self) -> (u32, u64) {
        let taken = (self.number, self.digits);
        self.number += 1;
        self.digits += 1 << 56;
        if self.digits > u64::from_le_bytes([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, b'9']) {
            self.digits = eight_digits(self.number);
        }
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_digits_are_the_decimal_form() {
        let samples = (0..100_000_000).step_by(997).chain(99_999_000..=99_999_999).chain(0..10_001);
        for number in samples {
            assert_eq!(eight_digits(number).to_le_bytes(), format!("{number:08}").as_bytes());
        }
    }

    #[test]
    fn four_digits_are_the_decimal_form() {
        for number in 0..10_000 {
            assert_eq!(four_digits(number).to_le_bytes(), format!("{number:04}").as_bytes());
        }
    }

    #[test]
    fn numbers_are_counted_in_text() {
        for first in [0, 1, 98, 99_990, 12_345_678, 99_999_000] {
            let mut digits = Digits::new(first);
            for number in first..first + 999 {
                assert_eq!(digits.take(), (number, eight_digits(number)));
            }
        }
    }

    #[test]
    fn numbers_have_no_leading_zeros() {
        for number in
            [0, 1, 9, 10, 99, 100, 5_000, 99_999_999, 100_000_000, 1_000_000_000, u32::MAX]
        {
            let mut window = [0; ROW_BOUND];
            let mut row = Row::new(&mut window);
            row.number(number);
            let len = row.len();
            assert_eq!(window[..len], *number.to_string().as_bytes());
        }
        for number in [0, 7, 4_294_967_295, 4_294_967_296, 10_000_000_000, 9_999_999_999_999_999] {
            let mut window = [0; ROW_BOUND];
            let mut row = Row::new(&mut window);
            row.long_number(number);
            let len = row.len();
            assert_eq!(window[..len], *number.to_string().as_bytes());
        }
    }
}
