//! Figures that a later revision of an earlier quarter's return changed, after they were reported.

use super::Job;
use super::collect::ReadReturn;
use crate::calendar::{Holidays, NaiveDate, Quarter, long_date};
use crate::validate::{FigureState, Restatement, Return, Unreadable};

/// The restatements that the return in force makes of the one that was in force on the day that
/// the quarter's own data went to. What was corrected before that day was never reported.
///
/// # Errors
/// A return that was read is not there any more.
pub(super) fn revised(
    job: &Job<'_>,
    holidays: &Holidays,
    used: &ReadReturn,
    reads: &[&ReadReturn],
) -> Result<Vec<Restatement>, Unreadable> {
    let now = &used.returned;
    let day = reported_on(job, holidays, now.quarter);
    let in_time = |read: &&&ReadReturn| read.returned.source.received.date() <= day;
    if now.quarter >= job.quarter || in_time(&&used) {
        return Ok(Vec::new());
    }
    let earlier = reads.iter().filter(in_time).map(|read| &read.returned);
    let before = earlier.filter(|one| one.revision < now.revision);
    match before.max_by_key(|one| one.revision) {
        Some(before) => Ok(between(&before.whole()?, &now.whole()?)),
        None => Ok(Vec::new()),
    }
}

/// The day that a quarter's data went to: as the settings say, or else the day of its deadline.
fn reported_on(job: &Job<'_>, holidays: &Holidays, quarter: Quarter) -> NaiveDate {
    let settings = &job.inputs.settings;
    let deadline = || holidays.after(quarter.end(), settings.deadline_working_days);
    settings.as_at.get(&quarter).copied().unwrap_or_else(deadline)
}

/// Every figure that is another number in the later return.
fn between(before: &Return, now: &Return) -> Vec<Restatement> {
    let number = |state: &FigureState| match state {
        FigureState::Number(number) => Some(*number),
        FigureState::None(_) | FigureState::Blank | FigureState::Unusable(_) => None,
    };
    let figures = now.figures.iter().filter_map(|((measure, figure), given)| {
        let new = number(&given.state)?;
        let first = before.figures.get(&(measure.clone(), figure.clone()));
        let old = first.and_then(|first| number(&first.state));
        (old != Some(new)).then(|| Restatement {
            measure: measure.clone(),
            figure: figure.clone(),
            quarter: now.quarter,
            old,
            new,
            reason: Some(format!(
                "the return was sent again on {}, as revision {} in place of {} ({})",
                long_date(now.source.received.date()),
                now.revision,
                before.revision,
                before.source.file
            )),
            place: given.place.clone(),
        })
    });
    figures.collect()
}
