//! Files written whole: a reader sees the old file or the new one, never half of one.

use super::fail;
use super::shown::shown;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file that can't be written or read.
#[derive(Debug, thiserror::Error)]
#[error("{} can't be {doing}", shown(.path).display())]
pub struct FileError {
    /// The file.
    pub path: PathBuf,
    /// `written` or `read`.
    pub doing: &'static str,
    /// Why.
    pub source: io::Error,
}

/// Writes a file beside its place, brings it to the disk, and moves it there. The folder is made
/// where it is missing.
///
/// # Errors
/// When the folder or the file can't be written; then nothing half-made is left in its place.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let mut staged = Staged::default();
    staged.add(path, bytes)?;
    staged.place()
}

/// Files that are whole on the disk beside their places, to be moved there together: where the
/// disk is full, none of them is.
#[derive(Debug, Default)]
pub struct Staged {
    /// Where each one lies, and where it belongs.
    files: Vec<(PathBuf, PathBuf)>,
}

impl Staged {
    /// Writes one more beside its place. The folder is made where it is missing.
    ///
    /// # Errors
    /// When the folder or the file can't be written.
    pub fn add(&mut self, path: &Path, bytes: &[u8]) -> Result<(), FileError> {
        let fault = |source| FileError { path: path.into(), doing: "written", source };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder {
            fs::create_dir_all(folder).map_err(fault)?;
        }
        if path.is_dir() {
            // It would be found out only when others are in their places.
            return Err(fault(io::ErrorKind::IsADirectory.into()));
        }
        let mut beside = path.as_os_str().to_owned();
        beside.push(PART);
        let beside = PathBuf::from(beside);
        fail::point("before a file is written");
        self.files.push((beside.clone(), path.to_owned()));
        let mut file = File::create(&beside).map_err(fault)?;
        file.write_all(bytes).map_err(fault)?;
        file.sync_all().map_err(fault)
    }

    /// Moves them to their places.
    ///
    /// # Errors
    /// When one can't be moved; those before it are in their places.
    pub fn place(mut self) -> Result<(), FileError> {
        for (beside, path) in std::mem::take(&mut self.files) {
            fail::point("a file is written beside its place");
            fs::rename(&beside, &path).map_err(|source| {
                // What is half-done is of no use; that it can't be removed changes nothing.
                let _ = fs::remove_file(&beside);
                FileError { path, doing: "written", source }
            })?;
            fail::point("a file is in its place");
        }
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        for (beside, _) in &self.files {
            let _ = fs::remove_file(beside);
        }
    }
}

/// The ending of a file that is not in its place yet.
const PART: &str = ".part";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_belong_together_are_all_in_their_places_or_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir_all(path("out/b")).unwrap();
        let mut staged = Staged::default();
        staged.add(&path("out/a"), b"whole").unwrap();
        staged.add(&path("out/b"), b"in the way").unwrap_err();
        drop(staged);
        assert_eq!(fs::read_dir(path("out")).unwrap().count(), 1, "the folder that was there");
        let mut staged = Staged::default();
        for name in ["out/a", "out/c"] {
            staged.add(&path(name), b"whole").unwrap();
            assert!(!path(name).exists());
        }
        staged.place().unwrap();
        assert_eq!(fs::read(path("out/c")).unwrap(), b"whole");
        assert_eq!(fs::read_dir(path("out")).unwrap().count(), 3);
    }
}
