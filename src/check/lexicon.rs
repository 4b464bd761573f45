//! A few texts, one of which nearly always stands in a place: found without asking how long it is.

/// Up to eight texts of 15 to 24 bytes, separators included, which their first fifteen bytes tell apart.
#[derive(Debug)]
pub(crate) struct Lexicon {
    /// Multiplies what tells texts apart so that the highest bits are the place of the text.
    multiplier: u64,
    entries: [Entry; PLACES],
}

/// A text in words of eight bytes, and which of their bits are the text's.
#[derive(Clone, Copy, Debug)]
struct Entry {
    words: [u64; WORDS],
    masks: [u64; WORDS],
    position: u8,
    len: u8,
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// The position of the text among all.
    pub(crate) position: usize,
    /// How many bytes it has.
    pub(crate) len: u8,
    /// 0 if it stands there; if not, all else says nothing.
    pub(crate) amiss: u64,
}

const PLACES: usize = 8;
const WORDS: usize = 3;

impl Entry {
    /// Where no text belongs: these bytes are in none.
    const NONE: Entry =
        Entry { words: [u64::MAX; WORDS], masks: [u64::MAX; WORDS], position: 0, len: 0 };

    const fn new(text: &str, position: usize) -> Entry {
        let text = text.as_bytes();
        assert!(text.len() >= 15 && text.len() <= WORDS * 8);
        let mut entry = Entry {
            words: [0; WORDS],
            masks: [0; WORDS],
            position: position as u8,
            len: text.len() as u8,
        };
        let mut at = 0;
        while at < text.len() {
            entry.words[at / 8] |= (text[at] as u64) << (at % 8 * 8);
            entry.masks[at / 8] |= 0xff << (at % 8 * 8);
            at += 1;
        }
        entry
    }
}

impl Lexicon {
    /// These texts.
    ///
    /// # Panics
    /// If they are not as they have to be, which shows when this is compiled.
    pub(crate) const fn new(texts: &[&str]) -> Lexicon {
        let mut multiplier: u64 = 0x9e37_79b9_7f4a_7c15;
        loop {
            let mut lexicon = Lexicon { multiplier, entries: [Entry::NONE; PLACES] };
            let (mut position, mut taken) = (0, [false; PLACES]);
            while position < texts.len() {
                let entry = Entry::new(texts[position], position);
                let place = place(multiplier, entry.words);
                if taken[place] {
                    break;
                }
                (lexicon.entries[place], taken[place]) = (entry, true);
                position += 1;
            }
            if position == texts.len() {
                return lexicon;
            }
            multiplier = multiplier.wrapping_mul(0xd134_2543_de82_ef95).wrapping_add(2);
        }
    }

    /// Finds the text that these bytes begin with.
    #[inline]
    pub(crate) fn find(&self, bytes: &[u8; WORDS * 8]) -> Found {
        let words: [u64; WORDS] = std::array::from_fn(|at| {
            u64::from_le_bytes(std::array::from_fn(|byte| bytes[at * 8 + byte]))
        });
        let Entry { words: known, masks, position, len } =
            &self.entries[place(self.multiplier, words)];
        let differs = |at: usize| (words[at] ^ known[at]) & masks[at];
        let amiss = differs(0) | differs(1) | differs(2);
        Found { position: usize::from(*position), len: *len, amiss }
    }
}

/// The last texts of a row, with either of the usual ends of a line behind them, in the same order.
#[derive(Debug)]
pub(crate) struct LineEnds {
    pub(crate) lf: Lexicon,
    pub(crate) crlf: Lexicon,
}

impl LineEnds {
    /// Finds the text that these bytes begin with.
    #[inline]
    pub(crate) fn find(&self, bytes: &[u8; WORDS * 8]) -> Found {
        let found = self.lf.find(bytes);
        if found.amiss == 0 { found } else { self.crlf.find(bytes) }
    }
}

/// Where in a lexicon a text belongs, by its first fifteen bytes.
#[inline]
const fn place(multiplier: u64, words: [u64; WORDS]) -> usize {
    ((words[0] ^ (words[1] << 8)).wrapping_mul(multiplier) >> 61) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 4] = [
        "Retired,Premium,",
        "Self-Employed,Standard,",
        "Declining,gradual\n",
        "Declining,sudden\n",
    ];
    static LEXICON: Lexicon = Lexicon::new(&TEXTS);

    fn padded(text: &str) -> [u8; 24] {
        std::array::from_fn(|at| text.as_bytes().get(at).copied().unwrap_or(b'y'))
    }

    #[test]
    fn texts_are_found_whatever_follows() {
        for (position, text) in TEXTS.iter().enumerate() {
            let len = text.len() as u8;
            assert_eq!(LEXICON.find(&padded(text)), Found { position, len, amiss: 0 });
        }
    }

    #[test]
    fn nothing_else_is_found() {
        for text in TEXTS {
            for at in 0..text.len() {
                for other in [b'x', b',', 0, 0xff] {
                    let mut bytes = padded(text);
                    bytes[at] = if bytes[at] == other { b'z' } else { other };
                    assert_ne!(LEXICON.find(&bytes).amiss, 0, "{text} with {other} at {at}");
                }
            }
        }
        assert_ne!(LEXICON.find(&[0; 24]).amiss, 0);
    }
}
