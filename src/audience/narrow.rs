//! A pack's part of the plan and of the position: what its filter leaves, with totals of its own.

use super::about;
use super::filter::Filter;
use crate::finding::{Code, Finding};
use crate::plan::{Action, Chosen, Measure, Plan, ServiceId};
use crate::reconcile::Position;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A pack's part of what is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Part<'a> {
    /// The plan, with what the pack is about.
    pub plan: Cow<'a, Plan>,
    /// The position of that.
    pub position: Cow<'a, Position>,
    /// Findings about it.
    pub findings: Cow<'a, [Finding]>,
    /// Findings in the plan about it.
    pub plan_findings: Cow<'a, [Finding]>,
    /// The services that report on it.
    pub services: Vec<ServiceId>,
}

/// What a filter leaves. `whose` tells which service a finding is for.
#[must_use]
pub fn narrow<'a>(
    filter: &Filter,
    plan: &'a Plan,
    position: &'a Position,
    findings: &'a [Finding],
    plan_findings: &'a [Finding],
    whose: &dyn Fn(&Finding) -> Option<ServiceId>,
) -> Part<'a> {
    if filter.is_whole() {
        return Part {
            plan: Cow::Borrowed(plan),
            position: Cow::Borrowed(position),
            findings: Cow::Borrowed(findings),
            plan_findings: Cow::Borrowed(plan_findings),
            services: plan.services.iter().map(|service| service.id.clone()).collect(),
        };
    }
    let left = left(filter, plan);
    let (plan, position) = (plan.part(&left), position.part(&left));
    let services = services(filter, &plan);
    let by_id = filter.years.contains_key(&plan.year);
    let numbers = Numbers::of(&plan);
    let about = |finding: &Finding| numbers.has(finding, by_id);
    let needed: BTreeSet<&ServiceId> = services.iter().collect();
    let from = |finding: &Finding| whose(finding).is_none_or(|service| needed.contains(&service));
    let findings = findings.iter().filter(|one| from(one) && about(one)).cloned().collect();
    let plan_findings = plan_findings.iter().filter(|one| numbers.has(one, true)).cloned();
    Part {
        plan: Cow::Owned(plan),
        position: Cow::Owned(position),
        findings,
        plan_findings: plan_findings.collect(),
        services,
    }
}

/// Where what the filter leaves stands in the plan, and so in its position.
fn left(filter: &Filter, plan: &Plan) -> Chosen {
    let year = plan.year;
    let measure = |one: &Measure| filter.has_measure(year, one);
    let action = |one: &Action| filter.has_action(year, one);
    if filter.services.is_empty() {
        return plan.choose(plan.services.iter().map(|one| &one.id), measure, action);
    }
    plan.choose(&filter.services, measure, action)
}

/// The services that the pack needs returns from.
fn services(filter: &Filter, plan: &Plan) -> Vec<ServiceId> {
    let by_id = filter.years.contains_key(&plan.year);
    let measures = plan.measures.iter().flat_map(|one| &one.services);
    let named: BTreeSet<&ServiceId> =
        measures.chain(plan.actions.iter().flat_map(|one| &one.services)).collect();
    let needed = |id: &ServiceId| filter.has_service(id) && (!by_id || named.contains(id));
    plan.services.iter().map(|service| service.id.clone()).filter(needed).collect()
}

/// The numbers of a pack's measures and actions.
struct Numbers {
    measures: BTreeSet<u32>,
    actions: BTreeSet<u32>,
}

impl Numbers {
    fn of(plan: &Plan) -> Self {
        Self {
            measures: plan.measures.iter().map(|measure| measure.number).collect(),
            actions: plan.actions.iter().map(|action| action.number).collect(),
        }
    }

    /// Whether a finding is about what the pack holds: a measure or an action of its own, or,
    /// where it is not chosen by those, anything else. That a return has not come is about all that
    /// it would have held.
    fn has(&self, finding: &Finding, by_id: bool) -> bool {
        if let Some(number) = about::measure(finding) {
            return self.measures.contains(&number);
        }
        if let Some(number) = about::action(finding) {
            return self.actions.contains(&number);
        }
        !by_id || finding.about.is_none() || finding.code == Code::W01
    }
}
