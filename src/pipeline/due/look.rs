//! The inbox looked at: what is new is archived, read, and answered with a receipt.

use super::post::post;
use super::{Call, aside};
use crate::calendar::{NaiveDate, Quarter};
use crate::finding::Finding;
use crate::intake::{Arrival, Aside, Maildir, Mailed, SetAside, digest};
use crate::pipeline::fault::RunError;
use crate::pipeline::inputs::Inputs;
use crate::pipeline::{
    Collected, Job, collect, keeper, messages, receipts, reconciled_with, remember,
};
use crate::plan::ServiceId;
use crate::store::{FileError, MailReturn, Record};
use crate::timetable::in_record;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// A file that was new in the inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Its name.
    pub file: String,
    /// SHA-256 of it.
    pub sha256: String,
    /// Whose return it is, and of which quarter; none where it is no return that can be used.
    pub of: Option<(ServiceId, Quarter)>,
    /// Why it is none, where it is a message.
    pub aside: Option<Aside>,
    /// Why it is none: what was found in it, and what to do.
    pub why: Vec<Finding>,
}

/// What a look found.
#[derive(Debug, Default)]
pub(super) struct Looked {
    pub(super) taken: Vec<Taken>,
    pub(super) receipts: Vec<PathBuf>,
    pub(super) aside: Vec<SetAside>,
    pub(super) shut: Vec<Finding>,
}

/// Looks at the inbox and at the Maildir. Where nothing has changed since the last look, nothing
/// is read.
pub(super) fn look(
    inputs: &mut Inputs,
    record: &mut Record,
    call: &Call<'_>,
) -> Result<Looked, RunError> {
    let maildir = inputs.settings.paths.maildir.clone();
    let mail = match &maildir {
        Some(folder) => inputs.read_maildir(folder)?,
        None => Maildir::default(),
    };
    let shut = aside::shut(inputs, &mail);
    let mut looked = Looked { aside: mail.aside.clone(), shut, ..Looked::default() };
    for shut in &looked.shut {
        tracing::warn!(file = &*shut.place.file, "a file can't be opened");
    }
    for aside in &looked.aside {
        tracing::warn!(file = aside.message, why = aside.why.words(), "a message is set aside");
    }
    let mailed = inputs.mailed.iter().chain(&mail.mailed).map(kept).collect::<Vec<_>>();
    record.came_by_mail(&mailed)?;
    inputs.inbox.arrivals.extend(mail.arrivals.iter().cloned());
    let now = inputs.state_of_inbox(inputs.settings.timetable.zone.day(call.now));
    if record.last_look()?.as_deref() != Some(now.as_str()) {
        take_in(inputs, record, call, &mut looked)?;
        record.looked(&in_record(call.now), &now)?;
    }
    aside::tell(inputs, record, call, (&mail, &looked.shut))?;
    // Only what is in the archive is filed, and only what people were told of.
    if let Some(folder) = &maildir {
        let fault = |source| FileError { path: folder.clone(), doing: "written", source };
        mail.file(folder).map_err(fault)?;
    }
    Ok(looked)
}

fn kept(mailed: &Mailed) -> MailReturn {
    MailReturn {
        file: mailed.file.clone(),
        sha256: mailed.digest.clone(),
        message_id: mailed.message_id.clone(),
        subject: mailed.subject.clone(),
        sender: mailed.sender.clone(),
        service: mailed.service.clone(),
    }
}

