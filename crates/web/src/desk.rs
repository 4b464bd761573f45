//! The places between the form and the results: what can be done, and how it stands. It shows what
//! it is told and decides nothing.

use web_sys::{
    Document, Element, HtmlAnchorElement, HtmlButtonElement, HtmlElement, HtmlProgressElement,
};

use super::dom::{Trouble, by_id, flag, set, set_text, show};
use super::examination::Subject;
use super::file::File;
use super::packaging::Packaging;
use super::place::Spot;
use super::results::{Fingerprint, beginning};
use super::run::LIVE_ROWS;
use super::share::Share;
use super::words;
use segmint::number::thousands;

/// What the page is used for at the moment.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// To mint a data set.
    Mint,
    /// To examine a file of the reader's.
    Examine,
}

/// How far the results can be trusted, in the words of `data-state`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// They are those of the recipe.
    Fresh,
    /// They are those of an older recipe; new ones come at once.
    Updating,
    /// They are those of an older recipe; the form has faults.
    Stale,
    /// There are none, and nothing is under way.
    Idle,
    /// There are none; a large run is under way.
    Running,
    /// There are none, because a run failed.
    Failed,
}

impl State {
    const fn word(self) -> &'static str {
        match self {
            State::Fresh => "fresh",
            State::Updating => "updating",
            State::Stale => "stale",
            State::Idle => "idle",
            State::Running => "running",
            State::Failed => "failed",
        }
    }
}

/// The places between the form and the results: what can be done, and how it stands.
pub(super) struct Desk {
    mode: Mode,
    recipe: Element,
    turn: Element,
    packaging: Element,
    results: HtmlElement,
    subject: HtmlElement,
    subject_name: Element,
    subject_others: Element,
    outcome: Element,
    again: HtmlElement,
    choose: HtmlElement,
    comparison: HtmlElement,
    comparison_text: Element,
    pub(super) status: Element,
    download: HtmlAnchorElement,
    mint: HtmlButtonElement,
    running: HtmlElement,
    progress: HtmlProgressElement,
    cancel: HtmlElement,
    hint: Element,
    verdict: HtmlElement,
    pub(super) share: Share,
    pub(super) command: Element,
    pub(super) copy_command: HtmlElement,
    pub(super) sha256: Element,
    pub(super) copy_sha256: HtmlButtonElement,
}

impl Desk {
    pub(super) fn find(document: &Document) -> Result<Desk, Trouble> {
        Ok(Desk {
            mode: Mode::Mint,
            recipe: by_id(document, "recipe")?,
            turn: by_id(document, "turn")?,
            packaging: by_id(document, "packaging")?,
            results: by_id(document, "results")?,
            subject: by_id(document, "subject")?,
            subject_name: by_id(document, "subject-name")?,
            subject_others: by_id(document, "subject-others")?,
            outcome: by_id(document, "outcome")?,
            again: by_id(document, "again")?,
            choose: by_id(document, "choose")?,
            comparison: by_id(document, "comparison")?,
            comparison_text: by_id(document, "comparison-text")?,
            status: by_id(document, "status")?,
            download: by_id(document, "download")?,
            mint: by_id(document, "mint")?,
            running: by_id(document, "running")?,
            progress: by_id(document, "progress")?,
            cancel: by_id(document, "cancel")?,
            hint: by_id(document, "hint")?,
            verdict: by_id(document, "verdict")?,
            share: Share::find(document)?,
            command: by_id(document, "command")?,
            copy_command: by_id(document, "copy-command")?,
            sha256: by_id(document, "summary-sha256")?,
            copy_sha256: by_id(document, "copy-sha256")?,
        })
    }

    /// Shows what belongs to the mode and nothing that belongs to the other, and the name of the
    /// file that everything is about.
    pub(super) fn turn(&mut self, mode: Mode, subject: Option<&Subject>) {
        self.mode = mode;
        let word = match (mode, subject) {
            (Mode::Mint, _) => "mint",
            (Mode::Examine, Some(_)) => "examine",
            (Mode::Examine, None) => "await",
        };
        set(&self.results, "data-mode", word);
        set_text(&self.subject_name, &subject.map(Subject::name).unwrap_or_default());
        let others = subject.map(|subject| subject.dropped).filter(|&dropped| dropped > 1);
        let others =
            others.map(|dropped| format!("Only the first of {dropped} files is examined."));
        set_text(&self.subject_others, &others.unwrap_or_default());
        show(&self.subject, word == "examine");
        // A file of the reader's stays on this machine.
        self.share.show(mode == Mode::Mint);
        let (outcome, progress, command) = match mode {
            Mode::Mint => ("The data set", "Rows minted", "The same file from the command line"),
            Mode::Examine => {
                ("The file", "Bytes read", "The same examination from the command line")
            }
        };
        set(&self.outcome, "aria-label", outcome);
        set(&self.progress, "aria-label", progress);
        set(&self.command, "aria-label", command);
    }

