//! What is known of people in the United States: names, places and ages with how many there are of
//! each, as public bodies count them. `data/SOURCES.md` says who. Nothing here knows a recipe, and
//! nothing is drawn.
//!
//! The tables ship packed, in a form that `crates/facts` describes and makes, and are unpacked when
//! somebody first asks.

use std::cmp::Ordering;
use std::sync::OnceLock;

/// What `cargo run --package facts` made of the tables in `data`.
static PACKED: &[u8] = include_bytes!("facts/facts.bin");

/// Decades of birth that given names are known for: the 1920s to the 2000s.
pub const DECADES: usize = 9;

/// The year in which the first of the [`DECADES`] begins.
pub const FIRST_DECADE: u32 = 1920;

/// The first age that [`Facts::ages`] and [`Facts::employment`] tell of; the last is 100.
pub const FIRST_AGE: u32 = 18;

/// A given name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenName {
    /// As it is written, in ASCII.
    pub name: String,
    /// Births in each decade, of women and of men.
    pub births: [[u32; DECADES]; 2],
}

/// A surname.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surname {
    /// As it is written, in ASCII.
    pub name: String,
    /// How many people have it.
    pub people: u32,
}

/// A state, or the District of Columbia.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// The two letters of the Postal Service.
    pub code: [u8; 2],
    /// Its population.
    pub people: u32,
}

/// A place: a city, a town, or a borough of New York.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// As it is written, in ASCII.
    pub name: String,
    /// Position among [`Facts::states`].
    pub state: usize,
    /// Its population.
    pub people: u32,
}

/// The facts, unpacked.
///
/// Births, and the people of surnames and places, are rounded to seven leading bits: at most 0.8 %
/// off. All else is exact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// By name, no name twice.
    pub given_names: Vec<GivenName>,
    /// By name, no name twice.
    pub surnames: Vec<Surname>,
    /// The 50 states and the District of Columbia.
    pub states: Vec<State>,
    /// By name, and those of one name in the order of their states.
    pub places: Vec<Place>,
    /// How many people there are of each age from [`FIRST_AGE`] to 100.
    pub ages: Vec<u32>,
    /// Of each of these ages, per mille: employed, self-employed, retired, unemployed.
    pub employment: Vec<[u32; 4]>,
    /// e^(0.45 z), z standard normal, at the middles of 1,024 parts of equal probability,
    /// ascending, in units of 2^-16: the spread of credit limits.
    pub spread: Vec<u32>,
}

impl Facts {
    /// The facts, unpacked by the first who asks.
    pub fn get() -> &'static Facts {
        static FACTS: OnceLock<Facts> = OnceLock::new();
        FACTS.get_or_init(|| Facts::unpack(PACKED))
    }

    fn unpack(packed: &'static [u8]) -> Facts {
        let mut sections = Sections(packed);
        Facts {
            given_names: given_names(&mut sections),
            surnames: texts(sections.next())
                .zip(planes(sections.next()))
                .map(|(name, people)| Surname { name, people: whole(people) })
                .collect(),
            states: sections
                .next()
                .as_chunks()
                .0
                .iter()
                .zip(words(sections.next()))
                .map(|(&code, people)| State { code, people })
                .collect(),
            places: places(&mut sections),
            ages: words(sections.next()).collect(),
            employment: employment(sections.next()),
            spread: planes(sections.next())
                .scan(0, |point, more| {
                    *point += more;
                    Some(*point)
                })
                .collect(),
        }
    }
}

/// What is left of the packed file.
struct Sections(&'static [u8]);

impl Sections {
    /// The next section.
    fn next(&mut self) -> &'static [u8] {
        let Some((len, rest)) = self.0.split_first_chunk() else {
            unreachable!("the file has as many sections as are asked for");
        };
        let (section, rest) = rest.split_at(u32::from_le_bytes(*len) as usize);
        self.0 = rest;
        section
    }
}

/// A name may be a woman's and a man's: both lists are in order, and so is what they are merged to.
fn given_names(sections: &mut Sections) -> Vec<GivenName> {
    let [mut of_women, mut of_men] =
        [0, 1].map(|_| names_and_births(sections).into_iter().peekable());
    let mut names = Vec::new();
    loop {
        let order = match (of_women.peek(), of_men.peek()) {
            (Some((woman, _)), Some((man, _))) => woman.cmp(man),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return names,
        };
        let woman = of_women.next_if(|_| order.is_le());
        let man = of_men.next_if(|_| order.is_ge());
        let births =
            [&woman, &man].map(|one| one.as_ref().map_or([0; DECADES], |(_, births)| *births));
        names.extend(woman.or(man).map(|(name, _)| GivenName { name, births }));
    }
}

