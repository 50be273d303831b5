//! Small numbers that public packs keep back, and what a role decides of one of them.

use super::decided::{By, authority, day, take};
use super::fault::RunError;
use super::refused::AskedError;
use super::{Job, Reconciled, Selection, keeper, reconciled};
use crate::audience::{Clearance, SmallQuarter, small_numbers};
use crate::calendar::Quarter;
use crate::config::PackFile;
use crate::intake::digest;
use crate::plan::{Measure, MeasureId, Plan};
use crate::quantity::{Decimal, trimmed};
use crate::reconcile::Position;
use crate::store::{Decision, DecisionKind, Subject};
use std::fmt::Write as _;

/// A measure's quarter that public packs keep back, or would without a decision.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptBack {
    /// The measure.
    pub measure: MeasureId,
    /// Its number in the plan.
    pub number: u32,
    /// Its name.
    pub name: String,
    /// The quarter.
    pub quarter: Quarter,
    /// The counts in it, each with what it counts.
    pub counts: Vec<(String, Decimal)>,
    /// The file that they come from.
    pub file: Option<String>,
    /// Its SHA-256; none where the file is not one that came.
    pub sha256: Option<String>,
    /// The bodies whose packs are public and have the measure.
    pub bodies: Vec<String>,
    /// The decision that shows it, where one counts.
    pub shown: Option<Decision>,
    /// SHA-256 of the figures and of where they stand: what a decision is bound to.
    binds: String,
}

/// Every small number that public packs of the quarter keep back, or would without a decision.
/// Nothing is written.
///
/// # Errors
/// When there is no plan for the quarter, or nothing reads workbooks.
pub fn kept_back(job: &Job<'_>) -> Result<Vec<KeptBack>, RunError> {
    reconciled(job, |reconciled| Ok(all(job, reconciled)))
}

/// Records that a role wants a small number shown. The decision is bound to the figures of that
/// quarter and to where they stand: another return, or a restatement, is kept back again.
///
/// # Errors
/// When the role may not decide, or when nothing of that measure and quarter is kept back.
pub fn show_small(
    job: &Job<'_>,
    measure: &str,
    quarter: Quarter,
    by: &By<'_>,
) -> Result<(Decision, KeptBack, Vec<Quarter>), RunError> {
    let who = authority(job.inputs, by)?;
    let mut held = keeper::hold(job.inputs)?;
    let kept = kept_back(job)?;
    let is_named = |one: &&KeptBack| {
        let name = measure.trim();
        one.measure.as_str().eq_ignore_ascii_case(name) || one.number.to_string() == name
    };
    let mine: Vec<&KeptBack> = kept.iter().filter(is_named).collect();
    let what = || format!("measure {}, {quarter}", measure.trim());
    let found = mine.iter().find(|one| one.quarter == quarter);
    let found = found.ok_or_else(|| AskedError::NotSmall { what: what() })?;
    if let Some(shown) = &found.shown {
        return Err(AskedError::Shown { what: what(), number: shown.number }.into());
    }
    let year = job.quarter.year();
    let code = if quarter.year() == year {
        found.measure.to_string()
    } else {
        format!("{} of {year}", found.measure)
    };
    let subject = Subject {
        quarter: Some(quarter.to_string()),
        file: found.file.clone(),
        sha256: found.sha256.clone(),
        code: Some(code),
        ..Subject::default()
    };
    let kind = DecisionKind::ClearSuppression;
    let taken = take(&mut held.record, kind, subject, found.binds.clone(), None, who, by.at)?;
    let others = mine.iter().filter(|one| one.quarter != quarter && one.shown.is_none());
    Ok((taken, (*found).clone(), others.map(|one| one.quarter).collect()))
}

