//! What came and is no return, told to the officers: mail that is none, and what can't be opened.

use super::Call;
use crate::calendar::Quarter;
use crate::deliver::Kind;
use crate::finding::Finding;
use crate::intake::{Aside, Maildir, closed};
use crate::pipeline::Job;
use crate::pipeline::fault::RunError;
use crate::pipeline::inputs::Inputs;
use crate::pipeline::messages::{Came, set_aside};
use crate::pipeline::send::queue_telling;
use crate::store::{Delivery, Record};
use crate::timetable::in_record;

/// Files, folders and messages that can't be opened.
pub(super) fn shut(inputs: &Inputs, mail: &Maildir) -> Vec<Finding> {
    let remedy = "Let the account that quarterpack runs under read the Maildir: the message waits.";
    let letters = mail.shut.iter().map(|(name, said)| closed(name, said.clone()).remedy(remedy));
    inputs.inbox.findings.iter().cloned().chain(letters).collect()
}

/// Tells the officers once of each message that was set aside, and of each thing that can't be
/// opened. What a program answered by itself is in the log alone, and what says that such a note
/// could not be delivered too: it would be told without an end.
pub(super) fn tell(
    inputs: &Inputs,
    record: &mut Record,
    call: &Call<'_>,
    (mail, shut): (&Maildir, &[Finding]),
) -> Result<(), RunError> {
    let letters = mail.aside.iter().filter(|one| one.why != Aside::Automatic);
    let letters: Vec<_> = letters.collect();
    if letters.is_empty() && shut.is_empty() {
        return Ok(());
    }
    let reported = letters.iter().any(|one| !one.about.is_empty());
    let ledger = if reported { record.deliveries_of(None)? } else { Vec::new() };
    let ours = |about: &[String]| -> Option<&Delivery> {
        ledger.iter().rev().find(|one| about.contains(&one.message.message_id))
    };
    let letters = letters.into_iter().map(|one| Came::Mail(one, ours(&one.about)));
    let shut = shut.iter().map(|one| {
        Came::Shut(&one.place.file, one.read.as_deref().unwrap_or_default(), &one.remedy)
    });
    let told = record.answered()?;
    let came: Vec<Came<'_>> =
        letters.chain(shut).filter(|one| !told.contains(&one.key())).collect();
    let keys: Vec<(String, String)> = came.iter().map(Came::key).collect();
    let of_a_note = |one: &Came<'_>| match one {
        Came::Mail(_, Some(ours)) => ours.message.kind == Kind::Aside.word(),
        Came::Mail(_, None) | Came::Shut(..) => false,
    };
    let came: Vec<Came<'_>> = came.into_iter().filter(|one| !of_a_note(one)).collect();
    if keys.is_empty() {
        return Ok(());
    }
    let as_at = inputs.settings.timetable.zone.day(call.now);
    let quarter = Quarter::of(as_at).previous();
    let job = Job { inputs, quarter, as_at, reader: call.reader, write: true };
    let notes = if came.is_empty() { Vec::new() } else { set_aside(&job, &came)? };
    queue_telling(&job, record, &notes, (&keys, &in_record(call.now)))?;
    Ok(())
}
