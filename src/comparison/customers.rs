//! A file of customers beside those of a recipe: byte for byte as long as it agrees, and from there row by row.

use super::Verdict;
use super::rows::RowComparison;
use crate::customers::Generator;
use crate::data_set::DataSet;
use crate::decode::line_feeds;
use crate::plan::Rows;
use crate::recipe::Recipe;
use crate::table::Generate;
use crate::validate::FileForm;

/// The comparison of a file of customers.
pub(super) struct CustomersComparison {
    recipe: Recipe,
    generator: Generator,
    partitions: Box<dyn Iterator<Item = Rows> + Send>,
    /// The part of the data set that the file has come to: the header or some rows.
    expected: Vec<u8>,
    /// How many of its bytes the file has had too.
    agreed: usize,
    /// The line that it begins on.
    line: u64,
    /// From the first byte on that differs.
    rows: Option<Box<RowComparison>>,
    /// What the file was before it came here.
    form: FileForm,
}

impl CustomersComparison {
    /// A comparison for which nothing has been read yet of a file that was of this form.
    pub(super) fn new(recipe: &Recipe, form: FileForm) -> CustomersComparison {
        let data_set = DataSet::customers(recipe.clone());
        CustomersComparison {
            recipe: recipe.clone(),
            generator: data_set.generator(),
            partitions: Box::new(data_set.partitions(data_set.partition_size())),
            expected: data_set.header().into_bytes(),
            agreed: 0,
            line: 1,
            rows: None,
            form,
        }
    }

    /// Compares what comes next in the file.
    pub(super) fn read(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            if let Some(rows) = &mut self.rows {
                rows.read(bytes);
                return;
            }
            if self.agreed == self.expected.len() && !self.generate_next() {
                self.part();
                continue;
            }
            let expected = &self.expected[self.agreed..];
            let len = expected.len().min(bytes.len());
            let (next, rest) = bytes.split_at(len);
            if next == &expected[..len] {
                self.agreed += len;
                bytes = rest;
                continue;
            }
            self.part();
        }
    }

    /// The verdict on all that has been read.
    pub(super) fn verdict(mut self) -> Verdict {
        if self.rows.is_none() {
            let ended = self.agreed == self.expected.len() && !self.generate_next();
            if ended && self.form == FileForm::default() {
                return Verdict::Identical;
            }
            self.part();
        }
        match self.rows {
            Some(rows) => rows.verdict(self.form),
            None => Verdict::Identical,
        }
    }

    /// From here on the file is compared row by row, beginning with the line that it has come to.
    fn part(&mut self) {
        let agreed = &self.expected[..self.agreed];
        let start = agreed.iter().rposition(|&byte| byte == b'\n').map_or(0, |last| last + 1);
        let row = self.line + line_feeds(&agreed[..start]) - 1;
        let mut rows = if row == 0 {
            RowComparison::of_file(&self.recipe)
        } else {
            RowComparison::of_rows(&self.recipe, row)
        };
        rows.read(&agreed[start..]);
        self.rows = Some(Box::new(rows));
    }

    /// Goes on to the next rows of the data set. `false` if there are none.
    fn generate_next(&mut self) -> bool {
        let Some(rows) = self.partitions.next() else { return false };
        self.generator.write(rows, &mut self.expected);
        self.agreed = 0;
        self.line = rows.first + 1;
        true
    }
}
