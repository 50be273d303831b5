//! `decisions` and `withdraw`.

use crate::cli::args::Who;
use crate::cli::{Exit, Failure, clock};
use crate::pipeline::{By, Inputs};
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
    inputs: &Inputs,
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
    Ok(Exit::Done)
}
