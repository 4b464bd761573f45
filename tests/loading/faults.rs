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

/// The rule of a file that does not begin with its header.
pub(crate) const HEADER: &str = "header";

/// The rule of a file that has more rows than its recipe, or fewer.
pub(crate) const ROWS: &str = "rows";

/// The fault of a transaction whose customer is not in the other table.
pub(crate) const NOBODY: &str = "a customer who does not exist";

/// Files that are not the recipe's although every row in them may be.
pub(crate) fn other_files(csv: &str) -> Vec<Fault> {
    let lines: Vec<&str> = csv.lines().collect();
    let text = |lines: &[&str]| lines.join("\n") + "\n";
    let swapped: Vec<String> = lines
        .iter()
        .map(|line| {
            let mut fields: Vec<&str> = line.split(',').collect();
            // Both are names, so no type tells them apart.
            fields.swap(1, 2);
            fields.join(",")
        })
        .collect();
    let swapped: Vec<&str> = swapped.iter().map(String::as_str).collect();
    let (_, rest) = lines[1].split_once(',').unwrap();
    let one_more = format!("{csv}CUST99999999,{}\n", rest.replace('@', "x@"));
    let other_names = csv.replacen("customer_id", "id", 1);
    let fault = |name, file, rule| Fault { name, file, rule: Some(rule) };
    vec![
        fault("columns in another order", text(&swapped), HEADER),
        fault("no header", text(&lines[1..]), HEADER),
        fault("a header of other names", other_names, HEADER),
        fault("half a file", text(&lines[..lines.len() / 2]), ROWS),
        fault("a header alone", text(&lines[..1]), ROWS),
        fault("a row more", one_more, ROWS),
    ]
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

/// A fault of every kind in this file of transactions, and files that are not the recipe's.
pub(crate) fn transaction_faults(csv: &str) -> Vec<Fault> {
    let lines: Vec<&str> = csv.lines().collect();
    let text = |lines: &[&str]| lines.join("\n") + "\n";
    let any = lines.len() / 2;
    let changed = |changes: &[(usize, &str)]| {
        let mut fields: Vec<&str> = lines[any].split(',').collect();
        for &(column, value) in changes {
            fields[column] = value;
        }
        let line = fields.join(",");
        let mut lines = lines.clone();
        lines[any] = &line;
        text(&lines)
    };
    let fault = |name, file, rule: &'static str| Fault {
        name,
        file,
        rule: Some(rule).filter(|rule| !rule.is_empty()),
    };
    let twice = lines[any - 1].split(',').next().unwrap();
    let swapped: Vec<String> = lines
        .iter()
        .map(|line| {
            let mut fields: Vec<&str> = line.split(',').collect();
            fields.swap(6, 7);
            fields.join(",")
        })
        .collect();
    let swapped: Vec<&str> = swapped.iter().map(String::as_str).collect();
    let nobody = changed(&[(0, "TXN999999990001"), (1, "CUST99999999")]);
    vec![
        fault(NOBODY, nobody, "customer_id_known"),
        fault("another customer", changed(&[(1, "CUST00000001")]), "id_of_customer"),
        fault("an id twice", changed(&[(0, twice)]), "transaction_id_unique"),
        fault("a malformed id", changed(&[(0, "TXN01")]), "transaction_id"),
        fault("a malformed customer", changed(&[(1, "C1")]), "customer_id"),
        fault("a day before the window", changed(&[(2, "2026-07-25")]), "transaction_date"),
        fault("a day after the window", changed(&[(2, "2026-11-23")]), "transaction_date"),
        fault("a 30th of February", changed(&[(2, "2026-02-30")]), ""),
        fault("an amount below a dollar", changed(&[(3, "0.99")]), "transaction_amount"),
        fault("an amount of three decimals", changed(&[(3, "12.345")]), ""),
        fault("an amount in words", changed(&[(3, "ten")]), ""),
        fault("a missing amount", changed(&[(3, "")]), ""),
        fault("a missing merchant", changed(&[(4, "")]), ""),
        fault("an unknown category", changed(&[(5, "Pets")]), "merchant_category"),
        fault("an unknown channel", changed(&[(6, "Fax")]), "channel"),
        fault("lower case", changed(&[(6, "online")]), "channel"),
        fault("an unknown status", changed(&[(7, "pending")]), "status"),
        fault("columns in another order", text(&swapped), HEADER),
        fault("no header", text(&lines[1..]), HEADER),
        fault("half a file", text(&lines[..any]), ROWS),
        fault("a header alone", text(&lines[..1]), ROWS),
    ]
}
