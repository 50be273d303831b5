//! Steps of the timetable in the record: what was begun, done, left out, and what failed.

use super::audit::{self, Event};
use super::fault::RecordError;
use super::journal::{self, JournalEntry, TimetableEntry};
use super::record::Record;
use rusqlite::{OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A step as the record has it. Times are ISO 8601, in UTC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepRow {
    /// What it is known by.
    pub key: String,
    /// The quarter; none for a job beside the quarters.
    pub quarter: Option<String>,
    /// What was done: `open`, `reminder`, `deadline`, `draft`, `final`, `job`.
    pub kind: String,
    /// The pack that it is about.
    pub pack: Option<String>,
    /// When it fell due.
    pub planned: String,
    /// `started`, `done`, `failed`, `skipped` or `waiting`.
    pub state: String,
    /// How often it was begun.
    pub attempts: u32,
    /// When this was written.
    pub written: String,
    /// What was done, or why not.
    pub detail: String,
}

/// A return that came by e-mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailReturn {
    /// The name under which it is read.
    pub file: String,
    /// SHA-256 of it.
    pub sha256: String,
    /// The Message-ID that an answer refers to, without its brackets.
    pub message_id: Option<String>,
    /// The message's subject.
    pub subject: String,
    /// The address that it came from.
    pub sender: String,
    /// The id of the service that the address belongs to.
    pub service: String,
}

impl Record {
    /// When the timetable first ran; noted now where it never did.
    ///
    /// # Errors
    /// When the database can't be written.
    pub fn timetable_begins(&mut self, now: &str) -> Result<String, RecordError> {
        self.change(|transaction| {
            let first = transaction
                .execute("INSERT OR IGNORE INTO timetable_begun VALUES (1, ?1)", [now])?;
            if first > 0 {
                // What came before was nobody's to answer.
                let all = "INSERT INTO answered SELECT file, sha256, ?1 FROM arrival";
                transaction.execute(all, [now])?;
                tell(transaction, TimetableEntry::Began(now.to_owned()))?;
            }
            transaction.query_row("SELECT at FROM timetable_begun", [], |row| row.get(0))
        })
    }

    /// When the timetable first ran.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn timetable_began(&self) -> Result<Option<String>, RecordError> {
        self.doing(|connection| {
            connection.query_row("SELECT at FROM timetable_begun", [], |row| row.get(0)).optional()
        })
    }

    /// Every step that the record knows, in the order of their keys.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn steps(&self) -> Result<Vec<StepRow>, RecordError> {
        self.doing(|connection| {
            let mut asked = connection.prepare_cached(
                "SELECT key, quarter, kind, pack, planned, state, attempts, written, detail
                 FROM step ORDER BY key",
            )?;
            let rows = asked.query_map([], |row| {
                Ok(StepRow {
                    key: row.get(0)?,
                    quarter: row.get(1)?,
                    kind: row.get(2)?,
                    pack: row.get(3)?,
                    planned: row.get(4)?,
                    state: row.get(5)?,
                    attempts: row.get(6)?,
                    written: row.get(7)?,
                    detail: row.get(8)?,
                })
            })?;
            rows.collect()
        })
    }

    /// Notes how a step stands. What is settled goes into the log as well.
    ///
    /// # Errors
    /// When the database can't be written.
    pub fn note_step(&mut self, row: &StepRow) -> Result<(), RecordError> {
        self.change(|transaction| {
            // What waits is looked at often: the log says it once, and again when it changes.
            let said = transaction
                .prepare_cached(
                    "SELECT 1 FROM step WHERE key = ?1 AND state = 'waiting'
                     AND ?2 = 'waiting' AND detail = ?3",
                )?
                .exists(params![row.key, row.state, row.detail])?;
            transaction
                .prepare_cached(
                    "INSERT OR REPLACE INTO step VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                )?
                .execute(params![
                    row.key,
                    row.quarter,
                    row.kind,
                    row.pack,
                    row.planned,
                    row.state,
                    row.attempts,
                    row.written,
                    row.detail
                ])?;
            tell(transaction, TimetableEntry::Step(row.clone()))?;
            if row.state == "started" || said {
                return Ok(());
            }
            let event = Event {
                at: row.written.clone(),
                event: "step",
                subject: row.key.clone(),
                detail: format!("{}: {}", row.state, row.detail),
            };
            audit::add(transaction, &event)
        })
    }

    /// The digest of what the inbox held when it was last looked at.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn last_look(&self) -> Result<Option<String>, RecordError> {
        self.doing(|connection| {
            connection.query_row("SELECT digest FROM inbox_look", [], |row| row.get(0)).optional()
        })
    }

    /// Notes that the inbox was looked at.
    ///
    /// # Errors
    /// When the database can't be written.
    pub fn looked(&mut self, at: &str, digest: &str) -> Result<(), RecordError> {
        self.change(|transaction| {
            let sql = "INSERT OR REPLACE INTO inbox_look VALUES (1, ?1, ?2)";
            transaction.execute(sql, [at, digest]).map(|_| ())
        })
    }

    /// Files whose senders were told that they came, each with its SHA-256.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn answered(&self) -> Result<BTreeSet<(String, String)>, RecordError> {
        self.doing(|connection| {
            let mut asked = connection.prepare_cached("SELECT file, sha256 FROM answered")?;
            asked.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        })
    }

    /// Notes that the sender of a file was told that it came.
    ///
    /// # Errors
    /// When the database can't be written.
    pub fn note_answered(&mut self, file: &str, sha256: &str, at: &str) -> Result<(), RecordError> {
        self.change(|transaction| answered(transaction, file, sha256, at))
    }

    /// Notes with which messages returns came.
    ///
    /// # Errors
    /// When the database can't be written.
    pub fn came_by_mail(&mut self, returns: &[MailReturn]) -> Result<(), RecordError> {
        self.change(|transaction| {
            let mut new = Vec::new();
            for one in returns {
                let added = transaction
                    .prepare_cached(
                        "INSERT OR IGNORE INTO mail_return VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    )?
                    .execute(params![
                        one.file,
                        one.sha256,
                        one.message_id,
                        one.subject,
                        one.sender,
                        one.service
                    ])?;
                if added > 0 {
                    new.push(one.clone());
                }
            }
            if new.is_empty() { Ok(()) } else { tell(transaction, TimetableEntry::Mail(new)) }
        })
    }

    /// The message that a return came with.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn mail_of(&self, file: &str, sha256: &str) -> Result<Option<MailReturn>, RecordError> {
        self.doing(|connection| {
            let sql = "SELECT file, sha256, message_id, subject, sender, service
                       FROM mail_return WHERE file = ?1 AND sha256 = ?2";
            connection
                .query_row(sql, [file, sha256], |row| {
                    Ok(MailReturn {
                        file: row.get(0)?,
                        sha256: row.get(1)?,
                        message_id: row.get(2)?,
                        subject: row.get(3)?,
                        sender: row.get(4)?,
                        service: row.get(5)?,
                    })
                })
                .optional()
        })
    }
}

