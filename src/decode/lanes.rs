//! Sixteen bytes at a time: which of them are equal to one, which are below it.
//!
//! Vectors come from the `wide` crate, which has them for every x86-64 and, with `simd128`, for
//! every browser since 2023, and does the same in plain words elsewhere.

use std::ops::{BitOr, BitOrAssign, BitXor};

use wide::i8x16;

/// Sixteen bytes, or sixteen answers: all bits set for yes, none for no.
#[derive(Clone, Copy, Default)]
pub(crate) struct Lanes(i8x16);

impl Lanes {
    #[inline]
    pub(crate) fn new(bytes: &[u8; 16]) -> Lanes {
        Lanes(i8x16::new(bytes.map(u8::cast_signed)))
    }

    /// Which bytes are equal to `byte`.
    #[inline]
    pub(crate) fn equal(self, byte: u8) -> Lanes {
        Lanes(self.0.simd_eq(i8x16::splat(byte.cast_signed())))
    }

    /// Which bytes are below `byte`, as signed numbers: those beyond ASCII are below all of ASCII.
    #[inline]
    pub(crate) fn below(self, byte: u8) -> Lanes {
        Lanes(self.0.simd_lt(i8x16::splat(byte.cast_signed())))
    }

    /// Which bytes are letters of ASCII.
    #[inline]
    pub(crate) fn letters(self) -> Lanes {
        let small = self.0 | i8x16::splat(b' '.cast_signed());
        // Moved to where signed bytes begin, so that the letters are the 26 smallest.
        let from_least = small + i8x16::splat(i8::MIN.wrapping_sub(b'a'.cast_signed()));
        Lanes(from_least.simd_lt(i8x16::splat(i8::MIN + 26)))
    }

    /// A bit for each answer, the first in the lowest bit.
    #[inline]
    pub(crate) fn bits(self) -> u64 {
        u64::from(self.0.to_bitmask() as u16)
    }
}

impl BitOr for Lanes {
    type Output = Lanes;

    #[inline]
    fn bitor(self, other: Lanes) -> Lanes {
        Lanes(self.0 | other.0)
    }
}

impl BitOrAssign for Lanes {
    #[inline]
    fn bitor_assign(&mut self, other: Lanes) {
        *self = *self | other;
    }
}

impl BitXor for Lanes {
    type Output = Lanes;

    #[inline]
    fn bitxor(self, other: Lanes) -> Lanes {
        Lanes(self.0 ^ other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_told_at_every_place() {
        for byte in 0..=u8::MAX {
            for at in 0..16 {
                let mut bytes = [b'x'; 16];
                bytes[at] = byte;
                let lanes = Lanes::new(&bytes);
                for wanted in [b',', b'\n', b'"', b'@', 0, 0x7f, 0x80, 0xff] {
                    assert_eq!(lanes.equal(wanted).bits(), u64::from(byte == wanted) << at);
                }
                let others = !(1_u64 << at) & 0xffff;
                let letters = u64::from(byte.is_ascii_alphabetic()) << at | others;
                assert_eq!(lanes.letters().bits(), letters);
                for limit in [b'0', b'@'] {
                    let below = byte.cast_signed() < limit.cast_signed();
                    assert_eq!(lanes.below(limit).bits(), u64::from(below) << at);
                }
            }
        }
    }
}
