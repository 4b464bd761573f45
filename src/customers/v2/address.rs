//! Which form an address has: separator, domain and number, by the block and the letters of the
//! name. `docs/addresses.md` proves that no two customers ever share an address.

use crate::draw::Permutations;
use crate::encode::{eight_digits, four_digits};
use crate::recipe::EmailDomains;

/// What stands between the words of an address.
pub(super) const SEPARATORS: [u8; 3] = *b"._-";

/// The form of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Form {
    /// Position among `.`, `_` and `-`.
    pub separator: u32,
    /// Position among the recipe's domains.
    pub domain: u32,
    /// How many digits stand after the last name: none in the first tier.
    pub digits: u8,
    /// The number that they make, without leading zero.
    pub number: u32,
}

/// Consecutive blocks whose addresses have equally many digits, and as many forms as there are
/// blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Tier {
    /// The first block, counted from 0.
    first: u32,
    /// How many digits.
    digits: u8,
    /// The smallest number of so many digits; 0 for none.
    least: u32,
    /// How many forms there are, as a product of two sizes that are about equal: 3 separators times
    /// 3 domains times the numbers of so many digits.
    sizes: (u32, u32),
}

/// Enough for 900,000 blocks; the largest data set has 100,000.
const TIERS: [Tier; 6] = [
    Tier { first: 0, digits: 0, least: 0, sizes: (3, 3) },
    Tier { first: 9, digits: 1, least: 1, sizes: (9, 9) },
    Tier { first: 90, digits: 2, least: 10, sizes: (9, 90) },
    Tier { first: 900, digits: 3, least: 100, sizes: (90, 90) },
    Tier { first: 9_000, digits: 4, least: 1_000, sizes: (90, 900) },
    Tier { first: 90_000, digits: 5, least: 10_000, sizes: (900, 900) },
];

/// The addresses of one block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Addresses {
    permutations: Permutations,
    tier: Tier,
    /// Which block of its tier it is, as the pair that every permutation starts from.
    place: (u32, u32),
}

impl Addresses {
    /// The addresses of a block, counted from 0.
    pub(super) fn new(permutations: Permutations, block: u32) -> Addresses {
        let tier = Tier::of(block);
        let place = block - tier.first;
        Addresses { permutations, tier, place: (place / tier.sizes.1, place % tier.sizes.1) }
    }

    /// The form that these letters have in this block: in each block of its tier another one.
    #[inline]
    pub(super) fn choose(&self, letters: u32) -> Choice {
        let sizes = self.tier.sizes;
        let (high, low) = self.permutations.pair(u64::from(letters), self.place, sizes);
        let form = high * sizes.1 + low;
        let number = form / STYLES;
        let style = (form - number * STYLES) as u8;
        Choice { number: self.tier.least + number, digits: self.tier.digits, style }
    }
}

/// How many separators there are.
const SEPARATED: u32 = SEPARATORS.len() as u32;

/// How many combinations of a separator and a domain there are.
const STYLES: u32 = SEPARATED * EmailDomains::COUNT as u32;

/// A form, as it waits to be written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Choice {
    number: u32,
    /// How many digits the number has.
    digits: u8,
    /// Separator and domain: three styles in a row have the same domain.
    style: u8,
}

impl Choice {
    /// This form.
    pub(super) const fn of(Form { separator, domain, digits, number }: Form) -> Choice {
        Choice { number, digits, style: (domain * SEPARATED + separator) as u8 }
    }

    /// In full.
    pub(super) fn form(self) -> Form {
        let (separator, domain) = (u32::from(self.style) % SEPARATED, self.domain().into());
        Form { separator, domain, digits: self.digits, number: self.number }
    }

    /// What stands between the words.
    #[inline]
    pub(super) const fn separator(self) -> u8 {
        const OF_STYLE: [u8; 16] = {
            let mut separators = [0; 16];
            let mut style = 0;
            while style < STYLES as usize {
                separators[style] = SEPARATORS[style % SEPARATORS.len()];
                style += 1;
            }
            separators
        };
        OF_STYLE[self.style as usize % OF_STYLE.len()]
    }

    /// Position among the recipe's domains.
    #[inline]
    pub(super) const fn domain(self) -> u8 {
        self.style / SEPARATED as u8
    }

