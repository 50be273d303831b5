//! Returns whose time is past: their bytes go, that they came and were removed stays.

use super::decide;
use super::fault::RecordError;
use super::files::FileError;
use super::journal::Decision;
use super::record::Record;
use rusqlite::{OptionalExtension, params};
use std::io::ErrorKind;

/// A return that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptReturn {
    /// Its name.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// When it came.
    pub arrived: Option<String>,
    /// The quarter that it is of, where it is a return.
    pub quarter: Option<String>,
}

impl Record {
    /// Every file that came and is still kept, in the order in which it was noted.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn kept_returns(&self) -> Result<Vec<KeptReturn>, RecordError> {
        self.doing(|connection| {
            let mut asked = connection.prepare(
                "SELECT file, sha256, arrived, quarter FROM arrival \
                 LEFT JOIN reading ON reading.arrival = arrival.id \
                 WHERE id NOT IN (SELECT arrival FROM removed) ORDER BY id",
            )?;
            let kept = asked.query_map([], |row| {
                Ok(KeptReturn {
                    file: row.get(0)?,
                    sha256: row.get(1)?,
                    arrived: row.get(2)?,
                    quarter: row.get(3)?,
                })
            })?;
            kept.collect()
        })
    }

    /// Returns that came and are no longer kept: name and SHA-256.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn removed(&self) -> Result<Vec<(String, String)>, RecordError> {
        self.doing(|connection| {
            let mut asked = connection.prepare(
                "SELECT file, sha256 FROM arrival JOIN removed ON removed.arrival = id ORDER BY id",
            )?;
            asked.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        })
    }

    /// Notes that a return is no longer kept: the decision names its file and SHA-256. What was
    /// quoted from it goes, its figures stay. Gives whether it was kept until now.
    ///
    /// # Errors
    /// When the database can't be changed.
    pub fn remove(&mut self, decision: &Decision) -> Result<bool, RecordError> {
        let hash = decision.content.as_deref().unwrap_or_default();
        let Some(arrival) = self.arrival(&decision.subject, hash)? else { return Ok(false) };
        self.change(|transaction| {
            let there: Option<i64> = transaction
                .query_row("SELECT 1 FROM removed WHERE arrival = ?1", [arrival], |row| row.get(0))
                .optional()?;
            if there.is_some() {
                return Ok(false);
            }
            transaction
                .execute("INSERT INTO removed VALUES (?1, ?2)", params![arrival, decision.at])?;
            transaction.execute("UPDATE finding SET read = NULL WHERE arrival = ?1", [arrival])?;
            transaction.execute(
                "UPDATE figure SET reason = CASE WHEN kind = 'restatement' THEN NULL \
                 WHEN reason LIKE 'not usable: %' THEN 'not usable' ELSE reason END \
                 WHERE arrival = ?1",
                [arrival],
            )?;
            decide::add(transaction, decision)?;
            Ok(true)
        })
    }

    /// Takes the bytes of removed returns out of the archive, where no return that is kept has the
    /// same. Gives how many files there were.
    ///
    /// # Errors
    /// When a file can't be removed, or the database can't be read.
    pub fn sweep(&self) -> Result<usize, RecordError> {
        let gone: Vec<(String, String)> = self.doing(|connection| {
            let mut asked = connection.prepare(
                "SELECT sha256, file FROM arrival JOIN removed ON removed.arrival = id \
                 WHERE sha256 NOT IN (SELECT sha256 FROM arrival \
                 WHERE id NOT IN (SELECT arrival FROM removed)) ORDER BY 1, 2",
            )?;
            asked.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        })?;
        let mut files = 0;
        for (sha256, file) in gone {
            let path = self.archive().path(&sha256, &file);
            match std::fs::remove_file(&path) {
                Ok(()) => files += 1,
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(source) => {
                    return Err(FileError { path, doing: "removed", source }.into());
                }
            }
        }
        Ok(files)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::hash::sha256;
    use crate::store::{Came, JournalEntry, read_journal};

    fn decision(file: &str, bytes: &[u8]) -> Decision {
        Decision {
            kind: "removal".into(),
            subject: file.into(),
            content: Some(sha256(bytes)),
            role: "Records manager".into(),
            reason: "kept six years".into(),
            at: "2030-04-01".into(),
        }
    }

    #[test]
    fn bytes_go_when_the_last_return_with_them_goes() {
        let folder = tempfile::tempdir().unwrap();
        let mut record = Record::open(folder.path()).unwrap();
        let hash = sha256(b"a");
        for file in ["a.xlsx", "again.xlsx"] {
            let came = Came { file, sha256: &hash, bytes: &&b"a"[..], arrived: None };
            record.receive(&[came]).unwrap();
        }
        assert!(record.remove(&decision("a.xlsx", b"a")).unwrap());
        assert!(!record.remove(&decision("a.xlsx", b"a")).unwrap(), "once");
        assert!(!record.remove(&decision("never.xlsx", b"a")).unwrap());
        assert_eq!(record.sweep().unwrap(), 0);
        assert!(record.archive().get(&hash, "again.xlsx").is_ok());
        assert_eq!(record.arrivals().unwrap().len(), 1);
        assert!(record.remove(&decision("again.xlsx", b"a")).unwrap());
        assert_eq!((record.sweep().unwrap(), record.sweep().unwrap()), (1, 0));
        assert!(record.everything().unwrap().is_empty());
        assert_eq!(record.verify_log().unwrap().faults, []);
        let journal = std::fs::read_to_string(folder.path().join("journal.jsonl")).unwrap();
        let last = read_journal(&journal).entries.pop();
        assert_eq!(last, Some(JournalEntry::Decision(decision("again.xlsx", b"a"))));
    }
}
