//! The places between the form and the results: what can be done, and how it stands. It shows what
//! it is told and decides nothing.

use segmint_page::check::FileCard;
use segmint_page::likeness::Comparison;
use segmint_page::panel::{Download, Panel, State};
use segmint_page::tone::Tone;
use segmint_page::wish::Mode;
use web_sys::{
    Document, Element, HtmlAnchorElement, HtmlButtonElement, HtmlElement, HtmlProgressElement,
};

use crate::dom::{Trouble, by_id, flag, set, set_text, show};
use crate::share_menu::ShareMenu;

/// The places between the form and the results.
pub(crate) struct StatusPanel {
    about: About,
    ways: Ways,
    /// What is copied from here.
    pub(crate) copied: Copied,
    /// What can be given to others.
    pub(crate) share: ShareMenu,
    status: Element,
    document: Document,
    /// What the page is called while nothing is under way.
    title: String,
    /// What is shown.
    drawn: Panel,
}

/// What everything is about, and how it compares.
struct About {
    recipe: Element,
    locked: HtmlElement,
    packaging: Element,
    /// What there is to know of the form of the file.
    format_note: Element,
    results: HtmlElement,
    file: HtmlElement,
    file_name: Element,
    file_others: Element,
    file_form: HtmlElement,
    outcome: Element,
    sender: HtmlElement,
    comparison: HtmlElement,
    promise: HtmlElement,
}

/// What the reader can do, and how far it is.
struct Ways {
    generate: HtmlButtonElement,
    fewer: HtmlElement,
    again: HtmlElement,
    choose: HtmlElement,
    cancel: HtmlElement,
    download: HtmlAnchorElement,
    running: HtmlElement,
    progress: HtmlProgressElement,
    hint: Element,
}

/// What is copied from here.
pub(crate) struct Copied {
    /// The command that does the same.
    pub(crate) command: Element,
    /// The button that copies it.
    pub(crate) copy_command: HtmlElement,
    /// The fingerprint, or the beginning of it.
    pub(crate) sha256: Element,
    /// The button that copies it.
    pub(crate) copy_sha256: HtmlButtonElement,
}

impl StatusPanel {
    /// Finds the places in the document.
    pub(crate) fn find(document: &Document) -> Result<StatusPanel, Trouble> {
        Ok(StatusPanel {
            about: About {
                recipe: by_id(document, "recipe")?,
                locked: by_id(document, "locked")?,
                packaging: by_id(document, "packaging")?,
                format_note: by_id(document, "packaging-note")?,
                results: by_id(document, "results")?,
                file: by_id(document, "subject")?,
                file_name: by_id(document, "subject-name")?,
                file_others: by_id(document, "subject-others")?,
                file_form: by_id(document, "subject-form")?,
                outcome: by_id(document, "outcome")?,
                sender: by_id(document, "verdict")?,
                comparison: by_id(document, "comparison")?,
                promise: by_id(document, "promise")?,
            },
            ways: Ways {
                generate: by_id(document, "generate")?,
                fewer: by_id(document, "fewer")?,
                again: by_id(document, "again")?,
                choose: by_id(document, "choose")?,
                cancel: by_id(document, "cancel")?,
                download: by_id(document, "download")?,
                running: by_id(document, "running")?,
                progress: by_id(document, "progress")?,
                hint: by_id(document, "hint")?,
            },
            copied: Copied {
                command: by_id(document, "command")?,
                copy_command: by_id(document, "copy-command")?,
                sha256: by_id(document, "summary-sha256")?,
                copy_sha256: by_id(document, "copy-sha256")?,
            },
            share: ShareMenu::find(document)?,
            status: by_id(document, "status")?,
            title: document.title(),
            document: document.clone(),
            drawn: Panel::new(),
        })
    }

    /// Where those are told who hear the page.
    pub(crate) fn status(&self) -> &Element {
        &self.status
    }

    /// The link that downloads the file.
    pub(crate) fn download(&self) -> &HtmlAnchorElement {
        &self.ways.download
    }

    /// Puts the focus on the name of the file.
    pub(crate) fn focus_file(&self) {
        let _ = self.about.file.focus();
    }

    /// Brings the name of the file into sight.
    pub(crate) fn scroll_to_file(&self) {
        self.about.file.scroll_into_view();
    }

    /// Shows how it stands, as far as that has changed.
    pub(crate) fn draw(&mut self, panel: &Panel) {
        if *panel == self.drawn {
            return;
        }
        let focused = self.ways.focused();
        if (panel.mode, &panel.file) != (self.drawn.mode, &self.drawn.file) {
            self.draw_mode(panel);
        }
        self.about.draw(panel);
        let title = panel
            .title()
            .map_or(self.title.clone(), |percent| format!("{percent} \u{b7} {}", self.title));
        if self.document.title() != title {
            self.document.set_title(&title);
        }
        self.ways.draw(panel);
        self.copied.draw(panel);
        self.share.offer(panel.is_shareable);
        self.share.offer_fingerprint(panel.plain_sha256.is_some());
        if let Some(heir) = focused.and_then(|focused| self.heir(focused, panel)) {
            let _ = heir.focus();
        }
        self.drawn = panel.clone();
    }

