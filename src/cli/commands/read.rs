//! `read`: files opened and what each holds written down, for `run --from`.

use crate::cli::{Exit, Failure, say, warn};
use crate::intake::{Arrival, Records, Unwritten};
use crate::pipeline::RunError;
use crate::quantity::plural;
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// So many records are named that can't be used; the others are counted.
const NAMED: usize = 10;

/// Opens files and writes a record of each. A file that can't be opened is told, and the others
/// are read all the same.
pub(super) fn run(files: &[PathBuf], to: &Path, out: &mut dyn Write) -> Result<Exit, Failure> {
    let records = Records::of(to);
    let (mut wanted, mut seen, mut there) = (Vec::new(), BTreeSet::new(), 0);
    let mut exit = Exit::Done;
    for path in files {
        let file = path.display().to_string();
        match Arrival::at(file.clone(), path.clone(), None) {
            Ok(arrival) if !seen.insert(arrival.digest.clone()) => {}
            Ok(arrival) if records.opened(&arrival.digest).is_some() => there += 1,
            Ok(arrival) => wanted.push(arrival),
            Err(error) => {
                exit = Exit::Failed;
                warn(&format!("{file} can't be read, and has no record: {error}"))?;
            }
        }
    }
    let wanted: Vec<&Arrival> = wanted.iter().collect();
    let keep = |arrival: &Arrival, opened| records.keep(&arrival.digest, &opened);
    let kept = super::reader()?.each(&wanted, keep).map_err(RunError::from)?;
    let mut written = 0;
    for (Arrival { file, .. }, kept) in wanted.iter().zip(kept) {
        match kept {
            Ok(path) => {
                written += 1;
                writeln!(out, "{}  {file}", path.display())?;
            }
            Err(Unwritten::OfThisMachine(fault)) => {
                let then = "it has no record, and a run opens it itself";
                warn(&format!("{file}: {fault}; {then}"))?;
            }
            Err(fault @ Unwritten::File { .. }) => return Err(unwritten(fault)),
        }
    }
    let there = match there {
        0 => String::new(),
        count => format!("; {} there already", plural(count, "was", "were")),
    };
    writeln!(out, "Wrote {} to {}{there}", plural(written, "record", "records"), to.display())?;
    Ok(exit)
}

fn unwritten(fault: Unwritten) -> Failure {
    Failure::work(fault).hint("see that the folder is there, not full, and may be written to")
}

#[derive(Debug, thiserror::Error)]
#[error("{} is no folder", .folder.display())]
struct NoFolder {
    folder: PathBuf,
}

/// The records of a folder that a run is to take.
pub(super) fn records(folder: &Path) -> Result<Records, Failure> {
    if folder.is_dir() {
        return Ok(Records::of(folder));
    }
    Err(Failure::configuration(NoFolder { folder: folder.into() })
        .hint("give --from the folder that quarterpack read --out wrote to"))
}

/// Says what became of the records that a run was to take.
pub(super) fn tell(records: &Records) -> io::Result<()> {
    let told = records.told();
    for (path, why) in told.refused.iter().take(NAMED) {
        warn(&format!("{} is not used, and its file was opened: {why}", path.display()))?;
    }
    let more = told.refused.len().saturating_sub(NAMED);
    if more > 0 {
        let what = plural(more, "record more is", "records more are");
        warn(&format!("{what} not used, and their files were opened"))?;
    }
    let folder = records.folder().display();
    match told.used {
        0 => warn(&format!("no record in {folder} was used: every file was opened")),
        count => {
            let count = plural(count, "file was", "files were");
            say(&format!("{count} not opened: what they hold was taken from {folder}"))
        }
    }
}
