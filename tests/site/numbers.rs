//! Numbers as people write them into the fields: read right, or told beside the field, and never something else.

use crate::page::{PLAIN, visit};

#[test]
fn a_number_is_read_right_or_told_of() {
    visit(PLAIN, |page| {
        page.settle();
        for (field, typed, change) in [
            ("#count", "1,500", ("50000", "1500")),
            ("#count", "1 500", ("50000", "1500")),
            ("#count", "1\u{a0}500", ("50000", "1500")),
            ("#seed", "1\u{a0}234", ("seed=42", "seed=1234")),
            ("#credit_limit-min", "$6,000", ("2026-11-23", "2026-11-23&credit_limit=6000-50000")),
            ("#gradual", "12,5 %", ("2026-11-23", "2026-11-23&gradual=12.5")),
            ("#dirt-ragged_row", "0,5 %", ("2026-11-23", "2026-11-23&dirt=ragged_row:0.5pct")),
            ("#dirt-ragged_row", "1\u{a0}200", ("2026-11-23", "2026-11-23&dirt=ragged_row:1200")),
        ] {
            let before = page.value(field);
            page.fill(field, typed);
            page.settle_on(&PLAIN.replace(change.0, change.1));
            page.fill(field, &before);
            if before.is_empty() {
                page.browser.press("\u{E003}");
            }
            page.settle_on(PLAIN);
        }
        for (field, error, typed, words) in [
            ("#count", "#count-error", "1,5", "whole number"),
            ("#count", "#count-error", "50,00", "whole number"),
            ("#count", "#count-error", "$500", "whole number"),
            ("#seed", "#seed-error", "1,5", "whole number"),
            ("#age-min", "#age-error", "22,5", "whole number"),
            ("#credit_limit-min", "#credit_limit-error", "5.000", "whole number"),
            ("#gradual", "#gradual-error", "1,500", "percentage"),
            ("#weights-0", "#weights-error", "15,00", "percentage"),
            ("#dirt-mojibake", "#dirt-error", "0,05 %", "percentage"),
            ("#dirt-mojibake", "#dirt-error", "1,5", "whole number"),
        ] {
            let before = page.value(field);
            page.fill(field, typed);
            page.wait(&format!("{field} = {typed} is told of"), || {
                page.text(error).contains(words)
            });
            assert_eq!(page.state(), "stale", "{field} = {typed}");
            let marked = "return [...document.querySelectorAll('#recipe [aria-invalid]')].map(one => '#' + one.id).join()";
            assert_eq!(page.string(marked, &[]), field, "that field alone is marked");
            page.fill(field, &before);
            if before.is_empty() {
                page.browser.press("\u{E003}");
            }
            page.settle_on(PLAIN);
        }
    });
}

#[test]
fn another_version_keeps_the_fields_and_brings_its_own_defaults() {
    let turn = "const version = document.querySelector('#version');
        version.value = arguments[0];
        version.dispatchEvent(new Event('input', { bubbles: true }))";
    visit(&PLAIN.replace("50000", "1000"), |page| {
        page.settle();
        page.fill("#age-min", "30");
        page.settle_on("#v=1&seed=42&count=1000&as_of=2026-11-23&age=30-75");
        page.browser.run("document.querySelector('#ranges').open = true", &[]);
        assert!(!page.shows("#new_account_age-field"));
        page.browser.run(turn, &["2"]);
        let second = "#v=2&seed=42&count=1000&as_of=2026-11-23&age=30-75";
        page.settle_on(second);
        assert_eq!(page.value("[name=domains]:checked"), "example");
        assert_eq!(page.fingerprint(), super::sha256(&super::made_by_command_line(second)));
        page.fill("#new_account_age-min", "90");
        let young = format!("{second}&new_account_age=90-175");
        page.settle_on(&young);
        assert_eq!(page.fingerprint(), super::sha256(&super::made_by_command_line(&young)));
        // A kind of dirt that the other version has not stays out of its recipe.
        page.fill("#dirt-city_of_another_state", "3");
        page.settle_on(&format!("{young}&dirt=city_of_another_state:3"));
        page.browser.run(turn, &["1"]);
        page.settle_on("#v=1&seed=42&count=1000&as_of=2026-11-23&age=30-75");
        assert_eq!(page.value("[name=domains]:checked"), "free");
        assert!(!page.shows("#dirt-city_of_another_state") && page.shows("#dirt-mojibake"));
        assert!(page.text("footer").contains("GeoNames"), "{}", page.text("footer"));
    });
}

/// What only transactions have has no field, and stays in the link while others are changed.
#[test]
fn what_customers_buy_stays_in_the_link_while_fields_change() {
    let plain = "#v=2&seed=42&count=1000&as_of=2026-11-23";
    let buying = "&months=12&payments=30-40,20-40,15-30,20-40,25-50&overlap=50";
    visit(&format!("{plain}{buying}"), |page| {
        page.settle();
        assert_eq!(page.fingerprint(), super::sha256(&super::made_by_command_line(plain)));
        page.fill("#age-min", "30");
        page.settle_on(&format!("{plain}&age=30-75{buying}"));
        page.fill("#age-min", "22");
        page.settle_on(&format!("{plain}{buying}"));
    });
}
