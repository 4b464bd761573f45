//! Counts that merge exactly because they are integers, and their summary for people, whichever table is
//! counted. Only the summary divides.

#![allow(clippy::cast_precision_loss, reason = "shares for people; sums stay far below 2^53")]

mod counts;
mod distribution;

pub(crate) use counts::{Counts, add_all, joined};
pub use distribution::{Bar, Distribution};
