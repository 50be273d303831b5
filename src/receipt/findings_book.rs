//! A workbook of findings, for files that can't be marked themselves: those that are no .xlsx.

use crate::finding::{Finding, Severity};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, XlsxError};

/// A workbook of findings that can't be put together.
#[derive(Debug, thiserror::Error)]
#[error("the workbook of findings can't be put together")]
pub struct BookError(#[from] XlsxError);

/// The heads of its table.
pub(super) const HEADS: [&str; 7] = [
    "How much it matters",
    "Rule",
    "Where",
    "About",
    "What was found",
    "What was read",
    "What to do",
];

/// How much a finding matters, as a service reads it.
pub(super) fn severity(finding: &Finding) -> &'static str {
    match finding.severity {
        Severity::Error => "Error: please mend",
        Severity::Warning => "Warning: please check",
        Severity::Note => "Note",
    }
}

/// A workbook with a table of the findings. Its date is the format's first day, so that the
/// same findings give the same bytes.
///
/// # Errors
/// When the workbook can't be put together.
pub fn findings_book(file: &str, findings: &[Finding]) -> Result<Vec<u8>, BookError> {
    let mut workbook = Workbook::new();
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_title(file).set_creation_datetime(&day));
    let bold = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let sheet = workbook.add_worksheet().set_name("Issues")?;
    sheet.write_string_with_format(0, 0, format!("What to mend in {file}"), &bold)?;
    for (column, head) in (0u16..).zip(HEADS) {
        sheet.write_string_with_format(2, column, head, &bold)?;
    }
    let told = findings.iter().filter(|finding| finding.severity != Severity::Note);
    for (row, finding) in (3u32..).zip(told) {
        let texts = [
            severity(finding).to_owned(),
            finding.code.to_string(),
            finding.place.to_string(),
            finding.about.clone().unwrap_or_default(),
            finding.message.clone(),
            finding.read.clone().unwrap_or_default(),
            finding.remedy.to_string(),
        ];
        for (column, text) in (0u16..).zip(texts) {
            sheet.write_string_with_format(row, column, text, &wrapped)?;
        }
    }
    for (column, width) in (0u16..).zip([22.0, 8.0, 40.0, 22.0, 46.0, 46.0, 46.0]) {
        sheet.set_column_width(column, width)?;
    }
    sheet.set_freeze_panes(3, 0)?;
    Ok(workbook.save_to_buffer()?)
}
