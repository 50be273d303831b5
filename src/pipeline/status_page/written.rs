//! Where the status page lies: one file a quarter, and `status.html` for the quarter that was
//! worked on last. Each leads to the others.

use super::status_page;
use crate::calendar::Quarter;
use crate::pipeline::fault::RunError;
use crate::pipeline::inputs::Inputs;
use crate::pipeline::{Job, Standing, look, reconciled, shown};
use crate::render::html::FileLink;
use crate::store::{Record, write_whole};
use std::path::{Path, PathBuf};

/// The page of the quarter that was worked on last, in the output folder.
const LAST: &str = "status.html";

/// A quarter's own page: `status-2023-24-q2.html`.
fn name(quarter: Quarter) -> String {
    format!("status-{}.html", quarter.slug())
}

/// A quarter's own page, beside that of the quarter that was worked on last.
pub(in crate::pipeline) fn beside(last: &Path, quarter: Quarter) -> PathBuf {
    last.with_file_name(name(quarter))
}

/// The quarters whose pages lie in the output folder, oldest first.
#[must_use]
pub fn quarters_with_a_page(inputs: &Inputs) -> Vec<Quarter> {
    // A folder that is not there yet, or can't be listed, has none to lead to.
    let Ok(entries) = std::fs::read_dir(&inputs.settings.paths.output) else { return Vec::new() };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut all: Vec<Quarter> = names
        .filter_map(|name| {
            name.strip_prefix("status-")?.strip_suffix(".html")?.parse::<Quarter>().ok()
        })
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Writes the quarter's page, and the same as that of the quarter that was worked on last. Gives
/// the path of the latter.
pub(in crate::pipeline) fn write(job: &Job<'_>, now: &Standing) -> Result<PathBuf, RunError> {
    let last = job.inputs.settings.paths.output.join(LAST);
    if job.write {
        let others = quarters_with_a_page(job.inputs);
        let others = others.into_iter().rev().filter(|quarter| *quarter != job.quarter);
        let mut links: Vec<FileLink> = others
            .map(|quarter| FileLink { words: quarter.to_string(), path: name(quarter) })
            .collect();
        write_whole(&last, status_page(job, now, Some(&links))?.as_bytes())?;
        let words = "The quarter that was worked on last".to_owned();
        links.insert(0, FileLink { words, path: LAST.to_owned() });
        let own = beside(&last, job.quarter);
        write_whole(&own, status_page(job, now, Some(&links))?.as_bytes())?;
    }
    Ok(shown(&last))
}

/// Writes the officers' page of a quarter again, as things stand now and with the decisions that
/// were read. Nothing but the page is written.
///
/// # Errors
/// When there is no plan for the quarter, or the page can't be written.
pub fn note_on_page(job: &Job<'_>) -> Result<(), RunError> {
    let record = Record::look(&job.inputs.settings.paths.record())?;
    reconciled(job, |reconciled| {
        write(job, &look::stands(job, reconciled, &record)?)?;
        Ok(())
    })
}
