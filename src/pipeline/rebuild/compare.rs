//! The record made anew beside the one there is.

use super::replay::Returns;
use super::{Rebuilt, Remaking};
use crate::intake::digest;
use crate::pipeline::fault::RunError;
use crate::store::{JournalEntry, Record, Value, View, read_journal};
use std::collections::BTreeMap;
use std::path::Path;

/// Compares the views row for row, the log and the journal.
pub(super) fn records(
    known: &Record,
    anew: &Record,
    unsure: &Returns,
    rebuilt: &mut Rebuilt,
) -> Result<(), RunError> {
    for (was, is) in known.views()?.into_iter().zip(anew.views()?) {
        let name = format!("the view {}", was.name);
        let (was, is) = (comparable(&was, unsure, rebuilt), comparable(&is, unsure, rebuilt));
        same(name, &was, &is, rebuilt);
    }
    let entries = |record: &Record| -> Result<Vec<String>, RunError> {
        let log = record.log()?.into_iter();
        Ok(log
            .map(|one| format!("{} {} {}: {}", one.at, one.event, one.subject, one.detail))
            .collect())
    };
    same("the log".into(), &entries(known)?, &entries(anew)?, rebuilt);
    if let (Some(was), Some(is)) = (known.log()?.pop(), anew.log()?.pop())
        && was.hash != is.hash
        && rebuilt.differences.is_empty()
    {
        rebuilt.differs("the log", "its hashes are not what its entries ask for");
    }
    same("the journal".into(), &known.journal_lines()?, &anew.journal_lines()?, rebuilt);
    Ok(())
}

/// The rows that can be made anew, as texts: not those of returns that were removed, and not what
/// versions that rest on them published.
fn comparable(view: &View, unsure: &Returns, rebuilt: &Rebuilt) -> Vec<String> {
    let column = |name: &str| view.columns.iter().position(|column| column == name);
    let text = |row: &[Value], at: Option<usize>| match at.and_then(|at| row.get(at)) {
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Whole(number)) => number.to_string(),
        Some(Value::Nothing) | None => String::new(),
    };
    let gone = |row: &[Value]| {
        let file = (text(row, column("file")), text(row, column("sha256")));
        let version = format!(
            "{} {}, version {}",
            text(row, column("pack")),
            text(row, column("quarter")),
            text(row, column("version"))
        );
        let lost = |one: &&super::Remade| {
            one.version == version && matches!(one.remaking, Remaking::Removed(_))
        };
        unsure.contains(&file)
            || (view.name == "positions" && rebuilt.versions.iter().any(|one| lost(&one)))
    };
    let cell = |value: &Value| match value {
        Value::Nothing => "–".to_owned(),
        Value::Whole(number) => number.to_string(),
        Value::Text(text) => format!("“{text}”"),
    };
    let rows = view.rows.iter().filter(|row| !gone(row));
    rows.map(|row| row.iter().map(cell).collect::<Vec<_>>().join(" ")).collect()
}

/// Notes whether two lists are the same, and else where they part.
fn same(name: String, was: &[String], is: &[String], rebuilt: &mut Rebuilt) {
    if was == is {
        rebuilt.same.push((name, was.len()));
        return;
    }
    let at = was.iter().zip(is).take_while(|(was, is)| was == is).count();
    let shown = |list: &[String]| list.get(at).map_or("nothing".to_owned(), Clone::clone);
    let what = format!("it is {}; made anew it is {}", shown(was), shown(is));
    rebuilt.differs(format!("{name}, row {}", at + 1), what);
}

/// Compares the files in the output with what the journal says was made.
pub(super) fn output(folder: &Path, known: &Record, rebuilt: &mut Rebuilt) -> Result<(), RunError> {
    let mut files = BTreeMap::new();
    for entry in read_journal(&known.journal_text()?).entries {
        match entry {
            JournalEntry::Made(made) | JournalEntry::Kept(made) => files.extend(made.files),
            JournalEntry::Final(last) => {
                files.extend(last.files.into_iter().map(|file| (file.path, file.hash)));
            }
            JournalEntry::Arrival(_)
            | JournalEntry::Run(_)
            | JournalEntry::Noted(_)
            | JournalEntry::Decision(_)
            | JournalEntry::Decided(_)
            | JournalEntry::Ledger(_)
            | JournalEntry::Timetable(_) => {}
        }
    }
    for (path, hash) in files {
        match std::fs::read(folder.join(&path)) {
            Ok(bytes) if digest(&bytes) == hash => {}
            Ok(_) => rebuilt.differs(path, "the file in the output is not the one that was made"),
            Err(_) => rebuilt.missing.push(path),
        }
    }
    Ok(())
}
