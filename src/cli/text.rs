//! The report for people, in the reference's words. Only writes text: whether its colours reach
//! the screen is for the stream to decide.

use std::fmt::{self, Display, Write};

use anstyle::Style;

use super::evidence;
use super::figures::{cents, write_distribution};
use super::generate_request::GenerateRequest;
use super::made::{Generated, Made};
use super::output::Destination;
use super::spending;
use super::style::{ASIDE, BAD, DOUBTFUL, GOOD, HEADING};
use super::tables::TableReport;
use crate::customers::statistics::Summary;
use crate::dirt::{DirtReport, FaultCount};
use crate::findings;
use crate::fingerprint::first_difference;
use crate::number::thousands;
use crate::plan::Rows;
use crate::recipe::{Amount, BLOCK_ROWS, WHOLE, percent};
use crate::tables::TableId;
use crate::validate::{Example, Finding, Report};

/// What is told before a table is made.
pub(super) fn generating(request: &GenerateRequest) -> String {
    let mut text = match request.table {
        TableId::Customers => generating_customers(request),
        TableId::Transactions => spending::generating(request),
    };
    let elsewhere = TableId::ALL.into_iter().filter(|table| *table != request.table);
    for table in elsewhere {
        let dirt = table.dirt(request.recipe.parameters());
        let kinds: Vec<&str> = dirt.amounts().map(|(kind, _)| kind.id()).collect();
        if !kinds.is_empty() {
            let (kinds, made) = (kinds.join(", "), request.table.word());
            let other = table.word();
            // Writing into a string does not fail.
            let _ = writeln!(text, "Not in {made}, because they are faults of {other}: {kinds}.");
        }
    }
    text
}

fn generating_customers(request: &GenerateRequest) -> String {
    let parameters = request.recipe.parameters();
    let rows = if request.rows == Rows::all(&request.recipe) {
        String::new()
    } else {
        let Rows { first, last } = request.rows;
        format!("rows {} to {} of ", thousands(first), thousands(last))
    };
    format!(
        "Generating {rows}{} customers with seed {} as of {}...\n",
        thousands(parameters.count),
        parameters.seed,
        parameters.as_of,
    )
}

/// Which file the report that follows is about, where there is more than one.
pub(super) fn heading(request: &GenerateRequest) -> String {
    format!("\n{HEADING}{}{HEADING:#}\n", request.destination)
}

/// What is told after that.
pub(super) fn generated(made: &Made<'_>) -> String {
    let mut text = String::new();
    // Writing into a string does not fail.
    let _ = write_generated(&mut text, made);
    text
}

fn write_generated(text: &mut String, made: &Made<'_>) -> fmt::Result {
    let Made { request, generated, is_in_place } = made;
    let seconds = generated.took.as_secs_f64();
    let bytes = thousands(generated.bytes);
    let customers = thousands(request.rows.count());
    match &generated.report {
        TableReport::Customers(made) => {
            writeln!(
                text,
                "{GOOD}✓{GOOD:#} Generated {customers} customer records, {bytes} bytes, in {seconds:.2} s\n"
            )?;
            write_statistics(text, &made.report.statistics)?;
            if request.table.dirt(request.recipe.parameters()).is_none() {
                write_verdict(text, &made.report)?;
            } else {
                write_findings(text, &made.report)?;
                write_outcome(text, request, &made.outcome)?;
            }
        }
        TableReport::Transactions(made) => {
            let rows = thousands(made.report.statistics.total_transactions);
            writeln!(
                text,
                "{GOOD}✓{GOOD:#} Generated {rows} transactions of {customers} customers, {bytes} bytes, in \
                 {seconds:.2} s\n"
            )?;
            spending::write(text, &made.report.statistics)?;
            write_findings(text, &made.report)?;
            if request.table.dirt(request.recipe.parameters()).is_none() {
                write_passed(text, &made.report)?;
            } else {
                write_outcome(text, request, &made.outcome)?;
            }
        }
    }
    match generated.fingerprints(request) {
        Some((expected, sha256)) => write_fingerprint(text, expected, sha256)?,
        None if request.expected.is_some() => writeln!(
            text,
            "{DOUBTFUL}!{DOUBTFUL:#} Not compared with the sender's file, of which this is a part"
        )?,
        None => {}
    }
    if *is_in_place {
        write_whereabouts(text, request, generated)?;
    }
    Ok(())
}

