//! `run`: the whole quarter, and what came of it.

use super::{left_out, release};
use crate::calendar::{NaiveDate, Quarter, long_date};
use crate::cli::args::Args;
use crate::cli::{Exit, Failure, clock, findings, holds};
use crate::compose::Received;
use crate::finding::Severity;
use crate::intake::Reader;
use crate::pipeline::{
    Answer, Inputs, Job, MadePack, Making, Outcome, Question, Watch, listed, settings,
};
use crate::plan::Plan;
use crate::quantity::plural;
use crate::release::standing;
use comfy_table::{Table, presets};
use std::io::{self, Write};
use std::path::Path;

pub(super) struct Asked<'a> {
    pub(super) quarter: Option<Quarter>,
    pub(super) as_of: Option<NaiveDate>,
    pub(super) dry_run: bool,
    pub(super) strict: bool,
    pub(super) reissue: bool,
    pub(super) from: Option<&'a Path>,
}

/// Runs the quarter; or says again what the last run said, where nothing was touched since.
pub(super) fn run(args: &Args, asked: &Asked<'_>, out: &mut dyn Write) -> Result<Exit, Failure> {
    let records = asked.from.map(super::read::records).transpose()?;
    let config = super::config_file(args)?;
    let settings = settings(&config)?;
    let quarter = asked.quarter.unwrap_or_else(|| settings.quarter_on(clock::today()));
    let configured = || settings.as_at.get(&quarter).copied();
    let as_at = asked.as_of.or_else(configured).unwrap_or_else(clock::today);
    let question = Question {
        program: std::env::current_exe()?,
        config,
        quarter: quarter.to_string(),
        as_at: as_at.to_string(),
    };
    let plain = !asked.dry_run && !asked.reissue;
    let watch = if plain { Watch::of(&settings, question, clock::system()) } else { None };
    if let Some(answer) = watch.as_ref().and_then(Watch::answer) {
        out.write_all(answer.words.as_bytes())?;
        return Ok(exit(asked, answer.errors));
    }
    let inputs = &super::remembered(args)?;
    // Records play no part in what is asked: with them a run comes to the same.
    let Some(records) = records else {
        return run_anew(inputs, &super::reader()?, asked, (quarter, as_at), watch, out);
    };
    let otherwise = Box::new(super::reader()?);
    let reader = &Reader::Recorded { records: records.clone(), otherwise };
    let ended = run_anew(inputs, reader, asked, (quarter, as_at), watch, out);
    super::read::tell(&records)?;
    ended
}

/// How a run ends that found errors in returns, or none.
fn exit(asked: &Asked<'_>, errors: bool) -> Exit {
    if asked.strict && errors { Exit::Found } else { Exit::Done }
}

fn run_anew(
    inputs: &Inputs,
    reader: &Reader,
    asked: &Asked<'_>,
    (quarter, as_at): (Quarter, NaiveDate),
    watch: Option<Watch>,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let job = Job { inputs, quarter, as_at, reader, write: !asked.dry_run };
    let outcome =
        if asked.reissue { crate::pipeline::reissue(&job)? } else { crate::pipeline::run(&job)? };
    let plan = inputs.plan(quarter)?;
    tell(out, inputs, plan, &outcome, asked.dry_run)?;
    let errors = outcome.findings.iter().flat_map(|(_, found)| found);
    let any = errors.into_iter().any(|finding| finding.severity == Severity::Error);
    let sent = if asked.dry_run { Exit::Done } else { super::deliver::after_run(&job, out)? };
    if sent != Exit::Done {
        return Ok(sent);
    }
    if let (Some(watch), Some(again)) = (watch, outcome.again()) {
        let mut words = Vec::new();
        tell(&mut words, inputs, plan, &again, false)?;
        let words = String::from_utf8_lossy(&words).into_owned();
        watch.keep(&outcome, Answer { words, errors: any })?;
    }
    Ok(exit(asked, any))
}

