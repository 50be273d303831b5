//! `init`: a new council's folder, and what to do next.

use crate::calendar::{FinancialYear, NaiveDate, Quarter};
use crate::cli::{Exit, Failure};
use crate::store::write_whole;
use crate::wording;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Something is there that would be written over.
#[derive(Debug, thiserror::Error)]
#[error("{} is there already, and nothing was written", .0.display())]
struct There(PathBuf);

/// The year that a first plan is for: the one whose quarters will be reported next.
fn year(today: NaiveDate) -> FinancialYear {
    Quarter::of(today).year()
}

pub(super) fn run(folder: &Path, today: NaiveDate, out: &mut dyn Write) -> Result<Exit, Failure> {
    let year = year(today);
    let plan = include_str!("../../../config/skeleton/plan.toml")
        .replace("{{year}}", &year.to_string())
        .replace("{{before}}", &year.previous().to_string())
        .replace("{{start_month}}", &format!("April {}", year.start_year()))
        .replace("{{start}}", &year.start().to_string())
        .replace("{{end_month}}", &format!("March {}", year.start_year() + 1))
        .replace("{{end}}", &year.end().to_string());
    let mut files: Vec<(String, String)> = vec![
        (
            "quarterpack.toml".into(),
            include_str!("../../../config/skeleton/quarterpack.toml").into(),
        ),
        ("lists.toml".into(), include_str!("../../../config/skeleton/lists.toml").into()),
        ("packs/committee.toml".into(), include_str!("../../../config/skeleton/pack.toml").into()),
        (format!("plans/{year}.toml"), plan),
    ];
    for (name, text) in wording::embedded() {
        files.push((format!("templates/{name}"), text.to_owned()));
    }
    // Nothing of somebody's own is written over: all is looked at before anything is written.
    for (name, _) in &files {
        let path = folder.join(name);
        if path.exists() {
            return Err(Failure::configuration(There(path))
                .hint("name a folder that is new or empty: quarterpack init DIR"));
        }
    }
    for (name, text) in &files {
        write_whole(&folder.join(name), text.as_bytes()).map_err(Failure::work)?;
        writeln!(out, "{}", folder.join(name).display())?;
    }
    for empty in ["inbox", "out"] {
        std::fs::create_dir_all(folder.join(empty))?;
        writeln!(out, "{}", folder.join(empty).display())?;
    }
    next(folder, year, out)
}

fn next(folder: &Path, year: FinancialYear, out: &mut dyn Write) -> Result<Exit, Failure> {
    let folder = folder.display();
    writeln!(
        out,
        "
What to do next, in {folder}; lines with quarterpack are commands to run there:
 1. quarterpack.toml: your addresses and domains, local holidays, where returns come in.
 2. Your plan, in the place of the invented one. In Excel: fill in plan.xlsx, and make the plan of it;
    or edit plans/{year}.toml.
      quarterpack plan export --plan {year} --to plan.xlsx
      quarterpack plan import plan.xlsx --to plans/{year}.toml --replace
      quarterpack plan check
 3. packs/ and lists.toml: who gets what, and when the committee meets.
      quarterpack config check
 4. templates/: the standing words, where you want others.
 5. Look at a form, at the messages, and at the timetable.
      quarterpack forms --quarter \"{year} Q1\"
      quarterpack deliver --quarter \"{year} Q1\" --preview look
      quarterpack schedule
 6. Whether everything is there that a quarter needs, and what to do where it is not.
      quarterpack doctor
 7. A first pack: put the returns into inbox/, and look at the draft in out/packs/.
      quarterpack run --quarter \"{year} Q1\"
 8. Let it run: quarterpack due every few minutes, or quarterpack serve (docs/running.md)."
    )?;
    Ok(Exit::Done)
}
