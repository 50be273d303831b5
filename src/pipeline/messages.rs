//! Messages other than packs, from how a quarter stands: forms, reminders, receipts, notes to the
//! officers. Each function returns messages to queue; one that was made before has the same
//! Message-ID, and is not queued again.

use super::delivery::{dated, sender};
use super::fault::RunError;
use super::inputs::Inputs;
use super::{Job, blank_form, reconciled};
use crate::calendar::{Holidays, NaiveDate, NaiveDateTime, Quarter, long_date};
use crate::deliver::{
    Addressee, AttachedFile, FileFormat, Kind, Letter, MailAddress, Message, MessageError,
    attached_figures, put_together,
};
use crate::form::file_name;
use crate::plan::{Plan, Service};
use crate::quantity::plural;
use crate::store::{Delivery, DeliveryState, Record};
use crate::wording::{NoticeFigures, Point};
use std::cmp::Ordering;

mod aside;
mod examples;
mod receipts;
mod steps;

pub(super) use aside::{Came, set_aside};
pub(super) use examples::examples;
pub use receipts::receipts;
pub(super) use receipts::{receipt_for, why_refused};
pub(super) use steps::{Trouble, trouble};

/// The blank form for each service that has an address, for when its quarter opens.
///
/// # Errors
/// When there is no plan for the quarter, or a form can't be made.
pub fn forms(job: &Job<'_>) -> Result<Vec<Message>, RunError> {
    let plan = job.inputs.plan(job.quarter)?;
    let mut messages = Vec::new();
    for service in &plan.services {
        messages.extend(with_form(job, plan, service, Kind::Form, "")?);
    }
    Ok(messages)
}

/// A reminder for each service that has sent nothing that can be used, with the form again:
/// before the deadline, or after it, as the day of the job has it.
///
/// # Errors
/// When there is no plan for the quarter, or a form can't be made.
pub fn reminders(job: &Job<'_>) -> Result<Vec<Message>, RunError> {
    // A reminder of another day is another message.
    reminders_of(job, &job.as_at.to_string())
}

/// The reminders of an occasion, such as a day or a step of the timetable: however often they are
/// made, each is one message.
pub(super) fn reminders_of(job: &Job<'_>, occasion: &str) -> Result<Vec<Message>, RunError> {
    let plan = job.inputs.plan(job.quarter)?;
    let (missing, deadline) = reconciled(job, |reconciled| {
        let missing = reconciled.selection.received.iter().filter(|one| one.used().is_none());
        let missing: Vec<_> = missing.map(|one| one.service.clone()).collect();
        Ok((missing, reconciled.deadline))
    })?;
    let kind = if job.as_at > deadline { Kind::Overdue } else { Kind::Reminder };
    let mut messages = Vec::new();
    for service in plan.services.iter().filter(|service| missing.contains(&service.id)) {
        messages.extend(with_form(job, plan, service, kind, occasion)?);
    }
    Ok(messages)
}

fn with_form(
    job: &Job<'_>,
    plan: &Plan,
    service: &Service,
    kind: Kind,
    occasion: &str,
) -> Result<Vec<Message>, RunError> {
    let addresses = job.inputs.lists.service(service.id.as_str());
    if addresses.is_empty() {
        return Ok(Vec::new());
    }
    let bytes = blank_form(job.inputs, job.reader, plan, &service.id, job.quarter)
        .map_err(|source| RunError::Form { service: service.name.clone(), source })?;
    let file = AttachedFile {
        name: file_name(&service.id, job.quarter),
        media_type: FileFormat::Xlsx.media_type(),
        bytes,
    };
    let figures = NoticeFigures { service: service.name.clone(), ..figures(job)? };
    let notice = Written {
        kind,
        identity: vec![service.id.to_string(), occasion.to_owned()],
        stem: joined(&[kind.word(), service.id.as_str(), &job.quarter.slug(), occasion]),
        figures,
        files: vec![(file, "The form, to fill in and send back".to_owned())],
        replaces: Vec::new(),
    };
    notice.to_all(job, &service.name, addresses)
}

