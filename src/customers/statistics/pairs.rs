//! How strongly two columns are associated: Cramér's V, 0 for independent and 1 for determined, from a table
//! of how often each pair of values occurs.

#![allow(clippy::cast_precision_loss, reason = "shares for people; sums stay far below 2^53")]

/// A table of two columns, of which only the cells are kept that are not empty.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Table {
    rows: Vec<f64>,
    columns: Vec<f64>,
    cells: Vec<(usize, usize, f64)>,
}

impl Table {
    /// A table of so many rows and columns with these cells: row, column, and how often or how probable.
    /// No cell may be there twice.
    pub(super) fn new(
        (rows, columns): (usize, usize),
        cells: impl Iterator<Item = (usize, usize, f64)>,
    ) -> Table {
        let mut table =
            Table { rows: vec![0.0; rows], columns: vec![0.0; columns], cells: Vec::new() };
        for (row, column, count) in cells.filter(|(.., count)| *count > 0.0) {
            table.rows[row] += count;
            table.columns[column] += count;
            table.cells.push((row, column, count));
        }
        table
    }

    /// A table in which the columns run fastest.
    pub(super) fn dense(columns: usize, cells: impl ExactSizeIterator<Item = f64>) -> Table {
        let rows = cells.len() / columns;
        let placed = cells.enumerate().map(|(at, count)| (at / columns, at % columns, count));
        Table::new((rows, columns), placed)
    }

    /// The sum of all cells.
    pub(super) fn total(&self) -> f64 {
        self.rows.iter().sum()
    }

    /// Cramér's V of the probabilities in the table: H. Cramér, "Mathematical Methods of Statistics",
    /// 1946. Nothing if either column has one value only.
    pub(super) fn exact(&self) -> Option<f64> {
        let (rows, columns) = self.dimensions();
        (rows.min(columns) > 1.0).then(|| (self.phi_squared() / (rows.min(columns) - 1.0)).sqrt())
    }

    /// Cramér's V of what the counts in the table were drawn from, corrected for the association that
    /// chance makes in a sample: W. Bergsma, "A bias-correction for Cramér's V and Tschuprow's T", 2013.
    /// Nothing if either column has one value only, or there are too few rows to correct for.
    pub(super) fn corrected(&self) -> Option<f64> {
        let (rows, columns) = self.dimensions();
        let degrees = self.total() - 1.0;
        if rows.min(columns) < 2.0 {
            return None;
        }
        let by_chance = (rows - 1.0) * (columns - 1.0) / degrees;
        let fewer = |classes: f64| classes - (classes - 1.0) * (classes - 1.0) / degrees;
        let most = fewer(rows).min(fewer(columns)) - 1.0;
        (most > 0.0).then(|| ((self.phi_squared() - by_chance).max(0.0) / most).sqrt().min(1.0))
    }

    /// How many rows and columns have anything in them.
    fn dimensions(&self) -> (f64, f64) {
        let filled = |sums: &[f64]| sums.iter().filter(|sum| **sum > 0.0).count() as f64;
        (filled(&self.rows), filled(&self.columns))
    }

    /// Chi-square over the total.
    fn phi_squared(&self) -> f64 {
        let parts = self
            .cells
            .iter()
            .map(|&(row, column, count)| count * count / (self.rows[row] * self.columns[column]));
        (parts.sum::<f64>() - 1.0).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(cells: [f64; 4]) -> Table {
        Table::dense(2, cells.into_iter())
    }

    #[test]
    fn strength_is_0_for_independent_and_1_for_determined() {
        let near = |table: &Table, exact: f64, corrected: f64| {
            let found = [table.exact(), table.corrected()].map(|v| v.unwrap());
            assert!((found[0] - exact).abs() < 5e-4, "{found:?}");
            assert!((found[1] - corrected).abs() < 5e-4, "{found:?}");
        };
        near(&table([400.0, 600.0, 40.0, 60.0]), 0.0, 0.0);
        near(&table([500.0, 0.0, 0.0, 500.0]), 1.0, 1.0);
        // Chi-square is 36 of 100 rows: 0.36 less 1/99, over 1 - 1/99.
        near(&table([40.0, 10.0, 10.0, 40.0]), 0.6, 0.5945);
        // What chance makes of nothing.
        near(&table([26.0, 24.0, 24.0, 26.0]), 0.04, 0.0);
    }

    #[test]
    fn of_one_value_nothing_can_be_said() {
        assert_eq!(table([0.0; 4]).corrected(), None);
        assert_eq!(table([5.0, 7.0, 0.0, 0.0]).exact(), None);
        assert_eq!(table([5.0, 0.0, 3.0, 0.0]).corrected(), None);
        assert_eq!(table([1.0, 0.0, 0.0, 1.0]).corrected(), None, "two rows");
    }
}
