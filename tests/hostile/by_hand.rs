//! A form filled in by hand in LibreOffice (`tests/data/fill.bas`), saved in three formats.

use super::{desk, file, opened};
use quarterpack::finding::{CellAddress, Code, Finding, Place, Severity};
use quarterpack::intake::{RawReturn, RawValue};
use quarterpack::validate::Return;

/// The return in one format, as cells and as values, with what was found.
fn read(ending: &str) -> (RawReturn, Return, Vec<Finding>) {
    let opened = opened(&file(&format!("tests/data/by-hand.{ending}")));
    let (read, findings) = desk::read(&opened);
    let (raw, returned) = read.unwrap();
    (raw, returned, findings)
}

fn cell<'a>(raw: &'a RawReturn, sheet: &str, at: &str) -> &'a RawValue {
    let place = Place::sheet(desk::FILE, sheet).at(at.parse::<CellAddress>().unwrap());
    &raw.cells.values().find(|cell| cell.place == place).unwrap().value
}

#[test]
fn a_form_filled_in_by_hand_reads_to_the_same_values_from_every_format() {
    let (raw, returned, findings) = read("xlsx");
    let number = |text: &str, percent| RawValue::Number { number: text.parse().unwrap(), percent };
    let typed = |sheet: &str, at: &str, value: RawValue| {
        assert_eq!(*cell(&raw, sheet, at), value, "{sheet} {at}");
    };
    typed("Measures", "F4", number("14", false));
    typed("Measures", "F8", number("1234", false));
    typed("Measures", "F9", number("0.76", true));
    typed("Measures", "F10", RawValue::Text("tbc".into()));
    typed("Measures", "F11", number("48", false));
    typed("Measures", "F12", RawValue::Text("0042".into()));
    typed("Measures", "F13", number("12.5", false));
    typed("Budget", "G4", number("36500", false));
    typed("Budget", "K4", number("-250.5", false));
    typed("Commentary", "G4", RawValue::Date("2023-10-12".parse().unwrap()));
    typed("Cover", "B14", RawValue::Date("2023-10-12".parse().unwrap()));
    typed("People", "D6", RawValue::Date("2023-09-30".parse().unwrap()));
    // What is told of the format itself is told apart.
    let told = |findings: &[Finding]| {
        let of_format = |finding: &&Finding| {
            finding.severity == Severity::Note && [Code::F01, Code::F12].contains(&finding.code)
        };
        let others = findings.iter().filter(|finding| !of_format(finding));
        others.map(ToString::to_string).collect::<Vec<_>>()
    };
    for ending in ["xls", "ods"] {
        let (other_raw, other, other_findings) = read(ending);
        for (slot, cell) in &raw.cells {
            let theirs = &other_raw.cells[slot];
            assert_eq!(
                (&cell.value, &cell.place),
                (&theirs.value, &theirs.place),
                "{ending} {slot:?}"
            );
            assert_eq!(cell.formula.is_some(), theirs.formula.is_some(), "{ending} {slot:?}");
        }
        let same =
            Return { quoted: returned.quoted.clone(), places: returned.places.clone(), ..other };
        assert_eq!(same, returned, "{ending}");
        assert_eq!(told(&other_findings), told(&findings), "{ending}");
    }
}

/// An .xls drops formulas that are too deep for it: that is said once, and of no cell that
/// somebody typed over it.
#[test]
fn what_an_xls_can_not_keep_is_said_once() {
    let (_, _, findings) = read("xls");
    let over: Vec<&Finding> = findings.iter().filter(|found| found.code == Code::F12).collect();
    assert!(over.len() <= 1, "{over:#?}");
    for finding in over {
        assert_eq!((finding.severity, finding.place.cell), (Severity::Note, None));
    }
}
