//! `plan export` and `plan import`: a plan as a workbook, and back.

use super::super::{Exit, Failure};
use crate::book;
use crate::calendar::FinancialYear;
use crate::finding::Severity;
use crate::pipeline::Inputs;
use crate::quantity::plural;
use crate::store::write_whole;
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(Debug, thiserror::Error)]
enum BookFault {
    #[error("there is no plan for {year}: {held}")]
    NoPlan { year: FinancialYear, held: String },
    #[error("{} is there already", .0.display())]
    There(PathBuf),
    #[error("{} can't be read", .file.display())]
    Unreadable { file: PathBuf, source: std::io::Error },
}

pub(super) fn export(
    inputs: &Inputs,
    year: FinancialYear,
    to: &Path,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let Some(plan) = inputs.plans.iter().find(|plan| plan.year == year) else {
        let held: Vec<String> = inputs.plans.iter().map(|plan| plan.year.to_string()).collect();
        let held = format!("the plans are for {}", held.join(", "));
        return Err(Failure::configuration(BookFault::NoPlan { year, held }));
    };
    let bytes = book::export(plan).map_err(Failure::work)?;
    new_file(to, &bytes)?;
    writeln!(out, "{} is written: the plan {year}, to be edited in Excel.", to.display())?;
    writeln!(out, "Then: quarterpack plan import {} --to FILE.toml", to.display())?;
    Ok(Exit::Done)
}

pub(super) fn template(to: &Path, out: &mut dyn Write) -> Result<Exit, Failure> {
    new_file(to, &book::template().map_err(Failure::work)?)?;
    writeln!(out, "{} is written: an empty plan, to be filled in in Excel.", to.display())?;
    writeln!(out, "Then: quarterpack plan import {} --to FILE.toml", to.display())?;
    Ok(Exit::Done)
}

/// Somebody may have worked in a file that is there.
fn new_file(to: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if to.exists() {
        return Err(Failure::configuration(BookFault::There(to.into()))
            .hint("nothing was written; name another file with --to, or move this one away"));
    }
    write_whole(to, bytes).map_err(Failure::work)
}

pub(super) fn import(
    file: &Path,
    to: &Path,
    replace: bool,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    if to.exists() && !replace {
        return Err(Failure::configuration(BookFault::There(to.into()))
            .hint("nothing was written; name another file with --to, or say --replace"));
    }
    let bytes = std::fs::read(file).map_err(|source| {
        Failure::configuration(BookFault::Unreadable { file: file.into(), source })
    })?;
    let opened = super::reader()?.open_all(&[&bytes])?;
    let name = |path: &Path| {
        path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
    };
    let Some(opened) = opened.first() else { return Ok(Exit::Failed) };
    let imported = match book::import(&name(file), opened, &name(to)) {
        Ok(imported) => imported,
        Err(error) => {
            writeln!(out, "{error}")?;
            writeln!(out, "nothing was written")?;
            return Ok(Exit::Found);
        }
    };
    write_whole(to, imported.text.as_bytes()).map_err(Failure::work)?;
    for passed in &imported.passed_over {
        writeln!(out, "not read  {passed}")?;
    }
    let found = crate::plan::check(std::slice::from_ref(&imported.plan));
    let of = |severity| found.iter().filter(|one| one.severity == severity).count();
    let counts = format!(
        "{}, {}",
        plural(of(Severity::Error), "error", "errors"),
        plural(of(Severity::Warning), "warning", "warnings"),
    );
    writeln!(out, "{} is written: {}.", to.display(), imported.plan.title)?;
    writeln!(out, "The plan itself has {counts}: quarterpack plan check {}", to.display())?;
    Ok(Exit::Done)
}
