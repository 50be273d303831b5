//! What a person noticed, passed on from the plan file under the code it gives.

use super::super::model::Plan;
use super::odd;
use crate::finding::Finding;

pub(super) fn check(plan: &Plan) -> Vec<Finding> {
    let pass = |note: &super::super::Note| {
        let message = note.text.trim_end_matches('.');
        odd(plan, note.code, &note.about, message).remedy(note.handling.clone())
    };
    plan.notes.iter().map(pass).collect()
}
