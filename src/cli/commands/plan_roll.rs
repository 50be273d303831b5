//! `plan roll`: next year's plan as a skeleton.

use super::super::{Exit, Failure, clock, findings};
use crate::calendar::FinancialYear;
use crate::pipeline::{Inputs, Job, roll};
use crate::quantity::plural;
use crate::store::write_whole;
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(Debug, thiserror::Error)]
enum RollError {
    #[error("there is no plan before {0} that could be rolled over")]
    NoPlan(FinancialYear),
    #[error("{} is there already", .0.display())]
    There(PathBuf),
}

pub(super) fn run(
    inputs: &Inputs,
    year: FinancialYear,
    to: Option<&Path>,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let before = inputs.plans.iter().rev().find(|plan| plan.year < year);
    let Some(plan) = before else {
        return Err(Failure::configuration(RollError::NoPlan(year))
            .hint("name a year after that of a plan in paths.plans"));
    };
    let usual =
        || crate::pipeline::shown(&inputs.settings.paths.plans.join(format!("{year}.toml")));
    let path = to.map_or_else(usual, Path::to_path_buf);
    if path.exists() {
        return Err(Failure::configuration(RollError::There(path))
            .hint("nothing was written; name another file with --to, or move this one away"));
    }
    let [.., quarter] = plan.year.quarters();
    let settings = &inputs.settings;
    let as_at = settings.as_at.get(&quarter).copied().unwrap_or_else(clock::today);
    let reader = super::reader()?;
    let job = Job { inputs, quarter, as_at, reader: &reader, write: false };
    let rolled = roll(&job, year)?;
    // What is written must be a plan.
    let name =
        path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let new = crate::plan::read(&name, &rolled.text).map_err(Failure::work)?;
    write_whole(&path, rolled.text.as_bytes()).map_err(Failure::work)?;
    writeln!(out, "{} is written, rolled over from {}.", path.display(), rolled.from)?;
    writeln!(out, "{}", rolled.fixed_by)?;
    for left in &rolled.left_out {
        writeln!(out, "left out: {left}")?;
    }
    for finding in &rolled.findings {
        findings::print_short(out, finding)?;
    }
    let unset = crate::plan::check(std::slice::from_ref(&new));
    let unset = unset.iter().filter(|finding| finding.code == crate::finding::Code::P39).count();
    writeln!(
        out,
        "{} to be set; see them with: quarterpack plan check {}",
        plural(unset, "entry is", "entries are"),
        path.display()
    )?;
    Ok(Exit::Done)
}
