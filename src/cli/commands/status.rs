//! `status`: who has sent, what is wrong, what was made.

use super::{Asked, release, timetable};
use crate::calendar::long_date;
use crate::cli::{Exit, Failure, holds};
use crate::compose::ReceivedFile;
use crate::finding::{Finding, Severity};
use crate::pipeline::{Inputs, Job, PackState, Standing, health, outstanding, status_page};
use crate::plan::{Plan, Service};
use crate::quantity::plural;
use crate::release::standing;
use crate::store::{Delivery, DeliveryState, PackVersion, write_whole};
use crate::timetable::Instant;
use serde_json::{Value as Json, json};
use std::io::{self, Write};
use std::path::Path;

pub(super) fn run(
    inputs: &Inputs,
    asked: Asked,
    at: Instant,
    shown: Shown<'_>,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let reader = super::reader()?;
    let job = asked.job(inputs, &reader);
    let now = crate::pipeline::standing(&job)?;
    let plan = inputs.plan(job.quarter)?;
    let health = health(inputs, at)?;
    let zone = inputs.settings.timetable.zone;
    match shown {
        Shown::Json => {
            let mut told = told(&job, plan, &now);
            if let Some(table) = told.as_object_mut() {
                table.insert("timetable".into(), timetable::json(&health, zone));
            }
            serde_json::to_writer_pretty(&mut *out, &told).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        Shown::Words => {
            tell(out, &job, plan, &now)?;
            timetable::tell(out, &health, zone)?;
        }
        Shown::Page(file) => {
            // Somewhere else than in the output folder it could not lead to the packs.
            let page = status_page(&job, &now, None)?;
            write_whole(file, page.as_bytes()).map_err(Failure::work)?;
            writeln!(out, "Wrote {}", file.display())?;
        }
    }
    Ok(timetable::exit(&health))
}

/// How it is shown.
#[derive(Clone, Copy)]
pub(super) enum Shown<'a> {
    /// As text.
    Words,
    /// As JSON.
    Json,
    /// As a page, written to this file.
    Page(&'a Path),
}

impl<'a> Shown<'a> {
    /// As the arguments ask for it.
    pub(super) fn asked(html: Option<&'a Path>, json: bool) -> Self {
        match html {
            Some(file) => Self::Page(file),
            None if json => Self::Json,
            None => Self::Words,
        }
    }
}

fn count(findings: &[Finding], severity: Severity) -> usize {
    findings.iter().filter(|finding| finding.severity == severity).count()
}

fn of<'a>(now: &'a Standing, service: &Service) -> (&'a [ReceivedFile], &'a [Finding]) {
    let received = now.received.iter().find(|one| one.service == service.id);
    let found = now.findings.iter().find(|(name, _)| *name == service.name);
    (
        received.map_or(&[][..], |received| received.files.as_slice()),
        found.map_or(&[][..], |(_, found)| found.as_slice()),
    )
}

/// How many findings of such files are named.
const NAMED: usize = 10;

fn wrong(findings: &[Finding]) -> String {
    let errors = plural(count(findings, Severity::Error), "error", "errors");
    let warnings = plural(count(findings, Severity::Warning), "warning", "warnings");
    format!("{errors}, {warnings}")
}

fn tell(out: &mut dyn Write, job: &Job<'_>, plan: &Plan, now: &Standing) -> io::Result<()> {
    let (as_at, due) = (long_date(job.as_at), long_date(now.deadline));
    writeln!(out, "{} {}, data as at {as_at}\n", plan.resource, job.quarter)?;
    writeln!(out, "Returns, due on {due}:")?;
    for service in &plan.services {
        let (files, findings) = of(now, service);
        let state = match files.iter().find(|file| file.used) {
            Some(file) => {
                format!("{}, revision {}; {}", file.file, file.revision, wrong(findings))
            }
            None if files.is_empty() => "nothing that can be used".to_owned(),
            None => format!("{}, none of them used", plural(files.len(), "return", "returns")),
        };
        writeln!(out, "  {}: {state}", service.name)?;
    }
    if let Some((_, findings)) = now.no_service(plan).next() {
        writeln!(out, "  Files that belong to no service: {}", wrong(findings))?;
        for one in findings.iter().take(NAMED) {
            writeln!(out, "    {}: {}", one.place.file, one.message)?;
        }
        if let Some(more) = findings.len().checked_sub(NAMED).filter(|more| *more > 0) {
            writeln!(out, "    and {more} more")?;
        }
    }
    writeln!(out, "\nPacks:")?;
    if now.versions.is_empty() {
        writeln!(out, "  none made yet")?;
    }
    for version in &now.versions {
        let reissue = if version.reissue { ", a reissue" } else { "" };
        writeln!(out, "  {}, version {}{reissue}", version.audience, version.version)?;
        for file in &version.files {
            writeln!(out, "    {}", file.path)?;
        }
    }
    messages(out, &now.messages)?;
    now.packs.iter().try_for_each(|pack| final_of(out, job, pack))?;
    let all = outstanding(job, plan, now);
    if all.is_empty() {
        return writeln!(out, "\nNothing is outstanding.");
    }
    writeln!(out, "\nOutstanding:")?;
    all.iter().try_for_each(|one| writeln!(out, "  {}: {}", one.whose, one.what))
}

