//! Labelled dirt: which rows of a recipe get which fault, what stands there then, and what a
//! validation must find of it. Clean rows come in as bytes; how they were made stays outside.
//!
//! A row has one fault at most, so that no fault hides another, and everything about a block
//! follows from the recipe and the block's number. Quotas say how many rows of a block get which
//! fault, [`Draws`] which rows these are, `values` what stands there, and `people` what cannot be true of a
//! person. An [`AnswerKey`] writes that
//! down; a [`Tally`] counts what was injected, what must be found of it, and what is.

mod draws;
mod people;
mod tally;
mod values;

pub(crate) use draws::Draw;
pub use draws::{Draws, Spoiler};
pub use tally::Tally;

pub use crate::dirt::{AnswerKey, DirtReport, FaultCount};

use super::schema::Field;
use crate::dirt::Injected;
use crate::findings::Rule;
use crate::recipe::FaultKind;

/// A fault in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Injection {
    /// The row of the data set, counted from 1.
    pub row: u64,
    /// The kind.
    pub flaw: FaultKind,
    /// The column; nothing where the row as a whole is meant.
    pub column: Option<Field>,
    /// For the id or the address of an earlier row: which row that is.
    pub source: Option<u64>,
    /// Whether the customer's account has to lie in the window of new accounts.
    pub is_new: bool,
}

impl Injected for Injection {
    fn row(&self) -> u64 {
        self.row
    }

    fn kind(&self) -> FaultKind {
        self.flaw
    }

    fn column(&self) -> Option<&'static str> {
        self.column.map(Field::name)
    }

    fn rules(&self) -> &'static [Rule] {
        Injection::rules(self)
    }
}

impl Injection {
    /// The line of the whole data set's file; the header is line 1.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.row + 1
    }

    /// The rules that it breaks.
    ///
    /// Each of them once, with two exceptions. An id of an earlier row is out of sequence, and so may
    /// the next id be; and a row is only known to repeat another if that is in the file too, and, of
    /// addresses, among those that are compared.
    #[must_use]
    pub const fn rules(&self) -> &'static [Rule] {
        match self.flaw {
            FaultKind::MissingValue => &[Rule::RequiredValue],
            FaultKind::DuplicateId => &[Rule::IdUnique, Rule::IdSequential],
            FaultKind::MalformedId => &[Rule::IdFormat],
            FaultKind::MalformedEmail => &[Rule::EmailFormat],
            FaultKind::DuplicateEmail => &[Rule::EmailUnique],
            FaultKind::CreditLimitOutOfRange => &[Rule::CreditLimitRange],
            FaultKind::CreditLimitOffStep => &[Rule::CreditLimitStep],
            FaultKind::AgeOutOfRange => &[Rule::AgeRange],
            FaultKind::UnknownState => &[Rule::StateKnown],
            FaultKind::UnknownSegment => &[Rule::SegmentKnown],
            FaultKind::MisplacedPremium => &[Rule::PremiumAllowed],
            FaultKind::MisplacedDeclineType => &[Rule::DeclineOnlyForDeclining],
            FaultKind::ImpossibleDate => &[Rule::AccountDate],
            FaultKind::DateOutOfWindow if self.is_new => &[Rule::NewAccountWindow],
            FaultKind::DateOutOfWindow => &[Rule::AccountWindow],
            FaultKind::StrayWhiteSpace | FaultKind::WrongCase | FaultKind::Mojibake => {
                match self.column {
                    Some(column) => form_of(column),
                    None => &[],
                }
            }
            FaultKind::RaggedRow => &[Rule::RowReadable],
            FaultKind::CityOfAnotherState => &[Rule::CityInState],
            FaultKind::AccountBeforeAdult => &[Rule::AccountOfAdult],
            FaultKind::MisdatedNewAccount => &[Rule::NewAccountWindow],
            FaultKind::PremiumBelowMedian => &[Rule::PremiumLimit],
            // Of transactions.
            _ => &[],
        }
    }

    /// Whether the row's id cannot be read for it.
    const fn hides_the_id(&self) -> bool {
        matches!(self.flaw, FaultKind::RaggedRow)
            || matches!(self.column, Some(Field::Id)) && self.source.is_none()
    }
}

/// The rules that a column's form has to keep.
const fn form_of(column: Field) -> &'static [Rule] {
    match column {
        Field::Id => &[Rule::IdFormat],
        Field::Email => &[Rule::EmailFormat],
        Field::Age => &[Rule::AgeRange],
        Field::State => &[Rule::StateKnown],
        Field::Employment => &[Rule::EmploymentKnown],
        Field::Card => &[Rule::CardKnown],
        Field::CreditLimit => &[Rule::CreditLimitRange],
        Field::Opened => &[Rule::AccountDate],
        Field::Segment => &[Rule::SegmentKnown],
        Field::DeclineType => &[Rule::DeclineKnown],
        // Any text is a name.
        Field::FirstName | Field::LastName | Field::City => &[],
    }
}
