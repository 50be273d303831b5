//! The record copied to another folder, and brought back from there.

use super::fault::RecordError;
use super::files::{FileError, write_whole};
use super::record::Record;
use std::io;
use std::path::{Path, PathBuf};

/// What a copy holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Files of the archive.
    pub files: usize,
    /// Entries of the log.
    pub entries: i64,
    /// The hash of the last entry.
    pub head: String,
}

/// Copies a record, database and archive, to a folder that holds none yet. The copy is looked
/// through: what is not as it was written is not worth keeping.
///
/// # Errors
/// When there is a record in the folder already, when the record is not as it was written, or
/// when something can't be read or written.
pub fn copy(from: &Path, to: &Path) -> Result<Copied, RecordError> {
    let target = to.join("record.sqlite");
    if target.exists() {
        return Err(RecordError::There { file: target });
    }
    let source = from.join("record.sqlite");
    if !source.exists() {
        return Err(RecordError::NotThere { file: source });
    }
    let record = Record::look(from)?;
    let log = record.verify_log()?;
    if !log.faults.is_empty() {
        return Err(RecordError::Tampered { file: source });
    }
    // The archive first: a database never names a file that is not there.
    let files = record.everything()?;
    let copy = super::Archive::new(to.join("archive"));
    for (sha256, name) in &files {
        copy.put(sha256, name, &record.archive().get(sha256, name)?)?;
    }
    database(&record, &target)?;
    // Where there is a journal, it may know more than this copy: a run says so.
    let journal = to.join("journal.jsonl");
    let text = record.journal_text()?;
    if !journal.exists() && !text.is_empty() {
        write_whole(&journal, text.as_bytes())?;
    }
    Ok(Copied { files: files.len(), entries: log.entries, head: log.head })
}

/// A whole copy, whatever other programs do meanwhile: written beside its place, then moved.
fn database(record: &Record, target: &Path) -> Result<(), RecordError> {
    let fault = |path: &Path| {
        let path = path.to_path_buf();
        move |source: io::Error| FileError { path, doing: "written", source }
    };
    let mut beside = target.as_os_str().to_owned();
    beside.push(".copy");
    let beside = PathBuf::from(beside);
    if beside.exists() {
        // What a copy that was killed has left.
        std::fs::remove_file(&beside).map_err(fault(&beside))?;
    }
    record.doing(|connection| {
        connection.execute("VACUUM INTO ?1", [beside.to_string_lossy()]).map(|_| ())
    })?;
    let bytes = std::fs::read(&beside).map_err(|source| FileError {
        path: beside.clone(),
        doing: "read",
        source,
    })?;
    write_whole(target, &bytes)?;
    std::fs::remove_file(&beside).map_err(fault(&beside))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Came;
    use crate::store::hash::sha256;

    fn record(folder: &Path) -> Record {
        let mut record = Record::open(folder).unwrap();
        let hash = sha256(b"a");
        let came = Came { file: "a.xlsx", sha256: &hash, bytes: &&b"a"[..], arrived: None };
        record.receive(&[came]).unwrap();
        record
    }

    #[test]
    fn a_copy_is_whole_and_brought_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let open = record(&path("record"));
        let copied = copy(&path("record"), &path("backup")).unwrap();
        assert_eq!((copied.files, copied.entries), (1, 1));
        drop(open);
        std::fs::remove_dir_all(path("record")).unwrap();
        assert_eq!(copy(&path("backup"), &path("record")).unwrap(), copied);
        let back = Record::open(&path("record")).unwrap();
        assert_eq!(back.archive().get(&sha256(b"a"), "a.xlsx").unwrap(), b"a");
        assert_eq!(back.verify_log().unwrap().head, copied.head);
        let names = std::fs::read_dir(path("backup")).unwrap().count();
        assert_eq!(names, 3, "the database, the archive and the journal");
    }

    #[test]
    fn nothing_is_written_over_and_nothing_bad_is_copied() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let nothing = copy(&path("record"), &path("backup")).unwrap_err();
        assert!(matches!(nothing, RecordError::NotThere { .. }));
        drop(record(&path("record")));
        drop(record(&path("other")));
        let there = copy(&path("record"), &path("other")).unwrap_err();
        assert!(matches!(there, RecordError::There { .. }));
        let archived = Record::open(&path("record")).unwrap();
        std::fs::write(archived.archive().path(&sha256(b"a"), "a.xlsx"), "b").unwrap();
        let bad = copy(&path("record"), &path("backup")).unwrap_err();
        assert!(matches!(bad, RecordError::Archive { .. }));
        assert!(!path("backup").join("record.sqlite").exists());
    }
}