    /// Shows what belongs to the mode and nothing that belongs to the other, and the name of the
    /// file that everything is about.
    fn draw_mode(&self, panel: &Panel) {
        self.about.draw_mode(panel);
        // A file of the reader's stays on this machine.
        self.share.show(panel.mode == Mode::Generate);
        let (outcome, progress, command) = match panel.mode {
            Mode::Generate => {
                ("The data set", "Rows generated", "The same file from the command line")
            }
            Mode::Check => ("The file", "Bytes read", "The same check from the command line"),
        };
        set(&self.about.outcome, "aria-label", outcome);
        set(&self.ways.progress, "aria-label", progress);
        set(&self.copied.command, "aria-label", command);
    }

    /// What takes the focus of a button that goes.
    fn heir(&self, focused: Focused, panel: &Panel) -> Option<&HtmlElement> {
        let Ways { generate, again, choose, cancel, download, .. } = &self.ways;
        let (start, fruit): (&HtmlElement, &HtmlElement) = match panel.mode {
            Mode::Generate => (generate, download),
            Mode::Check if panel.again => (again, &self.about.file),
            Mode::Check => (choose, &self.about.file),
        };
        let is_start = focused == Focused::Start;
        match panel.state {
            State::Running => is_start.then_some(cancel),
            // The file comes in a moment.
            State::Updating if is_start => Some(&self.about.results),
            State::Idle | State::Failed => (!is_start).then_some(start),
            state => (!is_start || state == State::Fresh).then_some(fruit),
        }
    }
}

/// Which kind of button has the focus.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Focused {
    /// One that begins something.
    Start,
    /// The one that ends it.
    Cancel,
}

impl About {
    fn draw_mode(&self, panel: &Panel) {
        set(&self.results, "data-mode", panel.mode_word());
        let file = panel.file.as_ref();
        set_text(&self.file_name, file.map_or("", |file| &file.name));
        set_text(&self.file_others, &file.and_then(FileCard::others).unwrap_or_default());
        show(&self.file, panel.mode == Mode::Check && file.is_some());
        let form = file.and_then(FileCard::told_form).filter(|_| panel.mode == Mode::Check);
        show(&self.file_form, form.is_some());
        set_text(&self.file_form, &form.unwrap_or_default());
    }

    fn draw(&self, panel: &Panel) {
        set(&self.results, "data-state", panel.state.word());
        set(&self.results, "aria-busy", if panel.state.is_busy() { "true" } else { "false" });
        let is_held = panel.holds_settings();
        for element in [&self.recipe, &self.packaging] {
            flag(element, "inert", is_held);
        }
        show(&self.locked, is_held);
        set_text(&self.format_note, &panel.format_note);
        show(&self.sender, panel.sender.is_some());
        if let Some(sender) = &panel.sender {
            let same = match sender.same {
                Some(true) => "true",
                Some(false) => "false",
                None => "",
            };
            set(&self.sender, "data-same", same);
            set_text(&self.sender, &sender.text);
        }
        show(&self.comparison, panel.comparison.is_some());
        if let Some(Comparison { tone, text, .. }) = &panel.comparison {
            set(&self.comparison, "data-same", tone.map_or("", Tone::word));
            set_text(&self.comparison, text);
        }
        set_text(&self.promise, panel.promise.as_deref().unwrap_or_default());
    }
}

impl Ways {
    fn focused(&self) -> Option<Focused> {
        let is_focused = |button: &HtmlElement| button.matches(":focus").unwrap_or(false);
        if [&*self.generate, &self.fewer, &self.again].into_iter().any(is_focused) {
            Some(Focused::Start)
        } else {
            is_focused(&self.cancel).then_some(Focused::Cancel)
        }
    }

    fn draw(&self, panel: &Panel) {
        if let Some((text, is_ready)) = &panel.generate {
            set_text(&self.generate, text);
            self.generate.set_disabled(!is_ready);
        }
        show(&self.generate, panel.generate.is_some());
        set_text(&self.fewer, panel.fewer.as_deref().unwrap_or_default());
        show(&self.fewer, panel.fewer.is_some());
        show(&self.again, panel.again);
        show(&self.choose, panel.choose);
        show(&self.running, panel.state == State::Running);
        show(&self.download, panel.download != Download::Hidden);
        self.progress.set_value((panel.progress * self.progress.max()).floor());
        set_text(&self.hint, &panel.hint);
    }
}

impl Copied {
    fn draw(&self, panel: &Panel) {
        set_text(&self.command, &panel.command);
        flag(&self.copy_command, "disabled", !panel.is_shareable);
        self.copy_sha256.set_disabled(panel.sha256.is_none());
    }
}
