//! Actions: steps, reports due and made, and the status they come to.

use super::Now;
use crate::calendar::{NaiveDate, Quarter};
use crate::form::StepState;
use crate::plan::{
    Action, ActionId, AudienceId, Report, ReportDue, ServiceId, Status, Step, StepId,
};
use crate::validate::{ReportReturn, StepReturn};
use serde::{Deserialize, Serialize};

/// How an action stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ActionPosition {
    /// The action.
    pub action: ActionId,
    /// The service that reports it: the first one named.
    pub service: Option<ServiceId>,
    /// Its steps.
    pub steps: Vec<StepPosition>,
    /// The worst of its steps.
    pub status: Status,
}

/// How a step stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StepPosition {
    /// The step.
    pub step: StepId,
    /// What the service returned; none where it sent no return.
    pub returned: Option<StepReturn>,
    /// The day by which it is due: the approved new date, or the plan's.
    pub due: Option<NaiveDate>,
    /// How many days it is late.
    pub days_late: Option<i64>,
    /// Its status.
    pub status: Status,
    /// Its reports.
    pub reports: Vec<ReportPosition>,
}

/// A report that a step promises.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportPosition {
    /// To whom.
    pub audience: Option<AudienceId>,
    /// When.
    pub due: ReportDue,
    /// Whether it falls due in this quarter.
    pub due_now: bool,
    /// What the service returned.
    pub returned: Option<ReportReturn>,
}

impl ReportPosition {
    /// Whether it was made.
    #[must_use]
    pub fn made_on(&self) -> Option<NaiveDate> {
        self.returned.as_ref().and_then(|returned| returned.made_on)
    }
}

pub(super) fn position(now: &Now<'_>, action: &Action) -> ActionPosition {
    let service = action.services.first().cloned();
    let steps: Vec<StepPosition> =
        action.steps.iter().map(|step| step_position(now, service.as_ref(), step)).collect();
    let status = together(steps.iter().map(|step| step.status));
    ActionPosition { action: action.id.clone(), service, steps, status }
}

fn step_position(now: &Now<'_>, service: Option<&ServiceId>, step: &Step) -> StepPosition {
    let whole = service.and_then(|service| now.history.returned(service, now.quarter));
    let whole = whole.as_deref();
    let returned = whole.and_then(|whole| whole.steps.get(&step.id)).cloned();
    let reports: Vec<ReportPosition> = (0u16..)
        .zip(&step.reports)
        .map(|(nth, report)| ReportPosition {
            audience: report.audience.clone(),
            due: report.due.clone(),
            due_now: due_in(report, now.quarter),
            returned: whole.and_then(|w| w.reports.get(&(step.id.clone(), nth))).cloned(),
        })
        .collect();
    let moved =
        returned.as_ref().filter(|r| r.new_due_reason.is_some() && r.new_due_approver.is_some());
    let due = moved.and_then(|r| r.new_due).or(step.due);
    let last_day = due.or_else(|| step.last_day(now.quarter.year()));
    let days_late = days_late(now, returned.as_ref(), last_day, &reports);
    let status = status(now, returned.as_ref(), days_late);
    StepPosition { step: step.id.clone(), returned, due, days_late, status, reports }
}

/// Whether a report falls due in a quarter.
fn due_in(report: &Report, quarter: Quarter) -> bool {
    match &report.due {
        ReportDue::Quarters(quarters) => quarters.contains(&quarter.number()),
        ReportDue::By(day) => quarter.holds(*day),
        ReportDue::NoDate => false,
    }
}

/// Days from the date due, or from the quarter's end for a report due in it that was not made,
/// to the day the data go to.
fn days_late(
    now: &Now<'_>,
    returned: Option<&StepReturn>,
    due: Option<NaiveDate>,
    reports: &[ReportPosition],
) -> Option<i64> {
    let returned = returned?;
    if returned.state == Some(StepState::Complete) {
        return None;
    }
    let open_report = reports.iter().any(|report| report.due_now && report.made_on().is_none());
    let from = due.or_else(|| open_report.then(|| now.quarter.end()))?;
    Some((now.as_at - from).num_days()).filter(|days| *days > 0)
}

fn status(now: &Now<'_>, returned: Option<&StepReturn>, days_late: Option<i64>) -> Status {
    let Some(state) = returned.and_then(|returned| returned.state) else {
        return Status::ReportLater;
    };
    let by_date = days_late
        .map(|days| if days <= now.thresholds.amber_days { Status::Amber } else { Status::Red });
    let by_word = said_status(state);
    if by_word == Status::Blue {
        return by_word;
    }
    by_date.map_or(by_word, |by_date| together([by_date, by_word].into_iter()))
}

/// The status that a service's own word for a step comes to.
#[must_use]
pub const fn said_status(state: StepState) -> Status {
    match state {
        StepState::Complete => Status::Blue,
        StepState::OnTrack => Status::Green,
        StepState::NotStarted => Status::ReportLater,
        StepState::MinorSlippage => Status::Amber,
        StepState::MajorSlippage => Status::Red,
    }
}

/// The status of several together: the worst that is late; blue only when all are.
fn together(all: impl Iterator<Item = Status>) -> Status {
    let all: Vec<Status> = all.collect();
    let any = |wanted: Status| all.contains(&wanted);
    if any(Status::Red) {
        Status::Red
    } else if any(Status::Amber) {
        Status::Amber
    } else if !all.is_empty() && all.iter().all(|status| *status == Status::Blue) {
        Status::Blue
    } else if any(Status::Green) || any(Status::Blue) {
        Status::Green
    } else {
        Status::ReportLater
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_is_as_late_as_its_latest_step_and_complete_when_all_are() {
        let of = |all: &[Status]| together(all.iter().copied());
        assert_eq!(of(&[Status::Blue, Status::Blue]), Status::Blue);
        assert_eq!(of(&[Status::Blue, Status::Green]), Status::Green);
        assert_eq!(of(&[Status::Blue, Status::ReportLater]), Status::Green);
        assert_eq!(of(&[Status::Green, Status::Amber, Status::Blue]), Status::Amber);
        assert_eq!(of(&[Status::Amber, Status::Red]), Status::Red);
        assert_eq!(of(&[Status::ReportLater]), Status::ReportLater);
        assert_eq!(of(&[]), Status::ReportLater);
    }
}
