//! Status and direction of travel, in South Lanarkshire's own words.

use serde::{Deserialize, Serialize};

/// How a measure or an action stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Status {
    /// Complete (actions only).
    Blue,
    /// Timescale or target met, as per expectations.
    Green,
    /// Minor slippage or minor shortfall.
    Amber,
    /// Major slippage or major shortfall.
    Red,
    /// Not yet available.
    ReportLater,
    /// For information only; no target to score.
    Contextual,
    /// There is one, and a public pack keeps it back: it would tell a small number. No return and
    /// no rule gives it.
    KeptBack,
}

impl Status {
    /// Every status that something can have, in the order of tables and charts.
    pub const ALL: [Self; 6] =
        [Self::Blue, Self::Green, Self::Amber, Self::Red, Self::ReportLater, Self::Contextual];

    /// Every status that a pack can show, in the same order.
    pub const SHOWN: [Self; 7] = [
        Self::Blue,
        Self::Green,
        Self::Amber,
        Self::Red,
        Self::ReportLater,
        Self::Contextual,
        Self::KeptBack,
    ];

    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Blue => "Blue",
            Self::Green => "Green",
            Self::Amber => "Amber",
            Self::Red => "Red",
            Self::ReportLater => "Report later",
            Self::Contextual => "Contextual",
            Self::KeptBack => "Kept back",
        }
    }

    /// What it means, as the key on the front sheet says.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Blue => "Complete (actions only)",
            Self::Green => "Timescale or target met, as per expectations",
            Self::Amber => "Minor slippage or minor shortfall",
            Self::Red => "Major slippage or major shortfall",
            Self::ReportLater => "Information not yet available",
            Self::Contextual => "For information only; no target to score",
            Self::KeptBack => "Not published, because it would reveal a small number",
        }
    }

    /// Whether a measure can have it.
    #[must_use]
    pub const fn is_of_measures(self) -> bool {
        !matches!(self, Self::Blue)
    }

    /// Whether an action can have it.
    #[must_use]
    pub const fn is_of_actions(self) -> bool {
        !matches!(self, Self::Contextual | Self::KeptBack)
    }

    /// The status that goes by this word, in any case.
    #[must_use]
    pub fn called(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.word().eq_ignore_ascii_case(word.trim()))
    }
}
