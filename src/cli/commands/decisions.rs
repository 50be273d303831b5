//! `decisions` and `withdraw`.

use crate::calendar::Quarter;
use crate::cli::args::Who;
use crate::cli::{Exit, Failure, clock};
use crate::pipeline::{By, Inputs, quarters_with_a_page};
use crate::store::{Decision, DecisionKind};
use std::io::{self, Write};

pub(super) fn list(inputs: &Inputs, out: &mut dyn Write) -> Result<Exit, Failure> {
    let all = crate::pipeline::decisions(inputs)?;
    if all.is_empty() {
        writeln!(out, "No decision was taken yet.")?;
    }
    for (one, counts) in &all {
        print(out, one, *counts)?;
    }
    Ok(Exit::Done)
}

fn print(out: &mut dyn Write, one: &Decision, counts: bool) -> io::Result<()> {
    let state = if counts { "" } else { " (withdrawn)" };
    let outcome = one.outcome.as_ref().map_or_else(String::new, |what| format!(": {what}"));
    writeln!(out, "{:>5} {} {}{outcome}{state}", one.number, one.at, one.kind.word())?;
    writeln!(out, "      {}", one.subject)?;
    writeln!(out, "      by the {}: {}", one.role, one.reason)?;
    let bound = one.content.get(..12).unwrap_or(&one.content);
    writeln!(out, "      bound to {bound}")
}

pub(super) fn withdraw(
    inputs: &mut Inputs,
    number: i64,
    who: &Who,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let by = By { role: &who.by, reason: &who.because, at: &clock::now() };
    let (before, taken) = crate::pipeline::withdraw(inputs, number, &by)?;
    writeln!(
        out,
        "Withdrawn by the {}: decision {number} counts no longer (decision {}).",
        taken.role, taken.number
    )?;
    if before.kind == DecisionKind::ClearSuppression {
        writeln!(
            out,
            "The number is kept back from the next version on. What is published stays public."
        )?;
    }
    for quarter in shown_on(inputs, &before) {
        super::note(inputs, quarter)?;
    }
    Ok(Exit::Done)
}

/// The quarters whose pages a decision bears on: its own, and for a small number the later ones of
/// the year and of the next that have a page, since their packs show it.
fn shown_on(inputs: &Inputs, decision: &Decision) -> Vec<Quarter> {
    let of = decision.subject.quarter.as_deref().and_then(|of| of.parse::<Quarter>().ok());
    let Some(of) = of else { return Vec::new() };
    let later = decision.kind == DecisionKind::ClearSuppression;
    let until = of.year().start_year() + i32::from(later);
    let bears =
        |one: &Quarter| *one == of || (later && *one > of && one.year().start_year() <= until);
    let mut all = quarters_with_a_page(inputs);
    all.retain(bears);
    if !all.contains(&of) {
        all.insert(0, of);
    }
    all.retain(|quarter| inputs.plan(*quarter).is_ok());
    all
}
