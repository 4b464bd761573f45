//! How much dirt a data set holds: how many rows get each kind of fault, the text form, and what a recipe
//! has room for. Which rows, and what stands there, is for `dirt` to draw.

use std::fmt;

use super::fault::{Limit, percent};
use super::parameter::{per_mille, whole};
use super::{BLOCK_ROWS, FaultKind, Parameters, Recipe, RecipeVersion, Segment, WHOLE};
use crate::date::Date;

/// How many rows get a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Amount {
    /// So many of the whole data set.
    Rows(u32),
    /// So many of every thousand, like every share of a recipe: every full block holds exactly so
    /// many, so that a larger data set keeps the faults of a smaller one.
    Share(u16),
}

impl Amount {
    /// No rows.
    pub const NONE: Amount = Amount::Rows(0);

    /// Reads `120` or `0.5pct`, or as people write them `1,200` or `0,5 %`.
    ///
    /// # Errors
    /// [`Limit::DirtAmount`] for any other text.
    pub fn read(text: &str) -> Result<Amount, Limit> {
        let is_share = ["%", "pct"].iter().any(|unit| text.trim_end().ends_with(unit));
        let amount = if is_share {
            per_mille(text).ok().map(Amount::Share)
        } else {
            whole(text).map(Amount::Rows)
        };
        amount.ok_or(Limit::DirtAmount)
    }

    const fn is_none(self) -> bool {
        matches!(self, Amount::Rows(0) | Amount::Share(0))
    }

    /// The most rows that a full block of a data set of so many rows gets.
    fn most_in_block(self, count: u32) -> u32 {
        match self {
            Amount::Rows(rows) => {
                (u64::from(rows) * u64::from(BLOCK_ROWS)).div_ceil(u64::from(count)) as u32
            }
            Amount::Share(share) => u32::from(share),
        }
    }

    /// How many rows the last block gets, which has so `few` of the data set's rows and is not full.
    ///
    /// The part that is due to it, rounded down: so whatever fits into the data set fits into its
    /// last block.
    pub(crate) fn in_last_block(self, few: u32, count: u32) -> u32 {
        let (part, whole) = match self {
            Amount::Rows(rows) => (rows, count),
            Amount::Share(share) => (share.into(), WHOLE.into()),
        };
        (u64::from(part) * u64::from(few) / u64::from(whole)) as u32
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Amount::Rows(rows) => rows.fmt(f),
            Amount::Share(share) => write!(f, "{}pct", percent(u32::from(*share))),
        }
    }
}

/// How many rows get which fault; none by default.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Dirt([Amount; FaultKind::COUNT]);

impl Dirt {
    /// No faults.
    pub const NONE: Dirt = Dirt([Amount::NONE; FaultKind::COUNT]);

    /// The same with another amount of one kind.
    #[must_use]
    pub fn with(mut self, flaw: FaultKind, amount: Amount) -> Dirt {
        // No rows have one form, so that equal amounts are equal.
        self.0[flaw as usize] = if amount.is_none() { Amount::NONE } else { amount };
        self
    }

    /// How many rows get this fault.
    #[must_use]
    pub const fn of(&self, flaw: FaultKind) -> Amount {
        self.0[flaw as usize]
    }

