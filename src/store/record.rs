//! The record: a database and an archive in one folder.

use super::archive::Archive;
use super::arrivals;
use super::fail;
use super::fault::RecordError;
use super::files::FileError;
use super::journal::{JournalFile, RunEntry};
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The schema, a step a version: a database at version n takes the steps after the nth.
const STEPS: &[&str] = &[
    include_str!("schema.sql"),
    include_str!("steps/2_decisions.sql"),
    include_str!("steps/3_deliveries.sql"),
    include_str!("steps/4_journal.sql"),
    include_str!("steps/5_timetable.sql"),
    include_str!("steps/7_waiting.sql"),
];

/// How long another program may hold the database before it is told.
const PATIENCE: Duration = Duration::from_secs(2);

/// What came, what was read in it, what was made of it, and the log of all that.
#[derive(Debug)]
pub struct Record {
    pub(super) connection: Connection,
    pub(super) file: PathBuf,
    archive: Archive,
    journal: Option<JournalFile>,
    /// What the run that writes works on, for the journal.
    pub(super) run: Option<RunEntry>,
}

impl Record {
    /// Opens the record in a folder, and begins one where there is none.
    ///
    /// # Errors
    /// When it can't be opened, is damaged, locked, or of a later version.
    pub fn open(folder: &Path) -> Result<Self, RecordError> {
        let fault = |source| FileError { path: folder.into(), doing: "written", source };
        std::fs::create_dir_all(folder).map_err(fault)?;
        let file = folder.join("record.sqlite");
        let mut journal = JournalFile::in_folder(folder);
        if !file.exists() {
            journal.refuse_without_database()?;
        }
        let connection = Connection::open(&file);
        let connection = connection.map_err(|source| RecordError::of(file.clone(), source))?;
        let mut record = Self::with(connection, file, Archive::new(folder.join("archive")))?;
        journal.mend(&record.connection)?;
        record.journal = Some(journal);
        record.change(arrivals::in_journal)?;
        Ok(record)
    }

    /// A record in memory that shares an archive: what is made in it is seen by nobody else.
    ///
    /// # Errors
    /// When the database can't be made.
    pub fn in_memory(archive: &Archive) -> Result<Self, RecordError> {
        let file = PathBuf::from("record.sqlite");
        let connection = Connection::open_in_memory();
        let connection = connection.map_err(|source| RecordError::of(file.clone(), source))?;
        Self::with(connection, file, archive.clone())
    }

    /// Opens the record in a folder to look at it: what is not there is empty, and nothing is
    /// made.
    ///
    /// # Errors
    /// When it can't be opened, is damaged, locked, or of a later version.
    pub fn look(folder: &Path) -> Result<Self, RecordError> {
        let file = folder.join("record.sqlite");
        let there = match std::fs::metadata(&file) {
            Ok(_) => true,
            // Where a file is in the way of the folder there is no record either.
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                false
            }
            Err(source) => return Err(FileError { path: file, doing: "read", source }.into()),
        };
        if !there {
            JournalFile::in_folder(folder).refuse_without_database()?;
        }
        let connection = if there {
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            Connection::open_with_flags(&file, flags)
        } else {
            Connection::open_in_memory()
        };
        let connection = connection.map_err(|source| RecordError::of(file.clone(), source))?;
        Self::with(connection, file, Archive::new(folder.join("archive")))
    }

    fn with(connection: Connection, file: PathBuf, archive: Archive) -> Result<Self, RecordError> {
        let mut record = Self { connection, file, archive, journal: None, run: None };
        record.set_up()?;
        Ok(record)
    }

    fn set_up(&mut self) -> Result<(), RecordError> {
        let steps = i64::try_from(STEPS.len()).unwrap_or(i64::MAX);
        let file = self.file.clone();
        let version = self.doing(|connection| {
            connection.busy_timeout(PATIENCE)?;
            let version: i64 =
                connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
            connection.pragma_update(None, "foreign_keys", true)?;
            // A writer and the readers of other programs don't wait for each other, and what is
            // committed is on the disk.
            connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
            connection.pragma_update(None, "synchronous", "full")?;
            Ok(version)
        })?;
        if version > steps {
            return Err(RecordError::Later { file });
        }
        if version == steps {
            return Ok(());
        }
        self.change(|transaction| {
            // Asked again: another run may have been quicker.
            let version: i64 =
                transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
            let done = usize::try_from(version).unwrap_or(0);
            for step in STEPS.iter().skip(done) {
                transaction.execute_batch(step)?;
            }
            transaction.pragma_update(None, "user_version", steps)
        })
    }

    /// The archive beside the database.
    #[must_use]
    pub const fn archive(&self) -> &Archive {
        &self.archive
    }

    /// Asks the database.
    pub(super) fn doing<T>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, RecordError> {
        work(&self.connection).map_err(|source| RecordError::of(self.file.clone(), source))
    }

    /// Changes the database: all of it, or nothing. What the change added to the journal is in its
    /// file when this returns.
    pub(super) fn change<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, RecordError> {
        let file = self.file.clone();
        let connection = &mut self.connection;
        let changed = || -> rusqlite::Result<T> {
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let done = work(&transaction)?;
            fail::point("before a change is committed");
            transaction.commit()?;
            fail::point("a change is committed");
            Ok(done)
        };
        let done = changed().map_err(|source| RecordError::of(file, source))?;
        if let Some(journal) = &mut self.journal {
            journal.follow(&self.connection)?;
        }
        Ok(done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_begun_and_opened_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/record");
        Record::open(&path).unwrap();
        let before = std::fs::read(path.join("record.sqlite")).unwrap();
        let again = Record::open(&path).unwrap();
        let wal: String = again
            .doing(|one| one.pragma_query_value(None, "journal_mode", |row| row.get(0)))
            .unwrap();
        assert_eq!(wal, "wal");
        drop(again);
        assert!(std::fs::read(path.join("record.sqlite")).unwrap() == before);
        assert_eq!(std::fs::read_dir(&path).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn looking_makes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("record");
        Record::look(&path).unwrap();
        assert!(!path.exists());
    }

    #[test]
    fn a_damaged_a_locked_and_a_later_record_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        std::fs::write(path.join("record.sqlite"), "no database at all, but long enough").unwrap();
        assert!(matches!(Record::open(path), Err(RecordError::Damaged { .. })));
        std::fs::remove_file(path.join("record.sqlite")).unwrap();
        let mut holder = Record::open(path).unwrap();
        let mut other = Record::open(path).unwrap();
        other.connection.busy_timeout(Duration::ZERO).unwrap();
        let held = holder.change(|_| Ok(other.change(|_| Ok(())))).unwrap();
        assert!(matches!(held, Err(RecordError::Locked { .. })), "{held:?}");
        holder.connection.pragma_update(None, "user_version", 99).unwrap();
        assert!(matches!(Record::open(path), Err(RecordError::Later { .. })));
    }
}
