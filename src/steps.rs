//! Numbers on the steps of a range, without a division.

/// A range of numbers, each so many steps above the least.
///
/// The inverse of the odd part of the step modulo 2^32 leads from each multiple to its quotient, and from everything
/// else beyond the largest quotient there is (Granlund and Montgomery, "Division by invariant integers using
/// multiplication", 1994, section 9).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Steps {
    least: u32,
    inverse: u32,
    twos: u32,
    all: u32,
}

impl Steps {
    /// The numbers from `least` to `most` in steps of `step`, which is at least 1.
    pub(crate) fn new(least: u32, most: u32, step: u32) -> Steps {
        let twos = step.trailing_zeros();
        let odd = step >> twos;
        // Three of the low bits are right at first, and each turn doubles them.
        let inverse = (0..4).fold(odd, |inverse, _| {
            inverse.wrapping_mul(2_u32.wrapping_sub(odd.wrapping_mul(inverse)))
        });
        Steps { least, inverse, twos, all: (most - least) / step }
    }

    /// How many steps there are.
    #[inline]
    pub(crate) const fn all(self) -> u32 {
        self.all
    }

    /// How many steps a number is above the least; more than all if it is on none of them.
    #[inline]
    pub(crate) const fn of(self, number: u32) -> u32 {
        number.wrapping_sub(self.least).wrapping_mul(self.inverse).rotate_right(self.twos)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_on_a_step_are_found_and_no_others() {
        for (least, most, step) in [
            (5_000, 50_000, 1_000),
            (0, 1_000_000_000, 1),
            (7, 7, 1),
            (1, 999_999_997, 12),
            (3, 93, 9),
            (0, 1_000_000_000, 1_000_000_000),
        ] {
            let steps = Steps::new(least, most, step);
            let numbers = (0..3_000).chain(49_990..50_020).chain(999_999_900..=1_000_000_100);
            for number in numbers.chain(u32::MAX - 3_000..=u32::MAX) {
                let is_on =
                    (least..=most).contains(&number) && (number - least).is_multiple_of(step);
                let found = steps.of(number);
                assert_eq!(found <= steps.all(), is_on, "{number}");
                assert!(!is_on || found == (number - least) / step, "{number}");
            }
        }
    }
}
