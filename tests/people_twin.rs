//! The slow, obvious twin of recipe version 2: rows made from the tables in `data` alone, by code that
//! shares nothing with the kernel but the source of randomness, must equal what the kernel wrote.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;

use std::collections::BTreeMap;

use common::people::{NEW, block_of, defaults};
use common::tables::{AGES, EMPLOYMENT, GIVEN_NAMES, PLACES, STATES, SURNAMES, table};
use segmint::date::Date;
use segmint::draw::{Permutations, Purpose, Stream};
use segmint::facts::Facts;
use segmint::recipe::{EmailDomains, Parameters, Recipe, Segment, Span};

/// Two halves of the next word, 32 bits each.
fn halves(stream: &mut Stream) -> (u64, u64) {
    let mut word = stream.word();
    let mut half = || u64::from(word.take(1 << 16)) << 16 | u64::from(word.take(1 << 16));
    (half(), half())
}

/// A number below `choices` from what is left of a fraction of so many bits.
fn take(fraction: &mut u128, bits: u32, choices: u32) -> u32 {
    let product = *fraction * u128::from(choices);
    *fraction = product % (1 << bits);
    (product >> bits) as u32
}

/// Choices by weight: a bucket for each, with the border above which another one lies in it.
struct Weighted(Vec<Option<(u128, usize)>>);

impl Weighted {
    fn new(weights: impl IntoIterator<Item = u64>) -> Weighted {
        let weights: Vec<u128> = weights.into_iter().map(u128::from).collect();
        let sum: u128 = weights.iter().sum();
        let all = || 0..weights.len();
        let mut size: Vec<u128> = all().map(|at| weights[at] * weights.len() as u128).collect();
        let mut light: Vec<usize> = all().filter(|at| size[*at] < sum).collect();
        let mut heavy: Vec<usize> = all().filter(|at| size[*at] >= sum).collect();
        let mut buckets = vec![None; weights.len()];
        while !light.is_empty() && !heavy.is_empty() {
            let small = light.remove(0);
            buckets[small] = Some(((size[small] << 32) / sum, heavy[0]));
            size[heavy[0]] -= sum - size[small];
            if size[heavy[0]] < sum {
                light.push(heavy.remove(0));
            }
        }
        Weighted(buckets)
    }

    fn pick(&self, half: u64) -> usize {
        let product = half * self.0.len() as u64;
        let own = (product >> 32) as usize;
        match self.0[own] {
            Some((border, other)) if u128::from(product % (1 << 32)) >= border => other,
            _ => own,
        }
    }
}

/// Rounded to seven leading bits, halves up.
fn rounded(number: u64) -> u64 {
    let mut unit = 1;
    while number / unit >= 128 {
        unit *= 2;
    }
    (number + unit / 2) / unit * unit
}

fn number(text: &str) -> u64 {
    text.parse().unwrap()
}

/// Names, places and ages with their weights, in the order in which they are drawn.
struct Twin {
    first_names: Vec<String>,
    of_decade: Vec<Weighted>,
    surnames: Vec<String>,
    by_people: Weighted,
    /// State and name.
    places: Vec<(String, String)>,
    by_population: Weighted,
    ages: Vec<u64>,
    employment: Vec<[u64; 4]>,
}

