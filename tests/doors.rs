//! The doors for what is to come: a second table and another version of the recipe, both toys, go the
//! whole way from the plan to the report without a change outside their own rooms.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;

use common::customers;
use segmint::columns::Columns;
use segmint::customers::dirt::Injection;
use segmint::customers::{
    Accumulator, HEADER, ROW_BOUND, RowFacts, SCHEMA, Version, VersionGenerator,
};
use segmint::data_set::DataSet;
use segmint::decode::{Layout, Reader, Record};
use segmint::draw::{Purpose, Stream};
use segmint::format::{CsvForm, Delimiter, Format, Transcoder};
use segmint::plan::{PartitionSize, Rows};
use segmint::recipe::{Amount, Dirt, FaultKind, Parameters, Recipe, RecipeVersion, SEGMENTS};
use segmint::schema::{Column, ColumnKind, Schema};
use segmint::statistics::{Bar, Distribution};
use segmint::table::{Accumulate, Generate, Note, Table};

/// A table of one to three visits a customer.
struct Visits;

const VISITS: Schema = Schema {
    table: "visits",
    columns: &[
        Column::new("visit_id", ColumnKind::Text, "VISIT, the customer and a number").unique(),
        Column::new("minutes", ColumnKind::Integer, "how long it took"),
        Column::new("remark", ColumnKind::Text, "what was said").nullable(),
    ],
};

impl Table for Visits {
    const SCHEMA: &'static Schema = &VISITS;
    const SINCE: RecipeVersion = RecipeVersion::V1;

    type Generator = VisitsGenerator;
    type Accumulator = VisitCounts;

    fn partition_size(_: &Recipe) -> PartitionSize {
        PartitionSize::Customers(500)
    }

    fn generator(recipe: &Recipe) -> VisitsGenerator {
        VisitsGenerator { seed: recipe.parameters().seed, reader: Reader::new(Layout::contract()) }
    }

    fn accumulator(_: &Recipe, _: Rows) -> VisitCounts {
        VisitCounts::NOTHING
    }
}

struct VisitsGenerator {
    seed: u64,
    reader: Reader<3>,
}

/// What was read back: rows by their minutes, and rows that are no visit.
#[derive(Debug, PartialEq)]
struct VisitCounts {
    minutes: [u64; 60],
    broken: u64,
}

impl VisitCounts {
    const NOTHING: VisitCounts = VisitCounts { minutes: [0; 60], broken: 0 };
}

impl Generate for VisitsGenerator {
    type Injection = Injection;
    type PartitionReport = VisitCounts;

    fn write_noting(&self, rows: Rows, csv: &mut Vec<u8>, _: &mut Note<'_, Injection>) {
        csv.clear();
        for customer in rows.first..=rows.last {
            let mut stream = Stream::new(2, self.seed, Purpose::Values, customer as u32);
            for visit in 0..=stream.word().take(3) {
                let minutes = 1 + stream.word().take(60);
                let remark = if minutes > 50 { "long" } else { "" };
                csv.extend(format!("VISIT{customer:08}{visit},{minutes},{remark}\n").bytes());
            }
        }
    }

    fn generate_noting(
        &mut self,
        rows: Rows,
        csv: &mut Vec<u8>,
        note: &mut Note<'_, Injection>,
    ) -> VisitCounts {
        self.write_noting(rows, csv, note);
        let mut counts = VisitCounts::NOTHING;
        self.reader.read(csv, true, |_, record| {
            let Record::Row([id, minutes, _]) = record else { panic!("no row: {record:?}") };
            let minutes = str::from_utf8(minutes).unwrap().parse::<usize>().unwrap();
            let is_visit = id.starts_with(b"VISIT") && (1..=60).contains(&minutes);
            counts.broken += u64::from(!is_visit);
            counts.minutes[minutes - 1] += 1;
        });
        counts
    }

    fn columns(&self) -> Columns {
        Columns::of(&VISITS)
    }

    fn write_columns(
        &self,
        rows: Rows,
        csv: &mut Vec<u8>,
        columns: &mut Columns,
        note: &mut Note<'_, Injection>,
    ) {
        self.write_noting(rows, csv, note);
        columns.read::<3>(csv);
    }

