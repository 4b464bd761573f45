//! Columns as pictures: paths in a square of 100 whose origin is at the top left, what stands below them, and what is
//! said of them. Where they are drawn is for others.

use segmint::customers::statistics::{SegmentProfiles, Summary};
use segmint::number::thousands;
use segmint::statistics::{Bar, Distribution};

use crate::words::{self, fixed};

/// Up to so many columns stand apart.
const MOST_APART: usize = 60;

/// How much of its height a lane leaves free above its highest column.
const HEADROOM: f64 = 0.08;

/// A picture of columns side by side, in one layer or several.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// A path for each layer.
    pub layers: Vec<String>,
    /// What the columns are of, from left to right, all layers together.
    pub columns: Distribution,
    /// What stands at the left end, in the middle and at the right end.
    pub ends: [String; 3],
    /// What is said of it beside the title.
    pub told: String,
    /// All of it in words.
    pub described: String,
    /// How the value of a column is asked for among the rows, if it can be.
    pub column: &'static str,
}

impl Picture {
    /// Of nothing.
    #[must_use]
    pub fn empty() -> Picture {
        Picture::new("", "", Distribution(Vec::new()), Vec::new())
    }

    fn new(
        title: &str,
        column: &'static str,
        columns: Distribution,
        layers: Vec<String>,
    ) -> Picture {
        let bars = &columns.0;
        Picture {
            layers,
            ends: ends(bars),
            told: peak(bars),
            described: description(title, bars),
            column,
            columns,
        }
    }

    /// What stands at this place, 0 being the left end and 1 the right.
    #[must_use]
    pub fn under(&self, place: f64) -> Option<usize> {
        let columns = self.columns.0.len();
        Some((place * columns as f64).max(0.0) as usize).filter(|place| *place < columns)
    }
}

/// A distribution in one layer.
#[must_use]
pub fn plain(title: &str, column: &'static str, distribution: &Distribution) -> Picture {
    let heights: Vec<f64> = distribution.0.iter().map(|bar| bar.count as f64).collect();
    let layer = standing(&heights);
    Picture::new(title, column, distribution.clone(), vec![layer])
}

/// How many customers there are of each age, the segments on top of each other.
#[must_use]
pub fn ages(profiles: &SegmentProfiles) -> Picture {
    let layers: Vec<&[u64]> = profiles.segments.iter().map(|profile| &*profile.ages).collect();
    let sums = sums(&layers);
    let all: u64 = sums.iter().sum();
    let bar = |(age, &count): (u32, &u64)| Bar::new(age.to_string(), count, all, None);
    let columns = Distribution((profiles.age_min..).zip(&sums).map(bar).collect());
    Picture::new("Ages by segment", "age", columns, stacked(&layers, &sums))
}

/// Which credit limits the customers of each segment have: a lane for each segment, all of one scale, which is of
/// shares of the segment.
#[must_use]
pub fn limits(statistics: &Summary) -> Picture {
    let SegmentProfiles { segments, credit_limit_min, credit_limit_max, .. } =
        &statistics.segment_profiles;
    let layers: Vec<&[u64]> = segments.iter().map(|profile| &*profile.credit_limits).collect();
    let sums = sums(&layers);
    let all: u64 = sums.iter().sum();
    // The classes of the range; what is outside has bars of its own before and behind.
    let bars = &statistics.credit_limit_distribution.0;
    let outside = usize::from(bars.first().is_some_and(|bar| bar.name.starts_with("below ")));
    let names = bars.iter().skip(outside).map(|bar| bar.name.clone());
    let bar = |(name, &count): (String, &u64)| Bar::new(name, count, all, None);
    let columns = Distribution(names.zip(&sums).map(bar).collect());
    let mut picture =
        Picture::new("Credit limits by segment", "credit_limit", columns, lanes(&layers));
    let dollars = |limit: u64| format!("${}", thousands(limit));
    let [least, most] = [*credit_limit_min, *credit_limit_max].map(u64::from);
    if !sums.is_empty() {
        picture.ends = [least, u64::midpoint(least, most), most].map(dollars);
    }
    picture
}