impl Twin {
    fn new() -> Twin {
        let mut births = BTreeMap::<String, [[u64; 9]; 2]>::new();
        for [name, sex, counts @ ..] in table::<11>(GIVEN_NAMES) {
            births.entry(name).or_default()[usize::from(sex == "M")] =
                counts.map(|count| rounded(number(&count)));
        }
        let total =
            |sex: usize, decade: usize| births.values().map(|b| b[sex][decade]).sum::<u64>();
        let of_decade = (0..9).map(|decade| {
            let (women, men) = (total(0, decade), total(1, decade));
            Weighted::new(births.values().map(|b| b[0][decade] * men + b[1][decade] * women))
        });
        let states: Vec<(String, u64)> =
            table(STATES).into_iter().map(|[state, people]| (state, number(&people))).collect();
        // By name and then by state, in the order of the states.
        let mut places = BTreeMap::new();
        for [state, name, people] in table(PLACES) {
            let position = states.iter().position(|(code, _)| *code == state).unwrap();
            places.insert((name, position), rounded(number(&people)));
        }
        let in_state = |state: usize| -> u64 {
            places.iter().filter(|((_, of), _)| *of == state).map(|(_, people)| people).sum()
        };
        let of_state: Vec<u64> = (0..states.len()).map(in_state).collect();
        let population = |((_, state), people): (&(String, usize), &u64)| {
            let all = (u128::from(states[*state].1) * u128::from(*people)) << 20;
            u64::try_from(all / u128::from(of_state[*state])).unwrap()
        };
        let mut surnames: Vec<(String, u64)> = table(SURNAMES)
            .into_iter()
            .map(|[name, people]| (name, rounded(number(&people))))
            .collect();
        surnames.sort();
        Twin {
            of_decade: of_decade.collect(),
            first_names: births.keys().cloned().collect(),
            by_people: Weighted::new(surnames.iter().map(|(_, people)| *people)),
            surnames: surnames.into_iter().map(|(name, _)| name).collect(),
            by_population: Weighted::new(places.iter().map(population)),
            places: places
                .keys()
                .map(|(name, state)| (states[*state].0.clone(), name.clone()))
                .collect(),
            ages: table(AGES).into_iter().map(|[_, people]| number(&people)).collect(),
            employment: table::<5>(EMPLOYMENT)
                .into_iter()
                .map(|[_, shares @ ..]| shares.map(|share| number(&share)))
                .collect(),
        }
    }

    fn people_of_age(&self, age: u32) -> u64 {
        if age <= 100 {
            return self.ages[age as usize - 18];
        }
        (self.people_of_age(age - 1) / 2).max(1)
    }

    /// A block, as text.
    fn block(&self, recipe: &Recipe, new: Span, block: u32) -> String {
        let parameters = recipe.parameters();
        let stream = |purpose| Stream::new(2, parameters.seed, purpose, block);
        let (mut order, mut names, mut values) =
            (stream(Purpose::Order), stream(Purpose::Names), stream(Purpose::Values));
        let mut standings = Standings::new(parameters, block);
        let mut seen = BTreeMap::<(String, String), u32>::new();
        let mut writer = csv::Writer::from_writer(Vec::new());
        for row in 0..1000.min(parameters.count - block * 1000) {
            let (segment, premium, gradual) = standings.draw(&mut order);
            let ((first, last), (age, _)) = (halves(&mut names), halves(&mut names));
            let ((place, status), (limit, opened)) = (halves(&mut values), halves(&mut values));

            let Span { min, max } = parameters.age;
            let tilted = |age: u32| self.people_of_age(age) * tilt(age, segment);
            let age = min + Weighted::new((min..=max).map(tilted)).pick(age) as u32;
            let decade = decade_of_birth(parameters.as_of, age);
            let first = &self.first_names[self.of_decade[decade].pick(first)];
            let last = &self.surnames[self.by_people.pick(last)];
            let (state, city) = &self.places[self.by_population.pick(place)];
            let status = Weighted::new(self.employment[age.min(100) as usize - 18]).pick(status);
            let repeat = seen.entry((first.clone(), last.clone())).or_default();
            let email = self.email(recipe, (first, last), *repeat, block);
            *repeat += 1;

            let fields = [
                format!("CUST{:08}", block * 1000 + row + 1),
                first.clone(),
                last.clone(),
                email,
                age.to_string(),
                state.clone(),
                city.clone(),
                ["Employed", "Self-Employed", "Retired", "Unemployed"][status].to_owned(),
                if premium { "Premium" } else { "Standard" }.to_owned(),
                credit_limit(parameters, limit, age, segment, status, premium).to_string(),
                account_date(parameters, opened, age, segment, new).to_string(),
                Segment::ALL[segment].name().to_owned(),
                match (segment, gradual) {
                    (3, true) => "gradual",
                    (3, false) => "sudden",
                    _ => "",
                }
                .to_owned(),
            ];
            writer.write_record(fields).unwrap();
        }
        String::from_utf8(writer.into_inner().unwrap()).unwrap()
    }

