//! `audit`: the log shown, and looked through.

use crate::cli::{Exit, Failure};
use crate::pipeline::{AuditReport, Inputs, audit_log, audit_report};
use crate::quantity::plural;
use std::io::Write;

pub(super) fn show(inputs: &Inputs, out: &mut dyn Write) -> Result<Exit, Failure> {
    for entry in audit_log(inputs)? {
        let hash = entry.hash.get(..12).unwrap_or_default();
        let at = if entry.at.is_empty() { "no time" } else { &entry.at };
        writeln!(out, "{:>5} {at} {:<9} {}", entry.seq, entry.event, entry.subject)?;
        writeln!(out, "      {}", entry.detail)?;
        writeln!(out, "      hash {hash}")?;
    }
    Ok(Exit::Done)
}

pub(super) fn verify(inputs: &Inputs, out: &mut dyn Write) -> Result<Exit, Failure> {
    let AuditReport { log, files } = audit_report(inputs)?;
    for fault in &log.faults {
        writeln!(out, "entry {}: {}", fault.seq, fault.what)?;
    }
    for fault in &files {
        writeln!(out, "{fault}")?;
    }
    let entries = usize::try_from(log.entries).unwrap_or(0);
    let entries = plural(entries, "entry", "entries");
    if log.faults.is_empty() && files.is_empty() {
        writeln!(out, "The log is whole: {entries}; every archived file is as it came.")?;
        if !log.head.is_empty() {
            writeln!(out, "Keep this elsewhere, to know the log again: {}", log.head)?;
        }
        return Ok(Exit::Done);
    }
    let faults = plural(log.faults.len() + files.len(), "fault", "faults");
    writeln!(out, "The record is not as it was written: {faults} in {entries} and the archive.")?;
    Ok(Exit::Found)
}
