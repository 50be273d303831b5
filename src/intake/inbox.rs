//! The inbox: a folder's files in the order of their paths, with digest and time of arrival.
//! Nothing in it is moved or changed.

use super::arrival::Arrival;
use super::direction::straight;
use super::mail::Wall;
use crate::calendar::NaiveDateTime;
use crate::finding::{Code, Finding, Place};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A folder's files, and a finding for each one that can't be opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inbox {
    /// Files in the order of their names.
    pub arrivals: Vec<Arrival>,
    /// Files that could not be opened.
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
    /// The folder, or one in it, can't be listed.
    pub fn read(folder: &Path, arrivals: &Arrivals, wall: Wall<'_>) -> Result<Self, InboxError> {
        let mut files = BTreeMap::new();
        list(folder, &mut files)?;
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        for plain in files.values() {
            *times.entry(plain).or_default() += 1;
        }
        let mut inbox = Self::default();
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
        Ok(inbox)
    }
}

/// Files below a folder, in the order of their paths.
pub(super) fn list(folder: &Path, files: &mut BTreeMap<PathBuf, String>) -> Result<(), InboxError> {
    let fault = |source| InboxError { folder: folder.into(), source };
    for entry in fs::read_dir(folder).map_err(fault)? {
        let path = entry.map_err(fault)?.path();
        let name = path.file_name().map(|name| straight(&name.to_string_lossy()).into_owned());
        let Some(name) = name.filter(|name| is_return(name)) else { continue };
        if path.is_dir() {
            list(&path, files)?;
        } else {
            files.insert(path, name);
        }
    }
    Ok(())
}

/// A file by its path below the inbox, with `/` between folders.
fn below(folder: &Path, path: &Path) -> String {
    let parts = path.strip_prefix(folder).unwrap_or(path).iter();
    parts.map(|part| straight(&part.to_string_lossy()).into_owned()).collect::<Vec<_>>().join("/")
}

/// When a file was last changed, in seconds since 1970.
fn changed(path: &Path) -> Option<i64> {
    let time = fs::metadata(path).and_then(|metadata| metadata.modified()).ok()?;
    Some(chrono::DateTime::<chrono::Utc>::from(time).timestamp())
}

fn is_return(name: &str) -> bool {
    !name.starts_with('.') && !name.starts_with("~$")
}

/// The finding of a file that can't be opened, with what the system said.
#[must_use]
pub fn closed(file: &str, said: String) -> Finding {
    Finding::new(Code::F01, Place::file(file), "the file can't be opened")
        .read(said)
        .remedy("Close the file where it is open, check who may read it, and send it again.")
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