    pub(super) fn enter(&self, state: State) {
        // A button that goes hands its focus to the one that takes its place.
        let focused = |button: &HtmlElement| button.matches(":focus").unwrap_or(false);
        let starting = focused(&self.mint) || focused(&self.again);
        let cancelling = focused(&self.cancel);
        let (start, fruit): (&HtmlElement, &HtmlElement) = match self.mode {
            Mode::Mint => (&self.mint, &self.download),
            Mode::Examine if self.again.hidden() => (&self.choose, &self.subject),
            Mode::Examine => (&self.again, &self.subject),
        };
        set(&self.results, "data-state", state.word());
        let busy = matches!(state, State::Updating | State::Running);
        set(&self.results, "aria-busy", if busy { "true" } else { "false" });
        show(&self.running, state == State::Running);
        if !matches!(state, State::Idle | State::Failed) {
            show(&self.mint, false);
            show(&self.again, false);
            show(&self.choose, false);
        }
        let minted = self.mode == Mode::Mint && state != State::Running;
        show(&self.download, minted && self.mint.hidden());
        let heir: Option<&HtmlElement> = match state {
            State::Running => starting.then_some(&self.cancel),
            State::Idle | State::Failed => cancelling.then_some(start),
            _ => (cancelling || starting && state == State::Fresh).then_some(fruit),
        };
        if let Some(heir) = heir {
            let _ = heir.focus();
        }
    }

    pub(super) fn say(&self, text: &str) {
        set_text(&self.hint, text);
    }

    pub(super) fn show_progress(&self, share: f64) {
        self.progress.set_value((share * self.progress.max()).floor());
    }

    /// Offers to mint so many customers, and says where the file goes; a spot that is not known yet
    /// is being found out.
    pub(super) fn offer_mint(&self, count: u32, spot: Option<Spot>) {
        let customers = words::counted(u64::from(count), "customer");
        let dots = if spot == Some(Spot::Picked) { " into a file\u{2026}" } else { "" };
        set_text(&self.mint, &format!("Mint {customers}{dots}"));
        self.mint.set_disabled(spot.is_none());
        show(&self.mint, true);
        self.say(&match spot {
            None => "Finding out where the file can go.".to_owned(),
            Some(Spot::Picked) => {
                "You choose the file; it is written as it is made, whatever its size.".to_owned()
            }
            Some(Spot::Stored { free, needed }) if needed <= free => format!(
                "The file is written to this browser\u{2019}s storage, which has {} free, and \
                downloaded from there.",
                words::size(free)
            ),
            Some(Spot::Stored { free, needed }) => format!(
                "The file takes {} of this browser\u{2019}s storage, which says it has {} free: \
                it may have more, or ask you for it, and if not you are told at once. The command \
                below writes any size.",
                words::size(needed),
                words::size(free)
            ),
            Some(Spot::Memory) => {
                format!("Above {} rows the page waits for you.", thousands(LIVE_ROWS))
            }
            Some(Spot::Nowhere { most }) => format!(
                "This browser lets the page keep no file above {} rows, only statistics; the \
                command below writes any size.",
                thousands(most)
            ),
        });
    }

    /// Keeps the reader from changing the recipe while a file is made of it.
    pub(super) fn lock(&self, locked: bool) {
        for element in [&self.recipe, &self.turn, &self.packaging] {
            flag(element, "inert", locked);
        }
    }

    pub(super) fn offer_again(&self) {
        show(&self.again, true);
    }

    /// The file cannot be read any more: it must be chosen again.
    pub(super) fn offer_choice(&self) {
        show(&self.choose, true);
    }

    /// Puts the focus on the name of the file, where what had it goes away.
    pub(super) fn focus_subject(&self) {
        let _ = self.subject.focus();
    }

