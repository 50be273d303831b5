//! `schedule`: what comes, when, and why then.

use crate::cli::{Exit, Failure};
use crate::pipeline::{Inputs, Schedule, schedule};
use crate::store::StepRow;
use crate::timetable::{Instant, Step, Zone, of_record};
use serde_json::{Value as Json, json};
use std::io::{self, Write};

pub(super) fn run(
    inputs: &Inputs,
    now: Instant,
    days: u32,
    as_json: bool,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let ahead = schedule(inputs, now, days)?;
    let zone = inputs.settings.timetable.zone;
    if as_json {
        writeln!(out, "{:#}", told(&ahead, zone))?;
    } else {
        tell(out, &ahead, zone, days)?;
    }
    Ok(Exit::Done)
}

/// What the record says of a step, in a few words.
fn standing(row: Option<&StepRow>, zone: Zone) -> Option<String> {
    let row = row?;
    let when = of_record(&row.written).map_or_else(String::new, |at| zone.shown(at));
    Some(match row.state.as_str() {
        "done" => format!("done on {when}; it is not done again"),
        "failed" => format!("failed, last on {when}: {}", row.detail),
        "skipped" => format!("left out on {when}: {}", row.detail),
        _ => format!("begun on {when}"),
    })
}

fn tell(out: &mut dyn Write, ahead: &Schedule, zone: Zone, days: u32) -> io::Result<()> {
    match ahead.began {
        Some(at) => writeln!(
            out,
            "Times by {}. The timetable runs since {}.\n",
            zone.name(),
            zone.shown(at)
        )?,
        None => writeln!(
            out,
            "Times by {}. Nothing runs yet: `quarterpack due` or `quarterpack serve` begins it.\n",
            zone.name()
        )?,
    }
    if ahead.steps.is_empty() {
        writeln!(out, "No step falls in the next {days} days.")?;
    }
    for (step, row) in &ahead.steps {
        writeln!(out, "{}  {}", zone.shown(step.at), step.shown())?;
        writeln!(out, "    {}", step.why)?;
        if let Some(standing) = standing(row.as_ref(), zone) {
            writeln!(out, "    {standing}")?;
        }
    }
    if !ahead.wakes.is_empty() {
        writeln!(out, "\nWake-ups, the next of each:")?;
    }
    for (at, what) in &ahead.wakes {
        writeln!(out, "{}  {what}", zone.shown(*at))?;
    }
    if let Some(said) = &ahead.holidays {
        writeln!(out, "\nwarning: {said}")?;
    }
    Ok(())
}

fn told(ahead: &Schedule, zone: Zone) -> Json {
    let step = |(step, row): &(Step, Option<StepRow>)| {
        json!({
            "step": step.key(),
            "kind": step.kind.word(),
            "quarter": step.quarter.map(|quarter| quarter.to_string()),
            "pack": step.kind.pack(),
            "at": zone.iso(step.at),
            "why": step.why,
            "bank_holidays_known": step.holidays_known,
            "state": row.as_ref().map(|row| row.state.clone()),
        })
    };
    let steps: Vec<Json> = ahead.steps.iter().map(step).collect();
    let wakes = ahead.wakes.iter().map(|(at, what)| json!({ "at": zone.iso(*at), "what": what }));
    json!({
        "zone": zone.name(),
        "began": ahead.began.map(|at| zone.iso(at)),
        "steps": steps,
        "wakes": wakes.collect::<Vec<_>>(),
        "warning": ahead.holidays,
    })
}
