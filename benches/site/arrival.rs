//! From the address of the page to the first data set on the screen, in a browser that has never seen it, and what
//! that brings along.

use std::fs;
use std::io::Read;
use std::time::Duration;

use flate2::Compression;
use flate2::read::GzEncoder;
use serde_json::json;

use crate::bars::{Bar, judge};
use crate::browser::{Browser, Engine};
use crate::run::duration;
use crate::server::{Site, dist};
use crate::telling::rounds;

/// Milliseconds until the frame with the first data set.
const ARRIVAL_BAR: Bar = Bar::AtMost(250.0);

/// The same, beside the first frame with anything in it.
const PAINT_BAR: Bar = Bar::AtMost(1.7);

/// Kilobytes of everything, after `gzip -9`.
const WEIGHT_BAR: Bar = Bar::AtMost(260.0);

/// Runs before anything of the page, and notes when each part is there.
const NOTE_PARTS: &str = "
    const marks = window.marks = {};
    const note = (part) => marks[part] ??= performance.now();
    window.Worker = class extends Worker {
        constructor(...given) {
            super(...given);
            note('worker');
            this.addEventListener('message', () => note('word'), { once: true });
        }
    };
    document.addEventListener('readystatechange', () => {
        const results = document.querySelector('#results');
        new MutationObserver((_, observer) => {
            if (results.dataset.state !== 'fresh') return;
            observer.disconnect();
            note('data');
            requestAnimationFrame(() => note('frame'));
        }).observe(results, { attributeFilter: ['data-state'] });
    }, { once: true });
";

/// Waits for the frame with the first data set, and says when each part was there.
const PARTS: &str = "
    const { marks } = window;
    while (!marks.frame) await new Promise(resolve => setTimeout(resolve, 20));
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    const module = performance.getEntriesByType('resource').find(({ name }) => name.endsWith('.wasm'));
    return [paint.startTime, module.responseEnd, marks.worker, marks.word, marks.data, marks.frame];
";

/// What these are.
const NAMES: [&str; 6] = [
    "first frame with anything in it",
    "module fetched",
    "first worker made",
    "first word of a worker",
    "first data set in the page",
    "frame with the first data set",
];

/// Measures visits, each in a browser of its own with a fresh profile.
pub(crate) fn measure() {
    let visits: Vec<_> = (0..rounds(10)).map(|_| visit()).collect();
    println!("\nFirst visit, local server, to 50000 rows on the screen, {} times", visits.len());
    println!("  {:>8}  {:>8}", "least", "median");
    let mut least = [0.0; NAMES.len()];
    for (part, (name, least)) in NAMES.into_iter().zip(&mut least).enumerate() {
        let mut times: Vec<_> = visits.iter().map(|visit| visit[part]).collect();
        times.sort();
        let middle = times[times.len() / 2];
        println!("  {:>8.0?}  {middle:>8.0?}  {name}", times[0]);
        *least = times[0].as_secs_f64() * 1e3;
    }
    let [paint, .., frame] = least;
    judge("first visit, local server, to 50,000 rows in a frame", ARRIVAL_BAR, "ms", frame);
    let unit = "times its first frame";
    judge("the same, beside the first frame with anything in it", PAINT_BAR, unit, frame / paint);
    let what = "weight of a first visit, everything, `gzip -9`";
    judge(what, WEIGHT_BAR, "KB", f64::from(weight()) / 1e3);
}

fn visit() -> [Duration; NAMES.len()] {
    let downloads = tempfile::tempdir().unwrap();
    let browser = Browser::start(Engine::Chromium, downloads.path());
    let site = Site::serve("");
    let script = json!({ "source": NOTE_PARTS });
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", &script);
    browser.open(&site.url());
    let times = browser.run(PARTS, &[]);
    std::array::from_fn(|part| duration(&times[part]))
}

/// The bytes of the hosted page, packed: all of what was built but the file that stands alone, and what is for hosts.
fn weight() -> u32 {
    let files = fs::read_dir(dist()).unwrap().map(|entry| entry.unwrap().path());
    let weights =
        files.filter(|path| !path.ends_with("_headers") && !path.ends_with("segmint.html"));
    let packed = weights.map(|path| {
        let file = fs::read(path).unwrap();
        let mut packed = Vec::new();
        GzEncoder::new(&file[..], Compression::best()).read_to_end(&mut packed).unwrap() as u32
    });
    packed.sum()
}
