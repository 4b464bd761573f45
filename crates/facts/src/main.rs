//! Writes the facts that ship, `src/facts/facts.bin`, from the tables of `data`: `cargo run --package facts`.
//! Nothing beside the repository is needed, and the test `facts` holds the file to what this makes.

use std::process::ExitCode;
use std::{env, fs};

use facts::{Error, packed};

fn main() -> ExitCode {
    match write() {
        Ok(bytes) => {
            println!("{PACKED}: {bytes} bytes");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("The facts could not be packed: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Where the file is, from the root of the repository.
const PACKED: &str = "src/facts/facts.bin";

fn write() -> Result<usize, Error> {
    let root = env!("CARGO_MANIFEST_DIR").trim_end_matches("crates/facts");
    let bytes = packed(&format!("{root}data"))?;
    let path = format!("{root}{PACKED}");
    fs::write(&path, &bytes).map_err(|reason| Error::File { path, reason })?;
    Ok(bytes.len())
}
