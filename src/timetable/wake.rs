//! When to wake next, and what for.

use super::due::{Known, StepState, again};
use super::step::Step;
use super::steps::Timetable;
use super::zone::Instant;
use chrono::TimeDelta;

/// The next moment at which there is something to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Waking {
    /// A step falls due.
    Step(Box<Step>),
    /// A step that failed is tried again.
    Again(String),
    /// The inbox is looked at, by a cron expression.
    Look(String),
    /// A job beside the quarters comes.
    Job(&'static str),
}

impl Waking {
    /// In a few words.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Step(step) => step.shown(),
            Self::Again(key) => format!("{key} is tried again"),
            Self::Look(cron) => format!("the inbox is looked at ({cron})"),
            Self::Job(name) => format!("job, {name}"),
        }
    }
}

/// How far ahead steps are looked for.
const AHEAD: TimeDelta = TimeDelta::days(200);

/// The next moment after now at which there is something to do, and what.
#[must_use]
pub fn next(timetable: &Timetable, known: &Known, now: Instant) -> Option<(Instant, Waking)> {
    let rules = &timetable.rules;
    let mut all = Vec::new();
    for step in timetable.between(now, now + AHEAD) {
        let done = known.steps.get(&step.key());
        if done.is_none_or(|record| record.state != StepState::Done) {
            all.push((step.at, Waking::Step(Box::new(step))));
            break;
        }
    }
    for (key, record) in &known.steps {
        if matches!(record.state, StepState::Failed | StepState::Started) {
            let at = again(timetable, record);
            if at > now {
                all.push((at, Waking::Again(key.clone())));
            }
        }
    }
    for cron in &rules.wake {
        if let Some(at) = cron.next(now, rules.zone) {
            all.push((at, Waking::Look(cron.to_string())));
        }
    }
    for job in &rules.jobs {
        if let Some(at) = job.when.next(now, rules.zone) {
            all.push((at, Waking::Job(job.kind.name())));
        }
    }
    all.into_iter().min_by_key(|(at, _)| *at)
}
