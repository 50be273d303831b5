//! What each service gets back: a short receipt, and its own workbook with marks where there is
//! something to mend.

use super::fault::RunError;
use super::remember::by_file;
use super::{Job, Reconciled};
use crate::calendar::NaiveDate;
use crate::finding::{Code, Finding, Severity};
use crate::intake::Arrival;
use crate::receipt::{findings_book, marked, summary};
use crate::store::write_whole;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Writes the receipts of the files that were looked at for the quarter.
pub(super) fn write_all(
    job: &Job<'_>,
    reconciled: &Reconciled<'_>,
) -> Result<Vec<PathBuf>, RunError> {
    let Reconciled { selection, findings, deadline, .. } = *reconciled;
    let folder = job.inputs.settings.paths.output.join("receipts").join(job.quarter.slug());
    let by_file = by_file(findings);
    let one = |arrival: &Arrival| {
        let mine = told_of(job, reconciled, &by_file, arrival);
        if mine.is_empty() && !selection.is_used(&arrival.file, job.quarter) {
            return Ok(Vec::new());
        }
        let in_time = arrival.arrived.is_none_or(|at| at.date() <= deadline);
        let by = Some(deadline).filter(|_| in_time);
        write_one(&folder, arrival, &mine, by, job.write)
    };
    let written: Result<Vec<Vec<PathBuf>>, RunError> =
        job.inputs.inbox.arrivals.par_iter().map(one).collect();
    Ok(written?.into_iter().flatten().map(|path| super::shown(&path)).collect())
}

/// What is to be told of a file. Of the same return sent again that is what was found in it the first
/// time: nothing is right with it that was not.
pub(super) fn told_of(
    job: &Job<'_>,
    reconciled: &Reconciled<'_>,
    by_file: &BTreeMap<&str, Vec<&Finding>>,
    arrival: &Arrival,
) -> Vec<Finding> {
    let of = |file: &str| by_file.get(file).into_iter().flatten().copied().cloned();
    let mine: Vec<Finding> = of(&arrival.file).collect();
    let again = |one: &Finding| one.code == Code::F04 && one.severity == Severity::Note;
    if !mine.iter().any(again) {
        return mine;
    }
    let first = job.inputs.inbox.arrivals.iter().find(|one| {
        one.digest == arrival.digest && reconciled.selection.is_used(&one.file, job.quarter)
    });
    let file: Arc<str> = arrival.file.as_str().into();
    let here = |mut one: Finding| {
        one.place.file = Arc::clone(&file);
        one
    };
    first.into_iter().flat_map(|first| of(&first.file)).map(here).chain(mine).collect()
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
