//! The gallery: for every code of the catalogue a workbook, or an inbox, that causes it, and the
//! exact text that comes of it.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "helpers of tests stop the test where they find something else than was written down"
)]

#[path = "../../samples/make/mod.rs"]
#[expect(dead_code, reason = "the gallery needs the samples, not their files")]
mod make;

mod causes;
mod desk;
mod inbox;
mod past;

use desk::Desk;
use quarterpack::finding::{Code, Severity, catalogue};

/// Codes of the plan's own check are caused in its tests.
const PLAN_TESTS: &str = include_str!("../../src/plan/check/tests.rs");

/// What holds a pack is no finding in a return, and is caused in tests of its own.
const HOLD_TESTS: &str = include_str!("../stages/holds.rs");

#[test]
fn every_code_has_a_cause_and_its_exact_text() {
    let mut without = Vec::new();
    for rule in catalogue() {
        let name = rule.code.to_string();
        if name.starts_with(['P', 'R']) {
            continue;
        }
        match causes::caused(rule.code) {
            Some(finding) => insta::assert_snapshot!(name, finding.to_string()),
            None => without.push(name),
        }
    }
    assert_eq!(without, Vec::<String>::new(), "codes without a cause");
}

#[test]
fn every_code_of_the_plans_check_is_caused_by_the_plans_or_in_its_tests() {
    let plans: Vec<_> = desk::YEARS.iter().map(|(plan, _)| plan.clone()).collect();
    let found = quarterpack::plan::check(&plans);
    let without: Vec<String> = catalogue()
        .iter()
        .map(|rule| rule.code)
        .filter(|code| code.to_string().starts_with('P'))
        .filter(|code| !found.iter().any(|finding| finding.code == *code))
        .map(|code| code.to_string())
        .filter(|name| !PLAN_TESTS.contains(name))
        .collect();
    assert_eq!(without, Vec::<String>::new(), "codes without a cause");
}

#[test]
fn every_code_of_a_hold_is_caused_in_its_tests() {
    for rule in catalogue().iter().filter(|rule| rule.code.to_string().starts_with('R')) {
        assert!(HOLD_TESTS.contains(&format!("Code::{}", rule.code)), "{}", rule.code);
    }
}

#[test]
fn the_returns_that_are_spoilt_were_clean() {
    for (service, quarter) in
        [("children-and-justice", "2021-22 Q2"), ("performance-and-support", "2021-22 Q2")]
    {
        let found = Desk::of(service, quarter).found();
        let told: Vec<String> = found
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            // The other end of a virement lies in a return that is not on the desk.
            .filter(|finding| finding.code != Code::B04)
            .map(ToString::to_string)
            .collect();
        assert_eq!(told, Vec::<String>::new());
    }
}

#[test]
fn every_message_says_where_what_was_read_and_what_to_do() {
    for rule in catalogue().iter().filter(|rule| !rule.code.to_string().starts_with(['P', 'R'])) {
        let Some(finding) = causes::caused(rule.code) else { continue };
        let text = finding.to_string();
        assert!(!finding.place.file.is_empty(), "{text}");
        assert!(finding.remedy.ends_with('.'), "{text}");
        let Some(cell) = finding.place.cell else { continue };
        // As the service sees it in Excel: file, tab, cell; the row with a mark under the cell.
        let place = finding.place.to_string();
        assert!(place.starts_with(&*finding.place.file), "{text}");
        assert!(finding.place.sheet.as_ref().is_some_and(|sheet| !sheet.is_empty()), "{text}");
        assert!(place.ends_with(&format!(" › {cell}")), "{text}");
        assert!(finding.read.as_ref().is_some_and(|read| !read.is_empty()), "{text}");
        let rows = &finding.excerpt;
        assert!(rows.is_empty() || rows.rows().iter().any(|row| row.row == cell.row + 1), "{text}");
    }
}
