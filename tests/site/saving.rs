//! Large data sets on their way to disk: into a picked file, into the site's storage, into memory; with workers
//! that die and disks that fail; in Firefox, too, when `ENGINES=chromium,firefox` asks for it.

use serde_json::{Value, json};

use crate::browser::Engine;
use crate::instruments::{NO_PICKER, NO_STORAGE, PICKER};
use crate::page::{PLAIN, Page, visit_in};
use crate::{assert_valid, command_line, made_by_command_line, sha256};

/// Keeps the workers that live, and stops one over chosen chunks: in silence, as browsers do for want of memory, or
/// with a cry.
///
/// An order is in bytes (<https://postcard.jamesmunns.com/wire-format>): which one it is, 0 for generating, and its
/// fields in their order, numbers in groups of seven bits: for generating the run and the chunk.
const WORKERS: &str = "
    const chunkOf = order => {
        if (order?.[0] !== 0) return undefined;
        let at = 1;
        const number = () => order[at] < 128 ? order[at++] : (order[at++] & 127) + 128 * number();
        number();
        return number();
    };
    window.workers = new Set();
    window.deadly = [];
    window.Worker = class extends Worker {
        constructor(...all) {
            super(...all);
            window.workers.add(this);
        }
        terminate() {
            super.terminate();
            window.workers.delete(this);
        }
        postMessage(message, ...rest) {
            const at = window.deadly.indexOf(chunkOf(message?.message));
            if (at >= 0) {
                window.deadly.splice(at, 1);
                super.terminate();
                const cry = () => this.dispatchEvent(new ErrorEvent('error', { message: 'no memory' }));
                if (window.isLoud) setTimeout(cry);
            }
            super.postMessage(message, ...rest);
        }
    };
";

/// What puts a script into every worker before its own.
fn in_workers(script: &str) -> String {
    format!(
        "window.Blob = class extends Blob {{
            constructor(parts, options) {{
                super(options?.type === 'text/javascript' ? [{}, ...parts] : parts, options);
            }}
        }};",
        json!(script)
    )
}

/// A disk that fails with this exception after 100 MB, whichever way it is written to.
fn failing_disk(exception: &str) -> String {
    in_workers(&format!(
        "const fail = () => {{ throw new DOMException('', '{exception}'); }};
        let written = 0;
        const count = bytes => (written += bytes.byteLength) > 1e8 && fail();
        for (const [kind, name] of [
            ['createWritable', 'WritableFileStream'],
            ['createSyncAccessHandle', 'SyncAccessHandle'],
        ]) {{
            const open = FileSystemFileHandle.prototype[kind];
            FileSystemFileHandle.prototype[kind] = async function (...all) {{
                const file = await open.apply(this, all);
                const write = file.write.bind(file);
                file.write = kind === 'createWritable'
                    ? async bytes => (count(bytes), write(bytes))
                    : (bytes, place) => (count(bytes), write(bytes, place));
                return file;
            }};
        }}"
    ))
}

/// How many files the page has in the site's storage.
const STORED: &str = "
    const root = await navigator.storage.getDirectory();
    let count = 0;
    try {
        for await (const _ of (await root.getDirectoryHandle('segmint')).keys()) count += 1;
    } catch (error) {
        if (error.name !== 'NotFoundError') throw error;
    }
    return count;
";

fn link(count: u32) -> String {
    PLAIN.replace("50000", &count.to_string())
}

/// The SHA-256 that the command line tells of the file that it makes with these options.
pub(crate) fn told_by_command_line(link: &str, options: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("customers.csv");
    let report = ["--report", "json", "--output", file.to_str().unwrap()];
    let report = command_line(link, &[&report, options].concat());
    let report: Value = serde_json::from_slice(&report).unwrap();
    report["sha256"].as_str().unwrap().to_owned()
}

impl Page {
    /// Waits until the page waits for its reader with nothing started by itself, and has found out where a file could go.
    pub(crate) fn wait_for_offer(&self, offer: &str) {
        self.wait("it says where the file goes", || {
            self.state() == "idle" && self.text("#hint").contains(offer)
        });
    }

    /// Follows a link within the page.
    pub(crate) fn follow(&self, link: &str) {
        self.browser.run("location.hash = arguments[0]", &[link]);
        self.wait("it looks at another data set", || {
            self.state() != "fresh" || self.link() == link
        });
    }

