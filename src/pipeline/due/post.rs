//! What steps tell people by e-mail: queued while they are done, and sent at the end of a call.

use super::Call;
use crate::calendar::Quarter;
use crate::deliver::Message;
use crate::pipeline::fault::RunError;
use crate::pipeline::inputs::Inputs;
use crate::pipeline::send::{Delivered, Surroundings, deliver_in, queue_in};
use crate::pipeline::{Job, transport};
use crate::quantity::plural;
use crate::store::Record;

/// Queues messages, and says for the step's record what became of them. Those that were queued
/// before, by a step that was interrupted, are left as they are.
pub(super) fn post(
    job: &Job<'_>,
    record: &mut Record,
    messages: &[Message],
) -> Result<String, RunError> {
    let new = queue_in(job, record, messages)?;
    let before = messages.len().saturating_sub(new);
    let queued = format!("{} queued", plural(new, "message", "messages"));
    Ok(if before > 0 { format!("{queued}, {before} queued before") } else { queued })
}

/// Sends what waits, at the end of every call; none where messages go into the outbox folder.
///
/// # Errors
/// When nothing could be sent at all; what is unsettled is tried at the next call.
pub(super) fn send_waiting(
    inputs: &Inputs,
    record: &mut Record,
    call: &Call<'_>,
) -> Result<Option<Delivered>, RunError> {
    let Some(mut transport) = transport(inputs, call.secrets)? else { return Ok(None) };
    let as_at = inputs.settings.timetable.zone.day(call.now);
    let quarter = Quarter::of(as_at).previous();
    let job = Job { inputs, quarter, as_at, reader: call.reader, write: true };
    let around = Surroundings { now: &|| call.now.naive_utc(), step: &|| () };
    Ok(Some(deliver_in(&job, record, transport.as_mut(), around)?))
}