fn take_in(
    inputs: &Inputs,
    record: &mut Record,
    call: &Call<'_>,
    looked: &mut Looked,
) -> Result<(), RunError> {
    let today = inputs.settings.timetable.zone.day(call.now);
    let asked = Quarter::of(today).previous();
    // Without a plan for the quarter that is collected, returns of earlier ones are still read.
    let planned = inputs.plans.iter().any(|plan| plan.year == asked.year());
    let last = inputs.plans.iter().rev().find(|plan| plan.year <= asked.year());
    let last = last.or(inputs.plans.first()).and_then(|plan| plan.year.quarter(4));
    let Some(quarter) = Some(asked).filter(|_| planned).or(last) else {
        return Err(inputs.plan(asked).err().unwrap_or_else(|| RunError::NoPlan {
            year: asked.year().to_string(),
            folder: inputs.settings.paths.plans.display().to_string(),
            held: "none".into(),
        }));
    };
    let before = record.answered()?;
    let mut job = Job { inputs, quarter, as_at: today, reader: call.reader, write: true };
    keeper::receive(&job, record)?;
    let mut of_others = BTreeSet::new();
    for (file, sha256) in new(inputs, today, &before) {
        let aside = inputs.set_aside.iter().find(|one| one.message == file).map(|one| one.why);
        looked.taken.push(Taken { file, sha256, of: None, aside, why: Vec::new() });
    }
    let collected = collect(&job)?;
    let first = answered(&job, &collected, record, &mut looked.taken, Some(&mut of_others))?;
    looked.receipts.extend(first);
    // A late return of another quarter is answered as well.
    for other in of_others {
        job.quarter = other;
        let more = answered(&job, &collected, record, &mut looked.taken, None)?;
        looked.receipts.extend(more);
    }
    let came: BTreeSet<Quarter> = looked
        .taken
        .iter()
        .filter_map(|one| one.of.as_ref())
        .map(|(_, quarter)| *quarter)
        .collect();
    for quarter in came.into_iter().filter(|quarter| inputs.plan(*quarter).is_ok()) {
        job.quarter = quarter;
        let notes = messages::late_returns(&job)?;
        post(&job, record, &notes)?;
    }
    for taken in &looked.taken {
        let Some((service, quarter)) = &taken.of else {
            if let Some(why) = taken.aside {
                tracing::warn!(file = taken.file, why = why.words(), "a message is set aside");
            } else {
                let rule = taken.why.first().map(|why| why.code.to_string()).unwrap_or_default();
                tracing::warn!(file = taken.file, rule, "a file is no return that can be used");
            }
            record.note_answered(&taken.file, &taken.sha256, &in_record(call.now))?;
            continue;
        };
        tracing::info!(quarter = %quarter, service = service.as_str(), "a return came");
        record.note_answered(&taken.file, &taken.sha256, &in_record(call.now))?;
    }
    Ok(())
}

/// Files and their digests that nobody was told of yet.
fn new(
    inputs: &Inputs,
    today: NaiveDate,
    before: &BTreeSet<(String, String)>,
) -> Vec<(String, String)> {
    let arrivals = inputs.inbox.arrivals.iter().filter(|one| has_come(one, today));
    let all = arrivals.map(|one| (one.file.clone(), one.digest.clone()));
    all.filter(|one| !before.contains(one)).collect()
}

/// What comes tomorrow by its time is looked at tomorrow.
fn has_come(arrival: &Arrival, today: NaiveDate) -> bool {
    arrival.arrived.is_none_or(|at| at.date() <= today)
}

/// Reads everything, notes it, writes the receipts of a quarter, and queues those of the new files;
/// says whose these are. The first time it also names the quarters of others.
fn answered(
    job: &Job<'_>,
    collected: &Collected,
    record: &mut Record,
    taken: &mut [Taken],
    mut others: Option<&mut BTreeSet<Quarter>>,
) -> Result<Vec<PathBuf>, RunError> {
    reconciled_with(job, collected, |reconciled| {
        remember::note(job, reconciled, record)?;
        for one in taken {
            let mut returns = reconciled.collected.returns.iter().map(|read| &read.returned);
            let found = returns.find(|returned| {
                returned.source.file == one.file && returned.source.hash == one.sha256
            });
            let mine = match found {
                Some(returned) => {
                    one.of = Some((returned.service.clone(), returned.quarter));
                    if let Some(others) =
                        others.as_mut().filter(|_| returned.quarter != job.quarter)
                    {
                        others.insert(returned.quarter);
                    }
                    returned.quarter == job.quarter
                }
                // What is no return at all is answered once.
                None if others.is_some() => {
                    one.why = messages::why_refused(reconciled, &one.file).cloned().collect();
                    true
                }
                None => false,
            };
            if mine {
                let answers = record.mail_of(&one.file, &one.sha256)?;
                let file = (&*one.file, &*one.sha256);
                let receipt = messages::receipt_for(job, reconciled, file, answers.as_ref())?;
                post(job, record, &receipt)?;
            }
        }
        if let Some(others) = others {
            others.retain(|quarter| job.inputs.plan(*quarter).is_ok());
        }
        receipts::write_all(job, reconciled)
    })
}

impl Inputs {
    /// A digest of what the inbox holds and of what it is read by.
    fn state_of_inbox(&self, today: NaiveDate) -> String {
        let texts = self.texts.iter();
        let texts = texts.map(|(name, text)| format!("{name} {}", text.sha256));
        let arrivals = self.inbox.arrivals.iter().filter(|one| has_come(one, today));
        let files: BTreeSet<String> =
            arrivals.map(|one| format!("{} {}", one.file, one.digest)).collect();
        let all: Vec<String> = texts.chain(files).collect();
        digest(format!("{}\n{}", env!("CARGO_PKG_VERSION"), all.join("\n")).as_bytes())
    }
}
