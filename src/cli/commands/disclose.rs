//! `disclose`: small numbers that public packs keep back, and a decision to show one.

use super::Asked;
use crate::calendar::Quarter;
use crate::cli::args::Disclose;
use crate::cli::{Exit, Failure, clock};
use crate::pipeline::{By, Inputs, Job, KeptBack, kept_back, show_small};
use crate::quantity::{plural, trimmed};
use std::io::{self, Write};

pub(super) fn run(
    inputs: &mut Inputs,
    asked: &Disclose,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let reader = super::reader()?;
    let job = Asked { quarter: asked.quarter }.job(inputs, &reader);
    let all = (&asked.measure, asked.of, &asked.by, &asked.because);
    let (Some(measure), Some(of), Some(role), Some(reason)) = all else {
        list(out, &job, &kept_back(&job)?, asked.show)?;
        return Ok(Exit::Done);
    };
    let by = By { role, reason, at: &clock::now() };
    let (taken, kept, others) = show_small(&job, measure, of, &by)?;
    writeln!(
        out,
        "To be shown, by the {}: measure {}, {of} (decision {})",
        taken.role, kept.number, taken.number
    )?;
    counts(out, &kept, asked.show)?;
    writeln!(out, "  in the public packs for {}", bodies(&kept))?;
    if !others.is_empty() {
        let others: Vec<String> = others.iter().map(Quarter::to_string).collect();
        writeln!(
            out,
            "Still kept back of this measure: {}, and with it what would tell it.",
            others.join(", ")
        )?;
    }
    writeln!(
        out,
        "Another return, or another figure, is kept back again. What is published stays public."
    )?;
    let quarter = job.quarter;
    writeln!(out, "  to do: quarterpack run --quarter \"{quarter}\"")?;
    super::note(inputs, quarter)?;
    Ok(Exit::Done)
}

fn list(out: &mut dyn Write, job: &Job<'_>, all: &[KeptBack], show: bool) -> io::Result<()> {
    let shown = all.iter().filter(|one| one.shown.is_some()).count();
    let smallest = job.inputs.settings.small_numbers.smallest_shown;
    writeln!(
        out,
        "Quarters with a count below {smallest} in public packs, {}: {}, {shown} shown by decision",
        job.quarter,
        plural(all.len(), "quarter of a measure", "quarters of measures"),
    )?;
    for one in all {
        writeln!(out, "\n  Measure {}, {}: {}", one.number, one.quarter, one.name)?;
        counts(out, one, show)?;
        if let Some(file) = &one.file {
            let hash = one.sha256.as_deref().and_then(|hash| hash.get(..12));
            let hash = hash.map_or_else(String::new, |hash| format!("; SHA-256 {hash}"));
            writeln!(out, "    {file}{hash}")?;
        }
        writeln!(out, "    in the public packs for {}", bodies(one))?;
        match &one.shown {
            Some(taken) => writeln!(
                out,
                "    shown by the {}, decision {}: {}",
                taken.role, taken.number, taken.reason
            )?,
            None => writeln!(
                out,
                "    to show it: quarterpack disclose --quarter \"{}\" --measure {} --of \"{}\" \
                 --by ROLE --because TEXT",
                job.quarter, one.number, one.quarter
            )?,
        }
    }
    if !all.is_empty() && !show {
        writeln!(out, "\n--show prints the numbers.")?;
    }
    Ok(())
}

fn counts(out: &mut dyn Write, one: &KeptBack, show: bool) -> io::Result<()> {
    for (label, number) in &one.counts {
        let number = if show { trimmed(*number, 10) } else { "[c]".to_owned() };
        writeln!(out, "    {label}: {number}")?;
    }
    Ok(())
}

/// `the Community Planning Partnership, the Social Work Committee`
fn bodies(one: &KeptBack) -> String {
    one.bodies.iter().map(|body| format!("the {body}")).collect::<Vec<_>>().join(", ")
}
