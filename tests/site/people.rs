//! Recipe version 2 on the page: the same bytes in every engine, at the extremes too, and what shows that they are
//! what the recipe describes.

use segmint::data_set::DataSet;
use segmint::link::Link;

use crate::browser::Engine;
use crate::page::visit_in;
use crate::{made_by_command_line, sha256};

const PEOPLE: &str = "#v=2&seed=42&count=50000&as_of=2026-11-23";

#[test]
fn people_are_the_same_in_every_engine() {
    for engine in Engine::asked() {
        for (workers, link) in [
            ("", PEOPLE.to_owned()),
            ("?workers=1", "#v=2&seed=7&count=12345&as_of=2026-11-23".to_owned()),
            ("?workers=3", "#v=2&seed=1&count=1001&as_of=1950-01-01&age=110-120".to_owned()),
            ("", "#v=2&seed=18446744073709551615&count=999&as_of=2100-01-01&age=18-19".to_owned()),
            ("", "#v=2&seed=3&count=7&as_of=2026-11-23&weights=0,0,0,0,100".to_owned()),
            ("", "#v=2&seed=3&count=1000&as_of=2026-11-23&dirt=city_of_another_state:9".to_owned()),
        ] {
            visit_in(engine, &format!("{workers}{link}"), "", |page| {
                page.settle();
                assert_eq!(page.fingerprint(), sha256(&made_by_command_line(&link)), "{link}");
            });
        }
    }
}

#[test]
fn the_page_shows_how_close_the_rows_are_to_the_model() {
    let link = Link::read(PEOPLE).unwrap();
    let written = DataSet::customers(link.recipe).write(std::io::sink(), |_| ()).unwrap();
    let statistics = written.report.report.statistics;
    for engine in Engine::asked() {
        visit_in(engine, PEOPLE, "", |page| {
            page.settle();
            assert!(!page.shows("#pairs"), "it is folded until somebody asks");
            page.browser.run("document.querySelector('#evidence').open = true", &[]);
            page.wait("the names", || page.shows("#first-names"));
            let cells = |rows: &str| {
                let script = "return [...document.querySelectorAll(arguments[0])]
                    .map(row => [...row.cells].map(cell => cell.textContent).join('|')).join('\\n')";
                page.string(script, &[rows])
            };
            let pairs: Vec<String> = statistics
                .associations
                .iter()
                .map(|pair| {
                    let [actual, declared] = [pair.cramers_v.unwrap(), pair.declared.unwrap()];
                    format!("{}||{actual:.3}|{declared:.3}", pair.columns.join(", "))
                })
                .collect();
            assert_eq!(cells("#pairs tbody tr"), pairs.join("\n"));
            let narrowest = "return Math.min(...[...document.querySelectorAll('#pairs .bar')]
                .map(bar => bar.getBoundingClientRect().width))";
            let width = page.browser.run(narrowest, &[]).as_f64().unwrap();
            assert!(width >= 40.0, "bars of {width} px are no picture");
            let deviations = cells("#deviations tbody tr");
            assert_eq!(deviations.lines().count(), statistics.deviations.len());
            assert!(deviations.contains("|fact: places by population (GeoNames)"), "{deviations}");
            assert!(cells("#first-names tbody tr").starts_with("Michael|916|"));
            assert_eq!(cells("#last-names tbody tr").lines().count(), 20);
            let fullest = page.string("return document.querySelector('#places-state').value", &[]);
            assert_eq!(fullest, "CA", "most customers live there");
            let choose = "const state = document.querySelector('#places-state');
                state.value = 'NY';
                state.dispatchEvent(new Event('change', { bubbles: true }))";
            page.browser.run(choose, &[]);
            assert!(cells("#places tbody tr").starts_with("Queens|502|"));
            assert!(page.text("#places-rows").starts_with("where "));
        });
        visit_in(engine, &PEOPLE.replace("v=2", "v=1"), "", |page| {
            page.settle();
            page.browser.run("document.querySelector('#evidence').open = true", &[]);
            page.wait("the pairs", || page.text("#pairs").contains("age, credit_limit"));
            assert!(
                !page.shows("#of-names") && !page.shows("#of-places"),
                "nobody knows these names"
            );
        });
    }
}
