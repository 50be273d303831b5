//! The record of packs: from which inputs each version was made, and what its files are.

use super::files::{FileError, write_whole};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// What was made from what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Packs by their name: `social-work-committee 2023-24 Q2`.
    #[serde(default)]
    pub packs: BTreeMap<String, PackRecord>,
}

/// The last version of a pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackRecord {
    /// From 1.
    pub version: u32,
    /// SHA-256 over everything it was made from.
    pub inputs: String,
    /// Its files and messages.
    pub files: Vec<MadeFile>,
}

/// A file that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MadeFile {
    /// Its path below the output folder.
    pub path: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub hash: String,
}

/// A record that can't be used.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// Its file can't be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// It is damaged.
    #[error("the record {file} is damaged; move it away to begin a new one")]
    Damaged {
        /// The file.
        file: String,
        /// Why.
        source: toml::de::Error,
    },
    /// It can't be put into words.
    #[error("the record can't be written")]
    Words(#[from] toml::ser::Error),
}

impl Record {
    /// Reads the record; a file that isn't there is an empty record.
    ///
    /// # Errors
    /// When the file can't be read, or is damaged.
    pub fn read(path: &Path) -> Result<Self, RecordError> {
        match std::fs::read_to_string(path) {
            Ok(text) => toml::from_str(&text).map_err(|source| RecordError::Damaged {
                file: path.display().to_string(),
                source,
            }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(source) => Err(FileError { path: path.into(), doing: "read", source }.into()),
        }
    }

    /// Writes the record, whole.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn write(&self, path: &Path) -> Result<(), RecordError> {
        let head = "# What quarterpack made, and from what. Written by the program.\n\n";
        let text = format!("{head}{}", toml::to_string_pretty(self)?);
        Ok(write_whole(path, text.as_bytes())?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_read_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/record.toml");
        assert_eq!(Record::read(&path).unwrap(), Record::default());
        let pack = PackRecord {
            version: 2,
            inputs: "ab".into(),
            files: vec![MadeFile { path: "packs/x.pdf".into(), hash: "cd".into() }],
        };
        let record = Record { packs: BTreeMap::from([("swc 2023-24 Q2".into(), pack)]) };
        record.write(&path).unwrap();
        assert_eq!(Record::read(&path).unwrap(), record);
        assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_damaged_record_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("record.toml");
        std::fs::write(&path, "packs = 3").unwrap();
        assert!(Record::read(&path).unwrap_err().to_string().contains("damaged"));
    }
}
