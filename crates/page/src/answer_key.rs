//! The answer key of a table with dirt, written a part at a time. When one is asked for is for others.

use segmint::customers::Generator;
use segmint::data_set::DataSet;
use segmint::dirt::AnswerKey;
use segmint::link::Link;
use segmint::plan::Rows;
use segmint::table::{Generate, Table};
use segmint::tables::TableId;
use segmint::transactions::Transactions;

use crate::browser::Refusal;

/// How much of a key is written before a part of it is handed on.
const PART_BYTES: usize = 1 << 20;

/// Writes the answer key of the table that this link names, and hands on part after part.
///
/// # Errors
/// If the recipe does not have the table, or a part is not taken.
pub fn write(
    link: Link,
    form: AnswerKey,
    mut take: impl FnMut(&[u8]) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let Link { recipe, table, .. } = link;
    let (all, mut csv) = (Rows::all(&recipe), Vec::new());
    let mut key = form.header().into_bytes();
    let mut hand_on = |key: &mut Vec<u8>, least: usize| {
        if key.len() < least {
            return Ok(());
        }
        let taken = take(key);
        key.clear();
        taken
    };
    match table {
        TableId::Customers => {
            let generator = Generator::new(&recipe);
            for rows in generator.dirty_blocks(all) {
                generator.write_noting(rows, &mut csv, &mut |injection, clean, faulty| {
                    form.write(injection, clean, faulty, &mut key);
                });
                hand_on(&mut key, PART_BYTES)?;
            }
        }
        TableId::Transactions => {
            let size = Transactions::partition_size(&recipe);
            let data_set =
                DataSet::transactions(recipe).map_err(|error| Refusal(error.to_string()))?;
            let (generator, mut before) = (data_set.generator(), 0);
            // Which row a fault is in says only who has made all rows before it.
            for customers in all.partitions(size) {
                generator.write_noting(customers, &mut csv, &mut |injection, clean, faulty| {
                    form.write(&injection.behind(before), clean, faulty, &mut key);
                });
                before += csv.iter().map(|&byte| u64::from(byte == b'\n')).sum::<u64>();
                hand_on(&mut key, PART_BYTES)?;
            }
        }
    }
    hand_on(&mut key, 0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

    use super::*;

    /// The lines of a key, and those of the file that it is of.
    fn lines(link: &str) -> (Vec<String>, Vec<String>) {
        let link = Link::parse(link).unwrap();
        let mut csv = Vec::new();
        match link.table {
            TableId::Customers => {
                DataSet::customers(link.recipe.clone()).write(&mut csv, |_| ()).map(drop).unwrap();
            }
            TableId::Transactions => {
                let data_set = DataSet::transactions(link.recipe.clone()).unwrap();
                data_set.write(&mut csv, |_| ()).map(drop).unwrap();
            }
        }
        let mut key = Vec::new();
        write(link, AnswerKey::Csv, |part| {
            key.extend_from_slice(part);
            Ok(())
        })
        .unwrap();
        let lines = |text: Vec<u8>| {
            String::from_utf8(text).unwrap().lines().map(str::to_owned).collect::<Vec<_>>()
        };
        (lines(key), lines(csv))
    }

    /// Also behind partitions that have none.
    #[test]
    fn every_fault_is_on_its_line() {
        for (link, faults) in [
            ("v=2&seed=7&count=3000&as_of=2026-11-23&dirt=unknown_state:40", 40),
            (
                "v=2&seed=7&count=300&as_of=2026-11-23&dirt=unknown_channel:9,orphan_transaction:8\
                &table=transactions",
                17,
            ),
        ] {
            let (key, file) = lines(link);
            assert_eq!(key.len(), faults + 1, "{link}");
            for fault in &key[1..] {
                let parts: Vec<&str> = fault.split(',').collect();
                let line: usize = parts[1].parse().unwrap();
                assert!(file[line - 1].contains(parts[5]), "{fault}: {}", file[line - 1]);
            }
        }
    }

    #[test]
    fn who_does_not_take_a_part_gets_no_more() {
        let link =
            "v=2&seed=7&count=300&as_of=2026-11-23&dirt=unknown_channel:9&table=transactions";
        let full = || Err(Refusal("no room".to_owned()));
        let written = write(Link::parse(link).unwrap(), AnswerKey::Csv, |_| full());
        assert_eq!(written, full());
    }
}
