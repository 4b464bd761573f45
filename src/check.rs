//! What checks of every table share: what the text of a field means, and why it is not what it should be.
//! Nothing in here knows a table.

pub(crate) mod lexicon;
pub(crate) mod reasons;
pub(crate) mod values;

use crate::findings::{Example, Findings, Rule};
use crate::number::thousands;

/// Tells of rows that end in a carriage return, of which there are so many and the first is on this line, unless the
/// header did already.
pub(crate) fn judge_carriage_returns(findings: &mut Findings, (rows, line): (u64, u64)) {
    if rows == 0 || findings.rows(Rule::LineEnds) > 0 {
        return;
    }
    let plural = if rows == 1 { " ends" } else { "s end" };
    findings.add(Rule::LineEnds, || Example {
        line,
        reason: format!("{} row{plural} so, and the header does not", thousands(rows)),
        ..Example::default()
    });
}
