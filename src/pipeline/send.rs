//! Messages queued and sent: each written down in the ledger before it leaves, and after.
//!
//! One process delivers at a time (a lock that a crash releases), and each message is claimed in
//! the database besides. What a killed process left is sorted first: only a message that was being
//! written to the server is of unknown fate, and nothing sends that again by itself.

use super::fault::RunError;
use super::inputs::Inputs;
use super::recipients::may_have;
use super::{Job, keeper, messages};
use crate::calendar::NaiveDateTime;
use crate::config::{PackFile, RetryPolicy, Way};
use crate::deliver::transport::{Fault, Outcome, Parcel, Stage, Transport};
use crate::deliver::{Backoff, Message, dated};
use crate::intake::digest;
use crate::progress;
use crate::store::{
    Delivery, DeliveryState, NewDelivery, PackVersion, Record, RecordError, RunLock, Settled,
    write_whole,
};
use std::collections::BTreeSet;

/// How times are written in the ledger.
pub(super) const TIME: &str = "%Y-%m-%dT%H:%M:%S";

/// What delivering came to.
#[derive(Clone, Debug, Default)]
pub struct Delivered {
    /// Every message that was tried, or sorted after a crash, as it stands now.
    pub messages: Vec<Delivery>,
    /// Messages that wait for their next attempt.
    pub waiting: usize,
    /// Whether another process is sending; then nothing was tried here.
    pub busy: bool,
}

impl Delivered {
    /// How many of them were sent.
    #[must_use]
    pub fn sent(&self) -> usize {
        self.messages.iter().filter(|one| one.state == DeliveryState::Sent).count()
    }

    /// Whether everything that was due has been sent.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self.busy && self.sent() == self.messages.len()
    }
}

/// What delivering needs from outside: the time, and somebody who may watch each step (a test that
/// ends the process there).
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// The time, in UTC.
    pub now: &'a dyn Fn() -> NaiveDateTime,
    /// Called before each step of a delivery.
    pub step: &'a dyn Fn(),
}

/// The path of a message below the output folder.
pub(super) fn path(message: &Message) -> String {
    format!("outbox/{}", message.name)
}

/// The paths of a version's messages.
pub(super) fn messages_of(version: &PackVersion) -> impl Iterator<Item = &str> {
    version.files.iter().filter(|file| !file.is_pack()).map(|file| file.path.as_str())
}

/// Queues the messages of a version whose files are in place.
pub(super) fn queue_pack(
    job: &Job<'_>,
    pack: &PackFile,
    record: &mut Record,
    version: &PackVersion,
    messages: &[Message],
) -> Result<(), RunError> {
    let row = |message: &Message| {
        let path = path(message);
        // The file that is there counts, whatever it would say now.
        let kept = version.files.iter().find(|file| file.path == path);
        NewDelivery {
            pack: Some((version.name.clone(), version.version)),
            exempt: pack.recipe.exempt.is_some(),
            sha256: kept.map_or_else(|| digest(&message.bytes), |kept| kept.hash.clone()),
            ..new(message)
        }
    };
    let rows: Vec<NewDelivery> = messages.iter().map(row).collect();
    record.queue(&rows, is_outbox(job.inputs))?;
    Ok(())
}

fn new(message: &Message) -> NewDelivery {
    NewDelivery {
        message_id: message.id.clone(),
        kind: message.kind.word().to_owned(),
        quarter: message.quarter.to_string(),
        pack: None,
        subject: message.subject.clone(),
        role: message.role.clone(),
        recipient: message.to.to_string(),
        path: path(message),
        sha256: digest(&message.bytes),
        exempt: false,
    }
}

fn is_outbox(inputs: &Inputs) -> bool {
    inputs.settings.delivery.sending.way == Way::Outbox
}

/// Writes messages into the outbox folder and queues them, except those that are in the ledger
/// already. Returns how many are new.
///
/// # Errors
/// When a file or the record can't be written.
pub fn queue(job: &Job<'_>, messages: &[Message]) -> Result<usize, RunError> {
    queue_in(job, &mut keeper::open(job.inputs)?, messages)
}

