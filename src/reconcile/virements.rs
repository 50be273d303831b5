//! Virements: money moved from one budget line to another. One between lines of one service has
//! both ends in one return; one between services is entered by both, under one reference.

use super::Now;
use crate::finding::{Code, Finding};
use crate::form::{Slot, VirementPart};
use crate::plan::{LineId, ServiceId};
use crate::validate::{Return, Virement};
use std::collections::{BTreeMap, BTreeSet};

/// What services entered, under its references.
#[derive(Default)]
pub(super) struct Virements {
    entered: BTreeMap<String, Vec<(ServiceId, Virement)>>,
    findings: Vec<Finding>,
}

impl Virements {
    /// Takes in those of a service's return.
    pub(super) fn add(&mut self, service: &ServiceId, returned: &Return) {
        for virement in &returned.virements {
            let found = incomplete(returned, virement).map(|found| returned.shown(found));
            self.findings.extend(found);
            let reference = virement.reference.clone().unwrap_or_default();
            let ends = self.entered.entry(reference).or_default();
            ends.push((service.clone(), virement.clone()));
        }
    }

    /// Those of which both ends are known, once each, and what is wrong with the others.
    pub(super) fn settled(self, now: &Now<'_>) -> (Vec<Virement>, Vec<Finding>) {
        let Self { entered, mut findings } = self;
        let owner = |line: &LineId| now.plan.line(line).map(|known| &known.service);
        let mut settled = Vec::new();
        for (reference, ends) in entered {
            let Some((service, first)) = ends.first() else { continue };
            let wanted: BTreeSet<&ServiceId> =
                [owner(&first.from), owner(&first.to)].into_iter().flatten().collect();
            let given: BTreeSet<&ServiceId> = ends.iter().map(|(service, _)| service).collect();
            let same = ends.iter().all(|(_, one)| {
                one.amount == first.amount && one.from == first.from && one.to == first.to
            });
            if same && wanted.is_subset(&given) {
                settled.push(first.clone());
            } else {
                let found = one_ended(now, &reference, first, &wanted, &given, same);
                findings.push(match now.history.returned(service, now.quarter) {
                    Some(returned) => returned.shown(found),
                    None => found,
                });
            }
        }
        (settled, findings)
    }
}

fn incomplete(returned: &Return, virement: &Virement) -> Option<Finding> {
    let missing: Vec<(VirementPart, &str)> = [
        (virement.reference.is_none(), (VirementPart::Reference, "a reference")),
        (virement.approved_on.is_none(), (VirementPart::ApprovedOn, "the day of approval")),
        (virement.approver.is_none(), (VirementPart::Approver, "the approver's role")),
    ]
    .into_iter()
    .filter_map(|(missing, what)| missing.then_some(what))
    .collect();
    let (first, _) = missing.first()?;
    let place = if let Some(Slot::Virement(row, _)) = returned.row_at(&virement.place) {
        returned.cell(&Slot::Virement(*row, *first), &virement.place)
    } else {
        virement.place.clone()
    };
    let words: Vec<&str> = missing.iter().map(|(_, what)| *what).collect();
    let message = format!("a virement lacks {}", words.join(" and "));
    Some(Finding::new(Code::B04, place, message))
}

fn one_ended(
    now: &Now<'_>,
    reference: &str,
    virement: &Virement,
    wanted: &BTreeSet<&ServiceId>,
    given: &BTreeSet<&ServiceId>,
    same: bool,
) -> Finding {
    let name = |id: &&ServiceId| {
        now.plan.service(id).map_or_else(|| id.to_string(), |service| service.name.clone())
    };
    let line = |id: &LineId| now.plan.line(id).map_or("", |line| line.text.as_str());
    let read = format!(
        "read {} from {} to {}",
        virement.amount.in_text(),
        line(&virement.from),
        line(&virement.to)
    );
    let (message, remedy) = if same {
        let absent: Vec<String> = wanted.difference(given).map(name).collect();
        let message = "one end only is entered; it is not used";
        let remedy = format!("{} enters the same virement in its return.", absent.join(" and "));
        (message, remedy)
    } else {
        (
            "the two ends differ; it is not used",
            "Enter the same lines and the same amount at both ends.".into(),
        )
    };
    Finding::new(Code::B04, virement.place.clone(), message)
        .about(if reference.is_empty() {
            "Virement without a reference".to_owned()
        } else {
            format!("Virement {reference}")
        })
        .read(read)
        .remedy(remedy)
}
