//! A reissue under way: noted beside the record, so that one that was killed is finished by the
//! next, and makes no version more.

use super::fail;
use super::fault::RecordError;
use super::files::{FileError, write_whole};
use super::record::Record;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What a reissue of a quarter began with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reissue {
    quarter: String,
    /// The last version of each pack.
    versions: BTreeMap<String, u32>,
}

impl Reissue {
    /// Begins a reissue, or goes on with one that was killed; says whether it goes on. The caller
    /// holds the lock of the run.
    ///
    /// # Errors
    /// When the note can't be read or written, or the database can't be read.
    pub fn begin(
        folder: &Path,
        record: &Record,
        quarter: &str,
    ) -> Result<(Self, bool), RecordError> {
        if let Some(known) = Self::under_way(folder)?.filter(|known| known.quarter == quarter) {
            return Ok((known, true));
        }
        let mut versions = BTreeMap::new();
        for version in record.versions(quarter)? {
            versions.insert(version.name, version.version);
        }
        let begun = Self { quarter: quarter.to_owned(), versions };
        write_whole(&note(folder), begun.written().as_bytes())?;
        Ok((begun, false))
    }

    /// The quarter, and below it a line a pack: its last version, and its id.
    fn written(&self) -> String {
        let mut text = format!("{}\n", self.quarter);
        for (pack, version) in &self.versions {
            // Writing into a string never fails.
            let _ = writeln!(text, "{version} {pack}");
        }
        text
    }

    fn read(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let quarter = lines.next()?.to_owned();
        let one = |line: &str| {
            let (version, pack) = line.split_once(' ')?;
            Some((pack.to_owned(), version.parse().ok()?))
        };
        Some(Self { quarter, versions: lines.map(one).collect::<Option<_>>()? })
    }

    /// Whether a pack whose last version is this one is still to be made again.
    #[must_use]
    pub fn wants(&self, pack: &str, last: Option<u32>) -> bool {
        last.unwrap_or(0) <= self.versions.get(pack).copied().unwrap_or(0)
    }

    /// Ends the reissue of a quarter, whether or not one is under way.
    ///
    /// # Errors
    /// When the note can't be read or removed.
    pub fn end(folder: &Path, quarter: &str) -> Result<(), RecordError> {
        if Self::under_way(folder)?.is_none_or(|known| known.quarter != quarter) {
            return Ok(());
        }
        fail::point("before a reissue is noted as ended");
        let path = note(folder);
        // This is the end of it: what is asked for from here on is another one.
        std::fs::remove_file(&path).map_err(|source| FileError {
            path,
            doing: "removed",
            source,
        })?;
        Ok(())
    }

    /// The one that was begun and not ended. A note that makes no sense is none.
    fn under_way(folder: &Path) -> Result<Option<Self>, RecordError> {
        let path = note(folder);
        match std::fs::read_to_string(&path) {
            Ok(text) => Ok(Self::read(&text)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(source) => Err(FileError { path, doing: "read", source }.into()),
        }
    }
}

fn note(folder: &Path) -> PathBuf {
    folder.join("reissue")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_was_killed_goes_on_where_it_was_and_another_begins_anew() {
        let folder = tempfile::tempdir().unwrap();
        let record = Record::open(folder.path()).unwrap();
        let begin = |quarter| Reissue::begin(folder.path(), &record, quarter).unwrap();
        let (first, goes_on) = begin("2023-24 Q2");
        assert!(!goes_on && first.wants("swc", None) && !first.wants("swc", Some(1)));
        assert_eq!(begin("2023-24 Q2"), (first.clone(), true));
        let known = Reissue { versions: [("a b".to_owned(), 3)].into(), ..first };
        assert_eq!(Reissue::read(&known.written()), Some(known));
        assert_eq!(Reissue::read("2023-24 Q2\nnonsense\n"), None);
        // Of another quarter it is another one.
        assert!(!begin("2023-24 Q1").1);
        Reissue::end(folder.path(), "2023-24 Q2").unwrap();
        assert!(begin("2023-24 Q1").1);
        Reissue::end(folder.path(), "2023-24 Q1").unwrap();
        assert!(!begin("2023-24 Q1").1);
    }
}
