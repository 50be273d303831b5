//! The log: entries that are only added, each bound by its hash to the one before.

use super::fault::RecordError;
use super::hash::sha256_of_parts;
use super::record::Record;
use rusqlite::{Transaction, params};

/// An entry of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number, from 1.
    pub seq: i64,
    /// The day or time that it is of, as the run was told: arrivals their own, the rest the day
    /// that the data went to.
    pub at: String,
    /// What happened: `arrival`, `selection`, `override`, `pack`, `reissue`, `step`.
    pub event: String,
    /// To what.
    pub subject: String,
    /// In detail.
    pub detail: String,
    /// The hash of the entry before; empty for the first.
    pub previous: String,
    /// SHA-256 over the hash before and this entry.
    pub hash: String,
}

/// Something that happened, before it is in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: String,
    /// What.
    pub event: &'static str,
    /// To what.
    pub subject: String,
    /// In detail.
    pub detail: String,
}

/// What is wrong with the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tampering {
    /// The entry at which it shows.
    pub seq: i64,
    /// What shows.
    pub what: String,
}

/// What looking the log through gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// How many entries there are.
    pub entries: i64,
    /// The hash of the last: kept elsewhere, it shows that nobody made the log anew.
    pub head: String,
    /// What is wrong, in the order in which it shows.
    pub faults: Vec<Tampering>,
}

fn hash(entry: &Entry) -> String {
    let seq = entry.seq.to_string();
    sha256_of_parts(&[
        &entry.previous,
        &seq,
        &entry.at,
        &entry.event,
        &entry.subject,
        &entry.detail,
    ])
}

/// Adds to the log, as part of the change that the event is about.
pub(super) fn add(transaction: &Transaction<'_>, event: &Event) -> rusqlite::Result<()> {
    add_texts(transaction, [event.at.as_str(), event.event, &event.subject, &event.detail])
}

/// Adds to the log what happened, of whatever kind: when, what, to what, in detail.
pub(super) fn add_texts(
    transaction: &Transaction<'_>,
    [at, event, subject, detail]: [&str; 4],
) -> rusqlite::Result<()> {
    let (entries, head): (i64, String) =
        transaction.query_row("SELECT entries, hash FROM audit_head", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let mut entry = Entry {
        seq: entries + 1,
        at: at.to_owned(),
        event: event.to_owned(),
        subject: subject.to_owned(),
        detail: detail.to_owned(),
        previous: head,
        hash: String::new(),
    };
    entry.hash = hash(&entry);
    transaction.prepare_cached("INSERT INTO audit VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?.execute(
        params![
            entry.seq,
            entry.at,
            entry.event,
            entry.subject,
            entry.detail,
            entry.previous,
            entry.hash
        ],
    )?;
    transaction
        .prepare_cached("UPDATE audit_head SET entries = ?1, hash = ?2")?
        .execute(params![entry.seq, entry.hash])?;
    Ok(())
}

impl Record {
    /// Every entry of the log, in its order.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn log(&self) -> Result<Vec<Entry>, RecordError> {
        self.doing(|connection| {
            let mut asked = connection.prepare(
                "SELECT seq, at, event, subject, detail, previous, hash FROM audit ORDER BY seq",
            )?;
            let entries = asked.query_map([], |row| {
                Ok(Entry {
                    seq: row.get(0)?,
                    at: row.get(1)?,
                    event: row.get(2)?,
                    subject: row.get(3)?,
                    detail: row.get(4)?,
                    previous: row.get(5)?,
                    hash: row.get(6)?,
                })
            })?;
            entries.collect()
        })
    }

    /// Looks the log through: every edit, deletion and change of order shows.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn verify_log(&self) -> Result<Verified, RecordError> {
        let entries = self.log()?;
        let (count, head): (i64, String) = self.doing(|connection| {
            connection.query_row("SELECT entries, hash FROM audit_head", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
        })?;
        let mut faults = chain(&entries);
        let last = entries.last();
        let (seq, hash) = last.map_or((0, ""), |last| (last.seq, last.hash.as_str()));
        if seq != count || hash != head {
            let what = format!("the log should end with entry {count}, hash {}", first(&head));
            faults.push(Tampering { seq, what });
        }
        Ok(Verified { entries: seq, head: hash.to_owned(), faults })
    }
}