/// Which shares of each group of ages have which employment.
#[must_use]
pub fn employment(statistics: &Summary) -> Picture {
    let groups = &statistics.segment_profiles.employment_by_age;
    let counts = groups.iter().map(|group| group.employments.iter().sum::<u64>());
    let all: u64 = counts.clone().sum();
    let bar = |(ages, count): (&String, u64)| Bar::new(ages.clone(), count, all, None);
    let columns =
        Distribution(groups.iter().map(|group| &group.ages).zip(counts).map(bar).collect());
    let statuses = statistics.employment_distribution.0.len();
    let layers = (0..statuses).map(|status| {
        let spans = groups.iter().map(|group| {
            let share = |rows: &[u64]| {
                let whole: u64 = group.employments.iter().sum();
                rows.iter().sum::<u64>() as f64 * 100.0 / whole.max(1) as f64
            };
            (share(&group.employments[..status]), share(&group.employments[..=status]))
        });
        path(&spans.collect::<Vec<_>>())
    });
    let layers = layers.collect();
    let mut picture = Picture::new("Employment by age", "age", columns, layers);
    // Which ages are many says nothing of their employment.
    "share of each age".clone_into(&mut picture.told);
    let named = groups.iter().map(|group| {
        let whole: u64 = group.employments.iter().sum();
        let shares = statistics.employment_distribution.0.iter().zip(&group.employments);
        let share = |(bar, &rows): (&Bar, &u64)| {
            format!("{} {} %", bar.name, fixed(rows as f64 * 100.0 / whole.max(1) as f64, 0))
        };
        format!("{}: {}", group.ages, shares.map(share).collect::<Vec<_>>().join(", "))
    });
    picture.described = format!("Employment by age. {}.", named.collect::<Vec<_>>().join("; "));
    picture
}

/// How many accounts were opened on a day of each month: a month of which but a part counts is no dip.
#[must_use]
pub fn accounts(statistics: &Summary) -> Picture {
    let (distribution, days) =
        (&statistics.account_month_distribution, &statistics.account_month_days);
    let mut picture = plain("Accounts opened", "account_open_date", distribution);
    if days.len() == distribution.0.len() {
        // A month in which accounts of some ages alone are opened counts whole.
        let of_a_day = |(bar, &days): (&Bar, &u32)| {
            bar.count as f64 / f64::from(if days == 0 { 30 } else { days })
        };
        let heights: Vec<f64> = distribution.0.iter().zip(days).map(of_a_day).collect();
        picture.layers = vec![standing(&heights)];
        "customers a day, by month".clone_into(&mut picture.told);
    }
    picture
}

/// Whether there are months in which no account was opened, between others.
#[must_use]
pub fn has_gap(months: &Distribution) -> bool {
    let opened: Vec<bool> = months.0.iter().map(|month| month.count > 0).collect();
    let first = opened.iter().position(|&is_some| is_some);
    let last = opened.iter().rposition(|&is_some| is_some);
    first.zip(last).is_some_and(|(first, last)| opened[first..last].contains(&false))
}

/// The frame of a column, from the ground to the top: that it is the one pointed at.
#[must_use]
pub fn frame(columns: usize, place: usize) -> String {
    let step = 100.0 / columns.max(1) as f64;
    let [left, width] = [place as f64 * step, step].map(|length| fixed(length, 2));
    format!("M{left} 0h{width}V100h-{width}Z")
}

/// Columns on the ground, the highest of which reaches the top.
fn standing(heights: &[f64]) -> String {
    let highest = highest(heights.iter().copied());
    path(&heights.iter().map(|height| (0.0, 100.0 * height / highest)).collect::<Vec<_>>())
}

