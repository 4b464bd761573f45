//! Which names of a header are which columns of customers: as the contract has them, in another case, or
//! by what they say.

use crate::customers::{COLUMNS, SCHEMA};

/// How a name is like that of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    Same,
    /// The same in another case.
    Case,
    /// Another that says the same.
    Guess,
}

/// The columns that a header has.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    /// For each column of the contract the position of its name, and how it is like it.
    pub(super) found: [Option<(usize, Likeness)>; COLUMNS],
    /// How many of them have the name of the contract, but for what [`folded`] leaves out.
    named: usize,
}

/// What other systems call the columns, in the order of the contract, as [`folded`] leaves them.
const OTHER_NAMES: [&[&str]; COLUMNS] = [
    &[
        "id",
        "custid",
        "customer",
        "customernumber",
        "customerno",
        "clientid",
        "client",
        "userid",
        "uid",
        "memberid",
    ],
    &["first", "fname", "givenname", "given", "forename"],
    &["last", "lname", "surname", "familyname", "family"],
    &["mail", "emailaddress", "mailaddress", "emailid"],
    &["years", "ageyears", "ageinyears", "customerage"],
    &["st", "statecode", "usstate", "region", "province"],
    &["town", "place", "municipality", "locality", "cityname"],
    &["employment", "employmenttype", "jobstatus", "workstatus"],
    &["card", "cardtier", "cardproduct", "tier"],
    &["limit", "creditline", "creditlimitusd", "maxcredit"],
    &[
        "accountopened",
        "accountdate",
        "opened",
        "opendate",
        "openingdate",
        "openedon",
        "openedat",
        "customersince",
    ],
    &["segment", "segmentname", "cluster", "persona"],
    &["decline", "declinekind", "declinepattern"],
];

impl Columns {
    /// The columns that these names are. A name is one column at most, the likest.
    pub(super) fn of(names: &[String]) -> Columns {
        let mut columns = Columns { found: [None; COLUMNS], named: 0 };
        let folds: Vec<String> = names.iter().map(|name| folded(name)).collect();
        let others = |at: usize, column: usize| OTHER_NAMES[column].contains(&&*folds[at]);
        let name = |column: usize| SCHEMA.columns[column].name;
        columns.find(names.len(), Likeness::Same, |at, column| names[at] == name(column));
        let alike = |at: usize, column: usize| names[at].eq_ignore_ascii_case(name(column));
        columns.find(names.len(), Likeness::Case, alike);
        columns.find(names.len(), Likeness::Guess, |at, column| folds[at] == folded(name(column)));
        columns.named = columns.count();
        columns.find(names.len(), Likeness::Guess, others);
        columns
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.found.iter().flatten().count()
    }

    /// Whether any has the name of the contract.
    pub(super) fn are_named(&self) -> bool {
        self.found.iter().flatten().any(|(_, likeness)| *likeness != Likeness::Guess)
    }

    /// Whether a header of customers has these, and not another that has a name in common by chance.
    pub(super) fn are_telling(&self) -> bool {
        self.named > 0 || self.count() > 1
    }

    /// Finds columns that have not been found yet among names that are none yet.
    fn find(&mut self, names: usize, likeness: Likeness, is_like: impl Fn(usize, usize) -> bool) {
        for column in 0..COLUMNS {
            if self.found[column].is_none() {
                let taken = |at: usize| self.found.iter().flatten().any(|(taken, _)| *taken == at);
                let found = (0..names).find(|&at| !taken(at) && is_like(at, column));
                self.found[column] = found.map(|at| (at, likeness));
            }
        }
    }
}

/// A name without what people change in names: case, spaces, underscores, hyphens.
fn folded(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_one_column_at_most() {
        let names = ["ID", "EMAIL", "e-mail", "First Name", "surname", "x", "state", "State"];
        let columns = Columns::of(&names.map(str::to_owned));
        assert_eq!(
            columns.found[..6],
            [
                Some((0, Likeness::Guess)),
                Some((3, Likeness::Guess)),
                Some((4, Likeness::Guess)),
                Some((1, Likeness::Case)),
                None,
                Some((6, Likeness::Same)),
            ]
        );
        assert_eq!((columns.count(), columns.are_telling()), (5, true));
        assert!(!Columns::of(&["name", "town"].map(str::to_owned)).are_telling());
        assert!(Columns::of(&["fname", "town"].map(str::to_owned)).are_telling());
    }

    #[test]
    fn other_names_are_folded_and_belong_to_one_column() {
        let all: Vec<&str> = OTHER_NAMES.into_iter().flatten().copied().collect();
        for (at, name) in all.iter().enumerate() {
            assert_eq!(folded(name), **name);
            assert!(
                !all[..at].contains(name) && SCHEMA.names().all(|column| folded(column) != **name)
            );
        }
    }
}
