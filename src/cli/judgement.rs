//! What is told of a file that is judged, for people.

use std::fmt::{self, Write};
use std::time::Duration;

use super::check::Checked;
use super::customers_file::CustomersFile;
use super::style::{ASIDE, BAD, DOUBTFUL, GOOD, HEADING};
use super::text::{
    write_findings, write_fingerprint, write_passed, write_statistics, write_verdict,
};
use super::validate_request::ValidateRequest;
use super::{evidence, spending};
use crate::comparison::Verdict;
use crate::link::Link;
use crate::number::thousands;
use crate::transactions::statistics::Summary as Spending;
use crate::validate::{Compression, FileForm, FileFormat, Judged, Mismatch, Report};

/// What is told before a file is judged.
pub(super) fn validating(request: &ValidateRequest) -> String {
    format!("Validating {} against {}...\n", request.source, request.criteria_in_words())
}

/// What is told after that.
pub(super) fn validated(request: &ValidateRequest, checked: &Checked, took: Duration) -> String {
    let mut text = String::new();
    let _ = write_validated(&mut text, request, checked, took);
    text
}

fn write_validated(
    text: &mut String,
    request: &ValidateRequest,
    checked: &Checked,
    took: Duration,
) -> fmt::Result {
    let Checked { report, customers, verdict, sha256, bytes, form } = checked;
    let (bytes, seconds) = (thousands(*bytes), took.as_secs_f64());
    let is_readable = report.unreadable().is_none();
    if let Some(why) = report.unreadable() {
        let source = &request.source;
        writeln!(text, "{BAD}✗{BAD:#} {source} cannot be read as a table: {why}\n")?;
    } else {
        let rows = match report {
            Judged::Customers(report) => {
                format!("{} customer records", thousands(report.statistics.total_customers))
            }
            Judged::Transactions(report) => {
                let Spending { total_transactions, total_customers, .. } = report.statistics;
                let (rows, customers) = (thousands(total_transactions), thousands(total_customers));
                format!("{rows} transactions of {customers} customers")
            }
        };
        let form = form_in_words(*form);
        writeln!(text, "{GOOD}✓{GOOD:#} Read {rows}{form}, {bytes} bytes, in {seconds:.2} s\n")?;
    }
    match report {
        Judged::Customers(report) => write_judged_customers(text, request, report)?,
        Judged::Transactions(report) => {
            if report.statistics.total_transactions > 0 {
                spending::write(text, &report.statistics)?;
            }
            write_findings(text, report)?;
            write_passed(text, report)?;
            let with_rows = report.statistics.total_customers;
            write_customers(text, request, customers.as_ref(), with_rows)?;
            let depends = report.findings().any(|finding| finding.rule.depends_on_recipe());
            if depends && request.criteria.dated && request.data_set.is_none() {
                writeln!(
                    text,
                    "  Months, payments and dollars were checked against the defaults; give a --link if they were others"
                )?;
            }
        }
    }
    if let (Some(recipe), Some(verdict)) = (&request.data_set, verdict)
        && is_readable
    {
        let link = Link { table: report.table(), ..Link::from(recipe.clone()) };
        write_comparison(text, &link, verdict)?;
    }
    if request.sha256.is_some() && sha256.is_none() {
        let (named, read) = (request.table.word(), report.table().word());
        writeln!(
            text,
            "{DOUBTFUL}!{DOUBTFUL:#} The SHA-256 in the link is that of the {named}, and these are {read}: not compared"
        )?;
    }
    if let (Some(expected), Some(sha256)) = (&request.sha256, sha256) {
        write_fingerprint(text, expected, sha256)?;
        if sha256 != expected && *verdict == Some(Verdict::Identical) {
            writeln!(
                text,
                "    The recipe makes exactly this file, so the SHA-256 in the link is wrong or from \
                 another version."
            )?;
        }
    }
    Ok(())
}