/// What was injected, how many findings must come of it, and how many do.
fn write_outcome(
    text: &mut String,
    request: &GenerateRequest,
    outcome: &DirtReport,
) -> fmt::Result {
    let head = format!("{:>12}{:>12}{:>12}", "injected", "expected", "found");
    writeln!(text, "\n{HEADING}{:<31}{HEADING:#}{ASIDE}{head}{ASIDE:#}", "Faults:")?;
    for FaultCount { kind, injected, expected, found } in &outcome.kinds {
        let numbers = [injected, expected, found].map(|number| thousands(*number));
        let [injected, expected, found] = numbers;
        writeln!(text, "  {:<29}{injected:>12}{expected:>12}{found:>12}", kind.id())?;
    }
    if request.rows == Rows::all(&request.recipe) {
        write_shares_of_nothing(text, request, outcome)?;
    }
    let (faults, strays) = (thousands(outcome.injected()), thousands(outcome.strays));
    if outcome.is_exact() {
        writeln!(text, "\n{GOOD}✓{GOOD:#} {faults} faults injected, and exactly these found")
    } else {
        writeln!(
            text,
            "\n{BAD}✗{BAD:#} {faults} faults injected, but other findings than expected, {strays} of them elsewhere"
        )
    }
}

/// Which shares of the whole data set are less than one row, and which faults had no room.
fn write_shares_of_nothing(
    text: &mut String,
    request: &GenerateRequest,
    outcome: &DirtReport,
) -> fmt::Result {
    let parameters = request.recipe.parameters();
    let rows = thousands(parameters.count);
    let plural = if parameters.count == 1 { "" } else { "s" };
    let injected = |flaw| -> u64 {
        let of_kind = outcome.kinds.iter().filter(|count| count.kind == flaw);
        of_kind.map(|count| count.injected).sum()
    };
    for (flaw, amount) in request.table.dirt(parameters).amounts() {
        let asked = match amount {
            Amount::Rows(rows) => u64::from(rows),
            Amount::Share(share) => {
                let (full, few) = (parameters.count / BLOCK_ROWS, parameters.count % BLOCK_ROWS);
                let of = |rows: u32| u64::from(rows) * u64::from(share) / u64::from(WHOLE);
                u64::from(full) * of(BLOCK_ROWS) + of(few)
            }
        };
        if let Amount::Share(share) = amount
            && asked == 0
        {
            let share = percent(u32::from(share));
            writeln!(
                text,
                "  {DOUBTFUL}!{DOUBTFUL:#} {flaw}: {share} % of {rows} row{plural} is less than one row, so \
                 no row has it"
            )?;
        } else if injected(flaw) < asked {
            let (injected, asked) = (thousands(injected(flaw)), thousands(asked));
            writeln!(
                text,
                "  {DOUBTFUL}!{DOUBTFUL:#} {flaw}: only {injected} of {asked}: no other customer has a row \
                 that could have it"
            )?;
        }
    }
    Ok(())
}

pub(super) fn write_fingerprint(text: &mut String, expected: &str, sha256: &str) -> fmt::Result {
    if sha256 == expected {
        writeln!(text, "{GOOD}✓{GOOD:#} Identical to the sender's file: SHA-256 {sha256}")
    } else {
        writeln!(text, "{DOUBTFUL}!{DOUBTFUL:#} NOT the sender's file")?;
        writeln!(text, "    the link says SHA-256  {expected}")?;
        writeln!(text, "    the file has           {sha256}")?;
        let digit = first_difference(expected, sha256).unwrap_or_default();
        let before = 26 + digit;
        writeln!(text, "{:>before$}^ {ASIDE}digit {digit} is the first that differs{ASIDE:#}", "")
    }
}

pub(super) fn write_statistics(text: &mut String, statistics: &Summary) -> fmt::Result {
    writeln!(text, "{HEADING}Statistics:{HEADING:#}")?;
    writeln!(text, "  Total customers: {}", thousands(statistics.total_customers))?;
    writeln!(text, "  Unique IDs: {}", thousands(statistics.unique_customer_ids))?;
    let compared = statistics.emails_compared;
    if compared < statistics.total_customers {
        writeln!(text, "  Emails compared: the first {}", thousands(compared))?;
    }
    if let (Some(min), Some(max)) = (statistics.credit_limit_min, statistics.credit_limit_max) {
        writeln!(text, "  Credit limit range: ${} - ${}", thousands(min), thousands(max))?;
    }
    if let Some(average) = statistics.credit_limit_avg {
        writeln!(text, "  Average credit limit: ${}", cents(average))?;
    }
    for (title, distribution) in [
        ("Segment Distribution", &statistics.segment_distribution),
        ("Card Type Distribution", &statistics.card_type_distribution),
        ("Employment Distribution", &statistics.employment_distribution),
        ("Decline Type Distribution", &statistics.decline_type_distribution),
    ] {
        write_distribution(text, title, "customers", distribution)?;
    }
    evidence::write(text, statistics)?;
    writeln!(text)
}

