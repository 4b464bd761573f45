//! What can be done, and how it stands: all that stands between the form and the results, as one value. What changes
//! it is for others, and so is how it looks.

use crate::check::FileCard;
use crate::chosen::Chosen;
use crate::fingerprint::SenderVerdict;
use crate::likeness::Comparison;
use crate::plain_sha256::PlainSha256;
use crate::save_target::SaveTarget;
use crate::wish::{Mode, Obstacle};
use crate::words;

/// How far the results can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
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
    /// The word for it in `data-state`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            State::Fresh => "fresh",
            State::Updating => "updating",
            State::Stale => "stale",
            State::Idle => "idle",
            State::Running => "running",
            State::Failed => "failed",
        }
    }

    /// Whether something is under way.
    #[must_use]
    pub const fn is_busy(self) -> bool {
        matches!(self, State::Updating | State::Running)
    }
}

/// Whether a file can be downloaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Download {
    /// There is no place for it.
    Hidden,
    /// There is none yet.
    Waiting,
    /// There is one.
    Ready,
}

/// What can be done, and how it stands.
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is of an element that is shown or not, or works or not"
)]
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// What the page is used for.
    pub mode: Mode,
    /// How far the results can be trusted.
    pub state: State,
    /// What is said of the file that everything is about.
    pub file: Option<FileCard>,
    /// What the button says that generates, if it is offered, and whether it works already.
    pub generate: Option<(String, bool)>,
    /// What the button says that takes so few customers that their rows are made at once, if that is offered.
    pub fewer: Option<String>,
    /// Whether the file can be checked again.
    pub again: bool,
    /// Whether a file can be chosen in place of one that cannot be read any more.
    pub choose: bool,
    /// Whether the file can be downloaded.
    pub download: Download,
    /// How far a run has come, from 0 to 1.
    pub progress: f64,
    /// What the reader should know.
    pub hint: String,
    /// What there is to know of the form of the file.
    pub format_note: String,
    /// Whether the recipe is out of reach, and the browser asks before it closes the page, because a file is
    /// being made.
    pub is_locked: bool,
    /// Whether this page alone has a finished file that took a while, so that the reader is asked, by the page and by
    /// the browser, before it is lost.
    pub is_losable: bool,
    /// How the file compares with the sender's.
    pub sender: Option<SenderVerdict>,
    /// How the checked file compares with what it may be.
    pub comparison: Option<Comparison>,
    /// What a file will be compared with, in words.
    pub promise: Option<String>,
    /// The command that does the same.
    pub command: String,
    /// Whether there is a recipe or a file that the command is of, and that can be shared.
    pub is_shareable: bool,
    /// The fingerprint of the file, if it is known.
    pub sha256: Option<String>,
    /// The fingerprint that a link can carry, if it is known.
    pub plain_sha256: Option<PlainSha256>,
}

impl Panel {
    /// Of a page that has just been opened.
    #[must_use]
    pub fn new() -> Panel {
        Panel {
            mode: Mode::Generate,
            state: State::Idle,
            file: None,
            generate: None,
            fewer: None,
            again: false,
            choose: false,
            download: Download::Waiting,
            progress: 0.0,
            hint: String::new(),
            format_note: String::new(),
            is_locked: false,
            is_losable: false,
            sender: None,
            comparison: None,
            promise: None,
            command: "segmint generate-customers".to_owned(),
            is_shareable: false,
            sha256: None,
            plain_sha256: None,
        }
    }

    /// Says what the reader should know.
    pub fn say(&mut self, text: impl Into<String>) {
        self.hint = text.into();
    }

    /// Enters a state. What can be begun is offered only while nothing is under way and nothing has come.
    pub fn enter(&mut self, state: State) {
        self.state = state;
        if !matches!(state, State::Idle | State::Failed) {
            self.generate = None;
            self.fewer = None;
            self.again = false;
            self.choose = false;
        }
        let has_place =
            self.mode == Mode::Generate && state != State::Running && self.generate.is_none();
        self.download = match (has_place, self.download) {
            (false, _) => Download::Hidden,
            (true, Download::Ready) => Download::Ready,
            (true, _) => Download::Waiting,
        };
    }

    /// What was on offer belongs to an older recipe.
    pub fn withdraw(&mut self) {
        if self.download == Download::Ready {
            self.download = Download::Waiting;
        }
        self.generate = None;
        self.fewer = None;
        self.again = false;
        self.choose = false;
        self.is_losable = false;
        self.sender = None;
        self.comparison = None;
        self.sha256 = None;
        self.plain_sha256 = None;
        self.hint.clear();
    }

