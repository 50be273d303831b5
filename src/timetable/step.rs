//! A step of the timetable.

use super::zone::Instant;
use crate::calendar::{NaiveDate, Quarter};
use std::fmt;

/// What is done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StepKind {
    /// Blank forms go out.
    Open,
    /// Those who have not sent are reminded; the rule's words, as in its key.
    Reminder(String),
    /// Returns are due: who has not sent is noted.
    Deadline,
    /// The draft of a pack, by the pack's id.
    Draft(String),
    /// The final version of a pack, by the pack's id.
    Final(String),
    /// A job beside the quarters, by its name.
    Job(String),
}

impl StepKind {
    /// Its word: `open`, `reminder`, `deadline`, `draft`, `final`, `job`.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Reminder(_) => "reminder",
            Self::Deadline => "deadline",
            Self::Draft(_) => "draft",
            Self::Final(_) => "final",
            Self::Job(_) => "job",
        }
    }

    /// The pack that it is about.
    #[must_use]
    pub fn pack(&self) -> Option<&str> {
        match self {
            Self::Draft(pack) | Self::Final(pack) => Some(pack),
            Self::Open | Self::Reminder(_) | Self::Deadline | Self::Job(_) => None,
        }
    }
}

impl fmt::Display for StepKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open => f.write_str("forms go out"),
            Self::Reminder(_) => f.write_str("reminder"),
            Self::Deadline => f.write_str("returns are due"),
            Self::Draft(pack) => write!(f, "draft, {pack}"),
            Self::Final(pack) => write!(f, "final, {pack}"),
            Self::Job(name) => write!(f, "job, {name}"),
        }
    }
}

/// A step: what, when, and why then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The quarter; none for a job beside the quarters.
    pub quarter: Option<Quarter>,
    /// What is done.
    pub kind: StepKind,
    /// When it falls due.
    pub at: Instant,
    /// The day by the local clock.
    pub day: NaiveDate,
    /// Why it falls there, in a few words.
    pub why: String,
    /// When it has lost its sense, and why.
    pub until: Option<(Instant, String)>,
    /// Whether bank holidays are known for all the days that were counted.
    pub holidays_known: bool,
}

impl Step {
    /// What it is known by in the record. The day is no part of it: a step that moves is the same
    /// step, and is done once. A job is done once each time that it comes.
    #[must_use]
    pub fn key(&self) -> String {
        let quarter = self.quarter.map(|quarter| quarter.to_string()).unwrap_or_default();
        match &self.kind {
            StepKind::Open | StepKind::Deadline => format!("{quarter}/{}", self.kind.word()),
            StepKind::Reminder(what) | StepKind::Draft(what) | StepKind::Final(what) => {
                format!("{quarter}/{}/{what}", self.kind.word())
            }
            StepKind::Job(name) => format!("job/{name}/{}", super::zone::in_record(self.at)),
        }
    }

    /// In text: `2023-24 Q2: forms go out`.
    #[must_use]
    pub fn shown(&self) -> String {
        self.quarter
            .map_or_else(|| self.kind.to_string(), |quarter| format!("{quarter}: {}", self.kind))
    }
}