fn sums(layers: &[&[u64]]) -> Vec<u64> {
    let columns = layers.first().map_or(0, |layer| layer.len());
    (0..columns).map(|column| layers.iter().map(|layer| layer[column]).sum()).collect()
}

/// Layers on top of each other, the first at the bottom.
fn stacked(layers: &[&[u64]], sums: &[u64]) -> Vec<String> {
    let highest = highest(sums.iter().map(|&sum| sum as f64));
    let mut ground = vec![0; sums.len()];
    let mut all = Vec::new();
    for layer in layers {
        let spans = ground.iter_mut().zip(*layer).map(|(ground, &count)| {
            let low = *ground;
            *ground += count;
            (100.0 * low as f64 / highest, 100.0 * *ground as f64 / highest)
        });
        all.push(path(&spans.collect::<Vec<_>>()));
    }
    all
}

/// Layers one below the other, the first at the top.
fn lanes(layers: &[&[u64]]) -> Vec<String> {
    let shares: Vec<Vec<f64>> = layers
        .iter()
        .map(|layer| {
            let all = layer.iter().sum::<u64>().max(1) as f64;
            layer.iter().map(|&count| count as f64 / all).collect()
        })
        .collect();
    let highest = highest(shares.iter().flatten().copied());
    let lane = 100.0 / layers.len().max(1) as f64;
    let place = |(at, shares): (usize, &Vec<f64>)| {
        let ground = 100.0 - lane * (at + 1) as f64;
        let top = |share: f64| ground + lane * (1.0 - HEADROOM) * share / highest;
        path(&shares.iter().map(|&share| (ground, top(share))).collect::<Vec<_>>())
    };
    shares.iter().enumerate().map(place).collect()
}

/// Columns from so far above the ground to so far, as one path: one call to the browser instead of hundreds.
fn path(columns: &[(f64, f64)]) -> String {
    let step = 100.0 / columns.len().max(1) as f64;
    // Many columns overlap a little instead, or the seams between them would show.
    let gap = if columns.len() > MOST_APART { -0.1 * step } else { 0.14 * step };
    let mut path = String::with_capacity(40 * columns.len());
    for (place, &(low, high)) in columns.iter().enumerate() {
        if high <= low {
            continue;
        }
        let left = place as f64 * step + gap / 2.0;
        let lengths = [left, 100.0 - low, 100.0 - high, step - gap, 100.0 - low];
        for (command, length) in ["M", " ", "V", "h", "V"].into_iter().zip(lengths) {
            path.push_str(command);
            push_length(&mut path, length);
        }
        path.push('Z');
    }
    path
}

/// Writes a length of at most a few hundred with two decimals: there are thousands of them in the pictures of a report,
/// and what writes any number as exactly as it is asked to takes ten times as long.
fn push_length(path: &mut String, length: f64) {
    let hundredths = (length.abs() * 100.0).round() as u32;
    if length < 0.0 && hundredths > 0 {
        path.push('-');
    }
    let digit = |number: u32| char::from(b'0' + (number % 10) as u8);
    let whole = hundredths / 100;
    if whole >= 100 {
        path.push(digit(whole / 100));
    }
    if whole >= 10 {
        path.push(digit(whole / 10));
    }
    path.extend([digit(whole), '.', digit(hundredths / 10), digit(hundredths)]);
}

/// The largest, never zero, so that it can be divided by.
fn highest(heights: impl Iterator<Item = f64>) -> f64 {
    heights.fold(f64::MIN_POSITIVE, f64::max)
}

/// What stands at the ends and in the middle; nothing stands there twice.
fn ends(bars: &[Bar]) -> [String; 3] {
    let name = |at: usize| bars.get(at).map(|bar| bar.name.clone()).unwrap_or_default();
    match bars.len() {
        0 => Default::default(),
        1 => [name(0), String::new(), String::new()],
        2 => [name(0), String::new(), name(1)],
        many => [name(0), name(many / 2), name(many - 1)],
    }
}

