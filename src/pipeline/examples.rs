//! An example of each kind of message, from the real configuration, and tests of what would go.

use super::fault::RunError;
use super::recipients::{is_draft, may_have_exempt};
use super::release::marked_final;
use super::rendering::rendered;
use super::send::{self, Surroundings};
use super::{Job, make, messages, reconciled, view};
use crate::compose::State;
use crate::config::PackFile;
use crate::deliver::transport::{Outcome, Parcel, Transport};
use crate::deliver::{Kind, MailAddress, Message, as_test, dated};
use crate::store::{Delivery, DeliveryState, NewDelivery, Record};

/// An example of each kind of message of a quarter. Nothing is queued.
///
/// # Errors
/// When there is no plan for the quarter, or a message can't be made.
pub fn examples(job: &Job<'_>) -> Result<Vec<Message>, RunError> {
    let made = packs(job, &[State::Draft, State::Final])?;
    let mut examples: Vec<Message> = made.into_iter().map(|(_, message)| message).collect();
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
fn packs<'a>(job: &Job<'a>, states: &[State]) -> Result<Vec<(&'a PackFile, Message)>, RunError> {
    let mut all = Vec::new();
    let due = |pack: &&PackFile| pack.recipe.quarters.contains(&job.quarter.number());
    let record = Record::look(&job.inputs.settings.paths.record())?;
    reconciled(job, |reconciled| {
        for pack in job.inputs.packs.iter().filter(due) {
            view::for_pack(job, pack, reconciled, |part| {
                let draft = make::draft(job, pack, part, 1, None);
                for state in states {
                    let edition = match state {
                        State::Draft => draft.clone(),
                        State::Final => marked_final(&draft, None),
                    };
                    let made = rendered(job, pack, part, &record, &edition)?;
                    all.extend(made.messages.into_iter().map(|message| (pack, message)));
                }
                Ok(())
            })?;
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
    /// What came of it; none where it is exempt, and the address is on no list for such papers.
    pub outcome: Option<Outcome>,
}

/// A message that would go.
struct Would {
    id: String,
    meant_for: String,
    subject: String,
    bytes: Vec<u8>,
    /// Where it takes an exempt pack: which, and whether it is a draft.
    exempt: Option<(String, bool)>,
}

/// Sends what would go to one address alone, each message marked as a test: what waits in the
/// ledger, or else what the quarter's packs would take to their lists. The ledger is not touched.
/// Exempt packs are left out where the address may not have them.
///
/// # Errors
/// When a message can't be made, or the record can't be read.
pub fn test(
    job: &Job<'_>,
    transport: &mut dyn Transport,
    to: &MailAddress,
    around: Surroundings<'_>,
) -> Result<Vec<Tested>, RunError> {
    let mut would = waiting(job)?;
    if would.is_empty() {
        would = of_packs(job)?;
    }
    let from = super::delivery::sender(job)?.address;
    let mut tested = Vec::new();
    for Would { id, meant_for, subject, bytes, exempt } in would {
        let may = |(pack, draft): (String, bool)| may_have_exempt(job.inputs, &pack, draft, to);
        if exempt.is_some_and(|exempt| !may(exempt)) {
            tested.push(Tested { meant_for, subject, outcome: None });
            continue;
        }
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
        tested.push(Tested { meant_for, subject, outcome: Some(outcome) });
    }
    transport.close();
    Ok(tested)
}

/// What waits in the ledger.
fn waiting(job: &Job<'_>) -> Result<Vec<Would>, RunError> {
    let output = &job.inputs.settings.paths.output;
    let mut would = Vec::new();
    for row in send::ledger(job.inputs, None)?.into_iter().filter(|row| row.state.is_open()) {
        let draft = is_draft(&row.message);
        let message = row.message;
        let pack = message.pack.filter(|_| message.exempt).map(|(pack, _)| pack);
        if let Ok(bytes) = std::fs::read(output.join(&message.path)) {
            would.push(Would {
                id: message.message_id,
                meant_for: message.recipient,
                subject: message.subject,
                bytes,
                exempt: pack.map(|pack| (pack, draft)),
            });
        }
    }
    Ok(would)
}

/// What the packs of the quarter would take to those who get them.
fn of_packs(job: &Job<'_>) -> Result<Vec<Would>, RunError> {
    let mut would = Vec::new();
    for (pack, message) in packs(job, &[State::Draft])? {
        let exempt = pack.recipe.exempt.is_some();
        would.push(Would {
            id: message.id,
            meant_for: message.to.to_string(),
            subject: message.subject,
            bytes: message.bytes,
            exempt: exempt.then(|| (pack.recipe.id.clone(), message.kind == Kind::Draft)),
        });
    }
    Ok(would)
}
