//! When accounts were opened.
//!
//! Nobody opens one before 1 January of the year in which they turn 18. That comes first: the
//! window begins there if it would begin before; and if it would end before, it is from there to
//! `as_of`, both included.

use crate::date::Date;
use crate::draw::Half;
use crate::recipe::Recipe;

/// From which age on people open accounts.
const ADULT: u32 = 18;

/// The days on which the customers of a recipe opened their accounts.
#[derive(Clone, Debug)]
pub(super) struct Windows {
    first: Date,
    last: Date,
    /// By age from the youngest on, for the accounts of all others and for new ones.
    of_age: Box<[[Window; 2]]>,
}

/// A range of days.
#[derive(Clone, Copy, Debug)]
struct Window {
    /// From the first day of all windows to the first of this.
    begin: u32,
    /// How many days.
    days: u32,
}

impl Windows {
    /// The windows of `recipe`.
    pub(super) fn new(recipe: &Recipe) -> Windows {
        let parameters = recipe.parameters();
        let as_of = parameters.as_of;
        let new = recipe.new_account_window();
        let (year, ..) = as_of.civil();
        let of_age: Vec<[(Date, Date); 2]> = (parameters.age.min..=parameters.age.max)
            .map(|age| {
                let adult = new_year(u32::from(year) - age + ADULT);
                [recipe.account_window(), new].map(|window| from_adulthood(window, adult, as_of))
            })
            .collect();
        let days = || of_age.iter().flatten();
        let first = days().map(|(first, _)| *first).min().unwrap_or(as_of);
        let last = days().map(|(_, last)| *last).max().unwrap_or(as_of);
        let between = |from: Date, to: Date| from.unix_days().abs_diff(to.unix_days());
        let window =
            |(begin, end)| Window { begin: between(first, begin), days: between(begin, end) + 1 };
        Windows { first, last, of_age: of_age.iter().map(|both| both.map(window)).collect() }
    }

    /// The first and the last day of all windows.
    pub(super) const fn all(&self) -> (Date, Date) {
        (self.first, self.last)
    }

    /// A day, counted from the first of all windows, for someone so many years above the youngest.
    #[inline]
    pub(super) fn draw(&self, age: u16, new: bool, mut half: Half) -> u32 {
        let window = self.of_age[usize::from(age)][usize::from(new)];
        window.begin + half.take(window.days)
    }
}

/// What is left of a window for someone who is of age from this day on.
fn from_adulthood((first, last): (Date, Date), adult: Date, as_of: Date) -> (Date, Date) {
    (first.max(adult), if last < adult { as_of } else { last })
}

/// 1 January. No year here has more than four digits, as that of `as_of` has not.
fn new_year(year: u32) -> Date {
    let Some(date) = Date::from_civil(year as u16, 1, 1) else {
        unreachable!("every year up to 9999 has a first of January");
    };
    date
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adulthood_comes_first() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let as_of = day("2026-11-23");
        let window = (day("2021-11-24"), day("2024-11-23"));
        for (adult, expected) in [
            ("2021-01-01", ("2021-11-24", "2024-11-23")),
            ("2022-01-01", ("2022-01-01", "2024-11-23")),
            ("2025-01-01", ("2025-01-01", "2026-11-23")),
            ("2026-01-01", ("2026-01-01", "2026-11-23")),
        ] {
            let expected = (day(expected.0), day(expected.1));
            assert_eq!(from_adulthood(window, day(adult), as_of), expected);
        }
    }
}
