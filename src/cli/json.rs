//! Findings as JSON, for other programs.

use crate::finding::{Finding, Severity};
use serde::Serialize;

/// The findings of a file.
#[derive(Serialize)]
pub(super) struct FileFindings<'a> {
    file: &'a str,
    verdict: &'static str,
    findings: Vec<One<'a>>,
}

#[derive(Serialize)]
struct One<'a> {
    code: String,
    severity: &'static str,
    sheet: Option<&'a str>,
    cell: Option<String>,
    about: Option<&'a str>,
    message: &'a str,
    read: Option<&'a str>,
    remedy: &'a str,
}

pub(super) fn file<'a>(file: &'a str, findings: &'a [Finding]) -> FileFindings<'a> {
    let any = |severity| findings.iter().any(|finding| finding.severity == severity);
    let verdict = if any(Severity::Error) {
        "not accepted"
    } else if any(Severity::Warning) {
        "accepted with warnings"
    } else {
        "accepted"
    };
    let findings = findings
        .iter()
        .map(|finding| One {
            code: finding.code.to_string(),
            severity: finding.severity.word(),
            sheet: finding.place.sheet.as_deref(),
            cell: finding.place.cell.map(|cell| cell.to_string()),
            about: finding.about.as_deref(),
            message: &finding.message,
            read: finding.read.as_deref(),
            remedy: &finding.remedy,
        })
        .collect();
    FileFindings { file, verdict, findings }
}
