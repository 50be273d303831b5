//! Files as they were seen, without reading them again: by size, times and place on the disk.
//!
//! Times are only as fine as a file system keeps them. A file that was changed within two seconds
//! of being seen might change again and look the same: its digest is kept beside its times, and is
//! compared as well.

use super::hash::sha256;
use serde::{Deserialize, Serialize};
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// How fine times are at the worst: FAT keeps every second one.
const FINE: Duration = Duration::from_secs(2);

/// A file or a folder as it was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    path: PathBuf,
    /// None where nothing was there.
    stamp: Option<Stamp>,
    /// Of a file whose times alone don't tell.
    digest: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    size: u64,
    modified: Option<SystemTime>,
    /// On Unix: when anything about it was changed, which nobody can set, and which file it is.
    changed: Option<(i64, i64, u64)>,
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        #[cfg(unix)]
        let changed = {
            use std::os::unix::fs::MetadataExt;
            Some((metadata.ctime(), metadata.ctime_nsec(), metadata.ino()))
        };
        #[cfg(not(unix))]
        let changed = None;
        Self { size: metadata.len(), modified: metadata.modified().ok(), changed }
    }

    /// Whether it was changed so shortly before that a further change might not show.
    fn is_fresh(&self, now: SystemTime) -> bool {
        let changed = self.changed.and_then(|(seconds, ..)| u64::try_from(seconds).ok());
        let changed = changed.map(|seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
        let last = self.modified.max(changed);
        // A time that is not known, or lies ahead, tells nothing.
        last.and_then(|last| now.duration_since(last).ok()).is_none_or(|age| age <= FINE)
    }
}

impl Seen {
    /// A file or folder as it is now; `now` by the clock.
    #[must_use]
    pub fn now(path: &Path, now: SystemTime) -> Self {
        let seen = Self::made(path);
        let fresh = seen.stamp.as_ref().is_some_and(|stamp| stamp.is_fresh(now));
        let digest = if fresh { digest(path) } else { None };
        Self { digest, ..seen }
    }

    /// A file that this program made just now, and is not about to change.
    #[must_use]
    pub fn made(path: &Path) -> Self {
        let stamp = fs::metadata(path).ok().map(|metadata| Stamp::of(&metadata));
        Self { path: path.into(), stamp, digest: None }
    }

    /// Whether it is there still as it was seen.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.is(&Self::made(&self.path))
    }

    /// Whether it is there still as it was seen, where it was just seen again.
    #[must_use]
    pub fn is(&self, now: &Self) -> bool {
        let same = |known: &String| {
            let now = now.digest.clone().or_else(|| digest(&self.path));
            now.as_ref() == Some(known)
        };
        now.path == self.path && now.stamp == self.stamp && self.digest.as_ref().is_none_or(same)
    }

    /// Everything below a folder, hidden files and all: files and folders, in an order that is
    /// always the same.
    ///
    /// # Errors
    /// When a folder can't be listed.
    pub fn below(folder: &Path, now: SystemTime, seen: &mut Vec<Self>) -> io::Result<()> {
        seen.push(Self::now(folder, now));
        let entries: io::Result<Vec<_>> = fs::read_dir(folder)?.collect();
        let mut entries = entries?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            if entry.path().is_dir() {
                Self::below(&entry.path(), now, seen)?;
            } else {
                seen.push(Self::now(&entry.path(), now));
            }
        }
        Ok(())
    }
}

fn digest(path: &Path) -> Option<String> {
    path.is_file().then(|| fs::read(path).ok().map(|bytes| sha256(&bytes))).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(path: &Path) -> SystemTime {
        fs::metadata(path).unwrap().modified().unwrap()
    }

    #[test]
    fn whatever_happens_to_a_file_or_beside_it_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("x")).unwrap();
        for name in ["a", "x/b"] {
            fs::write(at(name), "one").unwrap();
        }
        let long_after = written(&at("a")) + Duration::from_secs(100);
        let all = |now| {
            let mut seen = Vec::new();
            Seen::below(folder.path(), now, &mut seen).unwrap();
            seen
        };
        let seen = all(long_after);
        let names: Vec<_> =
            seen.iter().map(|one| one.path.strip_prefix(folder.path()).unwrap()).collect();
        assert_eq!(names, ["", "a", "x", "x/b"].map(Path::new));
        assert!(seen.iter().all(|one| one.holds() && one.digest.is_none()));
        fs::write(at("x/c"), "new").unwrap();
        assert_eq!(seen.iter().filter(|one| !one.holds()).count(), 1, "the folder has changed");
        fs::remove_file(at("a")).unwrap();
        assert!(!seen[1].holds() && !seen[0].holds());
        let nothing = Seen::now(&at("a"), long_after);
        assert!(nothing.holds());
        fs::write(at("a"), "two").unwrap();
        assert!(!nothing.holds());
    }

    #[test]
    fn a_file_that_was_changed_just_now_is_known_by_what_it_holds() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "one").unwrap();
        let seen = Seen::now(&path, written(&path));
        assert!(seen.digest.is_some() && seen.holds());
        // As if its times were too coarse to tell the change.
        fs::write(&path, "two").unwrap();
        let coarse = Seen { stamp: Seen::made(&path).stamp, ..seen };
        assert!(!coarse.holds());
    }
}
