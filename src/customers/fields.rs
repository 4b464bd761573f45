//! The fields that every version of the recipe writes alike, as the encoders store them: made once for a recipe.

use crate::customers::segments::Packed;
use crate::date::Date;
use crate::encode::{Row, Slot};
use crate::recipe::{EmailDomains, Parameters, Segment};

/// What a recipe's rows have in these fields.
#[derive(Clone, Debug)]
pub(super) struct Fields {
    domains: [&'static str; EmailDomains::COUNT],
    limits: Limits,
    /// `2022-12-27,` for every day on which an account may have been opened.
    dates: Box<[Slot<16>]>,
    /// `Declining,gradual⏎` and the like, by [`Packed::tail`].
    tails: [Slot<32>; 16],
    /// `yahoo.com,65`, by age and domain, as far as the recipe has it.
    domain_and_age: [[Slot<16>; 4]; 128],
}

impl Fields {
    /// Of a recipe with these parameters, whose accounts were opened from the first of these days to the last.
    pub(super) fn new(parameters: &Parameters, (first, last): (Date, Date)) -> Fields {
        let domains = parameters.domains.domains();
        let mut fields = Fields {
            domains,
            limits: Limits::new(parameters),
            dates: (first.unix_days()..=last.unix_days())
                .map(|day| Slot::new(&[&Date::from_unix_days(day).iso(), b","]))
                .collect(),
            tails: [Slot::EMPTY; _],
            domain_and_age: [[Slot::EMPTY; _]; _],
        };
        for age in parameters.age.min..=parameters.age.max {
            let text = age.to_string();
            for (slot, domain) in fields.domain_and_age[age as usize].iter_mut().zip(domains) {
                *slot = Slot::new(&[domain.as_bytes(), b",", text.as_bytes()]);
            }
        }
        let tails = Segment::ALL.into_iter().flat_map(|segment| {
            let declines = match segment {
                Segment::Declining => ["sudden", "gradual"],
                _ => [""; 2],
            };
            declines.map(|decline| [segment.name().as_bytes(), b",", decline.as_bytes(), b"\n"])
        });
        for (slot, tail) in fields.tails.iter_mut().zip(tails) {
            *slot = Slot::new(&tail);
        }
        fields
    }

    /// The domain at this position.
    #[inline]
    pub(super) fn domain(&self, position: u8) -> &'static str {
        self.domains.get(usize::from(position)).copied().unwrap_or_default()
    }

    /// Writes `yahoo.com,65`, without a comma behind it.
    #[inline]
    pub(super) fn put_domain_and_age(&self, row: &mut Row<'_>, domain: u8, age: u8) {
        row.put_slot(&self.domain_and_age[usize::from(age) % 128][usize::from(domain) % 4]);
    }

    /// Writes the credit limit that is so many steps above the least, with the comma behind it.
    #[inline]
    pub(super) fn put_limit(&self, row: &mut Row<'_>, steps: u32) {
        self.limits.put(row, steps);
    }

    /// Writes the day so long after the first, with the comma behind it.
    #[inline]
    pub(super) fn put_date(&self, row: &mut Row<'_>, opened: u16) {
        row.put(self.dates[usize::from(opened)].bytes(), "YYYY-MM-DD,".len() as u8);
    }

    /// Writes segment, kind of decline and the end of the line.
    #[inline]
    pub(super) fn put_tail(&self, row: &mut Row<'_>, standing: Packed) {
        row.put_slot(&self.tails[standing.tail() % self.tails.len()]);
    }
}

/// Up to how many limits a recipe's are written beforehand: few enough to stay in a core's nearest cache.
const MOST: u32 = 1_000;

/// Writes the credit limits of one recipe.
#[derive(Clone, Debug)]
struct Limits {
    least: u32,
    step: u32,
    /// `45000,` for every limit, or nothing if there are many.
    written: Box<[Slot<16>]>,
}

impl Limits {
    /// Of a recipe with these parameters.
    fn new(parameters: &Parameters) -> Limits {
        let (range, step) = (parameters.credit_limit, parameters.credit_limit_step);
        let slot = |limit: u32| Slot::new(&[limit.to_string().as_bytes(), b","]);
        let all = (range.min..=range.max).step_by(step as usize);
        let few = (range.max - range.min) / step < MOST;
        let written = if few { all.map(slot).collect() } else { Box::default() };
        Limits { least: range.min, step, written }
    }

    /// Writes the limit that is so many steps above the least, with the comma behind it.
    #[inline]
    fn put(&self, row: &mut Row<'_>, steps: u32) {
        if let Some(slot) = self.written.get(steps as usize) {
            row.put_slot(slot);
        } else {
            row.number(self.least + steps * self.step);
            row.put(b",", 1);
        }
    }
}
