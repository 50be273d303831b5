//! `retention`: which returns are past their time, and their removal.

use crate::calendar::{NaiveDate, long_date};
use crate::cli::{Exit, Failure};
use crate::pipeline::{By, Inputs, PastReturn, past, remove};
use crate::quantity::plural;
use std::io::{self, Write};

/// Tells which returns are past their time on a day; removes them where a role asks for it.
pub(super) fn run(
    inputs: &Inputs,
    by: Option<&str>,
    on: NaiveDate,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let years = usize::from(inputs.settings.keep_years);
    if years == 0 {
        writeln!(out, "Returns are kept for ever: record.keep_years is 0.")?;
        return Ok(Exit::Done);
    }
    let years = plural(years, "year", "years");
    let past = match by {
        None => past(inputs, on)?,
        Some(role) => {
            let reason = format!("returns are kept for {years} after their financial year");
            remove(inputs, on, &By { role, reason: &reason, at: &on.to_string() })?
        }
    };
    tell(out, &past, by.is_some(), &years, on)?;
    Ok(Exit::Done)
}

fn tell(
    out: &mut dyn Write,
    past: &[PastReturn],
    applied: bool,
    years: &str,
    on: NaiveDate,
) -> io::Result<()> {
    let day = long_date(on);
    if past.is_empty() {
        return writeln!(
            out,
            "No return is past its time on {day}: they are kept for {years} after their financial \
             year."
        );
    }
    let count = plural(past.len(), "return", "returns");
    let what = if applied { "Removed from the archive" } else { "Past their time" };
    writeln!(
        out,
        "{what} on {day}: {count}, kept for {years} after the financial year that they are of."
    )?;
    for one in past {
        let there = if one.in_inbox { "; it lies in the inbox still" } else { "" };
        let hash = one.sha256.get(..12).unwrap_or_default();
        writeln!(out, "  {}  {} (SHA-256 {hash}…){there}", one.year, one.file)?;
    }
    if past.iter().any(|one| one.in_inbox) {
        writeln!(
            out,
            "Nothing is removed from the inbox: take those files out of it, or runs go on reading \
             them."
        )?;
    }
    if applied {
        writeln!(
            out,
            "Their figures and what was made of them stay; versions that rest on them can't be made \
             again."
        )
    } else {
        writeln!(out, "Nothing was removed: quarterpack retention --apply --by \"ROLE\" does that.")
    }
}
