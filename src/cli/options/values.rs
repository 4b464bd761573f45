//! What is typed behind an option that is no parameter of a recipe, read into what it means.

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::thread;

use crate::cli::output_format::is_named_as_file;
use crate::date::Date;
use crate::format::TableName;
use crate::loader::Target;
use crate::number::{thousands, whole};
use crate::recipe::{Parameter, Parameters, RecipeVersion, WHOLE};
use crate::tables::TableId;
use crate::validate::Criteria;

pub(super) fn examples(text: &str) -> Result<u32, String> {
    let most = Criteria::MOST_EXAMPLES;
    let examples = whole(text).filter(|examples| *examples <= most);
    examples.ok_or_else(|| format!("must be a whole number from 0 to {}", thousands(most)))
}

pub(super) fn target(text: &str) -> Result<Target, String> {
    let found = Target::ALL.into_iter().find(|target| target.word() == text);
    found.ok_or_else(|| format!("must be one of {}", Target::ALL.map(Target::word).join(", ")))
}

pub(super) fn table(text: &str) -> Result<TableId, String> {
    let words = TableId::ALL.map(TableId::word);
    TableId::from_word(text).ok_or_else(|| format!("must be {}", words.join(" or ")))
}

/// A folder for two files: one that exists, or a name that nobody gives to a file.
pub(super) fn folder(text: &str) -> Result<PathBuf, String> {
    let folder = PathBuf::from(text);
    if text.is_empty() || text == "-" {
        Err("must be a folder, because there are two files".to_owned())
    } else if is_named_as_file(&folder) && !folder.is_dir() {
        Err("must be a folder, because there are two files, and this is named like a file: say \
             --output data for data/customers and data/transactions, and the format with --format"
            .to_owned())
    } else {
        Ok(folder)
    }
}

/// The name of the table of customers that transactions refer to.
pub(super) fn customers_table(text: &str) -> Result<TableName, String> {
    const NO_FILE: &str =
        "--customers is the name of a table here, no file and no range, as in staging.customers";
    if is_named_as_file(Path::new(text)) {
        return Err(NO_FILE.to_owned());
    }
    text.parse().map_err(|limit| format!("{limit}; {NO_FILE}"))
}

pub(super) fn threads(text: &str) -> Result<NonZero<usize>, String> {
    whole::<NonZero<usize>>(text)
        .filter(|threads| threads.get() <= 1024)
        .ok_or_else(|| "must be a whole number from 1 to 1,024".to_owned())
}

/// An address that a fragment can follow.
pub(super) fn page_address(text: &str) -> Result<String, String> {
    let fits = |byte: u8| byte.is_ascii_graphic() && !b"#<>\"\\^`{|}".contains(&byte);
    if !text.is_empty() && text.bytes().all(fits) {
        Ok(text.to_owned())
    } else {
        Err("must be an address without a fragment, as in https://example.org/segmint/".to_owned())
    }
}

/// The name of a plain CSV, which is all that the scripts load.
pub(super) fn loadable(name: &str) -> Result<String, String> {
    let is_plain = [".csv", ".csv.gz"].iter().any(|ending| name.ends_with(ending));
    let name = is_plain.then(|| name.to_owned());
    name.ok_or_else(|| "must end in .csv or .csv.gz: the scripts load the plain CSV".to_owned())
}

/// Percentage points as per mille.
pub(super) fn tolerance(text: &str) -> Result<u16, String> {
    let mut parameters = Parameters::defaults(RecipeVersion::LATEST, Date::EARLIEST);
    let read = Parameter::Gradual.read(text, &mut parameters).is_ok();
    let points = Some(parameters.gradual).filter(|&points| read && points <= WHOLE);
    points.ok_or_else(|| "must be 0 to 100 percentage points, in steps of 0.1".to_owned())
}

/// How many threads there are room for.
pub(in crate::cli) fn processors() -> NonZero<usize> {
    thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_no_fragment() {
        for address in ["https://example.org/a/?b=1", "./", "file:///C:/segmint%20(1).html"] {
            assert_eq!(page_address(address).as_deref(), Ok(address));
        }
        for text in ["", "https://example.org/#", "a b", "a\"b", "é"] {
            assert!(page_address(text).is_err(), "{text}");
        }
    }

    #[test]
    fn scripts_load_the_plain_csv() {
        for name in ["customers.csv", "data/a b.csv.gz"] {
            assert_eq!(loadable(name), Ok(name.to_owned()));
        }
        for name in ["", "customers", "customers.csv.zst", "customers.parquet", "x.ndjson"] {
            assert!(loadable(name).is_err(), "{name}");
        }
    }

    #[test]
    fn folders_are_not_named_like_files() {
        for name in ["data", "./data.d", "v1.2", "a/b", "."] {
            assert_eq!(folder(name), Ok(name.into()));
        }
        for name in ["", "-", "x.csv", "a/x.CSV.gz", "x.parquet", "x.gz"] {
            assert!(folder(name).is_err(), "{name}");
        }
        let there = tempfile::Builder::new().suffix(".csv").tempdir().unwrap();
        assert!(folder(there.path().to_str().unwrap()).is_ok());
    }

    #[test]
    fn customers_of_a_loader_are_a_table() {
        assert!(customers_table("staging.customers").is_ok());
        for name in ["customers.csv", "1-500", "a b"] {
            let limit = customers_table(name).unwrap_err();
            assert!(limit.contains("name of a table here"), "{name}: {limit}");
        }
    }

    #[test]
    fn tolerances_are_percentage_points() {
        assert_eq!(tolerance("5"), Ok(50));
        assert_eq!(tolerance("0.1"), Ok(1));
        assert_eq!(tolerance("100"), Ok(1000));
        assert_eq!(tolerance("2,5 %"), Ok(25));
        for text in ["", "-1", "100.1", "5.05", "5.", "x"] {
            assert!(tolerance(text).is_err(), "{text}");
        }
    }

    #[test]
    fn whole_numbers_are_as_people_write_them() {
        assert_eq!(threads("1,024").map(NonZero::get), Ok(1024));
        assert_eq!(examples("1 000"), Ok(1000));
        for text in ["", "0", "1.024", "1,5", "+4", "-1", "1025", "99999999999999999999"] {
            assert!(threads(text).is_err(), "{text}");
        }
        for text in ["", "-1", "1001", "1.000", "99999999999"] {
            assert!(examples(text).is_err(), "{text}");
        }
    }
}
