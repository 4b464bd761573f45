//! Sixteen bytes at a time: which of them are equal to one, which are no plain text.
//!
//! Vectors come from the `wide` crate, which has them for every x86-64 and, with `simd128`, for
//! every browser since 2021, and does the same in plain words elsewhere.

use wide::i8x16;

/// Sixteen bytes.
#[derive(Clone, Copy)]
pub(crate) struct Lanes(i8x16);

impl Lanes {
    #[inline]
    pub(crate) fn new(bytes: &[u8; 16]) -> Lanes {
        Lanes(i8x16::new(bytes.map(u8::cast_signed)))
    }

    /// A bit for each byte equal to `byte`, the first in the lowest bit.
    #[inline]
    pub(crate) fn equal(self, byte: u8) -> u16 {
        self.0.simd_eq(i8x16::splat(byte.cast_signed())).to_bitmask() as u16
    }

    /// A bit for each byte that is not printable ASCII.
    #[inline]
    pub(crate) fn unprintable(self) -> u16 {
        // As signed bytes, those beyond ASCII are below zero.
        let below = self.0.simd_lt(i8x16::splat(b' '.cast_signed())).to_bitmask() as u16;
        below | self.equal(0x7f)
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
                    assert_eq!(lanes.equal(wanted), u16::from(byte == wanted) << at);
                }
                let printable = (b' '..0x7f).contains(&byte);
                assert_eq!(lanes.unprintable(), u16::from(!printable) << at);
            }
        }
    }
}
