//! An example of each kind of message, from the real configuration, and tests of what would go.

use super::inputs::RunError;
use super::send::{self, Surroundings};
use super::{Job, make, messages, reconciled, view};
use crate::config::PackFile;
use crate::deliver::transport::{Outcome, Parcel, Transport};
use crate::deliver::{MailAddress, Message, as_test, dated};
use crate::store::{Delivery, DeliveryState, NewDelivery, Record};

/// An example of each kind of message of a quarter. Nothing is queued.
///
/// # Errors
/// When there is no plan for the quarter, or a message can't be made.
pub fn examples(job: &Job<'_>) -> Result<Vec<Message>, RunError> {
    let mut examples = packs(job)?;
    examples.extend(messages::examples(job)?);
    let sample = |id, state, recipient: &str, reply: &str, remedy: &str| Delivery {
        id,
        message: NewDelivery {
            message_id: String::new(),
            kind: "pack".into(),
            quarter: job.quarter.to_string(),
            pack: None,
            subject: "FINAL v1: an example of a pack".into(),
            role: "Committee clerk".into(),
            recipient: recipient.into(),
            path: String::new(),
            sha256: String::new(),
            exempt: false,
        },
        state,
        handed_over: false,
        attempts: 1,
        first_at: None,
        next_at: None,
        settled_at: None,
        reply: reply.into(),
        remedy: remedy.into(),
    };
    let failed = [
        sample(
            3,
            DeliveryState::Refused,
            "clrek@council.example",
            "mail.council.example refused: 550 5.1.1 no such user",
            "correct the address in the distribution lists, then resend it",
        ),
        sample(
            4,
            DeliveryState::Unknown,
            "clerk@council.example",
            "mail.council.example closed the connection while handing the message over",
            "ask the recipient, or look into the server's log, before it is sent again",
        ),
    ];
    examples.extend(messages::failure(job, &failed)?);
    Ok(examples)
}

/// The messages that would take each pack of the quarter to its list, as a first version.
fn packs(job: &Job<'_>) -> Result<Vec<Message>, RunError> {
    let mut all = Vec::new();
    let due = |pack: &&PackFile| pack.recipe.quarters.contains(&job.quarter.number());
    let record = Record::look(&job.inputs.settings.paths.record())?;
    reconciled(job, |reconciled| {
        for pack in job.inputs.packs.iter().filter(due) {
            let made = view::for_pack(job, pack, reconciled, |part| {
                let edition = make::draft(job, pack, part, 1, None);
                make::rendered(job, pack, part, &record, &edition)
            })?;
            all.extend(made.messages);
        }
        Ok(())
    })?;
    Ok(all)
}

/// What came of a test.
#[derive(Clone, Debug)]
pub struct Tested {
    /// Whom the message was meant for.
    pub meant_for: String,
    /// Its subject.
    pub subject: String,
    /// What came of it.
    pub outcome: Outcome,
}

/// Sends what would go to one address alone, each message marked as a test: what waits in the
/// ledger, or else what the quarter's packs would take to their lists. The ledger is not touched.
///
/// # Errors
/// When a message can't be made, or the record can't be read.
pub fn test(
    job: &Job<'_>,
    transport: &mut dyn Transport,
    to: &MailAddress,
    around: Surroundings<'_>,
) -> Result<Vec<Tested>, RunError> {
    let output = &job.inputs.settings.paths.output;
    let mut would: Vec<(String, String, String, Vec<u8>)> = Vec::new();
    for row in send::ledger(job.inputs, None)?.into_iter().filter(|row| row.state.is_open()) {
        let message = row.message;
        if let Ok(bytes) = std::fs::read(output.join(&message.path)) {
            would.push((message.message_id, message.recipient, message.subject, bytes));
        }
    }
    if would.is_empty() {
        let made = packs(job)?.into_iter();
        would = made.map(|one| (one.id, one.to.to_string(), one.subject, one.bytes)).collect();
    }
    let from = super::delivery::sender(job)?.address;
    let mut tested = Vec::new();
    for (id, meant_for, subject, bytes) in would {
        let now = (around.now)();
        // Another one each time: a mail program would hide a test that it has seen.
        let id = id.replacen('<', &format!("<test-{}-", now.and_utc().timestamp()), 1);
        let bytes = dated(&as_test(&bytes, &meant_for, to, &id), now);
        let outcome = if let Err(fault) = transport.open(&mut |_| Ok(())) {
            Outcome::Later(fault)
        } else {
            let parcel = Parcel { from: &from, to, bytes: &bytes };
            transport.carry(&parcel, &mut |_| Ok(()))
        };
        tested.push(Tested { meant_for, subject, outcome });
    }
    transport.close();
    Ok(tested)
}
