//! A service gets its own workbook back: marked where there is something to mend, and byte for
//! byte as it was everywhere else.

use quarterpack::finding::{Code, Finding, Place};
use quarterpack::receipt::marked;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

fn sample() -> Vec<u8> {
    let path = "samples/returns/2023-24/q2/children-and-justice-2023-24-q2.xlsx";
    std::fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).unwrap();
            let mut content = Vec::new();
            file.read_to_end(&mut content).unwrap();
            (file.name().unwrap().into_owned(), content)
        })
        .collect()
}

fn finding(sheet: &str, cell: &str, message: &str) -> Finding {
    let place = Place::sheet("q2.xlsx", sheet).at(cell.parse().unwrap());
    Finding::new(Code::M01, place, message)
}

#[test]
fn only_what_is_marked_changes() {
    let original = sample();
    let findings = [finding("Measures", "F4", "too <many>"), finding("Budget", "G15", "no reason")];
    let copy = marked(&original, &findings).unwrap();
    let (before, after) = (parts(&original), parts(&copy));
    let changed: Vec<&String> = before
        .iter()
        .filter(|(name, bytes)| after.get(*name) != Some(bytes))
        .map(|(n, _)| n)
        .collect();
    let expected = [
        "[Content_Types].xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/worksheets/sheet2.xml",
        "xl/worksheets/sheet5.xml",
    ];
    assert_eq!(changed, expected);
    let notes = String::from_utf8(after["xl/commentsQuarterpack0.xml"].clone()).unwrap();
    assert!(notes.contains("ref=\"F4\"") && notes.contains("too &lt;many&gt;"), "{notes}");
    let issues = String::from_utf8(after["xl/worksheets/sheetQuarterpack0.xml"].clone()).unwrap();
    assert!(issues.contains("location=\"&apos;Measures&apos;!F4\""), "{issues}");
    assert_eq!(copy, marked(&original, &findings).unwrap());
}

#[test]
fn a_copy_that_is_marked_again_keeps_the_first_marks() {
    let once = marked(&sample(), &[finding("Measures", "F4", "the first")]).unwrap();
    let twice = marked(&once, &[finding("Measures", "F4", "the second")]).unwrap();
    let notes = parts(&twice)["xl/commentsQuarterpack0.xml"].clone();
    let notes = String::from_utf8(notes).unwrap();
    assert!(notes.contains("the first") && notes.contains("the second"), "{notes}");
    let workbook = String::from_utf8(parts(&twice)["xl/workbook.xml"].clone()).unwrap();
    assert!(parts(&twice).contains_key("xl/worksheets/sheetQuarterpack1.xml"));
    assert!(workbook.contains("name=\"Issues\"") && workbook.contains("name=\"Issues 2\""));
}

#[test]
fn what_is_no_workbook_is_refused_without_a_fall() {
    for bytes in [&b""[..], b"PK\x03\x04", b"<html></html>"] {
        assert!(marked(bytes, &[]).is_err());
    }
}
