//! Folders, the disk, and who may do what with them.

use super::{Found, Patient};
use crate::cli::disk::{self, Kind};
use crate::config::Settings;
use crate::quantity::plural;
use crate::store::Host;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Bytes free below which a run may not find room: a quarter of a large council takes some tens of
/// megabytes, and the database wants as much again while it changes.
const LEAST_FREE: u64 = 500_000_000;

fn shown(path: &Path) -> String {
    let shown = crate::pipeline::shown(path).display().to_string();
    if shown.is_empty() { ".".into() } else { shown }
}

pub(super) fn folders(patient: &Patient<'_>) -> Vec<Found> {
    let paths = &patient.settings.paths;
    let mut found = vec![inbox(patient), written("output", &paths.output)];
    let record = paths.record();
    found.push(written("record", &record));
    for shut in patient.inputs.into_iter().flat_map(|inputs| &inputs.inbox.findings) {
        let what = format!("inbox {}/{}", shown(&paths.inbox), shut.place.file);
        let said = shut.read.as_deref().unwrap_or_default();
        found.push(Found::bad(what, format!("{}; {said}", shut.message), shut.remedy.clone()));
    }
    found.extend(host(patient, &record));
    if let Some(maildir) = &paths.maildir {
        found.extend(self::maildir(maildir));
    }
    if let Some(folder) = paths.metrics.as_deref().and_then(Path::parent) {
        found.push(written("metrics", folder));
    }
    found
}

/// Files are counted as a run and `config check` count them: those that it would read.
fn inbox(patient: &Patient<'_>) -> Found {
    let folder = &patient.settings.paths.inbox;
    let what = format!("inbox {}", shown(folder));
    match fs::read_dir(folder) {
        Ok(_) => {
            let count = patient.inputs.ok().map(|inputs| inputs.inbox.arrivals.len());
            let count = count.map(|count| format!("; {} in it", plural(count, "file", "files")));
            Found::good(what, format!("it can be read{}", count.unwrap_or_default()))
        }
        Err(error) => {
            let remedy = "make it, or name another as paths.inbox; this account needs to read it";
            Found::bad(what, format!("it can't be read: {error}"), remedy)
        }
    }
}

/// A folder that is written into: tried, with a file that is taken away again. One that is not there
/// yet is made by the first run, where the folder above lets it.
fn written(name: &str, folder: &Path) -> Found {
    let what = format!("{name} {}", shown(folder));
    let there = there(folder);
    match tried(&there) {
        Ok(()) if folder.exists() => Found::good(what, "it can be written into"),
        Ok(()) => Found::good(what, "the first run makes it"),
        Err(error) => {
            let how = format!("{} can't be written into: {error}", shown(&there));
            let remedy = format!("let this account write there, or set paths.{name}");
            Found::bad(what, how, remedy)
        }
    }
}

/// The folder, or the nearest one above that is there.
fn there(folder: &Path) -> PathBuf {
    let mut folder = crate::pipeline::shown(folder);
    while !folder.exists() && folder.pop() {}
    if folder.as_os_str().is_empty() { ".".into() } else { folder }
}

fn tried(folder: &Path) -> io::Result<()> {
    let file = folder.join(".quarterpack-doctor");
    fs::write(&file, b"looked at by quarterpack doctor; it may be removed\n")?;
    fs::remove_file(&file)
}

fn maildir(folder: &Path) -> Vec<Found> {
    let one = |name: &str| {
        let folder = folder.join(name);
        if folder.is_dir() {
            return written("maildir", &folder);
        }
        let remedy = "name the Maildir that the mail server fills as paths.maildir";
        Found::bad(format!("maildir {}", shown(&folder)), "it is not there", remedy)
    };
    // What is read in new is filed in cur.
    vec![one("new"), one("cur")]
}

/// Whose record it is, and whether it lies on a disk of this host.
fn host(patient: &Patient<'_>, record: &Path) -> Vec<Found> {
    let mut found = Vec::new();
    let mine = crate::cli::host::this(patient.settings);
    match Host::of(record) {
        Ok(Some(its)) if !its.is(&mine) => {
            let how = format!("it belongs to {its}, and this is {mine}");
            let remedy = "run quarterpack there; where the record was moved for good: quarterpack \
                          record adopt";
            found.push(Found::bad("host of the record", how, remedy));
        }
        Ok(_) => found.push(Found::good("host of the record", mine.to_string())),
        Err(error) => {
            let remedy = "let this account read the record";
            found.push(Found::bad("host of the record", error.to_string(), remedy));
        }
    }
    if disk::kind(&there(record)) == Kind::Network {
        let how = "it lies on a network drive, where a database is not safe";
        let remedy = "set paths.record to a folder on a disk of this host";
        found.push(Found::bad("disk of the record", how, remedy));
    }
    found
}

pub(super) fn disk(patient: &Patient<'_>) -> Vec<Found> {
    let paths = &patient.settings.paths;
    let mut found = Vec::new();
    for (name, folder) in [("output", paths.output.clone()), ("record", paths.record())] {
        let there = there(&folder);
        let what = format!("{name} {}", shown(&folder));
        found.push(match disk::free(&there) {
            Ok(None) => Found::note(what, "this system does not say how much is free"),
            Ok(Some(room)) if room.bytes < LEAST_FREE || room.files == Some(0) => {
                let how = match room.files {
                    Some(0) => "no more files can be made".to_owned(),
                    _ => format!("{} MB free", room.bytes / 1_000_000),
                };
                Found::bad(what, how, "make room: 500 MB at the least")
            }
            Ok(Some(room)) => Found::good(what, format!("{} MB free", room.bytes / 1_000_000)),
            Err(error) => Found::bad(what, error.to_string(), "let this account read it"),
        });
    }
    found
}

/// Who else may change what packs are made of, and read what services sent.
pub(super) fn permissions(patient: &Patient<'_>) -> Vec<Found> {
    let Settings { paths, .. } = patient.settings;
    let record = paths.record();
    let kept = [
        ("configuration", patient.config.to_path_buf()),
        ("lists", paths.lists.clone()),
        ("plans", paths.plans.clone()),
        ("packs", paths.packs.clone()),
        ("record", record.clone()),
    ];
    let mut found = Vec::new();
    for (name, path) in kept.iter().filter(|(_, path)| path.exists()) {
        if disk::others_may_write(path) {
            let what = format!("{name} {}", shown(path));
            let how = "anybody on this machine may change it";
            found.push(Found::bad(what, how, format!("chmod o-w {}", shown(path))));
        }
    }
    if record.exists() && disk::others_may_read(&record) {
        let is = "anybody on this machine may read what services sent; chmod o-rx keeps it in";
        found.push(Found::note(format!("record {}", shown(&record)), is));
    }
    if found.is_empty() {
        found.push(Found::good("settings and record", "nobody else may change them"));
    }
    found
}
