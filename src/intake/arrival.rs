//! A file that arrived. Thousands of them come to more than a run may hold in memory: their
//! content is read where it lies, each time it is asked for.

use super::limits::FILE;
use crate::calendar::NaiveDateTime;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// A file that arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Its name, without the folder; with it where two folders have a file of that name.
    pub file: String,
    /// SHA-256 of its content, in hexadecimal.
    pub digest: String,
    /// When it came, in local time, where that is known.
    pub arrived: Option<NaiveDateTime>,
    content: Content,
}

/// Where the content of a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Content {
    Held(Vec<u8>),
    At(PathBuf),
    Kept(PathBuf),
}

/// A file that is no longer what it was when it was first looked at.
#[derive(Debug, thiserror::Error)]
pub enum Changed {
    /// One of the inbox.
    #[error("{file} was changed, or taken away, while it was being read")]
    Here {
        /// Its name.
        file: String,
        /// What the system says.
        source: Option<io::Error>,
    },
    /// One of the archive.
    #[error("the archived file {} is not what it was when it came", .file.display())]
    Kept {
        /// Where it lies.
        file: PathBuf,
        /// What the system says.
        source: Option<io::Error>,
    },
}

impl Arrival {
    /// A file whose content is held in memory.
    #[must_use]
    pub fn held(file: impl Into<String>, bytes: Vec<u8>, arrived: Option<NaiveDateTime>) -> Self {
        let digest = digest(&bytes);
        Self { file: file.into(), digest, arrived, content: Content::Held(bytes) }
    }

    /// A file that lies somewhere, as it is there now.
    ///
    /// # Errors
    /// It can't be opened or read.
    pub fn at(
        file: impl Into<String>,
        path: PathBuf,
        arrived: Option<NaiveDateTime>,
    ) -> io::Result<Self> {
        let digest = digest(&read_file(&path)?);
        Ok(Self { file: file.into(), digest, arrived, content: Content::At(path) })
    }

    /// A file of the archive, by the digest under which it lies there.
    #[must_use]
    pub fn kept(
        file: impl Into<String>,
        digest: String,
        path: PathBuf,
        arrived: Option<NaiveDateTime>,
    ) -> Self {
        Self { file: file.into(), digest, arrived, content: Content::Kept(path) }
    }

    /// Its content.
    ///
    /// # Errors
    /// It can't be read any more, or is another one than it was.
    pub fn bytes(&self) -> Result<Cow<'_, [u8]>, Changed> {
        let path = match &self.content {
            Content::Held(bytes) => return Ok(Cow::Borrowed(bytes)),
            Content::At(path) | Content::Kept(path) => path,
        };
        let source = match read_file(path) {
            Ok(bytes) if digest(&bytes) == self.digest => return Ok(Cow::Owned(bytes)),
            Ok(_) => None,
            Err(error) => Some(error),
        };
        Err(match &self.content {
            Content::Kept(file) => Changed::Kept { file: file.clone(), source },
            Content::Held(_) | Content::At(_) => Changed::Here { file: self.file.clone(), source },
        })
    }
}

/// A file's content; of one that is larger than any return no more than is needed to see that
/// it is, which its reader then says.
///
/// # Errors
/// The file can't be opened or read.
pub fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(FILE + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// SHA-256 in hexadecimal.
#[must_use]
pub fn digest(bytes: &[u8]) -> String {
    use std::fmt::Write;
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing into a string never fails.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changes_under_a_run_is_not_read_as_what_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xlsx");
        fs::write(&path, "one").unwrap();
        let arrival = Arrival::at("a.xlsx", path.clone(), None).unwrap();
        assert_eq!(&*arrival.bytes().unwrap(), b"one");
        assert_eq!(arrival.digest, Arrival::held("a.xlsx", b"one".to_vec(), None).digest);
        fs::write(&path, "two").unwrap();
        let words = "a.xlsx was changed, or taken away, while it was being read";
        assert_eq!(arrival.bytes().unwrap_err().to_string(), words);
        fs::remove_file(&path).unwrap();
        let gone = arrival.bytes().unwrap_err();
        assert!(matches!(gone, Changed::Here { source: Some(_), .. }));
        let kept = Arrival::kept("a.xlsx", arrival.digest, path, None);
        assert!(kept.bytes().unwrap_err().to_string().starts_with("the archived file "));
    }
}
