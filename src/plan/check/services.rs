//! Services: written as they are called, one for each item, none without measures
//! (P11, P12, P37).

use super::super::ids::ServiceId;
use super::super::model::{Plan, Service};
use super::values::shown;
use super::{action_part, listed, measure_part, odd, quoted, step_part, steps_of};
use crate::finding::{Code, Finding, Severity};
use crate::quantity::{Decimal, Money, fixed, plural};
use std::collections::{BTreeSet, HashMap};

const BUDGET: &str = "5.1 Revenue budget";

/// A service's name as it stands somewhere in the plan.
struct Mention<'p> {
    part: String,
    printed: &'p str,
    services: &'p [ServiceId],
}

pub(super) fn check(plan: &Plan) -> Vec<Finding> {
    let mentions = mentions(plan);
    let mut findings: Vec<Finding> =
        mentions.iter().filter_map(|mention| miswritten(plan, mention)).collect();
    let mut of: HashMap<&ServiceId, Vec<&Mention<'_>>> = HashMap::new();
    for mention in &mentions {
        let services: BTreeSet<&ServiceId> = mention.services.iter().collect();
        for service in services {
            of.entry(service).or_default().push(mention);
        }
    }
    for service in &plan.services {
        let mentions = of.get(&service.id).map_or(&[][..], Vec::as_slice);
        findings.extend(other_names(plan, service, mentions));
        findings.extend(shared_lines(plan, service));
    }
    findings.extend(several(plan));
    findings.extend(plan.services.iter().filter_map(|service| without_measures(plan, service)));
    findings
}

fn mentions(plan: &Plan) -> Vec<Mention<'_>> {
    let headings = plan.services.iter().map(|service| Mention {
        part: "Section 1".into(),
        printed: &service.heading,
        services: std::slice::from_ref(&service.id),
    });
    let measures = plan.measures.iter().map(|measure| Mention {
        part: measure_part(measure),
        printed: &measure.service_printed,
        services: &measure.services,
    });
    let steps = steps_of(plan).map(|(action, step)| Mention {
        part: step_part(action, step),
        printed: &step.service_printed,
        services: &action.services,
    });
    let lines = plan.revenue.iter().map(|line| Mention {
        part: BUDGET.into(),
        printed: &line.text,
        services: std::slice::from_ref(&line.service),
    });
    let people = plan.employees.lines.iter().map(|line| Mention {
        part: "5.3 Employees".into(),
        printed: &line.text,
        services: std::slice::from_ref(&line.service),
    });
    headings.chain(measures).chain(steps).chain(lines).chain(people).collect()
}

/// A cell that holds no service's name: cut short, run into by a note, or unknown.
fn miswritten(plan: &Plan, mention: &Mention) -> Option<Finding> {
    let printed = mention.printed.trim();
    let [only] = mention.services else { return None };
    let service = plan.service(only)?;
    if printed.is_empty() || printed == service.name {
        return None;
    }
    let known = names(service).any(|name| name == printed);
    let cut = service.name.starts_with(printed);
    let marker = names(service)
        .filter_map(|name| printed.strip_prefix(name)?.strip_prefix(' '))
        .min_by_key(|rest| rest.len());
    let message = match marker {
        _ if cut => format!("{} is cut short; {} is meant", shown(printed), service.name),
        _ if known => return None,
        Some(rest) => format!("“{rest}” ran into the service's cell: {}", shown(printed)),
        // Budget lines are named for what they pay for, and are looked at together.
        None if mention.part == BUDGET => return None,
        None => format!("{} is no service of this plan file", shown(printed)),
    };
    let remedy = format!("Write “{}”.", service.name);
    Some(odd(plan, Code::P11, &mention.part, message).remedy(remedy))
}

