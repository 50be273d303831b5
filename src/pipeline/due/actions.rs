//! What is behind each step: forms, reminders, drafts and final packs, jobs.

use super::pass::{ActionError, Actions};
use super::post::{Post, Posted, post};
use crate::calendar::{NaiveDate, Quarter};
use crate::compose::State;
use crate::form::file_name;
use crate::intake::Reader;
use crate::pipeline::inputs::{Inputs, RunError};
use crate::pipeline::{
    Job, Making, Outcome, audit_report, blank_forms, reconciled, run_holding, shown,
};
use crate::plan::ServiceId;
use crate::quantity::plural;
use crate::store::{Record, write_whole};
use crate::timetable::{Instant, JobKind, Step, StepKind};

/// The log or the archive is not as it was written.
#[derive(Debug, thiserror::Error)]
#[error("the record is not as it was written: {0}; run quarterpack audit verify")]
struct NotAsWritten(String);

/// A job that the settings no longer know.
#[derive(Debug, thiserror::Error)]
#[error("there is no job “{0}”")]
struct NoJob(String);

/// Steps done on the inputs that were read.
pub(super) struct Doing<'a> {
    pub(super) inputs: &'a mut Inputs,
    pub(super) reader: &'a Reader,
}

impl Actions for Doing<'_> {
    fn perform(
        &mut self,
        record: &mut Record,
        step: &Step,
        now: Instant,
    ) -> Result<String, ActionError> {
        let today = self.inputs.settings.timetable.zone.day(now);
        let quarter = step.quarter.unwrap_or_else(|| Quarter::of(today).previous());
        let done = match &step.kind {
            StepKind::Open => self.open(record, quarter, now)?,
            StepKind::Reminder(nth) => self.remind(record, quarter, nth, now)?,
            StepKind::Deadline => told_missing(&self.not_sent(quarter, today)?),
            StepKind::Draft(pack) => self.run(record, quarter, today, Some(pack), State::Draft)?,
            StepKind::Final(pack) => self.run(record, quarter, today, Some(pack), State::Final)?,
            StepKind::Job(name) => {
                let kind = JobKind::ALL.into_iter().find(|kind| kind.name() == name);
                match kind.ok_or_else(|| NoJob(name.clone()))? {
                    JobKind::Verify => self.verify()?,
                    JobKind::Drafts => self.run(record, quarter, today, None, State::Draft)?,
                }
            }
        };
        Ok(done)
    }

    fn failed(&mut self, record: &mut Record, step: &Step, attempt: u32, error: &str) {
        let post_it = Post::Failure { step: step.key(), attempt, error: error.to_owned() };
        // The failure is in the record and in the log whether or not somebody can be written to.
        if let Err(error) = post(self.inputs, record, step.at, &post_it) {
            tracing::error!(%error, "nobody could be told of a failure");
        }
    }
}

impl Doing<'_> {
    /// Blank forms are written, and sent to their services.
    fn open(
        &self,
        record: &mut Record,
        quarter: Quarter,
        now: Instant,
    ) -> Result<String, ActionError> {
        let plan = self.inputs.plan(quarter)?;
        let folder = self.inputs.settings.paths.output.join("forms").join(quarter.slug());
        let mut posted = Posted::NoSuchMessage;
        let services: Vec<ServiceId> = plan.services.iter().map(|one| one.id.clone()).collect();
        for (service, bytes) in blank_forms(self.inputs, self.reader, plan, &services, quarter)? {
            let file = folder.join(file_name(&service, quarter));
            write_whole(&file, &bytes)?;
            let form = Post::Form { quarter, service, file };
            posted = posted.and(post(self.inputs, record, now, &form)?);
        }
        let forms = plural(plan.services.len(), "form", "forms");
        Ok(format!("{forms} in {}; {}", shown(&folder).display(), posted.told()))
    }

    /// Those who have not sent are reminded.
    fn remind(
        &self,
        record: &mut Record,
        quarter: Quarter,
        nth: &str,
        now: Instant,
    ) -> Result<String, ActionError> {
        let today = self.inputs.settings.timetable.zone.day(now);
        let missing = self.not_sent(quarter, today)?;
        let mut posted = Posted::NoSuchMessage;
        for service in &missing {
            let nth = nth.to_owned();
            let reminder = Post::Reminder { quarter, service: service.clone(), nth };
            posted = posted.and(post(self.inputs, record, now, &reminder)?);
        }
        let told = told_missing(&missing);
        Ok(if missing.is_empty() { told } else { format!("{told}; {}", posted.told()) })
    }

    /// Services of which no return can be used.
    fn not_sent(&self, quarter: Quarter, as_at: NaiveDate) -> Result<Vec<ServiceId>, RunError> {
        let job = Job { inputs: self.inputs, quarter, as_at, reader: self.reader, write: false };
        reconciled(&job, |reconciled| {
            let received = reconciled.selection.received.iter();
            let missing = received.filter(|one| !one.files.iter().any(|file| file.used));
            Ok(missing.map(|one| one.service.clone()).collect())
        })
    }

    /// One pack is made, or all of a quarter.
    fn run(
        &mut self,
        record: &mut Record,
        quarter: Quarter,
        today: NaiveDate,
        pack: Option<&str>,
        state: State,
    ) -> Result<String, ActionError> {
        let as_at = self.inputs.settings.as_at.get(&quarter).copied().unwrap_or(today);
        let before = self.inputs.settings.state;
        let packs = self.inputs.packs.clone();
        self.inputs.packs.retain(|one| pack.is_none_or(|pack| one.recipe.id == pack));
        self.inputs.settings.state = state;
        let job = Job { inputs: self.inputs, quarter, as_at, reader: self.reader, write: true };
        let outcome = run_holding(&job, record, false);
        self.inputs.settings.state = before;
        self.inputs.packs = packs;
        Ok(told_outcome(&outcome?))
    }

    fn verify(&self) -> Result<String, ActionError> {
        let report = audit_report(self.inputs)?;
        let faults =
            report.log.faults.iter().map(|fault| format!("entry {}: {}", fault.seq, fault.what));
        let faults: Vec<String> = faults.chain(report.files).collect();
        if faults.is_empty() {
            let entries = usize::try_from(report.log.entries).unwrap_or(usize::MAX);
            return Ok(format!(
                "{} and the archive are as they were written",
                plural(entries, "entry", "entries")
            ));
        }
        Err(NotAsWritten(faults.join("; ")).into())
    }
}

fn told_missing(missing: &[ServiceId]) -> String {
    if missing.is_empty() {
        return "every service has sent".into();
    }
    let names: Vec<&str> = missing.iter().map(ServiceId::as_str).collect();
    format!("not sent: {}", names.join(", "))
}

fn told_outcome(outcome: &Outcome) -> String {
    let told = outcome.packs.iter().map(|pack| {
        let what = match pack.making {
            Making::New => "made",
            Making::Unchanged | Making::Same => "unchanged",
            Making::Restored => "files put back",
        };
        let messages = plural(pack.messages.len(), "message", "messages");
        format!("{}: version {} {what}, {messages}", pack.body, pack.version)
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() { "no pack is made for this quarter".into() } else { told.join("; ") }
}
