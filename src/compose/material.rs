//! What a pack is made from.

use super::recipe::Recipe;
use crate::audience::Withheld;
use crate::calendar::{NaiveDate, NaiveDateTime, Quarter};
use crate::finding::{Code, Finding, Severity};
use crate::plan::{Action, Measure, Plan, ServiceId};
use crate::reconcile::{ActionPosition, MeasurePosition, Pack, Position, Walk};
use crate::validate::{KeptReturn, Thresholds};
use std::iter::Peekable;
use std::sync::Arc;

/// What a pack is made from.
#[derive(Clone, Copy, Debug)]
pub struct Material<'a> {
    /// The plan, or the part of it that the pack is about.
    pub plan: &'a Plan,
    /// The whole plan.
    pub whole: &'a Plan,
    /// What is kept back from the pack's readers.
    pub withheld: &'a Withheld,
    /// How it stands.
    pub position: &'a Position,
    /// What each service sent for the quarter, in the plan's order.
    pub received: &'a [Received],
    /// What was found in the returns that count, and in their reconciliation.
    pub findings: &'a [Finding],
    /// How many files came that are no return of any service: what was found in them is for
    /// officers.
    pub strays: usize,
    /// What was found in the plan itself.
    pub plan_findings: &'a [Finding],
    /// The returns that count, for what they say of risks and demand.
    pub context: &'a [&'a KeptReturn],
    /// Rules that did not run, and why.
    pub not_run: &'a [(Code, String)],
    /// The files it rests on.
    pub sources: &'a [SourceFile],
    /// What the pack should hold, and for whom.
    pub recipe: &'a Recipe,
    /// The limits that scored it.
    pub thresholds: &'a Thresholds,
    /// Its version, and what changed since the one before.
    pub edition: &'a Edition,
}

/// Which version of a pack it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// From 1.
    pub version: u32,
    /// Draft or final.
    pub state: super::State,
    /// The day by which returns were due.
    pub deadline: NaiveDate,
    /// Said on every page where figures are not real.
    pub illustrative: Option<String>,
    /// What changed since the version before; none for the first.
    pub since: Option<Since>,
    /// What people decided about the returns and about what holds the pack.
    pub decided: Vec<Decided>,
    /// Who approved it; part of the marking of a final, and none in a draft.
    pub approved: Option<Approved>,
}

/// What a person decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// What: `Personal data in a.xlsx › Commentary › C7: it stays masked`.
    pub what: String,
    /// The role that decided.
    pub role: String,
    /// Why.
    pub reason: String,
    /// On which day.
    pub on: Option<NaiveDate>,
}

/// Who approved a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approved {
    /// The role.
    pub role: String,
    /// On which day.
    pub on: Option<NaiveDate>,
}

/// What changed since the version before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Since {
    /// The version before.
    pub version: u32,
    /// Whether this one was made deliberately, changed or not.
    pub reissue: bool,
    /// What changed: figures and statuses, then what services say, each in the pack's order.
    pub changes: Vec<Change>,
}

/// A figure, a status or a text that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it is: `Measure 13, status`.
    pub label: String,
    /// As the version before showed it.
    pub old: String,
    /// As this one does.
    pub new: String,
    /// The return that changed it, or what else did.
    pub by: String,
    /// Whether it is what a service says, and no figure and no status.
    pub said: bool,
}

/// What a service sent for the quarter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// The service.
    pub service: ServiceId,
    /// The files, in the order in which they came.
    pub files: Vec<ReceivedFile>,
}

/// A file that a service sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedFile {
    /// Its name.
    pub file: String,
    /// When it came.
    pub received: NaiveDateTime,
    /// Working days after the deadline; none in time.
    pub days_late: usize,
    /// Its revision.
    pub revision: u32,
    /// Whether it is the one that counts.
    pub used: bool,
}

impl Received {
    /// The file that counts.
    #[must_use]
    pub fn used(&self) -> Option<&ReceivedFile> {
        self.files.iter().find(|file| file.used)
    }
}

/// A file the pack rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Its name.
    pub file: String,
    /// What it was used for.
    pub used_for: String,
    /// When it came, if it came.
    pub received: Option<NaiveDateTime>,
    /// SHA-256 of its bytes, in hexadecimal.
    pub hash: String,
}

/// Positions that are looked for in the plan's order, in which they stand.
struct InOrder<'a, T: Pack> {
    all: Peekable<Walk<'a, T>>,
}

impl<T: Pack> InOrder<'_, T> {
    /// The next one, where it is what is wanted; what a pack shows has its position, and few have
    /// none.
    fn find(&mut self, wanted: impl Fn(&T) -> bool) -> Option<Arc<T>> {
        let at = |one: &Arc<T>| wanted(one);
        if let Some(next) = self.all.next_if(at) {
            return Some(next);
        }
        let mut ahead = self.all.clone();
        let found = ahead.find(at)?;
        self.all = ahead;
        Some(found)
    }
}

impl Material<'_> {
    pub(super) fn quarter(&self) -> Quarter {
        self.position.quarter
    }

    pub(super) fn service_name(&self, id: &ServiceId) -> String {
        self.plan.service(id).map_or_else(|| id.to_string(), |service| service.name.clone())
    }

    /// Measures with their positions, in the plan's order.
    pub(super) fn measures(&self) -> impl Iterator<Item = (&Measure, Arc<MeasurePosition>)> {
        let mut positions = InOrder { all: self.position.measures.iter().peekable() };
        let measures = self.plan.measures.iter();
        measures.filter_map(move |one| Some((one, positions.find(|at| at.measure == one.id)?)))
    }

    /// Actions with their positions, in the plan's order.
    pub(super) fn actions(&self) -> impl Iterator<Item = (&Action, Arc<ActionPosition>)> {
        let mut positions = InOrder { all: self.position.actions.iter().peekable() };
        let actions = self.plan.actions.iter();
        actions.filter_map(move |one| Some((one, positions.find(|at| at.action == one.id)?)))
    }

    /// Findings that a person should look at.
    pub(super) fn open_findings(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.severity != Severity::Note)
    }
}
