//! Which names of a header are which columns of a table: as the contract has them, in another case, or by
//! what they say.

use crate::customers;
use crate::tables::TableId;
use crate::transactions;

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
    pub(super) found: Vec<Option<(usize, Likeness)>>,
    /// How many of them have the name of the contract, but for what [`folded`] leaves out.
    named: usize,
}

/// What other systems call the columns of customers, in the order of the contract, as [`folded`] leaves them.
const OF_CUSTOMERS: [&[&str]; customers::COLUMNS] = [
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

/// The same of transactions.
const OF_TRANSACTIONS: [&[&str]; transactions::COLUMNS] = [
    &["txnid", "txid", "transid", "transactionnumber", "transactionno", "paymentid"],
    &[
        "custid",
        "customer",
        "customernumber",
        "customerno",
        "clientid",
        "client",
        "userid",
        "memberid",
    ],
    &["date", "txndate", "transdate", "paymentdate", "posted", "postedon", "postingdate"],
    &["amount", "txnamount", "amountusd", "dollars", "total", "value"],
    &["merchant", "payee", "vendor", "store", "shop"],
    &["category", "mcc", "merchanttype"],
    &["paymentchannel", "txnchannel"],
    &["state", "transactionstatus", "txnstatus", "result"],
];

/// What other systems call the columns of a table.
const fn other_names(table: TableId) -> &'static [&'static [&'static str]] {
    match table {
        TableId::Customers => &OF_CUSTOMERS,
        TableId::Transactions => &OF_TRANSACTIONS,
    }
}

impl Columns {
    /// The columns of a table that these names are. A name is one column at most, the likest.
    pub(super) fn of(names: &[String], table: TableId) -> Columns {
        let schema = table.schema();
        let mut columns = Columns { found: vec![None; schema.columns.len()], named: 0 };
        let folds: Vec<String> = names.iter().map(|name| folded(name)).collect();
        let others = |at: usize, column: usize| other_names(table)[column].contains(&&*folds[at]);
        let name = |column: usize| schema.columns[column].name;
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

    /// Whether a header of the table has these, and not another that has a name in common by chance.
    pub(super) fn are_telling(&self) -> bool {
        self.named > 0 || self.count() > 1
    }

    /// Finds columns that have not been found yet among names that are none yet.
    fn find(&mut self, names: usize, likeness: Likeness, is_like: impl Fn(usize, usize) -> bool) {
        for column in 0..self.found.len() {
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
        let columns = Columns::of(&names.map(str::to_owned), TableId::Customers);
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
        assert!(
            !Columns::of(&["name", "town"].map(str::to_owned), TableId::Customers).are_telling()
        );
        assert!(
            Columns::of(&["fname", "town"].map(str::to_owned), TableId::Customers).are_telling()
        );
    }

    #[test]
    fn other_names_are_folded_and_belong_to_one_column() {
        for table in TableId::ALL {
            let all: Vec<&str> = other_names(table).iter().copied().flatten().copied().collect();
            for (at, name) in all.iter().enumerate() {
                let schema = table.schema();
                assert_eq!(folded(name), **name);
                assert!(
                    !all[..at].contains(name)
                        && schema.names().all(|column| folded(column) != **name),
                    "{name}"
                );
            }
        }
    }
}
