//! Packs in the record: from which inputs each version was made, and what its files are.

use super::arrivals::Bytes;
use super::audit::{self, Event};
use super::decide::in_words;
use super::fault::RecordError;
use super::hash::sha256_of_parts;
use super::journal::{self, JournalEntry, MadeEntry};
use super::published::{Published, write_published};
use super::record::Record;
use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};

/// A version of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackVersion {
    /// The pack's id: `social-work-committee`.
    pub name: String,
    /// The body it is for.
    pub audience: String,
    /// The quarter.
    pub quarter: String,
    /// From 1.
    pub version: u32,
    /// The day its data go to.
    pub as_at: String,
    /// Whether it was made again deliberately.
    pub reissue: bool,
    /// SHA-256 over everything it was made from.
    pub inputs: String,
    /// SHA-256 over the pack as it was composed, its marking left out; empty where it was made
    /// by a version of the program that did not keep it.
    pub composed: String,
    /// Its files and messages.
    pub files: Vec<MadeFile>,
}

/// A file that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeFile {
    /// Its path below the output folder.
    pub path: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub hash: String,
}

impl MadeFile {
    /// Whether it is a file of the pack, rather than a message.
    #[must_use]
    pub fn is_pack(&self) -> bool {
        self.path.starts_with("packs/")
    }
}

/// A text that shaped a version: settings, a plan, a list, a template.
#[derive(Clone, Copy, Debug)]
pub struct MadeFrom<'a> {
    /// Its file, as seen from the configuration's folder.
    pub name: &'a str,
    /// What it says.
    pub text: &'a dyn Bytes,
    /// SHA-256 of that, in hexadecimal.
    pub sha256: &'a str,
}

impl PackVersion {
    /// SHA-256 over its files, messages left out: what the version is.
    #[must_use]
    pub fn content(&self) -> String {
        let files = self.files.iter().filter(|file| file.is_pack());
        let parts: Vec<&str> =
            files.flat_map(|file| [file.path.as_str(), file.hash.as_str()]).collect();
        sha256_of_parts(&parts)
    }

    /// What it is called in the log: `social-work-committee 2023-24 Q2, version 1`.
    #[must_use]
    pub fn subject(&self) -> String {
        format!("{} {}, version {}", self.name, self.quarter, self.version)
    }

    pub(super) fn event(&self) -> Event {
        Event {
            at: self.as_at.clone(),
            event: if self.reissue { "reissue" } else { "pack" },
            subject: self.subject(),
            detail: format!("content {}, inputs {}", self.content(), self.inputs),
        }
    }
}

impl Record {
    /// The last version of a pack for a quarter.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn last_version(
        &self,
        name: &str,
        quarter: &str,
    ) -> Result<Option<PackVersion>, RecordError> {
        let mut versions = self.versions(quarter)?;
        versions.retain(|version| version.name == name);
        Ok(versions.pop())
    }

    /// Every version made for a quarter, pack by pack.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn versions(&self, quarter: &str) -> Result<Vec<PackVersion>, RecordError> {
        self.doing(|connection| {
            let mut asked = connection.prepare_cached(
                "SELECT id, name, audience, quarter, version, as_at, reissue, inputs, composed \
                 FROM pack WHERE quarter = ?1 ORDER BY name, version",
            )?;
            let found: rusqlite::Result<Vec<(i64, PackVersion)>> =
                asked.query_map([quarter], version_row)?.collect();
            let mut files = connection.prepare_cached(
                "SELECT path, sha256 FROM made_file WHERE pack = ?1 ORDER BY nth",
            )?;
            let mut versions = Vec::new();
            for (id, mut version) in found? {
                let made = files
                    .query_map([id], |row| Ok(MadeFile { path: row.get(0)?, hash: row.get(1)? }))?;
                version.files = made.collect::<rusqlite::Result<_>>()?;
                versions.push(version);
            }
            Ok(versions)
        })
    }

    /// Notes a version whose files are in place, with what it published, row by row as it comes, and
    /// what else is to be in the log: all of it, or nothing. The texts that shaped it are archived first.
    ///
    /// # Errors
    /// When a text can't be archived, or the database can't be changed.
    pub fn made(
        &mut self,
        version: &PackVersion,
        texts: &[MadeFrom<'_>],
        published: impl IntoIterator<Item = Published>,
        events: &[Event],
    ) -> Result<(), RecordError> {
        for from in texts {
            self.archive_text(from)?;
        }
        let run = self.run.clone();
        let entry =
            MadeEntry { events: events.iter().map(in_words).collect(), ..MadeEntry::of(version) };
        self.change(|transaction| {
            let pack = write_version(transaction, version)?;
            write_published(transaction, pack, published)?;
            let mut insert =
                transaction.prepare_cached("INSERT INTO made_from VALUES (?1, ?2, ?3)")?;
            for from in texts {
                insert.execute(params![pack, from.name, from.sha256])?;
            }
            for event in events.iter().chain(std::iter::once(&version.event())) {
                audit::add(transaction, event)?;
            }
            journal::add_run(transaction, run.as_ref())?;
            journal::add(transaction, &JournalEntry::Made(entry))
        })
    }

    /// Notes that a version would be the same from other inputs, and which messages it has now.
    ///
    /// # Errors
    /// When the database can't be changed.
    pub fn kept(&mut self, version: &PackVersion) -> Result<(), RecordError> {
        let run = self.run.clone();
        self.change(|transaction| {
            let pack: Option<i64> = transaction
                .query_row(
                    "UPDATE pack SET inputs = ?4, composed = ?5 WHERE name = ?1 AND quarter = ?2 \
                     AND version = ?3 RETURNING id",
                    params![
                        version.name,
                        version.quarter,
                        version.version,
                        version.inputs,
                        version.composed
                    ],
                    |row| row.get(0),
                )
                .optional()?;
            if let Some(pack) = pack {
                transaction.execute("DELETE FROM made_file WHERE pack = ?1", [pack])?;
                write_files(transaction, pack, &version.files)?;
            }
            let event = Event { event: "kept", ..version.event() };
            audit::add(transaction, &event)?;
            journal::add_run(transaction, run.as_ref())?;
            journal::add(transaction, &JournalEntry::Kept(MadeEntry::of(version)))
        })
    }
}

