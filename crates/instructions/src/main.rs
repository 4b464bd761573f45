//! How many of the processor's instructions a row takes, counted by Valgrind's callgrind, which are the same from run
//! to run where seconds are not: `cargo run --release --package instructions`.
//!
//! Fails where a count is no longer what `record` says, more or less. Each case is counted with few rows and with many;
//! what the difference takes is the rows', and what starting up takes falls out.
//!
//! To see where instructions go, build with names, and give one case and a number of rows or customers to callgrind:
//!
//! ```sh
//! CARGO_PROFILE_RELEASE_STRIP=none CARGO_PROFILE_RELEASE_DEBUG=1 cargo build --release --package instructions
//! valgrind --tool=callgrind target/release/instructions customers-v1-made 100000
//! ```

mod cases;
mod record;

use std::env;
use std::io;
use std::process::{Command, ExitCode, Output, Stdio};

use thiserror::Error;

use cases::Case;
use record::{RECORD, Verdict};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let result = match &arguments[..] {
        [] => count_all(),
        [case, size] => run(case, size),
        _ => Err(Error::Arguments),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("Instructions could not be counted: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Why there is no count.
#[derive(Debug, Error)]
enum Error {
    #[error("give nothing, or a case and a number of customers")]
    Arguments,
    #[error("there is no case {0}")]
    Case(String),
    #[error("valgrind cannot be started ({0}); on Debian: apt-get install valgrind")]
    Valgrind(io::Error),
    #[error("valgrind said no count: {0}")]
    NoCount(String),
    #[error("the record is of x86-64, and this is {}", env::consts::ARCH)]
    Architecture,
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Does one case.
fn run(case: &str, size: &str) -> Result<ExitCode, Error> {
    let case = Case::named(case).ok_or_else(|| Error::Case(case.to_owned()))?;
    let size = size.parse().map_err(|_| Error::Arguments)?;
    case.run(size, io::stdin().lock())?;
    Ok(ExitCode::SUCCESS)
}

/// Counts every case and holds it against the record.
fn count_all() -> Result<ExitCode, Error> {
    if env::consts::ARCH != "x86_64" {
        return Err(Error::Architecture);
    }
    println!("{:<36} {:>8} {:>8}", "instructions a row", "recorded", "now");
    let mut is_kept = true;
    for (case, recorded) in RECORD {
        let now = of_a_row(case)?;
        let verdict = Verdict::of(recorded, now);
        println!("{:<36} {recorded:>8} {now:>8.1}{verdict}", case.name());
        is_kept &= verdict == Verdict::Kept;
    }
    if !is_kept {
        println!("What was meant to change goes into crates/instructions/src/record.rs.");
    }
    Ok(if is_kept { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// How many instructions a row of this case takes.
#[allow(clippy::cast_precision_loss, reason = "counts far below 2^53")]
fn of_a_row(case: Case) -> Result<f64, Error> {
    let [few, many] = case.sizes();
    let instructions = counted(case, many)? - counted(case, few)?;
    Ok(instructions as f64 / (case.rows(many) - case.rows(few)) as f64)
}

/// How many instructions a case takes with so many customers.
fn counted(case: Case, customers: u32) -> Result<u64, Error> {
    let Output { stderr, .. } = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(env::current_exe()?)
        .args([case.name(), &customers.to_string()])
        .stdin(case.input(customers)?.map_or_else(Stdio::null, Stdio::from))
        .output()
        .map_err(Error::Valgrind)?;
    let stderr = String::from_utf8_lossy(&stderr);
    let counted = stderr.lines().find_map(|line| line.split_once("Collected : "));
    let counted = counted.and_then(|(_, number)| number.trim().parse().ok());
    counted.ok_or_else(|| Error::NoCount(stderr.into_owned()))
}
