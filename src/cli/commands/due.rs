//! `due`: what is due, done once.

use crate::cli::clock::{self, Clock};
use crate::cli::{Exit, Failure, secrets};
use crate::finding::Finding;
use crate::intake::Reader;
use crate::pipeline::{Call, DueReport, Inputs, RunError, StepReport, due};
use crate::quantity::plural;
use crate::store::RecordError;
use crate::timetable::{StepState, Zone};
use std::io::{self, Write};

pub(super) fn run(
    inputs: &mut Inputs,
    clock: Clock,
    reader: &Reader,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let files_at = clock.is_systems.then(clock::system);
    let call =
        Call { reader, now: clock.now(), files_at, stop: &|| false, secrets: &secrets::read };
    let report = match due(inputs, &call) {
        Ok(report) => report,
        // Whoever holds the lock does what is due.
        Err(RunError::Record(RecordError::Busy { .. })) => {
            writeln!(out, "Another run is at work; there is nothing to do here.")?;
            return Ok(Exit::Done);
        }
        Err(error) => return Err(error.into()),
    };
    tell(out, &report, inputs.settings.timetable.zone)?;
    let undelivered = report.sent.as_ref().is_some_and(|sent| !sent.busy && !sent.is_complete());
    Ok(match report.failed() {
        true => Exit::Failed,
        false if undelivered => Exit::Undelivered,
        false => Exit::Done,
    })
}

fn tell(out: &mut dyn Write, report: &DueReport, zone: Zone) -> io::Result<()> {
    for taken in &report.taken {
        if let Some((service, quarter)) = &taken.of {
            writeln!(out, "{}: the return of {service} for {quarter} came", taken.file)?;
            continue;
        }
        let what = taken.aside.map_or_else(
            || "is no return that can be used".to_owned(),
            |why| format!("the message {}; it stays there", why.words()),
        );
        writeln!(out, "{}: {what}", taken.file)?;
        told_why(out, &taken.why, taken.aside.is_none())?;
    }
    for shut in &report.shut {
        writeln!(out, "{}: can't be opened", shut.place.file)?;
        told_why(out, std::slice::from_ref(shut), true)?;
    }
    if !report.taken.is_empty() {
        let receipts = plural(report.receipts.len(), "receipt", "receipts");
        writeln!(out, "{receipts} and marked copies are written")?;
    }
    for file in &report.waiting {
        writeln!(out, "{file}: is still being written; it is left until it rests")?;
    }
    for aside in &report.aside {
        let (from, why) = (aside.from(), aside.why.words());
        writeln!(
            out,
            "{}: the message “{}” from {from} {why}; it is kept in cur, flagged",
            aside.message, aside.subject
        )?;
    }
    if let Some(error) = &report.inbox_failed {
        writeln!(out, "error: the inbox can't be taken in: {error}")?;
    }
    for step in &report.steps {
        told(out, step)?;
    }
    if report.steps.is_empty() {
        writeln!(out, "No step is due.")?;
    }
    if let Some(error) = &report.sending_failed {
        writeln!(out, "error: what waits can't be sent: {error}")?;
    }
    if let Some(sent) = report.sent.as_ref().filter(|sent| !sent.messages.is_empty()) {
        super::deliver::tell(out, sent)?;
    }
    if let Some(error) = &report.page_failed {
        writeln!(out, "error: the status page can't be written: {error}")?;
    }
    if let Some((at, what)) = &report.next {
        writeln!(out, "Next, on {}: {}", zone.shown(*at), what.shown())?;
    }
    Ok(())
}

/// What was found in a file that is no return, and what to do.
fn told_why(out: &mut dyn Write, found: &[Finding], words: bool) -> io::Result<()> {
    for one in found {
        if words {
            let read = one.read.as_ref().map_or_else(String::new, |read| format!(": {read}"));
            writeln!(out, "  {}{read}", one.message)?;
        }
        writeln!(out, "  to do: {}", one.remedy)?;
    }
    Ok(())
}

fn told(out: &mut dyn Write, report: &StepReport) -> io::Result<()> {
    let (step, detail) = (report.step.shown(), &report.detail);
    match report.state {
        StepState::Done => writeln!(out, "{step}: done: {detail}"),
        StepState::Skipped => writeln!(out, "{step}: left out: {detail}"),
        StepState::Failed => {
            writeln!(out, "error: {step}: attempt {} failed: {detail}", report.attempt)
        }
        StepState::Started => writeln!(out, "{step}: begun"),
        StepState::Waiting => writeln!(out, "{step}: waits: {detail}"),
    }
}
