//! The messages that take a pack to its distribution list.

use super::Job;
use super::inputs::RunError;
use crate::compose::{
    Change, Material, Pack, SectionKind, Since, Span, State, Tally, Text, money_line,
};
use crate::config::PackFile;
use crate::deliver::{
    Attachment, Contact, MailAddress, PackMail, Sender, StatusCount, file_name, message,
};
use crate::plan::Status;

/// Messages, by their paths below the output folder, and who may not have one.
pub(super) struct Posted {
    pub(super) messages: Vec<(String, Vec<u8>)>,
    pub(super) refused: Vec<String>,
}

pub(super) fn messages(
    job: &Job<'_>,
    pack: &PackFile,
    material: &Material<'_>,
    composed: &Pack,
    attachments: &[Attachment],
) -> Result<Posted, RunError> {
    let settings = &job.inputs.settings;
    let address = |setting: &str, text: &str| {
        MailAddress::read(text)
            .map_err(|source| RunError::Address { setting: setting.into(), source })
    };
    let sender = Sender {
        name: settings.delivery.from_name.clone(),
        address: address("the setting delivery.from is no address", &settings.delivery.from)?,
        reply_to: address(
            "the setting delivery.reply_to is no address",
            &settings.delivery.reply_to,
        )?,
    };
    let contact = Contact {
        team: pack.recipe.contact.clone(),
        address: address("the contact of the pack is no address", &pack.contact)?,
    };
    let mail = pack_mail(pack, material, composed, attachments, contact);
    let found = job.inputs.lists.for_pack(&pack.recipe.id, pack.recipe.exempt.is_some());
    let sent = job.as_at.and_time(chrono::NaiveTime::MIN);
    let mut messages = Vec::new();
    for recipient in &found.recipients {
        let made = message(&mail, &sender, recipient, &job.inputs.templates, sent)?;
        let name = file_name(&mail.file_stem, &made.to);
        messages.push((format!("outbox/{name}"), made.bytes));
    }
    let refused = found
        .refused
        .iter()
        .map(|(list, recipient)| format!("{} ({list})", recipient.role))
        .collect();
    Ok(Posted { messages, refused })
}

fn pack_mail(
    pack: &PackFile,
    material: &Material<'_>,
    composed: &Pack,
    attachments: &[Attachment],
    contact: Contact,
) -> PackMail {
    let identity = &composed.identity;
    let tally = Tally::of(material);
    let counts = Status::ALL
        .into_iter()
        .map(|status| StatusCount {
            status,
            measures: (status != Status::Blue).then(|| tally.measures_at(status)),
            actions: (status != Status::Contextual).then(|| tally.actions_at(status)),
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
        money: material
            .recipe
            .has(SectionKind::Revenue)
            .then(|| Text::marked(&money_line(material))),
        attachments: attachments.to_vec(),
        contact,
        illustrative: identity.illustrative.clone(),
        file_stem: identity.file_stem.clone(),
    }
}

/// How many changes a message tells; the report has them all.
const FIRST: usize = 8;

/// The first changes, and how many more there are.
fn changes(since: &Since) -> Vec<Text> {
    let one = |change: &Change| {
        let Change { label, old, new, by } = change;
        // Names of files may hold signs that would mark a text up.
        let span = |text: String, bold| Span { text, bold, italic: false };
        Text(vec![span(label.clone(), true), span(format!(": {new}, was {old} ({by})"), false)])
    };
    // Statuses first: they are what a committee looks at.
    let mut all: Vec<&Change> = since.changes.iter().collect();
    all.sort_by_key(|change| !change.label.ends_with(", status"));
    let mut told: Vec<Text> = all.into_iter().take(FIRST).map(one).collect();
    let more = since.changes.len().saturating_sub(FIRST);
    if more > 0 {
        told.push(Text::plain(format!("{more} more, in the report’s appendix on changes")));
    }
    told
}
