//! `check`: returns looked at by themselves, nothing changed.

use crate::calendar::NaiveDateTime;
use crate::cli::{Exit, Failure, clock, findings};
use crate::finding::Severity;
use crate::intake::{Arrival, Inbox, digest, read_file};
use crate::pipeline::{Inputs, Job, check_files};
use crate::quantity::plural;
use std::io::Write;
use std::path::{Path, PathBuf};

pub(super) fn run(
    mut inputs: Inputs,
    files: &[PathBuf],
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let today = clock::today();
    let known = std::mem::take(&mut inputs.inbox);
    let mut inbox = Inbox::default();
    for path in files {
        inbox.arrivals.push(arrival(path, &known)?);
    }
    inputs.inbox = inbox;
    let quarter = inputs.settings.quarter_on(today);
    let as_at = inputs.settings.as_at.get(&quarter).copied().unwrap_or(today);
    let reader = &super::reader()?;
    let job = Job { inputs: &inputs, quarter, as_at, reader, write: false };
    let mut worst = Exit::Done;
    for (file, found) in check_files(&job, &known)? {
        let of = |severity| found.iter().filter(|f| f.severity == severity).count();
        for finding in &found {
            findings::print(out, finding)?;
            writeln!(out)?;
        }
        let errors = of(Severity::Error);
        let verdict = match (errors, of(Severity::Warning)) {
            (0, 0) => "accepted".to_owned(),
            (0, warnings) => {
                format!("accepted, with {}", plural(warnings, "warning", "warnings"))
            }
            (errors, _) => format!("not accepted as it is: {}", plural(errors, "error", "errors")),
        };
        writeln!(out, "{file}: {}", verdict.replace('\u{a0}', " "))?;
        if errors > 0 {
            worst = Exit::Found;
        }
    }
    Ok(worst)
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
    let file =
        path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let digest = digest(&bytes);
    let arrived: Option<NaiveDateTime> =
        inbox.arrivals.iter().find(|known| known.digest == digest).and_then(|known| known.arrived);
    Ok(Arrival { file, bytes, digest, arrived })
}
