//! What is said above everything else: a link that was not understood, a failure.

use web_sys::{Document, Element, HtmlElement};

use crate::dom::{Template, Trouble, by_id, children, set_text, show};

/// What is said above everything else: a link that was not understood, a failure.
pub(crate) struct Notice {
    section: HtmlElement,
    title: Element,
    text: Element,
    link: HtmlElement,
    faults: HtmlElement,
    line: Template,
    start_over: HtmlElement,
}

impl Notice {
    pub(crate) fn find(document: &Document) -> Result<Notice, Trouble> {
        Ok(Notice {
            section: by_id(document, "notice")?,
            title: by_id(document, "notice-title")?,
            text: by_id(document, "notice-text")?,
            link: by_id(document, "notice-link")?,
            faults: by_id(document, "notice-faults")?,
            line: Template::by_id(document, "line")?,
            start_over: by_id(document, "start-over")?,
        })
    }

    pub(crate) fn show_link(&self, link: &str, faults: &[String]) -> Result<(), Trouble> {
        self.tell(
            "This link is not understood",
            "Nothing of it has been used. If it was cut or changed on its way, ask for it again in \
            one piece. It says:",
        );
        set_text(&self.link, link);
        self.line.fit(&self.faults, faults.len() as u32)?;
        children(&self.faults).zip(faults).for_each(|(line, fault)| set_text(&line, fault));
        for part in [&self.link, &self.faults, &self.start_over] {
            show(part, true);
        }
        Ok(())
    }

    /// Says what went wrong, here and in the console.
    pub(crate) fn complain(&self, title: &str, text: &str) {
        web_sys::console::error_2(&title.into(), &text.into());
        self.tell(title, &format!("{text}. Reloading the page may help."));
    }

    /// Says this, and nothing else.
    pub(crate) fn tell(&self, title: &str, text: &str) {
        set_text(&self.title, title);
        set_text(&self.text, text);
        for part in [&self.link, &self.faults, &self.start_over] {
            show(part, false);
        }
        show(&self.section, true);
    }

    pub(crate) fn hide(&self) {
        show(&self.section, false);
    }
}
