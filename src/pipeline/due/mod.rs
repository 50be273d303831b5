//! What is due, done once: the inbox looked at, then the timetable's steps in their order.
//!
//! Whoever calls it, and however often: the record says what is done, and the lock of the run is
//! held from the first look to the last note. A second call at the same time finds the lock taken
//! and has nothing to do.

mod actions;
mod aside;
mod look;
mod metrics;
mod page;
mod pass;
mod post;
mod waiting;

use super::fault::RunError;
use super::inputs::Inputs;
use super::send::Delivered;
use super::{Secrets, keeper};
use crate::finding::Finding;
use crate::intake::{Reader, SetAside};
use crate::timetable::{Instant, Waking, in_record, next};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

pub use look::Taken;
pub use metrics::metrics;
pub use pass::{ActionError, Actions, StepReport, Waits, pass};
pub use waiting::{Health, Schedule, Standstill, health, known, last_step, schedule};

/// What a call comes with from outside.
#[derive(Clone, Copy)]
pub struct Call<'a> {
    /// Where returns are opened.
    pub reader: &'a Reader,
    /// Now, by the timetable.
    pub now: Instant,
    /// Now, by the clock that gives files their times; none where files need not rest.
    pub files_at: Option<SystemTime>,
    /// Asked between two steps: whether to leave the rest to the next call.
    pub stop: &'a dyn Fn() -> bool,
    /// Where the secrets of the transport come from.
    pub secrets: &'a Secrets<'a>,
}

/// What a call found and did.
#[derive(Clone, Debug, Default)]
pub struct DueReport {
    /// Returns that were new in the inbox.
    pub taken: Vec<Taken>,
    /// Receipts that were written.
    pub receipts: Vec<PathBuf>,
    /// Files that are still being written.
    pub waiting: Vec<String>,
    /// Messages that are no returns.
    pub aside: Vec<SetAside>,
    /// Files, folders and messages that can't be opened.
    pub shut: Vec<Finding>,
    /// Why the inbox could not be taken in.
    pub inbox_failed: Option<String>,
    /// Steps that were done, left out, or that failed.
    pub steps: Vec<StepReport>,
    /// What was sent; none where messages go into the outbox folder.
    pub sent: Option<Delivered>,
    /// Why nothing could be sent.
    pub sending_failed: Option<String>,
    /// Why the officers' page could not be written again.
    pub page_failed: Option<String>,
    /// What comes next, and when.
    pub next: Option<(Instant, Waking)>,
}

impl DueReport {
    /// Whether something failed that will be tried again.
    #[must_use]
    pub fn failed(&self) -> bool {
        self.inbox_failed.is_some()
            || self.sending_failed.is_some()
            || self.page_failed.is_some()
            || self.steps.iter().any(StepReport::failed)
    }
}

/// Does what is due.
///
/// # Errors
/// When another run is at work, or the record can't be used. A step that fails is told in the
/// report, and holds up no other.
pub fn due(inputs: &mut Inputs, call: &Call<'_>) -> Result<DueReport, RunError> {
    let mut held = keeper::hold(inputs)?;
    let record = &mut held.record;
    let _span = tracing::info_span!("due", run = in_record(call.now)).entered();
    record.timetable_begins(&in_record(call.now))?;
    let mut report = DueReport::default();
    if let Some(at) = call.files_at {
        let rest = Duration::from_secs(u64::from(inputs.settings.settle_seconds));
        report.waiting = inputs.leave_restless(at, rest)?;
    }
    // What was returned stays returned, whether or not it is in the inbox still.
    inputs.remember()?;
    // What can't be read today holds up no step, and no step holds up a receipt.
    match look::look(inputs, record, call) {
        Ok(looked) => {
            (report.taken, report.receipts) = (looked.taken, looked.receipts);
            (report.aside, report.shut) = (looked.aside, looked.shut);
        }
        Err(error) => {
            let error = pass::chain(&error);
            tracing::error!(error, "the inbox can't be taken in");
            report.inbox_failed = Some(error);
        }
    }
    let timetable = inputs.timetable()?;
    let mut actions = actions::Doing { inputs, reader: call.reader };
    report.steps = pass(record, &timetable, call.now, &mut actions, call.stop)?;
    match post::send_waiting(inputs, record, call) {
        Ok(sent) => report.sent = sent,
        Err(error) => {
            let error = pass::chain(&error);
            tracing::error!(error, "what waits can't be sent");
            report.sending_failed = Some(error);
        }
    }
    if let Err(error) = page::write(inputs, &report, call) {
        let error = pass::chain(&error);
        tracing::error!(error, "the officers' page can't be written");
        report.page_failed = Some(error);
    }
    report.next = next(&timetable, &known(record, &timetable, call.now)?, call.now);
    if let Some(path) = inputs.settings.paths.metrics.clone() {
        let text = metrics(record, &timetable, &report, call.now)?;
        crate::store::write_whole(&path, text.as_bytes())?;
    }
    Ok(report)
}