fn version_row(row: &Row<'_>) -> rusqlite::Result<(i64, PackVersion)> {
    let version = PackVersion {
        name: row.get(1)?,
        audience: row.get(2)?,
        quarter: row.get(3)?,
        version: row.get(4)?,
        as_at: row.get(5)?,
        reissue: row.get(6)?,
        inputs: row.get(7)?,
        composed: row.get(8)?,
        files: Vec::new(),
    };
    Ok((row.get(0)?, version))
}

/// Writes a version's row and its files, and gives its number.
pub(super) fn write_version(
    transaction: &Transaction<'_>,
    version: &PackVersion,
) -> rusqlite::Result<i64> {
    transaction.execute(
        "INSERT INTO pack (name, audience, quarter, version, as_at, reissue, inputs, content, \
         composed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            version.name,
            version.audience,
            version.quarter,
            version.version,
            version.as_at,
            version.reissue,
            version.inputs,
            version.content(),
            version.composed
        ],
    )?;
    let pack = transaction.last_insert_rowid();
    write_files(transaction, pack, &version.files)?;
    Ok(pack)
}

fn write_files(
    transaction: &Transaction<'_>,
    pack: i64,
    files: &[MadeFile],
) -> rusqlite::Result<()> {
    let mut insert = transaction.prepare_cached("INSERT INTO made_file VALUES (?1, ?2, ?3, ?4)")?;
    for (nth, file) in (1_i64..).zip(files) {
        insert.execute(params![pack, nth, file.path, file.hash])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::hash::sha256;
    use super::*;

    fn version(version: u32) -> PackVersion {
        let file = |path: &str, hash: &str| MadeFile { path: path.into(), hash: hash.into() };
        PackVersion {
            name: "swc".into(),
            audience: "Social Work Committee".into(),
            quarter: "2023-24 Q2".into(),
            version,
            as_at: "2023-10-27".into(),
            reissue: false,
            inputs: "ab".into(),
            composed: "c0".into(),
            files: vec![file("packs/x.pdf", "cd"), file("outbox/x.eml", "ef")],
        }
    }

    fn figure() -> Published {
        Published {
            key: "measure/M13/status".into(),
            label: "Measure 13, status".into(),
            shown: "Red".into(),
            value: None,
            source_file: Some("a.xlsx".into()),
            source_sha256: Some("ab".into()),
        }
    }

    #[test]
    fn versions_are_read_as_they_were_written() {
        let folder = tempfile::tempdir().unwrap();
        let mut record = Record::open(folder.path()).unwrap();
        assert_eq!(record.last_version("swc", "2023-24 Q2").unwrap(), None);
        record.made(&version(1), &[], [figure()], &[]).unwrap();
        record.made(&version(2), &[], [], &[]).unwrap();
        assert_eq!(record.last_version("swc", "2023-24 Q2").unwrap(), Some(version(2)));
        let published = |version| {
            let walk = |rows: &mut dyn Iterator<Item = Published>| rows.collect::<Vec<_>>();
            record.walk_published("swc", "2023-24 Q2", version, walk).unwrap()
        };
        assert_eq!(published(1), [figure()]);
        assert_eq!(published(3), []);
        assert_eq!(record.log().unwrap().len(), 2);
    }

    #[test]
    fn the_texts_that_shaped_a_version_are_archived() {
        let folder = tempfile::tempdir().unwrap();
        let mut record = Record::open(folder.path()).unwrap();
        let (text, hash) = (&b"year = 2023"[..], sha256(b"year = 2023"));
        let plan = MadeFrom { name: "plans/2023-24.toml", text: &text, sha256: &hash };
        record.made(&version(1), &[plan], [], &[]).unwrap();
        let hash = sha256(text);
        assert_eq!(record.everything().unwrap(), [(hash.clone(), plan.name.to_owned())]);
        assert_eq!(record.archive().get(&hash, plan.name).unwrap(), text);
    }

    #[test]
    fn a_version_is_noted_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let mut record = Record::open(folder.path()).unwrap();
        record.made(&version(1), &[], [figure(), figure()], &[]).unwrap_err();
        assert_eq!(record.last_version("swc", "2023-24 Q2").unwrap(), None);
        assert_eq!(record.log().unwrap().len(), 0);
    }

    #[test]
    fn a_version_that_is_kept_has_new_inputs_and_the_same_content() {
        let folder = tempfile::tempdir().unwrap();
        let mut record = Record::open(folder.path()).unwrap();
        record.made(&version(1), &[], [figure()], &[]).unwrap();
        let mut now = version(1);
        now.inputs = "other".into();
        now.files.push(MadeFile { path: "outbox/y.eml".into(), hash: "01".into() });
        assert_eq!(now.content(), version(1).content(), "a message is not the pack");
        record.kept(&now).unwrap();
        assert_eq!(record.last_version("swc", "2023-24 Q2").unwrap(), Some(now));
    }
}
