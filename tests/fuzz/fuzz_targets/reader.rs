//! Any bytes, read with and without the scan, whole and in pieces, and by the `csv` crate: all of
//! them say the same.
//!
//! The input: which layout, and whether the bytes are to be swollen beyond the length of a row (a
//! byte); how many cuts (a byte) and where (two bytes each); the file.

#![no_main]

use libfuzzer_sys::fuzz_target;
use segmint::customers::COLUMNS;
use segmint::decode::{Advance, Layout, Reader};
use segmint_fuzz::{Content, Input, Verdict, line_feeds, swell, verdicts};

fuzz_target!(|bytes: &[u8]| {
    let mut input = Input(bytes);
    let form = input.byte();
    let layout = layout(form);
    let words: Vec<u8> = {
        let cuts = usize::from(input.byte() % 8);
        input.bytes(cuts * 2).to_vec()
    };
    let swollen;
    let file = if form == 0xf8 {
        let mut how = Input(input.bytes(4));
        swollen = swell(input.0, &mut how);
        &swollen
    } else {
        input.0
    };
    let mut words = Input(&words);
    let mut cuts = Vec::new();
    while !words.0.is_empty() {
        cuts.push(words.below(file.len() + 1));
    }
    cuts.sort_unstable();

    let expected = verdicts(file, &layout);
    for reader in [Reader::new, Reader::without_scan] {
        assert_eq!(read(reader(layout.clone()), file, &[]), expected, "whole");
        assert_eq!(read(reader(layout.clone()), file, &cuts), expected, "cut at {cuts:?}");
    }
});

/// Reads up to each cut in turn, and then to the end.
fn read(mut reader: Reader<COLUMNS>, file: &[u8], cuts: &[usize]) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    let mut come = Advance { bytes: 0, lines: 0 };
    let pieces = cuts.iter().map(|&cut| (cut, false)).chain([(file.len(), true)]);
    for (to, end) in pieces {
        let advance = reader.read(&file[come.bytes..to], end, |lines, entry| {
            verdicts.push((come.lines + lines, Content::from(entry)));
        });
        come.bytes += advance.bytes;
        come.lines += advance.lines;
        assert!(come.bytes <= to, "{come:?} of {to}");
        assert_eq!(come.lines, line_feeds(&file[..come.bytes]));
    }
    assert_eq!(come.bytes, file.len());
    verdicts
}

/// The contract's layout, or one with other, fewer, more or no columns.
fn layout(form: u8) -> Layout<COLUMNS> {
    let positions = |at: fn(usize) -> Option<usize>| std::array::from_fn(at);
    match form % 8 {
        4 => Layout {
            fields: COLUMNS,
            positions: positions(|column| Some(COLUMNS - 1 - column)),
            delimiter: b',',
        },
        5 => Layout {
            fields: 3,
            positions: positions(|column| [2, 0].get(column).copied()),
            delimiter: b',',
        },
        6 => Layout {
            fields: COLUMNS + 1,
            positions: positions(|column| Some(column + 1)),
            delimiter: b',',
        },
        7 => Layout {
            fields: 1,
            positions: positions(|column| (column == 12).then_some(0)),
            delimiter: b',',
        },
        _ => Layout::contract(),
    }
}
