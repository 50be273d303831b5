//! A published figure back to the cells it comes from.

mod decided;
mod measure;
mod money;
mod others;

use super::fault::RunError;
use super::published::Publishing;
use super::said::is_said;
use super::{Job, Reconciled, reconciled};
use crate::calendar::{NaiveDateTime, Quarter};
use crate::finding::Place;
use crate::plan::ServiceId;
use crate::store::{PackVersion, Record};
use crate::validate::{KeptReturn, Return, Unreadable};

/// A published figure and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// What it is: `Measure 13: Percentage of …`.
    pub title: String,
    /// What the pack shows of it, in the pack's order: what, and how it is shown.
    pub shown: Vec<(String, String)>,
    /// How that was worked out, a line each.
    pub arithmetic: Vec<String>,
    /// What a person decided about it: overrides with approver and reason, restatements, texts
    /// cleared; and about the packs that show it: approvals, holds let pass.
    pub decisions: Vec<String>,
    /// Earlier figures that no return holds: what, and the publication in place of a cell.
    pub entered: Vec<String>,
    /// The cells it comes from.
    pub cells: Vec<TracedCell>,
    /// The versions of packs for the quarter that the record knows.
    pub versions: Vec<PackVersion>,
}

/// A cell that a figure comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TracedCell {
    /// What it holds: `2023-24 Q2, Started in seven days`.
    pub what: String,
    /// What stands in it, as the figure was read: a number in the cell's own unit, or a word.
    pub holds: String,
    /// What is counted, where the number needs it: `£ thousand`.
    pub unit: &'static str,
    /// Where it stands.
    pub place: Place,
    /// SHA-256 of the file; empty where the file is not among those that count.
    pub hash: String,
    /// When the file came.
    pub received: Option<NaiveDateTime>,
    /// The file's revision.
    pub revision: u32,
    /// The number that it replaces, where it restates one.
    pub restated_from: Option<String>,
}

/// What is known by a name: the first letters of keys in the list of published figures.
struct Found {
    key: String,
    trace: Trace,
}

/// Traces what a reader calls `M13`, `13`, `A08`, or a budget line, project or service by its id
/// or name. More than one thing may go by a name. Nothing is written.
///
/// # Errors
/// When there is no plan for the quarter, or the record can't be read.
pub fn trace(job: &Job<'_>, name: &str) -> Result<Vec<Trace>, RunError> {
    let record = Record::look(&job.inputs.settings.paths.record())?;
    let versions = record.versions(&job.quarter.to_string())?;
    let finals = record.finals(&job.quarter.to_string())?;
    reconciled(job, |reconciled| {
        let all = Publishing::of(reconciled);
        let found = [
            measure::named(reconciled, name)?,
            others::action(reconciled, name),
            money::line(reconciled, name)?,
            money::project(reconciled, name)?,
            others::people(reconciled, name)?,
        ];
        let traces = found.into_iter().flatten().map(|Found { key, mut trace }| {
            let mine = all.rows().filter(|one| one.key.starts_with(&key) && !is_said(one));
            trace.shown = mine.map(|one| (what(&one.label), one.shown)).collect();
            trace.versions.clone_from(&versions);
            decided::add(job, reconciled, &key, &finals, &mut trace);
            trace
        });
        Ok(traces.collect())
    })
}

/// `Quarter 2` of `Measure 13, Quarter 2`.
fn what(label: &str) -> String {
    label.rsplit_once(", ").map_or(label, |(_, what)| what).to_owned()
}

fn empty(title: String) -> Trace {
    Trace {
        title,
        shown: Vec::new(),
        arithmetic: Vec::new(),
        decisions: Vec::new(),
        entered: Vec::new(),
        cells: Vec::new(),
        versions: Vec::new(),
    }
}

/// Whether a thing goes by a name: its id or its text, in any case.
fn goes_by(name: &str, id: &str, text: &str) -> bool {
    let name = name.trim();
    id.eq_ignore_ascii_case(name) || text.eq_ignore_ascii_case(name)
}

/// Whether a numbered thing goes by a name: `M13`, `m13` or `13`.
fn numbered(name: &str, id: &str, number: u32) -> bool {
    goes_by(name, id, &number.to_string())
}

/// A cell with what is known of its file.
fn cell(reconciled: &Reconciled<'_>, what: String, holds: String, place: &Place) -> TracedCell {
    let mut used = reconciled.selection.used.iter().map(|read| &read.returned);
    let file = used.find(|returned| *returned.source.file == *place.file);
    TracedCell {
        what,
        holds,
        unit: "",
        place: place.clone(),
        hash: file.map_or_else(String::new, |file| file.source.hash.clone()),
        received: file.map(|file| file.source.received),
        revision: file.map_or(0, |file| file.revision),
        restated_from: None,
    }
}

/// The return of a service that counts for a quarter.
fn returned(
    reconciled: &Reconciled<'_>,
    service: &ServiceId,
    quarter: Quarter,
) -> Result<Option<Return>, Unreadable> {
    let mut used = reconciled.selection.used.iter().map(|read| &read.returned);
    let found = used.find(|one| one.quarter == quarter && one.service == *service);
    found.map(KeptReturn::whole).transpose()
}
