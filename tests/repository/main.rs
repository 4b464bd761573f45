//! What the repository holds: no file that nobody meant to keep, no dependency whose licence or second version nobody
//! chose, no document that leads nowhere, and one version of what is released together. Asks `git` and `cargo`, and nothing of
//! the network.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod dependencies;
mod documents;
mod files;
mod versions;

use std::process::Command;

/// What a program prints that is run at the root of the repository.
#[track_caller]
fn output(program: &str, arguments: &[&str]) -> String {
    let mut command = Command::new(program);
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments);
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {complaint}");
    String::from_utf8(output.stdout).unwrap()
}
