//! The browser's bars for the kernel and for validation, with the same lines as `native` prints for
//! them: in a worker, where rows are minted and files are read.
//!
//! It needs what `./scripts/test` installs: Rust's `wasm32-unknown-unknown`, Chromium's driver on
//! the PATH, and `wasm-bindgen-test-runner` of the version in `Cargo.lock`, here from its cache.
//! For root, Chromium wants `"--no-sandbox"` among the arguments in `webdriver.json`.
//!
//! ```text
//! PATH=$(echo ~/.cache/segmint/wasm-bindgen-cli-*/bin):$PATH \
//! CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner \
//! WASM_BINDGEN_TEST_WEBDRIVER_JSON=$PWD/webdriver.json WASM_BINDGEN_TEST_TIMEOUT=300 \
//! cargo bench --target wasm32-unknown-unknown --no-default-features --bench browser
//! ```

#![allow(missing_docs, reason = "nobody calls a benchmark")]

#[cfg(target_arch = "wasm32")]
mod common;

#[cfg(target_arch = "wasm32")]
mod worker {
    use std::time::Duration;

    use wasm_bindgen::prelude::wasm_bindgen;
    use wasm_bindgen_test::{
        Criterion, console_log, wasm_bindgen_bench, wasm_bindgen_test_configure,
    };

    use crate::common;

    wasm_bindgen_test_configure!(run_in_dedicated_worker);

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_namespace = performance)]
        fn now() -> f64;
    }

    #[wasm_bindgen_bench]
    fn kernel_and_validation(_: &mut Criterion) {
        const ROWS: u32 = 1_000_000;
        let clock = || Duration::from_secs_f64(now() / 1000.0);
        let ((kernel, _), validation) =
            (common::kernel(clock, ROWS, 7), common::validation(clock, ROWS, 7));
        console_log!("{kernel}\n{validation}\n{}", common::formats(clock, 7));
    }
}

fn main() {}
