//! In `status`: whether the timetable runs as it should.

use crate::cli::Exit;
use crate::pipeline::Health;
use crate::timetable::Zone;
use serde_json::{Value as Json, json};
use std::io::{self, Write};

/// A due step that left no record is a failure: whoever watches must hear of it.
pub(super) fn exit(health: &Health) -> Exit {
    match health {
        Health::Running(standing) if !standing.overdue.is_empty() => Exit::Found,
        Health::Running(_) | Health::NotBegun => Exit::Done,
    }
}

pub(super) fn tell(out: &mut dyn Write, health: &Health, zone: Zone) -> io::Result<()> {
    let Health::Running(standing) = health else { return Ok(()) };
    writeln!(out, "\nTimetable:")?;
    for late in &standing.overdue {
        let at = zone.shown(late.step.at);
        writeln!(out, "  error: {}, due on {at}: {}", late.step.shown(), late.why)?;
    }
    if !standing.overdue.is_empty() {
        writeln!(
            out,
            "  to do: see that `quarterpack due` or `quarterpack serve` runs, and what it says"
        )?;
    }
    match &standing.next {
        Some((at, what)) => writeln!(out, "  next, on {}: {what}", zone.shown(*at)),
        None => writeln!(out, "  nothing comes next"),
    }
}

pub(super) fn json(health: &Health, zone: Zone) -> Json {
    let Health::Running(standing) = health else { return json!({ "runs": false }) };
    let overdue = standing.overdue.iter().map(
        |late| json!({ "step": late.step.key(), "due": zone.iso(late.step.at), "why": late.why }),
    );
    json!({
        "runs": true,
        "ok": standing.overdue.is_empty(),
        "overdue": overdue.collect::<Vec<_>>(),
        "next": standing.next.as_ref().map(|(at, what)| {
            json!({ "at": zone.iso(*at), "what": what })
        }),
    })
}