fn all(job: &Job<'_>, reconciled: &Reconciled<'_>) -> Vec<KeptBack> {
    let (plan, position) = (reconciled.plan, reconciled.position);
    let public: Vec<&PackFile> = job
        .inputs
        .packs
        .iter()
        .filter(|pack| pack.recipe.is_public() && pack.recipe.filter.knows(plan.year))
        .collect();
    let has =
        |pack: &PackFile, measure: &Measure| pack.recipe.filter.has_measure(plan.year, measure);
    let mut kept = Vec::new();
    for small in small_numbers(job.inputs.settings.small_numbers, plan, position) {
        let Some(measure) = plan.measure(&small.measure) else { continue };
        let bodies = public.iter().filter(|pack| has(pack, measure));
        let bodies: Vec<String> = bodies.map(|pack| pack.recipe.body.clone()).collect();
        if bodies.is_empty() {
            continue;
        }
        let binds = binds(reconciled.selection, &small);
        let file = file(&small);
        kept.push(KeptBack {
            number: measure.number,
            name: measure.short.clone(),
            quarter: small.quarter,
            counts: small.counts(measure),
            sha256: file.as_deref().and_then(|file| hash(reconciled.selection, file)),
            file,
            bodies,
            shown: decision(&job.inputs.decisions, &binds).cloned(),
            measure: small.measure,
            binds,
        });
    }
    kept
}

/// The decisions that show small numbers of a pack's part, as [`crate::audience::disclose`] takes
/// them.
pub(super) fn clearances(
    job: &Job<'_>,
    selection: &Selection<'_>,
    plan: &Plan,
    position: &Position,
) -> Vec<Clearance> {
    let decisions = &job.inputs.decisions;
    if !decisions.iter().any(|one| one.kind == DecisionKind::ClearSuppression) {
        return Vec::new();
    }
    let small = small_numbers(job.inputs.settings.small_numbers, plan, position).into_iter();
    small
        .filter_map(|small| {
            let taken = decision(decisions, &binds(selection, &small))?;
            Some(Clearance {
                measure: small.measure,
                quarter: small.quarter,
                approver: taken.role.clone(),
                reason: taken.reason.clone(),
                on: day(&taken.at),
            })
        })
        .collect()
}

/// The decision that was bound to just these figures, the last where there are several.
fn decision<'a>(decisions: &'a [Decision], binds: &str) -> Option<&'a Decision> {
    let mut mine = decisions.iter().rev();
    mine.find(|one| one.kind == DecisionKind::ClearSuppression && one.content == binds)
}

/// SHA-256 of a quarter's figures, of the cells and of the returns that they stand in.
fn binds(selection: &Selection<'_>, small: &SmallQuarter) -> String {
    let mut said = format!("{}\n", small.quarter);
    // Writing into a string never fails.
    let figure = small.figure.as_ref();
    for source in figure.iter().flat_map(|figure| figure.sources.iter()) {
        let hash = hash(selection, &source.place.file).unwrap_or_default();
        let number = trimmed(source.number, 10);
        let _ = writeln!(said, "{hash} {} {} {number}", source.place, source.figure);
    }
    for entered in figure.iter().filter_map(|figure| figure.entered.as_ref()) {
        let counts = entered.fraction.map(|of| (trimmed(of.part, 10), trimmed(of.whole, 10)));
        let amount = trimmed(entered.amount.number(), 10);
        let _ = writeln!(said, "{} {} {amount} {counts:?}", small.measure, entered.period);
    }
    for (label, number) in &small.beside {
        let _ = writeln!(said, "{} {label} {}", small.measure, trimmed(*number, 10));
    }
    digest(said.as_bytes())
}

/// The file that a quarter's figures come from.
fn file(small: &SmallQuarter) -> Option<String> {
    let figure = small.figure.as_ref()?;
    let place = figure.sources.first().map(|source| &source.place);
    let place = place.or_else(|| figure.entered.as_ref().map(|entered| &entered.place));
    place.map(|place| place.file.to_string())
}

/// SHA-256 of a return that counts, by its file's name.
fn hash(selection: &Selection<'_>, file: &str) -> Option<String> {
    let mut used = selection.used.iter().map(|read| &read.returned.source);
    used.find(|source| source.file == file).map(|source| source.hash.clone())
}
