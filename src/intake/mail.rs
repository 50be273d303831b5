//! Returns that come by e-mail: a message's attachments, where it comes from an address of a
//! service. The one module that reads messages.

use super::arrival::{Arrival, digest, read_file};
use super::direction::straight;
use super::inbox::{Inbox, shown_name};
use crate::calendar::NaiveDateTime;
use mail_parser::{ContentType, Message, MessageParser, MimeHeaders};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// Addresses in lower case, each with the id of its service.
pub type Senders = BTreeMap<String, String>;

/// What the clock on the wall says at a moment, in seconds since 1970.
pub type Wall<'a> = &'a dyn Fn(i64) -> NaiveDateTime;

/// A return that came by e-mail: with which message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailed {
    /// The name under which the attachment is read.
    pub file: String,
    /// SHA-256 of it.
    pub digest: String,
    /// The message's own file.
    pub message: String,
    /// Its Message-ID, without brackets: what an answer refers to.
    pub message_id: Option<String>,
    /// Its subject.
    pub subject: String,
    /// The address that it came from.
    pub sender: String,
    /// The id of the service that the address belongs to.
    pub service: String,
}

/// Why a message is no return.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aside {
    /// It can't be read as a message.
    NoMessage,
    /// It comes from an address that belongs to no service.
    Stranger,
    /// No workbook is attached to it.
    NoWorkbook,
    /// It says that a message could not be delivered.
    Undelivered,
    /// A program answered by itself: somebody is away.
    Automatic,
}

/// A message that is no return, for a person to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// The message's file.
    pub message: String,
    /// SHA-256 of it.
    pub digest: String,
    /// Why.
    pub why: Aside,
    /// The address that it came from, where there is one.
    pub sender: String,
    /// Its subject.
    pub subject: String,
    /// Of one that says that a message could not be delivered: what may be the Message-ID of that.
    pub about: Vec<String>,
}

/// A message of a Maildir that was read, and is to be filed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    path: PathBuf,
    taken: bool,
}

/// What a Maildir held that is new.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Maildir {
    /// Attachments, as files that arrived.
    pub arrivals: Vec<Arrival>,
    /// With which messages they came.
    pub mailed: Vec<Mailed>,
    /// Messages that are no returns.
    pub aside: Vec<SetAside>,
    /// Messages that can't be opened, each with what the system says. They stay where they are.
    pub shut: Vec<(String, String)>,
    /// Every message that was read.
    pub letters: Vec<Letter>,
}

impl Aside {
    /// In plain words, after "the message".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::NoMessage => "can't be read as a message",
            Self::Stranger => "comes from an address that belongs to no service",
            Self::NoWorkbook => "has no workbook attached",
            Self::Undelivered => "says that a message could not be delivered",
            Self::Automatic => "is an automatic answer",
        }
    }
}

impl SetAside {
    /// Whom it came from, in a sentence.
    #[must_use]
    pub fn from(&self) -> &str {
        if self.sender.is_empty() { "nobody that is named" } else { &self.sender }
    }
}

/// Endings of workbooks, as a form may come back.
const WORKBOOKS: [&str; 5] = ["xlsx", "xlsm", "xls", "xlsb", "ods"];

/// Messages in messages are looked into so far.
const DEPTH: usize = 3;