    fn generate_columns(
        &mut self,
        rows: Rows,
        csv: &mut Vec<u8>,
        columns: &mut Columns,
        note: &mut Note<'_, Injection>,
    ) -> VisitCounts {
        let counts = self.generate_noting(rows, csv, note);
        columns.read::<3>(csv);
        counts
    }

    fn dirty_blocks(&self, _: Rows) -> Box<dyn Iterator<Item = Rows> + '_> {
        Box::new(std::iter::empty())
    }
}

impl Accumulate for VisitCounts {
    type PartitionReport = VisitCounts;
    type Report = (u64, Distribution);

    fn add(&mut self, partition: VisitCounts) {
        self.broken += partition.broken;
        for (minutes, more) in self.minutes.iter_mut().zip(partition.minutes) {
            *minutes += more;
        }
    }

    fn report(&self) -> (u64, Distribution) {
        let rows = self.minutes.iter().sum();
        let bars = (1..).zip(self.minutes);
        (
            self.broken,
            bars.map(|(name, count)| Bar::new(format!("{name}"), count, rows, None)).collect(),
        )
    }
}

#[test]
fn a_second_table_goes_the_whole_way() {
    let data_set = DataSet::<Visits>::new(customers(2500, 7)).unwrap();
    let mut file = Vec::new();
    let mut customers = 0;
    let written = data_set.write(&mut file, |more| customers += more).unwrap();
    let file = String::from_utf8(file).unwrap();
    assert_eq!(customers, 2500);
    assert_eq!(data_set.fingerprint(|_| ()), written.sha256);
    assert_eq!(file.lines().next(), Some("visit_id,minutes,remark"));
    let (broken, Distribution(bars)) = written.report;
    let rows: u64 = bars.iter().map(|bar| bar.count).sum();
    assert_eq!((broken, rows), (0, file.lines().count() as u64 - 1));
    assert!((4500..5500).contains(&rows), "{rows} visits of two each");

    // Column by column, too, partition behind partition.
    let (mut generator, mut columns) = (data_set.generator(), data_set.generator().columns());
    for partition in data_set.partitions(data_set.partition_size()) {
        generator.generate_columns(partition, &mut Vec::new(), &mut columns, &mut |_, _, _| ());
    }
    assert_eq!((columns.rows() as u64, columns.judge()), (rows, Ok(())));

    // Parts of a block, made out of order, are the same file and the same counts.
    let sizes =
        [PartitionSize::Customers(300), PartitionSize::Customers(1), PartitionSize::Blocks(2)];
    for size in sizes {
        let mut generator = data_set.generator();
        let mut partitions: Vec<_> = data_set.partitions(size).collect();
        partitions.reverse();
        let mut made: Vec<(Rows, Vec<u8>, VisitCounts)> = partitions
            .into_iter()
            .map(|rows| {
                let mut csv = Vec::new();
                let counts = generator.generate(rows, &mut csv);
                (rows, csv, counts)
            })
            .collect();
        made.reverse();
        let mut accumulator = data_set.accumulator();
        let mut text = data_set.header().into_bytes();
        for (_, csv, counts) in made {
            text.extend(csv);
            accumulator.add(counts);
        }
        assert!(text == file.as_bytes(), "{size:?}");
        assert_eq!(accumulator.report().1, Distribution(bars.clone()), "{size:?}");
    }
}

#[test]
fn a_second_table_has_every_kind_of_text() {
    let data_set = DataSet::<Visits>::new(customers(3, 7)).unwrap();
    let mut csv = Vec::new();
    data_set.generator().write(data_set.rows(), &mut csv);
    let first = String::from_utf8(csv.clone()).unwrap();
    let first: Vec<&str> = first.lines().next().unwrap().split(',').collect();
    let written = |format: Format| {
        let mut transcoder = Transcoder::<3>::new(format, &VISITS, data_set.rows(), true);
        String::from_utf8(transcoder.transcode(&csv, data_set.rows()).unwrap().to_vec()).unwrap()
    };
    assert!(written(Format::PLAIN).starts_with("visit_id,minutes,remark\nVISIT00000001"));
    let tabs = written(Format::Csv(CsvForm { delimiter: Delimiter::Tab, ..CsvForm::PLAIN }));
    assert!(
        tabs.starts_with(&format!("visit_id\tminutes\tremark\n{}", first.join("\t"))),
        "{tabs}"
    );
    let remark = if first[2].is_empty() { "null".to_owned() } else { format!("{:?}", first[2]) };
    let object =
        format!("{{\"visit_id\":\"{}\",\"minutes\":{},\"remark\":{remark}}}\n", first[0], first[1]);
    assert!(written(Format::Ndjson).starts_with(&object), "{object}");
}

