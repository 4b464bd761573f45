//! Errors and warnings as a table that its reader sorts, and as a file; and where a checked file says something else
//! than what it was held against. What was found is for `validate` to say.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use web_sys::{
    Document, Element, HtmlAnchorElement, HtmlButtonElement, HtmlDetailsElement, HtmlElement,
};

use crate::breakdown::name;
use crate::dom::{Listener, Template, Trouble, by_id, children, set, set_text, show, within};
use crate::download::Download;
use segmint::customers::statistics::Summary;
use segmint::number::thousands;
use segmint::validate::{Listing, ListingEntry, ListingKey, Mismatch, Report};
use segmint_page::wish::Mode;
use segmint_page::words::{self, NONE};

/// How many examples of each rule are shown; the file has them all.
const SHOWN: usize = 5;

/// Errors and warnings, or that there are none.
pub(crate) struct Findings {
    verdict: HtmlElement,
    section: Element,
    sheet: Rc<Sheet>,
    _heads: Vec<Listener>,
}

/// The table, its order and the file.
struct Sheet {
    frame: HtmlDetailsElement,
    heads: Vec<Element>,
    body: Element,
    row: Template,
    download: HtmlAnchorElement,
    /// What is shown.
    listing: RefCell<Listing>,
    /// What it is sorted by, and whether in reverse; the report's own order until its reader asks.
    order: RefCell<Option<(ListingKey, bool)>>,
    file: RefCell<Option<Download>>,
    /// Whether the rows can be looked at.
    is_offered: Cell<bool>,
}

impl Findings {
    /// Finds the places in the document.
    pub(crate) fn find(document: &Document) -> Result<Findings, Trouble> {
        let table: Element = by_id(document, "findings-table")?;
        let heads: Element = within(&table, "thead tr")?;
        let sheet = Rc::new(Sheet {
            frame: by_id(document, "findings-frame")?,
            heads: children(&heads).collect(),
            body: within(&table, "tbody")?,
            row: Template::by_id(document, "finding-row")?,
            download: by_id(document, "findings-download")?,
            listing: RefCell::default(),
            order: RefCell::default(),
            file: RefCell::default(),
            is_offered: Cell::new(false),
        });
        let listeners = sheet.heads.iter().zip(ListingKey::ALL).map(|(head, key)| {
            let sheet = Rc::clone(&sheet);
            let button: Element = within(head, "button")?;
            Listener::new(&button, "click", move |_| {
                if let Err(trouble) = sheet.sort(key) {
                    web_sys::console::error_1(&trouble.to_string().into());
                }
            })
        });
        let listeners = listeners.collect::<Result<_, _>>()?;
        Ok(Findings {
            verdict: by_id(document, "findings-verdict")?,
            section: by_id(document, "findings")?,
            sheet,
            _heads: listeners,
        })
    }

    /// Shows what was found.
    pub(crate) fn show(&self, report: &Report, mode: Mode) -> Result<(), Trouble> {
        let listing = Listing::of(report);
        self.show_listing(words::rules_broken(report), listing, &compared(&report.statistics), mode)
    }

    /// Shows so many errors and warnings, and what else there is to say.
    pub(crate) fn show_listing(
        &self,
        (errors, warnings): (u64, u64),
        listing: Listing,
        note: &str,
        mode: Mode,
    ) -> Result<(), Trouble> {
        let verdict = if errors + warnings > 0 {
            let broken = words::broken((errors, warnings));
            // Its first letter is of one byte.
            format!("{}{}.", broken[..1].to_ascii_uppercase(), &broken[1..])
        } else {
            match mode {
                Mode::Generate => {
                    "No errors, no warnings: every row was read back from the bytes of \
                    the file and checked."
                        .to_owned()
                }
                Mode::Check => {
                    "No errors, no warnings: every row of the file was checked.".to_owned()
                }
            }
        };
        set_text(&self.verdict, &(verdict + note));
        let worst = match (errors, warnings) {
            (0, 0) => "none",
            (0, _) => "warning",
            _ => "error",
        };
        set(&self.section, "data-worst", worst);
        self.sheet.is_offered.set(mode == Mode::Generate);
        self.sheet.frame.set_open(true);
        self.sheet.take(listing)
    }

    /// All of it is what the faults put in were to show: it folds into one line.
    pub(crate) fn expect(&self) {
        let broken = self.verdict.text_content().unwrap_or_default();
        let broken = broken.trim_end_matches('.');
        set_text(&self.verdict, &format!("{broken}: all of it expected, from the faults put in."));
        set(&self.section, "data-worst", "expected");
        self.sheet.frame.set_open(false);
    }

    /// From now on the file with what was found has this name.
    pub(crate) fn name(&self, name: &str) {
        self.sheet.download.set_download(name);
    }

    /// What is shown is no longer true.
    pub(crate) fn outdate(&self, mode: Mode) {
        set_text(
            &self.verdict,
            match mode {
                Mode::Generate => "These results are those of earlier settings.",
                Mode::Check => "These results are those of an earlier check.",
            },
        );
    }

