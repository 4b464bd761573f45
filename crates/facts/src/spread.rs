//! The spread of credit limits: e^(0.45 z), z standard normal, at points of equal probability.
//!
//! The only floating-point numbers on the way to a data set, and they are rounded to integers here,
//! once, to be shipped.

/// How many points: as many as hold the distribution well below one step of the default range.
const POINTS: u32 = 1024;

/// The spread of the logarithm (declared: about as wide as limits of one age group are).
const SIGMA: f64 = 0.45;

/// The unit of the table: 1 is 65,536.
const ONE: f64 = 65_536.0;

/// The points, ascending: at the middles of 1,024 parts of equal probability.
#[allow(clippy::cast_sign_loss, reason = "a power of e is positive")]
pub(crate) fn points() -> Vec<u32> {
    let middle = |at: u32| (f64::from(at) + 0.5) / f64::from(POINTS);
    (0..POINTS).map(|at| ((SIGMA * quantile(middle(at))).exp() * ONE).round() as u32).collect()
}

/// The z below which a standard normal variable lies with this probability, by halving.
fn quantile(probability: f64) -> f64 {
    let (mut low, mut high) = (-6.0, 6.0);
    for _ in 0..80 {
        let middle = 0.5 * (low + high);
        if below(middle) < probability { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// The probability that a standard normal variable is below `z`: Marsaglia's series, 2004,
/// "Evaluating the normal distribution".
fn below(z: f64) -> f64 {
    let (mut term, mut sum, mut odd) = (z, z, 1.0);
    for _ in 0..150 {
        odd += 2.0;
        term *= z * z / odd;
        sum += term;
    }
    0.5 + sum * (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_the_tables() {
        // Abramowitz and Stegun, table 26.5 and the usual critical values.
        for (probability, z) in [(0.5, 0.0), (0.975, 1.959_963_985), (0.1, -1.281_551_566)] {
            assert!((quantile(probability) - z).abs() < 1e-9);
        }
    }

    #[test]
    fn points_ascend_around_one() {
        let points = points();
        assert!(points.is_sorted_by(|a, b| a < b));
        assert!(points[511] < 65_536 && 65_536 < points[512]);
        for (low, high) in points.iter().zip(points.iter().rev()) {
            // e^-x times e^x, each off by half a unit at most.
            let product = f64::from(*low) * f64::from(*high) / (ONE * ONE);
            assert!((product - 1.0).abs() < 1e-4);
        }
    }
}
