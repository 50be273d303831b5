//! One run at a time: a lock of the operating system, which a crash releases.

use super::fault::RecordError;
use super::files::FileError;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

/// Held while a run writes; given back when it is dropped, or when the process ends.
#[derive(Debug)]
pub struct RunLock(#[expect(dead_code, reason = "holding the file is what it is for")] File);

impl RunLock {
    /// Takes the lock of a record's folder, which is made where it is missing.
    ///
    /// # Errors
    /// When another run holds it, or the folder can't be written into.
    pub fn take(folder: &Path) -> Result<Self, RecordError> {
        Self::of(folder, "lock")
    }

    /// Takes the lock of whoever sends messages, so that runs go on while a server is slow.
    ///
    /// # Errors
    /// When another process is sending, or the folder can't be written into.
    pub fn of_delivery(folder: &Path) -> Result<Self, RecordError> {
        Self::of(folder, "delivery-lock")
    }

    /// Waits for one's turn at what takes a moment only: adding to the journal, claiming a record.
    ///
    /// # Errors
    /// When the folder can't be written into.
    pub(super) fn of_turn(folder: &Path) -> Result<Self, FileError> {
        let path = folder.join("journal-lock");
        let taken = || {
            std::fs::create_dir_all(folder)?;
            let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path)?;
            file.lock()?;
            Ok(Self(file))
        };
        taken().map_err(|source| FileError { path: path.clone(), doing: "written", source })
    }

    fn of(folder: &Path, name: &str) -> Result<Self, RecordError> {
        let path = folder.join(name);
        let fault = |source| FileError { path: path.clone(), doing: "written", source };
        std::fs::create_dir_all(folder).map_err(fault)?;
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        let file = file.map_err(fault)?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(RecordError::Busy { folder: folder.into() }),
            Err(TryLockError::Error(source)) => Err(fault(source).into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_run_is_refused_while_the_first_one_works() {
        let folder = tempfile::tempdir().unwrap();
        let record = folder.path().join("record");
        let first = RunLock::take(&record).unwrap();
        let refused = RunLock::take(&record).unwrap_err();
        assert!(refused.to_string().starts_with("another run is at work"));
        drop(first);
        RunLock::take(&record).unwrap();
    }
}
