//! What one pack is made from: its part of the position, without what must not be published.

use super::fault::RunError;
use super::inputs::Inputs;
use super::{Job, Reconciled, disclosing};
use crate::audience::{Exempt, ExemptContent, Part, Withheld, disclose, exempt_content, narrow};
use crate::compose::SectionKind;
use crate::config::PackFile;
use crate::finding::{Finding, Severity};
use crate::plan::Plan;
use crate::reconcile::Position;

/// Narrows what is known to a pack's part, takes out of a public one whatever must not be
/// published, and goes on with that.
///
/// # Errors
/// When the pack says nothing of the quarter's year, or is public and would hold exempt content.
pub(super) fn for_pack<T>(
    job: &Job<'_>,
    pack: &PackFile,
    reconciled: &Reconciled<'_>,
    then: impl FnOnce(&Reconciled<'_>) -> Result<T, RunError>,
) -> Result<T, RunError> {
    let whose = |finding: &Finding| reconciled.selection.whose(finding);
    let part = narrow(
        &pack.recipe.filter,
        reconciled.plan,
        reconciled.position,
        reconciled.findings,
        of_plan(job, pack, reconciled),
        &whose,
    );
    not_lost(reconciled.position)?;
    let (part, withheld) = if pack.recipe.is_public() {
        let cleared = disclosing::clearances(job, reconciled.selection, &part.plan, &part.position);
        disclose(part, job.inputs.settings.small_numbers, &cleared)
    } else {
        (part, Withheld::default())
    };
    let Part { plan, position, findings, plan_findings, services } = &part;
    then(&Reconciled {
        plan,
        position,
        findings,
        plan_findings,
        withheld: &withheld,
        services,
        ..*reconciled
    })
}

/// Refuses to go on where positions could not be read again: a pack would lack them.
///
/// # Errors
/// When some could not.
pub(super) fn not_lost(position: &Position) -> Result<(), RunError> {
    if position.is_lost() { Err(RunError::Lost) } else { Ok(()) }
}

/// What a pack tells of what is odd in the plan: a large plan has a great deal of that, and it is
/// looked for where a pack has a section for it. Its notes are for whoever reads the plan in.
fn of_plan<'a>(job: &Job<'_>, pack: &PackFile, reconciled: &Reconciled<'a>) -> &'a [Finding] {
    if !pack.recipe.sections.contains(&SectionKind::PlanNotes) {
        return &[];
    }
    reconciled.of_plans.get_or_init(|| {
        let file = &*reconciled.whole.file;
        let told = |one: &Finding| one.severity != Severity::Note && *one.place.file == *file;
        crate::plan::found(&job.inputs.plans).filter(told).collect()
    })
}

/// Refuses packs that can't be made for the quarter, before any is.
///
/// # Errors
/// With the first pack that says nothing of the quarter's year, or that would hold what is exempt
/// under no paragraph of its own.
pub(super) fn check(job: &Job<'_>) -> Result<(), RunError> {
    let plan = job.inputs.plan(job.quarter)?;
    for pack in &job.inputs.packs {
        let recipe = &pack.recipe;
        if !recipe.quarters.contains(&job.quarter.number()) {
            continue;
        }
        if !recipe.filter.knows(plan.year) {
            let body = recipe.body.clone();
            return Err(RunError::PackYear { body, year: plan.year.to_string() });
        }
        holds_its_own(&job.inputs.settings.exempt, plan, pack)?;
    }
    Ok(())
}

/// Refuses packs that would hold exempt content of any plan under no paragraph of their own.
///
/// # Errors
/// With the first of them.
pub fn check_exempt_content(inputs: &Inputs) -> Result<(), RunError> {
    let pairs = inputs.plans.iter().flat_map(|plan| inputs.packs.iter().map(move |p| (plan, p)));
    let mut known = pairs.filter(|(plan, pack)| pack.recipe.filter.knows(plan.year));
    known.try_for_each(|(plan, pack)| holds_its_own(&inputs.settings.exempt, plan, pack))
}

/// Refuses a pack whose mark would not name the paragraph under which it holds something: a reader
/// has to be told why a paper is exempt, and a public one holds nothing that is.
fn holds_its_own(exempt: &Exempt, plan: &Plan, pack: &PackFile) -> Result<(), RunError> {
    let recipe = &pack.recipe;
    let mut found = exempt_content(plan, exempt, &recipe.filter);
    let named = recipe.exempt.as_ref();
    found.retain(|one| named.is_none_or(|named| !named.hold(&one.paragraphs)));
    if found.is_empty() {
        return Ok(());
    }
    let told = |one: &ExemptContent| format!("{} ({}), {}", one.name, one.id, one.paragraphs);
    let content: Vec<String> = found.iter().map(told).collect();
    let what = named.map_or_else(|| "public".into(), |named| format!("exempt under {named} alone"));
    Err(RunError::Exempt { body: recipe.body.clone(), what, content: content.join("; ") })
}