    /// Whether no row gets any.
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == Dirt::NONE
    }

    /// The faults of customers alone.
    #[must_use]
    pub fn of_customers(&self) -> Dirt {
        self.only(|flaw| !flaw.is_of_transactions())
    }

    /// The faults of transactions alone.
    #[must_use]
    pub fn of_transactions(&self) -> Dirt {
        self.only(FaultKind::is_of_transactions)
    }

    fn only(&self, is_meant: fn(FaultKind) -> bool) -> Dirt {
        Dirt(FaultKind::ALL.map(|flaw| if is_meant(flaw) { self.of(flaw) } else { Amount::NONE }))
    }

    /// The kinds that there are, with their amounts.
    pub fn amounts(&self) -> impl Iterator<Item = (FaultKind, Amount)> {
        let all = FaultKind::ALL.into_iter().zip(self.0);
        all.filter(|(_, amount)| !amount.is_none())
    }

    /// Reads `missing_value:120,duplicate_id:0.5pct`, or `none`.
    pub(super) fn read(text: &str) -> Result<Dirt, Limit> {
        if text.trim() == "none" {
            return Ok(Dirt::NONE);
        }
        let mut named = Vec::new();
        let mut dirt = Dirt::NONE;
        for part in parts(text) {
            let (id, amount) = part.split_once(':').ok_or(Limit::DirtText)?;
            let flaw = FaultKind::from_id(id.trim()).ok_or(Limit::DirtKind)?;
            if named.contains(&flaw) {
                return Err(Limit::DirtTwice { flaw });
            }
            named.push(flaw);
            dirt = dirt.with(flaw, Amount::read(amount)?);
        }
        Ok(dirt)
    }

    /// The limit that these parameters' dirt breaks, if it does.
    ///
    /// Ages, credit limits and dates beyond the range are there for every recipe: the largest that a
    /// recipe may ask for are far from what a file can hold.
    pub(super) fn broken_limit(parameters: &Parameters) -> Option<Limit> {
        let Parameters { dirt, count, .. } = parameters;
        let too_many = |(flaw, amount)| match amount {
            Amount::Rows(rows) if rows > *count => Some(Limit::DirtRows { flaw, most: *count }),
            Amount::Share(share) if share > WHOLE => Some(Limit::Percentage),
            _ => None,
        };
        dirt.amounts().find_map(too_many).or_else(|| no_way(parameters)).or_else(|| {
            let few = count % BLOCK_ROWS;
            let full = (*count >= BLOCK_ROWS)
                .then(|| no_room(parameters, BLOCK_ROWS, &|amount| amount.most_in_block(*count)));
            let last = (few > 0)
                .then(|| no_room(parameters, few, &|amount| amount.in_last_block(few, *count)));
            full.flatten().or(last.flatten())
        })
    }
}

impl fmt::Display for Dirt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_none() {
            return f.write_str("none");
        }
        for (at, (flaw, amount)) in self.amounts().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            write!(f, "{comma}{flaw}:{amount}")?;
        }
        Ok(())
    }
}

/// The kinds with their amounts, parted by commas. A comma with a digit on either side is the amount's.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let digit_at = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
        let within = |at: usize| at > 0 && digit_at(at - 1) && digit_at(at + 1);
        let comma = text.match_indices(',').map(|(at, _)| at).find(|&at| !within(at));
        let (part, behind) = match comma {
            Some(at) => (&text[..at], Some(&text[at + 1..])),
            None => (text, None),
        };
        rest = behind;
        Some(part)
    })
}

/// From which age on people open accounts, and the first year that dates have.
const ADULT: u32 = 18;
const FIRST_YEAR: u32 = 1900;

/// Kinds that no row of the recipe can have.
fn no_way(parameters: &Parameters) -> Option<Limit> {
    let has = |flaw| !parameters.dirt.of(flaw).is_none();
    let Parameters { version, as_of, credit_limit, credit_limit_step, .. } = parameters;
    if let Some((flaw, _)) = parameters.dirt.amounts().find(|(flaw, _)| flaw.since() > *version) {
        return Some(Limit::DirtSinceVersion { flaw, version: flaw.since() });
    }
    if has(FaultKind::CreditLimitOffStep)
        && (*credit_limit_step < 2 || credit_limit.min >= credit_limit.max)
    {
        return Some(Limit::NoOffStep);
    }
    if has(FaultKind::MisplacedPremium) && rows_without_premium(parameters, BLOCK_ROWS) == 0 {
        return Some(Limit::NoMisplacedPremium);
    }
    // From version 2 on a window may last until the reference date, and be all that is left to the young.
    let is_beyond = has(FaultKind::DateOutOfWindow) || has(FaultKind::MisdatedNewAccount);
    if is_beyond && *version >= RecipeVersion::V2 && *as_of == Date::LATEST {
        return Some(Limit::NoDayBeyond);
    }
    // Dates begin in 1900.
    let (year, ..) = as_of.civil();
    let oldest = (u32::from(year) + ADULT).saturating_sub(FIRST_YEAR + 1);
    if has(FaultKind::AccountBeforeAdult) && parameters.age.max > oldest {
        return Some(Limit::NoDayBeforeAdult { oldest });
    }
    let steps = credit_limit.max.saturating_sub(credit_limit.min) / (*credit_limit_step).max(1);
    (has(FaultKind::PremiumBelowMedian) && steps < Recipe::STEPS_BELOW_MEDIAN)
        .then_some(Limit::NoStepBelowMedian { steps: Recipe::STEPS_BELOW_MEDIAN })
}

