//! The host that a record belongs to. The database may lie on one host's local disk only: what two
//! hosts write at the same time is lost.

use super::fault::RecordError;
use super::files::{FileError, write_whole};
use super::hash::sha256_of_parts;
use super::lock::RunLock;
use std::fmt;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// A host, as it is told apart from others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    name: String,
    /// A hash of the system's own id: the id itself is not for files.
    machine: Option<String>,
}

impl fmt::Display for Host {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.machine.as_ref().and_then(|machine| machine.get(..8)) {
            Some(machine) => write!(to, "{} ({machine})", self.name),
            None => to.write_str(&self.name),
        }
    }
}

impl Host {
    /// A host by its name, and by its system's own id where it has one.
    #[must_use]
    pub fn new(name: &str, id: Option<&str>) -> Self {
        let id = id.map(str::trim).filter(|id| !id.is_empty());
        let name = if name.trim().is_empty() { "without a name" } else { name.trim() };
        Self { name: name.to_owned(), machine: id.map(|id| sha256_of_parts(&["quarterpack", id])) }
    }

    /// The host that a record belongs to; none where no run has written it yet.
    ///
    /// # Errors
    /// When the note of it can't be read.
    pub fn of(folder: &Path) -> Result<Option<Self>, RecordError> {
        let path = note(folder);
        match std::fs::read_to_string(&path) {
            Ok(text) => {
                let mut lines = text.lines().map(ToOwned::to_owned);
                let name = lines.next().unwrap_or_default();
                Ok(Some(Self { name, machine: lines.next() }))
            }
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                Ok(None)
            }
            Err(source) => Err(FileError { path, doing: "read", source }.into()),
        }
    }

    /// Takes a record that belongs to nobody; refuses that of another host.
    ///
    /// # Errors
    /// When it belongs to another host, or the note can't be read or written.
    pub fn claim(&self, folder: &Path) -> Result<(), RecordError> {
        match Self::of(folder)? {
            // Of two processes that begin at once one writes the note, and the other finds it.
            None => {
                let _turn = RunLock::of_turn(folder)?;
                match Self::of(folder)? {
                    None => self.adopt(folder),
                    Some(_) => self.claim(folder),
                }
            }
            Some(its) if self.is(&its) => Ok(()),
            Some(its) => Err(RecordError::Host {
                folder: folder.into(),
                its: its.to_string(),
                mine: self.to_string(),
            }),
        }
    }

    /// Takes a record, whoever it belongs to.
    ///
    /// # Errors
    /// When the note can't be written.
    pub fn adopt(&self, folder: &Path) -> Result<(), RecordError> {
        let Self { name, machine } = self;
        let machine = machine.as_ref().map_or_else(String::new, |id| format!("{id}\n"));
        Ok(write_whole(&note(folder), format!("{name}\n{machine}").as_bytes())?)
    }

    /// Whether it is the same host. A system keeps its id when it gets another name.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        match (&self.machine, &other.machine) {
            (Some(mine), Some(its)) => mine == its,
            _ => self.name == other.name,
        }
    }
}

fn note(folder: &Path) -> PathBuf {
    folder.join("host")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_host_is_refused_by_name_until_it_adopts() {
        let folder = tempfile::tempdir().unwrap();
        let first = Host::new("first.council.example", Some("0123\n"));
        let second = Host::new("second.council.example", Some("4567"));
        first.claim(folder.path()).unwrap();
        first.claim(folder.path()).unwrap();
        Host::new("renamed", Some("0123")).claim(folder.path()).unwrap();
        let refused = second.claim(folder.path()).unwrap_err().to_string();
        assert!(refused.contains("the host first.council.example ("), "{refused}");
        assert!(refused.contains("this is second.council.example ("), "{refused}");
        // Where one of them has no id the names count.
        Host::new("first.council.example", None).claim(folder.path()).unwrap();
        Host::new("third", Some(" ")).claim(folder.path()).unwrap_err();
        second.adopt(folder.path()).unwrap();
        second.claim(folder.path()).unwrap();
        first.claim(folder.path()).unwrap_err();
    }
}