    fn email(&self, recipe: &Recipe, names: (&str, &str), repeat: u32, block: u32) -> String {
        // The number has as many digits as the blocks before this one have used up without.
        let (mut before, mut digits, mut numbers) = (0, 0, 1);
        while block >= before + 9 * numbers {
            before += 9 * numbers;
            digits += 1;
            numbers = 9 * 10_u32.pow(digits - 1);
        }
        let sizes = [(3, 3), (9, 9), (9, 90), (90, 90), (90, 900), (900, 900)][digits as usize];
        let position = |all: &[String], name: &str| all.iter().position(|n| *n == name).unwrap();
        let first = position(&self.first_names, names.0);
        let last = position(&self.surnames, names.1);
        let pair = ((block - before) / sizes.1, (block - before) % sizes.1);
        let (high, low) = Permutations::new(2, recipe.parameters().seed).pair(
            (first * 65_536 + last) as u64,
            pair,
            sizes,
        );
        let form = high * sizes.1 + low;
        let separator = [".", "_", "-"][form as usize % 3];
        let domain = recipe.parameters().domains.domains()[form as usize / 3 % 3];
        let number = match digits {
            0 => String::new(),
            _ => (10_u32.pow(digits - 1) + form / 9).to_string(),
        };
        let word = |name: &str| name.to_lowercase().replace('\'', "");
        let initials = match initials(repeat) {
            none if none.is_empty() => none,
            some => format!("{some}{separator}"),
        };
        format!("{}{separator}{initials}{}{number}@{domain}", word(names.0), word(names.1))
    }
}

/// The `repeat`-th in the row of none, a, b, ..., z, aa, ab, ..., by counting.
fn initials(repeat: u32) -> String {
    let mut letters: Vec<u8> = Vec::new();
    for _ in 0..repeat {
        let last_below_z = letters.iter().rposition(|letter| *letter < b'z');
        let from = last_below_z.map_or(0, |at| {
            letters[at] += 1;
            at + 1
        });
        letters[from..].fill(b'a');
        if last_below_z.is_none() {
            letters.push(b'a');
        }
    }
    String::from_utf8(letters).unwrap()
}

fn tilt(age: u32, segment: usize) -> u64 {
    let by_segment: [u64; 5] = match age {
        ..26 => [50, 90, 110, 80, 220],
        26..35 => [80, 100, 110, 90, 160],
        35..51 => [130, 100, 100, 100, 70],
        51..66 => [130, 100, 95, 115, 35],
        66.. => [70, 100, 95, 110, 35],
    };
    by_segment[segment]
}

fn decade_of_birth(as_of: Date, age: u32) -> usize {
    let born = i32::from(as_of.civil().0) - age.cast_signed();
    usize::try_from((born.clamp(1920, 2009) - 1920) / 10).unwrap()
}

fn credit_limit(
    parameters: &Parameters,
    half: u64,
    age: u32,
    segment: usize,
    status: usize,
    premium: bool,
) -> u64 {
    let base: u64 = match age {
        ..25 => 10,
        25..30 => 18,
        30..35 => 26,
        35..45 => 33,
        55..65 => 40,
        45.. => 38,
    };
    // In millionths of the range.
    let median = base * [155, 100, 55, 90, 60][segment] * [100, 105, 95, 50][status];
    let points: Vec<u64> = Facts::get()
        .spread
        .iter()
        .map(|point| u64::from(*point))
        .filter(|point| !premium || *point > 65_536)
        .filter(|point| median * point <= 1_000_000 * 65_536)
        .collect();
    let point = points[((half * points.len() as u64) >> 32) as usize];
    let Parameters { credit_limit: Span { min, max }, credit_limit_step: step, .. } = *parameters;
    let steps = u64::from((max - min) / step);
    // The median is rounded up to a multiple of 2^-13 of a step, the limit to the nearest step.
    let median = (median * steps * 8192).div_ceil(1_000_000);
    let steps = (median * point * 2 + 8192 * 65_536) / (8192 * 65_536 * 2);
    u64::from(min) + steps * u64::from(step)
}

