//! Who is paid: invented merchants, each of one category, a few of them popular.

use std::sync::OnceLock;

use super::declared::{
    CATEGORIES, CATEGORY_NAMES, CATEGORY_WEIGHTS, CHANNELS, MERCHANT_KINDS, MERCHANT_WORDS,
    MERCHANTS, PART_CATEGORIES, PARTS,
};
use crate::draw::Alias;
use crate::encode::Slot;

/// Merchants and categories as weights to draw by and texts to write, the same for every recipe.
#[derive(Debug)]
pub(super) struct Merchants {
    /// The categories of each part, as positions in its list.
    pub(super) categories: [Alias; PARTS],
    /// The merchants of a category, the most popular first.
    pub(super) popularity: Alias,
    /// How a merchant and its category are written, by category and popularity.
    pub(super) written: Box<[Slot<40>]>,
    /// Up to which hundredth a payment is online, and up to which in a store.
    pub(super) channels: [(u32, u32); CATEGORIES],
}

/// The name of a merchant.
#[must_use]
pub(super) fn name(category: usize, rank: usize) -> String {
    // The popular ones of each category are others.
    let word = MERCHANT_WORDS[(rank + category * 7) % MERCHANTS];
    format!("{word} {}", MERCHANT_KINDS[category][rank % MERCHANT_KINDS[category].len()])
}

impl Merchants {
    /// The merchants, made by the first who asks.
    pub(super) fn get() -> &'static Merchants {
        static TABLES: OnceLock<Merchants> = OnceLock::new();
        TABLES.get_or_init(|| {
            let weights = |part: &[usize]| -> Vec<u64> {
                part.iter().map(|&category| CATEGORY_WEIGHTS[category]).collect()
            };
            // Zipf's law, a little flatter at its head.
            let popularity: Vec<u64> =
                (0..MERCHANTS as u64).map(|rank| 1_000_000 / (rank + 2)).collect();
            let written = |category: usize| {
                (0..MERCHANTS).map(move |rank| {
                    let name = name(category, rank);
                    Slot::new(&[name.as_bytes(), b",", CATEGORY_NAMES[category].as_bytes(), b","])
                })
            };
            Merchants {
                categories: PART_CATEGORIES.map(|part| Alias::new(&weights(part))),
                popularity: Alias::new(&popularity),
                written: (0..CATEGORIES).flat_map(written).collect(),
                channels: CHANNELS.map(|(online, store)| (online, online + store)),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_merchant_has_a_name_of_its_own_that_needs_no_quotes() {
        let names: BTreeSet<String> = (0..CATEGORIES)
            .flat_map(|category| (0..MERCHANTS).map(move |rank| name(category, rank)))
            .collect();
        assert_eq!(names.len(), CATEGORIES * MERCHANTS);
        assert!(
            names.iter().all(|name| name.bytes().all(|b| b.is_ascii_alphabetic() || b == b' '))
        );
    }
}
