//! Small counts: said to the service, and kept back where packs are made.

use super::Context;
use super::measures::{about, given, measures};
use crate::finding::{Code, Finding};
use crate::quantity::{Decimal, exact};

/// Counts of people that could tell who they are (the usual threshold of five in Scottish public
/// statistics); packs have a setting of their own.
const SMALL: std::ops::RangeInclusive<i64> = 1..=4;

/// D02: a count that the plan marks, of so few that public packs leave it out.
pub(super) fn small(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for measure in measures(context) {
        for figure in measure.figures.iter().filter(|figure| figure.small_numbers) {
            let Some(number) = context.returned.number(&measure.id, &figure.id) else { continue };
            let few = Decimal::from(*SMALL.start())..=Decimal::from(*SMALL.end());
            let Some(given) = given(context.returned, measure, &figure.id) else { continue };
            if few.contains(&number) {
                let message = format!("{} is a small count", figure.label);
                let read = format!("read {}; public packs do not show it", exact(number));
                let finding = Finding::new(Code::D02, given.place.clone(), message);
                findings.push(finding.about(about(measure)).read(read));
            }
        }
    }
    findings
}
