//! `explain`: what a rule asks for, why, and what to do.

use crate::cli::{Exit, Failure};
use crate::finding::{Code, catalogue};
use std::io::Write;

pub(super) fn run(code: Option<&str>, out: &mut dyn Write) -> Result<Exit, Failure> {
    let Some(code) = code else {
        for rule in catalogue() {
            let word = rule.severity.word();
            writeln!(out, "{} {word:<7} {}", rule.code, rule.title)?;
        }
        return Ok(Exit::Done);
    };
    let code: Code = code.parse().map_err(|unknown: crate::finding::UnknownCode| {
        Failure::configuration(unknown).hint("quarterpack explain lists every rule")
    })?;
    let rule = code.rule();
    writeln!(out, "{} ({}): {}\n", rule.code, rule.severity.word(), rule.title)?;
    writeln!(out, "Why: {}", rule.rationale)?;
    writeln!(out, "To do: {}", rule.remedy)?;
    Ok(Exit::Done)
}
