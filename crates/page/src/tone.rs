//! Whether what is told is good news, which the page shows by a colour.

/// Whether something is good news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// It is.
    Good,
    /// It is in part.
    Mixed,
    /// It is not.
    Bad,
}

impl Tone {
    /// The word for it in the page.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Tone::Good => "true",
            Tone::Mixed => "partly",
            Tone::Bad => "false",
        }
    }
}
