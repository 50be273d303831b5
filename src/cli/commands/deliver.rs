//! `deliver`: what is due is sent, and what became of each message is told.

use super::Asked;
use crate::cli::{Exit, Failure, clock, secrets};
use crate::deliver::transport::{Outcome, Transport};
use crate::deliver::{AddressError, MailAddress};
use crate::pipeline::messages::state_in_words;
use crate::pipeline::{Delivered, Inputs, Job, Surroundings, Tested};
use crate::quantity::plural;
use crate::store::{Delivery, DeliveryState, Ruled, Ruling, write_whole};
use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

#[derive(Debug, thiserror::Error)]
enum Refused {
    #[error("messages go into the outbox folder; no transport is configured")]
    NoTransport,
    #[error("there is no message {0}")]
    NoSuch(i64),
    #[error("message {0} is in a state on which nobody has to decide: {1}")]
    Settled(i64, &'static str),
    #[error("{0} is outside the allowed domains")]
    Outside(MailAddress),
}

/// Sends what is due.
pub(super) fn run(inputs: &Inputs, asked: Asked, out: &mut dyn Write) -> Result<Exit, Failure> {
    let reader = super::reader()?;
    let job = asked.job(inputs, &reader);
    let Some(mut transport) = transport(inputs)? else {
        let rows = crate::pipeline::ledger(inputs, None)?;
        let waiting = rows.iter().filter(|row| row.state == DeliveryState::Outbox).count();
        let folder = crate::pipeline::shown(&inputs.settings.paths.output.join("outbox"));
        let count = plural(waiting, "message", "messages");
        writeln!(out, "{count} in {}, for you to send: no transport is set.", folder.display())?;
        return Ok(Exit::Done);
    };
    send(&job, transport.as_mut(), out)
}

/// Sends what a run has queued, where a transport is configured.
pub(super) fn after_run(job: &Job<'_>, out: &mut dyn Write) -> Result<Exit, Failure> {
    match transport(job.inputs)? {
        None => Ok(Exit::Done),
        Some(mut transport) => send(job, transport.as_mut(), out),
    }
}

fn transport(inputs: &Inputs) -> Result<Option<Box<dyn Transport>>, Failure> {
    Ok(crate::pipeline::transport(inputs, &secrets::read)?)
}

fn send(
    job: &Job<'_>,
    transport: &mut dyn Transport,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let around = Surroundings { now: &clock::utc_now, step: &step };
    let delivered = crate::pipeline::deliver(job, transport, around)?;
    tell(out, &delivered)?;
    Ok(if delivered.is_complete() { Exit::Done } else { Exit::Undelivered })
}

/// Ends the process at the step that a test names, as a power cut would. Not in a release.
#[expect(clippy::disallowed_methods, reason = "the hook of a test, absent from releases")]
fn step() {
    static STEPS: AtomicU32 = AtomicU32::new(0);
    if cfg!(debug_assertions) {
        let nth = STEPS.fetch_add(1, Ordering::Relaxed) + 1;
        let named = std::env::var("QUARTERPACK_END_AT_STEP").ok();
        if named.and_then(|text| text.parse().ok()) == Some(nth) {
            std::process::abort();
        }
    }
}

pub(super) fn tell(out: &mut dyn Write, delivered: &Delivered) -> io::Result<()> {
    if delivered.busy {
        return writeln!(
            out,
            "Another process is sending: nothing was sent here. Run `quarterpack deliver` later."
        );
    }
    let (sent, all) = (delivered.sent(), delivered.messages.len());
    if all == 0 {
        writeln!(out, "Nothing is due to be sent.")?;
    } else {
        writeln!(out, "Sent {sent} of {}:", plural(all, "message", "messages"))?;
    }
    for row in &delivered.messages {
        line(out, row)?;
    }
    if delivered.waiting > 0 {
        let count = plural(delivered.waiting, "message waits", "messages wait");
        writeln!(out, "{count} for the next attempt.")?;
    }
    Ok(())
}

/// One message: how it stands, and what to do where it is not as it should be.
pub(super) fn line(out: &mut dyn Write, row: &Delivery) -> io::Result<()> {
    let (state, message) = (state_in_words(row.state), &row.message);
    writeln!(out, "  {}  {state}: {}, {}", row.id, message.recipient, message.subject)?;
    if matches!(row.state, DeliveryState::Sent | DeliveryState::Outbox | DeliveryState::Queued) {
        return Ok(());
    }
    writeln!(out, "     {}", row.reply)?;
    if let Some(next) = &row.next_at {
        writeln!(out, "     next attempt from {} UTC on", next.replace('T', " "))?;
    }
    if !row.remedy.is_empty() {
        writeln!(out, "     to do: {}", row.remedy)?;
    }
    if row.state.has_failed() {
        writeln!(
            out,
            "     then: quarterpack deliver --resend {} --by \"ROLE\" --because \"TEXT\"",
            row.id
        )?;
    }
    Ok(())
}

/// Notes a person's decision on a message.
pub(super) fn decide(
    inputs: &Inputs,
    id: i64,
    ruling: &Ruling,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    match crate::pipeline::rule(inputs, id, ruling, clock::utc_now())? {
        Ruled::Done if ruling.again => {
            writeln!(out, "Message {id} is queued again; `quarterpack deliver` sends it.")?;
            Ok(Exit::Done)
        }
        Ruled::Done => {
            writeln!(out, "Message {id} is noted as arrived.")?;
            Ok(Exit::Done)
        }
        Ruled::NoSuch => Err(Failure::configuration(Refused::NoSuch(id))
            .hint("`quarterpack status` lists the messages with their numbers")),
        Ruled::Settled(state) => {
            Err(Failure::configuration(Refused::Settled(id, state_in_words(state))).hint(
                "only what was refused, given up, or is unknown can be sent again; a copy of \
                 any message is in the outbox folder",
            ))
        }
    }
}

/// Writes an example of each kind of message to a folder, and its page beside it.
pub(super) fn preview(
    inputs: &Inputs,
    asked: Asked,
    folder: &Path,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let reader = super::reader()?;
    let job = asked.job(inputs, &reader);
    for message in crate::pipeline::examples(&job)? {
        let path = folder.join(&message.name);
        write_whole(&path, &message.bytes).map_err(Failure::work)?;
        write_whole(&path.with_extension("html"), message.page.as_bytes())
            .map_err(Failure::work)?;
        writeln!(out, "{}  {}", crate::pipeline::shown(&path).display(), message.subject)?;
    }
    Ok(Exit::Done)
}

/// Sends what would go to one address, marked as a test.
pub(super) fn test(
    inputs: &Inputs,
    asked: Asked,
    to: &str,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let to = MailAddress::read(to).map_err(|error: AddressError| Failure::configuration(error))?;
    if !to.is_within(&inputs.settings.delivery.allowed_domains) {
        return Err(Failure::configuration(Refused::Outside(to))
            .hint("packs hold what is not public yet: tests go to allowed domains only"));
    }
    let reader = super::reader()?;
    let job = asked.job(inputs, &reader);
    let Some(mut transport) = transport(inputs)? else {
        return Err(Failure::configuration(Refused::NoTransport).hint(
            "set delivery.transport to \"smtp\" or \"sendmail\"; to look at the messages, use \
             deliver --preview DIR",
        ));
    };
    let around = Surroundings { now: &clock::utc_now, step: &|| () };
    let tested = crate::pipeline::test(&job, transport.as_mut(), &to, around)?;
    let sent = |one: &&Tested| matches!(one.outcome, Some(Outcome::Sent { .. }));
    let taken = tested.iter().filter(sent).count();
    let tried = tested.iter().filter(|one| one.outcome.is_some()).count();
    let all = plural(tried, "test", "tests");
    writeln!(out, "Sent {taken} of {all} to {to}, and nothing to anybody else:")?;
    for Tested { meant_for, subject, outcome } in &tested {
        match outcome {
            Some(Outcome::Sent { reply }) => {
                writeln!(out, "  meant for {meant_for}, {subject}: {reply}")?;
            }
            Some(Outcome::Refused(fault) | Outcome::Later(fault) | Outcome::Unknown(fault)) => {
                writeln!(out, "  not sent: meant for {meant_for}, {subject}")?;
                writeln!(out, "     {}\n     to do: {}", fault.what, fault.remedy)?;
            }
            None => writeln!(
                out,
                "  left out: meant for {meant_for}, {subject}; {to} is on no list for exempt papers"
            )?,
        }
    }
    Ok(if taken == tried { Exit::Done } else { Exit::Undelivered })
}
