//! What shows whether rows are what a recipe describes, for people: associations, the values furthest off
//! their targets, names with the age of those who bear them.

use std::fmt::{self, Write};

use super::figures::{WIDTH, write_heading};
use super::style::ASIDE;
use crate::customers::statistics::{Association, Deviation, NameShare, Summary};
use crate::number::{fixed, thousands};

/// Of fewer customers the mean age is not told beside its target: chance alone moves it by more than seven years, while
/// the means of names are some ten years apart.
const FEWEST: u64 = 5;

/// Writes all of it, as far as there is anything to tell.
pub(super) fn write(text: &mut String, statistics: &Summary) -> fmt::Result {
    write_associations(text, &statistics.associations)?;
    write_deviations(text, &statistics.deviations)?;
    write_names(text, "First Names", &statistics.top_first_names)?;
    write_names(text, "Last Names", &statistics.top_last_names)
}

/// Which version the rows look like, in a line of its own.
pub(super) fn write_version(text: &mut String, statistics: &Summary) -> fmt::Result {
    let Some(version) = statistics.looks_like_version else { return Ok(()) };
    let places = thousands(statistics.places_in_their_state);
    let cities = thousands(statistics.cities_of_states);
    writeln!(
        text,
        "{ASIDE}Looks like recipe version {version}: {places} of {cities} cities are places of their \
         state{ASIDE:#}\n"
    )
}

fn write_associations(text: &mut String, associations: &[Association]) -> fmt::Result {
    if associations.iter().all(|pair| pair.cramers_v.is_none()) {
        return Ok(());
    }
    let declared =
        if associations.iter().any(|pair| pair.declared.is_some()) { "declared" } else { "" };
    write_heading(text, "Association (Cramér's V)", 40, &format!("{:>9}{declared:>10}", "actual"))?;
    for Association { columns, rows, cramers_v, declared } in associations {
        let columns = columns.join(", ");
        // A dash where a column has one value alone, or none that is known.
        // Of columns that are declared independent any strength is by chance, and is told.
        let is_drowned =
            declared.is_some_and(|declared| declared > 0.0 && by_chance(*rows) > declared);
        let is_told = cramers_v.is_none() || !is_drowned;
        let shown = cramers_v.filter(|_| is_told);
        let actual = shown.map_or("\u{2013}".to_owned(), |strength| fixed(strength, 3));
        write!(text, "    {columns:<38}{actual:>9}")?;
        if let Some(declared) = declared {
            write!(text, "{:>10}", fixed(*declared, 3))?;
        }
        writeln!(text, "{}", if is_told { "" } else { "  too few rows to tell" })?;
    }
    Ok(())
}

/// How large an association of independent columns seems among so many rows: the square root of a chi-squared for each
/// degree of freedom, of which 1 is expected, over the number of rows.
#[expect(clippy::cast_precision_loss, reason = "for people, of far fewer than 2^53 rows")]
fn by_chance(rows: u64) -> f64 {
    1.0 / (rows.max(1) as f64).sqrt()
}

/// The value of each column that is furthest off, and how far chance brings the furthest of so many.
fn write_deviations(text: &mut String, deviations: &[Deviation]) -> fmt::Result {
    if deviations.is_empty() {
        return Ok(());
    }
    let head = format!("{:>9}{:>9}{:>8}{:>11}", "actual", "target", "off", "by chance");
    write_heading(text, "Furthest off Target", 46, &head)?;
    for off in deviations {
        let value = format!("{:<20}{}", off.column, off.value);
        writeln!(
            text,
            "    {value:<44}{:>8}%{:>8}%{:>7}σ{:>10}σ",
            fixed(off.percent, 2),
            fixed(off.target_percent, 2),
            fixed(off.deviations, 1),
            fixed(off.expected_deviations, 1)
        )?;
    }
    Ok(())
}

fn write_names(text: &mut String, title: &str, names: &[NameShare]) -> fmt::Result {
    if names.is_empty() {
        return Ok(());
    }
    let with_targets = names.iter().any(|name| name.target_percent.is_some());
    let target = if with_targets { format!("{:>9}", "target") } else { String::new() };
    let head = format!("{:>12}{:>9}{target}{:>10}{target}", "customers", "actual", "mean age");
    write_heading(text, title, WIDTH, &head)?;
    for name in names {
        let (count, percent) = (thousands(name.count), fixed(name.percent, 2));
        write!(text, "    {:<24}{count:>12}{percent:>8}%", name.name)?;
        if let Some(target) = name.target_percent {
            write!(text, "{:>8}%", fixed(target, 2))?;
        }
        // The mean age of so few says nothing beside a target.
        if with_targets && name.count < FEWEST {
            writeln!(text, "{:>10}  too few rows to tell", "\u{2013}")?;
            continue;
        }
        write!(text, "{:>10}", fixed(name.mean_age, 1))?;
        if let Some(target) = name.target_mean_age {
            write!(text, "{:>9}", fixed(target, 1))?;
        }
        writeln!(text)?;
    }
    Ok(())
}
