//! A whole file that is brought, in one pass: checked, compared with the data set that it may be, and hashed, if
//! there is something to hold that against.

use crate::comparison::{Comparison, Verdict};
use crate::fingerprint::Hasher;
use crate::link::Link;
use crate::tables::TableId;
use crate::transactions::check::Customers;
use crate::validate::{
    Criteria, CustomersDelivery, CustomersFile, Delivery, FileForm, Judged, NoCustomers,
};

/// A file that is brought, piece by piece.
///
/// ```
/// use segmint::comparison::Verdict;
/// use segmint::data_set::DataSet;
/// use segmint::inspection::Inspection;
/// use segmint::link::Link;
/// use segmint::validate::Criteria;
///
/// let link = Link::read("v=2&seed=7&count=100&as_of=2026-11-23").unwrap();
/// let mut file = Vec::new();
/// DataSet::customers(link.recipe.clone()).write(&mut file, |_| ())?;
///
/// let criteria = Criteria::of(link.recipe.clone());
/// let mut inspection = Inspection::new(criteria, Some(link), None)?;
/// for piece in file.chunks(1000) {
///     inspection.take(piece);
/// }
/// let inspected = inspection.end()?;
/// assert!(inspected.judged.errors().is_empty());
/// assert_eq!(inspected.verdict, Some(Verdict::Identical));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Inspection {
    criteria: Criteria,
    link: Option<Link>,
    /// The file of customers, if one was brought before.
    customers: Option<CustomersFile>,
    delivery: Delivery,
    comparison: Option<Comparison>,
    hasher: Option<Hasher>,
    bytes: u64,
}

/// All that is known of a file.
#[derive(Debug)]
pub struct Inspected {
    /// What it was held against.
    pub criteria: Criteria,
    /// The data set that it may be.
    pub link: Option<Link>,
    /// What was found in it.
    pub judged: Judged,
    /// How it came.
    pub form: FileForm,
    /// How many bytes it has.
    pub bytes: u64,
    /// The file of customers beside which transactions were checked.
    pub customers: Option<CustomersFile>,
    /// How it compares with the data set of the link.
    pub verdict: Option<Verdict>,
    /// Its SHA-256, if the link says that of the sender's.
    pub sha256: Option<String>,
}

impl Inspection {
    /// Nothing has been brought yet of a file that is held against `criteria`, and of which `link` says which data set
    /// it may be. Transactions are checked beside the customers of the file that has come to its end, or else those of
    /// the link.
    ///
    /// # Errors
    /// If the file is no whole table of customers with ids.
    pub fn new(
        criteria: Criteria,
        link: Option<Link>,
        customers: Option<CustomersDelivery>,
    ) -> Result<Inspection, NoCustomers> {
        let (file, customers) = match (customers, &link) {
            (Some(brought), _) => {
                let (file, customers) = brought.end()?;
                (Some(file), customers)
            }
            (None, Some(link)) => (None, Customers::of(&link.recipe)),
            (None, None) => (None, Customers::Unknown),
        };
        Ok(Inspection {
            delivery: Delivery::new(&criteria, customers),
            customers: file,
            comparison: link.as_ref().map(|link| Comparison::new(&link.recipe)),
            hasher: link.as_ref().and_then(|link| link.sha256.as_ref()).map(|_| Hasher::new()),
            bytes: 0,
            criteria,
            link,
        })
    }

    /// Takes the next piece of the file.
    pub fn take(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        if let Some(comparison) = &mut self.comparison {
            comparison.read(bytes);
        }
        if let Some(hasher) = &mut self.hasher {
            hasher.update(bytes);
        }
        self.delivery.take(bytes);
    }

    /// What is known of the file, which has come to its end.
    ///
    /// # Errors
    /// If it is one of customers and was to be checked beside others.
    pub fn end(self) -> Result<Inspected, NoCustomers> {
        let Inspection { criteria, link, customers, delivery, comparison, hasher, bytes } = self;
        let (judged, form) = delivery.judge();
        let is_of_customers = judged.table() == TableId::Customers && judged.unreadable().is_none();
        if customers.is_some() && is_of_customers {
            return Err(NoCustomers::BesideCustomers);
        }
        let verdict = comparison.map(Comparison::verdict);
        let sha256 = hasher.map(Hasher::finish);
        Ok(Inspected { criteria, link, judged, form, bytes, customers, verdict, sha256 })
    }
}