/// Customers of whom all are alike.
struct Clones {
    count: u32,
}

impl Version for Clones {
    type Row = u32;
    type Block = Vec<u32>;

    fn new(recipe: &Recipe) -> Clones {
        Clones { count: recipe.parameters().count }
    }

    fn segments(&self, block: u32) -> [u32; SEGMENTS] {
        [0, (self.count - block * 1000).min(1000), 0, 0, 0]
    }

    fn premium(&self, _: u32) -> [u32; SEGMENTS] {
        [0; SEGMENTS]
    }

    fn block(&self, block: u32) -> Vec<u32> {
        (block * 1000 + 1..=self.count.min((block + 1) * 1000)).collect()
    }

    fn rows(&self, block: &Vec<u32>, each: impl FnMut(&[u32])) {
        block.chunks(7).for_each(each);
    }

    fn write(&self, row: &u32, window: &mut [u8; ROW_BOUND]) -> usize {
        let text = format!(
            "CUST{row:08},Ann,Lee,ann.lee{row}@example.com,30,CA,Fresno,Employed,Standard,5000,2023-11-23,\
             Stable Mid-Spenders,\n"
        );
        window[..text.len()].copy_from_slice(text.as_bytes());
        text.len()
    }

    fn number(row: &u32) -> u32 {
        *row
    }

    fn facts(&self, row: &u32) -> RowFacts {
        RowFacts { number: *row, segment: 1, premium: false, credit_limit: 5000 }
    }

    fn email(&self, _: &Vec<u32>, number: u32) -> Vec<u8> {
        format!("ann.lee{number}@example.com").into_bytes()
    }
}

/// The table of customers by that version alone.
struct CloneTable;

impl Table for CloneTable {
    const SCHEMA: &'static Schema = &SCHEMA;
    const SINCE: RecipeVersion = RecipeVersion::V1;

    type Generator = VersionGenerator<Clones>;
    type Accumulator = Accumulator;

    fn partition_size(_: &Recipe) -> PartitionSize {
        PartitionSize::Blocks(1)
    }

    fn generator(recipe: &Recipe) -> VersionGenerator<Clones> {
        VersionGenerator::new(recipe)
    }

    fn accumulator(recipe: &Recipe, rows: Rows) -> Accumulator {
        Accumulator::new(recipe, rows)
    }
}

#[test]
fn another_version_goes_the_whole_way() {
    let dirt = Dirt::NONE
        .with(FaultKind::DuplicateEmail, Amount::Rows(3))
        .with(FaultKind::UnknownState, Amount::Rows(11));
    let parameters = Parameters {
        weights: [0, 1000, 0, 0, 0],
        premium: [0; 5],
        dirt,
        ..customers(2300, 1).parameters().clone()
    };
    let data_set = DataSet::<CloneTable>::new(Recipe::new(parameters).unwrap()).unwrap();
    let mut file = Vec::new();
    let written = data_set.write(&mut file, |_| ()).unwrap();
    let file = String::from_utf8(file).unwrap();
    assert!(file.starts_with(HEADER));
    assert_eq!(file.lines().count(), 2301);
    assert!(
        file.lines().nth(1).unwrap().starts_with("CUST00000001,Ann,Lee,ann.lee1@example.com,30,")
    );

    let report = written.report.report;
    let broken: Vec<(&str, u64)> =
        report.findings().map(|finding| (finding.rule.id(), finding.rows)).collect();
    assert_eq!(broken, [("state_known", 11), ("email_unique", 3)]);
    assert!(written.report.outcome.is_exact());
    assert_eq!(report.statistics.total_customers, 2300);
    assert_eq!(data_set.generator().dirty_blocks(data_set.rows()).count(), 3);
}
