//! What the native and the browser's benchmarks share: best times, the kernel, and the validation
//! of a file, the same on both sides.

#![allow(missing_docs, unreachable_pub, reason = "nothing here is public")]
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on should say where")]

#[cfg(not(target_arch = "wasm32"))]
pub mod bars;
pub mod telling;

use std::cell::RefCell;
use std::hint::black_box;
use std::time::Duration;

use segmint::customers::{COLUMNS, Generator, HEADER, SCHEMA};
use segmint::date::Date;
use segmint::decode::{Layout, Reader};
use segmint::format::{CsvForm, Delimiter, Format, SqlForm, Transcoder};
use segmint::plan::{PartitionSize, Rows};
use segmint::recipe::{Parameters, Recipe, RecipeVersion};
use segmint::table::Generate;
use segmint::validate::{Checker, Criteria, validate, validate_with};

use telling::lines;

/// How many bytes are read at a time where nothing is done but reading: as many as `validate`
/// takes.
const PIECE_BYTES: usize = 1 << 19;

/// The best times of several runs of each, in turn, by a clock that counts from anywhere.
pub fn best<const N: usize>(
    clock: impl Fn() -> Duration,
    rounds: u32,
    mut runs: [&mut dyn FnMut(); N],
) -> [Duration; N] {
    let mut best = [Duration::MAX; N];
    for _ in 0..rounds {
        for (best, run) in best.iter_mut().zip(&mut runs) {
            let start = clock();
            run();
            *best = clock().saturating_sub(start).min(*best);
        }
    }
    best
}

/// Making rows and reading them back on one core, in a buffer that is used again: of version 1, and beside
/// it, in turn, of version 2. Returns what is told of it, and the times of making and of reading rows of version 1.
pub fn kernel(clock: impl Fn() -> Duration, count: u32, rounds: u32) -> (String, [Duration; 2]) {
    let [one, two] = RecipeVersion::ALL.map(|version| RefCell::new(Kernel::new(version, count)));
    let mut copy = Vec::new();
    let sample = one.borrow().sample.clone();
    let [write, read, both, newer_write, newer_read, newer_both, memcpy] = best(
        clock,
        rounds,
        [
            &mut || one.borrow_mut().write(),
            &mut || one.borrow_mut().read(),
            &mut || one.borrow_mut().through(),
            &mut || two.borrow_mut().write(),
            &mut || two.borrow_mut().read(),
            &mut || two.borrow_mut().through(),
            &mut || {
                for _ in 0..count.div_ceil(CHUNK_ROWS) {
                    copy.clear();
                    copy.extend_from_slice(black_box(&sample));
                }
            },
        ],
    );
    let mut told = format!("Kernel, one core, {count} rows in chunks of 25,000");
    let copying = ("copying the same bytes", memcpy);
    for (version, times) in [(1, [write, read, both]), (2, [newer_write, newer_read, newer_both])] {
        let what = ["making rows", "reading them back, all rules", "both, in chunks of 4,000"];
        for ((what, took), first) in what.into_iter().zip(times).zip([write, read, both]) {
            let mut beside = vec![copying];
            beside.extend((version > 1).then_some(("version 1", first)));
            told =
                told + "\n" + &lines(&format!("  version {version}, {what}"), count, took, &beside);
        }
    }
    (told, [write, read])
}

/// The rows in a chunk of the kernel.
const CHUNK_ROWS: u32 = 25_000;

/// The rows of a version, and what makes and reads them.
struct Kernel {
    recipe: Recipe,
    generator: Generator,
    checker: Checker,
    sample: Vec<u8>,
    chunk: Vec<u8>,
}

impl Kernel {
    fn new(version: RecipeVersion, count: u32) -> Kernel {
        let parameters = Parameters::defaults(version, Date::from_unix_days(20_780));
        let recipe = Recipe::new(Parameters { count, ..parameters }).unwrap();
        let generator = Generator::new(&recipe);
        let mut sample = Vec::new();
        generator.write(Rows { first: 1, last: CHUNK_ROWS.into() }, &mut sample);
        let checker = Checker::new(&Criteria::of(recipe.clone()));
        Kernel { recipe, generator, checker, sample, chunk: Vec::new() }
    }

    fn chunks(&self, blocks: u32) -> impl Iterator<Item = Rows> + use<> {
        Rows::all(&self.recipe).partitions(PartitionSize::Blocks(blocks))
    }

