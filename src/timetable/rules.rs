//! The timetable's settings, checked.

use super::expression::Expression;
use super::rule::Rule;
use super::zone::Zone;
use crate::calendar::NaiveDate;
use chrono::NaiveTime;

/// A job beside the quarters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobKind {
    /// The log and the archive are looked through.
    Verify,
    /// A fresh draft of every pack of the last quarter that has ended.
    Drafts,
}

impl JobKind {
    /// Every kind there is.
    pub const ALL: [Self; 2] = [Self::Verify, Self::Drafts];

    /// Its name in the settings.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Verify => "verify",
            Self::Drafts => "drafts",
        }
    }
}

/// A job and when it comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// What it does.
    pub kind: JobKind,
    /// When.
    pub when: Expression,
}

/// When steps fall and how they are gone about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Whose clock.
    pub zone: Zone,
    /// The first day whose steps are done; none for the moment the timetable first ran.
    pub from: Option<NaiveDate>,
    /// The time of day of steps.
    pub at: NaiveTime,
    /// The time of day at which the deadline has come.
    pub deadline_at: NaiveTime,
    /// Working days after the quarter's end by which returns are due.
    pub deadline_working_days: u32,
    /// When forms go out.
    pub open: Rule,
    /// When those who have not sent are reminded.
    pub reminders: Vec<Rule>,
    /// When drafts are made.
    pub draft: Rule,
    /// When final packs are made that have a meeting.
    pub last: Rule,
    /// When final packs are made that have none.
    pub last_without_meeting: Rule,
    /// Clear days that papers are open before a meeting.
    pub clear_days: u32,
    /// Days for which a missed step is made up for.
    pub catch_up_days: u32,
    /// Minutes after which a failed step is tried again, time after time; the last is for all that
    /// follow.
    pub retry_minutes: Vec<u32>,
    /// Minutes after which a due step without a record is a failure.
    pub grace_minutes: u32,
    /// When the inbox is looked at.
    pub wake: Vec<Expression>,
    /// Jobs beside the quarters.
    pub jobs: Vec<Job>,
}

/// A timetable that can't hold: the setting to change, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct TimetableFault {
    /// The setting's name below `timetable`.
    pub setting: &'static str,
    /// What is wrong, and what would hold.
    pub message: String,
}
