//! A minted file with any edits, compared with its data set: the same bytes, the same rows or others, as
//! the `csv` crate sees them.
//!
//! The input: which file (a byte); how many bytes are read at a time (two bytes); edits until it
//! ends, each a kind (a byte), a place (two bytes), a length (a byte) and, for those that put
//! something in, as many bytes.

#![no_main]
#![allow(clippy::unwrap_used, reason = "a fuzz target is to panic")]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use segmint::comparison::{Comparison, Difference, DifferenceKind, Verdict};
use segmint::customers::{Generator, HEADER};
use segmint::date::Date;
use segmint::plan::Rows;
use segmint::recipe::{Parameters, Recipe, RecipeVersion};
use segmint::table::Generate;
use segmint_fuzz::Input;

/// A recipe and its file.
struct Minted {
    recipe: Recipe,
    file: Vec<u8>,
}

/// A small file, and one that does not fit in what a comparison mints at a time.
static MINTED: LazyLock<[Minted; 2]> = LazyLock::new(|| [20, 4_003].map(Minted::new));

impl Minted {
    fn new(count: u32) -> Minted {
        let defaults = Parameters::defaults(RecipeVersion::V1, Date::from_unix_days(20_780));
        let recipe = Recipe::new(Parameters { count, ..defaults }).unwrap();
        let mut rows = Vec::new();
        Generator::new(&recipe).write(Rows::all(&recipe), &mut rows);
        Minted { file: [HEADER.as_bytes(), &rows].concat(), recipe }
    }
}

fuzz_target!(|bytes: &[u8]| {
    let mut input = Input(bytes);
    // The larger one is rare, because it takes long.
    let minted = &MINTED[usize::from(input.byte() == 0xff)];
    let piece = input.below(usize::MAX).max(1);
    let mut file = minted.file.clone();
    for _ in 0..16 {
        if !input.0.is_empty() && file.len() <= minted.file.len() * 2 {
            edit(&mut file, &mut input);
        }
    }

    let mut comparison = Comparison::new(&minted.recipe);
    for piece in file.chunks(piece) {
        comparison.read(piece);
    }
    let verdict = comparison.verdict();
    assert_eq!(verdict == Verdict::Identical, file == minted.file, "{verdict:?}");
    match verdict {
        Verdict::Identical => {}
        Verdict::SameRows(forms) => {
            assert!(!forms.is_empty());
            assert_eq!(rows(&file), rows(&minted.file), "{forms:?}");
        }
        Verdict::Differs(difference) => check(&difference, minted, &file),
    }
});

/// Does one edit. Places count from the end of the file if they are odd, so that both ends of it
/// are near.
fn edit(file: &mut Vec<u8>, input: &mut Input<'_>) {
    let kind = input.byte();
    let place = input.below(1 << 16);
    let at = (place / 2).min(file.len());
    let at = if place.is_multiple_of(2) { at } else { file.len() - at };
    let len = usize::from(input.byte());
    let end = (at + len).min(file.len());
    match kind % 12 {
        0 => drop(file.splice(at..at, input.bytes(len).iter().copied())),
        1 => {
            let put = input.bytes(len);
            drop(file.splice(at..(at + put.len()).min(file.len()), put.iter().copied()));
        }
        2 => drop(file.drain(at..end)),
        3 => file.truncate(at),
        4 => {
            let copy = file[at..end].to_vec();
            file.extend_from_slice(&copy);
        }
        5 => file[at..end].reverse(),
        6 => file[at..end].rotate_left(usize::from(end > at)),
        7 => {
            // All line ends from here on.
            let rest = file.split_off(at);
            let lines = rest.split_inclusive(|&byte| byte == b'\n');
            file.extend(lines.flat_map(|line| match line.strip_suffix(b"\n") {
                Some(text) => [text, b"\r\n"].concat(),
                None => line.to_vec(),
            }));
        }
        8 => {
            // The line that begins here or next comes twice.
            let start = line_start(file, at);
            let line = file[start..line_start(file, start + 1)].to_vec();
            drop(file.splice(start..start, line));
        }
        9 => {
            // Other delimiters, all over.
            let delimiter = [b';', b'\t', b'|'][len % 3];
            file.iter_mut().filter(|byte| **byte == b',').for_each(|byte| *byte = delimiter);
        }
        10 => {
            // The lines but the header turned round.
            let start = line_start(file, 1);
            let rest = file.split_off(start);
            let lines: Vec<&[u8]> = rest.split_inclusive(|&byte| byte == b'\n').collect();
            file.extend(lines.into_iter().rev().flatten());
        }
        _ => {
            // The line that begins here or next is not there.
            let start = line_start(file, at);
            drop(file.drain(start..line_start(file, start + 1)));
        }
    }
}

/// Where the first line begins that does not begin before `at`.
fn line_start(file: &[u8], at: usize) -> usize {
    let rest = file.get(at.saturating_sub(1)..).unwrap_or_default();
    match rest.iter().position(|&byte| byte == b'\n') {
        _ if at == 0 => 0,
        Some(last) => at + last,
        None => file.len(),
    }
}

/// The rows under a header that has all columns: their values in the order of the contract, those that
/// have another number of values as they are.
fn rows(file: &[u8]) -> Option<Vec<Vec<Vec<u8>>>> {
    let file = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
    [b',', b';', b'\t', b'|'].into_iter().find_map(|delimiter| {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(file);
        let mut records = reader.byte_records().map(Result::unwrap);
        let header = records.next()?;
        let place = |name: &str| header.iter().position(|field| field == name.as_bytes());
        let places: Vec<usize> = HEADER.trim_end().split(',').map(place).collect::<Option<_>>()?;
        let row = |record: csv::ByteRecord| -> Vec<Vec<u8>> {
            if record.len() != header.len() {
                return record.iter().map(<[u8]>::to_vec).collect();
            }
            places.iter().map(|&place| known(&record[place])).collect()
        };
        let mut rows: Vec<_> = records.map(row).collect();
        rows.sort();
        Some(rows)
    })
}

/// A value, however it is written that there is none.
fn known(value: &[u8]) -> Vec<u8> {
    if matches!(value, b"NULL" | b"null" | br"\N") { Vec::new() } else { value.to_vec() }
}

/// Holds a difference against the file.
fn check(difference: &Difference, minted: &Minted, file: &[u8]) {
    let lines = file.split(|&byte| byte == b'\n').count() as u64 - 1;
    assert!(difference.line <= lines + 2, "{difference:?}");
    if let Some(rows) = rows(file) {
        assert_ne!(rows, self::rows(&minted.file).unwrap(), "{difference:?}");
        assert!(difference.changed + difference.missing + difference.new > 0, "{difference:?}");
    }
    let count = u64::from(minted.recipe.parameters().count);
    assert!(difference.changed + difference.missing <= count, "{difference:?}");
    assert!(difference.row.is_none_or(|row| (1..=count).contains(&row)), "{difference:?}");
    assert_eq!(
        difference.column.is_some(),
        difference.kind == DifferenceKind::Value,
        "{difference:?}"
    );
    if difference.kind == DifferenceKind::Value {
        assert_ne!(difference.expected, difference.found, "{difference:?}");
    }
    for text in [&difference.expected, &difference.found, &difference.to_string()] {
        assert!(!text.chars().any(char::is_control), "{text:?}");
    }
}