    /// What stands between the last name and the domain, as bytes of which so many count: the number, and the `@`.
    #[inline]
    pub(super) fn number_and_at(self) -> (u64, u8) {
        const AT: u64 = b'@' as u64;
        let digits = self.digits;
        let number = match digits {
            0 => 0,
            // The digits are in the high bytes.
            1..=4 => u64::from(four_digits(self.number) >> (32 - 8 * u32::from(digits))),
            _ => eight_digits(self.number) >> (64 - 8 * u32::from(digits)),
        };
        (number | AT << (8 * digits), digits + 1)
    }
}

impl Tier {
    /// The tier of a block, counted from 0.
    fn of(block: u32) -> Tier {
        let later = TIERS.iter().filter(|tier| tier.first <= block).count();
        // The first begins with the first block.
        TIERS[later.saturating_sub(1)]
    }
}

/// The middle initials of the customer before whom so many of the block have the same name, in
/// bijective base 26: none, `a` to `z`, `aa` and on. At most three letters for the 1,000 of a block;
/// they are the first of the eight bytes.
pub(super) const fn initials(repeat: u32) -> ([u8; 8], u8) {
    let (mut letters, mut len, mut left) = (0_u64, 0, repeat);
    while left > 0 {
        letters = letters << 8 | (b'a' + ((left - 1) % 26) as u8) as u64;
        left = (left - 1) / 26;
        len += 1;
    }
    (letters.to_le_bytes(), len)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::plan::BLOCK_ROWS;
    use crate::recipe::Recipe;

    #[test]
    fn tiers_follow_each_other_and_reach_to_the_last_block() {
        let mut next = 0;
        for tier in TIERS {
            assert_eq!(tier.first, next);
            next += tier.sizes.0 * tier.sizes.1;
            // As many forms as there are separators, domains and numbers of so many digits.
            let numbers = match tier.digits {
                0 => 1,
                digits => 9 * 10_u32.pow(u32::from(digits) - 1),
            };
            assert_eq!(tier.sizes.0 * tier.sizes.1, 9 * numbers);
            for block in [tier.first, next - 1] {
                assert_eq!(Tier::of(block), tier);
            }
        }
        assert!(next >= Recipe::COUNTS.max.div_ceil(BLOCK_ROWS));
    }

    /// Brute force: the same letters in every block that there can be.
    #[test]
    fn a_name_never_has_the_same_form_in_two_blocks() {
        for (seed, letters) in [(42, 0), (42, 0x0123_0456), (u64::MAX, 0xffff_ffff)] {
            let permutations = Permutations::new(2, seed);
            let forms: BTreeSet<Form> = (0..Recipe::COUNTS.max.div_ceil(BLOCK_ROWS))
                .map(|block| {
                    let addresses = Addresses::new(permutations, block);
                    addresses.choose(letters).form()
                })
                .collect();
            assert_eq!(forms.len(), 100_000);
            for form in forms {
                let text = if form.digits == 0 { String::new() } else { form.number.to_string() };
                assert_eq!(text.len(), usize::from(form.digits));
                assert!(form.separator < 3 && form.domain < 3);
            }
        }
    }

    #[test]
    fn numbers_have_their_digits() {
        for (digits, number) in [(0, 0), (1, 7), (2, 10), (3, 999), (4, 1_234), (5, 98_765)] {
            let (bytes, len) = Choice { number, digits, style: 0 }.number_and_at();
            let text = if digits == 0 { String::new() } else { number.to_string() };
            assert_eq!(bytes.to_le_bytes()[..usize::from(len)], *format!("{text}@").as_bytes());
        }
    }

    #[test]
    fn initials_count_like_the_columns_of_a_sheet() {
        let text = |repeat| {
            let (bytes, len) = initials(repeat);
            String::from_utf8(bytes[..usize::from(len)].to_vec()).unwrap()
        };
        assert_eq!(
            [0, 1, 26, 27, 52, 53, 702, 703].map(text),
            ["", "a", "z", "aa", "az", "ba", "zz", "aaa"]
        );
        assert_eq!((0..BLOCK_ROWS).map(text).collect::<BTreeSet<_>>().len(), 1000);
        assert_eq!(text(BLOCK_ROWS - 1).len(), 3);
    }
}
