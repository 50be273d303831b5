//! Packs made from returns that a test has changed.

use crate::support::{INPUTS, Known};
use quarterpack::audience::{Filter, disclose, narrow};
use quarterpack::compose::{
    Edition, Material, Pack, Received, ReceivedFile, Recipe, State, compose,
};
use quarterpack::packed::Shelf;
use quarterpack::validate::KeptReturn;
use quarterpack::wording::Templates;

/// The committee's pack of what is known.
pub(crate) fn pack(known: &Known) -> Pack {
    with(known, &crate::files::pack_file("social-work-committee").recipe, &INPUTS.templates)
}

/// Any pack of what is known, from any templates.
pub(crate) fn with(known: &Known, recipe: &Recipe, templates: &Templates) -> Pack {
    let (position, findings) = known.reconciled();
    let part = narrow(&Filter::default(), known.plan, &position, &findings, &[], &|_| None);
    let (part, withheld) = disclose(part, INPUTS.settings.small_numbers, &[]);
    let of_quarter = known.returns.iter().filter(|one| one.quarter == known.job.quarter);
    let kept: Vec<KeptReturn> =
        of_quarter.map(|one| KeptReturn::of(one, &Shelf::default())).collect();
    let context: Vec<&KeptReturn> = kept.iter().collect();
    let file = |returned: &KeptReturn| ReceivedFile {
        file: returned.source.file.clone(),
        received: returned.source.received,
        days_late: 0,
        revision: returned.revision,
        used: true,
    };
    let services = known.plan.services.iter().map(|service| Received {
        service: service.id.clone(),
        files: context
            .iter()
            .filter(|one| one.service == service.id)
            .map(|one| file(one))
            .collect(),
    });
    let received: Vec<Received> = services.collect();
    let edition = Edition {
        version: 1,
        state: State::Draft,
        deadline: known.job.as_at,
        illustrative: None,
        since: None,
        decided: Vec::new(),
        approved: None,
    };
    let material = Material {
        plan: &part.plan,
        whole: known.plan,
        withheld: &withheld,
        position: &part.position,
        received: &received,
        findings: &part.findings,
        strays: 0,
        plan_findings: &[],
        context: &context,
        not_run: &[],
        sources: &[],
        recipe,
        thresholds: &INPUTS.settings.limits,
        edition: &edition,
    };
    compose(&material, templates).unwrap()
}
