//! The message that takes a pack to a recipient.

use super::address::{MailAddress, one_line};
use super::figures::figures;
use super::letter::{Addressee, AttachedFile, Kind, Letter, put_together};
use super::list::Recipient;
use super::mail::{FileFormat, PackMail};
use crate::calendar::{NaiveDateTime, Quarter, long_date};
use crate::wording::{Templates, WordingError};

/// Who sends messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The name that readers see: `Quarterly returns`.
    pub name: String,
    /// The address that messages come from; its domain names them.
    pub address: MailAddress,
    /// Where answers go.
    pub reply_to: MailAddress,
}

/// A message that is ready to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its Message-ID, with angle brackets. A message sent again bears the same.
    pub id: String,
    /// What kind of message it is.
    pub kind: Kind,
    /// The quarter it is about.
    pub quarter: Quarter,
    /// Its subject.
    pub subject: String,
    /// The role of whom it is for.
    pub role: String,
    /// The address it goes to.
    pub to: MailAddress,
    /// The name of its file in the outbox.
    pub name: String,
    /// Its page, as it is in the whole: for looking at.
    pub page: String,
    /// The whole of it, as in RFC 5322, lines ending in CR LF.
    pub bytes: Vec<u8>,
}

/// A message could not be written.
#[derive(Debug, thiserror::Error)]
pub enum MessageError {
    /// A template failed on this pack.
    #[error("the text of the message to {to} could not be made")]
    Template {
        /// Whom it is for.
        to: String,
        /// Why.
        source: WordingError,
    },
    /// A header or part could not be written.
    #[error("the message to {to} could not be put together")]
    Assemble {
        /// Whom it is for.
        to: String,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The recipient asks for formats that the pack has not been made in.
    #[error("the pack has none of the formats that {to} asks for")]
    NoAttachment {
        /// Whom it is for.
        to: String,
    },
}

/// The subject: `DRAFT v2: Social Work Committee pack, 2023-24 Q2, for 15 November 2023`.
#[must_use]
pub fn subject(mail: &PackMail) -> String {
    let state = if mail.draft { "DRAFT" } else { "FINAL" };
    let meeting = mail.meeting.map(|day| format!(", for {}", long_date(day))).unwrap_or_default();
    let exempt = if mail.exempt.is_some() { "NOT FOR PUBLICATION, " } else { "" };
    let (version, audience, quarter) = (mail.version, &mail.audience, mail.quarter);
    let subject = format!("{exempt}{state} v{version}: {audience} pack, {quarter}{meeting}");
    one_line(&subject)
}

/// Writes the message that takes a pack to a recipient. `sent` is its date, in UTC; `replaces` are
/// the Message-IDs of what the recipient had of earlier versions, oldest first.
///
/// A message that would be larger than `mail.largest` goes without the workbook, and if need be
/// without the PDF, and says so.
///
/// # Errors
/// When a template fails on this pack, when a header can't be written, or when there is nothing
/// to attach for this recipient.
pub fn message(
    mail: &PackMail,
    sender: &Sender,
    recipient: &Recipient,
    templates: &Templates,
    sent: NaiveDateTime,
    replaces: &[String],
) -> Result<Message, MessageError> {
    let asked: Vec<FileFormat> = mail
        .attachments
        .iter()
        .map(|file| file.format)
        .filter(|format| recipient.formats.contains(format))
        .collect();
    if asked.is_empty() {
        return Err(MessageError::NoAttachment { to: recipient.address.to_string() });
    }
    let pdf_alone: Vec<FileFormat> =
        asked.iter().copied().filter(|format| *format == FileFormat::Pdf).collect();
    let mut choices = vec![asked.clone()];
    if !pdf_alone.is_empty() && pdf_alone != asked {
        choices.push(pdf_alone);
    }
    for formats in &choices {
        let made =
            with_formats(mail, sender, recipient, templates, sent, replaces, (formats, &asked))?;
        if made.bytes.len() <= mail.largest {
            return Ok(made);
        }
    }
    with_formats(mail, sender, recipient, templates, sent, replaces, (&[], &asked))
}

/// Writes it with some of the formats that were asked for.
fn with_formats(
    mail: &PackMail,
    sender: &Sender,
    recipient: &Recipient,
    templates: &Templates,
    sent: NaiveDateTime,
    replaces: &[String],
    (formats, asked): (&[FileFormat], &[FileFormat]),
) -> Result<Message, MessageError> {
    let (text, html) = templates
        .message(&figures(mail, formats, asked))
        .map_err(|source| MessageError::Template { to: recipient.address.to_string(), source })?;
    let attached = mail.attachments.iter().filter(|file| formats.contains(&file.format));
    let files = attached
        .map(|file| AttachedFile {
            name: mail.attachment_name(file.format),
            media_type: file.format.media_type(),
            bytes: file.bytes.clone(),
        })
        .collect();
    let state = if mail.draft { "draft" } else { "final" };
    let identity = [&*mail.audience, &mail.file_stem, &mail.version.to_string(), state];
    // What stands in its way may be told otherwise later: it is the same message.
    let (kind, stem) = if mail.draft {
        (Kind::Draft, format!("draft-{}", mail.file_stem))
    } else {
        (Kind::Pack, mail.file_stem.clone())
    };
    let letter = Letter {
        kind,
        quarter: mail.quarter,
        identity: identity.map(str::to_owned).to_vec(),
        subject: subject(mail),
        text,
        html,
        files,
        to: Addressee { role: recipient.role.clone(), address: recipient.address.clone() },
        team: mail.contact.team.clone(),
        replaces: replaces.to_vec(),
        stem,
    };
    put_together(letter, sender, sent)
}
