//! From the address of the page to the first data set on the screen, in a browser that has never seen it.

use std::time::Duration;

use serde_json::json;

use crate::browser::{Browser, Engine};
use crate::run::{best, duration};
use crate::server::Site;
use crate::telling::{rounds, wait};

const BAR: Duration = Duration::from_millis(250);

/// Runs before anything of the page, and notes when the frame with the first data set is about to be painted.
const NOTE_ARRIVAL: &str = "
    document.addEventListener('readystatechange', () => {
        const results = document.querySelector('#results');
        new MutationObserver((_, observer) => {
            if (results.dataset.state !== 'fresh') return;
            observer.disconnect();
            requestAnimationFrame(() => window.arrived = performance.now());
        }).observe(results, { attributeFilter: ['data-state'] });
    }, { once: true });
";

/// Waits for that frame, and says when it was and when the first frame with anything in it was.
const ARRIVAL: &str = "
    while (!window.arrived) await new Promise(resolve => setTimeout(resolve, 20));
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    return [window.arrived, paint.startTime];
";

/// Measures visits, each in a browser of its own with a fresh profile.
pub(crate) fn measure() {
    println!("\nFirst visit, local server, to 50000 rows on the screen");
    let mut first_paint = Duration::MAX;
    let [arrival] = best(
        rounds(10),
        [&mut || {
            let (arrival, paint) = visit();
            first_paint = first_paint.min(paint);
            arrival
        }],
    );
    let beside = [("the first frame with anything in it", first_paint), ("the bar", BAR)];
    println!("{}", wait("  until its frame", arrival, &beside));
}

fn visit() -> (Duration, Duration) {
    let downloads = tempfile::tempdir().unwrap();
    let browser = Browser::start(Engine::Chromium, downloads.path());
    let site = Site::serve("");
    let script = json!({ "source": NOTE_ARRIVAL });
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", &script);
    browser.open(&site.url());
    let times = browser.run(ARRIVAL, &[]);
    (duration(&times[0]), duration(&times[1]))
}
