//! `plan check`: what is odd in the plans, and between them.

use crate::cli::{Exit, Failure, findings};
use crate::finding::{Finding, Severity};
use crate::plan::Plan;
use crate::quantity::plural;
use std::io::Write;
use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
#[error("{} can't be read", .file.display())]
struct Unreadable {
    file: PathBuf,
    source: std::io::Error,
}

pub(super) fn read(files: &[PathBuf]) -> Result<Vec<Plan>, Failure> {
    files
        .iter()
        .map(|path| {
            let text = std::fs::read_to_string(path).map_err(|source| {
                Failure::configuration(Unreadable { file: path.clone(), source })
            })?;
            let name = path.file_name();
            let name = name.map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            crate::plan::read(&name, &text).map_err(Failure::found)
        })
        .collect()
}

pub(super) fn check(plans: &[Plan], full: bool, out: &mut dyn Write) -> Result<Exit, Failure> {
    let all = crate::plan::check(plans);
    for plan in plans {
        writeln!(out, "{} ({})", plan.title, plan.file)?;
        for held in crate::plan::held(plan) {
            writeln!(out, "holds   {held}")?;
        }
        let mut mine: Vec<&Finding> =
            all.iter().filter(|finding| *finding.place.file == *plan.file).collect();
        mine.sort_by_key(|finding| (finding.severity, finding.code));
        for finding in &mine {
            if full {
                writeln!(out)?;
                findings::print(out, finding)?;
            } else {
                findings::print_short(out, finding)?;
            }
        }
        let of = |severity| mine.iter().filter(|f| f.severity == severity).count();
        let counts = format!(
            "{}, {}, {}",
            plural(of(Severity::Error), "error", "errors"),
            plural(of(Severity::Warning), "warning", "warnings"),
            plural(of(Severity::Note), "note", "notes")
        );
        writeln!(out, "{}: {}\n", plan.file, counts)?;
    }
    let any = all.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if any { Exit::Found } else { Exit::Done })
}
