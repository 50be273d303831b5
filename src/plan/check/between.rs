//! Two plans in a row: years, numbers, what stopped and what is new, and who answers for it
//! (P15, P16, P17, P35).

use super::super::measure::Measure;
use super::super::model::Plan;
use super::{listed, measure_part, odd, quoted};
use crate::finding::{Code, Finding, Severity};

pub(super) fn check(earlier: &Plan, later: &Plan) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(missing_years(earlier, later));
    findings.extend(unknown_past(earlier, later));
    findings.extend(moved_numbers(earlier, later));
    findings.extend(dangling(earlier, later));
    findings.extend(stopped(earlier, later));
    findings.extend(begun(earlier, later));
    findings.extend(actions(earlier, later));
    findings.extend(moved_services(earlier, later));
    findings
}

/// The measures that the later plan carries on, with what they were.
pub(super) fn pairs<'p>(
    earlier: &'p Plan,
    later: &'p Plan,
) -> impl Iterator<Item = (&'p Measure, &'p Measure)> {
    later.measures.iter().filter_map(|measure| {
        let past = measure.continues.as_ref().filter(|past| past.plan == earlier.year)?;
        Some((earlier.measure(&past.id)?, measure))
    })
}

fn missing_years(earlier: &Plan, later: &Plan) -> Option<Finding> {
    let mut year = earlier.year.next();
    let mut missing = Vec::new();
    while year < later.year {
        missing.push(year.to_string());
        year = year.next();
    }
    (!missing.is_empty()).then(|| {
        let message = format!("there is no plan for {}", listed(missing));
        odd(later, Code::P17, "Plan", message)
            .read(format!("{} comes before {}", earlier.year, later.year))
    })
}

/// “Target to remain same” on a measure that the plan before does not have.
fn unknown_past(earlier: &Plan, later: &Plan) -> Vec<Finding> {
    let unknown = later.measures.iter().filter(|measure| measure.continues.is_none());
    let same = unknown.filter_map(|measure| {
        let note = measure.notes_printed.as_deref()?;
        note.contains("remain same").then(|| {
            let message = format!("“{note}”, and {} does not have this measure", earlier.year);
            odd(later, Code::P17, measure_part(measure), message)
        })
    });
    same.collect()
}

fn moved_numbers(earlier: &Plan, later: &Plan) -> Vec<Finding> {
    let moved: Vec<_> =
        pairs(earlier, later).filter(|(before, after)| before.number != after.number).collect();
    let mut findings: Vec<Finding> = moved
        .iter()
        .map(|(before, after)| {
            let message = format!("this was measure {} in {}", before.number, earlier.year);
            let other = earlier.measures.iter().find(|measure| measure.number == after.number);
            let finding = odd(later, Code::P15, measure_part(after), message);
            match other {
                Some(other) => {
                    finding.read(format!("measure {} was “{}”", after.number, other.text))
                }
                None => finding,
            }
        })
        .collect();
    let others: Vec<String> = later
        .measures
        .iter()
        .filter(|measure| {
            let kept = pairs(earlier, later)
                .any(|(before, after)| after.id == measure.id && before.number == after.number);
            let taken = earlier.measures.iter().any(|other| other.number == measure.number);
            !kept && taken
        })
        .map(|measure| measure.number.to_string())
        .collect();
    if !others.is_empty() {
        let message = format!("measures {} are others than in {}", listed(others), earlier.year);
        let renumbered = moved.iter().map(|(b, a)| format!("{} is now {}", b.number, a.number));
        let finding = odd(later, Code::P15, "Measures", message);
        findings.push(finding.read(listed(renumbered)));
    }
    findings
}

/// A link to something that the earlier plan does not have.
fn dangling(earlier: &Plan, later: &Plan) -> Vec<Finding> {
    let knows = |id: &str| {
        earlier.measures.iter().any(|measure| measure.id.as_str() == id)
            || earlier.actions.iter().any(|action| action.id.as_str() == id)
    };
    let measures = later.measures.iter().filter_map(|measure| {
        let past = measure.continues.as_ref()?;
        Some((measure_part(measure), past.plan, past.id.to_string()))
    });
    let actions = later.actions.iter().flat_map(|action| {
        action.continues.iter().map(|(plan, id)| (super::action_part(action), *plan, id.clone()))
    });
    let lost = measures.chain(actions).filter(|(_, plan, id)| *plan == earlier.year && !knows(id));
    lost.map(|(part, plan, id)| {
        odd(later, Code::P16, part, format!("it continues {plan} {id}, which is not there"))
            .severity(Severity::Error)
            .remedy("Correct `continues` in the plan file.")
    })
    .collect()
}

/// Measures of the earlier plan that the later one does not carry on as a measure.
fn stopped(earlier: &Plan, later: &Plan) -> Vec<Finding> {
    let carried: Vec<_> = pairs(earlier, later).map(|(before, _)| &before.id).collect();
    let gone = earlier.measures.iter().filter(|measure| !carried.contains(&&measure.id));
    let heirs = |measure: &Measure| {
        let heirs = later.actions.iter().filter(|action| {
            let past = (earlier.year, measure.id.to_string());
            action.continues.contains(&past)
        });
        heirs.map(|action| action.number.to_string()).collect::<Vec<_>>()
    };
    gone.map(|measure| {
        let message = match heirs(measure) {
            heirs if heirs.is_empty() => format!("it is not in {}", later.year),
            heirs => format!("it lives on in {} as action {}", later.year, listed(heirs)),
        };
        odd(earlier, Code::P16, measure_part(measure), message).read(format!("“{}”", measure.text))
    })
    .collect()
}

fn begun(earlier: &Plan, later: &Plan) -> Vec<Finding> {
    let new = later
        .measures
        .iter()
        .filter(|measure| !pairs(earlier, later).any(|(_, after)| after.id == measure.id));
    new.map(|measure| {
        let message = format!("it is not in {}: there is no trend yet", earlier.year);
        odd(later, Code::P16, measure_part(measure), message).read(format!("“{}”", measure.text))
    })
    .collect()
}

/// Actions that stopped or began, said once each way: most of them are for a year.
fn actions(earlier: &Plan, later: &Plan) -> Vec<Finding> {
    let carried = |id: &str| {
        later.actions.iter().any(|a| a.continues.contains(&(earlier.year, id.to_owned())))
    };
    let stopped = earlier.actions.iter().filter(|action| !carried(action.id.as_str()));
    let stopped: Vec<String> = stopped.map(|action| action.number.to_string()).collect();
    let begun = later.actions.iter().filter(|action| action.continues.is_empty());
    let begun: Vec<String> = begun.map(|action| action.number.to_string()).collect();
    let mut findings = Vec::new();
    if !stopped.is_empty() {
        let message = format!("actions {} are not carried on in {}", listed(stopped), later.year);
        findings.push(odd(earlier, Code::P16, "Actions", message).severity(Severity::Note));
    }
    if !begun.is_empty() {
        let message = format!("actions {} carry on nothing of {}", listed(begun), earlier.year);
        findings.push(odd(later, Code::P16, "Actions", message).severity(Severity::Note));
    }
    findings
}

fn moved_services(earlier: &Plan, later: &Plan) -> Vec<Finding> {
    let moved = pairs(earlier, later).filter(|(before, after)| before.lead() != after.lead());
    moved
        .map(|(before, after)| {
            let message = format!(
                "{} reports it; in {} it was {}",
                quoted([&after.service_printed]),
                earlier.year,
                quoted([&before.service_printed]),
            );
            odd(later, Code::P35, measure_part(after), message)
        })
        .collect()
}
