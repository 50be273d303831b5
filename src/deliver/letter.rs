//! Any message, put together: headers, plain text, page and attachments. Pure: the same input
//! gives the same bytes.

use super::address::{MailAddress, hex, one_line};
use super::file_name::file_name;
use super::message::{Message, MessageError, Sender};
use crate::calendar::{NaiveDateTime, Quarter};
use lettre::message::header::{
    ContentDisposition, ContentTransferEncoding, ContentType, HeaderName, HeaderValue,
};
use lettre::message::{Body, Mailbox, MultiPart, SinglePart};
use sha2::{Digest, Sha256};
use std::time::{Duration, SystemTime};

/// The longest subject, in characters.
const LONGEST_SUBJECT: usize = 200;

/// The most earlier messages that a reply names: the first lines of a thread would otherwise
/// outgrow the rest.
const REFERENCES: usize = 10;

/// What kind of message it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A final pack to its lists.
    Pack,
    /// A draft, with what stands in its way.
    Draft,
    /// A blank form to a service, when its quarter opens.
    Form,
    /// A reminder before the deadline.
    Reminder,
    /// A reminder after the deadline.
    Overdue,
    /// A receipt for a return, with the marked workbook.
    Receipt,
    /// To the officers: what could not be delivered.
    Failure,
    /// To the officers: a return came after the pack.
    Late,
    /// To the officers: a step of the timetable failed, waits, or was left out.
    Stopped,
    /// To the officers: mail that is no return, and files that can't be opened.
    Aside,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::Pack,
        Self::Draft,
        Self::Form,
        Self::Reminder,
        Self::Overdue,
        Self::Receipt,
        Self::Failure,
        Self::Late,
        Self::Stopped,
        Self::Aside,
    ];

    /// Its name in the ledger and in names of files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pack => "pack",
            Self::Draft => "draft",
            Self::Form => "form",
            Self::Reminder => "reminder",
            Self::Overdue => "overdue",
            Self::Receipt => "receipt",
            Self::Failure => "failure",
            Self::Late => "late-return",
            Self::Stopped => "stopped",
            Self::Aside => "set-aside",
        }
    }
}

/// A file that is attached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachedFile {
    /// Its name.
    pub name: String,
    /// Its media type (IANA).
    pub media_type: &'static str,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Whom a message is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addressee {
    /// The role: `Committee clerk`.
    pub role: String,
    /// Its address.
    pub address: MailAddress,
}

/// A message before it is put together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// What kind of message it is.
    pub kind: Kind,
    /// The quarter it is about.
    pub quarter: Quarter,
    /// What makes it this message and no other, besides kind, quarter and recipient: the
    /// Message-ID follows from it.
    pub identity: Vec<String>,
    /// Its subject.
    pub subject: String,
    /// Its plain text.
    pub text: String,
    /// The same as a page.
    pub html: String,
    /// What is attached.
    pub files: Vec<AttachedFile>,
    /// Whom it is for.
    pub to: Addressee,
    /// The team that answers.
    pub team: String,
    /// Message-IDs of what it replaces, oldest first: it stands under them.
    pub replaces: Vec<String>,
    /// The name of its file, without recipient and ending.
    pub stem: String,
}

/// Names a message by what it is, so that sending the same again can be recognised. Each part
/// is preceded by its length: no two different lists of parts run together alike.
fn digest(letter: &Letter) -> String {
    let (quarter, address) = (letter.quarter.to_string(), letter.to.address.folded());
    let parts = [letter.kind.word(), &quarter, &address].into_iter();
    let mut hash = Sha256::new();
    for part in parts.chain(letter.identity.iter().map(String::as_str)) {
        hash.update(part.len().to_le_bytes());
        hash.update(part.as_bytes());
    }
    hex(&hash.finalize(), 16)
}

/// Puts a message together. `dated` is its date, in UTC.
///
/// # Errors
/// When a header can't be written.
pub fn put_together(
    letter: Letter,
    sender: &Sender,
    dated: NaiveDateTime,
) -> Result<Message, MessageError> {
    let digest = digest(&letter);
    let id = format!("<{digest}@{}>", sender.address.domain());
    let to = letter.to.address.to_string();
    let assemble = |source| MessageError::Assemble { to: to.clone(), source };
    let subject: String = one_line(&letter.subject).chars().take(LONGEST_SUBJECT).collect();

    let alternative = MultiPart::alternative()
        .boundary(format!("=_text_{digest}"))
        .singlepart(body(letter.text, ContentType::TEXT_PLAIN))
        .singlepart(body(letter.html.clone(), ContentType::TEXT_HTML));
    let mut parts = MultiPart::mixed().boundary(format!("=_pack_{digest}")).multipart(alternative);
    for attached in &letter.files {
        let kind =
            ContentType::parse(attached.media_type).map_err(|source| assemble(Box::new(source)))?;
        parts = parts.singlepart(file(&one_line(&attached.name), kind, &attached.bytes));
    }
    let mut builder = lettre::Message::builder()
        .date(system_time(dated))
        .from(Mailbox::new(Some(one_line(&sender.name)), sender.address.inner()))
        .reply_to(Mailbox::new(Some(one_line(&letter.team)), sender.reply_to.inner()))
        .to(Mailbox::new(Some(one_line(&letter.to.role)), letter.to.address.inner()))
        .subject(subject.clone())
        .message_id(Some(id.clone()));
    if let Some(last) = letter.replaces.last() {
        let from = letter.replaces.len().saturating_sub(REFERENCES);
        let references = letter.replaces.get(from..).unwrap_or_default().join(" ");
        builder = builder.in_reply_to(one_line(last)).references(one_line(&references));
    }
    let built = builder
        // RFC 3834, and the header by which Exchange is asked the same: no automatic answers.
        .raw_header(header("Auto-Submitted", "auto-generated"))
        .raw_header(header("X-Auto-Response-Suppress", "All"))
        .raw_header(header("Content-Language", "en-GB"))
        .multipart(parts)
        .map_err(|source| assemble(Box::new(source)))?;
    Ok(Message {
        id,
        kind: letter.kind,
        quarter: letter.quarter,
        subject,
        role: letter.to.role,
        name: file_name(&letter.stem, &letter.to.address),
        to: letter.to.address,
        page: letter.html,
        bytes: built.formatted(),
    })
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
fn system_time(dated: NaiveDateTime) -> SystemTime {
    let seconds = u64::try_from(dated.and_utc().timestamp()).unwrap_or(0);
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}
