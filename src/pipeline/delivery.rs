//! The messages that take a pack to its distribution list.

use super::Job;
use super::changes::{NOTHING, REWORDED};
use super::fault::RunError;
use super::outstanding::sign_words;
use crate::calendar::{NaiveDate, NaiveDateTime, long_date};
use crate::compose::{
    Change, Material, Pack, SectionKind, Since, Span, State, Tally, Text, matters, money_line,
};
use crate::config::PackFile;
use crate::deliver::{
    Attachment, Contact, MailAddress, Message, PackMail, Sender, StatusCount, message,
};
use crate::release::{Hold, standing};
use crate::timetable::StepKind;

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
        let reply = reply_by(job, pack)?;
        let to = mail.contact.address.to_string();
        mail.ask = with_reply(&pack.ask_draft, &to, reply, job.as_at);
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

/// The day by which a draft is answered, and the one on which its final is due: answers are read
/// on the working day between. None where the timetable has no final of it.
fn reply_by(job: &Job<'_>, pack: &PackFile) -> Result<Option<[NaiveDate; 2]>, RunError> {
    let timetable = job.inputs.timetable()?;
    let of_pack = |kind: &StepKind| matches!(kind, StepKind::Final(id) if *id == pack.recipe.id);
    let steps = timetable.of_quarter(job.quarter);
    let last = steps.into_iter().find(|step| of_pack(&step.kind)).map(|step| step.day);
    Ok(last.map(|last| [timetable.holidays.before(last, 1), last]))
}

/// What the reader of a draft is asked to do, and by when an answer still counts.
fn with_reply(ask: &str, to: &str, days: Option<[NaiveDate; 2]>, today: NaiveDate) -> Text {
    let Some([reply, last]) = days else {
        return Text::plain(format!("{ask} Reply to {to}."));
    };
    let due = |verb: &str| format!(": the final pack {verb} due on {}.", long_date(last));
    let (by, rest) = if reply > today {
        (format!("by {}", long_date(reply)), due("is"))
    } else if last >= today {
        ("at once".to_owned(), due("is"))
    } else {
        ("at once".to_owned(), due("was"))
    };
    let mut text = Text::plain(format!("{ask} Reply to {to} "));
    text.0.extend(Text::bold(by).0);
    text.then(rest)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_says_by_when_an_answer_still_counts() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let days = Some([day("2023-11-03"), day("2023-11-06")]);
        let said = |days, today| {
            let text = with_reply("Check the draft.", "team@council.example", days, day(today));
            text.to_string().replace('\u{a0}', " ")
        };
        assert_eq!(
            said(days, "2023-10-27"),
            "Check the draft. Reply to team@council.example by 3 November 2023: the final pack is \
             due on 6 November 2023."
        );
        assert!(said(days, "2023-11-03").contains("at once: the final pack is due on 6"));
        assert!(said(days, "2023-11-07").contains("at once: the final pack was due on 6"));
        let nobody_knows = said(None, "2023-10-27");
        assert_eq!(nobody_knows, "Check the draft. Reply to team@council.example.");
    }
}
