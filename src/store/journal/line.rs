//! Lines of the journal: JSON, each bound by its hash to the one before.
//!
//! The hash is SHA-256 over the line's text up to the hash itself, which names the hash before;
//! whoever checks it needs no parser of ours.

use super::JournalEntry;
use crate::store::hash::sha256;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

/// Where the hash begins in a line.
const HASH: &str = ",\"hash\":\"";
/// How long it is, with the marks that close the line.
const TAIL: usize = 64 + 2;

#[derive(Serialize)]
struct Written<'a> {
    seq: i64,
    previous: &'a str,
    #[serde(flatten)]
    entry: &'a JournalEntry,
}

#[derive(Deserialize)]
struct Read {
    seq: i64,
    previous: String,
    /// Named so that it is no part of the entry: what the timetable did stands under one name alone.
    #[serde(rename = "hash")]
    _hash: IgnoredAny,
    #[serde(flatten)]
    entry: JournalEntry,
}

/// A journal as far as it is as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journal {
    /// Its entries.
    pub entries: Vec<JournalEntry>,
    /// The hash of the last.
    pub head: String,
    /// Where it breaks off, if it does.
    pub broken: Option<Broken>,
}

/// Where a journal is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The line, from 1.
    pub line: usize,
    /// What shows.
    pub what: &'static str,
}

pub(super) fn write(
    seq: i64,
    previous: &str,
    entry: &JournalEntry,
) -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string(&Written { seq, previous, entry })?;
    // Its last sign closes the object, which the hash goes into.
    text.pop();
    let hash = sha256(text.as_bytes());
    text.push_str(HASH);
    text.push_str(&hash);
    text.push_str("\"}");
    Ok(text)
}

/// The hash of a line; empty where there is none.
pub(super) fn hash_in(line: &str) -> &str {
    parts(line).map_or("", |(_, hash)| hash)
}

/// What is hashed, and the hash.
fn parts(line: &str) -> Option<(&str, &str)> {
    let (text, tail) = line.split_at_checked(line.len().checked_sub(TAIL)?)?;
    Some((text.strip_suffix(HASH)?, tail.strip_suffix("\"}")?))
}

/// The entry of a line that was checked already.
pub(in crate::store) fn entry(line: &str) -> Option<JournalEntry> {
    serde_json::from_str::<Read>(line).ok().map(|read| read.entry)
}

/// Lines as a text.
pub(in crate::store) fn joined(lines: &[String]) -> String {
    lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect()
}

/// Reads a journal up to where it is not as it was written.
#[must_use]
pub fn read(text: &str) -> Journal {
    let mut journal = Journal::default();
    let whole = text.is_empty() || text.ends_with('\n');
    let lines: Vec<&str> = text.split_terminator('\n').collect();
    for (nth, line) in (1..).zip(&lines) {
        match checked(line, nth, &journal.head) {
            Ok((entry, hash)) if whole || nth < lines.len() => {
                journal.entries.push(entry);
                journal.head = hash;
            }
            Ok(_) => {
                journal.broken = Some(Broken { line: nth, what: "it does not end" });
            }
            Err(what) => {
                journal.broken = Some(Broken { line: nth, what });
                break;
            }
        }
    }
    journal
}

fn checked(line: &str, nth: usize, before: &str) -> Result<(JournalEntry, String), &'static str> {
    let not_as_written = "it is not as it was written";
    let (text, hash) = parts(line).ok_or(not_as_written)?;
    if sha256(text.as_bytes()) != hash {
        return Err(not_as_written);
    }
    let read: Read = serde_json::from_str(line)
        .map_err(|_| "this version of the program does not know what it says")?;
    if read.previous != before || usize::try_from(read.seq) != Ok(nth) {
        return Err("it does not follow the line before");
    }
    Ok((read.entry, hash.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::journal::{Decision, NotedEntry, StateEntry, TimetableEntry};
    use crate::store::{MailReturn, StepRow};

    fn text() -> String {
        let decision = |reason: &str| {
            JournalEntry::Decision(Decision {
                kind: "approval".into(),
                subject: "swc 2023-24 Q2, version 1".into(),
                content: Some("ab".repeat(32)),
                role: "Head of Service".into(),
                reason: reason.into(),
                at: "2023-10-30".into(),
            })
        };
        let noted = JournalEntry::Noted(NotedEntry {
            states: vec![StateEntry {
                arrival: 3,
                service: Some("children".into()),
                quarter: None,
                revision: Some(2),
                state: "used".into(),
            }],
        });
        let mut text = String::new();
        let mut before = String::new();
        for (seq, entry) in (1..).zip([decision("“read”"), noted, decision("last")]) {
            let line = write(seq, &before, &entry).unwrap();
            before = hash_in(&line).to_owned();
            text.push_str(&line);
            text.push('\n');
        }
        text
    }

    #[test]
    fn what_is_written_is_read() {
        let journal = read(&text());
        assert_eq!((journal.entries.len(), journal.broken), (3, None));
        assert_eq!(journal.head.len(), 64);
        assert_eq!(read(""), Journal::default());
    }

    #[test]
    fn what_the_timetable_did_is_read_too() {
        let (file, at) = ("a.xlsx".to_owned(), "2023-10-02T08:00:00Z".to_owned());
        let step = StepRow {
            key: "2023-24 Q2/open".into(),
            quarter: Some("2023-24 Q2".into()),
            kind: "open".into(),
            pack: None,
            planned: at.clone(),
            state: "done".into(),
            attempts: 1,
            written: at.clone(),
            detail: String::new(),
        };
        let mail = MailReturn {
            file: file.clone(),
            sha256: "ab".repeat(32),
            message_id: None,
            subject: "Q2".into(),
            sender: "children@council.example".into(),
            service: "children-and-justice".into(),
        };
        for entry in [
            TimetableEntry::Began(at.clone()),
            TimetableEntry::Step(step),
            TimetableEntry::Answered(file, "ab".repeat(32), at),
            TimetableEntry::Mail(vec![mail]),
        ] {
            let written = JournalEntry::Timetable(entry);
            let line = write(1, "", &written).unwrap();
            let journal = read(&format!("{line}\n"));
            assert_eq!((journal.entries.last(), journal.broken), (Some(&written), None), "{line}");
            assert_eq!(super::entry(&line).as_ref(), Some(&written));
        }
    }

    #[test]
    fn every_flipped_byte_is_found() {
        let whole = text();
        for at in 0..whole.len() {
            for flip in [1, 0x20] {
                let mut bytes = whole.clone().into_bytes();
                bytes[at] ^= flip;
                let now = String::from_utf8_lossy(&bytes).into_owned();
                assert!(read(&now).broken.is_some(), "byte {at}: {now}");
            }
        }
    }

    #[test]
    fn every_line_that_is_dropped_swapped_doubled_or_torn_is_found() {
        let whole = text();
        let lines: Vec<&str> = whole.lines().collect();
        let of = |order: &[usize]| order.iter().flat_map(|at| [lines[*at], "\n"]).collect();
        for order in [&[1, 2][..], &[0, 2], &[1, 0, 2], &[0, 2, 1], &[0, 0, 1, 2], &[0, 1, 1, 2]] {
            let now: String = of(order);
            assert!(read(&now).broken.is_some(), "{order:?}");
        }
        // What is cut off the end leaves a journal that is whole: the database knows its length.
        let shorter: String = of(&[0, 1]);
        assert_eq!(read(&shorter).entries.len(), 2);
        for cut in 1..=lines[2].len() {
            assert!(read(&whole[..whole.len() - cut]).broken.is_some(), "{cut} bytes off the end");
        }
    }
}