/// The attachments of a message from a known address, or why it has none.
///
/// # Errors
/// With what is to be told of a message that is no return.
pub(super) fn attachments(
    message: &str,
    bytes: &[u8],
    came: Option<NaiveDateTime>,
    senders: &Senders,
    wall: Wall<'_>,
) -> Result<(Vec<Arrival>, Vec<Mailed>), Box<SetAside>> {
    let aside = |why, sender: &str, subject: &str| {
        Box::new(SetAside {
            message: message.to_owned(),
            digest: digest(bytes),
            why,
            sender: sender.to_owned(),
            subject: subject.to_owned(),
            about: if why == Aside::Undelivered { ids(bytes) } else { Vec::new() },
        })
    };
    // The parser is written to take anything; should it fail all the same, one message does.
    let parsed = std::panic::catch_unwind(|| MessageParser::default().parse(bytes));
    let Ok(Some(parsed)) = parsed else { return Err(aside(Aside::NoMessage, "", "")) };
    let subject = line(parsed.subject().unwrap_or_default());
    let mut from = parsed.from().into_iter().flat_map(|from| from.iter());
    let sender = from.next().and_then(|one| one.address()).unwrap_or_default();
    let sender = line(sender).to_lowercase();
    // Several authors are nobody in particular.
    let service = senders.get(&sender).filter(|_| from.next().is_none());
    let Some(service) = service else {
        return Err(aside(by_program(&parsed).unwrap_or(Aside::Stranger), &sender, &subject));
    };
    // The topmost line was written by the council's own server: the sender's date may say anything.
    let received = parsed.received().and_then(|line| line.date.as_ref());
    let arrived = received.map(|date| wall(date.to_timestamp())).or(came);
    let mut books = Vec::new();
    workbooks(&parsed, DEPTH, &mut books);
    if books.is_empty() {
        let why = by_program(&parsed).unwrap_or(Aside::NoWorkbook);
        return Err(aside(why, &sender, &subject));
    }
    let (mut arrivals, mut mailed) = (Vec::new(), Vec::new());
    for (nth, (name, content)) in books.into_iter().enumerate() {
        let when = arrived.map(|at| at.format("%Y-%m-%d-%H%M%S-").to_string());
        let again = if nth == 0 { String::new() } else { format!("{}-", nth + 1) };
        let file = format!("{}{service}-{again}{name}", when.unwrap_or_default());
        let arrival = Arrival::held(file.clone(), content, arrived);
        mailed.push(Mailed {
            file,
            digest: arrival.digest.clone(),
            message: message.to_owned(),
            message_id: parsed.message_id().map(ToOwned::to_owned),
            subject: subject.clone(),
            sender: sender.clone(),
            service: service.clone(),
        });
        arrivals.push(arrival);
    }
    Ok((arrivals, mailed))
}

/// What a message is that no person wrote.
fn by_program(message: &Message<'_>) -> Option<Aside> {
    let kind = message.content_type();
    // RFC 6522: what mail servers report in.
    let reports = |kind: &ContentType<'_>| {
        kind.ctype().eq_ignore_ascii_case("multipart")
            && kind.subtype().is_some_and(|one| one.eq_ignore_ascii_case("report"))
    };
    if kind.is_some_and(reports) {
        return Some(Aside::Undelivered);
    }
    // RFC 3834.
    let said = message.header_raw("Auto-Submitted")?.trim().to_lowercase();
    (!said.is_empty() && !said.starts_with("no")).then_some(Aside::Automatic)
}

/// Whatever in a message may be a Message-ID, with its brackets, up to a hundred.
fn ids(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let after = text.split('<').skip(1).filter_map(|after| after.split_once('>'));
    let ids = after.map(|(id, _)| id).filter(|id| {
        let plain = id.len() < 200 && id.chars().all(|sign| sign.is_ascii_graphic());
        plain && id.contains('@')
    });
    ids.take(100).map(|id| format!("<{id}>")).collect()
}

/// Workbooks attached to a message, and to messages that are attached to it.
fn workbooks(message: &Message<'_>, depth: usize, found: &mut Vec<(String, Vec<u8>)>) {
    for part in message.attachments() {
        if let Some(inner) = part.message() {
            if depth > 0 {
                workbooks(inner, depth - 1, found);
            }
            continue;
        }
        let name = tidy(part.attachment_name().unwrap_or("return"), 80);
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
        let bytes = part.contents();
        let named = ending.is_some_and(|ending| WORKBOOKS.contains(&ending.as_str()));
        // A workbook under no name, or under another: the bytes say so.
        let like_one = bytes.starts_with(b"\xd0\xcf\x11\xe0") || is_office_archive(bytes);
        if named || like_one {
            found.push((name, bytes.to_vec()));
        }
    }
}

/// Whether an archive begins as Excel's and LibreOffice's do.
fn is_office_archive(bytes: &[u8]) -> bool {
    let head = bytes.get(..200).unwrap_or(bytes);
    let holds = |text: &[u8]| head.windows(text.len()).any(|window| window == text);
    bytes.starts_with(b"PK\x03\x04")
        && (holds(b"[Content_Types].xml") || holds(b"opendocument.spreadsheet"))
}

