//! The messages that take a pack to its distribution list.

use super::Job;
use super::changes::{NOTHING, REWORDED};
use super::fault::RunError;
use super::outstanding::sign_words;
use crate::calendar::NaiveDateTime;
use crate::compose::{
    Change, Material, Pack, SectionKind, Since, Span, State, Tally, Text, matters, money_line,
};
use crate::config::PackFile;
use crate::deliver::{
    Attachment, Contact, MailAddress, Message, PackMail, Sender, StatusCount, message,
};
use crate::release::{Hold, standing};

/// Messages, and who may not have one.
pub(super) struct Posted {
    pub(super) messages: Vec<Message>,
    pub(super) refused: Vec<String>,
}

/// The Message-IDs of what an address had of earlier versions, oldest first.
pub(super) type Earlier<'e> = dyn Fn(&MailAddress) -> Result<Vec<String>, RunError> + 'e;

/// Who sends messages, as the settings name it.
pub(super) fn sender(job: &Job<'_>) -> Result<Sender, RunError> {
    let settings = &job.inputs.settings.delivery;
    Ok(Sender {
        name: settings.from_name.clone(),
        address: address("the setting delivery.from is no address", &settings.from)?,
        reply_to: address("the setting delivery.reply_to is no address", &settings.reply_to)?,
    })
}

fn address(setting: &str, text: &str) -> Result<MailAddress, RunError> {
    MailAddress::read(text).map_err(|source| RunError::Address { setting: setting.into(), source })
}

/// Whom to ask about a pack.
pub(super) fn contact(pack: &PackFile) -> Result<Contact, RunError> {
    Ok(Contact {
        team: pack.recipe.contact.clone(),
        address: address("the contact of the pack is no address", &pack.contact)?,
    })
}

/// The date of messages: the day the data go to. A transport sets the one at which they leave.
pub(super) fn dated(job: &Job<'_>) -> NaiveDateTime {
    job.as_at.and_time(chrono::NaiveTime::MIN)
}

pub(super) fn messages(
    job: &Job<'_>,
    pack: &PackFile,
    material: &Material<'_>,
    composed: &Pack,
    (attachments, missing): (&[Attachment], &[char]),
    earlier: &Earlier<'_>,
    holds: &[Hold],
) -> Result<Posted, RunError> {
    let sender = sender(job)?;
    let mut mail = pack_mail(job, pack, material, composed, attachments, contact(pack)?);
    if mail.draft {
        mail.in_the_way = standing(holds).map(|hold| Text::plain(hold.to_string())).collect();
        let sign = |sign: &char| {
            Text::plain(format!(
                "No font has {}: the PDF shows a substitute where somebody wrote it. Ask for \
                 other words.",
                sign_words(*sign)
            ))
        };
        mail.look_at = missing.iter().map(sign).collect();
    }
    let found = super::recipients::recipients(job, pack, mail.draft);
    let mut messages = Vec::new();
    for recipient in &found.recipients {
        let replaces = earlier(&recipient.address)?;
        let templates = &job.inputs.templates;
        messages.push(message(&mail, &sender, recipient, templates, dated(job), &replaces)?);
    }
    let refused = found
        .refused
        .iter()
        .map(|(list, recipient)| format!("{} ({list})", recipient.role))
        .collect();
    Ok(Posted { messages, refused })
}

pub(super) fn pack_mail(
    job: &Job<'_>,
    pack: &PackFile,
    material: &Material<'_>,
    composed: &Pack,
    attachments: &[Attachment],
    contact: Contact,
) -> PackMail {
    let identity = &composed.identity;
    let tally = Tally::of(material);
    let counts = tally
        .statuses()
        .map(|status| StatusCount {
            status,
            measures: status.is_of_measures().then(|| tally.measures_at(status)),
            actions: status.is_of_actions().then(|| tally.actions_at(status)),
        })
        .collect();
    let draft = identity.state == State::Draft;
    PackMail {
        audience: identity.audience.clone(),
        quarter: identity.quarter,
        version: identity.version,
        draft,
        exempt: identity.exempt.clone(),
        meeting: composed.front.meeting,
        as_at: identity.as_at,
        since: (identity.version > 1).then(|| identity.version - 1),
        changes: material.edition.since.as_ref().map(changes),
        ask: Text::plain(if draft { &*pack.ask_draft } else { &*pack.ask_final }),
        counts,
        matters: matters(material),
        in_the_way: Vec::new(),
        look_at: Vec::new(),
        money: material
            .recipe
            .has(SectionKind::Revenue)
            .then(|| Text::marked(&money_line(material))),
        attachments: attachments.to_vec(),
        contact,
        illustrative: identity.illustrative.clone(),
        file_stem: identity.file_stem.clone(),
        largest: job.inputs.settings.delivery.sending.largest,
        share: job.inputs.settings.delivery.sending.share.clone(),
    }
}

/// How many changes a message tells; the report has them all.
const FIRST: usize = 8;

/// The first changes, and how many more there are.
fn changes(since: &Since) -> Vec<Text> {
    let one = |change: &Change| {
        let Change { label, old, new, by, .. } = change;
        // Names of files may hold signs that would mark a text up.
        let span = |text: String, bold| Span { text, bold, italic: false };
        let told = match (change.said, new.as_str(), old.as_str()) {
            (true, NOTHING, _) => format!(": taken back ({by})"),
            (true, _, NOTHING) => format!(": “{new}” ({by})"),
            (true, _, REWORDED) => format!(": now “{new}” ({by})"),
            _ => format!(": {new}, was {old} ({by})"),
        };
        Text(vec![span(label.clone(), true), span(told, false)])
    };
    // Statuses first: they are what a committee looks at; what services say comes last.
    let mut all: Vec<&Change> = since.changes.iter().collect();
    all.sort_by_key(|change| (change.said, !change.label.ends_with(", status")));
    let mut told: Vec<Text> = all.into_iter().take(FIRST).map(one).collect();
    let more = since.changes.len().saturating_sub(FIRST);
    if more > 0 {
        told.push(Text::plain(format!("{more} more, in the report’s appendix on changes")));
    }
    told
}