fn chain(entries: &[Entry]) -> Vec<Tampering> {
    let mut faults = Vec::new();
    let mut before = "";
    let mut expected = 1;
    for entry in entries {
        if entry.seq != expected {
            let what = format!("entry {expected} is missing");
            faults.push(Tampering { seq: entry.seq, what });
        } else if entry.previous != before {
            let what = "it does not follow the entry before".to_owned();
            faults.push(Tampering { seq: entry.seq, what });
        }
        if hash(entry) != entry.hash {
            let what = "it is not as it was written".to_owned();
            faults.push(Tampering { seq: entry.seq, what });
        }
        before = &entry.hash;
        expected = entry.seq + 1;
    }
    faults
}

/// The first twelve digits.
fn first(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> (tempfile::TempDir, Record) {
        let folder = tempfile::tempdir().unwrap();
        let mut record = Record::open(folder.path()).unwrap();
        for nth in 1..=5 {
            let event = Event {
                at: format!("2023-10-0{nth}"),
                event: "arrival",
                subject: format!("file {nth}"),
                detail: "sha256 ab".into(),
            };
            record.change(|transaction| add(transaction, &event)).unwrap();
        }
        (folder, record)
    }

    /// What a person with the file and a database browser can do.
    fn tampered(sql: &str) -> Vec<Tampering> {
        let (_folder, record) = record();
        record
            .connection
            .execute_batch(
                "DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_shortened;",
            )
            .unwrap();
        record.connection.execute_batch(sql).unwrap();
        record.verify_log().unwrap().faults
    }

    #[test]
    fn an_untouched_log_is_whole() {
        let (_folder, record) = record();
        let verified = record.verify_log().unwrap();
        assert_eq!((verified.entries, verified.faults.len()), (5, 0));
        assert_eq!(verified.head.len(), 64);
    }

    #[test]
    fn the_database_itself_refuses_changes() {
        let (_folder, record) = record();
        for sql in ["UPDATE audit SET detail = 'x'", "DELETE FROM audit WHERE seq = 5"] {
            let refused = record.connection.execute_batch(sql).unwrap_err().to_string();
            assert!(refused.contains("only added to"), "{refused}");
        }
    }

    #[test]
    fn every_flipped_byte_is_found() {
        for column in ["at", "event", "subject", "detail", "previous", "hash"] {
            for seq in 1..=5 {
                for place in [1, 2] {
                    let sql = format!(
                        "UPDATE audit SET {column} = substr({column}, 1, {place} - 1) || \
                         CASE substr({column}, {place}, 1) WHEN '~' THEN '!' ELSE '~' END || \
                         substr({column}, {place} + 1) WHERE seq = {seq}"
                    );
                    assert!(!tampered(&sql).is_empty(), "{column} of {seq}, byte {place}");
                }
            }
        }
    }

    #[test]
    fn every_dropped_row_is_found() {
        for seq in 1..=5 {
            assert!(!tampered(&format!("DELETE FROM audit WHERE seq = {seq}")).is_empty());
            // Even when those that follow move up.
            let sql = format!(
                "DELETE FROM audit WHERE seq = {seq}; \
                 UPDATE audit SET seq = -seq WHERE seq > {seq}; \
                 UPDATE audit SET seq = -seq - 1 WHERE seq < 0;"
            );
            assert!(!tampered(&sql).is_empty());
        }
        assert!(!tampered("DELETE FROM audit").is_empty());
    }

    #[test]
    fn every_swap_is_found() {
        for (one, other) in [(1, 2), (2, 5), (4, 5)] {
            let sql = format!(
                "UPDATE audit SET seq = 99 WHERE seq = {one}; \
                 UPDATE audit SET seq = {one} WHERE seq = {other}; \
                 UPDATE audit SET seq = {other} WHERE seq = 99;"
            );
            assert!(!tampered(&sql).is_empty(), "{one} and {other}");
        }
    }

    #[test]
    fn an_entry_that_was_slipped_in_is_found() {
        let sql = "INSERT INTO audit SELECT 6, at, event, subject, detail, hash, 'ff' FROM audit \
                   WHERE seq = 5";
        assert!(!tampered(sql).is_empty());
    }
}
