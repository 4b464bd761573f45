//! What the reader wants: to generate or to check, with which recipe, in which format.

use segmint::recipe::Recipe;
use segmint::tables::TableId;

use crate::chosen::Chosen;
use crate::output_format::OutputFormat;
use crate::plain_sha256::PlainSha256;

/// What the page is used for at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// To generate a data set.
    Generate,
    /// To check a file of the reader's.
    Check,
}

impl Mode {
    /// What is said when something fails: in a word or two, and what the reader can do.
    #[must_use]
    pub const fn failure(self) -> (&'static str, &'static str) {
        match self {
            Mode::Generate => {
                ("Generating failed", "The last run failed; change a field to try again.")
            }
            Mode::Check => ("Checking failed", "The last run failed."),
        }
    }
}

/// Why there is no recipe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The form has faults.
    Faults,
    /// The link is not understood.
    Link,
}

/// What the reader wants.
#[derive(Clone, Debug)]
pub struct Wish {
    /// What for.
    pub mode: Mode,
    /// Which table, whether or not there is a recipe.
    pub table: TableId,
    /// The data set, or why there is none.
    pub chosen: Result<Chosen, Obstacle>,
    /// The fingerprint of the sender's file, if the link carries one.
    pub expected: Option<PlainSha256>,
    /// Whether the data set is that of a link, as it was opened.
    pub is_linked: bool,
    /// The form in which the file is wanted.
    pub format: OutputFormat,
}

impl Wish {
    /// Of a page that knows nothing yet.
    #[must_use]
    pub fn none() -> Wish {
        Wish {
            mode: Mode::Generate,
            table: TableId::default(),
            chosen: Err(Obstacle::Faults),
            expected: None,
            is_linked: false,
            format: OutputFormat::PLAIN,
        }
    }

    /// The recipe, if there is one.
    #[must_use]
    pub fn recipe(&self) -> Option<&Recipe> {
        self.chosen().map(Chosen::recipe)
    }

    /// The data set, if there is one.
    #[must_use]
    pub fn chosen(&self) -> Option<&Chosen> {
        self.chosen.as_ref().ok()
    }
}
