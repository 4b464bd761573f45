//! Who a customer is, and who else of the block has the same name.

use super::address::Form;

/// A name and what makes its address the only one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// Position in [`Facts::given_names`](crate::facts::Facts::given_names).
    pub first: u32,
    /// Position in [`Facts::surnames`](crate::facts::Facts::surnames).
    pub last: u32,
    /// How many customers before this one in the block have the same two names; below 1,000.
    pub repeat: u32,
    /// The form of the address.
    pub form: Form,
}

/// A customer's name and age, as they wait for the rest of the row.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Person {
    pub(super) first: u16,
    pub(super) last: u16,
    /// In years above the youngest that is asked for.
    pub(super) age: u16,
    pub(super) repeat: u16,
}

impl Person {
    /// The letters of both names, as one number: no two first names have the same letters, and no
    /// two surnames, so that their positions stand for them.
    #[inline]
    pub(super) const fn letters(self) -> u32 {
        (self.first as u32) << 16 | self.last as u32
    }
}

/// Room for four times as many rows as a block has, so that few meet in one place.
const PLACES: usize = 4096;

/// Counts for every person how many before it have the same letters.
///
/// A table with open addressing: where the letters lead to stands the last row that has them,
/// counted from 1, or the next free place. What is counted does not depend on where that is.
pub(super) fn count_repeats(persons: &mut [Person]) {
    let mut rows = [0_u16; PLACES];
    for row in 0..persons.len() {
        let letters = persons[row].letters();
        // Multiplicative hashing (Knuth), by the golden ratio.
        let mut place = (letters.wrapping_mul(0x9e37_79b1) >> 20) as usize;
        while let Some(before) = usize::from(rows[place % PLACES]).checked_sub(1) {
            if persons[before].letters() == letters {
                persons[row].repeat = persons[before].repeat + 1;
                break;
            }
            place += 1;
        }
        rows[place % PLACES] = row as u16 + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::{Purpose, Stream};

    /// Against counting by comparing everybody with everybody.
    #[test]
    fn repeats_are_counted() {
        let mut stream = Stream::new(2, 1, Purpose::Names, 0);
        for (firsts, lasts) in [(1, 1), (2, 3), (30, 30), (1396, 3000)] {
            let mut persons: Vec<Person> = (0..1000)
                .map(|_| {
                    let mut word = stream.word();
                    let (first, last) = (word.take(firsts) as u16, word.take(lasts) as u16);
                    Person { first, last, ..Person::default() }
                })
                .collect();
            count_repeats(&mut persons);
            for (row, person) in persons.iter().enumerate() {
                let same =
                    |other: &&Person| (other.first, other.last) == (person.first, person.last);
                assert_eq!(usize::from(person.repeat), persons[..row].iter().filter(same).count());
            }
        }
    }
}
