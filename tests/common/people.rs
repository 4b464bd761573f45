//! Data sets of recipe version 2, as text and as records.

use segmint::encode::ROW_BOUND;
use segmint::mint::HEADER;
use segmint::people::{Encoder, Generator, NEW_ACCOUNT_AGE};
use segmint::plan::Rows;
use segmint::recipe::{EmailDomains, Parameters, Recipe, Span};

use super::{Record, records};

/// How old new accounts are, if nothing else is asked for.
pub const NEW: Span = NEW_ACCOUNT_AGE;

/// The defaults of version 2 as of a day that never changes.
pub fn defaults() -> Parameters {
    Parameters { domains: EmailDomains::Example, ..super::defaults() }
}

/// Makes blocks of one recipe.
pub struct Blocks {
    generator: Generator,
    encoder: Encoder,
}

impl Blocks {
    pub fn new(recipe: &Recipe, new: Span) -> Blocks {
        Blocks { generator: Generator::new(recipe, new), encoder: Encoder::new(recipe, new) }
    }

    /// A block, without header.
    pub fn block(&self, block: u32) -> String {
        let (mut text, mut window) = (Vec::new(), [0; ROW_BOUND]);
        self.generator.block(block, |customer| {
            let len = self.encoder.write(customer, &mut window);
            text.extend_from_slice(&window[..len]);
        });
        String::from_utf8(text).unwrap()
    }
}

/// One block of a recipe, without header.
pub fn block_of(recipe: &Recipe, new: Span, block: u32) -> String {
    Blocks::new(recipe, new).block(block)
}

/// All rows of a recipe, without header.
pub fn rows_of(recipe: &Recipe, new: Span) -> String {
    let blocks = Blocks::new(recipe, new);
    Rows::all(recipe).blocks().map(|block| blocks.block(block)).collect()
}

/// The rows of a recipe.
pub fn records_of(recipe: &Recipe, new: Span) -> Vec<Record> {
    records(&(HEADER.to_owned() + &rows_of(recipe, new)))
}
