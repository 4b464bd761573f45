//! Where a file says something else than the recipe it is held against, and what recipe would say
//! the same: so that nobody blames the data for the wrong recipe.

use crate::customers::statistics::Statistics;
use crate::date::Date;
use crate::findings::{Findings, Mismatch, Rule};
use crate::number::descending;
use crate::recipe::{DAYS_PER_YEAR, Parameter, Parameters, Recipe, SEGMENTS, Span, WHOLE};

/// Fewer rows than this, or less than one in [`FEW`], are taken for faults of the data: no other
/// recipe is looked for.
const FEWEST: u64 = 5;
const FEW: u64 = 100;

/// The parameters behind what was found, if other values of them would fit the file.
pub(super) fn mismatches(
    recipe: &Recipe,
    findings: &Findings,
    statistics: &Statistics,
) -> Vec<Mismatch> {
    let asked = recipe.parameters();
    let many = |rule| {
        let rows = findings.rows(rule);
        rows >= FEWEST && rows * FEW >= statistics.rows
    };
    let mut fitting = asked.clone();
    if findings.rows(Rule::SegmentShare) > 0
        && is_beyond_chance(&asked.weights, &statistics.segments)
    {
        fitting.weights = weights(&statistics.segments);
    }
    if many(Rule::PremiumAllowed) {
        fitting.premium = premium(asked, statistics);
    }
    let all = |rule| findings.rows(rule) == statistics.rows;
    if many(Rule::AgeRange)
        && let Some(age) = statistics.age_range()
    {
        fitting.age = fitted(asked.age, age, all(Rule::AgeRange));
    }
    if (many(Rule::CreditLimitRange) || many(Rule::CreditLimitStep))
        && let Some((range, step)) = statistics.credit_limit_range()
    {
        fitting.credit_limit = fitted(asked.credit_limit, range, all(Rule::CreditLimitRange));
        fitting.credit_limit_step = step;
    }
    if many(Rule::AccountWindow)
        && let Some(outside) = statistics.opened_outside()
        && let Some(years) = opened(asked, outside)
    {
        fitting.opened = fitted(asked.opened, years, all(Rule::AccountWindow));
    }
    if many(Rule::NewAccountWindow)
        && let Some(outside) = statistics.new_opened_outside()
        && let Some(days) = days_before(asked, outside)
    {
        let newer = Span::new(
            asked.new_account_age.min.min(days.min),
            asked.new_account_age.max.max(days.max),
        );
        fitting.new_account_age = newer;
    }
    // What cannot be a recipe is the data's fault.
    let Ok(fitting) = Recipe::new(fitting) else { return Vec::new() };
    let pairs = Parameter::ALL.into_iter().map(|parameter| Mismatch {
        parameter: parameter.key().to_owned(),
        recipe: parameter.write(asked),
        file: parameter.write(fitting.parameters()),
    });
    pairs.filter(|pair| pair.recipe != pair.file).collect()
}

/// Whether a share is further from its target than rows drawn at random would be: by more than
/// three standard deviations of the binomial distribution, 3 sqrt(n p (1 - p)).
fn is_beyond_chance(targets: &[u16; SEGMENTS], segments: &[u64; SEGMENTS]) -> bool {
    let rows = segments.iter().map(|&count| u128::from(count)).sum::<u128>();
    let whole = u128::from(WHOLE);
    targets.iter().zip(segments).any(|(&target, &count)| {
        let target = u128::from(target);
        let off = (u128::from(count) * whole).abs_diff(rows * target);
        off * off > 9 * rows * target * (whole - target)
    })
}

/// The shares of the segments, per mille, by largest remainder.
fn weights(segments: &[u64; SEGMENTS]) -> [u16; SEGMENTS] {
    let all = segments.iter().sum::<u64>().max(1);
    let whole = u64::from(WHOLE);
    let mut weights = segments.map(|count| (count * whole / all) as u16);
    let by_remainder = descending(segments.map(|count| count * whole % all));
    let missing = WHOLE - weights.iter().sum::<u16>();
    for segment in by_remainder.into_iter().take(usize::from(missing)) {
        weights[segment] += 1;
    }
    weights
}

