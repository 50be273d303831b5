//! Files that somebody is still writing: they are left until they rest.

use super::inbox::{InboxError, list};
use std::collections::BTreeSet;
use std::fs::Metadata;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// Names of the files of an inbox that have not rested for so long at a moment. Asked after the
/// files were read, with the moment before, it also names those that were changed meanwhile.
///
/// A file rests when neither its content nor its place has changed: programs that copy give a
/// file the time of its original, and the file system notes the change all the same. A time that
/// lies further ahead than the rest is a wrong clock, and no reason to wait.
///
/// # Errors
/// The folder can't be listed.
pub fn restless(
    folder: &Path,
    now: SystemTime,
    rest: Duration,
) -> Result<BTreeSet<String>, InboxError> {
    let files = list(folder)?.files;
    let moving = |path: &Path| {
        let Ok(metadata) = std::fs::metadata(path) else { return false };
        changes(&metadata).any(|at| match now.duration_since(at) {
            Ok(age) => age < rest,
            Err(ahead) => ahead.duration() <= rest.max(Duration::from_secs(5)),
        })
    };
    Ok(files.into_iter().filter(|(path, _)| moving(path)).map(|(_, name)| name).collect())
}

/// When a file was changed: its own time, and the file system's, which nobody sets.
#[cfg(unix)]
pub(super) fn changes(metadata: &Metadata) -> impl Iterator<Item = SystemTime> + use<> {
    use std::os::unix::fs::MetadataExt;
    let seconds = u64::try_from(metadata.ctime()).ok();
    let nanos = u64::try_from(metadata.ctime_nsec()).unwrap_or(0);
    let changed = seconds.map(|seconds| {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds) + Duration::from_nanos(nanos)
    });
    metadata.modified().ok().into_iter().chain(changed)
}

/// When a file was changed, by its own time.
#[cfg(not(unix))]
pub(super) fn changes(metadata: &Metadata) -> impl Iterator<Item = SystemTime> + use<> {
    metadata.modified().ok().into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::{self, File};

    const REST: Duration = Duration::from_secs(30);

    #[test]
    fn a_file_is_left_until_it_has_rested() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("return.xlsx");
        fs::write(&path, "half").unwrap();
        let written = fs::metadata(&path).unwrap().modified().unwrap();
        let at = |seconds| written + Duration::from_secs(seconds);
        let names = |now| restless(folder.path(), now, REST).unwrap();
        assert_eq!(names(at(1)).into_iter().collect::<Vec<_>>(), ["return.xlsx"]);
        assert!(names(at(40)).is_empty());
        // Seen by a clock that is behind: still being written.
        assert_eq!(names(written - Duration::from_secs(3)).len(), 1);
    }

    #[test]
    fn a_copy_with_the_time_of_its_original_is_new_all_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("return.xlsx");
        fs::write(&path, "whole").unwrap();
        let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_600_000_000);
        File::options().write(true).open(&path).unwrap().set_modified(long_ago).unwrap();
        let now = fs::metadata(folder.path()).unwrap().modified().unwrap();
        if cfg!(unix) {
            assert_eq!(restless(folder.path(), now, REST).unwrap().len(), 1);
        }
        assert!(restless(folder.path(), now + 2 * REST, REST).unwrap().is_empty());
    }

    #[test]
    fn a_wrong_clock_makes_nobody_wait_for_years() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("return.xlsx"), "whole").unwrap();
        let past = SystemTime::UNIX_EPOCH + Duration::from_secs(1_600_000_000);
        assert!(restless(folder.path(), past, REST).unwrap().is_empty());
    }
}
