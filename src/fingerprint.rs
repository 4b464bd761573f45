//! The fingerprint of a file: its SHA-256, built piece by piece, exactly what `sha256sum` prints.

use sha2::{Digest, Sha256};

/// A fingerprint under construction.
#[derive(Clone, Debug, Default)]
pub struct Hasher(Sha256);

impl Hasher {
    /// A fingerprint of nothing yet.
    #[must_use]
    pub fn new() -> Hasher {
        Hasher::default()
    }

    /// Adds the next piece of the file.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// 64 lower-case hexadecimal digits.
    #[must_use]
    pub fn finish(self) -> String {
        hex(&self.0.finalize())
    }
}

/// Bytes as lower-case hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(u32::from(digit), 16))
        .collect()
}

/// The first digit, counted from 1, in which two fingerprints differ: where people who see two that
/// begin alike have to look. Nothing if they are equal.
///
/// ```
/// # use segmint::fingerprint::first_difference;
/// assert_eq!(first_difference("3d6bf463", "3d6bf473"), Some(7));
/// assert_eq!(first_difference("3d6bf463", "3d6bf463"), None);
/// ```
#[must_use]
pub fn first_difference(one: &str, other: &str) -> Option<usize> {
    let pairs = one.bytes().zip(other.bytes());
    let common = pairs.take_while(|(one, other)| one == other).count();
    (one != other).then_some(common + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_do_not_matter() {
        // FIPS 180-2, appendix B.1.
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let mut hasher = Hasher::new();
        hasher.update(b"a");
        hasher.update(b"bc");
        assert_eq!(hasher.finish(), expected);
    }
}
