//! `check`: returns looked at by themselves, nothing changed.

use crate::cli::{Exit, Failure, clock, findings, json};
use crate::finding::Severity;
use crate::intake::{Arrival, Inbox, read_file, shown_name};
use crate::pipeline::{Inputs, Job, check_files, write_receipt};
use crate::receipt::verdict;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

pub(super) struct Asked<'a> {
    pub(super) files: &'a [PathBuf],
    pub(super) json: bool,
    pub(super) receipts: Option<&'a Path>,
}

pub(super) fn run(
    mut inputs: Inputs,
    asked: &Asked<'_>,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let today = clock::today();
    let known = std::mem::take(&mut inputs.inbox);
    let mut inbox = Inbox::default();
    for path in asked.files {
        inbox.arrivals.push(arrival(path, &known)?);
    }
    inputs.inbox = inbox;
    let quarter = inputs.settings.quarter_on(today);
    let as_at = inputs.settings.as_at.get(&quarter).copied().unwrap_or(today);
    let reader = &super::reader()?;
    let job = Job { inputs: &inputs, quarter, as_at, reader, write: false };
    let checked = check_files(&job, &known)?;
    if let Some(folder) = asked.receipts {
        for (arrival, (_, found)) in inputs.inbox.arrivals.iter().zip(&checked) {
            write_receipt(folder, arrival, found, None, true)?;
        }
    }
    if asked.json {
        let all: Vec<_> = checked.iter().map(|(file, found)| json::file(file, found)).collect();
        serde_json::to_writer_pretty(&mut *out, &all).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        for (file, found) in &checked {
            for finding in found {
                findings::print(out, finding)?;
                writeln!(out)?;
            }
            writeln!(out, "{file}: {}", verdict(found).words())?;
        }
    }
    let errors = checked.iter().flat_map(|(_, found)| found);
    let any = errors.into_iter().any(|finding| finding.severity == Severity::Error);
    Ok(if any { Exit::Found } else { Exit::Done })
}

#[derive(Debug, thiserror::Error)]
#[error("{} can't be read", .file.display())]
struct Unreadable {
    file: PathBuf,
    source: std::io::Error,
}

/// The file, with its time of arrival where the inbox knows it.
fn arrival(path: &Path, inbox: &Inbox) -> Result<Arrival, Failure> {
    let bytes = read_file(path)
        .map_err(|source| Failure::configuration(Unreadable { file: path.into(), source }))?;
    let file = path.file_name().map_or_else(String::new, shown_name);
    let mut arrival = Arrival::held(file, bytes, None);
    let known = inbox.arrivals.iter().find(|known| known.digest == arrival.digest);
    arrival.arrived = known.and_then(|known| known.arrived);
    Ok(arrival)
}
