//! The inbox: a folder's files in the order of their paths, with digest and time of arrival.
//! Nothing in it is moved or changed.

use super::arrival::Arrival;
use super::direction::straight;
use super::mail::Wall;
use super::rest::changes;
use crate::calendar::NaiveDateTime;
use crate::finding::{Code, Finding, Place};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A folder's files, and a finding for each one that can't be opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inbox {
    /// Files in the order of their names.
    pub arrivals: Vec<Arrival>,
    /// Files that could not be opened, and folders that could not be listed.
    pub findings: Vec<Finding>,
}

/// When files came, written down: version control keeps no times.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrivals(BTreeMap<String, NaiveDateTime>);

/// A folder that can't be listed.
#[derive(Debug, thiserror::Error)]
#[error("can't list the inbox {}", folder.display())]
pub struct InboxError {
    folder: PathBuf,
    source: io::Error,
}

/// A manifest of arrivals that can't be read.
#[derive(Debug, thiserror::Error)]
pub enum ArrivalsError {
    /// It is no TOML of the form `"file name" = "2023-10-12T16:05:00"`.
    #[error("can't read the manifest of arrivals")]
    Toml(#[from] toml::de::Error),
    /// A time in it makes no sense.
    #[error("the time of arrival “{time}” of {file} is not written as 2023-10-12T16:05:00")]
    Time {
        /// The file's name.
        file: String,
        /// What is written.
        time: String,
        /// What is wrong with it.
        source: chrono::ParseError,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    #[serde(default)]
    arrived: BTreeMap<String, Written>,
}

/// A time as TOML writes one, or the same in quotes.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Time(toml::value::Datetime),
    Text(String),
}

impl Arrivals {
    /// Reads a manifest: under `[arrived]`, a file's name and its local time. An offset after
    /// the time (`Z`, `+01:00`) says how the local clock stood and changes nothing.
    ///
    /// # Errors
    /// It is not such a manifest, or a time in it makes no sense.
    pub fn read(text: &str) -> Result<Self, ArrivalsError> {
        let manifest: Manifest = toml::from_str(text)?;
        let mut arrivals = BTreeMap::new();
        for (file, time) in manifest.arrived {
            let time = match time {
                Written::Time(time) => time.to_string(),
                Written::Text(text) => text,
            };
            let local = time.get(..19).unwrap_or(&time);
            let arrived = NaiveDateTime::parse_from_str(local, "%Y-%m-%dT%H:%M:%S")
                .map_err(|source| ArrivalsError::Time { file: file.clone(), time, source })?;
            arrivals.insert(file, arrived);
        }
        Ok(Self(arrivals))
    }

    /// When a file came.
    #[must_use]
    pub fn of(&self, file: &str) -> Option<NaiveDateTime> {
        self.0.get(file).copied()
    }
}

impl Inbox {
    /// Reads a folder and the folders in it. Hidden files and Excel's lock files (`~$…`) are no
    /// returns. A file that is not in the manifest came when it was last changed, by the clock on
    /// the wall.
    ///
    /// # Errors
    /// The folder can't be listed. One in it that can't is a finding.
    pub fn read(folder: &Path, arrivals: &Arrivals, wall: Wall<'_>) -> Result<Self, InboxError> {
        Ok(Self::of(folder, list(folder)?, arrivals, wall))
    }