/// The same by somebody who holds the record already.
pub(super) fn queue_in(
    job: &Job<'_>,
    record: &mut Record,
    messages: &[Message],
) -> Result<usize, RunError> {
    let known: BTreeSet<String> =
        record.deliveries_of(None)?.into_iter().map(|one| one.message.message_id).collect();
    let fresh: Vec<&Message> = messages.iter().filter(|one| !known.contains(&one.id)).collect();
    // The files first: the ledger never names one that is not there.
    for message in &fresh {
        write_whole(&job.inputs.settings.paths.output.join(path(message)), &message.bytes)?;
    }
    let rows: Vec<NewDelivery> = fresh.into_iter().map(new).collect();
    Ok(record.queue(&rows, is_outbox(job.inputs))?)
}

/// Queues what tells people of things that came, and notes that they are told: both or neither.
pub(super) fn queue_telling(
    job: &Job<'_>,
    record: &mut Record,
    messages: &[Message],
    (came, at): (&[(String, String)], &str),
) -> Result<usize, RunError> {
    for message in messages {
        write_whole(&job.inputs.settings.paths.output.join(path(message)), &message.bytes)?;
    }
    let rows: Vec<NewDelivery> = messages.iter().map(new).collect();
    Ok(record.queue_telling(&rows, is_outbox(job.inputs), came, at)?)
}

/// What is in the ledger, of one quarter or of all.
///
/// # Errors
/// When the record can't be read.
pub fn ledger(inputs: &Inputs, quarter: Option<&str>) -> Result<Vec<Delivery>, RunError> {
    let record = Record::look(&inputs.settings.paths.record())?;
    known(&record, quarter)
}

/// The messages of a quarter that the record knows, or all.
pub(super) fn known(record: &Record, quarter: Option<&str>) -> Result<Vec<Delivery>, RunError> {
    let mut rows = record.deliveries_of(quarter)?;
    // What was put into the outbox before there was a ledger has no recipient in it.
    rows.retain(|row| !row.message.recipient.is_empty());
    Ok(rows)
}

/// Sends what is due, and tells the officers once of what failed.
///
/// # Errors
/// When the record can't be used. What a server refuses is no error.
pub fn deliver(
    job: &Job<'_>,
    transport: &mut dyn Transport,
    around: Surroundings<'_>,
) -> Result<Delivered, RunError> {
    deliver_in(job, &mut keeper::open(job.inputs)?, transport, around)
}

/// The same by somebody who holds the record already.
pub(super) fn deliver_in(
    job: &Job<'_>,
    record: &mut Record,
    transport: &mut dyn Transport,
    around: Surroundings<'_>,
) -> Result<Delivered, RunError> {
    let folder = job.inputs.settings.paths.record();
    let lock = match RunLock::of_delivery(&folder) {
        Ok(lock) => lock,
        Err(RecordError::Busy { .. }) => {
            return Ok(Delivered { busy: true, ..Delivered::default() });
        }
        Err(error) => return Err(error.into()),
    };
    let now = || at((around.now)());
    let mut tried: BTreeSet<i64> =
        record.recover(&now())?.into_iter().filter(|one| one.handed_over).map(|o| o.id).collect();
    let mut errand = Errand { job, transport, around, down: None };
    let worked = errand.all(record, &mut tried);
    let told = worked.and_then(|()| {
        if tell_officers(job, record)? {
            errand.all(record, &mut tried)?;
        }
        Ok(())
    });
    errand.transport.close();
    drop(lock);
    told?;
    let mut delivered = Delivered::default();
    for row in record.deliveries_of(None)? {
        delivered.waiting += usize::from(row.state.is_open() && !tried.contains(&row.id));
        if tried.contains(&row.id) {
            delivered.messages.push(row);
        }
    }
    Ok(delivered)
}

fn at(time: NaiveDateTime) -> String {
    time.format(TIME).to_string()
}

/// Sending, until nothing is due.
struct Errand<'a> {
    job: &'a Job<'a>,
    transport: &'a mut dyn Transport,
    around: Surroundings<'a>,
    /// Why the transport can't be used: no message is to blame for that.
    down: Option<Fault>,
}