/// A note to the officers for each return of the quarter that came after a pack was made of what
/// there was; none where no pack has been made.
///
/// # Errors
/// When the record can't be read.
pub fn late_returns(job: &Job<'_>) -> Result<Vec<Message>, RunError> {
    let record = Record::look(&job.inputs.settings.paths.record())?;
    let versions = record.versions(&job.quarter.to_string())?;
    let made = |version: &crate::store::PackVersion| version.as_at.parse::<NaiveDate>().ok();
    let Some(last) = versions.iter().filter_map(made).max() else { return Ok(Vec::new()) };
    let packs: Vec<String> = versions
        .iter()
        .map(|version| format!("{} pack, version {}", version.audience, version.version))
        .collect();
    // Read as if the data went to the end of the time in which such returns come.
    let until = job.quarter.next().end();
    let later = Job { as_at: job.as_at.max(last).min(until), write: false, ..*job };
    let collected = super::collect(&later)?;
    let plan = job.inputs.plan(job.quarter)?;
    let mut messages = Vec::new();
    for read in &collected.returns {
        let returned = &read.returned;
        if returned.quarter != job.quarter || returned.source.received.date() <= last {
            continue;
        }
        let name = plan.service(&returned.service).map(|service| service.name.clone());
        let figures = NoticeFigures {
            service: name.unwrap_or_default(),
            file: returned.source.file.clone(),
            came: moment(returned.source.received),
            packs: packs.clone(),
            ..figures(job)?
        };
        let short = returned.source.hash.get(..8).unwrap_or_default();
        let notice = Written {
            kind: Kind::Late,
            identity: vec![returned.source.file.clone(), returned.source.hash.clone()],
            stem: joined(&[Kind::Late.word(), &job.quarter.slug(), short]),
            figures,
            files: Vec::new(),
            replaces: Vec::new(),
        };
        messages.extend(notice.to_officers(job)?);
    }
    Ok(messages)
}

/// The message that tells the officers what could not be delivered.
///
/// # Errors
/// When its template fails.
pub fn failure(job: &Job<'_>, failed: &[Delivery]) -> Result<Vec<Message>, RunError> {
    let points = failed.iter().map(|one| Point {
        what: format!(
            "Number {}, {}: {}, to {}",
            one.id,
            state_in_words(one.state),
            one.message.subject,
            one.message.recipient
        ),
        detail: one.reply.clone(),
        remedy: one.remedy.clone(),
    });
    let points: Vec<Point> = points.collect();
    let ids: Vec<String> =
        failed.iter().map(|one| format!("{}/{}", one.id, one.attempts)).collect();
    let first = failed.first().map_or(0, |one| one.id);
    let quarter = failed.last().and_then(|one| one.message.quarter.parse::<Quarter>().ok());
    let job = Job { quarter: quarter.unwrap_or(job.quarter), ..*job };
    let settled = failed.iter().filter_map(|one| one.settled_at.clone()).max().unwrap_or_default();
    let notice = Written {
        kind: Kind::Failure,
        identity: ids.into_iter().chain([settled.clone()]).collect(),
        stem: joined(&["failure", &job.quarter.slug(), &first.to_string(), &settled]),
        figures: NoticeFigures { points, ..figures(&job)? },
        files: Vec::new(),
        replaces: Vec::new(),
    };
    notice.to_officers(&job)
}

/// How a message stands, in words.
#[must_use]
pub const fn state_in_words(state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Outbox => "in the outbox, for you to send",
        DeliveryState::Queued => "waits to be sent",
        DeliveryState::Sending => "under way",
        DeliveryState::Sent => "sent",
        DeliveryState::Refused => "refused",
        DeliveryState::Retry => "is tried again",
        DeliveryState::Expired => "given up",
        DeliveryState::Unknown => "unknown whether it arrived",
    }
}

/// A notice before it is addressed.
struct Written {
    kind: Kind,
    identity: Vec<String>,
    stem: String,
    figures: NoticeFigures,
    files: Vec<(AttachedFile, String)>,
    replaces: Vec<String>,
}