/// Beside which customers transactions were checked, of whom so many have any.
fn write_customers(
    text: &mut String,
    request: &ValidateRequest,
    file: Option<&CustomersFile>,
    with_rows: u64,
) -> fmt::Result {
    let (beside, whose) = match (file, &request.customers, &request.data_set) {
        (Some(CustomersFile { rows, .. }), Some(source), _) => (*rows, format!("of {source}")),
        (_, _, Some(recipe)) => (recipe.parameters().count.into(), "of the recipe".to_owned()),
        _ => {
            return writeln!(
                text,
                "  The customers were not checked: give their file with --customers, or the recipe with --link"
            );
        }
    };
    write!(text, "  Checked with {} customers {whose}", thousands(beside))?;
    match beside.saturating_sub(with_rows) {
        0 => writeln!(text)?,
        without => writeln!(text, "; {} of them have no transaction here", thousands(without))?,
    }
    if file.is_some_and(|file| !file.is_sorted) {
        writeln!(
            text,
            "{DOUBTFUL}!{DOUBTFUL:#} They are not in the order of their ids, so only who exists was checked, not \
             segments and accounts"
        )?;
    }
    Ok(())
}

/// What a file of customers holds, and what is wrong with it.
fn write_judged_customers(
    text: &mut String,
    request: &ValidateRequest,
    report: &Report,
) -> fmt::Result {
    if report.statistics.total_customers > 0 {
        write_statistics(text, &report.statistics)?;
        let asked = request.criteria.recipe.version().number();
        let is_another = report.statistics.looks_like_version != Some(asked);
        if request.data_set.is_none() || is_another {
            evidence::write_version(text, &report.statistics)?;
        }
    }
    write_verdict(text, report)?;
    if report.mismatches.is_empty() {
        Ok(())
    } else {
        write_mismatches(text, request, &report.mismatches)
    }
}

/// What the records were read from, if that is not plain CSV.
fn form_in_words(form: FileForm) -> String {
    let format = match form.format {
        FileFormat::Csv => "",
        FileFormat::Json => "JSON",
        FileFormat::Ndjson => "NDJSON",
        FileFormat::Parquet => "Parquet",
    };
    let compression = match form.compression {
        Compression::None => "",
        Compression::Gzip => "gzip",
        Compression::Zstd => "zstd",
    };
    let words = [format, compression].into_iter().filter(|word| !word.is_empty());
    let words: Vec<&str> = words.collect();
    if words.is_empty() { String::new() } else { format!(" from {}", words.join(", ")) }
}

fn write_mismatches(
    text: &mut String,
    request: &ValidateRequest,
    mismatches: &[Mismatch],
) -> fmt::Result {
    writeln!(
        text,
        "\n{HEADING}Perhaps the file is right, but was made with other settings:{HEADING:#}"
    )?;
    writeln!(text, "  {ASIDE}{:<20}{:<24}fits the file{ASIDE:#}", "", "checked against")?;
    for Mismatch { parameter, recipe, file } in mismatches {
        writeln!(text, "  {parameter:<20}{recipe:<24}{file}")?;
    }
    writeln!(text, "  To check against that:\n  {}", request.command_with(mismatches))
}

fn write_comparison(text: &mut String, link: &Link, verdict: &Verdict) -> fmt::Result {
    match verdict {
        Verdict::Identical => {
            writeln!(text, "\n{GOOD}✓{GOOD:#} Byte for byte the data set of #{link}")
        }
        Verdict::SameRows(_) => {
            writeln!(text, "\n{DOUBTFUL}!{DOUBTFUL:#} Not byte for byte the data set of #{link}")?;
            writeln!(text, "    {verdict}")
        }
        Verdict::Differs(difference) => {
            writeln!(text, "\n{DOUBTFUL}!{DOUBTFUL:#} Not the data set of #{link}")?;
            writeln!(text, "    {difference}")
        }
    }
}
