//! Chi-square tests: is what was drawn what chance gives?

#![allow(clippy::cast_precision_loss, reason = "counts are small")]

/// How far a statistic may be from what chance gives, in standard deviations. Chance alone goes
/// beyond once in 1.7 million tests; there are about a thousand.
const DEVIATIONS: f64 = 5.0;

/// How many standard deviations chi-square is above its mean, by the approximation of Wilson and
/// Hilferty (1931).
fn deviation(chi_square: f64, degrees: f64) -> f64 {
    let spread = 2.0 / (9.0 * degrees);
    ((chi_square / degrees).cbrt() - (1.0 - spread)) / spread.sqrt()
}

pub fn assert_by_chance(what: &str, seed: u64, observed: &[f64], expected: &[f64], degrees: f64) {
    let chi_square: f64 = observed.iter().zip(expected).map(|(o, e)| (o - e) * (o - e) / e).sum();
    let deviation = deviation(chi_square, degrees);
    assert!(
        deviation.abs() < DEVIATIONS,
        "{what}, seed {seed}: chi-square {chi_square:.1} with {degrees} degrees of freedom is \
         {deviation:.1} standard deviations off"
    );
}

pub fn assert_uniform(what: &str, seed: u64, values: usize, rows: impl Iterator<Item = usize>) {
    let mut observed = vec![0.0; values];
    let mut total = 0.0;
    for value in rows {
        observed[value] += 1.0;
        total += 1.0;
    }
    let expected = vec![total / values as f64; values];
    assert_by_chance(what, seed, &observed, &expected, values as f64 - 1.0);
}

/// Chi-square of the counts against these weights. Values of which fewer than five are expected are
/// counted together; of those without weight there must be none.
pub fn assert_weighted(what: &str, seed: u64, weights: &[f64], rows: impl Iterator<Item = usize>) {
    let mut observed = vec![0.0; weights.len()];
    rows.for_each(|value| observed[value] += 1.0);
    let (total, sum): (f64, f64) = (observed.iter().sum(), weights.iter().sum());
    let (mut counted, mut expected, mut rest) = (vec![], vec![], (0.0, 0.0));
    for (value, (observed, weight)) in observed.into_iter().zip(weights).enumerate() {
        let mean = total * weight / sum;
        if mean >= 5.0 {
            counted.push(observed);
            expected.push(mean);
        } else {
            assert!(*weight > 0.0 || observed == 0.0, "{what}, seed {seed}: {value} is impossible");
            rest = (rest.0 + observed, rest.1 + mean);
        }
    }
    if rest.1 >= 5.0 {
        counted.push(rest.0);
        expected.push(rest.1);
    }
    if expected.len() > 1 {
        assert_by_chance(what, seed, &counted, &expected, expected.len() as f64 - 1.0);
    }
}

/// Chi-square of the table of pairs against the product of its margins.
pub fn assert_independent(
    what: &str,
    seed: u64,
    (a, b): (usize, usize),
    pairs: impl Iterator<Item = (usize, usize)>,
) {
    let table = table_of_pairs((a, b), pairs);
    let expected = product_of_margins((a, b), &table);
    assert_by_chance(what, seed, &table, &expected, (a as f64 - 1.0) * (b as f64 - 1.0));
}

/// How often each pair occurs.
pub fn table_of_pairs(
    (a, b): (usize, usize),
    pairs: impl Iterator<Item = (usize, usize)>,
) -> Vec<f64> {
    let mut table = vec![0.0; a * b];
    pairs.for_each(|(x, y)| table[x * b + y] += 1.0);
    table
}

fn product_of_margins((a, b): (usize, usize), table: &[f64]) -> Vec<f64> {
    let (mut in_a, mut in_b) = (vec![0.0; a], vec![0.0; b]);
    for (at, count) in table.iter().enumerate() {
        in_a[at / b] += count;
        in_b[at % b] += count;
    }
    let total: f64 = in_a.iter().sum();
    in_a.iter().flat_map(|x| in_b.iter().map(move |y| x * y / total)).collect()
}

/// The strength of association in a table of pairs, 0 to 1: Cramér, "Mathematical methods of
/// statistics", 1946.
pub fn cramers_v((a, b): (usize, usize), table: &[f64]) -> f64 {
    let expected = product_of_margins((a, b), table);
    let possible = table.iter().zip(expected).filter(|(_, expected)| *expected > 0.0);
    let chi_square: f64 =
        possible.map(|(observed, mean)| (observed - mean) * (observed - mean) / mean).sum();
    let total: f64 = table.iter().sum();
    (chi_square / total / (a.min(b) as f64 - 1.0)).sqrt()
}
