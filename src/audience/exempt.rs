//! Exempt content: what must not stand in a public pack.

use crate::calendar::FinancialYear;
use crate::plan::Plan;
use std::collections::BTreeMap;

/// Measures and actions that are exempt: plan year and id, and the paragraph of Schedule 7A.
pub type Exempt = BTreeMap<(FinancialYear, String), String>;

/// Something exempt that a pack would hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExemptContent {
    /// `Measure 2`, `Action 5`.
    pub name: String,
    /// Its id in the plan.
    pub id: String,
    /// The paragraph of Schedule 7A.
    pub paragraph: String,
}

/// What of a pack's part of the plan is exempt.
#[must_use]
pub fn exempt_content(plan: &Plan, exempt: &Exempt) -> Vec<ExemptContent> {
    let measures =
        plan.measures.iter().map(|one| (format!("Measure {}", one.number), one.id.as_str()));
    let actions =
        plan.actions.iter().map(|one| (format!("Action {}", one.number), one.id.as_str()));
    measures
        .chain(actions)
        .filter_map(|(name, id)| {
            let paragraph = exempt.get(&(plan.year, id.to_owned()))?.clone();
            Some(ExemptContent { name, id: id.to_owned(), paragraph })
        })
        .collect()
}