impl Errand<'_> {
    fn now(&self) -> NaiveDateTime {
        (self.around.now)()
    }

    /// Tries everything that is due, each message once.
    fn all(&mut self, record: &mut Record, tried: &mut BTreeSet<i64>) -> Result<(), RunError> {
        loop {
            let mut due = record.due(&at(self.now()))?;
            due.retain(|row| !tried.contains(&row.id));
            let mut any = false;
            let all = due.len();
            for (nth, row) in due.into_iter().enumerate() {
                progress::at("Sending messages", nth, all);
                (self.around.step)();
                if !record.claim(row.id, &at(self.now()))? {
                    continue;
                }
                any = true;
                tried.insert(row.id);
                (self.around.step)();
                let outcome = self.one(record, &row)?;
                (self.around.step)();
                let settled = self.settled(&row, outcome);
                record.settle(&row, &settled, &at(self.now()))?;
                (self.around.step)();
            }
            progress::at("Sending messages", all, all);
            if !any {
                return Ok(());
            }
        }
    }

    fn one(&mut self, record: &mut Record, row: &Delivery) -> Result<Outcome, RunError> {
        let inputs = self.job.inputs;
        let to = match may_have(inputs, row) {
            Ok(to) => to,
            Err(fault) => return Ok(Outcome::Refused(fault)),
        };
        let from = super::delivery::sender(self.job)?.address;
        let file = inputs.settings.paths.output.join(&row.message.path);
        let bytes = std::fs::read(&file).ok().filter(|bytes| digest(bytes) == row.message.sha256);
        let Some(bytes) = bytes else {
            let file = super::shown(&file);
            let what = format!("the file {} is gone, or not as it was made", file.display());
            let remedy = "bring it back, or run the quarter again: what is missing is made again";
            return Ok(Outcome::Later(Fault::new(Stage::Connect, what, remedy)));
        };
        if let Some(fault) = &self.down {
            return Ok(Outcome::Later(fault.clone()));
        }
        let bytes = dated(&bytes, self.now());
        let step = self.around.step;
        let mut fault = None;
        let mut watch = |stage: Stage| {
            step();
            // From here on only the server's answer says what became of it: written down first.
            if stage == Stage::Content
                && let Err(error) = record.handing_over(row.id)
            {
                let why = error.to_string();
                fault = Some(error);
                return Err(why);
            }
            step();
            Ok(())
        };
        let outcome = if let Err(fault) = self.transport.open(&mut watch) {
            self.down = Some(fault.clone());
            Outcome::Later(fault)
        } else {
            let parcel = Parcel { from: &from, to: &to, bytes: &bytes };
            self.transport.carry(&parcel, &mut watch)
        };
        match fault {
            // The ledger can't be written: nothing more is sent.
            Some(error) => Err(error.into()),
            None => Ok(outcome),
        }
    }

    fn settled(&self, row: &Delivery, outcome: Outcome) -> Settled {
        let told = |state, fault: Fault| Settled {
            state,
            reply: fault.what,
            remedy: fault.remedy,
            next_at: None,
        };
        match outcome {
            Outcome::Sent { reply } => {
                Settled { state: DeliveryState::Sent, reply, remedy: String::new(), next_at: None }
            }
            Outcome::Refused(fault) => told(DeliveryState::Refused, fault),
            Outcome::Unknown(fault) => told(DeliveryState::Unknown, fault),
            Outcome::Later(fault) => {
                let now = self.now();
                let first = row.first_at.as_deref();
                let first = first.and_then(|at| NaiveDateTime::parse_from_str(at, TIME).ok());
                let policy = backoff(&self.job.inputs.settings.delivery.sending.retry);
                let next = policy.next(first.unwrap_or(now), row.attempts.saturating_add(1), now);
                if let Some(next) = next {
                    let next_at = Some(at(next));
                    return Settled { next_at, ..told(DeliveryState::Retry, fault) };
                }
                let hours = policy.give_up_hours;
                let what = format!("given up after {hours} hours; last: {}", fault.what);
                told(DeliveryState::Expired, Fault { what, ..fault })
            }
        }
    }
}

const fn backoff(policy: &RetryPolicy) -> Backoff {
    Backoff {
        first_minutes: policy.first_minutes,
        longest_minutes: policy.longest_minutes,
        give_up_hours: policy.give_up_hours,
    }
}

/// Queues a message to the officers about what failed and has not been told yet. Says whether
/// there was something to tell.
fn tell_officers(job: &Job<'_>, record: &mut Record) -> Result<bool, RunError> {
    let failed = record.failures_not_told()?;
    if failed.is_empty() {
        return Ok(false);
    }
    let notices = messages::failure(job, &failed)?;
    for notice in &notices {
        write_whole(&job.inputs.settings.paths.output.join(path(notice)), &notice.bytes)?;
    }
    let ids: Vec<i64> = failed.iter().map(|one| one.id).collect();
    let rows: Vec<NewDelivery> = notices.iter().map(new).collect();
    record.tell(&ids, &rows)?;
    Ok(true)
}
