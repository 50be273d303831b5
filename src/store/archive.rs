//! The archive: every file that came, byte for byte, under the SHA-256 of its bytes.

use super::fault::RecordError;
use super::files::{FileError, write_whole};
use super::hash::sha256;
use std::path::{Path, PathBuf};

/// A folder of files named by their SHA-256: `ab/abcdef….xlsx`.
#[derive(Clone, Debug)]
pub struct Archive {
    folder: PathBuf,
}

impl Archive {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// That of the record in a folder.
    #[must_use]
    pub fn of(record: &Path) -> Self {
        Self::new(record.join("archive"))
    }

    /// Where a file lies: its ending is kept, so that it can be opened.
    #[must_use]
    pub fn path(&self, sha256: &str, file: &str) -> PathBuf {
        let ending = Path::new(file).extension().and_then(|ending| ending.to_str());
        // What came from outside shapes no path but by a few plain letters.
        let plain = |ending: &&str| {
            ending.len() <= 5 && ending.chars().all(|letter| letter.is_ascii_alphanumeric())
        };
        let ending = ending.filter(plain).unwrap_or("bin").to_ascii_lowercase();
        let first = sha256.get(..2).unwrap_or("00");
        self.folder.join(first).join(format!("{sha256}.{ending}"))
    }

    /// Puts a file in, unless it is there already. It is on the disk when this returns.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn put(&self, sha256: &str, file: &str, bytes: &[u8]) -> Result<(), FileError> {
        let path = self.path(sha256, file);
        let there = std::fs::read(&path).is_ok_and(|known| known == bytes);
        if there { Ok(()) } else { write_whole(&path, bytes) }
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// When it can't be read, or is not what it was.
    pub fn get(&self, sha256_of: &str, file: &str) -> Result<Vec<u8>, RecordError> {
        let path = self.path(sha256_of, file);
        let bytes = std::fs::read(&path).map_err(|source| FileError {
            path: path.clone(),
            doing: "read",
            source,
        })?;
        if sha256(&bytes) == sha256_of {
            Ok(bytes)
        } else {
            Err(RecordError::Archive { file: path })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_comes_out_and_what_was_changed_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::new(folder.path().join("archive"));
        let hash = sha256(b"return");
        archive.put(&hash, "Q2.XLSX", b"return").unwrap();
        archive.put(&hash, "Q2.XLSX", b"return").unwrap();
        let path = archive.path(&hash, "Q2.XLSX");
        assert!(path.ends_with(format!("{}/{hash}.xlsx", &hash[..2])), "{path:?}");
        assert_eq!(archive.get(&hash, "Q2.XLSX").unwrap(), b"return");
        std::fs::write(&path, b"retorn").unwrap();
        assert!(matches!(archive.get(&hash, "Q2.XLSX"), Err(RecordError::Archive { .. })));
        // The same file coming again mends it.
        archive.put(&hash, "Q2.XLSX", b"return").unwrap();
        assert!(archive.get(&hash, "Q2.XLSX").is_ok());
    }

    #[test]
    fn a_name_from_outside_shapes_no_path() {
        let archive = Archive::new("archive".into());
        for name in ["x.../../y", "x", "x.toolongending", "x.a b"] {
            assert_eq!(archive.path("abc", name), Path::new("archive/ab/abc.bin"));
        }
    }
}
