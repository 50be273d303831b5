//! `trace`: a published figure back to file, sheet, cell and hash.

use super::Asked;
use crate::calendar::long_date;
use crate::cli::{Exit, Failure};
use crate::pipeline::{Inputs, Trace, TracedCell};
use std::io::{self, Write};

#[derive(Debug, thiserror::Error)]
#[error("nothing in the plan of {year} goes by the name “{name}”")]
struct Unknown {
    name: String,
    year: String,
}

pub(super) fn run(
    inputs: &Inputs,
    name: &str,
    asked: Asked,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let reader = super::reader()?;
    let job = asked.job(inputs, &reader);
    let traces = crate::pipeline::trace(&job, name)?;
    if traces.is_empty() {
        let year = job.quarter.year().to_string();
        return Err(Failure::configuration(Unknown { name: name.to_owned(), year }).hint(
            "name a measure (M13 or 13), an action (A08), a budget line, a project or a service \
             (by its id in the plan file or its text)",
        ));
    }
    for trace in &traces {
        let as_at = long_date(job.as_at);
        writeln!(out, "{}\n{}, data as at {as_at}\n", trace.title, job.quarter)?;
        tell(out, trace)?;
    }
    Ok(Exit::Done)
}

fn tell(out: &mut dyn Write, trace: &Trace) -> io::Result<()> {
    for (what, shown) in &trace.shown {
        writeln!(out, "  {what:<22} {shown}")?;
    }
    told(out, "How that is worked out:", &trace.arithmetic)?;
    told(out, "What was decided:", &trace.decisions)?;
    writeln!(out, "\nFrom these cells:")?;
    if trace.cells.is_empty() {
        writeln!(out, "  none: no return that counts holds it")?;
    }
    for cell in &trace.cells {
        one(out, cell)?;
    }
    told(out, "Earlier figures from publications:", &trace.entered)?;
    let versions: Vec<String> = trace
        .versions
        .iter()
        .map(|one| {
            let content = one.content();
            let content = content.get(..12).unwrap_or_default();
            format!(
                "{}, version {}, data as at {}, content {content}",
                one.audience, one.version, one.as_at
            )
        })
        .collect();
    told(out, "Packs made for this quarter:", &versions)?;
    writeln!(out)
}

fn told(out: &mut dyn Write, head: &str, lines: &[String]) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{head}")?;
    lines.iter().try_for_each(|line| writeln!(out, "  {line}"))
}

fn one(out: &mut dyn Write, cell: &TracedCell) -> io::Result<()> {
    let TracedCell { what, holds, unit, place, .. } = cell;
    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    let from = cell.restated_from.as_ref();
    let from = from.map_or_else(String::new, |old| format!(", restated from {old}"));
    writeln!(out, "  {what}: {holds}{unit}{from}\n    {place}")?;
    let hash = cell.hash.get(..12).unwrap_or("not known");
    let came = cell
        .received
        .map_or_else(|| "not known".to_owned(), |at| at.format("%-d %b %Y %H:%M").to_string());
    writeln!(out, "    SHA-256 {hash}, came {came}, revision {}", cell.revision)
}
