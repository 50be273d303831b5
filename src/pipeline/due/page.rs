//! The officers' page after a call: of each quarter about which something is another now.

use super::{Call, DueReport};
use crate::calendar::Quarter;
use crate::pipeline::fault::RunError;
use crate::pipeline::inputs::Inputs;
use crate::pipeline::{Job, note_on_page, quarters_with_a_page};
use crate::timetable::{StepKind, StepState};
use std::collections::BTreeSet;

/// Writes the page again of every quarter that the call changed something about; where it changed
/// nothing, no page is touched.
pub(super) fn write(inputs: &Inputs, report: &DueReport, call: &Call<'_>) -> Result<(), RunError> {
    let today = inputs.settings.timetable.zone.day(call.now);
    let open = inputs.settings.quarter_on(today);
    for quarter in changed(report, open, &quarters_with_a_page(inputs)) {
        if inputs.plan(quarter).is_err() {
            continue;
        }
        let as_at = inputs.settings.as_at.get(&quarter).copied().unwrap_or(today);
        note_on_page(&Job { inputs, quarter, as_at, reader: call.reader, write: true })?;
    }
    Ok(())
}

/// The quarters of what came, of the packs that were made or failed, and, where they have a page
/// that says so, of messages that were sent. A file that is of no quarter is told on the page of
/// the one that is reported.
fn changed(report: &DueReport, open: Quarter, known: &[Quarter]) -> BTreeSet<Quarter> {
    let came = report.taken.iter();
    let came = came.map(|one| one.of.as_ref().map_or(open, |(_, quarter)| *quarter));
    let steps = report.steps.iter().filter(|one| {
        matches!(one.step.kind, StepKind::Draft(_) | StepKind::Final(_))
            && matches!(one.state, StepState::Done | StepState::Failed)
    });
    let steps = steps.filter_map(|one| one.step.quarter);
    let sent = report.sent.iter().flat_map(|sent| &sent.messages);
    let sent = sent.filter_map(|one| one.message.quarter.parse::<Quarter>().ok());
    came.chain(steps).chain(sent.filter(|quarter| known.contains(quarter))).collect()
}
