//! Finds the form's cells again in a workbook: sheets by their markers or else by their labels,
//! rows by the hidden key column or else by what they say, columns by their heads. Renamed tabs,
//! moved sheets, inserted rows and columns and sorted rows do no harm.

use super::identity::Identity;
use super::kind::Format;
use super::raw::{Basis, RawReturn};
use super::workbook::Workbook;
use super::{look, rows, tabs};
use crate::finding::{Code, Finding, Place, Severity};
use crate::form::{Cell, Label, Layout};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Finds every cell of the form again.
#[must_use]
pub fn locate(
    file: &str,
    workbook: &Workbook,
    identity: &Identity,
    layout: &Layout,
) -> (RawReturn, Vec<Finding>) {
    let mut raw = empty(file, identity);
    let mut findings = Vec::new();
    let sheets = tabs::match_up(file, workbook, layout, &mut raw);
    findings.extend(sheets.findings);
    raw.strays.extend(sheets.strays);
    if sheets.found.iter().all(|(.., keys)| keys.is_none()) {
        raw.basis = Basis::Labels;
    }
    let outdated = identity.plan_hash.as_deref().is_some_and(|hash| hash != layout.plan_hash);
    let shared: Arc<str> = file.into();
    for (sheet, cells, keys) in &sheets.found {
        let place = Place::sheet(Arc::clone(&shared), &*cells.name);
        let reading = rows::Reading { place, sheet, cells, keys: *keys, outdated };
        rows::read(&reading, &mut raw, &mut findings);
    }
    if workbook.format == Format::Xls {
        without_formulas(file, &mut findings);
    }
    let used: Vec<&str> = sheets.found.iter().map(|(_, cells, _)| &*cells.name).collect();
    findings.extend(look::over(file, workbook, &used, &raw));
    (raw, findings)
}

/// An .xls keeps the result of a formula that is too deep for it, and not the formula: whether
/// somebody typed over one can't be told, and is said once for the file. The results themselves
/// are compared with what the figures make all the same (M03, M10, B03, B05).
fn without_formulas(file: &str, findings: &mut Vec<Finding>) {
    let gone =
        |finding: &Finding| finding.code == Code::F12 && finding.message == rows::FORMULA_GONE;
    let count = findings.iter().filter(|finding| gone(finding)).count();
    findings.retain(|finding| !gone(finding));
    if count > 0 {
        let message = "results stand without the form's formulas, which .xls does not keep";
        let read = format!(
            "read {count} results without a formula; whether one was typed over can't be told, \
             and none of them is used"
        );
        let finding = Finding::new(Code::F12, Place::file(file), message).read(read);
        let remedy = "Nothing to mend: they are worked out afresh. An Excel Workbook (.xlsx) keeps \
                      the formulas.";
        findings.push(finding.severity(Severity::Note).remedy(remedy));
    }
}

/// A return with nothing in it yet.
pub(super) fn empty(file: &str, identity: &Identity) -> RawReturn {
    RawReturn {
        file: file.into(),
        service: identity.service.clone(),
        quarter: identity.quarter.clone(),
        plan_hash: identity.plan_hash.clone(),
        template: identity.template.clone(),
        cells: BTreeMap::new(),
        typed_over: Vec::new(),
        lost: Vec::new(),
        strays: Vec::new(),
        basis: Basis::Markers,
        quoted: BTreeMap::new(),
    }
}

/// What the form itself says in a cell, where it is the plan's word.
pub(super) fn label_text(cell: &Cell) -> Option<String> {
    use crate::form::Source;
    match cell {
        Cell::Label(Label::Text(text, Source::Plan)) => Some(text.clone()),
        Cell::Label(Label::Number(number, _, Source::Plan)) => Some(number.normalize().to_string()),
        Cell::Label(Label::Date(day, Source::Plan)) => Some(crate::calendar::short_date(*day)),
        Cell::Label(_) | Cell::Blank | Cell::Input(_) | Cell::Worked(..) | Cell::Sample(_) => None,
    }
}
