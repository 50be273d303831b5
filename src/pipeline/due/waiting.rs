//! What the record knows of the timetable, what comes, and what nobody has done.

use crate::pipeline::fault::RunError;
use crate::pipeline::inputs::Inputs;
use crate::store::{Record, RecordError, StepRow};
use crate::timetable::{
    Instant, Known, Overdue, Step, StepRecord, StepState, Timetable, next, of_record, overdue,
};
use chrono::{NaiveTime, TimeDelta};

/// What the record knows of the timetable. Where the settings name a first day, it counts from
/// there; otherwise from when it first ran, which is now where it never did.
///
/// # Errors
/// When the record can't be read.
pub fn known(record: &Record, timetable: &Timetable, now: Instant) -> Result<Known, RecordError> {
    let began = record.timetable_began()?.and_then(|at| of_record(&at)).unwrap_or(now);
    let zone = timetable.rules.zone;
    let from = timetable.rules.from.map(|day| zone.instant(day.and_time(NaiveTime::MIN)));
    let mut known =
        Known { begun: from.unwrap_or(began), steps: std::collections::BTreeMap::new() };
    for row in record.steps()? {
        if let Some(step) = read(&row) {
            known.steps.insert(row.key, step);
        }
    }
    Ok(known)
}

fn read(row: &StepRow) -> Option<StepRecord> {
    Some(StepRecord {
        state: StepState::of_word(&row.state)?,
        planned: of_record(&row.planned)?,
        written: of_record(&row.written)?,
        attempts: row.attempts,
    })
}

/// When the last step was noted; none where none was.
///
/// # Errors
/// When the record can't be read.
pub fn last_step(inputs: &Inputs) -> Result<Option<String>, RunError> {
    let record = Record::look(&inputs.settings.paths.record())?;
    Ok(record.steps()?.into_iter().map(|row| row.written).max())
}

/// The timetable ahead.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// Steps that come, and those that fell due and are not settled.
    pub steps: Vec<(Step, Option<StepRow>)>,
    /// Wake-ups that come, with the expressions that they come by.
    pub wakes: Vec<(Instant, String)>,
    /// What is said of years whose bank holidays are not known.
    pub holidays: Option<String>,
    /// When the timetable first ran; none where it never did.
    pub began: Option<Instant>,
}

/// The steps and wake-ups from a moment on, for so many days. Nothing is written.
///
/// # Errors
/// When the record can't be read.
pub fn schedule(inputs: &Inputs, now: Instant, days: u32) -> Result<Schedule, RunError> {
    let timetable = inputs.timetable()?;
    let record = Record::look(&inputs.settings.paths.record())?;
    let rows = record.steps()?;
    let known = known(&record, &timetable, now)?;
    let row = |step: &Step| rows.iter().find(|row| row.key == step.key()).cloned();
    let mut steps: Vec<(Step, Option<StepRow>)> = overdue(&timetable, &known, now)
        .into_iter()
        .map(|one| one.step)
        .chain(timetable.between(now, now + TimeDelta::days(i64::from(days))))
        .map(|step| {
            let row = row(&step);
            (step, row)
        })
        .collect();
    steps.dedup_by(|one, other| one.0.key() == other.0.key());
    let only: Vec<Step> = steps.iter().map(|(step, _)| step.clone()).collect();
    let holidays = Timetable::unknown_holidays(&only, timetable.holidays.last_known());
    let zone = timetable.rules.zone;
    let mut wakes = Vec::new();
    for cron in &timetable.rules.wake {
        wakes
            .extend(cron.next(now, zone).map(|at| (at, format!("the inbox is looked at, {cron}"))));
    }
    for job in &timetable.rules.jobs {
        let told = |at| (at, format!("job {}, {}", job.kind.name(), job.when));
        wakes.extend(job.when.next(now, zone).map(told));
    }
    wakes.sort();
    let began = record.timetable_began()?.and_then(|at| of_record(&at));
    Ok(Schedule { steps, wakes, holidays, began })
}

/// Whether the timetable runs as it should.
#[derive(Clone, Debug)]
pub enum Health {
    /// It never ran here: nothing is expected of it.
    NotBegun,
    /// It runs.
    Running(Standstill),
}

/// What nobody has done, and what comes next.
#[derive(Clone, Debug, Default)]
pub struct Standstill {
    /// Steps that should have been done by now.
    pub overdue: Vec<Overdue>,
    /// What comes next, and when.
    pub next: Option<(Instant, String)>,
}

/// Looks whether every step that fell due left a record: a dead man's check, for monitoring.
///
/// # Errors
/// When the record can't be read.
pub fn health(inputs: &Inputs, now: Instant) -> Result<Health, RunError> {
    let timetable = inputs.timetable()?;
    let record = Record::look(&inputs.settings.paths.record())?;
    if record.timetable_began()?.is_none() && timetable.rules.from.is_none() {
        return Ok(Health::NotBegun);
    }
    let known = known(&record, &timetable, now)?;
    let next = next(&timetable, &known, now).map(|(at, what)| (at, what.shown()));
    Ok(Health::Running(Standstill { overdue: overdue(&timetable, &known, now), next }))
}
