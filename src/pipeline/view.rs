//! What one pack is made from: its part of the position, without what must not be published.

use super::inputs::RunError;
use super::{Job, Reconciled, disclosing};
use crate::audience::{Part, Withheld, disclose, exempt_content, narrow};
use crate::config::PackFile;
use crate::finding::Finding;
use crate::plan::{Action, Measure};

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
        reconciled.plan_findings,
        &whose,
    );
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

/// Refuses packs that can't be made for the quarter, before any is.
///
/// # Errors
/// With the first pack that says nothing of the quarter's year, or that is public and would hold
/// exempt content.
pub(super) fn check(job: &Job<'_>) -> Result<(), RunError> {
    let plan = job.inputs.plan(job.quarter)?;
    for pack in &job.inputs.packs {
        let recipe = &pack.recipe;
        if !recipe.quarters.contains(&job.quarter.number()) {
            continue;
        }
        let body = recipe.body.clone();
        if !recipe.filter.knows(plan.year) {
            return Err(RunError::PackYear { body, year: plan.year.to_string() });
        }
        let exempt = &job.inputs.settings.exempt;
        if !recipe.is_public() || exempt.is_empty() {
            continue;
        }
        let measure = |one: &Measure| recipe.filter.has_measure(plan.year, one);
        let action = |one: &Action| recipe.filter.has_action(plan.year, one);
        let found = exempt_content(&plan.part(measure, action, |_| false), exempt);
        if !found.is_empty() {
            let content: Vec<String> = found
                .iter()
                .map(|one| format!("{} ({}), paragraph {}", one.name, one.id, one.paragraph))
                .collect();
            return Err(RunError::Exempt { body, content: content.join("; ") });
        }
    }
    Ok(())
}
