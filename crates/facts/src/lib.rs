//! The tables of `data`, packed into the bytes that ship with the core.
//!
//! The file is a row of sections, each with its length in bytes before it (32 bits, lowest byte
//! first). What is a list of texts holds for each of them how many bytes it shares with the one
//! before (a byte below 32), and the rest of it; lists are sorted for that. What is a list of
//! numbers holds all their low bytes, and then all their high bytes.
//!
//! | section | holds |
//! | --- | --- |
//! | 1, 2 | given names of women; their births, by decade and within it by name |
//! | 3, 4 | the same of men |
//! | 5, 6 | surnames; how many people |
//! | 7, 8 | states: the two letters, in the order of `data`; how many people, 32 bits each |
//! | 9 | names of places, each once |
//! | 10, 11 | for each of these names its states, one byte each, 128 more where another follows; how many people live in each of these places |
//! | 12 | people of each age from 18 to 100, 32 bits each |
//! | 13 | per mille employed at each of these ages, then self-employed, then retired |
//! | 14 | the spread of credit limits, each the difference to the point before |
//!
//! Births, surnames and places keep the seven leading bits of their number: at most 0.8 % off,
//! which millions of rows do not tell, for two thirds of the weight. Nothing becomes zero, and what
//! is zero stays so. Births are what they differ by from what the two decades before let expect,
//! 0, 1, 2, 3 standing for 0, -1, 1, -2.

mod spread;
mod table;

use std::io;

use thiserror::Error;

use table::Table;

