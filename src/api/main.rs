//! A module with nothing in it but what `segmint::api` gives to JavaScript; `scripts/api` builds it.

// What is not named is not linked.
extern crate segmint as _;

fn main() {}