    pub(crate) fn generate(&self) {
        self.browser.click("#generate");
    }

    /// Waits for the SHA-256 of a file that is read back.
    fn wait_for_fingerprint(&self) -> String {
        self.settle();
        self.wait("it has been read back", || self.fingerprint().len() == 64);
        self.fingerprint()
    }

    fn wait_for_failure(&self, told: &str) {
        self.wait("it fails", || self.state() == "failed");
        let notice = self.text("#notice");
        assert!(notice.contains(told), "{notice}");
        assert!(self.shows("#generate"), "it can be tried again");
        assert!(!self.shows("#download"), "there is nothing to download");
        let complaints = self.complaints();
        assert!(complaints.iter().any(|complaint| complaint.contains(told)), "{complaints:?}");
    }

    fn wait_for_progress(&self) {
        let some = "return document.querySelector('#progress').value > 0";
        self.wait("there is progress", || self.browser.run(some, &[]) == json!(true));
    }

    /// Waits until the page has no file in the storage of the site.
    pub(crate) fn wait_for_empty_storage(&self) {
        self.wait("nothing is left in storage", || self.browser.run(STORED, &[]) == json!(0));
    }
}

#[test]
fn the_page_works_in_every_browser() {
    for engine in Engine::asked() {
        visit_in(engine, PLAIN, "", |page| {
            page.settle();
            assert_valid(page);
            assert_eq!(sha256(&page.download()), sha256(&made_by_command_line(PLAIN)));
            assert_eq!(page.fingerprint(), sha256(&made_by_command_line(PLAIN)));
        });
    }
}

#[test]
fn a_large_data_set_goes_into_the_file_that_is_picked() {
    let link = link(3_000_000);
    let expected = told_by_command_line(&link, &[]);
    for engine in Engine::asked() {
        visit_in(engine, &link, PICKER, |page| {
            page.wait_for_offer("You choose the file");
            page.generate();
            assert_eq!(page.wait_for_fingerprint(), expected);
            assert_valid(page);
            assert!(!page.shows("#download"), "it is where its reader wanted it");
            assert!(page.text("#hint").contains("picked.csv"), "{}", page.text("#hint"));
            let size = "return (await window.picked.getFile()).size";
            let size = page.browser.run(size, &[]).as_u64().unwrap();
            // The header, and 127 to 128 bytes a row.
            assert!((381_000_000..384_000_000).contains(&size), "{size}");
        });
    }
}

#[test]
fn a_large_data_set_goes_through_the_sites_storage_into_a_download() {
    let link = link(3_000_000);
    let expected = told_by_command_line(&link, &[]);
    for engine in Engine::asked() {
        visit_in(engine, &link, NO_PICKER, |page| {
            page.wait_for_offer("storage");
            page.generate();
            assert_eq!(page.wait_for_fingerprint(), expected);
            assert_valid(page);
            let file = page.download();
            assert_eq!(sha256(&file), expected);
            // Another recipe has no use for it.
            page.follow(&self::link(1_000));
            page.lose_file();
            page.settle();
            page.wait_for_empty_storage();
        });
    }
}

#[test]
fn without_any_storage_a_file_is_kept_in_memory_up_to_what_is_safe() {
    let none = format!("{NO_PICKER}{NO_STORAGE}");
    let link = link(1_200_000);
    let expected = told_by_command_line(&link, &[]);
    for engine in Engine::asked() {
        visit_in(engine, &link, &none, |page| {
            page.wait_for_offer("press the button to start");
            page.generate();
            assert_eq!(page.wait_for_fingerprint(), expected);
            assert_eq!(sha256(&page.download()), expected);
            page.follow(&self::link(3_000_001));
            page.lose_file();
            page.wait_for_offer("keep no file above 3,000,000 rows");
            page.generate();
            page.settle();
            assert_valid(page);
            assert!(!page.shows("#download"));
        });
    }
}

#[test]
fn the_bytes_are_those_of_one_worker_and_of_many() {
    let link = link(1_100_000);
    let expected = told_by_command_line(&link, &[]);
    for workers in ["?workers=1", "?workers=16"] {
        visit_in(Engine::Chromium, &format!("{workers}{link}"), NO_PICKER, |page| {
            page.wait_for_offer("storage");
            page.generate();
            assert_eq!(page.wait_for_fingerprint(), expected, "{workers}");
        });
    }
}