/// Where a service goes by another of its known names, of all the places that mean it.
fn other_names(plan: &Plan, service: &Service, mentions: &[&Mention<'_>]) -> Option<Finding> {
    let mut used: Vec<(&str, Vec<&str>)> = Vec::new();
    for mention in mentions {
        let Some(name) = used_name(service, mention) else { continue };
        match used.iter_mut().find(|(known, _)| *known == name) {
            Some((_, parts)) => parts.push(&mention.part),
            None => used.push((name, vec![&mention.part])),
        }
    }
    if used.is_empty() {
        return None;
    }
    let count = plural(used.len(), "other name", "other names");
    let message =
        format!("{} goes by {count}: {}", service.name, quoted(used.iter().map(|(n, _)| n)));
    let places = used.iter().map(|(name, parts)| {
        let mut parts = parts.clone();
        parts.dedup();
        format!("“{name}” in {}", listed(parts.into_iter().map(str::to_owned)))
    });
    let finding = odd(plan, Code::P11, "Services", message).about(&service.name);
    Some(finding.severity(Severity::Warning).read(places.collect::<Vec<_>>().join("; ")))
}

/// The longest known name in a cell, where it is not the service's own.
fn used_name<'p>(service: &'p Service, mention: &Mention) -> Option<&'p str> {
    let whole = mention.services.len() == 1;
    let here = |name: &&str| {
        if whole { mention.printed.trim() == *name } else { mention.printed.contains(*name) }
    };
    names(service).filter(here).max_by_key(|name| name.len()).filter(|name| *name != service.name)
}

fn names(service: &Service) -> impl Iterator<Item = &str> {
    std::iter::once(service.name.as_str()).chain(service.aliases.iter().map(String::as_str))
}

/// Budget lines that are one service's.
fn shared_lines(plan: &Plan, service: &Service) -> Option<Finding> {
    let lines: Vec<_> = plan.lines_of(&service.id).collect();
    if lines.len() < 2 {
        return None;
    }
    let sum: Option<Money> = lines.iter().map(|line| line.budget.value).sum();
    let (sum, total) = (sum?, plan.revenue_total.value?.in_pounds());
    let share = sum.in_pounds().checked_div(total).unwrap_or_default();
    let message = format!(
        "{} are {}'s: the budget has {}, the plan {}",
        quoted(lines.iter().map(|line| &line.text)),
        service.name,
        plural(plan.revenue.len(), "line", "lines"),
        plural(plan.services.len(), "service", "services"),
    );
    let read = format!(
        "{} = {}, {}% of the total",
        lines.iter().map(|line| line.budget.printed.as_str()).collect::<Vec<_>>().join(" + "),
        sum.as_millions(),
        fixed(share * Decimal::ONE_HUNDRED, 1),
    );
    let finding = odd(plan, Code::P11, BUDGET, message).about(&service.name).read(read);
    Some(finding.remedy("Nothing to do; the plan file says which service reports each line."))
}

/// Items that name more than one service.
fn several(plan: &Plan) -> Vec<Finding> {
    let measures = plan.measures.iter().map(|m| (measure_part(m), &m.services, &m.service_printed));
    let actions = plan.actions.iter().map(|a| (action_part(a), &a.services, &a.service_printed));
    let many = measures.chain(actions).filter(|(_, services, _)| services.len() > 1);
    many.map(|(part, services, printed)| {
        let first = services.first().and_then(|id| plan.service(id));
        let first = first.map_or("", |service| service.name.as_str());
        let count = plural(services.len(), "service is", "services are");
        let message = format!("{count} named: “{printed}”; {first} reports");
        odd(plan, Code::P12, part, message)
    })
    .collect()
}

fn without_measures(plan: &Plan, service: &Service) -> Option<Finding> {
    if plan.measures_of(&service.id).next().is_some() {
        return None;
    }
    let message = format!(
        "{} has none of {} and {} of {}",
        service.name,
        plural(plan.measures.len(), "measure", "measures"),
        plan.actions_of(&service.id).count(),
        plural(plan.actions.len(), "action", "actions"),
    );
    Some(odd(plan, Code::P37, "Services", message).about(&service.name))
}