pub(super) fn write_findings<S>(text: &mut String, report: &findings::Report<S>) -> fmt::Result {
    for finding in &report.warnings {
        write_finding(text, DOUBTFUL, "!", finding)?;
    }
    report.errors.iter().try_for_each(|finding| write_finding(text, BAD, "✗", finding))
}

pub(super) fn write_verdict(text: &mut String, report: &Report) -> fmt::Result {
    write_findings(text, report)?;
    let Summary { emails_compared, emails_all_compared, .. } = &report.statistics;
    if report.is_valid && !emails_all_compared {
        let compared = thousands(*emails_compared);
        writeln!(
            text,
            "{GOOD}✓{GOOD:#} Validation passed; only the first {compared} rows were searched for duplicate \
             mail addresses"
        )
    } else {
        write_passed(text, report)
    }
}

/// Whether the rows are valid, with the number of rules that say so: `16 rules failed, 2 warnings`.
pub(super) fn write_passed<S>(text: &mut String, report: &findings::Report<S>) -> fmt::Result {
    let [errors, warnings] = [report.errors.len(), report.warnings.len()];
    let plural = |number| if number == 1 { "" } else { "s" };
    let besides = match warnings {
        0 => String::new(),
        _ => format!(", {warnings} warning{}", plural(warnings)),
    };
    if report.is_valid {
        writeln!(text, "{GOOD}✓{GOOD:#} Validation passed{besides}")
    } else {
        writeln!(
            text,
            "{BAD}✗{BAD:#} Validation failed: {errors} rule{} failed{besides}",
            plural(errors)
        )
    }
}

fn write_finding(text: &mut String, style: Style, mark: &str, finding: &Finding) -> fmt::Result {
    let Finding { rule, message, rows, examples } = finding;
    let (count, unit) = (thousands(*rows), rule.unit());
    let plural = if *rows == 1 { "" } else { "s" };
    writeln!(
        text,
        "{style}{mark}{style:#} {message} {ASIDE}({rule}: {count} {unit}{plural}){ASIDE:#}"
    )?;
    examples.iter().try_for_each(|example| write_example(text, example))
}

/// Where it is, what stands there, and why that is wrong, as far as there is anything to say.
fn write_example(text: &mut String, example: &Example) -> fmt::Result {
    let Example { line, column, value, reason } = example;
    // What is true of the file as a whole stands on no line.
    let line = (*line > 0).then(|| format!("line {}", thousands(*line)));
    let place = [line.as_deref().unwrap_or_default(), column].into_iter();
    let place: Vec<&str> = place.filter(|part| !part.is_empty()).collect();
    write!(text, "    {}", place.join(", "))?;
    if !value.is_empty() {
        // In quotes, so that white space shows.
        write!(text, ": \"{value}\"")?;
    }
    if !reason.is_empty() {
        write!(text, " {ASIDE}({reason}){ASIDE:#}")?;
    }
    writeln!(text)
}

fn write_whereabouts(
    text: &mut String,
    request: &GenerateRequest,
    generated: &Generated,
) -> fmt::Result {
    let saved: &dyn Display = &request.destination;
    match request.destination {
        Destination::Stdout => writeln!(text, "{GOOD}✓{GOOD:#} Successfully written to {saved}")?,
        Destination::Path(_) => writeln!(text, "{GOOD}✓{GOOD:#} Successfully saved to {saved}")?,
    }
    if let Some(key) = &request.answer_key {
        writeln!(text, "{GOOD}✓{GOOD:#} Answer key saved to {}", key.destination)?;
    }
    writeln!(text)?;
    if let Some(sha256) = &generated.sha256 {
        writeln!(text, "SHA-256  {sha256}")?;
        if !request.format.is_plain() {
            writeln!(
                text,
                "         {ASIDE}of this file; a link carries that of the plain CSV{ASIDE:#}"
            )?;
        }
    }
    writeln!(text, "Repeat   {}", request.command())?;
    writeln!(text, "Link     #{}", generated.link(request))
}
