//! The table of transactions: what the customers of recipe version 2 buy. It joins the table of customers by
//! `customer_id`, and behaviour in it gives the segments back.
//!
//! ```text
//! customers ──► accounts ──► behavior ──► payments ──► encode ──► bytes
//!  of a block                dollars and    day, merchant,
//!                            payments of    amount
//!                            each period
//! ```
//!
//! - `schema`: the columns. `declared`: the figures that no source gives. `merchants`: who is paid.
//! - `accounts`: what has to be known of the customers of a block. `calendar`: periods and their days.
//! - `behavior`: how a customer spends; `payments`: a period's dollars as payments; `encode`: how one is written.
//! - `generator`: any range of customers, made alone.
//!
//! A customer's transactions depend on the recipe and on that customer alone, but for the status, which is an
//! exact share of the rows of a block.

mod accounts;
mod behavior;
mod calendar;
pub mod declared;
mod encode;
mod generator;
mod merchants;
mod payments;
mod schema;

pub use generator::{Generator, NoTransactions};
pub use schema::{COLUMNS, SCHEMA};