/// The limit that the faults of a block of so many rows break. Its first row stays clean, so that
/// there always is one whose id and address another can repeat.
fn no_room(parameters: &Parameters, rows: u32, faults: &dyn Fn(Amount) -> u32) -> Option<Limit> {
    let all = |dirt: Dirt| dirt.amounts().map(|(_, amount)| faults(amount)).sum::<u32>();
    // A customer has one fault at most, and one in all transactions together.
    let most = all(parameters.dirt.of_customers()).max(all(parameters.dirt.of_transactions()));
    if most > rows - 1 {
        return Some(Limit::DirtRoom { rows, faults: most, room: rows - 1 });
    }
    let of = |flaw| faults(parameters.dirt.of(flaw));
    let told = |flaw, faults: u32, room: u32| {
        let room = room.saturating_sub(1);
        (faults > room).then_some(Limit::DirtRoomOfKind { flaw, rows, faults, room })
    };
    let (new, without) =
        (new_standard_rows(parameters, rows), rows_without_premium(parameters, rows));
    let misdated = of(FaultKind::MisdatedNewAccount);
    // Where New & Growing has no Premium cards, both kinds are drawn from the same rows.
    let is_shared = parameters.premium[Segment::NewAndGrowing as usize] == 0;
    let misplaced = of(FaultKind::MisplacedPremium);
    let shared = if is_shared && misplaced > 0 { misdated } else { 0 };
    told(FaultKind::MisdatedNewAccount, misdated, new)
        .or_else(|| told(FaultKind::MisplacedPremium, misplaced + shared, without))
        .or_else(|| {
            let flaw = FaultKind::PremiumBelowMedian;
            told(flaw, of(flaw), premium_rows(parameters, rows))
        })
        .or_else(|| {
            let flaw = FaultKind::TransactionBeforeOpening;
            let new = Segment::NewAndGrowing as usize;
            told(flaw, of(flaw), rows * u32::from(parameters.weights[new]) / u32::from(WHOLE))
        })
}

/// How many of so many rows at least have a Standard card in New & Growing.
fn new_standard_rows(parameters: &Parameters, rows: u32) -> u32 {
    let new = Segment::NewAndGrowing as usize;
    let in_segment = rows * u32::from(parameters.weights[new]) / u32::from(WHOLE);
    // As many Premium cards as a running floor may give a block.
    let premium = (in_segment * u32::from(parameters.premium[new])).div_ceil(u32::from(WHOLE));
    in_segment.saturating_sub(premium)
}

/// How many of so many rows at least have a Premium card.
fn premium_rows(parameters: &Parameters, rows: u32) -> u32 {
    let segments = parameters.weights.iter().zip(parameters.premium);
    let of = |rows: u32, share: u16| rows * u32::from(share) / u32::from(WHOLE);
    segments.map(|(&weight, premium)| of(of(rows, weight), premium)).sum()
}