    /// Offers to generate, and says where the file goes; a target that is not known yet is being found out.
    pub fn offer_generate(&mut self, chosen: &Chosen, target: Option<SaveTarget>) {
        let amount = chosen.amount();
        let dots = if target == Some(SaveTarget::Picked) { " into a file\u{2026}" } else { "" };
        self.generate = Some((format!("Generate {amount}{dots}"), target.is_some()));
        let fewer = chosen.fewer();
        self.fewer = fewer.map(|few| {
            let customers = words::counted(few.customers().into(), "customer");
            format!("Take {customers}: {}", few.amount())
        });
        self.download = Download::Hidden;
        self.hint = target
            .map_or_else(|| "Finding out where the file can go.".to_owned(), SaveTarget::hint);
    }

    /// Shows the command that does the same.
    pub fn show_command(&mut self, command: String) {
        self.command = command;
        self.is_shareable = true;
    }

    /// Whether the settings are out of reach, because rows are being made of them.
    #[must_use]
    pub fn holds_settings(&self) -> bool {
        self.is_locked || (self.mode == Mode::Generate && self.state == State::Running)
    }

    /// What stands before the title of the page while something takes a while.
    #[must_use]
    pub fn title(&self) -> Option<String> {
        let percent = (100.0 * self.progress).floor();
        (self.state == State::Running).then(|| format!("{} %", words::fixed(percent, 0)))
    }

    /// Whether a browser has to ask before it closes the page.
    #[must_use]
    pub fn guards_closing(&self) -> bool {
        self.is_locked || self.is_losable
    }

    /// There is nothing that a command could be of.
    pub fn withhold_command(&mut self) {
        if self.mode == Mode::Check {
            "segmint validate".clone_into(&mut self.command);
        }
        self.is_shareable = false;
    }

    /// Says why nothing is done.
    pub fn refuse(&mut self, obstacle: Obstacle) -> &'static str {
        let (text, state) = match (obstacle, self.mode) {
            (Obstacle::Faults, Mode::Generate) => {
                ("Fix the marked fields to generate again.", State::Stale)
            }
            (Obstacle::Faults, Mode::Check) => {
                ("Fix the marked fields to check the file.", State::Stale)
            }
            (Obstacle::Link, Mode::Generate) => {
                ("Nothing is generated from a link that is not understood.", State::Idle)
            }
            (Obstacle::Link, Mode::Check) => (
                "The link is not understood, so there are no settings to check against.",
                State::Idle,
            ),
        };
        self.say(text);
        self.enter(state);
        text
    }

    /// The word for what the page is about in `data-mode`.
    #[must_use]
    pub fn mode_word(&self) -> &'static str {
        match (self.mode, &self.file) {
            (Mode::Generate, _) => "generate",
            (Mode::Check, Some(_)) => "check",
            (Mode::Check, None) => "await",
        }
    }
}

impl Default for Panel {
    fn default() -> Panel {
        Panel::new()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

    use segmint::recipe::{Parameters, Recipe, RecipeVersion};
    use segmint::tables::TableId;

    use super::*;

    #[test]
    fn nothing_is_offered_beside_a_run() {
        let recipe =
            Recipe::new(Parameters::defaults(RecipeVersion::V1, "2026-11-23".parse().unwrap()))
                .unwrap();
        let chosen = Chosen::new(recipe, TableId::Customers).unwrap();
        let mut panel = Panel::new();
        panel.offer_generate(&chosen, None);
        assert_eq!(panel.generate, Some(("Generate 50,000 customers".to_owned(), false)));
        panel.offer_generate(&chosen, Some(SaveTarget::Picked));
        let offered = "Generate 50,000 customers into a file\u{2026}".to_owned();
        assert_eq!(panel.generate, Some((offered, true)));
        panel.enter(State::Idle);
        assert_eq!(panel.download, Download::Hidden);
        panel.enter(State::Running);
        assert_eq!((&panel.generate, panel.download), (&None, Download::Hidden));
        assert!(panel.state.is_busy());
        panel.enter(State::Fresh);
        assert_eq!(panel.download, Download::Waiting);
    }

    #[test]
    fn a_file_stays_on_offer_until_it_is_withdrawn() {
        let mut panel = Panel { download: Download::Ready, ..Panel::new() };
        panel.enter(State::Fresh);
        assert_eq!(panel.download, Download::Ready);
        panel.sha256 = Some(String::new());
        panel.withdraw();
        assert_eq!((panel.download, &panel.sha256), (Download::Waiting, &None));
    }

    #[test]
    fn a_reader_without_a_recipe_is_told_what_to_do() {
        for (mode, obstacle, state) in [
            (Mode::Generate, Obstacle::Faults, State::Stale),
            (Mode::Check, Obstacle::Faults, State::Stale),
            (Mode::Generate, Obstacle::Link, State::Idle),
            (Mode::Check, Obstacle::Link, State::Idle),
        ] {
            let mut panel = Panel { mode, ..Panel::new() };
            let text = panel.refuse(obstacle);
            assert_eq!((panel.state, &*panel.hint), (state, text));
        }
    }
}
