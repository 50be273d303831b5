//! The three things that matter most, for those who read nothing else.

use super::material::Material;
use super::text::Text;
use crate::plan::Status;

/// How many are told.
const FIRST: usize = 3;

/// The things that matter most, three at the most: a return that is missing, then what is red,
/// then what is amber; measures before actions. No figures: what a public pack may show of them is
/// decided elsewhere.
#[must_use]
pub fn matters(material: &Material<'_>) -> Vec<Text> {
    let missing = material.received.iter().filter(|received| received.used().is_none());
    let missing = missing.map(|received| {
        let name = material.service_name(&received.service);
        Text::bold("Missing").then(format!(": the return of {name}"))
    });
    let of = |status: Status| {
        let mark = move |what: String| Text::bold(status.word()).then(format!(": {what}"));
        let measures = material.measures().filter(move |(_, position)| position.status == status);
        let measures = measures.map(move |(measure, _)| {
            mark(format!("Measure {}, {}", measure.number, measure.short))
        });
        let actions = material.actions().filter(move |(_, position)| position.status == status);
        measures.chain(
            actions.map(move |(action, _)| {
                mark(format!("Action {}, {}", action.number, action.short))
            }),
        )
    };
    missing.chain(of(Status::Red)).chain(of(Status::Amber)).take(FIRST).collect()
}
