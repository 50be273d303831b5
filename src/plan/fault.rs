//! What is wrong with a plan file: every fault of it at once, each with its line and remedy.

use crate::quantity::plural;
use std::fmt;
use std::ops::Range;

/// A plan file that can't be used, with everything that is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct PlanError {
    /// The file's name.
    pub file: String,
    /// At least one, in the order of the file.
    pub faults: Vec<Fault>,
}

/// One fault of a plan file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The line in the file, from 1.
    pub line: usize,
    /// What it is in: `measure M13 › target`.
    pub path: String,
    /// What is wrong, without a full stop.
    pub message: String,
    /// What to do, without a full stop.
    pub remedy: String,
    /// Where in the file, in bytes from 0.
    pub at: usize,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, {}: {}; {}", self.line, self.path, self.message, self.remedy)
    }
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = plural(self.faults.len(), "fault", "faults");
        write!(f, "the plan file {} has {count}", self.file)?;
        self.faults.iter().try_for_each(|fault| write!(f, "\n  {fault}"))
    }
}

/// Gathers the faults of a file while it is read.
pub(super) struct Faults<'t> {
    text: &'t str,
    list: Vec<Fault>,
}

impl<'t> Faults<'t> {
    pub(super) const fn of(text: &'t str) -> Self {
        Self { text, list: Vec::new() }
    }

    /// Notes a fault at a place in the text.
    pub(super) fn add(
        &mut self,
        span: Range<usize>,
        path: impl Into<String>,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        let at = span.start;
        let line = self.line_of(span);
        let (path, message, remedy) = (path.into(), message.into(), remedy.into());
        self.list.push(Fault { line, path, message, remedy, at });
    }

    /// How many there are so far.
    pub(super) const fn count(&self) -> usize {
        self.list.len()
    }

    /// All of them in the file's order, or nothing.
    pub(super) fn into_error(mut self, file: &str) -> Option<PlanError> {
        self.list.sort();
        self.list.dedup();
        let faults = self.list;
        (!faults.is_empty()).then(|| PlanError { file: file.into(), faults })
    }

    /// The line that a place in the text lies in, from 1.
    pub(super) fn line_of(&self, span: Range<usize>) -> usize {
        let newlines = self.text.match_indices('\n');
        newlines.take_while(|(newline, _)| *newline < span.start).count() + 1
    }
}

/// The known word that is nearest to an unknown one, if any is near.
pub(super) fn nearest<'w>(word: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    known
        .into_iter()
        .map(|known| (strsim::osa_distance(word, known), known))
        .min()
        .filter(|(distance, known)| *distance <= known.chars().count().max(3) / 3)
        .map(|(_, known)| known)
}

/// The remedy for an unknown word.
pub(super) fn instead<'w>(word: &str, known: impl IntoIterator<Item = &'w str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    nearest(word, known.iter().copied()).map_or_else(
        || format!("write one of these: {}", known.join(", ")),
        |near| format!("did you mean “{near}”?"),
    )
}
