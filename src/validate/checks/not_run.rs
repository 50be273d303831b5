//! Rules that could not run on a return, and why: what was not checked is never called clean.

use super::Context;
use super::quoted::{quotes_current, quotes_percentage, quotes_variance, quotes_year};
use crate::finding::Code;
use crate::intake::Basis;

/// Rules that need last quarter's return.
const NEEDS_LAST: [Code; 5] = [Code::M11, Code::M13, Code::A05, Code::B07, Code::H02];

/// Rules on what only the form asks for.
const NEEDS_FORM: [(&[Code], &str); 4] = [
    (
        &[Code::A01, Code::A02, Code::A03, Code::A04, Code::A05, Code::A06, Code::A07],
        "the workbook is not the form and holds no actions",
    ),
    (
        &[Code::B01, Code::B02, Code::B04, Code::B06, Code::B07, Code::B08, Code::B09, Code::B10],
        "the workbook is not the form and holds no budget",
    ),
    (&[Code::H01, Code::H02], "the workbook is not the form and holds no employees"),
    (&[Code::M09], "the workbook is not the form and holds no restatements"),
];

/// The rules that could not run on a return, or could run in part only, each with the reason.
#[must_use]
pub fn not_run(context: &Context<'_>) -> Vec<(Code, String)> {
    let returned = context.returned;
    let mut all: Vec<(Code, String)> = Vec::new();
    let mut add = |code, why: &str| {
        if !all.iter().any(|(known, _)| *known == code) {
            all.push((code, why.into()));
        }
    };
    if returned.basis == Basis::Heading {
        for (codes, why) in NEEDS_FORM {
            for code in codes {
                add(*code, why);
            }
        }
        if !quotes_percentage(returned) {
            add(Code::M03, "the workbook quotes no percentage");
        }
        if !quotes_year(returned) {
            add(Code::M08, "the workbook quotes no year to date");
            add(Code::M10, "the workbook quotes no year to date");
        }
    } else {
        if !quotes_percentage(returned) {
            add(Code::M03, "the form works the percentage out; no other one was typed");
        }
        if !quotes_year(returned) {
            add(Code::M08, "the form asks for each quarter by itself, not for a running total");
            add(Code::M10, "the form works the year to date out; no other one was typed");
        }
    }
    if !quotes_current(returned) {
        add(Code::B03, "the form works the current budget out; no other one was typed");
    }
    if !quotes_variance(returned) {
        add(Code::B05, "the form works variances and their words out; no other ones were typed");
    }
    let last = returned.quarter.previous();
    let has_last = context.earlier.iter().any(|earlier| earlier.quarter == last);
    if !has_last {
        let why = if returned.quarter.number() == 1 {
            "in part only: the year’s first quarter has no quarter before it under this plan"
        } else {
            "in part only: there is no return of last quarter to compare with"
        };
        for code in NEEDS_LAST {
            add(code, why);
        }
    } else if !context.has_year_before() {
        add(Code::M11, "in part only: no return of an earlier year is known to compare with");
    }
    all.sort_by_key(|(code, _)| *code);
    all
}
