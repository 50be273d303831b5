//! What came: each file is archived, and then noted.

use super::audit::{self, Event};
use super::fault::RecordError;
use super::files::FileError;
use super::journal::{self, ArrivalEntry, JournalEntry};
use super::record::Record;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use std::borrow::Cow;
use std::io;

/// A file as it came.
#[derive(Clone, Copy, Debug)]
pub struct Came<'a> {
    /// Its name.
    pub file: &'a str,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: &'a str,
    /// Its bytes.
    pub bytes: &'a dyn Bytes,
    /// When it came, local time, as ISO 8601.
    pub arrived: Option<&'a str>,
}

/// The bytes of a file, read when they are needed.
pub trait Bytes: std::fmt::Debug {
    /// The bytes.
    ///
    /// # Errors
    /// When they can't be read.
    fn load(&self) -> io::Result<Cow<'_, [u8]>>;
}

impl Bytes for &[u8] {
    fn load(&self) -> io::Result<Cow<'_, [u8]>> {
        Ok(Cow::Borrowed(self))
    }
}

/// A file that came once, as the record knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its name.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// When it came.
    pub arrived: Option<String>,
}

impl Record {
    /// Archives files that are not known yet, then notes that they came. A file is on the disk
    /// before its row is. Gives how many were new.
    ///
    /// # Errors
    /// When a file can't be written, or the database can't be changed.
    pub fn receive(&mut self, files: &[Came<'_>]) -> Result<usize, RecordError> {
        let mut new = Vec::new();
        for came in files {
            if self.arrival(came.file, came.sha256)?.is_none() {
                let bytes = came.bytes.load().map_err(|source| FileError {
                    path: came.file.into(),
                    doing: "read",
                    source,
                })?;
                self.archive().put(came.sha256, came.file, &bytes)?;
                new.push((came, i64::try_from(bytes.len()).unwrap_or(i64::MAX)));
            }
        }
        if new.is_empty() {
            return Ok(0);
        }
        self.change(|transaction| {
            for (came, bytes) in &new {
                note(transaction, came, *bytes)?;
            }
            Ok(new.len())
        })
    }

    /// Notes that a file came whose bytes are no longer kept.
    ///
    /// # Errors
    /// When the database can't be changed.
    pub fn receive_removed(&mut self, entry: &ArrivalEntry) -> Result<(), RecordError> {
        let came = Came {
            file: &entry.file,
            sha256: &entry.sha256,
            bytes: &&[][..],
            arrived: entry.arrived.as_deref(),
        };
        self.change(|transaction| note(transaction, &came, entry.bytes))
    }

    pub(super) fn arrival(&self, file: &str, sha256: &str) -> Result<Option<i64>, RecordError> {
        self.doing(|connection| id(connection, file, sha256))
    }

    /// Every file that ever came and is still kept, in the order in which it was noted.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn arrivals(&self) -> Result<Vec<Known>, RecordError> {
        self.doing(|connection| {
            let mut asked = connection.prepare(
                "SELECT file, sha256, arrived FROM arrival \
                 WHERE id NOT IN (SELECT arrival FROM removed) ORDER BY id",
            )?;
            let known = asked.query_map([], |row| {
                Ok(Known { file: row.get(0)?, sha256: row.get(1)?, arrived: row.get(2)? })
            })?;
            known.collect()
        })
    }
}

fn note(transaction: &Transaction<'_>, came: &Came<'_>, bytes: i64) -> rusqlite::Result<()> {
    let new = transaction
        .prepare_cached(
            "INSERT INTO arrival (file, sha256, bytes, arrived) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT DO NOTHING",
        )?
        .execute(params![came.file, came.sha256, bytes, came.arrived])?;
    if new == 0 {
        return Ok(());
    }
    let entry = ArrivalEntry {
        arrival: transaction.last_insert_rowid(),
        file: came.file.to_owned(),
        sha256: came.sha256.to_owned(),
        bytes,
        arrived: came.arrived.map(ToOwned::to_owned),
    };
    let event = Event {
        at: came.arrived.unwrap_or_default().to_owned(),
        event: "arrival",
        subject: came.file.to_owned(),
        detail: format!("SHA-256 {}, {bytes} bytes", came.sha256),
    };
    audit::add(transaction, &event)?;
    journal::add(transaction, &JournalEntry::Arrival(entry))
}

/// Puts what came before there was a journal into it.
pub(super) fn in_journal(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let any: bool =
        transaction.query_row("SELECT EXISTS (SELECT 1 FROM journal)", [], |row| row.get(0))?;
    if any {
        return Ok(());
    }
    let mut asked =
        transaction.prepare("SELECT id, file, sha256, bytes, arrived FROM arrival ORDER BY id")?;
    let known = asked.query_map([], |row| {
        Ok(ArrivalEntry {
            arrival: row.get(0)?,
            file: row.get(1)?,
            sha256: row.get(2)?,
            bytes: row.get(3)?,
            arrived: row.get(4)?,
        })
    })?;
    for entry in known {
        journal::add(transaction, &JournalEntry::Arrival(entry?))?;
    }
    Ok(())
}

/// The number of a file that came, by its name and its bytes.
pub(super) fn id(
    connection: &Connection,
    file: &str,
    sha256: &str,
) -> rusqlite::Result<Option<i64>> {
    connection
        .prepare_cached("SELECT id FROM arrival WHERE file = ?1 AND sha256 = ?2")?
        .query_row(params![file, sha256], |row| row.get(0))
        .optional()
}
