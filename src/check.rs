//! What checks of every table share: what the text of a field means, and why it is not what it should be.
//! Nothing in here knows a table.

pub(crate) mod reasons;
pub(crate) mod values;
