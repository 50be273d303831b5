//! Receipts: what became of a return that was looked at.

use super::{Written, figures, joined, moment};
use crate::calendar::long_date;
use crate::deliver::{AttachedFile, FileFormat, Kind, Message};
use crate::finding::{Finding, Severity};
use crate::intake::Arrival;
use crate::pipeline::fault::RunError;
use crate::pipeline::receipts::told_of;
use crate::pipeline::remember::by_file;
use crate::pipeline::{Job, Reconciled, reconciled};
use crate::plan::ServiceId;
use crate::receipt::{Verdict, verdict};
use crate::store::MailReturn;
use crate::wording::{NoticeFigures, Point};

/// How many findings a receipt lists; the marked copy has them all.
const FIRST: usize = 25;

/// A receipt for each return of the quarter that was looked at, with the marked workbook where
/// something is to be mended. A file of no service that can be told goes to the officers.
///
/// # Errors
/// When there is no plan for the quarter, or a copy can't be marked.
pub fn receipts(job: &Job<'_>) -> Result<Vec<Message>, RunError> {
    reconciled(job, |reconciled| {
        let mut messages = Vec::new();
        let by_file = by_file(reconciled.findings);
        for arrival in &job.inputs.inbox.arrivals {
            let mine = told_of(job, reconciled, &by_file, arrival);
            if mine.is_empty() && !reconciled.selection.is_used(&arrival.file, job.quarter) {
                continue;
            }
            messages.extend(receipt(job, reconciled, arrival, &mine, None)?);
        }
        Ok(messages)
    })
}

/// The receipt of one file, by its name and SHA-256, in answer to the message that it came with.
/// Nothing is said of a file that is no return and of which nothing was found.
pub(in crate::pipeline) fn receipt_for(
    job: &Job<'_>,
    reconciled: &Reconciled<'_>,
    (file, sha256): (&str, &str),
    answers: Option<&MailReturn>,
) -> Result<Vec<Message>, RunError> {
    let mut arrivals = job.inputs.inbox.arrivals.iter();
    let found = arrivals.find(|one| one.file == file && one.digest == sha256);
    let by_file = by_file(reconciled.findings);
    let found_in = |arrival| told_of(job, reconciled, &by_file, arrival);
    let mut findings: Vec<Finding> = found.map(found_in).unwrap_or_default();
    // What is no return belongs to no quarter: it is told whenever it turns up.
    if findings.is_empty() {
        findings.extend(why_refused(reconciled, file).cloned());
    }
    let owned = reconciled.selection.service_of(file).is_some();
    match found.filter(|_| owned || !findings.is_empty()) {
        Some(arrival) => receipt(job, reconciled, arrival, &findings, answers),
        None => Ok(Vec::new()),
    }
}

/// Why a file is no return.
pub(in crate::pipeline) fn why_refused<'a>(
    reconciled: &'a Reconciled<'_>,
    file: &'a str,
) -> impl Iterator<Item = &'a Finding> {
    let refused = reconciled.collected.refused.iter().flat_map(|(_, findings)| findings);
    refused.filter(move |one| *one.place.file == *file)
}

fn receipt(
    job: &Job<'_>,
    reconciled: &Reconciled<'_>,
    arrival: &Arrival,
    findings: &[Finding],
    answers: Option<&MailReturn>,
) -> Result<Vec<Message>, RunError> {
    // What a service sent by e-mail is its own to mend, whatever the file says, or does not.
    let sent_by = || answers.map(|mail| ServiceId::from(mail.service.as_str()));
    let service = reconciled.selection.service_of(&arrival.file).or_else(sent_by);
    let service = service.and_then(|id| reconciled.plan.service(&id));
    let points: Vec<&Finding> = [Severity::Error, Severity::Warning]
        .into_iter()
        .flat_map(|severity| findings.iter().filter(move |one| one.severity == severity))
        .collect();
    let mut told: Vec<Point> = points.iter().take(FIRST).map(|found| point(found)).collect();
    if let Some(more) = points.len().checked_sub(FIRST).filter(|more| *more > 0) {
        let what = format!("{more} more");
        let detail = "in the sheet Issues of the attached copy".to_owned();
        told.push(Point { what, detail, remedy: String::new() });
    }
    let in_time = job.as_at <= reconciled.deadline;
    let came = verdict(findings);
    let figures = NoticeFigures {
        service: service.map_or_else(String::new, |service| service.name.clone()),
        file: arrival.file.clone(),
        came: arrival.arrived.map_or_else(String::new, moment),
        verdict: came.words(),
        to_mend: matches!(came, Verdict::NotAccepted(_)),
        when: if in_time { long_date(reconciled.deadline) } else { String::new() },
        points: told,
        ..figures(job)?
    };
    let mut files = Vec::new();
    // What nobody knows a form of has no cells to mark.
    if !points.is_empty() && service.is_some() {
        let stem = arrival.file.rsplit_once('.').map_or(&*arrival.file, |(stem, _)| stem);
        let stem = stem.rsplit(['/', '\\']).next().unwrap_or(stem);
        let file = AttachedFile {
            name: format!("{stem}-to-mend.xlsx"),
            media_type: FileFormat::Xlsx.media_type(),
            bytes: crate::pipeline::receipts::copy(arrival, findings)?,
        };
        files.push((file, "Your return, with marks on the cells".to_owned()));
    }
    let short = arrival.digest.get(..8).unwrap_or(&arrival.digest);
    // What was found may change when another return comes: that is another receipt.
    let words: Vec<&str> = points.iter().map(|found| &*found.message).collect();
    let found = crate::intake::digest(words.join("\n").as_bytes());
    // Two files with the same bytes are two messages, each in a file of its own.
    let own = crate::intake::digest(format!("{}\n{found}", arrival.file).as_bytes());
    let notice = Written {
        kind: Kind::Receipt,
        identity: vec![arrival.file.clone(), arrival.digest.clone(), found.clone()],
        stem: joined(&["receipt", &job.quarter.slug(), short, own.get(..8).unwrap_or("")]),
        figures,
        files,
        replaces: answers.and_then(answered).into_iter().collect(),
    };
    let addresses =
        service.map_or(&[][..], |service| job.inputs.lists.service(service.id.as_str()));
    match service {
        Some(service) if !addresses.is_empty() => notice.to_all(job, &service.name, addresses),
        _ => notice.to_officers(job),
    }
}

/// The Message-ID of a service's message, as headers write it; none where it is not one that a
/// header can hold.
fn answered(mail: &MailReturn) -> Option<String> {
    let id = mail.message_id.as_deref()?;
    let plain = |sign: char| sign.is_ascii_graphic() && !matches!(sign, '<' | '>');
    (!id.is_empty() && id.chars().all(plain)).then(|| format!("<{id}>"))
}

fn point(finding: &Finding) -> Point {
    let about = finding.about.as_ref().map_or_else(String::new, |about| format!("{about}: "));
    let place = finding.place.sheet.as_ref().map(|sheet| match finding.place.cell {
        Some(cell) => format!("{sheet} › {cell}"),
        None => sheet.to_string(),
    });
    Point {
        what: format!("{about}{}", finding.message),
        detail: place.unwrap_or_default(),
        remedy: finding.remedy.to_string(),
    }
}
