//! How many rows break which rule, and the first few of them.

use serde::{Deserialize, Serialize};

use super::rules::Rule;

/// How many examples a finding shows.
const EXAMPLES: usize = 5;

/// How many characters of a value an example shows.
const SHOWN: usize = 60;

/// A place where a rule is broken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// The line in the file; the header is line 1.
    pub line: u64,
    /// The column, or nothing where the row as a whole is meant.
    pub column: String,
    /// The value, shortened and made printable.
    pub value: String,
}

impl Example {
    pub(super) fn new(line: u64, column: &str, value: &[u8]) -> Example {
        // A character takes four bytes at most, so these bytes hold all that is shown.
        let head = &value[..value.len().min(SHOWN * 4 + 4)];
        let text = String::from_utf8_lossy(head);
        let mut shown: String = text
            .chars()
            .take(SHOWN)
            .flat_map(|character| {
                let escape = character.is_control().then(|| character.escape_default());
                let plain = (!character.is_control()).then_some(character);
                escape.into_iter().flatten().chain(plain)
            })
            .collect();
        if text.chars().nth(SHOWN).is_some() {
            shown.push('…');
        }
        Example { line, column: column.to_owned(), value: shown }
    }
}

/// Counts and first examples of everything that was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Findings(Vec<Broken>);

/// A rule that was broken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Broken {
    pub(super) rule: Rule,
    pub(super) rows: u64,
    pub(super) examples: Vec<Example>,
}

impl Findings {
    /// Notes one row that breaks `rule`.
    #[cold]
    pub(super) fn add(&mut self, rule: Rule, line: u64, column: &str, value: &[u8]) {
        let broken = self.of(rule);
        broken.rows += 1;
        if broken.examples.len() < EXAMPLES {
            broken.examples.push(Example::new(line, column, value));
        }
    }

    /// Joins the findings of later rows.
    pub(super) fn merge(&mut self, later: Findings) {
        for Broken { rule, rows, examples } in later.0 {
            let broken = self.of(rule);
            broken.rows += rows;
            let room = EXAMPLES - broken.examples.len();
            broken.examples.extend(examples.into_iter().take(room));
        }
    }

    /// What was found, in the order of the rules.
    pub(super) fn in_order(&self) -> impl Iterator<Item = &Broken> {
        Rule::ALL.iter().filter_map(|&rule| self.0.iter().find(|broken| broken.rule == rule))
    }

    fn of(&mut self, rule: Rule) -> &mut Broken {
        let at = self.0.iter().position(|broken| broken.rule == rule).unwrap_or_else(|| {
            self.0.push(Broken { rule, rows: 0, examples: Vec::new() });
            self.0.len() - 1
        });
        &mut self.0[at]
    }
}
