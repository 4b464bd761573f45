//! Files with one fault each, of every kind that a database should refuse.

use super::COLUMNS;

/// A file with one fault.
pub(crate) struct Fault {
    /// What is wrong, for people.
    pub(crate) name: &'static str,
    /// The file.
    pub(crate) file: String,
    /// The constraint that it breaks, where types alone do not show it.
    pub(crate) rule: Option<&'static str>,
}

/// A fault of every kind in this file.
pub(crate) fn faults(csv: &str) -> Vec<Fault> {
    let lines: Vec<&str> = csv.lines().collect();
    let line_of = |segment: &str| {
        let is_its = |line: &&str| line.split(',').nth(11) == Some(segment);
        1000 + lines[1000..].iter().position(is_its).unwrap()
    };
    let (any, declining, thrifty) =
        (line_of("Stable Mid-Spenders"), line_of("Declining"), line_of("Budget-Conscious"));
    let with = |at: usize, line: &str| {
        let mut lines = lines.clone();
        lines[at] = line;
        lines.join("\n") + "\n"
    };
    let changed = |at: usize, column: &str, value: &str| {
        let mut fields: Vec<&str> = lines[at].split(',').collect();
        fields[COLUMNS.iter().position(|name| *name == column).unwrap()] = value;
        with(at, &fields.join(","))
    };
    let email = lines[3].split(',').nth(3).unwrap();
    let (short, _) = lines[any].rsplit_once(',').unwrap();
    let long = format!("{},x", lines[any]);
    let fault = |name, file, rule: &'static str| Fault {
        name,
        file,
        rule: Some(rule).filter(|rule| !rule.is_empty()),
    };
    vec![
        fault("a missing name", changed(any, "last_name", ""), ""),
        fault("a missing age", changed(any, "age", ""), ""),
        fault("an id twice", changed(any, "customer_id", "CUST00000007"), "customer_id_unique"),
        fault("a malformed id", changed(any, "customer_id", "CUST001"), "customer_id"),
        fault("a malformed address", changed(any, "email", "ann.example.com"), "email"),
        fault("an address twice", changed(any, "email", email), "email_unique"),
        fault("a credit limit too high", changed(any, "credit_limit", "99500"), "credit_limit"),
        fault("a credit limit off the step", changed(any, "credit_limit", "1750"), "credit_limit"),
        fault("an age too low", changed(any, "age", "17"), "age"),
        fault("an age in words", changed(any, "age", "forty"), ""),
        fault("an unknown state", changed(any, "state", "XX"), "state"),
        fault("white space", changed(any, "state", " CA"), "state"),
        fault("lower case", changed(any, "card_type", "standard"), "card_type"),
        fault("an unknown job", changed(any, "employment_status", "Pilot"), "employment_status"),
        fault("an unknown segment", changed(any, "customer_segment", "Others"), "customer_segment"),
        fault("a Premium too many", changed(thrifty, "card_type", "Premium"), "premium_allowed"),
        fault(
            "a decline type missing",
            changed(declining, "decline_type", ""),
            "decline_only_for_declining",
        ),
        fault(
            "a decline type too many",
            changed(any, "decline_type", "sudden"),
            "decline_only_for_declining",
        ),
        fault(
            "an unknown decline type",
            changed(declining, "decline_type", "slow"),
            "decline_type",
        ),
        fault("a 30th of February", changed(any, "account_open_date", "2023-02-30"), ""),
        fault("a 13th month", changed(any, "account_open_date", "2022-13-01"), ""),
        fault(
            "a day out of the window",
            changed(any, "account_open_date", "2025-03-01"),
            "account_open_date",
        ),
        fault("a field too few", with(any, short), ""),
        fault("a field too many", with(any, &long), ""),
    ]
}