    /// Nothing is known.
    pub(crate) fn clear(&self, mode: Mode) -> Result<(), Trouble> {
        set_text(
            &self.verdict,
            match mode {
                Mode::Generate => "Every row is read back from the bytes of the file and checked.",
                Mode::Check => "Every row of the file is checked.",
            },
        );
        set(&self.section, "data-worst", "none");
        self.sheet.take(Listing::default())
    }
}

/// That not all addresses were compared with each other, if so.
fn compared(statistics: &Summary) -> String {
    let compared = statistics.emails_compared;
    if compared >= statistics.total_customers {
        return String::new();
    }
    format!(" Addresses that repeat were looked for in the first {} rows.", thousands(compared))
}

impl Sheet {
    fn take(&self, listing: Listing) -> Result<(), Trouble> {
        let any = !listing.0.is_empty();
        let file = any.then(|| Download::of_text(&listing.to_csv(), "text/csv")).transpose()?;
        match &file {
            Some(file) => self.download.set_href(file.url()),
            None => drop(self.download.remove_attribute("href")),
        }
        self.file.replace(file);
        let mut same = 0;
        let mut last = "";
        let shown = listing.0.into_iter().filter(|entry| {
            same =
                if entry.rule == std::mem::replace(&mut last, entry.rule) { same + 1 } else { 0 };
            same < SHOWN
        });
        self.listing.replace(Listing(shown.collect()));
        show(&self.frame, any);
        self.fill()
    }

    /// Sorts by this key, or turns the order round if it is sorted by it already.
    fn sort(&self, key: ListingKey) -> Result<(), Trouble> {
        let reversed = matches!(*self.order.borrow(), Some((now, false)) if now == key);
        self.order.replace(Some((key, reversed)));
        self.fill()
    }

    fn fill(&self) -> Result<(), Trouble> {
        let order = *self.order.borrow();
        for (head, key) in self.heads.iter().zip(ListingKey::ALL) {
            let sorted = match order {
                Some((now, reversed)) if now == key => {
                    if reversed {
                        "descending"
                    } else {
                        "ascending"
                    }
                }
                _ => "none",
            };
            set(head, "aria-sort", sorted);
        }
        let listing = self.listing.borrow();
        let listing =
            order.map_or_else(|| listing.clone(), |(key, back)| listing.sorted(key, back));
        self.row.fit(&self.body, listing.0.len() as u32)?;
        let mut above = "";
        children(&self.body).zip(&listing.0).try_for_each(|(row, entry)| {
            let said = entry.rule == std::mem::replace(&mut above, entry.rule);
            fill_row(&row, entry, said)?;
            let line = entry.line.filter(|_| self.is_offered.get());
            let filter = line.map(|line| format!("line={line}"));
            let told = entry.line.map_or(NONE.to_owned(), thousands);
            let cell: Element = within(&row, ".line")?;
            name(&cell, &told, filter.as_deref())
        })
    }
}

/// `said`: the row above is of the same rule, whose sentence need not be read twice.
fn fill_row(row: &Element, entry: &ListingEntry, said: bool) -> Result<(), Trouble> {
    set(row, "data-severity", entry.severity);
    set(&within::<Element>(row, ".rule")?, "title", &entry.message);
    let or_none = |text: &str| if text.is_empty() { NONE.to_owned() } else { text.to_owned() };
    // Between quotes, so that blanks at its ends are seen.
    let quoted = format!("\u{201c}{}\u{201d}", entry.value);
    let texts = [
        (".severity", entry.severity.to_owned()),
        (".rule", entry.rule.to_owned()),
        (".message", if said { String::new() } else { entry.message.clone() }),
        (".rows", thousands(entry.rows)),
        (".column", or_none(&entry.column)),
        (".value", if entry.value.is_empty() { NONE.to_owned() } else { quoted }),
        (".reason", or_none(&entry.reason)),
    ];
    for (part, text) in texts {
        let part: Element = within(row, part)?;
        set_text(&part, &text);
    }
    Ok(())
}

/// The table of what differs.
pub(crate) struct Mismatches {
    section: HtmlElement,
    body: Element,
    row: Template,
    fit: HtmlButtonElement,
}

impl Mismatches {
    /// Finds the places in the document.
    pub(crate) fn find(document: &Document) -> Result<Mismatches, Trouble> {
        Ok(Mismatches {
            section: by_id(document, "mismatches")?,
            body: by_id(document, "mismatches-body")?,
            row: Template::by_id(document, "chart-row")?,
            fit: by_id(document, "fit")?,
        })
    }

    /// Shows what differs, if anything does.
    pub(crate) fn show(&self, mismatches: &[Mismatch]) -> Result<(), Trouble> {
        self.row.fit(&self.body, mismatches.len() as u32)?;
        for (row, mismatch) in children(&self.body).zip(mismatches) {
            let Mismatch { parameter, recipe, file } = mismatch;
            let texts = [&parameter.replace('_', " "), recipe, file];
            children(&row).zip(texts).for_each(|(cell, text)| set_text(&cell, text));
        }
        self.fit.set_disabled(false);
        show(&self.section, !mismatches.is_empty());
        Ok(())
    }

    /// There is no recipe to put it into, or what is shown is no longer true.
    pub(crate) fn withhold(&self) {
        self.fit.set_disabled(true);
    }
}
