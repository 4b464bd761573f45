//! How often each of a run of numbers occurs.

use serde::{Deserialize, Serialize};

use super::distribution::{Bar, Distribution};
use crate::recipe::Span;

/// How often each of a run of numbers occurs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counts {
    pub(crate) first: u32,
    pub(crate) each: Vec<u64>,
    /// Whether the run grows with the numbers. If not, those outside are counted together.
    pub(crate) grows: bool,
    pub(crate) below: u64,
    pub(crate) above: u64,
    /// The smallest and the largest number outside.
    outside: Option<Span>,
}

impl Counts {
    /// Counts of the numbers from `first` to `last`, and of all that are smaller or larger.
    pub(crate) fn within(first: u32, last: u32) -> Counts {
        let each = vec![0; (last - first) as usize + 1];
        Counts { first, each, grows: false, below: 0, above: 0, outside: None }
    }

    /// Counts of any numbers that are not too far from each other.
    pub(crate) fn growing() -> Counts {
        Counts { first: 0, each: Vec::new(), grows: true, below: 0, above: 0, outside: None }
    }

    #[inline]
    pub(crate) fn add(&mut self, number: u32) {
        self.add_rows(number, 1);
    }

    /// Counts a number that occurs in so many rows.
    #[inline]
    pub(crate) fn add_rows(&mut self, number: u32, rows: u64) {
        match self.each.get_mut(number.wrapping_sub(self.first) as usize) {
            Some(count) => *count += rows,
            None => self.add_outside(number, rows),
        }
    }

    /// How often a number of the run occurs; nothing of one outside.
    pub(crate) fn of(&self, number: u32) -> u64 {
        let at = number.wrapping_sub(self.first) as usize;
        self.each.get(at).copied().unwrap_or(0)
    }

    #[cold]
    fn add_outside(&mut self, number: u32, rows: u64) {
        if self.grows {
            self.cover(number, number);
            self.each[(number - self.first) as usize] += rows;
        } else {
            let side = if number < self.first { &mut self.below } else { &mut self.above };
            *side += rows;
            self.outside = Some(joined(self.outside, Span::new(number, number)));
        }
    }

    /// Grows so that `first` and `last` are part of the run; to twice the length at least, so that
    /// numbers that come one by one do not cost a move each.
    fn cover(&mut self, first: u32, last: u32) {
        let len = self.each.len() as u32;
        if len == 0 {
            self.first = first;
            self.each.resize((last - first) as usize + 1, 0);
            return;
        }
        if first < self.first {
            let start = first.min(self.first.saturating_sub(len));
            let more = (self.first - start) as usize;
            self.each.splice(..0, std::iter::repeat_n(0, more));
            self.first = start;
        }
        let wanted = (last - self.first) as usize + 1;
        if wanted > self.each.len() {
            self.each.resize(wanted.max(self.each.len() * 2), 0);
        }
    }

    pub(crate) fn merge(&mut self, other: &Counts) {
        if let Some(Span { min, max }) = other.run() {
            if self.grows {
                self.cover(min, max);
            }
            let (from, to) = ((min - self.first) as usize, (min - other.first) as usize);
            let len = (max - min) as usize + 1;
            add_all(&mut self.each[from..from + len], &other.each[to..to + len]);
        }
        self.below += other.below;
        self.above += other.above;
        if let Some(outside) = other.outside {
            self.outside = Some(joined(self.outside, outside));
        }
    }

    /// The smallest and the largest number in the run that occurs.
    pub(crate) fn run(&self) -> Option<Span> {
        let first = self.each.iter().position(|&count| count > 0)?;
        let last = self.each.iter().rposition(|&count| count > 0)?;
        Some(Span::new(self.first + first as u32, self.first + last as u32))
    }

    /// The smallest and the largest number of all.
    pub(crate) fn range(&self) -> Option<Span> {
        match (self.run(), self.outside) {
            (Some(run), outside) => Some(joined(outside, run)),
            (None, outside) => outside,
        }
    }
}

/// The smallest span with both in it.
pub(crate) fn joined(one: Option<Span>, other: Span) -> Span {
    one.map_or(other, |one| Span::new(one.min.min(other.min), one.max.max(other.max)))
}

/// Adds counts to those at the same places.
pub(crate) fn add_all(counts: &mut [u64], others: &[u64]) {
    for (count, other) in counts.iter_mut().zip(others) {
        *count += other;
    }
}

