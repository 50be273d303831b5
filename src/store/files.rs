//! Files written whole: a reader sees the old file or the new one, never half of one.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file that can't be written or read.
#[derive(Debug, thiserror::Error)]
#[error("{} can't be {doing}", .path.display())]
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
    let fault = |source| FileError { path: path.into(), doing: "written", source };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder {
        fs::create_dir_all(folder).map_err(fault)?;
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let written = (|| {
        let mut file = File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        drop(file);
        fs::rename(&beside, path)
    })();
    written.map_err(|source| {
        // What is half-made is of no use; that it can't be removed changes nothing.
        let _ = fs::remove_file(&beside);
        fault(source)
    })
}