/// How many of so many rows at least are in segments without Premium cards.
fn rows_without_premium(parameters: &Parameters, rows: u32) -> u32 {
    let segments = parameters.weights.iter().zip(parameters.premium);
    let without = segments.filter(|(_, premium)| *premium == 0);
    without.map(|(&weight, _)| rows * u32::from(weight) / u32::from(WHOLE)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::Date;
    use crate::recipe::{Parameter, Recipe, RecipeVersion, Span};

    fn parameters(text: &str) -> Parameters {
        let mut parameters = Parameters::defaults(RecipeVersion::V1, Date::from_unix_days(20_000));
        Parameter::Dirt.read(text, &mut parameters).unwrap();
        parameters
    }

    fn limit(parameters: Parameters) -> Option<Limit> {
        Recipe::new(parameters).err().map(|faults| faults[0].limit)
    }

    #[test]
    fn every_kind_is_listed_once_and_known_by_its_identifier() {
        for (position, flaw) in FaultKind::ALL.into_iter().enumerate() {
            assert_eq!(flaw as usize, position);
            assert_eq!(FaultKind::from_id(flaw.id()), Some(flaw));
            let camel: String =
                flaw.id().split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect();
            assert_eq!(camel, format!("{flaw:?}"));
        }
    }

    #[test]
    fn the_text_has_one_order_and_no_zeros() {
        for (text, written) in [
            ("none", "none"),
            ("ragged_row:7", "ragged_row:7"),
            ("ragged_row:1,missing_value:12.5pct", "missing_value:12.5pct,ragged_row:1"),
            ("duplicate_id:0.5pct,wrong_case:0", "duplicate_id:0.5pct"),
            ("duplicate_id:0pct", "none"),
            ("ragged_row:0,5 %, duplicate_id: 1,200", "duplicate_id:1200,ragged_row:0.5pct"),
            ("ragged_row:1%", "ragged_row:1pct"),
        ] {
            assert_eq!(Dirt::read(text).map(|dirt| dirt.to_string()).as_deref(), Ok(written));
        }
    }

    #[test]
    fn other_text_is_told() {
        for (text, limit) in [
            ("", Limit::DirtText),
            ("all", Limit::DirtText),
            ("ragged_row:1,", Limit::DirtText),
            ("holes:1", Limit::DirtKind),
            ("None", Limit::DirtText),
            ("ragged_row:1,ragged_row:0", Limit::DirtTwice { flaw: FaultKind::RaggedRow }),
            ("ragged_row:", Limit::DirtAmount),
            ("ragged_row:-1", Limit::DirtAmount),
            ("ragged_row:1,2", Limit::DirtAmount),
            ("ragged_row:1.000", Limit::DirtAmount),
            ("ragged_row:1,5,duplicate_id:2", Limit::DirtAmount),
            ("ragged_row:0.05pct", Limit::DirtAmount),
            ("ragged_row:4294967296", Limit::DirtAmount),
        ] {
            assert_eq!(Dirt::read(text), Err(limit), "{text}");
        }
    }

    #[test]
    fn there_are_no_more_faults_than_rows_to_hold_them() {
        let of = |count, text| limit(Parameters { count, ..parameters(text) });
        assert_eq!(of(50_000, "unknown_state:49950"), None);
        let full = Limit::DirtRoom { rows: 1000, faults: 1000, room: 999 };
        assert_eq!(of(50_000, "unknown_state:49951"), Some(full));
        assert_eq!(of(50_000, "unknown_state:49.9pct,wrong_case:50pct"), None);
        assert_eq!(of(50_000, "unknown_state:50pct,wrong_case:50pct"), Some(full));
        assert_eq!(of(1, "unknown_state:1"), Some(Limit::DirtRoom { rows: 1, faults: 1, room: 0 }));
        assert_eq!(of(7, "unknown_state:6"), None);
        let most = Limit::DirtRows { flaw: FaultKind::UnknownState, most: 7 };
        assert_eq!(of(7, "unknown_state:8"), Some(most));
        assert_eq!(of(7, "unknown_state:100.1pct"), Some(Limit::Percentage));
    }

    /// Somebody of 99 turned 18 in 1901, and was under age on all days of 1900.
    #[test]
    fn nobody_opens_an_account_under_age_before_dates_begin() {
        let as_of: Date = "1982-06-01".parse().unwrap();
        let of = |oldest| {
            let defaults = Parameters::defaults(RecipeVersion::V2, as_of);
            let dirt = Dirt::read("account_before_adult:5").unwrap();
            limit(Parameters { age: Span::new(22, oldest), dirt, ..defaults })
        };
        assert_eq!(of(99), None);
        assert_eq!(of(100), Some(Limit::NoDayBeforeAdult { oldest: 99 }));
    }

    #[test]
    fn what_no_row_can_have_is_told() {
        let off_step = parameters("credit_limit_off_step:1");
        assert_eq!(limit(off_step.clone()), None);
        let steps_of_1 = Parameters { credit_limit_step: 1, ..off_step.clone() };
        assert_eq!(limit(steps_of_1), Some(Limit::NoOffStep));
        let one_limit = Parameters { credit_limit: Span::new(5_000, 5_000), ..off_step };
        assert_eq!(limit(one_limit), Some(Limit::NoOffStep));
        let premium = parameters("misplaced_premium:1");
        assert_eq!(limit(premium.clone()), None);
        let everywhere = Parameters { premium: [1; 5], ..premium.clone() };
        assert_eq!(limit(everywhere), Some(Limit::NoMisplacedPremium));
        let one_in_ten =
            Parameters { premium: [1, 1, 1, 0, 1], ..parameters("misplaced_premium:9.9pct") };
        assert_eq!(limit(one_in_ten.clone()), None);
        let too_many =
            Parameters { dirt: Dirt::read("misplaced_premium:10pct").unwrap(), ..one_in_ten };
        let flaw = FaultKind::MisplacedPremium;
        let room = Limit::DirtRoomOfKind { flaw, rows: 1000, faults: 100, room: 99 };
        assert_eq!(limit(too_many), Some(room));
    }
}
