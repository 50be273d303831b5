//! A pack's part of the plan and of the position: what its filter leaves, with totals of its own.

use super::filter::Filter;
use crate::finding::Finding;
use crate::plan::{Plan, ServiceId};
use crate::reconcile::Position;

/// A pack's part of what is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The plan, with what the pack is about.
    pub plan: Plan,
    /// The position of that.
    pub position: Position,
    /// Findings about it.
    pub findings: Vec<Finding>,
    /// Findings in the plan about it.
    pub plan_findings: Vec<Finding>,
    /// The services that report on it.
    pub services: Vec<ServiceId>,
}

/// What a filter leaves. `sent_by` tells which service a file came from.
#[must_use]
pub fn narrow(
    filter: &Filter,
    plan: &Plan,
    position: &Position,
    findings: &[Finding],
    plan_findings: &[Finding],
    sent_by: &dyn Fn(&str) -> Option<ServiceId>,
) -> Part {
    if filter.is_whole() {
        return Part {
            plan: plan.clone(),
            position: position.clone(),
            findings: findings.to_vec(),
            plan_findings: plan_findings.to_vec(),
            services: plan.services.iter().map(|service| service.id.clone()).collect(),
        };
    }
    let plan = narrowed_plan(filter, plan);
    let position = narrowed_position(&plan, position);
    let services = services(filter, &plan);
    let by_id = filter.years.contains_key(&plan.year);
    let about = |finding: &Finding| is_about(&plan, finding, by_id);
    let from = |finding: &Finding| {
        sent_by(&finding.place.file).is_none_or(|service| services.contains(&service))
    };
    Part {
        findings: findings.iter().filter(|one| from(one) && about(one)).cloned().collect(),
        plan_findings: plan_findings
            .iter()
            .filter(|one| is_about(&plan, one, true))
            .cloned()
            .collect(),
        position,
        services,
        plan,
    }
}

fn narrowed_plan(filter: &Filter, plan: &Plan) -> Plan {
    let mut plan = plan.clone();
    let year = plan.year;
    plan.measures.retain(|measure| filter.has_measure(year, measure));
    plan.actions.retain(|action| filter.has_action(year, action));
    plan.revenue.retain(|line| filter.has_service(&line.service));
    plan.capital.retain(|project| filter.has_service(&project.service));
    plan.employees.lines.retain(|line| filter.has_service(&line.service));
    plan.revenue_total.value = plan.revenue.iter().map(|line| line.budget.value).sum();
    plan.capital_total.value = plan.capital.iter().map(|project| project.budget.value).sum();
    plan.employees.total.value = plan.employees.lines.iter().map(|line| line.headcount.value).sum();
    plan
}

fn narrowed_position(plan: &Plan, position: &Position) -> Position {
    let mut position = position.clone();
    position.measures.retain(|one| plan.measure(&one.measure).is_some());
    position.actions.retain(|one| plan.actions.iter().any(|known| known.id == one.action));
    let revenue = &mut position.revenue;
    revenue.lines.retain(|one| plan.revenue.iter().any(|known| known.id == one.line));
    let capital = &mut position.capital;
    capital
        .projects
        .retain(|one| plan.capital.iter().any(|known| Some(&known.id) == one.project.as_ref()));
    let people = &mut position.people;
    people.services.retain(|one| plan.employees.lines.iter().any(|l| l.service == one.service));
    position.retotal();
    position
}

/// The services that the pack needs returns from.
fn services(filter: &Filter, plan: &Plan) -> Vec<ServiceId> {
    let by_id = filter.years.contains_key(&plan.year);
    let needed = |id: &ServiceId| {
        let measure = plan.measures.iter().any(|one| one.services.contains(id));
        let action = plan.actions.iter().any(|one| one.services.contains(id));
        filter.has_service(id) && (!by_id || measure || action)
    };
    plan.services.iter().map(|service| service.id.clone()).filter(needed).collect()
}

/// Whether a finding is about what the pack holds: a measure or an action of its own, or, where
/// it is not chosen by those, anything else.
fn is_about(plan: &Plan, finding: &Finding, by_id: bool) -> bool {
    let Some(about) = finding.about.as_deref() else { return true };
    let number = |kind: &str| {
        let rest = about.strip_prefix(kind)?.trim_start();
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<u16>().ok()
    };
    if let Some(number) = number("Measure") {
        return plan.measures.iter().any(|measure| measure.number == number);
    }
    if let Some(number) = number("Action") {
        return plan.actions.iter().any(|action| action.number == number);
    }
    !by_id
}
