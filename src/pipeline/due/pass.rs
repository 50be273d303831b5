//! The steps that are due, one after the other, each noted before and after.

use crate::pipeline::RunError;
use crate::quantity::NO_BREAK_SPACE;
use crate::store::{Record, RecordError, StepRow};
use crate::timetable::{Decision, Instant, Step, StepState, Timetable, due, in_record};
use std::error::Error;

/// Why a step failed.
pub type ActionError = Box<dyn Error>;

/// What is behind the steps.
pub trait Actions {
    /// Does a step, and says what was done in a few words, without contents and addresses. It may
    /// have been begun before and interrupted: what is there already is left as it is.
    ///
    /// # Errors
    /// When it could not be done; it is tried again later.
    fn perform(
        &mut self,
        record: &mut Record,
        step: &Step,
        now: Instant,
    ) -> Result<String, ActionError>;

    /// Told of a step that failed.
    fn failed(&mut self, _record: &mut Record, _step: &Step, _attempt: u32, _error: &str) {}

    /// Told of a step that is left out.
    fn left_out(&mut self, _record: &mut Record, _step: &Step, _reason: &str) {}
}

/// Why a step could not be done yet: people have to settle it. No failure; it is looked at again
/// at every call, while it has its sense.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Waits(pub String);

/// What became of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepReport {
    /// The step.
    pub step: Step,
    /// Done, left out, or failed.
    pub state: StepState,
    /// Which attempt it was, from 1.
    pub attempt: u32,
    /// What was done, or why not.
    pub detail: String,
}

impl StepReport {
    /// Whether it failed, and will be tried again.
    #[must_use]
    pub fn failed(&self) -> bool {
        self.state == StepState::Failed
    }
}

/// An error and its causes, in a line.
pub(super) fn chain(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str("; because: ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

/// Does the steps that are due now, in order. The caller holds the lock of the run.
///
/// # Errors
/// When the record can't be used. A step's own failure is noted, and the next one is done.
pub fn pass(
    record: &mut Record,
    timetable: &Timetable,
    now: Instant,
    actions: &mut dyn Actions,
    stop: &dyn Fn() -> bool,
) -> Result<Vec<StepReport>, RunError> {
    let known = super::known(record, timetable, now)?;
    let mut reports = Vec::new();
    for decision in due(timetable, &known, now) {
        if stop() {
            break;
        }
        let report = match decision {
            Decision::Skip { step, reason } => {
                let attempt = known.steps.get(&step.key()).map_or(0, |record| record.attempts);
                actions.left_out(record, &step, &reason);
                StepReport { step, state: StepState::Skipped, attempt, detail: reason }
            }
            Decision::Do { step, attempt } => {
                let before = known.steps.get(&step.key()).map(|record| record.state);
                let waited = before == Some(StepState::Waiting);
                perform(record, now, actions, (step, attempt), waited)?
            }
        };
        note(record, now, &report)?;
        log(&report);
        reports.push(report);
    }
    Ok(reports)
}

fn perform(
    record: &mut Record,
    now: Instant,
    actions: &mut dyn Actions,
    (step, attempt): (Step, u32),
    waited: bool,
) -> Result<StepReport, RecordError> {
    let begun = StepReport { step, state: StepState::Started, attempt, detail: String::new() };
    // What waits goes on waiting, should this be interrupted.
    if !waited {
        note(record, now, &begun)?;
    }
    let (state, detail) = match actions.perform(record, &begun.step, now) {
        Ok(done) => (StepState::Done, done),
        Err(error) if error.is::<Waits>() => (StepState::Waiting, error.to_string()),
        Err(error) => {
            let error = chain(error.as_ref());
            actions.failed(record, &begun.step, attempt, &error);
            (StepState::Failed, error)
        }
    };
    Ok(StepReport { state, detail, ..begun })
}

fn note(record: &mut Record, now: Instant, report: &StepReport) -> Result<(), RecordError> {
    let step = &report.step;
    record.note_step(&StepRow {
        key: step.key(),
        quarter: step.quarter.map(|quarter| quarter.to_string()),
        kind: step.kind.word().to_owned(),
        pack: step.kind.pack().map(ToOwned::to_owned),
        planned: in_record(step.at),
        state: report.state.word().to_owned(),
        attempts: report.attempt,
        written: in_record(now),
        detail: report.detail.clone(),
    })
}

/// A text for a log, which writes a no-break space as a code.
fn plain(text: &str) -> String {
    text.replace(NO_BREAK_SPACE, " ")
}

fn log(report: &StepReport) {
    let step = &report.step;
    let quarter = step.quarter.map(|quarter| quarter.to_string()).unwrap_or_default();
    let (kind, pack) = (step.kind.word(), step.kind.pack().unwrap_or_default());
    let (state, attempt, detail) = (report.state.word(), report.attempt, plain(&report.detail));
    match report.state {
        StepState::Failed => {
            tracing::error!(quarter, step = kind, pack, attempt, error = detail, "step {state}");
        }
        StepState::Skipped | StepState::Waiting => {
            tracing::warn!(quarter, step = kind, pack, reason = detail, "step {state}");
        }
        StepState::Started | StepState::Done => {
            tracing::info!(quarter, step = kind, pack, attempt, done = detail, "step {state}");
        }
    }
}