fn tell(
    out: &mut dyn Write,
    inputs: &Inputs,
    plan: &Plan,
    outcome: &Outcome,
    dry: bool,
) -> io::Result<()> {
    writeln!(
        out,
        "{} {}, data as at {}\n",
        plan.resource,
        outcome.quarter,
        long_date(outcome.as_at)
    )?;
    if outcome.goes_on {
        writeln!(
            out,
            "A reissue that was ended before its end is gone on with: what it has made already \
             is not made once more.\n"
        )?;
    }
    returns(out, plan, outcome)?;
    if !outcome.holidays_known {
        writeln!(
            out,
            "Bank holidays are not known for this time: the deadline counts weekends and local \
             holidays only.\n"
        )?;
    }
    if !outcome.later.is_empty() {
        let count = plural(outcome.later.len(), "file", "files");
        writeln!(
            out,
            "{count} came after {}, left alone here: {}\n",
            long_date(outcome.as_at),
            outcome.later.join(", ")
        )?;
    }
    found(out, outcome)?;
    not_run(out, outcome)?;
    counts(out, outcome)?;
    for pack in &outcome.packs {
        made(out, pack, outcome.quarter, dry)?;
        // Whom a draft is not for is told already.
        if pack.refused.is_empty() {
            left_out::tell(out, inputs, &pack.name)?;
        }
    }
    if let Some(folder) = outcome.receipts.first().and_then(|path| path.parent()) {
        let verb = if dry { "Would write" } else { "Wrote" };
        let count = outcome.receipts.len();
        let count = plural(count, "receipt or marked copy", "receipts and marked copies");
        writeln!(out, "{verb} {count} for the services to {}", folder.display())?;
    }
    let verb = if dry { "Would write" } else { "Wrote" };
    writeln!(out, "{verb} the status page for officers: {}", outcome.status.display())?;
    for (body, quarters) in &outcome.not_due {
        let named: Vec<String> = quarters.iter().map(|quarter| format!("Q{quarter}")).collect();
        writeln!(
            out,
            "No pack for the {body} in this quarter: it is made for {}.",
            named.join(", ")
        )?;
    }
    Ok(())
}

fn returns(out: &mut dyn Write, plan: &Plan, outcome: &Outcome) -> io::Result<()> {
    writeln!(out, "Returns, due on {}:", long_date(outcome.deadline))?;
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    for Received { service, files } in &outcome.received {
        let name = plan.service(service).map_or_else(String::new, |service| service.name.clone());
        if files.is_empty() {
            table.add_row(vec![name, "nothing that can be used".into()]);
            continue;
        }
        for file in files {
            let late = match file.days_late {
                0 => "on time".to_owned(),
                days => format!("{} late", plural(days, "working day", "working days")),
            };
            let state = if file.used { "used" } else { "not used" };
            table.add_row(vec![
                name.clone(),
                file.file.clone(),
                format!("revision {}", file.revision),
                format!("{}, {late}", file.received.format("%-d %b %Y %H:%M")),
                state.into(),
            ]);
        }
    }
    writeln!(out, "{}\n", trimmed(&table))
}

/// Without the padding at the ends of lines.
fn trimmed(table: &Table) -> String {
    let lines: Vec<String> =
        table.to_string().lines().map(|line| format!(" {}", line.trim_end())).collect();
    lines.join("\n")
}

fn found(out: &mut dyn Write, outcome: &Outcome) -> io::Result<()> {
    if outcome.findings.is_empty() {
        return writeln!(out, "Findings: none.\n");
    }
    let (listed, more) = listed(&outcome.findings);
    for ((service, group), (_, listed)) in outcome.findings.iter().zip(listed) {
        let of = |severity| group.iter().filter(|f| f.severity == severity).count();
        let errors = plural(of(Severity::Error), "error", "errors");
        let warnings = plural(of(Severity::Warning), "warning", "warnings");
        let notes = plural(of(Severity::Note), "note", "notes");
        writeln!(out, "Findings, {service}: {errors}, {warnings}, {notes}")?;
        for severity in [Severity::Error, Severity::Warning] {
            for finding in listed.iter().filter(|finding| finding.severity == severity) {
                writeln!(out)?;
                findings::print(out, finding)?;
            }
        }
        if more == 0 || !listed.is_empty() {
            writeln!(out)?;
        }
    }
    if more > 0 {
        let those = plural(more, "more error or warning is", "more errors and warnings are");
        writeln!(out, "\n{those} not listed here: the receipt of each return lists its own.\n")?;
    }
    Ok(())
}