    fn of(folder: &Path, listed: Listed, arrivals: &Arrivals, wall: Wall<'_>) -> Self {
        let Listed { files, shut } = listed;
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        for plain in files.values() {
            *times.entry(plain).or_default() += 1;
        }
        let mut inbox = Self::default();
        for (path, error) in shut {
            let name = format!("{}/", below(folder, &path));
            inbox.findings.push(closed(&name, format!("the system says: {error}")));
        }
        for (path, plain) in &files {
            let others = times.get(plain.as_str()).is_some_and(|times| *times > 1);
            // What is found in one must not be told of the other.
            let file = if others { below(folder, path) } else { plain.clone() };
            let arrived = arrivals.of(&file).or_else(|| arrivals.of(plain));
            let arrived = arrived.or_else(|| changed(path).map(wall));
            match Arrival::at(file.clone(), path.clone(), arrived) {
                Ok(arrival) => inbox.arrivals.push(arrival),
                Err(error) => {
                    inbox.findings.push(closed(&file, format!("the system says: {error}")));
                }
            }
        }
        inbox
    }
}

/// What a folder holds.
#[derive(Default)]
pub(super) struct Listed {
    /// Files and their names, in the order of their paths.
    pub(super) files: BTreeMap<PathBuf, String>,
    /// Folders in it that can't be listed.
    shut: Vec<(PathBuf, io::Error)>,
}

/// Files below a folder. A folder in it that can't be listed holds up nothing else.
pub(super) fn list(folder: &Path) -> Result<Listed, InboxError> {
    let mut listed = Listed::default();
    look_into(folder, &entries, &mut listed)
        .map_err(|source| InboxError { folder: folder.into(), source })?;
    Ok(listed)
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect()
}

fn look_into(
    folder: &Path,
    entries: &dyn Fn(&Path) -> io::Result<Vec<PathBuf>>,
    listed: &mut Listed,
) -> io::Result<()> {
    for path in entries(folder)? {
        let name = path.file_name().map(shown_name);
        let Some(name) = name.filter(|name| is_return(name)) else { continue };
        if !path.is_dir() {
            listed.files.insert(path, name);
        } else if let Err(error) = look_into(&path, entries, listed) {
            listed.shut.push((path, error));
        }
    }
    Ok(())
}

/// A file's name as it is shown: signs that steer a terminal or break a line are replaced in it, and
/// those that turn the direction of writing left out.
#[must_use]
pub fn shown_name(name: &OsStr) -> String {
    let one = |sign: char| match sign {
        '\u{2028}' | '\u{2029}' => char::REPLACEMENT_CHARACTER,
        sign if sign.is_control() => char::REPLACEMENT_CHARACTER,
        sign => sign,
    };
    straight(&name.to_string_lossy()).chars().map(one).collect()
}

/// A file by its path below the inbox, with `/` between folders.
fn below(folder: &Path, path: &Path) -> String {
    let parts = path.strip_prefix(folder).unwrap_or(path).iter();
    parts.map(shown_name).collect::<Vec<_>>().join("/")
}

/// When a file was last changed, in seconds since 1970. One that comes from a machine whose clock is
/// ahead has not come later than the file system took it: it would not be looked at till then.
fn changed(path: &Path) -> Option<i64> {
    let time = changes(&fs::metadata(path).ok()?).min()?;
    Some(chrono::DateTime::<chrono::Utc>::from(time).timestamp())
}

fn is_return(name: &str) -> bool {
    !name.starts_with('.') && !name.starts_with("~$")
}

/// The finding of a file that can't be opened, or of a folder (its name ends in `/`) that can't be
/// listed, with what the system said.
#[must_use]
pub fn closed(file: &str, said: String) -> Finding {
    let (what, remedy) = if file.ends_with('/') {
        let remedy = "Let the account that quarterpack runs under read the folder: what lies in \
                      it is not looked at.";
        ("the folder can't be opened", remedy)
    } else {
        let remedy = "Close the file where it is open, check who may read it, and send it again.";
        ("the file can't be opened", remedy)
    };
    Finding::new(Code::F01, Place::file(file), what).read(said).remedy(remedy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::{Excess, Reader};

    /// A clock that is an hour ahead of UTC.
    fn summer(at: i64) -> NaiveDateTime {
        chrono::DateTime::from_timestamp(at + 3600, 0).unwrap().naive_utc()
    }

    #[test]
    fn files_come_in_the_order_of_their_names() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [("b.xlsx", "two"), ("a.xlsx", "one"), ("~$a.xlsx", ""), (".x", "")] {
            fs::write(folder.path().join(name), text).unwrap();
        }
        fs::create_dir(folder.path().join("older")).unwrap();
        fs::write(folder.path().join("older/c.xlsx"), "three").unwrap();
        let manifest = "[arrived]\n\"b.xlsx\" = 2023-10-12T16:05:00+01:00\n";
        let arrivals = Arrivals::read(manifest).unwrap();
        let inbox = Inbox::read(folder.path(), &arrivals, &summer).unwrap();
        let names: Vec<_> = inbox.arrivals.iter().map(|one| &*one.file).collect();
        assert_eq!(names, ["a.xlsx", "b.xlsx", "c.xlsx"]);
        assert!(inbox.arrivals.iter().all(|one| one.digest.len() == 64));
        let times: Vec<_> =
            inbox.arrivals.iter().map(|one| one.arrived.map(|t| t.to_string())).collect();
        assert_eq!(times[1].as_deref(), Some("2023-10-12 16:05:00"));
        assert!(times[0].is_some());
    }

    #[test]
    fn a_file_came_when_the_clock_on_the_wall_said_that_it_was_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xlsx");
        fs::write(&path, "one").unwrap();
        // 23:30 UTC on the day of the deadline: in summer the day after.
        let changed =
            std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_697_239_800);
        fs::File::options().write(true).open(&path).unwrap().set_modified(changed).unwrap();
        let inbox = Inbox::read(folder.path(), &Arrivals::default(), &summer).unwrap();
        let arrived = inbox.arrivals[0].arrived.map(|at| at.to_string());
        assert_eq!(arrived.as_deref(), Some("2023-10-14 00:30:00"));
    }

    #[cfg(unix)]
    #[test]
    fn a_file_from_a_machine_whose_clock_is_ahead_has_come_all_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xlsx");
        fs::write(&path, "one").unwrap();
        let now = fs::metadata(&path).unwrap().modified().unwrap();
        let ahead = now + std::time::Duration::from_secs(86_400 * 400);
        fs::File::options().write(true).open(&path).unwrap().set_modified(ahead).unwrap();
        let inbox = Inbox::read(folder.path(), &Arrivals::default(), &summer).unwrap();
        let latest = chrono::DateTime::<chrono::Utc>::from(ahead).naive_utc();
        assert!(inbox.arrivals[0].arrived.unwrap() + chrono::TimeDelta::days(300) < latest);
    }

    #[test]
    fn files_of_one_name_in_two_folders_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [("x/a.xlsx", "one"), ("y/a.xlsx", "two"), ("y/b.xlsx", "three")] {
            fs::create_dir_all(folder.path().join(name).parent().unwrap()).unwrap();
            fs::write(folder.path().join(name), text).unwrap();
        }
        let inbox = Inbox::read(folder.path(), &Arrivals::default(), &summer).unwrap();
        let names: Vec<_> = inbox.arrivals.iter().map(|one| &*one.file).collect();
        assert_eq!(names, ["x/a.xlsx", "y/a.xlsx", "b.xlsx"]);
    }

    #[cfg(unix)]
    #[test]
    fn signs_that_steer_a_terminal_are_no_part_of_a_name() {
        use std::os::unix::ffi::OsStrExt;
        let folder = tempfile::tempdir().unwrap();
        for name in [&b"a\nb.xlsx"[..], b"c\x1b[31md.xlsx", b"e\xe9\xe2\x80\xaef.xlsx"] {
            fs::write(folder.path().join(OsStr::from_bytes(name)), "one").unwrap();
        }
        let inbox = Inbox::read(folder.path(), &Arrivals::default(), &summer).unwrap();
        let names: Vec<_> = inbox.arrivals.iter().map(|one| &*one.file).collect();
        assert_eq!(names, ["a\u{fffd}b.xlsx", "c\u{fffd}[31md.xlsx", "e\u{fffd}f.xlsx"]);
        // They are read all the same.
        assert_eq!(&*inbox.arrivals[0].bytes().unwrap(), b"one");
    }

    #[test]
    fn a_folder_that_may_not_be_listed_holds_up_no_other() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.xlsx", "older/b.xlsx", "x/c.xlsx"] {
            fs::create_dir_all(folder.path().join(name).parent().unwrap()).unwrap();
            fs::write(folder.path().join(name), "one").unwrap();
        }
        // Root may list any folder, so the system is asked by somebody who may not.
        let refuse = |folder: &Path| {
            if folder.ends_with("older") {
                return Err(io::ErrorKind::PermissionDenied.into());
            }
            entries(folder)
        };
        let mut listed = Listed::default();
        look_into(folder.path(), &refuse, &mut listed).unwrap();
        let names: Vec<&String> = listed.files.values().collect();
        assert_eq!(names, ["a.xlsx", "c.xlsx"]);
        let inbox = Inbox::of(folder.path(), listed, &Arrivals::default(), &summer);
        assert_eq!(inbox.arrivals.len(), 2);
        let told = &inbox.findings[0];
        assert_eq!((&*told.place.file, &*told.message), ("older/", "the folder can't be opened"));
    }

    #[test]
    fn of_a_file_larger_than_any_return_no_more_is_read_than_shows_it() {
        let folder = tempfile::tempdir().unwrap();
        // A file with a hole takes no room on the disk.
        fs::File::create(folder.path().join("a.xlsx")).unwrap().set_len(5 << 30).unwrap();
        let inbox = Inbox::read(folder.path(), &Arrivals::default(), &summer).unwrap();
        let opened = Reader::InProcess.open_all(&[&*inbox.arrivals[0].bytes().unwrap()]).unwrap();
        assert_eq!(opened, [Err(Excess::File.into())]);
    }

    #[test]
    fn a_folder_or_a_time_that_makes_no_sense_is_an_error() {
        assert!(Inbox::read(Path::new("/nowhere/at/all"), &Arrivals::default(), &summer).is_err());
        assert!(Arrivals::read("[arrived]\n\"a.xlsx\" = \"yesterday\"\n").is_err());
        assert!(Arrivals::read("[came]\n").is_err());
    }
}
