//! Outcomes: something under each, and one spelling (P14, P29).

use super::super::model::{Outcome, Plan};
use super::{listed, odd};
use crate::finding::{Code, Finding};
use crate::quantity::plural;

pub(super) fn check(plan: &Plan) -> Vec<Finding> {
    let empty = plan.outcomes().filter(|outcome| {
        !has_measure(plan, outcome) && !plan.actions.iter().any(|a| a.outcome == outcome.id)
    });
    let empty = empty.map(|outcome| {
        odd(plan, Code::P14, "Section 3", "no measure and no action stands under this outcome")
            .about(&outcome.text)
    });
    let spelt = plan.outcomes().flat_map(|outcome| {
        outcome.variants.iter().map(move |variant| {
            let message = format!("“{}” in section 3 is “{variant}” in section 4", outcome.text);
            odd(plan, Code::P29, "Section 4", message).about(&outcome.text)
        })
    });
    empty.chain(unmeasured(plan)).chain(spelt).collect()
}

fn has_measure(plan: &Plan, outcome: &Outcome) -> bool {
    plan.measures.iter().any(|measure| measure.outcome == outcome.id)
}

/// Outcomes that rest on actions alone, said once.
fn unmeasured(plan: &Plan) -> Option<Finding> {
    let without: Vec<&Outcome> =
        plan.outcomes().filter(|outcome| !has_measure(plan, outcome)).collect();
    (!without.is_empty()).then(|| {
        let all = plan.outcomes().count();
        let message = format!(
            "{} of {} {} no measure",
            without.len(),
            plural(all, "outcome", "outcomes"),
            if without.len() == 1 { "has" } else { "have" }
        );
        let read = listed(without.iter().map(|outcome| outcome.id.to_string()));
        odd(plan, Code::P14, "Section 3", message).about("Outcomes").read(read)
    })
}