/// What is said of one column.
#[must_use]
pub fn spoken(bar: &Bar) -> String {
    format!("{}: {}, {}", bar.name, thousands(bar.count), words::share(bar.percent))
}

/// Where the most are.
#[must_use]
pub fn peak(bars: &[Bar]) -> String {
    let most = bars.iter().max_by(|one, other| one.percent.total_cmp(&other.percent));
    let most = most.filter(|bar| bar.count > 0);
    most.map(|bar| format!("most: {}, {}", bar.name, words::share(bar.percent))).unwrap_or_default()
}

/// All of it in words.
#[must_use]
pub fn description(title: &str, bars: &[Bar]) -> String {
    match (bars.first(), bars.last()) {
        (Some(first), Some(last)) => {
            format!("{title}: {} bars, {} to {}; {}", bars.len(), first.name, last.name, peak(bars))
        }
        _ => "No rows yet".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bars(counts: &[u64]) -> Distribution {
        let all = counts.iter().sum();
        let named = counts.iter().zip("abcdefgh".chars());
        named.map(|(&count, name)| Bar::new(name, count, all, None)).collect()
    }

    #[test]
    fn the_highest_column_reaches_the_top_and_an_empty_one_is_not_drawn() {
        let picture = plain("Letters", "", &bars(&[1, 0, 2]));
        assert_eq!(
            picture.layers,
            ["M2.33 100.00V50.00h28.67V100.00ZM69.00 100.00V0.00h28.67V100.00Z"]
        );
        assert_eq!(picture.told, "most: c, 66.67 %");
        assert_eq!(picture.described, "Letters: 3 bars, a to c; most: c, 66.67 %");
        assert_eq!(picture.under(0.99), Some(2));
        assert_eq!(picture.under(1.0), None);
    }

    #[test]
    fn a_length_is_written_as_any_number_is() {
        for hundredths in -30..=40_000 {
            let length = f64::from(hundredths) / 100.0 + 0.001;
            let mut path = String::new();
            push_length(&mut path, length);
            assert_eq!(path, fixed(length, 2));
        }
    }

    #[test]
    fn layers_stand_on_each_other_and_lanes_below_each_other() {
        let layers: [&[u64]; 2] = [&[1, 3], &[1, 1]];
        let stacked = stacked(&layers, &sums(&layers));
        assert_eq!(stacked[0], "M3.50 100.00V75.00h43.00V100.00ZM53.50 100.00V25.00h43.00V100.00Z");
        assert_eq!(stacked[1], "M3.50 75.00V50.00h43.00V75.00ZM53.50 25.00V0.00h43.00V25.00Z");
        // Half of the second layer is in each column, and three quarters at most of the first.
        let lanes = lanes(&layers);
        assert_eq!(lanes[0], "M3.50 50.00V34.67h43.00V50.00ZM53.50 50.00V4.00h43.00V50.00Z");
        assert_eq!(lanes[1], "M3.50 100.00V69.33h43.00V100.00ZM53.50 100.00V69.33h43.00V100.00Z");
    }

    #[test]
    fn a_gap_is_between_months_and_a_frame_round_a_column() {
        assert!(has_gap(&bars(&[0, 1, 0, 0, 2])));
        assert!(!has_gap(&bars(&[0, 1, 2, 0])));
        assert!(!has_gap(&bars(&[0, 0])) && !has_gap(&bars(&[])));
        assert_eq!(frame(4, 1), "M25.00 0h25.00V100h-25.00Z");
    }

    #[test]
    fn nothing_stands_twice_below_a_picture() {
        assert_eq!(ends(&bars(&[]).0), ["", "", ""]);
        assert_eq!(ends(&bars(&[1]).0), ["a", "", ""]);
        assert_eq!(ends(&bars(&[1, 1]).0), ["a", "", "b"]);
        assert_eq!(ends(&bars(&[1, 1, 1, 1]).0), ["a", "c", "d"]);
    }
}
