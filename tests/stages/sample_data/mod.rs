//! The sample returns: their data add up, and their faults are the ones they are meant to have.

mod figures;
mod files;
mod findings;
mod money;

use crate::make;
use quarterpack::form::{Entry, Filled, Slot};
use quarterpack::plan::Plan;
use quarterpack::quantity::Decimal;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A year's plan and its returns.
fn year(name: &str) -> (Plan, Vec<make::Sample>) {
    let year = make::year(root(), name).unwrap();
    let samples = make::samples(&year).unwrap();
    (year.plan, samples)
}

fn number(filled: &Filled, slot: &Slot) -> Option<Decimal> {
    match filled.get(slot)? {
        Entry::Number(number) => Some(*number),
        Entry::Formula(_, shown) => match **shown {
            Entry::Number(number) => Some(number),
            _ => None,
        },
        _ => None,
    }
}

fn text<'a>(filled: &'a Filled, slot: &Slot) -> Option<&'a str> {
    match filled.get(slot)? {
        Entry::Text(text) => Some(text),
        _ => None,
    }
}
