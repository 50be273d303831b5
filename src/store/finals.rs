//! Finals in the record: which version was made final, by which approval, and what its files are.

use super::audit::{self, Event};
use super::fault::RecordError;
use super::journal::{self, JournalEntry};
use super::packs::MadeFile;
use super::record::Record;
use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};

/// A version that was made final.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Final {
    /// The pack's id.
    pub name: String,
    /// The quarter.
    pub quarter: String,
    /// The version.
    pub version: u32,
    /// SHA-256 over the pack as it was composed, its marking left out.
    pub composed: String,
    /// The number of the decision that approved it; none where no approval is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<i64>,
    /// When it was made final.
    pub at: String,
    /// Its files and messages.
    pub files: Vec<MadeFile>,
}

impl Final {
    /// What it is called: `social-work-committee 2023-24 Q2, version 1, final`.
    #[must_use]
    pub fn subject(&self) -> String {
        format!("{} {}, version {}, final", self.name, self.quarter, self.version)
    }

    fn event(&self) -> Event {
        let approval = self.approval.map_or_else(
            || "no approval asked for".to_owned(),
            |number| format!("approved by decision {number}"),
        );
        let files = self.files.iter().filter(|file| file.is_pack());
        let files: Vec<String> =
            files.map(|file| format!("{} SHA-256 {}", file.path, file.hash)).collect();
        Event {
            at: self.at.clone(),
            event: "final",
            subject: format!("{} {}, version {}", self.name, self.quarter, self.version),
            detail: format!("composed {}, {approval}; {}", self.composed, files.join("; ")),
        }
    }
}

impl Record {
    /// Notes a final whose files are in place, and adds it to the log: both, or neither.
    ///
    /// # Errors
    /// When the database can't be changed, or does not know the version.
    pub fn release(&mut self, made: &Final) -> Result<(), RecordError> {
        let run = self.run.clone();
        self.change(|transaction| {
            let pack: i64 = transaction.query_row(
                "SELECT id FROM pack WHERE name = ?1 AND quarter = ?2 AND version = ?3",
                params![made.name, made.quarter, made.version],
                |row| row.get(0),
            )?;
            transaction.execute(
                "INSERT INTO final (pack, composed, approval, at) VALUES (?1, ?2, ?3, ?4)",
                params![pack, made.composed, made.approval, made.at],
            )?;
            let id = transaction.last_insert_rowid();
            let mut insert =
                transaction.prepare_cached("INSERT INTO final_file VALUES (?1, ?2, ?3, ?4)")?;
            for (nth, file) in (1_i64..).zip(&made.files) {
                insert.execute(params![id, nth, file.path, file.hash])?;
            }
            audit::add(transaction, &made.event())?;
            journal::add_run(transaction, run.as_ref())?;
            journal::add(transaction, &JournalEntry::Final(made.clone()))
        })
    }

    /// Every final of a quarter, pack by pack, in the order of their versions.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn finals(&self, quarter: &str) -> Result<Vec<Final>, RecordError> {
        self.doing(|connection| {
            let mut asked = connection.prepare_cached(
                "SELECT final.id, pack.name, pack.quarter, pack.version, final.composed, \
                 final.approval, final.at FROM final JOIN pack ON pack.id = final.pack \
                 WHERE pack.quarter = ?1 ORDER BY pack.name, pack.version",
            )?;
            let rows: Vec<(i64, Final)> =
                asked.query_map([quarter], final_row)?.collect::<rusqlite::Result<_>>()?;
            let mut files = connection.prepare_cached(
                "SELECT path, sha256 FROM final_file WHERE final = ?1 ORDER BY nth",
            )?;
            let mut finals = Vec::new();
            for (id, mut one) in rows {
                let made = files
                    .query_map([id], |row| Ok(MadeFile { path: row.get(0)?, hash: row.get(1)? }))?;
                one.files = made.collect::<rusqlite::Result<_>>()?;
                finals.push(one);
            }
            Ok(finals)
        })
    }
}

fn final_row(row: &Row<'_>) -> rusqlite::Result<(i64, Final)> {
    let one = Final {
        name: row.get(1)?,
        quarter: row.get(2)?,
        version: row.get(3)?,
        composed: row.get(4)?,
        approval: row.get(5)?,
        at: row.get(6)?,
        files: Vec::new(),
    };
    Ok((row.get(0)?, one))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::PackVersion;

    fn version() -> PackVersion {
        PackVersion {
            name: "swc".into(),
            audience: "Social Work Committee".into(),
            quarter: "2023-24 Q2".into(),
            version: 1,
            as_at: "2023-10-27".into(),
            reissue: false,
            inputs: "ab".into(),
            composed: "c0".into(),
            files: Vec::new(),
        }
    }

    fn last() -> Final {
        let file = |path: &str, hash: &str| MadeFile { path: path.into(), hash: hash.into() };
        Final {
            name: "swc".into(),
            quarter: "2023-24 Q2".into(),
            version: 1,
            composed: "c0".into(),
            approval: None,
            at: "2023-11-01T10:00:00Z".into(),
            files: vec![file("packs/x-final.pdf", "cd"), file("outbox/x-final.eml", "ef")],
        }
    }

    #[test]
    fn a_final_is_noted_once_with_its_files_and_in_the_log() {
        let folder = tempfile::tempdir().unwrap();
        let mut record = Record::open(folder.path()).unwrap();
        record.release(&last()).unwrap_err();
        record.made(&version(), &[], [], &[]).unwrap();
        record.release(&last()).unwrap();
        assert_eq!(record.finals("2023-24 Q2").unwrap(), [last()]);
        assert_eq!(record.finals("2023-24 Q3").unwrap(), []);
        record.release(&last()).unwrap_err();
        let log = record.log().unwrap();
        assert_eq!(log.len(), 2, "what was refused is no entry");
        assert_eq!(
            (log[1].event.as_str(), log[1].detail.as_str()),
            ("final", "composed c0, no approval asked for; packs/x-final.pdf SHA-256 cd")
        );
        let unknown = Final { approval: Some(7), version: 1, ..last() };
        record.release(&unknown).unwrap_err();
    }

    #[test]
    fn a_record_from_before_decisions_is_taken_further() {
        let folder = tempfile::tempdir().unwrap();
        let before = rusqlite::Connection::open(folder.path().join("record.sqlite")).unwrap();
        before.execute_batch(include_str!("schema.sql")).unwrap();
        before
            .execute_batch(
                "PRAGMA user_version = 1; INSERT INTO pack (name, audience, quarter, version, \
                 as_at, reissue, inputs, content) VALUES ('swc', 'Social Work Committee', \
                 '2023-24 Q2', 1, '2023-10-27', 0, 'ab', 'cd')",
            )
            .unwrap();
        drop(before);
        let mut record = Record::open(folder.path()).unwrap();
        let known = record.last_version("swc", "2023-24 Q2").unwrap();
        assert_eq!(known, Some(PackVersion { composed: String::new(), ..version() }));
        assert_eq!(record.decisions().unwrap(), []);
        record.release(&last()).unwrap();
    }
}
