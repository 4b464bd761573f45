//! Rows for a reader's eye: their lines, the faults in them, and what a column says of a row. Which rows they are is
//! for `preview`, how they are drawn for others.

use segmint::recipe::FaultKind;
use segmint::schema::{Column, ColumnKind};
use segmint::tables::TableId;
use serde::{Deserialize, Serialize};

/// A fault in a row that is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowFault {
    /// Which of the rows that were made together, counted from 0.
    pub row: u32,
    /// The position of the column; nothing where the row as a whole is meant.
    pub column: Option<u32>,
    /// The kind, in words.
    pub kind: String,
}

/// Rows to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownRows {
    /// The table that they are of.
    pub table: TableId,
    /// The rows.
    pub rows: Vec<ShownRow>,
    /// Whether their customers can be looked at in another table.
    pub has_choice: bool,
}

/// A row to be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShownRow {
    /// Its line, without the line feed.
    pub line: String,
    /// The position of the column that has a fault, or nothing for the row as a whole; and the kind, in words.
    pub faults: Vec<(Option<u32>, String)>,
    /// Whether it is the one that the reader went to.
    pub is_sought: bool,
}

impl RowFault {
    /// A fault of this kind in this column of a table's row.
    #[must_use]
    pub fn new(row: u32, kind: FaultKind, column: Option<&str>, table: TableId) -> RowFault {
        let position = column.and_then(|column| table.schema().position(column));
        let column = position.map(|position| position as u32);
        RowFault { row, column, kind: kind.id().replace('_', " ") }
    }
}

impl ShownRows {
    /// These lines of a table, each with its faults.
    #[must_use]
    pub fn of(csv: &str, faults: &[RowFault], table: TableId, has_choice: bool) -> ShownRows {
        let rows = csv.lines().zip(0..).map(|(line, at)| {
            let of_row = faults.iter().filter(|fault| fault.row == at);
            ShownRow {
                line: line.to_owned(),
                faults: of_row.map(|fault| (fault.column, fault.kind.clone())).collect(),
                is_sought: false,
            }
        });
        ShownRows { table, rows: rows.collect(), has_choice }
    }
}

impl ShownRow {
    /// The values of the row, by column. Rows that were generated have no quotes: every comma parts two fields. Ragged
    /// ones may have too few.
    pub fn values(&self) -> impl Iterator<Item = &str> {
        self.line.split(',').chain(std::iter::repeat(""))
    }

    /// The kind of the fault that is told in this column, if there is one: that of a whole row in the first.
    #[must_use]
    pub fn fault(&self, column: u32) -> Option<&str> {
        let is_here = |place: Option<u32>| place.unwrap_or_default() == column;
        let fault = self.faults.iter().find(|(place, _)| is_here(*place));
        fault.map(|(_, kind)| kind.as_str())
    }
}

/// What a column says of a row, and in which form: for whoever points at its name.
#[must_use]
pub fn told(column: &Column) -> String {
    let kind = match column.kind {
        ColumnKind::Text => "text".to_owned(),
        ColumnKind::Integer => "whole number".to_owned(),
        ColumnKind::Decimal { scale, .. } => format!("number with {scale} decimals"),
        ColumnKind::Date => "date, YYYY-MM-DD".to_owned(),
    };
    let unique = if column.is_unique { ", no two alike" } else { "" };
    let nullable = if column.is_nullable { ", may be empty" } else { "" };
    format!("{}: {} ({kind}{unique}{nullable})", column.name, column.description)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_told_with_its_form() {
        let columns = |table: TableId| table.schema().columns.iter().map(told).collect::<Vec<_>>();
        let (customers, transactions) =
            (columns(TableId::Customers), columns(TableId::Transactions));
        assert_eq!(customers[4], "age: age in years (whole number)");
        assert!(customers[3].ends_with("(text, no two alike)"), "{}", customers[3]);
        assert!(customers[12].ends_with("(text, may be empty)"), "{}", customers[12]);
        assert!(transactions[2].ends_with("(date, YYYY-MM-DD)"), "{}", transactions[2]);
        assert!(transactions[3].ends_with("(number with 2 decimals)"), "{}", transactions[3]);
    }

    #[test]
    fn a_fault_is_told_in_its_column_and_that_of_a_whole_row_in_the_first() {
        let table = TableId::Customers;
        let faults = [
            RowFault::new(1, FaultKind::UnknownState, Some("state"), table),
            RowFault::new(2, FaultKind::RaggedRow, None, table),
        ];
        let shown = ShownRows::of("a,b\nc,d\ne\n", &faults, table, true);
        let told = |row: usize, column| shown.rows[row].fault(column);
        assert_eq!((told(0, 5), told(1, 5), told(1, 0)), (None, Some("unknown state"), None));
        assert_eq!((told(2, 0), told(2, 5)), (Some("ragged row"), None));
        assert_eq!(shown.rows[2].values().take(3).collect::<Vec<_>>(), ["e", "", ""]);
    }
}
