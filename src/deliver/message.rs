//! A complete message: headers, plain text, page and attachments. Pure: the same input gives
//! the same bytes.

use super::address::{MailAddress, hex, one_line};
use super::figures::figures;
use super::list::Recipient;
use super::mail::PackMail;
use crate::calendar::{NaiveDateTime, long_date};
use crate::wording::{Templates, WordingError};
use lettre::message::header::{
    ContentDisposition, ContentTransferEncoding, ContentType, HeaderName, HeaderValue,
};
use lettre::message::{Body, Mailbox, MultiPart, SinglePart};
use sha2::{Digest, Sha256};
use std::time::{Duration, SystemTime};

/// The longest subject, in characters.
const LONGEST_SUBJECT: usize = 200;

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
    /// The address it goes to.
    pub to: MailAddress,
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
    one_line(&subject).chars().take(LONGEST_SUBJECT).collect()
}

/// Writes the message that takes a pack to a recipient. `sent` is its date, in UTC.
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
) -> Result<Message, MessageError> {
    let to = recipient.address.to_string();
    let digest = digest(mail, recipient);
    let id = format!("<{digest}@{}>", sender.address.domain());
    let (text, html) = templates
        .message(&figures(mail, &recipient.formats))
        .map_err(|source| MessageError::Template { to: to.clone(), source })?;
    let assemble = |source| MessageError::Assemble { to: to.clone(), source };

    let alternative = MultiPart::alternative()
        .boundary(format!("=_text_{digest}"))
        .singlepart(body(text, ContentType::TEXT_PLAIN))
        .singlepart(body(html, ContentType::TEXT_HTML));
    let mut parts = MultiPart::mixed().boundary(format!("=_pack_{digest}")).multipart(alternative);
    let mut attached = 0_usize;
    for attachment in mail.attachments.iter().filter(|a| recipient.formats.contains(&a.format)) {
        let kind = ContentType::parse(attachment.format.media_type())
            .map_err(|source| assemble(Box::new(source)))?;
        let name = one_line(&mail.attachment_name(attachment.format));
        parts = parts.singlepart(file(&name, kind, &attachment.bytes));
        attached += 1;
    }
    if attached == 0 {
        return Err(MessageError::NoAttachment { to });
    }

    let built = lettre::Message::builder()
        .date(system_time(sent))
        .from(Mailbox::new(Some(one_line(&sender.name)), sender.address.inner()))
        .reply_to(Mailbox::new(Some(one_line(&mail.contact.team)), sender.reply_to.inner()))
        .to(Mailbox::new(Some(one_line(&recipient.role)), recipient.address.inner()))
        .subject(subject(mail))
        .message_id(Some(id.clone()))
        // RFC 3834, and the header by which Exchange is asked the same: no automatic answers.
        .raw_header(header("Auto-Submitted", "auto-generated"))
        .raw_header(header("X-Auto-Response-Suppress", "All"))
        .raw_header(header("Content-Language", "en-GB"))
        .multipart(parts)
        .map_err(|source| assemble(Box::new(source)))?;
    Ok(Message { id, to: recipient.address.clone(), bytes: built.formatted() })
}

/// Names a message by what it is, so that sending the same again can be recognised. Each part
/// is preceded by its length: no two different lists of parts run together alike.
fn digest(mail: &PackMail, recipient: &Recipient) -> String {
    let state = if mail.draft { "draft" } else { "final" };
    let version = mail.version.to_string();
    let (quarter, address) = (mail.quarter.to_string(), recipient.address.folded());
    let parts = ["pack", &mail.audience, &quarter, &mail.file_stem, &version, state, &address];
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_le_bytes());
        hash.update(part.as_bytes());
    }
    hex(&hash.finalize(), 16)
}

/// A text in quoted-printable, whatever it holds: no relay has to rewrite it.
fn body(text: String, kind: ContentType) -> SinglePart {
    let encoded = Body::new_with_encoding(text.clone(), ContentTransferEncoding::QuotedPrintable);
    SinglePart::builder().header(kind).body(encoded.unwrap_or_else(|_| Body::new(text)))
}

/// A file in base64.
fn file(name: &str, kind: ContentType, bytes: &[u8]) -> SinglePart {
    let encoded = Body::new_with_encoding(bytes.to_vec(), ContentTransferEncoding::Base64);
    SinglePart::builder()
        .header(ContentDisposition::attachment(name))
        .header(kind)
        .body(encoded.unwrap_or_else(Body::new))
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// A date before 1970 is written as 1970.
fn system_time(sent: NaiveDateTime) -> SystemTime {
    let seconds = u64::try_from(sent.and_utc().timestamp()).unwrap_or(0);
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}
