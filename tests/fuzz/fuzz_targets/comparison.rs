//! A minted file with any edits, compared with its data set: the verdict is what a comparison line
//! by line says.
//!
//! The input: which file (a byte); how many bytes are read at a time (two bytes); edits until it
//! ends, each a kind (a byte), a place (two bytes), a length (a byte) and, for those that put
//! something in, as many bytes.

#![no_main]
#![allow(clippy::unwrap_used, reason = "a fuzz target is to panic")]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use segmint::comparison::{Comparison, Difference, Kind, Verdict};
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
    match (comparison.verdict(), first_difference(&minted.file, &file)) {
        (Verdict::Identical, None) => assert!(file == minted.file),
        (Verdict::Differs(difference), Some(line)) => {
            check(&difference, line, &minted.file, &file);
        }
        (verdict, line) => panic!("{verdict:?} where line {line:?} differs"),
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
    match kind % 10 {
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

fn lines(file: &[u8]) -> impl Iterator<Item = &[u8]> {
    file.split_inclusive(|&byte| byte == b'\n')
}

/// The first line that is not the same in both.
fn first_difference(one: &[u8], other: &[u8]) -> Option<u64> {
    let same = lines(one).zip(lines(other)).take_while(|(one, other)| one == other).count();
    (one != other).then_some(same as u64 + 1)
}

/// Holds a difference against both files.
fn check(difference: &Difference, line: u64, minted: &[u8], file: &[u8]) {
    assert_eq!(difference.line, line, "{difference:?}");
    let at = line as usize - 1;
    let (expected, found) = (lines(minted).nth(at), lines(file).nth(at));
    let row = expected.and(u64::try_from(at).ok()).filter(|&row| row > 0);
    assert_eq!(difference.row, row, "{difference:?}");

    let text = |line: Option<&[u8]>| {
        let line = line.unwrap_or_default();
        line.strip_suffix(b"\n").unwrap_or(line).to_vec()
    };
    let (expected_text, found_text) = (text(expected), text(found));
    let mark = [b"\xef\xbb\xbf", &expected_text[..]].concat();
    let fields = |text: &[u8]| -> Vec<Vec<u8>> {
        text.split(|&byte| byte == b',').map(<[u8]>::to_vec).collect()
    };
    let (expected_fields, found_fields) = (fields(&expected_text), fields(&found_text));
    let kind = match (expected, found) {
        (None, _) => Kind::FileGoesOn,
        (_, None) => Kind::FileEnds,
        _ if found_text == expected_text => Kind::NoLineFeed,
        _ if found_text == mark => Kind::ByteOrderMark,
        _ if found_text == [&expected_text, &b"\r"[..]].concat() => Kind::LineEnd,
        // What the file has of its last line may be the beginning of the whole line.
        (_, Some(found)) if !found.ends_with(b"\n") && expected_text.starts_with(found) => {
            Kind::Line
        }
        _ if found_fields.len() == expected_fields.len() && found_text.len() < 512 => Kind::Value,
        _ if found_text.len() < 512 => Kind::Line,
        // Of long lines only the beginning is looked at.
        _ => difference.kind,
    };
    assert_eq!(difference.kind, kind, "{difference:?}");
    assert_eq!(difference.column.is_some(), kind == Kind::Value);
    if kind == Kind::Value {
        let mut pairs = expected_fields.iter().zip(&found_fields);
        let column = pairs.position(|(one, other)| one != other).unwrap();
        let names = HEADER.trim_end().split(',').collect::<Vec<_>>();
        assert_eq!(difference.column.as_deref(), Some(names[column]));
        assert_eq!(difference.expected.as_bytes(), expected_fields[column]);
    } else if expected_text.len() <= 60 {
        assert_eq!(difference.expected.as_bytes(), expected_text);
    }
    assert_eq!(difference.found.is_empty(), found_is_empty(difference, &found_text, &found_fields));
    for text in [&difference.expected, &difference.found] {
        assert!(!text.chars().any(char::is_control), "{text:?}");
    }
}

/// Whether there is nothing in the file where it differs.
fn found_is_empty(difference: &Difference, text: &[u8], fields: &[Vec<u8>]) -> bool {
    let names = HEADER.trim_end().split(',');
    let column = names.zip(fields).find(|(name, _)| difference.column.as_deref() == Some(name));
    column.map_or(text.is_empty(), |(_, field)| field.is_empty())
}
