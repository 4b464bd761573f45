//! How rows of every table are written fast: each field is one store of a whole padded slot, which the
//! next store covers where it reaches beyond its text.
//!
//! - `slot`: a text as it is stored. `row`: a row under construction.

mod row;
mod slot;

pub(crate) use row::{Digits, Row, eight_digits, four_digits};
pub(crate) use slot::Slot;

/// No row of any table is longer than 255 bytes, so that a byte says where a field begins; behind it there is room for
/// the last store of an encoder, which may reach 40 bytes past the end.
pub const ROW_BOUND: usize = 256 + 40;