    fn write(&mut self) {
        for rows in self.chunks(25) {
            self.generator.write(rows, black_box(&mut self.chunk));
        }
    }

    fn read(&mut self) {
        for _ in self.chunks(25) {
            drop(black_box(self.checker.check(&self.sample, 2)));
        }
    }

    /// As partitions are made.
    fn through(&mut self) {
        for rows in self.chunks(4) {
            drop(black_box(self.generator.generate(rows, &mut self.chunk)));
        }
    }
}

/// The plain CSV of these rows, without header.
pub fn plain(rows: Rows) -> Vec<u8> {
    let parameters = Parameters::defaults(RecipeVersion::V1, Date::from_unix_days(20_780));
    let recipe = Recipe::new(Parameters { count: rows.last as u32, ..parameters }).unwrap();
    let mut csv = Vec::new();
    Generator::new(&recipe).write(rows, &mut csv);
    csv
}

/// What each text format costs beside making its rows as plain CSV and reading them back.
pub fn formats(clock: impl Fn() -> Duration, rounds: u32) -> String {
    const ROWS: Rows = Rows { first: 1, last: 25_000 };
    let csv = plain(ROWS);
    let parameters = Parameters::defaults(RecipeVersion::V1, Date::from_unix_days(20_780));
    let recipe = Recipe::new(Parameters { count: ROWS.last as u32, ..parameters }).unwrap();
    let (mut generator, mut chunk) = (Generator::new(&recipe), Vec::new());
    let excel =
        CsvForm { bom: true, crlf: true, delimiter: Delimiter::Semicolon, ..CsvForm::PLAIN };
    let named = [
        ("CSV for Excel", Format::Csv(excel)),
        ("NDJSON", Format::Ndjson),
        ("JSON", Format::Json),
        ("SQL", Format::Sql(SqlForm::default())),
    ];
    let each = named.map(|(name, format)| {
        let mut transcoder = Transcoder::<COLUMNS>::new(format, &SCHEMA, ROWS, true);
        let [took, made] = best(
            &clock,
            rounds,
            [
                &mut || drop(black_box(transcoder.transcode(&csv, ROWS).map(<[u8]>::len))),
                &mut || drop(black_box(generator.generate(ROWS, &mut chunk))),
            ],
        );
        let beside = [("making plain CSV and reading it back", made)];
        lines(&format!("  {name}"), ROWS.count() as u32, took, &beside)
    });
    format!(
        "Formats, one core, {} rows, beside the rows as plain CSV\n{}",
        ROWS.count(),
        each.join("\n")
    )
}

/// A minted file in memory, validated and only read, each with our own scan and beside it by
/// `csv-core` alone, with the same checks.
pub fn validation(clock: impl Fn() -> Duration, count: u32, rounds: u32) -> String {
    let parameters = Parameters::defaults(RecipeVersion::V1, Date::from_unix_days(20_780));
    let recipe = Recipe::new(Parameters { count, ..parameters }).unwrap();
    let mut rows = Vec::new();
    Generator::new(&recipe).write(Rows::all(&recipe), &mut rows);
    rows.splice(..0, HEADER.bytes());
    let (file, rows) = (&rows[..], &rows[HEADER.len()..]);
    let criteria = Criteria::of(recipe);
    let without_scan = |layout| Checker::without_scan(&criteria, layout);

    let [ours, theirs, scan, csv_core] = best(
        clock,
        rounds,
        [
            &mut || assert!(validate(file, &criteria, |_| ()).unwrap().is_valid),
            &mut || {
                let report = validate_with(file, &criteria, without_scan, |_| ()).unwrap();
                assert!(report.is_valid);
            },
            &mut || read(Reader::new(Layout::contract()), rows),
            &mut || read(Reader::without_scan(Layout::contract()), rows),
        ],
    );
    let title = format!("Validation, one core, a file of {count} rows in memory");
    let whole = lines("  all rules", count, ours, &[("csv-core and the same rules", theirs)]);
    let alone = lines("  reading alone", count, scan, &[("csv-core alone", csv_core)]);
    format!("{title}\n{whole}\n{alone}")
}

/// Reads rows in pieces, and does nothing with them.
fn read(mut reader: Reader<COLUMNS>, rows: &[u8]) {
    let mut from = 0;
    while from < rows.len() {
        let to = rows.len().min(from + PIECE_BYTES);
        let end = to == rows.len();
        let advance = reader.read(&rows[from..to], end, |line, record| {
            black_box((line, record));
        });
        from += advance.bytes;
    }
}
