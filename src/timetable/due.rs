//! What is due: a pure function of now, timetable and record.

use super::step::{Step, StepKind};
use super::steps::Timetable;
use super::zone::Instant;
use chrono::TimeDelta;
use std::collections::BTreeMap;

/// How a step stands in the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Somebody is at it, or was when the program was ended.
    Started,
    /// It was done.
    Done,
    /// It failed, and will be tried again.
    Failed,
    /// It was left out, with a reason.
    Skipped,
    /// Something holds it that people have to settle; it is looked at again at every call.
    Waiting,
}

impl StepState {
    /// As the record writes it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
            Self::Waiting => "waiting",
        }
    }

    /// As the record wrote it.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        let all = [Self::Started, Self::Done, Self::Failed, Self::Skipped, Self::Waiting];
        all.into_iter().find(|state| state.word() == word)
    }
}

/// What the record knows of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepRecord {
    /// How it stands.
    pub state: StepState,
    /// When it fell due, as it was then.
    pub planned: Instant,
    /// When that was written.
    pub written: Instant,
    /// How often it was begun.
    pub attempts: u32,
}

/// What the record knows of the timetable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// When the timetable began to run: what fell due before is nobody's business.
    pub begun: Instant,
    /// Steps by their keys.
    pub steps: BTreeMap<String, StepRecord>,
}

/// What to do about a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Do it: for the first time, or again.
    Do {
        /// The step.
        step: Step,
        /// Which attempt it is, from 1.
        attempt: u32,
    },
    /// Leave it, and write down why.
    Skip {
        /// The step.
        step: Step,
        /// Why, in a few words.
        reason: String,
    },
}

impl Decision {
    /// The step that it is about.
    #[must_use]
    pub const fn step(&self) -> &Step {
        match self {
            Self::Do { step, .. } | Self::Skip { step, .. } => step,
        }
    }
}

/// A step that should have been done, and why nobody can say that it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overdue {
    /// The step.
    pub step: Step,
    /// What the record says of it.
    pub why: String,
}

/// Beyond the window steps are still looked for this long, so that none vanishes without a word.
const LOOK_BACK: TimeDelta = TimeDelta::days(400);

/// What to do now, in order: steps that have fallen due and are not settled.
#[must_use]
pub fn due(timetable: &Timetable, known: &Known, now: Instant) -> Vec<Decision> {
    let steps = fallen(timetable, known, now);
    steps.into_iter().filter_map(|step| decide(timetable, known, now, step)).collect()
}

/// Steps that have fallen due since the timetable began.
fn fallen(timetable: &Timetable, known: &Known, now: Instant) -> Vec<Step> {
    let from = known.begun.max(now - LOOK_BACK) - TimeDelta::seconds(1);
    let mut steps = timetable.between(from, now);
    steps.extend(jobs(timetable, known.begun, now));
    steps
}

/// Of a job that came several times the last one counts.
fn jobs(timetable: &Timetable, begun: Instant, now: Instant) -> Vec<Step> {
    let zone = timetable.rules.zone;
    let since = begun.max(now - timetable.window());
    let last = |job: &super::rules::Job| {
        let at = job.when.last(since, now, zone)?;
        Some(Step {
            quarter: None,
            kind: StepKind::Job(job.kind.name().to_owned()),
            at,
            day: zone.day(at),
            why: job.when.to_string(),
            until: None,
            holidays_known: true,
        })
    };
    timetable.rules.jobs.iter().filter_map(last).collect()
}

fn decide(timetable: &Timetable, known: &Known, now: Instant, step: Step) -> Option<Decision> {
    let record = known.steps.get(&step.key());
    let attempts = record.map_or(0, |record| record.attempts);
    if record.is_some_and(|record| settled(record, &step)) {
        return None;
    }
    // One that failed again and again ends here as well.
    if let Some(reason) = lost(timetable, now, &step) {
        return Some(Decision::Skip { step, reason });
    }
    let ready = record.is_none_or(|record| again(timetable, record) <= now);
    ready.then_some(Decision::Do { step, attempt: attempts + 1 })
}

/// Done once is done for ever. What was left out comes back when it is moved to a later day.
fn settled(record: &StepRecord, step: &Step) -> bool {
    match record.state {
        StepState::Done => true,
        StepState::Skipped => step.at <= record.written,
        StepState::Started | StepState::Failed | StepState::Waiting => false,
    }
}

/// Why a step has lost its sense.
fn lost(timetable: &Timetable, now: Instant, step: &Step) -> Option<String> {
    if let Some((until, why)) = &step.until
        && *until <= now
    {
        return Some(why.clone());
    }
    (now - step.at > timetable.window()).then(|| {
        let days = timetable.rules.catch_up_days;
        let days = if days == 1 { "a day".to_owned() } else { format!("{days} days") };
        format!("it fell due more than {days} ago (timetable.catch_up_days)")
    })
}

/// When a step that was begun is begun again. Whoever asks has the run's lock: what stands as
/// started was interrupted, and the first time it goes on at once.
pub(super) fn again(timetable: &Timetable, record: &StepRecord) -> Instant {
    let minutes = &timetable.rules.retry_minutes;
    let tries = usize::try_from(record.attempts.saturating_sub(1)).unwrap_or(usize::MAX);
    let nth = match record.state {
        StepState::Started if record.attempts <= 1 => return record.written,
        // What people settle in between is seen at once.
        StepState::Waiting => return record.written,
        StepState::Started => tries.saturating_sub(1),
        StepState::Failed | StepState::Skipped | StepState::Done => tries,
    };
    let wait = minutes.get(nth).or(minutes.last()).copied().unwrap_or(1);
    record.written + TimeDelta::minutes(i64::from(wait))
}

/// Steps that fell due longer ago than the settings' grace and that the record does not know as
/// done or left out: whoever should have done them is not running, or fails.
#[must_use]
pub fn overdue(timetable: &Timetable, known: &Known, now: Instant) -> Vec<Overdue> {
    let grace = TimeDelta::minutes(i64::from(timetable.rules.grace_minutes));
    let mut found = Vec::new();
    for step in fallen(timetable, known, now) {
        if step.at + grace > now {
            continue;
        }
        let record = known.steps.get(&step.key());
        let shown = |at| timetable.rules.zone.shown(at);
        let why = match record {
            None => "nobody has done it".to_owned(),
            Some(record) if settled(record, &step) => continue,
            Some(record) => match record.state {
                StepState::Failed => format!(
                    "it failed {} times, last on {}",
                    record.attempts,
                    shown(record.written)
                )
                .replace("failed 1 times, last", "failed once,"),
                StepState::Started if record.written + grace > now => continue,
                // People were told of it, and it is in the record.
                StepState::Waiting => continue,
                StepState::Started => {
                    format!("it was begun on {}, and no more is known", shown(record.written))
                }
                StepState::Done | StepState::Skipped => "it was moved to a later day".to_owned(),
            },
        };
        found.push(Overdue { step, why });
    }
    found
}

#[cfg(test)]
#[path = "tests/due.rs"]
mod tests;