/// A text from outside as one line: nothing in it ends a header.
fn line(text: &str) -> String {
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    straight(text).trim().chars().map(plain).take(200).collect()
}

/// A text from outside as part of a file's name: letters, digits and few signs.
fn tidy(text: &str, longest: usize) -> String {
    let last = text.rsplit(['/', '\\']).next().unwrap_or(text);
    let kept = |c: char| if c.is_alphanumeric() || " .-_()".contains(c) { c } else { '_' };
    let tidy: String = last.trim().trim_start_matches('.').chars().map(kept).collect();
    let skip = tidy.chars().count().saturating_sub(longest);
    // The end of a name says what kind of file it is.
    tidy.chars().skip(skip).collect()
}

impl Inbox {
    /// Puts the attachments of messages (`.eml`) in the place of the messages, where they come
    /// from an address of a service; others stay, and are told as files that are no return.
    pub fn unpack(&mut self, senders: &Senders, wall: Wall<'_>) -> (Vec<Mailed>, Vec<SetAside>) {
        let (mut arrivals, mut mailed, mut aside) = (Vec::new(), Vec::new(), Vec::new());
        for arrival in std::mem::take(&mut self.arrivals) {
            let is_message = arrival.file.to_lowercase().ends_with(".eml");
            let bytes = if is_message { arrival.bytes().ok() } else { None };
            let taken = bytes
                .map(|bytes| attachments(&arrival.file, &bytes, arrival.arrived, senders, wall));
            match taken {
                Some(Ok((files, with))) => {
                    arrivals.extend(files);
                    mailed.extend(with);
                }
                Some(Err(why)) => {
                    aside.push(*why);
                    arrivals.push(arrival);
                }
                // A message that changes just now is told when it is read.
                None => arrivals.push(arrival),
            }
        }
        self.arrivals = arrivals;
        (mailed, aside)
    }
}

impl Maildir {
    /// Reads what is new in a Maildir: the messages in its folder `new`, in the order of their
    /// names. A folder that is not there holds nothing.
    ///
    /// # Errors
    /// The folder can't be listed.
    pub fn read(folder: &Path, senders: &Senders, wall: Wall<'_>) -> io::Result<Self> {
        let mut paths = Vec::new();
        match std::fs::read_dir(folder.join("new")) {
            Ok(entries) => {
                for entry in entries {
                    paths.push(entry?.path());
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        paths.sort();
        let mut read = Self::default();
        for path in paths {
            let name = path.file_name().map_or_else(String::new, shown_name);
            if name.starts_with('.') || path.is_dir() {
                continue;
            }
            // One that can't be opened now may be later: it stays where it is.
            let bytes = match read_file(&path) {
                Ok(bytes) => bytes,
                // Filed by another program meanwhile.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => {
                    read.shut.push((name, format!("the system says: {error}")));
                    continue;
                }
            };
            let changed = std::fs::metadata(&path).and_then(|metadata| metadata.modified()).ok();
            let came =
                changed.map(|at| wall(chrono::DateTime::<chrono::Utc>::from(at).timestamp()));
            let taken = match attachments(&name, &bytes, came, senders, wall) {
                Ok((arrivals, mailed)) => {
                    read.arrivals.extend(arrivals);
                    read.mailed.extend(mailed);
                    true
                }
                Err(aside) => {
                    read.aside.push(*aside);
                    false
                }
            };
            read.letters.push(Letter { path, taken });
        }
        Ok(read)
    }

    /// Files the messages that were read: from `new` to `cur`, marked as seen where they were
    /// taken, and as flagged where a person is to look. Nothing is deleted.
    ///
    /// # Errors
    /// A message can't be moved.
    pub fn file(&self, folder: &Path) -> io::Result<()> {
        let cur = folder.join("cur");
        if !self.letters.is_empty() {
            std::fs::create_dir_all(&cur)?;
        }
        for letter in &self.letters {
            let name = letter.path.file_name().map(|name| name.to_string_lossy().into_owned());
            let name = name.unwrap_or_default();
            let base = name.split(":2,").next().unwrap_or(&name);
            let flag = if letter.taken { "S" } else { "F" };
            let filed = std::fs::rename(&letter.path, cur.join(format!("{base}:2,{flag}")));
            // Filed by another program meanwhile.
            filed.or_else(|error| {
                if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
            })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
