//! What holds a pack, on a terminal: what stands, where, and what to do.

use crate::release::{Hold, standing};
use std::io::{self, Write};

/// How many of the things that make a hold are told; the run's findings have them all.
const FIRST: usize = 6;

/// Prints what stands, and what was let pass.
pub(super) fn print(out: &mut dyn Write, holds: &[Hold], indent: &str) -> io::Result<()> {
    for hold in standing(holds) {
        writeln!(out, "{indent}{hold}")?;
        for item in hold.items.iter().take(FIRST) {
            writeln!(out, "{indent}  {item}")?;
        }
        if let Some(more) = hold.items.len().checked_sub(FIRST).filter(|more| *more > 0) {
            writeln!(out, "{indent}  and {more} more")?;
        }
        writeln!(out, "{indent}  to do: {}", hold.remedy)?;
    }
    for (hold, passed) in holds.iter().filter_map(|hold| Some((hold, hold.passed.as_ref()?))) {
        writeln!(out, "{indent}{hold}: let pass by the {}: {}", passed.role, passed.reason)?;
    }
    Ok(())
}