/// How many messages were sent, and each that was not.
fn messages(out: &mut dyn Write, messages: &[Delivery]) -> io::Result<()> {
    let of = |state| messages.iter().filter(|row| row.state == state).count();
    let (outbox, sent) = (of(DeliveryState::Outbox), of(DeliveryState::Sent));
    if messages.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nMessages:")?;
    if outbox > 0 {
        let count = plural(outbox, "message", "messages");
        writeln!(out, "  {count} in the outbox, for you to send")?;
    }
    if messages.len() > outbox {
        let all = plural(messages.len() - outbox, "message", "messages");
        writeln!(out, "  sent {sent} of {all}")?;
    }
    let settled =
        |row: &&Delivery| !matches!(row.state, DeliveryState::Outbox | DeliveryState::Sent);
    messages.iter().filter(settled).try_for_each(|row| super::deliver::line(out, row))
}

/// How a pack stands between draft and final.
fn final_of(out: &mut dyn Write, job: &Job<'_>, pack: &PackState) -> io::Result<()> {
    if let Some(last) = &pack.last {
        writeln!(out, "\nFinal for the {}: version {}", pack.body, last.version)?;
        for file in &last.files {
            writeln!(out, "    {}", file.path)?;
        }
        if Some(last.version) == pack.version {
            return Ok(());
        }
    }
    if standing(&pack.holds).next().is_some() {
        writeln!(out, "\nWhat holds the final for the {}:", pack.body)?;
    } else if pack.version.is_some() {
        let command = release::command(&pack.name, job.quarter);
        writeln!(out, "\nNothing holds the final for the {}: {command} makes it.", pack.body)?;
    }
    holds::print(out, &pack.holds, "  ")
}

fn told(job: &Job<'_>, plan: &Plan, now: &Standing) -> Json {
    let services: Vec<Json> = plan
        .services
        .iter()
        .map(|service| {
            let (files, findings) = of(now, service);
            let files: Vec<Json> = files.iter().map(file).collect();
            json!({
                "service": service.id.as_str(),
                "name": service.name,
                "returns": files,
                "errors": count(findings, Severity::Error),
                "warnings": count(findings, Severity::Warning),
            })
        })
        .collect();
    let packs: Vec<Json> = now.versions.iter().map(pack).collect();
    let finals: Vec<Json> = now.packs.iter().map(between).collect();
    let others = now.no_service(plan).next().map_or(&[][..], |(_, found)| found);
    let outstanding = outstanding(job, plan, now);
    let outstanding: Vec<Json> =
        outstanding.iter().map(|one| json!({ "whose": one.whose, "what": one.what })).collect();
    json!({
        "quarter": job.quarter.to_string(),
        "as_at": job.as_at.to_string(),
        "due": now.deadline.to_string(),
        "services": services,
        "no_service": {
            "errors": count(others, Severity::Error),
            "warnings": count(others, Severity::Warning),
        },
        "packs": packs,
        "messages": now.messages.iter().map(message).collect::<Vec<Json>>(),
        "finals": finals,
        "outstanding": outstanding,
    })
}

fn message(row: &Delivery) -> Json {
    json!({
        "number": row.id,
        "kind": row.message.kind,
        "subject": row.message.subject,
        "role": row.message.role,
        "recipient": row.message.recipient,
        "state": row.state.word(),
        "attempts": row.attempts,
        "reply": row.reply,
        "to_do": row.remedy,
        "next_at": row.next_at,
        "settled_at": row.settled_at,
    })
}

fn between(pack: &PackState) -> Json {
    let holds = pack.holds.iter().map(|hold| {
        json!({
            "code": hold.code.to_string(),
            "message": hold.message,
            "items": hold.items,
            "to_do": hold.remedy,
            "passed_by": hold.passed.as_ref().map(|passed| passed.role.clone()),
        })
    });
    let last = pack.last.as_ref().map(|last| {
        let files = last.files.iter();
        let files: Vec<Json> =
            files.map(|file| json!({ "path": file.path, "sha256": file.hash })).collect();
        json!({ "version": last.version, "approval": last.approval, "files": files })
    });
    json!({
        "pack": pack.name,
        "version": pack.version,
        "holds": holds.collect::<Vec<_>>(),
        "final": last,
    })
}

fn file(file: &ReceivedFile) -> Json {
    json!({
        "file": file.file,
        "received": file.received.format("%Y-%m-%dT%H:%M:%S").to_string(),
        "working_days_late": file.days_late,
        "revision": file.revision,
        "used": file.used,
    })
}

fn pack(version: &PackVersion) -> Json {
    let files = version.files.iter();
    let files: Vec<Json> =
        files.map(|file| json!({ "path": file.path, "sha256": file.hash })).collect();
    json!({
        "pack": version.name,
        "audience": version.audience,
        "version": version.version,
        "as_at": version.as_at,
        "reissue": version.reissue,
        "content": version.content(),
        "files": files,
    })
}
