//! Where a file can go: one that the reader picks, one in this site's own storage, or memory. How the browser is
//! asked is for others.

use segmint::number::thousands;
use segmint::tables::TableId;

use crate::chosen::Chosen;
use crate::output_format::OutputFormat;
use crate::words;

/// Up to this many bytes a file can be kept in memory: 3,000,000 rows of plain CSV. Chromium makes
/// larger Blobs without complaint and then cannot read them; 507 MB always worked.
const MEMORY_BYTES: f64 = 396e6;

/// Room for a row: the mean of the defaults, and a little.
fn room_a_row(format: OutputFormat, table: TableId) -> f64 {
    (format.bytes_a_row(table) * 1.04).floor()
}

/// What a browser lets this page do with files.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Capabilities {
    /// Whether the reader can pick a file that is written to as it is made.
    pub picker: bool,
    /// How many bytes this site's storage has room for, if it can hold files at all.
    pub free: Option<f64>,
}

/// Where the file of a run is to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SaveTarget {
    /// Where the reader picks it.
    Picked,
    /// In this site's storage.
    Stored {
        /// Bytes that it says it has free.
        free: f64,
        /// Bytes that the file takes.
        needed: f64,
    },
    /// In memory.
    Memory,
    /// Nowhere: there is no room for it.
    Nowhere {
        /// How many rows there would be room for.
        most: u64,
    },
}

impl Capabilities {
    /// Where this data set goes in this form.
    #[must_use]
    pub fn target(self, chosen: &Chosen, format: OutputFormat) -> SaveTarget {
        let room = room_a_row(format, chosen.table());
        let needed = chosen.rows() as f64 * room;
        let fits_memory = needed <= MEMORY_BYTES;
        match self.free {
            _ if self.picker => SaveTarget::Picked,
            Some(free) if free >= needed || !fits_memory => SaveTarget::Stored { free, needed },
            _ if fits_memory => SaveTarget::Memory,
            _ => SaveTarget::Nowhere { most: (MEMORY_BYTES / room) as u64 },
        }
    }
}

impl SaveTarget {
    /// What its reader should know before it begins.
    #[must_use]
    pub fn hint(self) -> String {
        match self {
            SaveTarget::Picked => {
                "You choose the file; it is written as it is made, whatever its size.".to_owned()
            }
            SaveTarget::Stored { free, needed } if needed <= free => format!(
                "The file is written to this browser\u{2019}s storage, which has {} free, and \
                downloaded from there.",
                words::size(free)
            ),
            SaveTarget::Stored { free, needed } => format!(
                "The file takes {} of this browser\u{2019}s storage, which says it has {} free: \
                it may have more, or ask you for it, and if not you are told at once. The command \
                below writes any size.",
                words::size(needed),
                words::size(free)
            ),
            SaveTarget::Memory => "Above 1,000,000 rows, press the button to start.".to_owned(),
            SaveTarget::Nowhere { most } => format!(
                "This browser lets the page keep no file above {} rows, only statistics; the \
                command below writes any size.",
                thousands(most)
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

    use segmint::recipe::{Parameters, Recipe, RecipeVersion};

    use super::*;

    fn chosen(count: u32) -> Chosen {
        let parameters = Parameters {
            count,
            ..Parameters::defaults(RecipeVersion::V1, "2026-11-23".parse().unwrap())
        };
        Chosen::new(Recipe::new(parameters).unwrap(), TableId::Customers).unwrap()
    }

    #[test]
    fn a_file_goes_where_there_is_room_for_it() {
        let target = |picker, free, count| {
            Capabilities { picker, free }.target(&chosen(count), OutputFormat::PLAIN)
        };
        assert_eq!(target(true, None, 99_999_999), SaveTarget::Picked);
        assert_eq!(target(false, None, 3_000_000), SaveTarget::Memory);
        assert_eq!(target(false, None, 3_000_001), SaveTarget::Nowhere { most: 3_000_000 });
        let stored = |free, needed| SaveTarget::Stored { free, needed };
        assert_eq!(target(false, Some(1e9), 2_000_000), stored(1e9, 264e6));
        // Rather in memory than where there is no room, and rather there than nowhere.
        assert_eq!(target(false, Some(1e8), 2_000_000), SaveTarget::Memory);
        assert_eq!(target(false, Some(1e8), 4_000_000), stored(1e8, 528e6));
        let ndjson = OutputFormat { choice: 3, gzip: false };
        let fewer = Capabilities::default().target(&chosen(2_000_000), ndjson);
        assert_eq!(fewer, SaveTarget::Nowhere { most: 1_182_089 });
    }

    #[test]
    fn its_reader_is_told_how_much_room_there_is() {
        let hint = |free, needed| SaveTarget::Stored { free, needed }.hint();
        assert!(hint(2e9, 1e9).contains("which has 2.00 GB free"));
        assert!(
            hint(1e9, 2e9).contains("takes 2.00 GB") && hint(1e9, 2e9).contains("1.00 GB free")
        );
        assert!(SaveTarget::Nowhere { most: 3_000_000 }.hint().contains("above 3,000,000 rows"));
    }
}
