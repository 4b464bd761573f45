//! Two mains, and nothing else: the command line, and (for wasm32) the page with its workers.

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    segmint::cli::run()
}

#[cfg(target_arch = "wasm32")]
fn main() {
    segmint::web::start();
}
