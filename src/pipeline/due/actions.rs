//! What is behind each step: forms, reminders, drafts and final packs, jobs.

use super::pass::{ActionError, Actions, Waits};
use super::post::post;
use crate::calendar::{NaiveDate, Quarter};
use crate::compose::State;
use crate::form::file_name;
use crate::intake::Reader;
use crate::pipeline::fault::RunError;
use crate::pipeline::inputs::Inputs;
use crate::pipeline::refused::ReleaseError;
use crate::pipeline::release::{AtHand, Released, release_in, wants_draft};
use crate::pipeline::{
    Job, Making, Outcome, audit_report, blank_forms, messages, reconciled, run_holding, shown, view,
};
use crate::plan::ServiceId;
use crate::quantity::plural;
use crate::release::standing;
use crate::store::{Record, write_whole};
use crate::timetable::{Instant, JobKind, Step, StepKind, in_record};

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
            StepKind::Open => self.open(record, quarter, today)?,
            StepKind::Reminder(nth) => self.remind(record, quarter, nth, today)?,
            StepKind::Deadline => told_missing(&self.not_sent(quarter, today)?),
            StepKind::Draft(pack) => self.run(record, quarter, today, Some(pack), State::Draft)?,
            StepKind::Final(pack) => self.last(record, step, (quarter, pack), now)?,
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
        let what = format!("Attempt {attempt}: {error}");
        let remedy = "mend what is said above; the step is tried again by itself".to_owned();
        self.tell(record, step, "failed", vec![(what, remedy)]);
    }

    fn left_out(&mut self, record: &mut Record, step: &Step, reason: &str) {
        // A form or a reminder that has lost its sense is missed by nobody.
        if matches!(step.kind, StepKind::Draft(_) | StepKind::Final(_)) {
            let remedy = "make it by hand where it is still wanted: quarterpack run, and \
                          quarterpack release";
            self.tell(record, step, "was left out", vec![(reason.to_owned(), remedy.to_owned())]);
        }
    }
}

impl Doing<'_> {
    /// Blank forms are written, and sent to their services.
    fn open(
        &self,
        record: &mut Record,
        quarter: Quarter,
        as_at: NaiveDate,
    ) -> Result<String, ActionError> {
        let plan = self.inputs.plan(quarter)?;
        let folder = self.inputs.settings.paths.output.join("forms").join(quarter.slug());
        let services: Vec<ServiceId> = plan.services.iter().map(|one| one.id.clone()).collect();
        for (service, bytes) in blank_forms(self.inputs, self.reader, plan, &services, quarter)? {
            let file = folder.join(file_name(&service, quarter));
            write_whole(&file, &bytes)?;
        }
        let job = self.job(quarter, as_at);
        let posted = post(&job, record, &messages::forms(&job)?)?;
        let forms = plural(plan.services.len(), "form", "forms");
        Ok(format!("{forms} in {}; {posted}", shown(&folder).display()))
    }

    /// Those who have not sent are reminded.
    fn remind(
        &self,
        record: &mut Record,
        quarter: Quarter,
        nth: &str,
        as_at: NaiveDate,
    ) -> Result<String, ActionError> {
        let missing = self.not_sent(quarter, as_at)?;
        let told = told_missing(&missing);
        if missing.is_empty() {
            return Ok(told);
        }
        let job = self.job(quarter, as_at);
        let posted = post(&job, record, &messages::reminders_of(&job, nth)?)?;
        Ok(format!("{told}; {posted}"))
    }

    fn job(&self, quarter: Quarter, as_at: NaiveDate) -> Job<'_> {
        Job { inputs: self.inputs, quarter, as_at, reader: self.reader, write: true }
    }

    /// Tells the officers that a step stopped. It is in the record and in the log whether or not
    /// somebody can be written to.
    fn tell(&self, record: &mut Record, step: &Step, how: &str, reasons: Vec<(String, String)>) {
        let quarter = step.quarter.unwrap_or_else(|| Quarter::of(step.day).previous());
        let job = self.job(quarter, step.day);
        let (key, shown) = (step.key(), step.shown());
        let trouble = messages::Trouble { key: &key, step: shown.into(), how, reasons };
        let told = messages::trouble(&job, &trouble).and_then(|told| post(&job, record, &told));
        if let Err(error) = told {
            tracing::error!(%error, "nobody could be told of a step that stopped");
        }
    }

    /// The final of a pack, where nothing holds it; otherwise the officers are told, and it waits.
    fn last(
        &mut self,
        record: &mut Record,
        step: &Step,
        (quarter, pack): (Quarter, &str),
        now: Instant,
    ) -> Result<String, ActionError> {
        let today = self.inputs.settings.timetable.zone.day(now);
        let as_at = self.inputs.settings.as_at.get(&quarter).copied().unwrap_or(today);
        let mut done = Vec::new();
        let at = AtHand { inputs: self.inputs, reader: self.reader, quarter, pack };
        if wants_draft(&at, record, as_at)? {
            done.push(self.run(record, quarter, today, Some(pack), State::Draft)?);
        }
        let at = AtHand { inputs: self.inputs, reader: self.reader, quarter, pack };
        let released = match release_in(&at, record, &in_record(now)) {
            // What the draft is made by is another now: it is made again, and then looked at.
            Err(RunError::Release(ReleaseError::Changed { .. })) => {
                done.push(self.run(record, quarter, today, Some(pack), State::Draft)?);
                let at = AtHand { inputs: self.inputs, reader: self.reader, quarter, pack };
                release_in(&at, record, &in_record(now))?
            }
            other => other?,
        };
        match released {
            Released::Final(made) => {
                let messages = plural(made.messages.len(), "message", "messages");
                done.push(format!("version {} is final, {messages} queued", made.version));
                Ok(done.join("; "))
            }
            Released::Held(holds) => {
                let reasons = standing(&holds).map(|hold| (hold.to_string(), hold.remedy.clone()));
                let reasons: Vec<(String, String)> = reasons.collect();
                let why: Vec<&str> = reasons.iter().map(|(why, _)| why.as_str()).collect();
                let waits = Waits(why.join("; "));
                self.tell(record, step, "waits", reasons);
                Err(waits.into())
            }
        }
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
        let outcome = view::check(&job).and_then(|()| run_holding(&job, record, &|_, _| false));
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
        format!("{}: version {} {what}, {messages} queued", pack.body, pack.version)
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() { "no pack is made for this quarter".into() } else { told.join("; ") }
}