/// What keeps the facts from being packed.
#[derive(Debug, Error)]
pub enum Error {
    /// A file cannot be read or written.
    #[error("{path}: {reason}")]
    File {
        /// Which.
        path: String,
        /// Why.
        reason: io::Error,
    },
    /// A table has another header.
    #[error("{path}: the header is not {header}")]
    Header {
        /// Which.
        path: String,
        /// The header that it must have.
        header: String,
    },
    /// A line has more or fewer fields than the header.
    #[error("{path}, line {line}: not {fields} fields")]
    Fields {
        /// Which table.
        path: String,
        /// Which line, counted from 1.
        line: usize,
        /// How many it must have.
        fields: usize,
    },
    /// A field is not a whole number, or larger than the format has room for.
    #[error("{path}, line {line}: not a number that can be packed")]
    Number {
        /// Which table.
        path: String,
        /// Which line, counted from 1.
        line: usize,
    },
    /// The tables do not fit together.
    #[error("{0}")]
    Unfit(&'static str),
}

/// How many decades of birth `given_names.csv` has: the 1920s to the 2000s.
const DECADES: usize = 9;

/// The tables in this folder, packed.
///
/// # Errors
/// [`Error`](enum@Error) if a table is missing or is not what the format has room for.
pub fn packed(folder: &str) -> Result<Vec<u8>, Error> {
    let mut file = Vec::new();
    given_names(folder, &mut file)?;
    surnames(folder, &mut file)?;
    places(folder, &mut file)?;
    ages(folder, &mut file)?;
    let points = spread::points();
    let before = [0].into_iter().chain(points.iter().copied());
    section(&mut file, &planes(points.iter().zip(before).map(|(point, before)| point - before))?);
    Ok(file)
}

fn given_names(folder: &str, file: &mut Vec<u8>) -> Result<(), Error> {
    let header = "name,sex,births_1920s,births_1930s,births_1940s,births_1950s,births_1960s,births_1970s,\
                  births_1980s,births_1990s,births_2000s";
    let table = Table::read(folder, "given_names", header)?;
    let (names, sexes) = (table.texts(0), table.texts(1));
    let births: Vec<Vec<u32>> =
        (0..DECADES).map(|decade| table.numbers(2 + decade)).collect::<Result<_, _>>()?;
    for sex in ["F", "M"] {
        let rows = sorted(&names, |&row| sexes[row] == sex);
        section(file, &front_coded(rows.iter().map(|&row| names[row]))?);
        let surprises = (0..DECADES).flat_map(|decade| {
            let births = &births;
            rows.iter().map(move |&row| {
                let packed = |decade: usize| leading_bits(births[decade][row]).cast_signed();
                let expected = match decade {
                    0 => 0,
                    1 => packed(0),
                    _ => packed(decade - 1) + (packed(decade - 1) - packed(decade - 2)) / 2,
                };
                zigzag(packed(decade) - expected)
            })
        });
        section(file, &planes(surprises)?);
    }
    Ok(())
}

fn surnames(folder: &str, file: &mut Vec<u8>) -> Result<(), Error> {
    let table = Table::read(folder, "surnames", "name,count_2010")?;
    let (names, people) = (table.texts(0), table.numbers(1)?);
    let rows = sorted(&names, |_| true);
    section(file, &front_coded(rows.iter().map(|&row| names[row]))?);
    section(file, &planes(rows.iter().map(|&row| leading_bits(people[row])))?);
    Ok(())
}

fn places(folder: &str, file: &mut Vec<u8>) -> Result<(), Error> {
    let states = Table::read(folder, "states", "state,population_2020")?;
    let codes = states.texts(0);
    if codes.iter().any(|code| code.len() != 2) {
        return Err(Error::Unfit("a state has not two letters"));
    }
    section(file, codes.concat().as_bytes());
    section(file, &words(&states.numbers(1)?));

    let table = Table::read(folder, "places", "state,place,population")?;
    let (of, names, people) = (table.texts(0), table.texts(1), table.numbers(2)?);
    let state = |row: usize| {
        let unknown = Error::Unfit("a place of a state that is not in the list");
        codes.iter().position(|code| *code == of[row]).ok_or(unknown)
    };
    // By name; the places of one name in the order of the table, which is that of the states.
    let rows = sorted(&names, |_| true);
    let mut distinct: Vec<&str> = rows.iter().map(|&row| names[row]).collect();
    distinct.dedup();
    let followed = |at: usize| at + 1 < rows.len() && names[rows[at]] == names[rows[at + 1]];
    let states = (0..rows.len())
        .map(|at| Ok(state(rows[at])? as u8 | u8::from(followed(at)) << 7))
        .collect::<Result<Vec<u8>, Error>>()?;
    section(file, &front_coded(distinct.into_iter())?);
    section(file, &states);
    section(file, &planes(rows.iter().map(|&row| leading_bits(people[row])))?);
    Ok(())
}

fn ages(folder: &str, file: &mut Vec<u8>) -> Result<(), Error> {
    let ages = Table::read(folder, "ages", "age,people")?;
    let employment =
        Table::read(folder, "employment", "age,employed,self_employed,retired,unemployed")?;
    let expected: Vec<u32> = (18..=100).collect();
    if ages.numbers::<u32>(0)? != expected || employment.numbers::<u32>(0)? != expected {
        return Err(Error::Unfit("the ages are not 18 to 100"));
    }
    let shares: Vec<Vec<u32>> =
        (1..5).map(|column| employment.numbers(column)).collect::<Result<_, _>>()?;
    if (0..expected.len()).any(|age| shares.iter().map(|share| share[age]).sum::<u32>() != 1000) {
        return Err(Error::Unfit("the employment of an age does not add up to 1,000"));
    }
    section(file, &words(&ages.numbers(1)?));
    section(file, &planes(shares[..3].iter().flatten().copied())?);
    Ok(())
}

/// The rows that are wanted, by their text.
fn sorted(texts: &[&str], wanted: impl Fn(&usize) -> bool) -> Vec<usize> {
    let mut rows: Vec<usize> = (0..texts.len()).filter(wanted).collect();
    rows.sort_by_key(|&row| texts[row]);
    rows
}

/// Adds a section with its length before it.
fn section(file: &mut Vec<u8>, bytes: &[u8]) {
    file.extend((bytes.len() as u32).to_le_bytes());
    file.extend(bytes);
}

fn words(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// All low bytes, then all high bytes: each kind compresses better among its own.
fn planes(numbers: impl Iterator<Item = u32>) -> Result<Vec<u8>, Error> {
    let numbers: Vec<u16> = numbers
        .map(|number| number.try_into().map_err(|_| Error::Unfit("a number beyond 16 bits")))
        .collect::<Result<_, _>>()?;
    let low = numbers.iter().map(|number| *number as u8);
    let high = numbers.iter().map(|number| (number >> 8) as u8);
    Ok(low.chain(high).collect())
}

/// Each text as what it shares with the one before, and the rest.
fn front_coded<'a>(texts: impl Iterator<Item = &'a str>) -> Result<Vec<u8>, Error> {
    let (mut bytes, mut before) = (Vec::new(), "");
    for text in texts {
        if text.is_empty() || !text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
            return Err(Error::Unfit("a name that is empty or not of printable ASCII"));
        }
        let shared = text.bytes().zip(before.bytes()).take_while(|(a, b)| a == b).count();
        if shared >= usize::from(b' ') {
            return Err(Error::Unfit("two names that share 32 letters"));
        }
        bytes.push(shared as u8);
        bytes.extend(&text.as_bytes()[shared..]);
        before = text;
    }
    Ok(bytes)
}

/// 0, -1, 1, -2 as 0, 1, 2, 3.
fn zigzag(number: i32) -> u32 {
    ((number << 1) ^ (number >> 31)).cast_unsigned()
}

/// A number as its seven leading bits and how many follow them, in one that ascends with it and is the
/// number itself below 128.
fn leading_bits(number: u32) -> u32 {
    let follow = (32 - number.leading_zeros()).saturating_sub(7);
    // Half of what is left out is added first: rounded, halves up. A carry into an eighth bit makes
    // just what the next length begins with.
    let kept = (u64::from(number) + (1 << follow >> 1)) >> follow;
    kept as u32 + (follow << 6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leading_bits_ascend_and_are_near() {
        assert_eq!(
            [0, 1, 127, 128, 129, 255, 256].map(leading_bits),
            [0, 1, 127, 128, 129, 192, 192]
        );
        let mut before = 0;
        for number in (0..5_000_000).step_by(7) {
            let packed = leading_bits(number);
            assert!(packed >= before);
            before = packed;
        }
    }

    #[test]
    fn differences_are_folded_to_small_numbers() {
        assert_eq!([0, -1, 1, -2, 2].map(zigzag), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn texts_share_their_beginnings() {
        let bytes = front_coded(["Ann", "Anna", "Bo"].into_iter()).unwrap();
        assert_eq!(bytes, b"\0Ann\x03a\0Bo");
        assert!(front_coded(["Zo\u{eb}"].into_iter()).is_err());
    }
}