impl Written {
    /// To each address, one message each.
    fn to_all(
        &self,
        job: &Job<'_>,
        role: &str,
        addresses: &[MailAddress],
    ) -> Result<Vec<Message>, RunError> {
        let to = |address: &MailAddress| Addressee { role: role.into(), address: address.clone() };
        addresses.iter().map(|address| self.addressed(job, to(address))).collect()
    }

    /// To the list that is told of such things, or else where answers go.
    fn to_officers(&self, job: &Job<'_>) -> Result<Vec<Message>, RunError> {
        officers(job)?.into_iter().map(|to| self.addressed(job, to)).collect()
    }

    fn addressed(&self, job: &Job<'_>, to: Addressee) -> Result<Message, RunError> {
        let attachments = self.files.iter().map(|(file, what)| attached_figures(file, what));
        let figures = NoticeFigures { attachments: attachments.collect(), ..self.figures.clone() };
        let notice = job
            .inputs
            .templates
            .notice(self.kind.word(), &figures)
            .map_err(|source| MessageError::Template { to: to.address.to_string(), source })?;
        let letter = Letter {
            kind: self.kind,
            quarter: job.quarter,
            identity: self.identity.clone(),
            subject: notice.subject,
            text: notice.text,
            html: notice.html,
            files: self.files.iter().map(|(file, _)| file.clone()).collect(),
            to,
            team: figures.team,
            replaces: self.replaces.clone(),
            stem: self.stem.clone(),
        };
        Ok(put_together(letter, &sender(job)?, dated(job))?)
    }
}

/// Whom the officers' messages go to.
pub(super) fn officers(job: &Job<'_>) -> Result<Vec<Addressee>, RunError> {
    let settings = &job.inputs.settings.delivery;
    let list = settings.sending.officers.as_deref().map(|id| job.inputs.lists.list(id));
    let found: Vec<Addressee> = list.unwrap_or_default();
    if !found.is_empty() {
        return Ok(found);
    }
    Ok(vec![Addressee { role: settings.from_name.clone(), address: sender(job)?.reply_to }])
}

/// What every notice of a quarter can say.
fn figures(job: &Job<'_>) -> Result<NoticeFigures, RunError> {
    let settings = &job.inputs.settings;
    let holidays = Holidays::scotland(settings.local_holidays.iter().copied())?;
    let deadline = deadline(job)?;
    let days = holidays.between(job.as_at, deadline);
    let when = match job.as_at.cmp(&deadline) {
        Ordering::Less => format!("in {}", plural(days, "working day", "working days")),
        Ordering::Equal => "today".to_owned(),
        Ordering::Greater => String::new(),
    };
    Ok(NoticeFigures {
        year: job.quarter.year().to_string(),
        quarter: job.quarter.in_text(),
        quarter_name: job.quarter.to_string(),
        quarter_end: long_date(job.quarter.end()),
        deadline: long_date(deadline),
        when,
        return_to: settings.return_to.clone().unwrap_or_default(),
        team: team(job.inputs),
        address: sender(job)?.reply_to.to_string(),
        illustrative: settings.illustrative.clone(),
        ..NoticeFigures::default()
    })
}

fn deadline(job: &Job<'_>) -> Result<NaiveDate, RunError> {
    let settings = &job.inputs.settings;
    let holidays = Holidays::scotland(settings.local_holidays.iter().copied())?;
    Ok(holidays.after(job.quarter.end(), settings.deadline_working_days))
}

/// The team that answers: the one that the packs name, or else whom messages come from.
fn team(inputs: &Inputs) -> String {
    let first = inputs.packs.first().map(|pack| pack.recipe.contact.clone());
    first.unwrap_or_else(|| inputs.settings.delivery.from_name.clone())
}

fn moment(at: NaiveDateTime) -> String {
    format!("{}, {}", long_date(at.date()), at.format("%H:%M"))
}

fn joined(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    parts.join("-")
}
