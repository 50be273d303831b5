//! The capital programme: budget, spend, forecast and slippage, project by project.

use super::Now;
use crate::finding::Place;
use crate::plan::{Project, ProjectId};
use crate::quantity::Money;

/// The capital programme.
#[derive(Clone, Debug, PartialEq)]
pub struct CapitalPosition {
    /// The plan's projects, every one of them.
    pub projects: Vec<ProjectPosition>,
    /// Their sum; what a project lacks, the total lacks too.
    pub total: ProjectPosition,
}

/// A project. What was not returned is none, and never zero.
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectPosition {
    /// The project; none for the total.
    pub project: Option<ProjectId>,
    /// The plan's programme; none while it is to be set.
    pub programme: Option<Money>,
    /// Approved changes.
    pub changes: Option<Money>,
    /// Spend to the period's end.
    pub spend: Option<Money>,
    /// Forecast for the year.
    pub forecast: Option<Money>,
    /// Why it slips.
    pub explanation: Option<String>,
    /// Where its forecast was read.
    pub place: Option<Place>,
}

impl ProjectPosition {
    /// Programme and approved changes.
    #[must_use]
    pub fn current(&self) -> Option<Money> {
        Some(self.programme? + self.changes?)
    }

    /// Current budget less forecast: above zero slips into the next year, below zero runs over.
    #[must_use]
    pub fn slippage(&self) -> Option<Money> {
        Some(self.current()? - self.forecast?)
    }
}

pub(super) fn project(now: &Now<'_>, project: &Project) -> ProjectPosition {
    let whole = now.history.returned(&project.service, now.quarter);
    let returned = whole.as_ref().and_then(|whole| whole.projects.get(&project.id));
    ProjectPosition {
        project: Some(project.id.clone()),
        programme: project.budget.value,
        changes: returned.map(|r| r.changes.unwrap_or_default()),
        spend: returned.and_then(|r| r.spend),
        forecast: returned.and_then(|r| r.forecast),
        explanation: returned.and_then(|r| r.explanation.clone()),
        place: returned.map(|r| r.place.clone()),
    }
}

pub(super) fn position(projects: Vec<ProjectPosition>) -> CapitalPosition {
    let total = total(&projects);
    CapitalPosition { projects, total }
}

/// What projects come to; what one of them lacks, the total lacks too.
pub(super) fn total(projects: &[ProjectPosition]) -> ProjectPosition {
    let sum = |of: fn(&ProjectPosition) -> Option<Money>| -> Option<Money> {
        projects.iter().map(of).sum()
    };
    ProjectPosition {
        project: None,
        programme: sum(|p| p.programme),
        changes: sum(|p| p.changes),
        spend: sum(|p| p.spend),
        forecast: sum(|p| p.forecast),
        explanation: None,
        place: None,
    }
}
