//! What each service gets back: a short receipt, and its own workbook with marks where there is
//! something to mend.

use super::inputs::RunError;
use super::remember::by_file;
use super::{Job, Reconciled};
use crate::calendar::NaiveDate;
use crate::finding::{Finding, Severity};
use crate::intake::Arrival;
use crate::receipt::{findings_book, marked, summary};
use crate::store::write_whole;
use std::path::{Path, PathBuf};

/// Writes the receipts of the files that were looked at for the quarter.
pub(super) fn write_all(
    job: &Job<'_>,
    reconciled: &Reconciled<'_>,
) -> Result<Vec<PathBuf>, RunError> {
    let Reconciled { selection, findings, deadline, .. } = *reconciled;
    let folder = job.inputs.settings.paths.output.join("receipts").join(job.quarter.slug());
    let by_file = by_file(findings);
    let mut written = Vec::new();
    for arrival in &job.inputs.inbox.arrivals {
        let mine = by_file.get(arrival.file.as_str()).into_iter().flatten();
        let mine: Vec<Finding> = mine.copied().cloned().collect();
        if mine.is_empty() && !selection.is_used(&arrival.file, job.quarter) {
            continue;
        }
        let in_time = arrival.arrived.is_none_or(|at| at.date() <= deadline);
        let by = Some(deadline).filter(|_| in_time);
        for path in write_one(&folder, arrival, &mine, by, job.write)? {
            written.push(super::shown(&path));
        }
    }
    Ok(written)
}

/// Writes the receipt of one file, and its marked copy where there is something to mend.
///
/// # Errors
/// When they can't be written.
pub fn write_one(
    folder: &Path,
    arrival: &Arrival,
    findings: &[Finding],
    deadline: Option<NaiveDate>,
    write: bool,
) -> Result<Vec<PathBuf>, RunError> {
    // A file that goes by its folder too is written beside the others all the same.
    let flat = arrival.file.replace('/', "--");
    let stem = Path::new(&flat).file_stem();
    let stem = stem.map_or_else(|| flat.clone(), |stem| stem.to_string_lossy().into_owned());
    let text = summary(&arrival.file, findings, deadline);
    let mut files = vec![(folder.join(format!("{stem}-receipt.txt")), text.into_bytes())];
    if findings.iter().any(|finding| finding.severity != Severity::Note) {
        files.push((folder.join(format!("{stem}-to-mend.xlsx")), copy(arrival, findings)?));
    }
    let mut paths = Vec::new();
    for (path, bytes) in files {
        // A file that is there as it should be is left alone.
        let there = std::fs::read(&path).is_ok_and(|known| known == bytes);
        if write && !there {
            write_whole(&path, &bytes)?;
        }
        paths.push(path);
    }
    Ok(paths)
}

/// The marked workbook; a workbook of findings where the file can't be marked.
pub(super) fn copy(arrival: &Arrival, findings: &[Finding]) -> Result<Vec<u8>, RunError> {
    match marked(&arrival.bytes()?, findings) {
        Ok(bytes) => Ok(bytes),
        // What can't be opened as .xlsx is told of beside it: it is among the findings already.
        Err(_) => Ok(findings_book(&arrival.file, findings)?),
    }
}
