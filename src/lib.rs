pub mod date;
pub mod link;
pub mod recipe;
