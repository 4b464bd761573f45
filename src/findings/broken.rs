//! How many rows break which rule, and the first few of them.

use serde::{Deserialize, Serialize};

use super::rules::Rule;
use crate::preview_value::preview_value;

/// A place where a rule is broken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// The line in the file; the header is line 1. For what is true of the whole file, 0.
    pub line: u64,
    /// The column, or nothing where the row as a whole is meant.
    pub column: String,
    /// The value, shortened and made printable.
    pub value: String,
    /// What is wrong with it, where the rule does not say so much; else nothing.
    pub reason: String,
}

/// Counts and first examples of everything that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Findings {
    broken: Vec<Broken>,
    /// How many examples a finding shows.
    most: u32,
}

/// A rule that was broken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Broken {
    pub(crate) rule: Rule,
    pub(crate) rows: u64,
    pub(crate) examples: Vec<Example>,
}

/// More columns than any table here has.
const COLUMNS_SHOWN: usize = 32;

impl Findings {
    /// No findings yet; each will show so many examples.
    pub(crate) fn new(examples: u32) -> Findings {
        Findings { broken: Vec::new(), most: examples }
    }

    /// Notes one row that breaks `rule`.
    #[cold]
    pub(crate) fn add(&mut self, rule: Rule, example: impl FnOnce() -> Example) {
        if self.count(rule) {
            self.show(rule, example());
        }
    }

    /// Notes one row in which this value breaks `rule`, and asks for the reason if it is shown. Compiled once for
    /// every reason, so that little of it may be.
    #[cold]
    pub(crate) fn add_value(
        &mut self,
        rule: Rule,
        line: u64,
        column: &str,
        value: &[u8],
        reason: impl FnOnce() -> String,
    ) {
        if self.count(rule) {
            self.show_value(rule, line, column, value, reason());
        }
    }

    #[inline(never)]
    fn show_value(&mut self, rule: Rule, line: u64, column: &str, value: &[u8], reason: String) {
        let (column, value) = (column.to_owned(), preview_value(value));
        self.show(rule, Example { line, column, value, reason });
    }

    #[inline(never)]
    fn show(&mut self, rule: Rule, example: Example) {
        self.of(rule).examples.push(example);
    }

    /// Counts one row that breaks `rule`, and says whether an example of it is wanted.
    #[inline(never)]
    fn count(&mut self, rule: Rule) -> bool {
        let most = self.most_of(rule);
        let broken = self.of(rule);
        broken.rows += 1;
        broken.examples.len() < most
    }

    /// Joins the findings of later rows.
    pub(crate) fn merge(&mut self, later: Findings) {
        for Broken { rule, rows, examples } in later.broken {
            let most = self.most_of(rule);
            let broken = self.of(rule);
            broken.rows += rows;
            let room = most - broken.examples.len();
            broken.examples.extend(examples.into_iter().take(room));
        }
    }

    /// Puts the examples of a broken rule in the order of their lines.
    pub(crate) fn sort(&mut self, rule: Rule) {
        if let Some(broken) = self.broken.iter_mut().find(|broken| broken.rule == rule) {
            broken.examples.sort_by_key(|example| example.line);
        }
    }

    /// How many rows break `rule`.
    pub(crate) fn rows(&self, rule: Rule) -> u64 {
        self.broken.iter().find(|broken| broken.rule == rule).map_or(0, |broken| broken.rows)
    }

    /// The examples of rows that break `rule`, in the order of their lines.
    pub(crate) fn examples(&self, rule: Rule) -> &[Example] {
        self.broken.iter().find(|broken| broken.rule == rule).map_or(&[], |broken| &broken.examples)
    }

    /// Takes rows for standing so many lines further down.
    pub(crate) fn move_down(&mut self, lines: u64) {
        for example in self.broken.iter_mut().flat_map(|broken| &mut broken.examples) {
            example.line += lines;
        }
    }

    /// Shows so many examples of each at most.
    pub(crate) fn shorten(&mut self, examples: u32) {
        self.most = examples;
        for broken in &mut self.broken {
            broken.examples.truncate(examples as usize);
        }
    }

    /// What was found, in the order of the rules.
    pub(crate) fn in_order(&self) -> impl Iterator<Item = &Broken> {
        Rule::ALL.iter().filter_map(|&rule| self.broken.iter().find(|broken| broken.rule == rule))
    }

    /// How many examples of a broken rule are shown. What a header lacks is shown whole, for it is told
    /// once.
    fn most_of(&self, rule: Rule) -> usize {
        let all = if rule == Rule::HeaderColumns { COLUMNS_SHOWN } else { 0 };
        if self.most == 0 { 0 } else { all.max(self.most as usize) }
    }

    #[inline(never)]
    fn of(&mut self, rule: Rule) -> &mut Broken {
        let at = self.broken.iter().position(|broken| broken.rule == rule).unwrap_or_else(|| {
            self.broken.push(Broken { rule, rows: 0, examples: Vec::new() });
            self.broken.len() - 1
        });
        &mut self.broken[at]
    }
}
