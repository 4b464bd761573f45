//! The command line's main, and nothing else.

fn main() -> std::process::ExitCode {
    segmint::cli::run()
}