impl Counts {
    /// A bar for every number of the run, and one each for all smaller and all larger ones, if
    /// there are any.
    pub(crate) fn bars(&self, rows: u64, name: &dyn Fn(u32) -> String) -> Distribution {
        let end = |word: &str, count: u64, number: u32| {
            (count > 0).then(|| Bar::new(format!("{word} {}", name(number)), count, rows, None))
        };
        let last = self.first + (self.each.len() as u32).saturating_sub(1);
        let named = (self.first..).zip(&self.each);
        let run = named.map(|(number, &count)| Bar::new(name(number), count, rows, None));
        end("below", self.below, self.first)
            .into_iter()
            .chain(run)
            .chain(end("above", self.above, last))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_grow_and_merge_in_any_order() {
        let numbers = [500, 3, 77, 500, 1_000, 4, 90_000, 3];
        let counted = |numbers: &[u32], grows: bool| {
            let mut counts = if grows { Counts::growing() } else { Counts::within(50, 600) };
            for &number in numbers {
                counts.add(number);
            }
            counts
        };
        let name = |number: u32| number.to_string();
        for grows in [true, false] {
            let whole = counted(&numbers, grows);
            assert_eq!(whole.range(), Some(Span::new(3, 90_000)));
            for cut in 0..=numbers.len() {
                let (first, rest) = numbers.split_at(cut);
                for (one, other) in [(first, rest), (rest, first)] {
                    let mut merged = counted(one, grows);
                    merged.merge(&counted(other, grows));
                    let occurring = |counts: &Counts| -> Vec<Bar> {
                        let Distribution(bars) = counts.bars(8, &name);
                        bars.into_iter().filter(|bar| bar.count > 0).collect()
                    };
                    assert_eq!(occurring(&merged), occurring(&whole));
                    assert_eq!(merged.range(), whole.range());
                }
            }
        }
    }

    /// All that can be seen of counts.
    fn seen(counts: &Counts) -> (u32, &[u64], u64, u64, Option<Span>) {
        (counts.first, &counts.each, counts.below, counts.above, counts.outside)
    }

    #[test]
    fn numbers_outside_are_counted_by_their_side() {
        let mut counts = Counts::within(10, 12);
        for number in [9, 10, 12, 12, 13, 700, 3] {
            counts.add(number);
        }
        assert_eq!(seen(&counts), (10, &[1, 0, 2][..], 2, 2, Some(Span::new(3, 700))));
        assert_eq!(counts.run(), Some(Span::new(10, 12)));
    }

    #[test]
    fn a_growing_run_covers_what_came_and_doubles() {
        let mut counts = Counts::growing();
        counts.add(100);
        assert_eq!(seen(&counts), (100, &[1][..], 0, 0, None));
        counts.add(101);
        assert_eq!(seen(&counts), (100, &[1, 1][..], 0, 0, None));
        counts.add(102);
        assert_eq!(seen(&counts), (100, &[1, 1, 1, 0][..], 0, 0, None), "twice the length");
        counts.add(103);
        assert_eq!(seen(&counts), (100, &[1, 1, 1, 1][..], 0, 0, None), "room is used");
        counts.add(99);
        assert_eq!(seen(&counts), (96, &[0, 0, 0, 1, 1, 1, 1, 1][..], 0, 0, None));
        counts.add(90);
        assert_eq!(counts.first, 88, "twice the length downwards");
        counts.add(2);
        assert_eq!((counts.first, counts.each[0]), (2, 1), "further than twice the length");
        counts.add(1);
        assert_eq!((counts.first, counts.each[1]), (0, 1), "not below zero");
        assert_eq!(counts.each.iter().sum::<u64>(), 8);
        counts.add(1_000);
        assert_eq!((counts.each.len(), counts.each[1_000]), (1_001, 1), "as long as needed");
    }

    #[test]
    fn a_run_grows_from_both_ends_at_once() {
        let (mut one, mut other) = (Counts::growing(), Counts::growing());
        one.add(50);
        for number in [40, 60] {
            other.add(number);
        }
        one.merge(&other);
        let (first, each) = (one.first, one.each.clone());
        let at = |number: u32| each[(number - first) as usize];
        assert_eq!([at(40), at(50), at(60)], [1, 1, 1]);
        assert_eq!(each.iter().sum::<u64>(), 3);
    }

    #[test]
    fn classes_have_bars_and_so_have_both_ends() {
        let mut counts = Counts::within(5, 6);
        for number in [1, 5, 9, 9] {
            counts.add(number);
        }
        let Distribution(bars) = counts.bars(4, &|number: u32| number.to_string());
        let bars: Vec<(&str, u64)> =
            bars.iter().map(|bar| (bar.name.as_str(), bar.count)).collect();
        assert_eq!(bars, [("below 5", 1), ("5", 1), ("6", 0), ("above 6", 2)]);
    }
}