#[test]
fn a_worker_that_dies_is_missed_and_its_rows_are_made_by_another() {
    let link = link(2_000_000);
    let expected = told_by_command_line(&link, &[]);
    for engine in Engine::asked() {
        visit_in(engine, &link, &format!("{NO_PICKER}{WORKERS}"), |page| {
            page.wait_for_offer("storage");
            page.browser.run("window.deadly = [5, 60]", &[]);
            page.generate();
            assert_eq!(page.wait_for_fingerprint(), expected);
            assert_valid(page);
            let complaints = page.complaints();
            assert_eq!(complaints.len(), 2, "{complaints:?}");
            assert!(complaints.iter().all(|complaint| complaint.contains("fell silent")));
        });
    }
}

#[test]
fn rows_that_two_workers_die_over_end_the_run_and_are_named() {
    for engine in Engine::asked() {
        visit_in(engine, &link(2_000_000), &format!("{NO_PICKER}{WORKERS}"), |page| {
            page.wait_for_offer("storage");
            page.browser.run("window.isLoud = true; window.deadly = Array(9).fill(7)", &[]);
            page.generate();
            page.wait_for_failure("could not be made, in two workers");
            // A worker that is stopped over chunk 7 may still be at work on another, which is then named: one
            // before it or, if chunk 7 comes back from a worker that died, one of the next.
            let notice = page.text("#notice");
            let is_named = |chunk: u32| {
                let last = 16 * (chunk + 1);
                let first = if chunk == 0 { "1".into() } else { format!("{},001", last - 16) };
                notice.contains(&format!("of customers {first} to {last},000"))
            };
            assert!((0..12).any(is_named), "{notice}");
            page.wait_for_empty_storage();
        });
    }
}

#[test]
fn cancel_acts_at_once_and_leaves_nothing_behind() {
    for engine in Engine::asked() {
        visit_in(engine, &link(20_000_000), &format!("{NO_PICKER}{WORKERS}"), |page| {
            page.wait_for_offer("storage");
            let workers = "return window.workers.size";
            let before = page.browser.run(workers, &[]);
            page.generate();
            page.wait_for_progress();
            assert_ne!(page.browser.run(workers, &[]), before, "one more writes");
            let cancel = "document.querySelector('#cancel').click();
                return document.querySelector('#results').dataset.state";
            assert_eq!(page.browser.run(cancel, &[]), "idle", "within the click");
            assert_eq!(page.browser.run(workers, &[]), before);
            page.wait_for_empty_storage();
            assert!(page.shows("#generate"), "it can be started again");
            let sum = page.fingerprint();
            assert!(sum.len() < 64, "there is no fingerprint of what is no file: {sum}");
        });
    }
}

#[test]
fn a_disk_that_is_full_leaves_no_file() {
    for engine in Engine::asked() {
        let disk = failing_disk("QuotaExceededError");
        visit_in(engine, &link(2_000_000), &format!("{NO_PICKER}{disk}"), |page| {
            page.wait_for_offer("storage");
            page.generate();
            page.wait_for_failure("is full");
            page.wait_for_empty_storage();
        });
    }
}

#[test]
fn a_permission_that_is_withdrawn_leaves_no_file() {
    for engine in Engine::asked() {
        let disk = failing_disk("NotAllowedError");
        visit_in(engine, &link(2_000_000), &format!("{PICKER}{disk}"), |page| {
            page.wait_for_offer("You choose the file");
            page.generate();
            page.wait_for_failure("may no longer");
            // What is not closed is no file: the one that was picked is empty, or gone.
            let size = "try {
                    return (await window.picked.getFile()).size;
                } catch (error) {
                    return error.name === 'NotFoundError' ? 0 : error.name;
                }";
            assert_eq!(page.browser.run(size, &[]), 0);
        });
    }
}

#[test]
fn a_reader_who_picks_no_file_gets_none() {
    for engine in Engine::asked() {
        let picker = format!("window.isRefusing = true; {PICKER}");
        visit_in(engine, &link(1_100_000), &picker, |page| {
            page.wait_for_offer("You choose the file");
            page.generate();
            page.wait_for_offer("nothing was generated");
            page.browser.run("window.isRefusing = false", &[]);
            page.generate();
            page.settle();
            assert_valid(page);
        });
    }
}