    /// Brings the name of the file into sight.
    pub(super) fn scroll_to_subject(&self) {
        self.subject.scroll_into_view();
    }

    /// Tells those who hear the page, even if it is what was told last.
    pub(super) fn tell(&self, text: &str) {
        let again = self.status.text_content().as_deref() == Some(text);
        set_text(&self.status, &format!("{text}{}", if again { "\u{a0}" } else { "" }));
    }

    /// There is no recipe, so there is no command for it.
    pub(super) fn withhold_command(&self) {
        if self.mode == Mode::Examine {
            set_text(&self.command, "segmint validate");
        }
        flag(&self.copy_command, "disabled", true);
        self.share.offer(false);
    }

    /// What was on offer belongs to an older recipe.
    pub(super) fn withdraw(&self) {
        let _ = self.download.remove_attribute("href");
        set(&self.download, "aria-disabled", "true");
        self.offer_fingerprint(false);
        show(&self.verdict, false);
        show(&self.comparison, false);
        show(&self.mint, false);
        show(&self.again, false);
        show(&self.choose, false);
        self.say("");
    }

    /// Offers the file for download; of what needs no download there is no link.
    pub(super) fn offer_file(&self, file: Option<&File>, packaging: Packaging) {
        show(&self.download, file.is_some());
        if let Some(file) = file {
            self.download.set_href(file.url());
            self.download.set_download(&packaging.name());
            flag(&self.download, "aria-disabled", false);
        }
    }

    pub(super) fn offer_fingerprint(&self, known: bool) {
        self.copy_sha256.set_disabled(!known);
        self.share.offer_proof(known);
    }

    /// Says whether the examined file is the recipe's data set.
    pub(super) fn show_comparison(&self, same: bool, text: &str) {
        set(&self.comparison, "data-same", if same { "true" } else { "" });
        set_text(&self.comparison_text, text);
        show(&self.comparison, true);
    }

    /// Compares the file with the sender's, if there is one, and says how they compare and what can
    /// be done. An examined file may be the recipe's all the same, and one in another form than the
    /// plain CSV is not comparable.
    pub(super) fn compare(
        &self,
        expected: Option<&str>,
        fingerprint: &Fingerprint,
        is_recipes: bool,
        packaging: Packaging,
    ) -> Option<String> {
        let expected = expected?;
        let (same, text) = match (fingerprint, self.mode) {
            _ if !packaging.is_plain() => (
                "",
                "Not compared with the sender\u{2019}s data set: the link has the fingerprint of the \
                 plain CSV."
                    .to_owned(),
            ),
            (Fingerprint::Known(sha256), Mode::Mint) if sha256 == expected => {
                ("true", "Identical to the sender\u{2019}s data set.".to_owned())
            }
            (Fingerprint::Known(sha256), Mode::Examine) if sha256 == expected => {
                ("true", "Identical to the sender\u{2019}s file.".to_owned())
            }
            (Fingerprint::Known(sha256), Mode::Mint) => (
                "false",
                format!(
                    "NOT the sender\u{2019}s data set: the link says SHA-256 {}, this is {}: the \
                    link was changed on its way (ask for it again in one piece), or the sender has \
                    another version of Segmint (this one is {}).",
                    beginning(expected),
                    beginning(sha256),
                    env!("CARGO_PKG_VERSION"),
                ),
            ),
            (Fingerprint::Known(_), Mode::Examine) if is_recipes => (
                "",
                "The recipe makes exactly this file, so the fingerprint in the link is wrong or \
                    from another version."
                    .to_owned(),
            ),
            (Fingerprint::Known(_), Mode::Examine) => (
                "false",
                format!("NOT the sender\u{2019}s file: the link says SHA-256 {expected}."),
            ),
            (Fingerprint::Taking(_), _) => {
                ("", "Being compared with the sender\u{2019}s file.".to_owned())
            }
            (Fingerprint::Untaken | Fingerprint::Absent, _) => (
                "",
                "Not compared with the sender\u{2019}s file: no file is kept at this size."
                    .to_owned(),
            ),
        };
        set(&self.verdict, "data-same", same);
        set_text(&self.verdict, &text);
        show(&self.verdict, true);
        Some(text)
    }

    pub(super) fn show_command_text(&self, command: &str) {
        set_text(&self.command, command);
        flag(&self.copy_command, "disabled", false);
        self.share.offer(true);
    }
}
