//! What others need for the same: they are found by name, and a run tells of those that are not here.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use fake::Fake;
use fake::faker::address::en::{CityName, StateAbbr};
use fake::faker::internet::en::FreeEmail;
use fake::faker::name::en::{FirstName, LastName};
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use segmint::date::Date;
use serde::Serialize;

/// What adds `tpchgen-cli`.
pub(crate) const ADD_TPCHGEN: &str = "`pip install tpchgen-cli`";

/// What adds DuckDB.
pub(crate) const ADD_DUCKDB: &str = "`pip install duckdb`";

/// `tpchgen-cli`, which makes the facts of a warehouse in some format and does not read them back: the table of
/// line items, of which there are six million at scale 1.
pub(crate) fn lineitem(format: &str, scale: &str) -> Command {
    let mut command = Command::new("tpchgen-cli");
    command.args([format, "-s", scale, "--tables", "lineitem"]);
    command
}

/// How many rows the table of line items has at scale 1.
pub(crate) const LINEITEMS: u32 = 6_001_215;

/// How fast a command writes, if there is such a command.
pub(crate) fn gigabytes_a_second(command: &mut Command) -> Option<f64> {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
    let mut output = child.stdout.take().unwrap();
    let (mut room, mut megabytes, mut bytes) = (vec![0; 1 << 20], 0, 0);
    loop {
        let read = output.read(&mut room).unwrap();
        bytes += read;
        megabytes += (bytes / 1_000_000) as u32;
        bytes %= 1_000_000;
        if read == 0 {
            break;
        }
    }
    assert!(child.wait().unwrap().success(), "{command:?} failed");
    Some(f64::from(megabytes) / 1e3 / start.elapsed().as_secs_f64())
}

/// The columns as DuckDB makes them in one statement, without names that fit together.
pub(crate) fn duckdb(path: &Path, count: u32, rounds: u32) -> Option<Duration> {
    let script = format!(
        "import duckdb\n\
         duckdb.sql(\"\"\"COPY (SELECT 'CUST' || lpad((i + 1)::VARCHAR, 8, '0') AS customer_id,\n\
         'First' || (random() * 3000)::INT AS first_name, 'Last' || (random() * 470)::INT AS last_name,\n\
         'first' || (random() * 3000)::INT || '.last' || i || '@gmail.com' AS email,\n\
         22 + (random() * 53)::INT AS age, 'CA' AS state, 'City' || (random() * 3000)::INT AS city,\n\
         'Employed' AS employment_status, 'Standard' AS card_type,\n\
         5000 + (random() * 45)::INT * 1000 AS credit_limit,\n\
         DATE '2021-11-24' + (random() * 1095)::INT AS account_open_date,\n\
         'Stable Mid-Spenders' AS customer_segment, NULL AS decline_type\n\
         FROM range({count}) t(i)) TO '{}' (HEADER)\"\"\")",
        path.display()
    );
    let mut command = Command::new("python3");
    command.args(["-c", &script]).stdout(Stdio::null()).stderr(Stdio::null());
    let mut once = || {
        let start = Instant::now();
        let done = command.status().is_ok_and(|status| status.success());
        done.then(|| start.elapsed())
    };
    let first = once()?;
    (1..rounds).filter_map(|_| once()).chain([first]).min()
}

/// The columns as `serde` writes them.
#[derive(Serialize)]
#[allow(clippy::struct_field_names, reason = "the contract names the columns")]
struct Customer {
    customer_id: String,
    first_name: String,
    last_name: String,
    email: String,
    age: u32,
    state: String,
    city: String,
    employment_status: &'static str,
    card_type: &'static str,
    credit_limit: u32,
    account_open_date: String,
    customer_segment: &'static str,
    decline_type: Option<&'static str>,
}

/// How one writes such a generator with well-known crates: values from `fake`, a struct per row,
/// `csv` and `serde`.
#[allow(clippy::disallowed_methods, reason = "no promise of stable bytes is made here")]
pub(crate) fn idiomatic(count: u32, sink: impl Write) {
    const SEGMENTS: [&str; 5] = [
        "High-Value Travelers",
        "Stable Mid-Spenders",
        "Budget-Conscious",
        "Declining",
        "New & Growing",
    ];
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(42);
    let mut writer = csv::Writer::from_writer(sink);
    let first_day = Date::from_unix_days(18_955);
    for number in 1..=count {
        let segment = SEGMENTS[rng.random_range(0..5)];
        writer
            .serialize(Customer {
                customer_id: format!("CUST{number:08}"),
                first_name: FirstName().fake_with_rng(&mut rng),
                last_name: LastName().fake_with_rng(&mut rng),
                email: FreeEmail().fake_with_rng(&mut rng),
                age: rng.random_range(22..=75),
                state: StateAbbr().fake_with_rng(&mut rng),
                city: CityName().fake_with_rng(&mut rng),
                employment_status: ["Employed", "Self-Employed", "Retired", "Unemployed"]
                    [rng.random_range(0..4)],
                card_type: if rng.random_bool(0.3) { "Premium" } else { "Standard" },
                credit_limit: rng.random_range(5..=50) * 1000,
                account_open_date: first_day.plus_days(rng.random_range(0..1096)).to_string(),
                customer_segment: segment,
                decline_type: (segment == "Declining").then_some("gradual"),
            })
            .unwrap();
    }
    writer.flush().unwrap();
}
