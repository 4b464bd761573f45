//! The answer key of a table with dirt: written a part at a time, or its first faults for a reader's eye. When one is asked
//! for is for others.

use segmint::customers::Generator;
use segmint::data_set::DataSet;
use segmint::dirt::{AnswerKey, Injected};
use segmint::link::Link;
use segmint::plan::Rows;
use segmint::table::{Generate, Table};
use segmint::tables::TableId;
use segmint::transactions::Transactions;
use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;

/// How much of a key is written before a part of it is handed on.
const PART_BYTES: usize = 1 << 20;

/// A fault of a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyEntry {
    /// Its line in the plain CSV, whose header is line 1.
    pub line: u64,
    /// The column; empty where the row as a whole is meant.
    pub column: String,
    /// The kind, in words.
    pub kind: String,
    /// The value or the row as it would be without the fault.
    pub clean: String,
    /// As it is.
    pub faulty: String,
}

/// What becomes of the faults of a table.
trait KeyReader {
    /// Takes a fault, of a value or a row as it would be without and as it is.
    fn take(&mut self, injection: &impl Injected, clean: &[u8], faulty: &[u8]);
    /// Does what is to be done after some rows; whether more are wanted.
    fn go_on(&mut self) -> Result<bool, Refusal>;
}

/// Writes the answer key of the table that this link names, and hands on part after part.
///
/// # Errors
/// If the recipe does not have the table, or a part is not taken.
pub fn write(
    link: Link,
    form: AnswerKey,
    take: impl FnMut(&[u8]) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let mut writer = Writer { form, key: form.header().into_bytes(), hand_on: take };
    read(link, &mut writer)?;
    (writer.hand_on)(&writer.key)
}

/// The first faults of the table that this link names, so many at most, from the top of the file down.
///
/// # Errors
/// If the recipe does not have the table.
pub fn first(link: Link, most: usize) -> Result<Vec<KeyEntry>, Refusal> {
    let mut list = List { entries: Vec::new(), most };
    read(link, &mut list)?;
    list.entries.truncate(most);
    Ok(list.entries)
}

fn read(link: Link, reader: &mut impl KeyReader) -> Result<(), Refusal> {
    let Link { recipe, table, .. } = link;
    let (all, mut csv) = (Rows::all(&recipe), Vec::new());
    match table {
        TableId::Customers => {
            let generator = Generator::new(&recipe);
            for rows in generator.dirty_blocks(all) {
                generator.write_noting(rows, &mut csv, &mut |injection, clean, faulty| {
                    reader.take(injection, clean, faulty);
                });
                if !reader.go_on()? {
                    break;
                }
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
                    reader.take(&injection.behind(before), clean, faulty);
                });
                before += csv.iter().map(|&byte| u64::from(byte == b'\n')).sum::<u64>();
                if !reader.go_on()? {
                    break;
                }
            }
        }
    }
    Ok(())
}

struct Writer<Take> {
    form: AnswerKey,
    key: Vec<u8>,
    hand_on: Take,
}

impl<Take: FnMut(&[u8]) -> Result<(), Refusal>> KeyReader for Writer<Take> {
    fn take(&mut self, injection: &impl Injected, clean: &[u8], faulty: &[u8]) {
        self.form.write(injection, clean, faulty, &mut self.key);
    }

    fn go_on(&mut self) -> Result<bool, Refusal> {
        if self.key.len() >= PART_BYTES {
            (self.hand_on)(&self.key)?;
            self.key.clear();
        }
        Ok(true)
    }
}

struct List {
    entries: Vec<KeyEntry>,
    most: usize,
}

impl KeyReader for List {
    fn take(&mut self, injection: &impl Injected, clean: &[u8], faulty: &[u8]) {
        let text = |bytes| String::from_utf8_lossy(bytes).trim_end_matches('\n').to_owned();
        self.entries.push(KeyEntry {
            line: injection.line(),
            column: injection.column().unwrap_or_default().to_owned(),
            kind: injection.kind().id().replace('_', " "),
            clean: text(clean),
            faulty: text(faulty),
        });
    }

    fn go_on(&mut self) -> Result<bool, Refusal> {
        Ok(self.entries.len() < self.most)
    }
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
            let all = first(Link::parse(link).unwrap(), usize::MAX).unwrap();
            assert_eq!(all.len(), faults, "{link}");
            assert!(all.is_sorted_by_key(|entry| entry.line), "from the top of the file down");
            assert_eq!(first(Link::parse(link).unwrap(), 5).unwrap(), all[..5]);
            for entry in &all {
                assert!(file[entry.line as usize - 1].contains(&entry.faulty), "{entry:?}");
                assert_ne!(entry.clean, entry.faulty);
            }
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