fn account_date(parameters: &Parameters, half: u64, age: u32, segment: usize, new: Span) -> Date {
    let Parameters { as_of, opened, .. } = *parameters;
    let ago = if segment == 4 { new } else { Span::new(opened.min * 365, opened.max * 365) };
    let (mut first, mut last) = (as_of.minus_days(ago.max), as_of.minus_days(ago.min));
    let adult = Date::from_civil(as_of.civil().0 + 18 - age as u16, 1, 1).unwrap();
    if last < adult {
        last = as_of;
    }
    first = first.max(adult);
    let days = (last.unix_days() - first.unix_days() + 1).cast_unsigned();
    first.plus_days(((half * u64::from(days)) >> 32) as u32)
}

/// The rows of a block that are not drawn yet.
struct Standings {
    segments: [u32; 5],
    premium: [u32; 5],
    gradual: u32,
}

impl Standings {
    fn new(parameters: &Parameters, block: u32) -> Standings {
        let rows = 1000.min(parameters.count - block * 1000);
        let weights = parameters.weights.map(u32::from);
        let mut segments = weights.map(|weight| rows * weight / 1000);
        while segments.iter().sum::<u32>() < rows {
            let lacking = |at: &usize| {
                (rows * weights[*at]).cast_signed() - (segments[*at] * 1000).cast_signed()
            };
            let most = (0..5).rev().max_by_key(lacking).unwrap();
            segments[most] += 1;
        }
        let quota = |segment: usize, share: u16| {
            let up_to = |rows: u64| (rows * u64::from(share) / 1000) as u32;
            let before = u64::from(block) * u64::from(weights[segment]);
            up_to(before + u64::from(segments[segment])) - up_to(before)
        };
        Standings {
            segments,
            premium: std::array::from_fn(|at| quota(at, parameters.premium[at])),
            gradual: quota(3, parameters.gradual),
        }
    }

    fn draw(&mut self, order: &mut Stream) -> (usize, bool, bool) {
        let (high, low) = halves(order);
        let mut word = u128::from(high) << 32 | u128::from(low);
        let left: Vec<usize> = (0..5).flat_map(|at| vec![at; self.segments[at] as usize]).collect();
        let segment = left[take(&mut word, 64, left.len() as u32) as usize];
        let premium = take(&mut word, 64, self.segments[segment]) < self.premium[segment];
        let gradual = take(&mut word, 64, self.segments[segment]) < self.gradual;
        self.segments[segment] -= 1;
        self.premium[segment] -= u32::from(premium);
        if segment == 3 {
            self.gradual -= u32::from(gradual);
        }
        (segment, premium, gradual)
    }
}

fn assert_equal(parameters: Parameters, new: Span, blocks: &[u32]) {
    let (recipe, twin) = (Recipe::new(parameters).unwrap(), Twin::new());
    for &block in blocks {
        let (made, expected) = (block_of(&recipe, new, block), twin.block(&recipe, new, block));
        for (made, expected) in made.lines().zip(expected.lines()) {
            assert_eq!(made, expected);
        }
        assert_eq!(made.len(), expected.len());
    }
}

#[test]
fn the_kernel_equals_its_twin() {
    assert_equal(Parameters { count: 3_456, ..defaults() }, NEW, &[0, 1, 3]);
}

#[test]
fn it_does_so_up_to_the_last_block() {
    let parameters = Parameters { count: 99_999_999, seed: 7, ..defaults() };
    assert_equal(parameters, NEW, &[8, 9, 899, 90_000, 99_999]);
}

#[test]
fn it_does_so_with_every_parameter_at_its_limits() {
    let wide = Parameters {
        count: 1_001,
        seed: u64::MAX,
        as_of: "2100-01-01".parse().unwrap(),
        weights: [200; 5],
        premium: [1000, 500, 250, 125, 1],
        gradual: 1,
        age: Span::new(18, 120),
        credit_limit: Span::new(0, 1_000_000_000),
        credit_limit_step: 1,
        opened: Span::new(0, 100),
        domains: EmailDomains::Free,
        ..defaults()
    };
    assert_equal(wide.clone(), Span::new(1, 365), &[0, 1]);
    let narrow = Parameters {
        as_of: "1901-01-01".parse().unwrap(),
        weights: [0, 0, 0, 0, 1000],
        age: Span::new(120, 120),
        credit_limit: Span::new(7, 7),
        credit_limit_step: 5,
        opened: Span::new(0, 0),
        ..wide
    };
    assert_equal(narrow, Span::new(365, 365), &[0, 1]);
}
