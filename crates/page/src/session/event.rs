//! Everything that can happen to the page. What follows is for the session.

use segmint::customers::dirt::AnswerKey;
use segmint::tables::TableId;

use crate::browser::{Answer, Browser};
use crate::output_format::OutputFormat;
use crate::preset::Preset;
use crate::preview::Move;
use crate::refusal::Refusal;
use crate::save_target::Capabilities;
use crate::wish::Mode;

/// Everything that can happen to the page.
pub enum Event<B: Browser> {
    /// The reader changed a field.
    Edited,
    /// The reader wants these settings.
    PresetChosen(Preset),
    /// The reader wants shares that add up.
    BalanceAsked,
    /// The reader wants a fresh seed, which is this.
    SeedProposed(u64),
    /// The reader changed the address to this, or followed a link to it, or went back to it.
    AddressChanged(String),
    /// The reader gives up a link that was not understood.
    StartedOver,
    /// The reader wants this table.
    TableChosen(TableId),
    /// The reader wants to see this customer in the other table.
    CustomerAsked(u32),
    /// The reader wants the file in this form.
    FormatChosen(OutputFormat),
    /// The reader wants so few customers that all their rows are made at once.
    FewerAsked,
    /// The reader wants a large data set generated.
    GenerateAsked,
    /// A little of all dirt is wanted, or none.
    DirtAsked(bool),
    /// The reader wants the answer key.
    KeyAsked(AnswerKey),
    /// The reader wants to see the first faults of the answer key.
    KeyOpened,
    /// The reader wants no more of it.
    Cancelled,
    /// The reader moves through the rows.
    Moved(Move),
    /// The reader wants to see only those rows that a filter of this text takes.
    RowsWanted(String),
    /// The reader wants to see all rows again.
    AllRowsWanted,
    /// The reader wants more of the data set looked through.
    MoreWanted,
    /// The reader turns to generating, or to checking a file.
    Turned(Mode),
    /// The reader chose a file, or dropped so many, of which this is the first.
    FileCame(B::File, u32),
    /// The reader changed what the file is held against.
    TermsChanged,
    /// The reader wants the file checked again.
    CheckAsked,
    /// The reader wants the values of the file in the recipe.
    FitAsked,
    /// A worker answered.
    Heard(u32, Answer<B>),
    /// A worker can say no more, and why.
    Lost(u32, String),
    /// What this browser lets the page do with files is known.
    CapabilitiesFound(Capabilities),
    /// There is a file for a run, or its reader wants none.
    Placed(u32, Result<Option<B::SaveFile>, Refusal>),
    /// The reader wants the fingerprint of a large file.
    FingerprintAsked,
    /// The reader has said whether a file may be lost.
    LossAnswered(bool),
    /// A while has passed in which a worker should have said something.
    Ticked,
}
