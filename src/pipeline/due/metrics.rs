//! Figures for monitoring, in the text format of Prometheus.

use super::{DueReport, known};
use crate::pipeline::RunError;
use crate::store::Record;
use crate::timetable::{Instant, StepState, Timetable, overdue};
use std::fmt::Write as _;

/// The figures after a call: when it was, what the record holds, what is late.
///
/// # Errors
/// When the record can't be read.
pub fn metrics(
    record: &Record,
    timetable: &Timetable,
    report: &DueReport,
    now: Instant,
) -> Result<String, RunError> {
    let known = known(record, timetable, now)?;
    let mut text = String::new();
    let mut gauge = |name: &str, help: &str, values: &[(String, i64)]| {
        // Writing into a string never fails.
        let _ = writeln!(text, "# HELP quarterpack_{name} {help}\n# TYPE quarterpack_{name} gauge");
        for (labels, value) in values {
            let _ = writeln!(text, "quarterpack_{name}{labels} {value}");
        }
    };
    let one = |value: i64| vec![(String::new(), value)];
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    gauge(
        "last_call_timestamp_seconds",
        "When due steps were last looked for.",
        &one(now.timestamp()),
    );
    if let Some((at, _)) = &report.next {
        gauge("next_wake_timestamp_seconds", "When something comes next.", &one(at.timestamp()));
    }
    let states = [
        StepState::Done,
        StepState::Skipped,
        StepState::Failed,
        StepState::Started,
        StepState::Waiting,
    ];
    let states: Vec<(String, i64)> = states
        .into_iter()
        .map(|state| {
            let mine = known.steps.values().filter(|step| step.state == state).count();
            (format!("{{state=\"{}\"}}", state.word()), count(mine))
        })
        .collect();
    gauge("steps", "Steps of the timetable in the record.", &states);
    let late = overdue(timetable, &known, now).len();
    gauge("steps_overdue", "Steps that should have been done by now.", &one(count(late)));
    let failed = report.steps.iter().filter(|step| step.failed()).count();
    gauge("last_call_failures", "Steps that failed in the last call.", &one(count(failed)));
    gauge(
        "inbox_waiting_files",
        "Files that are still being written.",
        &one(count(report.waiting.len())),
    );
    let inbox = i64::from(report.inbox_failed.is_some());
    gauge("inbox_failed", "1 when the inbox could not be taken in.", &one(inbox));
    let holidays = timetable.holidays.last_known().and_time(chrono::NaiveTime::MIN).and_utc();
    gauge(
        "holidays_known_to_timestamp_seconds",
        "The last day for which bank holidays are known.",
        &one(holidays.timestamp()),
    );
    Ok(text)
}
