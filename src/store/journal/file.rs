//! The journal's file: brought up to the database after each change, and at each start.

use super::{Journal, joined, read};
use crate::store::fail;
use crate::store::fault::RecordError;
use crate::store::files::FileError;
use crate::store::lock::RunLock;
use rusqlite::Connection;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The name of the file, in the record's folder.
const NAME: &str = "journal.jsonl";

/// The file, and how many lines of the database are in it.
#[derive(Debug)]
pub(in crate::store) struct JournalFile {
    path: PathBuf,
    lines: i64,
    /// How many bytes it has with them.
    length: u64,
}

impl JournalFile {
    pub(in crate::store) fn in_folder(folder: &Path) -> Self {
        Self { path: folder.join(NAME), lines: 0, length: 0 }
    }

    /// What the file says; nothing where there is none. Bytes that are no text become signs that
    /// no line holds.
    pub(in crate::store) fn text(&self) -> Result<String, RecordError> {
        match std::fs::read(&self.path) {
            Ok(bytes) => Ok(String::from_utf8(bytes)
                .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())),
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                Ok(String::new())
            }
            Err(source) => Err(FileError { path: self.path.clone(), doing: "read", source }.into()),
        }
    }

    /// Whether there is a journal where there is no database.
    pub(in crate::store) fn refuse_without_database(&self) -> Result<(), RecordError> {
        let entries = read(&self.text()?).entries.len();
        if entries == 0 { Ok(()) } else { Err(self.ahead(entries)) }
    }

    fn ahead(&self, more: usize) -> RecordError {
        RecordError::Ahead { file: self.path.clone(), more }
    }

    /// Brings the file up to the database at a start. A file that lacks the end, or has half a
    /// line of it, gets what is missing.
    ///
    /// # Errors
    /// When the file knows more than the database, or something else; or can't be written.
    pub(in crate::store) fn mend(&mut self, connection: &Connection) -> Result<(), RecordError> {
        let none = lines(connection, 0).map_err(|error| self.database(error))?.is_empty();
        if none && !self.path.exists() {
            return Ok(());
        }
        let _turn = self.turn()?;
        self.mend_in_turn(connection)
    }

    /// One process at a time adds to the file: a run and a delivery may be at work at once.
    fn turn(&self) -> Result<RunLock, RecordError> {
        Ok(RunLock::of_turn(self.path.parent().unwrap_or(Path::new("")))?)
    }

    fn mend_in_turn(&mut self, connection: &Connection) -> Result<(), RecordError> {
        let lines = lines(connection, 0).map_err(|error| self.database(error))?;
        let known = joined(&lines);
        let text = self.text()?;
        if let Some(missing) = known.strip_prefix(&text) {
            self.append(missing)?;
        } else if let Some(more) = text.strip_prefix(&known) {
            return Err(self.ahead(more.lines().count()));
        } else {
            let same = lines.iter().zip(text.lines()).take_while(|(one, other)| one == other);
            return Err(RecordError::Parted { file: self.path.clone(), line: same.count() + 1 });
        }
        self.lines = i64::try_from(lines.len()).unwrap_or(i64::MAX);
        self.length = length(&known);
        Ok(())
    }

    /// Adds what the database has more by now.
    pub(in crate::store) fn follow(&mut self, connection: &Connection) -> Result<(), RecordError> {
        let new = lines(connection, self.lines).map_err(|error| self.database(error))?;
        if new.is_empty() {
            return Ok(());
        }
        let _turn = self.turn()?;
        let there = std::fs::metadata(&self.path).map_or(0, |file| file.len());
        if there != self.length {
            // Another process was quicker: what the file has by now is looked at again.
            return self.mend_in_turn(connection);
        }
        // Asked again: what another has committed since may be told by it or by this one.
        let new = lines(connection, self.lines).map_err(|error| self.database(error))?;
        let text = joined(&new);
        self.append(&text)?;
        self.lines += i64::try_from(new.len()).unwrap_or(0);
        self.length += length(&text);
        Ok(())
    }

    fn append(&self, text: &str) -> Result<(), RecordError> {
        if text.is_empty() {
            return Ok(());
        }
        fail::point("before the journal is added to");
        let written = || {
            let mut file = OpenOptions::new().create(true).append(true).open(&self.path)?;
            // In two parts: a kill between them leaves half a line.
            let (first, rest) = text.as_bytes().split_at(text.len() / 2);
            file.write_all(first)?;
            fail::point("half of the journal's line");
            file.write_all(rest)?;
            file.sync_all()
        };
        written().map_err(|source| FileError {
            path: self.path.clone(),
            doing: "written",
            source,
        })?;
        fail::point("the journal is added to");
        Ok(())
    }

    fn database(&self, source: rusqlite::Error) -> RecordError {
        RecordError::of(self.path.with_file_name("record.sqlite"), source)
    }
}