/// The names of one sex.
fn names_and_births(sections: &mut Sections) -> Vec<(String, [u32; DECADES])> {
    let list = texts(sections.next());
    let surprises: Vec<u32> = planes(sections.next()).collect();
    let names = surprises.len() / DECADES;
    let births = |name: usize| {
        let mut packed = [0_i32; DECADES];
        for decade in 0..DECADES {
            let expected = match decade {
                0 => 0,
                1 => packed[0],
                _ => packed[decade - 1] + (packed[decade - 1] - packed[decade - 2]) / 2,
            };
            packed[decade] = expected + unfolded(surprises[decade * names + name]);
        }
        packed.map(|births| whole(births.unsigned_abs()))
    };
    list.zip((0..names).map(births)).collect()
}

fn places(sections: &mut Sections) -> Vec<Place> {
    let mut names = texts(sections.next());
    let states = sections.next();
    let people = planes(sections.next());
    let mut name = names.next();
    let mut places = Vec::with_capacity(states.len());
    for (&state, people) in states.iter().zip(people) {
        let (state, followed) = (usize::from(state & 0x7f), state >= 0x80);
        if let Some(name) = &name {
            places.push(Place { name: name.clone(), state, people: whole(people) });
        }
        if !followed {
            name = names.next();
        }
    }
    places
}

/// Three shares of each age; the fourth is what is left of 1,000.
fn employment(section: &[u8]) -> Vec<[u32; 4]> {
    let shares: Vec<u32> = planes(section).collect();
    let ages = shares.len() / 3;
    let of_age = |age: usize| {
        let [employed, self_employed, retired] =
            [0, 1, 2].map(|column| shares[column * ages + age]);
        [employed, self_employed, retired, 1000 - employed - self_employed - retired]
    };
    (0..ages).map(of_age).collect()
}

/// Texts that begin with what they share with the one before: a byte below a space says how much.
pub(crate) fn texts(section: &[u8]) -> impl Iterator<Item = String> {
    let mut rest = section;
    let mut text = String::new();
    std::iter::from_fn(move || {
        let (&shared, tail) = rest.split_first()?;
        let end = tail.iter().position(|&byte| byte < b' ').unwrap_or(tail.len());
        text.truncate(usize::from(shared));
        text.extend(tail[..end].iter().map(|&byte| char::from(byte)));
        rest = &tail[end..];
        Some(text.clone())
    })
}

fn words(section: &[u8]) -> impl Iterator<Item = u32> {
    section.as_chunks().0.iter().map(|&word| u32::from_le_bytes(word))
}

/// Numbers of 16 bits, all low bytes before all high bytes.
fn planes(section: &[u8]) -> impl Iterator<Item = u32> {
    let (low, high) = section.split_at(section.len() / 2);
    low.iter().zip(high).map(|(&low, &high)| u32::from(low) | u32::from(high) << 8)
}

/// 0, 1, 2, 3 back to 0, -1, 1, -2.
const fn unfolded(number: u32) -> i32 {
    (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
}

/// The number of which the seven leading bits were kept, and how many followed.
const fn whole(packed: u32) -> u32 {
    if packed < 128 {
        return packed;
    }
    let follow = (packed >> 6) - 1;
    (packed - (follow << 6)) << follow
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_unfolded_and_made_whole() {
        assert_eq!([0, 1, 2, 3, 4].map(unfolded), [0, -1, 1, -2, 2]);
        assert_eq!([0, 1, 127, 128, 129, 191, 192].map(whole), [0, 1, 127, 128, 130, 254, 256]);
    }

    #[test]
    fn the_file_is_used_up_and_its_lists_fit_together() {
        let facts = Facts::get();
        assert_eq!(
            [facts.given_names.len(), facts.surnames.len(), facts.states.len(), facts.places.len()],
            [1396, 3000, 51, 4253]
        );
        assert_eq!([facts.ages.len(), facts.employment.len(), facts.spread.len()], [83, 83, 1024]);
        let names = facts.given_names.iter().map(|given| &given.name);
        assert!(names.is_sorted_by(|a, b| a < b));
        assert!(facts.surnames.is_sorted_by(|a, b| a.name < b.name));
        assert!(facts.places.is_sorted_by(|a, b| (&a.name, a.state) < (&b.name, b.state)));
    }
}
