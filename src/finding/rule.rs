//! A rule: its stable code, how much it matters, why it is there and what to do.

use super::catalogue::{Code, catalogue};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// The figure can't be used, or the pack would be wrong.
    Error,
    /// The figure is used; a person should look.
    Warning,
    /// Worth knowing; nothing to mend.
    Note,
}

impl Severity {
    /// As it is written before a code.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A rule of the catalogue.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its stable code.
    pub code: Code,
    /// How much a breach usually matters.
    pub severity: Severity,
    /// What it asks for, in a few words.
    pub title: &'static str,
    /// Why it is there.
    pub rationale: &'static str,
    /// What to do, where the finding itself knows nothing better.
    pub remedy: &'static str,
}

/// Not a code of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no rule “{0}”")]
pub struct UnknownCode(String);

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let wanted = text.trim().to_ascii_uppercase();
        let found = catalogue().iter().find(|rule| rule.code.to_string() == wanted);
        found.map(|rule| rule.code).ok_or_else(|| UnknownCode(text.into()))
    }
}

impl Code {
    /// What the catalogue says of it.
    #[must_use]
    pub fn rule(self) -> &'static Rule {
        // The enum and the table are made by one macro, in one order.
        catalogue().iter().find(|rule| rule.code == self).unwrap_or(&catalogue()[0])
    }
}
