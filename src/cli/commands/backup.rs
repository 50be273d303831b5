//! `backup` and `restore`: the record copied away, and brought back.

use crate::cli::{Exit, Failure};
use crate::pipeline::Inputs;
use crate::quantity::plural;
use crate::store::{Copied, Record, RecordError, RunLock, copy};
use std::io::{self, Write};
use std::path::Path;

pub(super) fn backup(inputs: &Inputs, to: &Path, out: &mut dyn Write) -> Result<Exit, Failure> {
    let folder = inputs.settings.paths.record();
    if !folder.join("record.sqlite").exists() {
        return Err(failure(RecordError::NotThere { file: folder.join("record.sqlite") }));
    }
    // No run changes it meanwhile.
    let _lock = RunLock::take(&folder).map_err(failure)?;
    let copied = copy(&folder, to).map_err(failure)?;
    tell(out, &copied, to)?;
    Ok(Exit::Done)
}

pub(super) fn restore(inputs: &Inputs, from: &Path, out: &mut dyn Write) -> Result<Exit, Failure> {
    let folder = inputs.settings.paths.record();
    let _lock = RunLock::take(&folder).map_err(failure)?;
    let copied = copy(from, &folder).map_err(failure)?;
    tell(out, &copied, &folder)?;
    // What waited to be sent when the backup was made may have been sent since.
    let doubtful = Record::open(&folder).and_then(|mut record| record.doubt()).map_err(failure)?;
    if doubtful > 0 {
        let count = plural(doubtful, "message that was", "messages that were");
        writeln!(
            out,
            "{count} still to be sent may have been sent since: `quarterpack status` names them, \
             and nothing sends them by itself."
        )?;
    }
    Ok(Exit::Done)
}

fn failure(error: RecordError) -> Failure {
    let remedy = error.remedy();
    Failure::work(error).hint(remedy)
}

fn tell(out: &mut dyn Write, copied: &Copied, to: &Path) -> io::Result<()> {
    let files = plural(copied.files, "archived file", "archived files");
    let entries = plural(usize::try_from(copied.entries).unwrap_or(0), "entry", "entries");
    writeln!(out, "The record is in {}: {files}, a log of {entries}.", to.display())?;
    writeln!(out, "The hash of its last entry: {}", copied.head)
}