/// The journal in a record's folder.
///
/// # Errors
/// When there is none, or it can't be read.
pub fn journal_of(folder: &Path) -> Result<Journal, RecordError> {
    let file = JournalFile::in_folder(folder);
    if !file.path.exists() {
        return Err(RecordError::NotThere { file: file.path });
    }
    Ok(read(&file.text()?))
}

fn length(text: &str) -> u64 {
    u64::try_from(text.len()).unwrap_or(u64::MAX)
}

/// The lines after the nth.
fn lines(connection: &Connection, after: i64) -> rusqlite::Result<Vec<String>> {
    let mut asked =
        connection.prepare_cached("SELECT line FROM journal WHERE seq > ?1 ORDER BY seq")?;
    asked.query_map([after], |row| row.get(0))?.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::hash::sha256;
    use crate::store::{Came, Record};

    fn receive(record: &mut Record, file: &str) {
        let hash = sha256(file.as_bytes());
        let came = Came { file, sha256: &hash, bytes: &file.as_bytes(), arrived: None };
        record.receive(&[came]).unwrap();
    }

    fn begun() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let mut record = Record::open(folder.path()).unwrap();
        receive(&mut record, "a.xlsx");
        receive(&mut record, "b.xlsx");
        let file = folder.path().join(NAME);
        (folder, file)
    }

    #[test]
    fn a_file_that_lacks_the_end_or_is_gone_is_mended() {
        let (folder, file) = begun();
        let whole = std::fs::read(&file).unwrap();
        for length in 0..=whole.len() {
            std::fs::write(&file, &whole[..length]).unwrap();
            let mut record = Record::open(folder.path()).unwrap();
            assert!(std::fs::read(&file).unwrap() == whole, "{length} bytes were there");
            if length == 7 {
                // What comes next is added after it.
                receive(&mut record, "a.xlsx");
            }
        }
        std::fs::remove_file(&file).unwrap();
        receive(&mut Record::open(folder.path()).unwrap(), "c.xlsx");
        let text = std::fs::read_to_string(&file).unwrap();
        assert_eq!(read(&text).entries.len(), 3);
        assert_eq!(read(&text).broken, None);
    }

    #[test]
    fn a_database_that_is_gone_or_older_than_the_file_is_not_used() {
        let (folder, _) = begun();
        let database = folder.path().join("record.sqlite");
        let older = tempfile::tempdir().unwrap();
        receive(&mut Record::open(older.path()).unwrap(), "a.xlsx");
        std::fs::remove_file(&database).unwrap();
        for refused in [Record::open(folder.path()), Record::look(folder.path())] {
            assert!(matches!(refused, Err(RecordError::Ahead { more: 2, .. })), "{refused:?}");
        }
        assert!(!database.exists(), "and none is begun in its place");
        std::fs::copy(older.path().join("record.sqlite"), &database).unwrap();
        let refused = Record::open(folder.path());
        assert!(matches!(refused, Err(RecordError::Ahead { more: 1, .. })), "{refused:?}");
    }

    #[test]
    fn a_file_that_says_something_else_is_left_and_told() {
        let (folder, file) = begun();
        let text = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, text.replace("b.xlsx", "x.xlsx")).unwrap();
        let refused = Record::open(folder.path());
        assert!(matches!(refused, Err(RecordError::Parted { line: 2, .. })), "{refused:?}");
        assert!(std::fs::read_to_string(&file).unwrap().contains("x.xlsx"));
    }
}