fn not_run(out: &mut dyn Write, outcome: &Outcome) -> io::Result<()> {
    if outcome.not_run.is_empty() {
        return Ok(());
    }
    writeln!(out, "Rules that did not run:")?;
    for (code, why) in &outcome.not_run {
        writeln!(out, "  {code}  {why}")?;
    }
    writeln!(out)
}

fn counts(out: &mut dyn Write, outcome: &Outcome) -> io::Result<()> {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(vec!["Status", "Measures", "Actions"]);
    for status in outcome.tally.statuses() {
        let shown = |count: usize, is: bool| if is { count.to_string() } else { "n/a".into() };
        table.add_row(vec![
            status.word().to_owned(),
            shown(outcome.tally.measures_at(status), status.is_of_measures()),
            shown(outcome.tally.actions_at(status), status.is_of_actions()),
        ]);
    }
    let (measures, actions) = (outcome.tally.all_measures(), outcome.tally.all_actions());
    table.add_row(vec!["Total".to_owned(), measures.to_string(), actions.to_string()]);
    writeln!(out, "{}\n", trimmed(&table))
}

/// What lies between the draft and the final.
fn between(out: &mut dyn Write, pack: &MadePack, quarter: Quarter, dry: bool) -> io::Result<()> {
    if let Some(last) = &pack.last {
        return release::told(out, &pack.name, last);
    }
    if standing(&pack.holds).next().is_some() {
        writeln!(out, "What holds its final:")?;
        return holds::print(out, &pack.holds, "  ");
    }
    holds::print(out, &pack.holds, "  ")?;
    if dry {
        return Ok(());
    }
    writeln!(out, "Nothing holds its final: {} makes it.", release::command(&pack.name, quarter))
}

fn made(out: &mut dyn Write, pack: &MadePack, quarter: Quarter, dry: bool) -> io::Result<()> {
    let (body, version) = (&pack.body, pack.version);
    let new = pack.making == Making::New;
    match (pack.making, dry) {
        (Making::Unchanged, _) => writeln!(
            out,
            "Nothing has changed: the pack for the {body} stays at version {version}."
        )?,
        (Making::Same, _) => writeln!(
            out,
            "What it is made from has changed, but the pack for the {body} would be the same: it \
             stays at version {version}."
        )?,
        (Making::Restored, false) => writeln!(
            out,
            "Files were missing: the pack for the {body} was made again, the same version {version}:"
        )?,
        (Making::Restored, true) => writeln!(
            out,
            "Files are missing: would make the pack for the {body} again, the same version \
             {version}:"
        )?,
        (Making::New, true) => {
            writeln!(out, "Would make the pack for the {body}, version {version}:")?;
        }
        (Making::New, false) => {
            let pages = pack.pages.map_or_else(String::new, |n| format!(", {n} pages"));
            writeln!(out, "Made the pack for the {body}, version {version}{pages}:")?;
        }
    }
    for file in &pack.files {
        writeln!(out, "  {}", file.display())?;
    }
    if new {
        let verb = if dry { "Would put" } else { "Put" };
        let count = plural(pack.messages.len(), "message", "messages");
        writeln!(out, "{verb} {count} into the outbox:")?;
    } else if !pack.messages.is_empty() {
        writeln!(out, "Its messages are in the outbox:")?;
    }
    for message in &pack.messages {
        writeln!(out, "  {}", message.display())?;
    }
    for role in &pack.refused {
        writeln!(out, "  not to {role}: the pack is exempt, and the list is not for such papers")?;
    }
    between(out, pack, quarter, dry)?;
    for character in &pack.missing {
        let number = u32::from(*character);
        writeln!(out, "  no font has “{character}” (U+{number:04X}): a substitute is drawn")?;
    }
    Ok(())
}