/// Notes within a change that somebody was told that a file came.
pub(super) fn answered(
    transaction: &Transaction<'_>,
    file: &str,
    sha256: &str,
    at: &str,
) -> rusqlite::Result<()> {
    let sql = "INSERT OR IGNORE INTO answered VALUES (?1, ?2, ?3)";
    if transaction.execute(sql, [file, sha256, at])? == 0 {
        return Ok(());
    }
    let entry = TimetableEntry::Answered(file.into(), sha256.into(), at.into());
    tell(transaction, entry)
}

/// Tells the journal what the timetable did.
fn tell(transaction: &Transaction<'_>, entry: TimetableEntry) -> rusqlite::Result<()> {
    journal::add(transaction, &JournalEntry::Timetable(entry))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(state: &str, attempts: u32) -> StepRow {
        StepRow {
            key: "2023-24 Q2/open".into(),
            quarter: Some("2023-24 Q2".into()),
            kind: "open".into(),
            pack: None,
            planned: "2023-10-02T08:00:00Z".into(),
            state: state.into(),
            attempts,
            written: "2023-10-02T08:00:01Z".into(),
            detail: "3 forms".into(),
        }
    }

    #[test]
    fn a_step_has_one_row_and_what_is_settled_is_in_the_log() {
        let folder = tempfile::tempdir().unwrap();
        let mut record = Record::open(folder.path()).unwrap();
        record.note_step(&row("started", 1)).unwrap();
        assert!(record.log().unwrap().is_empty());
        record.note_step(&row("done", 1)).unwrap();
        assert_eq!(record.steps().unwrap(), [row("done", 1)]);
        let log = record.log().unwrap();
        assert_eq!((log[0].event.as_str(), log[0].detail.as_str()), ("step", "done: 3 forms"));
        assert!(record.verify_log().unwrap().faults.is_empty());
    }

    #[test]
    fn the_timetable_begins_once() {
        let folder = tempfile::tempdir().unwrap();
        let mut record = Record::open(folder.path()).unwrap();
        assert_eq!(record.timetable_began().unwrap(), None);
        assert_eq!(
            record.timetable_begins("2023-10-02T08:00:00Z").unwrap(),
            "2023-10-02T08:00:00Z"
        );
        assert_eq!(
            record.timetable_begins("2024-10-02T08:00:00Z").unwrap(),
            "2023-10-02T08:00:00Z"
        );
    }
}
