//! The day on which an account was opened, as far as its row alone tells.

use super::piece::{Fields, Piece};
use crate::check::reasons;
use crate::check::values::calendar_day;
use crate::customers::schema::Field;
use crate::customers::statistics::Month;
use crate::findings::Rule;

impl Piece<'_> {
    /// Returns the day as `yyyymmdd`, if it is one.
    #[inline]
    pub(super) fn opened(&mut self, fields: &Fields<'_>) -> Option<u32> {
        let text = fields[Field::Opened.position()];
        let Some((year, month, day)) = calendar_day(text) else {
            if self.present(fields, Field::Opened) {
                let reason = || reasons::no_day(text);
                self.broken(Rule::AccountDate, Field::Opened, text, reason);
            }
            return None;
        };
        let compact = year * 10_000 + month * 100 + day;
        let turn = !self.bounds.dated && matches!((month, day), (1, 1) | (12, 31));
        if (turn || !self.bounds.window.contains(compact)) && !self.odd_day(text, compact) {
            return None;
        }
        self.report.statistics.opened(Month::new(year, month));
        Some(compact)
    }

    /// A day outside the window, or one at the turn of a year. Returns whether the contract has the year.
    #[cold]
    fn odd_day(&mut self, text: &[u8], compact: u32) -> bool {
        let within = self.bounds.window.contains(compact);
        if compact < 1900_01_01 {
            let reason = || "not a year from 1900 to 9999".to_owned();
            self.broken(Rule::AccountDate, Field::Opened, text, reason);
            return false;
        }
        if self.bounds.dated {
            self.outside_window(text, compact);
        } else if reasons::STAND_INS.contains(&compact) {
            let reason = || "stands for no day in many systems".to_owned();
            self.broken(Rule::AccountPlausible, Field::Opened, text, reason);
        } else if !within {
            let reason = || "still to come".to_owned();
            self.broken(Rule::AccountPlausible, Field::Opened, text, reason);
        }
        true
    }

    fn outside_window(&mut self, text: &[u8], compact: u32) {
        self.report.statistics.opened_astray(compact);
        let window = self.bounds.criteria.window();
        self.broken(Rule::AccountWindow, Field::Opened, text, || {
            window.map_or(String::new(), |(first, last)| {
                let more = reasons::STAND_INS.contains(&compact);
                let more = if more { "; stands for no day in many systems" } else { "" };
                format!("not within {first} to {last}{more}")
            })
        });
    }
}
