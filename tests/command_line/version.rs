//! What the command says of itself.

use predicates::prelude::*;
use predicates::str::{contains, starts_with};

use crate::runs::{folder, segmint};

#[test]
fn the_version_is_one_line_and_sources_are_told_with_it() {
    let folder = folder();
    let version = format!("segmint {}\n", env!("CARGO_PKG_VERSION"));
    segmint(&folder, &["-V"]).assert().success().stdout(version.clone());
    let told = starts_with(version)
        .and(contains("GeoNames"))
        .and(contains("Creative Commons Attribution 4.0"))
        .and(contains("Social Security Administration"))
        .and(contains("Census Bureau"));
    segmint(&folder, &["--version"]).assert().success().stdout(told);
}
