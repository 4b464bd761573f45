//! What is asked for, once it has been judged.

use segmint::plan::Rows;
use segmint::recipe::Recipe;
use segmint::tables::TableId;

/// A table of a recipe, or the rows of some of its customers.
pub(crate) struct Asked<'a> {
    /// The recipe has the table.
    pub(crate) recipe: &'a Recipe,
    pub(crate) table: TableId,
    pub(crate) rows: Rows,
}
