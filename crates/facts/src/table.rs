//! The tables of `data`: CSV without quotes, header first.

use std::fs;
use std::str::FromStr;

use crate::Error;

/// A table, cut into fields.
#[derive(Debug)]
pub(crate) struct Table {
    path: String,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Reads `folder/name.csv`, whose header must be `header`.
    pub(crate) fn read(folder: &str, name: &str, header: &str) -> Result<Table, Error> {
        let path = format!("{folder}/{name}.csv");
        let text = fs::read_to_string(&path)
            .map_err(|reason| Error::File { path: path.clone(), reason })?;
        let mut lines = text.lines();
        if lines.next() != Some(header) {
            return Err(Error::Header { path, header: header.to_owned() });
        }
        let rows: Vec<Vec<_>> =
            lines.map(|line| line.split(',').map(str::to_owned).collect()).collect();
        let fields = header.split(',').count();
        match rows.iter().position(|row| row.len() != fields) {
            Some(at) => Err(Error::Fields { path, line: at + 2, fields }),
            None => Ok(Table { path, rows }),
        }
    }

    /// The text in a column, row by row.
    pub(crate) fn texts(&self, column: usize) -> Vec<&str> {
        self.rows.iter().map(|row| &*row[column]).collect()
    }

    /// The numbers in a column, row by row.
    pub(crate) fn numbers<N: FromStr>(&self, column: usize) -> Result<Vec<N>, Error> {
        let number = |(at, text): (usize, &str)| {
            let not_a_number = || Error::Number { path: self.path.clone(), line: at + 2 };
            text.parse().map_err(|_| not_a_number())
        };
        self.texts(column).into_iter().enumerate().map(number).collect()
    }
}
