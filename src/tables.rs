//! Which tables there are, where one is chosen while the program runs.

use serde::{Deserialize, Serialize};

use crate::customers::Customers;
use crate::recipe::{Dirt, Parameter, Parameters, Recipe};
use crate::schema::Schema;
use crate::table::{NotInVersion, Table};
use crate::transactions::Transactions;

/// A table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableId {
    /// [`Customers`].
    #[default]
    Customers,
    /// [`Transactions`].
    Transactions,
}

impl TableId {
    /// All of them.
    pub const ALL: [TableId; 2] = [TableId::Customers, TableId::Transactions];

    /// What the table looks like from outside.
    #[must_use]
    pub const fn schema(self) -> &'static Schema {
        match self {
            TableId::Customers => Customers::SCHEMA,
            TableId::Transactions => Transactions::SCHEMA,
        }
    }

    /// The word for it: in a link, an option, the name of a file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        self.schema().table
    }

    /// The table of this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<TableId> {
        TableId::ALL.into_iter().find(|table| table.word() == word)
    }

    /// Another table than this, if it is called so, however it is written.
    #[must_use]
    pub fn other_named(self, name: &str) -> Option<TableId> {
        TableId::from_word(&name.to_ascii_lowercase()).filter(|named| *named != self)
    }

    /// Whether its rows depend on this parameter.
    #[must_use]
    pub const fn depends_on(self, parameter: Parameter) -> bool {
        match self {
            TableId::Customers => !parameter.is_of_transactions(),
            TableId::Transactions => true,
        }
    }

    /// The faults that a recipe gives its rows.
    #[must_use]
    pub fn dirt(self, parameters: &Parameters) -> Dirt {
        match self {
            TableId::Customers => parameters.dirt.of_customers(),
            TableId::Transactions => parameters.dirt.of_transactions(),
        }
    }

    /// Whether a recipe has it.
    ///
    /// # Errors
    /// If the version of the recipe does not.
    pub fn judge(self, recipe: &Recipe) -> Result<(), NotInVersion> {
        let since = match self {
            TableId::Customers => Customers::SINCE,
            TableId::Transactions => Transactions::SINCE,
        };
        NotInVersion::judge(self.schema(), since, recipe)
    }
}