/// The shares of Premium cards: where there are any although there should be none, what they are.
fn premium(asked: &Parameters, statistics: &Statistics) -> [u16; SEGMENTS] {
    std::array::from_fn(|segment| {
        let (cards, rows) = (statistics.premium[segment], statistics.segments[segment]);
        if asked.premium[segment] > 0 || cards == 0 {
            return asked.premium[segment];
        }
        // Less than one in a thousand is still more than none.
        ((cards * u64::from(WHOLE) + rows / 2) / rows).max(1) as u16
    })
}

/// How many years before the reference date the accounts outside the recipe's window were opened;
/// nothing if some were opened after it.
fn opened(asked: &Parameters, outside: Span) -> Option<Span> {
    let Span { min: latest, max: earliest } = days_before(asked, outside)?;
    Some(Span::new(latest / DAYS_PER_YEAR, earliest.div_ceil(DAYS_PER_YEAR)))
}

/// How many days before the reference date accounts were opened on these days, `yyyymmdd`; nothing if some
/// were opened after it.
fn days_before(asked: &Parameters, days: Span) -> Option<Span> {
    let before = |compact: u32| {
        let (year, month, day) = (compact / 10_000, compact / 100 % 100, compact % 100);
        let date = Date::from_civil(year as u16, month as u8, day as u8)?;
        u32::try_from(asked.as_of.unix_days() - date.unix_days()).ok()
    };
    Some(Span::new(before(days.max)?, before(days.min)?))
}

/// A span that holds what was found: in place of what was asked if nothing found is within that,
/// widened otherwise.
fn fitted(asked: Span, found: Span, all_outside: bool) -> Span {
    if all_outside {
        return found;
    }
    Span::new(asked.min.min(found.min), asked.max.max(found.max))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::RecipeVersion;

    #[test]
    fn weights_are_a_whole() {
        assert_eq!(weights(&[20, 20, 20, 20, 20]), [200; SEGMENTS]);
        assert_eq!(weights(&[1, 1, 1, 0, 0]), [334, 333, 333, 0, 0]);
        assert_eq!(weights(&[0, 0, 0, 0, 7]), [0, 0, 0, 0, 1000]);
    }

    #[test]
    fn a_few_rows_prove_no_other_weights() {
        let targets = [150, 400, 250, 100, 100];
        assert!(!is_beyond_chance(&targets, &[0; 5]));
        assert!(!is_beyond_chance(&targets, &[3, 9, 6, 2, 0]));
        assert!(!is_beyond_chance(&targets, &[15, 40, 25, 10, 10]));
        assert!(is_beyond_chance(&targets, &[40; 5]));
        assert!(is_beyond_chance(&targets, &[u64::MAX >> 24; 5]));
    }

    #[test]
    fn spans_are_widened_or_replaced() {
        let (asked, found) = (Span::new(22, 75), Span::new(18, 60));
        assert_eq!(fitted(asked, found, false), Span::new(18, 75));
        assert_eq!(fitted(asked, Span::new(80, 90), true), Span::new(80, 90));
    }

    #[test]
    fn windows_hold_the_dates() {
        let asked = Parameters::defaults(RecipeVersion::V1, Date::from_unix_days(20_000));
        let compact = |days_before: u32| {
            let (year, month, day) = asked.as_of.minus_days(days_before).civil();
            u32::from(year) * 10_000 + u32::from(month) * 100 + u32::from(day)
        };
        for (last, first, expected) in [
            (400, 600, Some(Span::new(1, 2))),
            (1_826, 1_826, Some(Span::new(5, 6))),
            (0, 3_650, Some(Span::new(0, 10))),
        ] {
            let outside = Span::new(compact(first), compact(last));
            assert_eq!(opened(&asked, outside), expected);
        }
        let tomorrow = asked.as_of.plus_days(1).civil();
        let tomorrow =
            u32::from(tomorrow.0) * 10_000 + u32::from(tomorrow.1) * 100 + u32::from(tomorrow.2);
        assert_eq!(opened(&asked, Span::new(tomorrow, tomorrow)), None);
    }
}
