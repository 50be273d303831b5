//! An .xlsb put together by hand.

use super::binary_workbook::{cell as styled, example, row, wide};
use super::{binary_workbook, opened, told, zipped};
use quarterpack::finding::CellAddress;
use quarterpack::intake::{Format, RawValue};

fn cell(kind: u16, column: u32, value: &[u8]) -> Vec<u8> {
    styled(kind, column, 0, value)
}

/// A workbook with these cells in its fifth row.
fn book(cells: &[Vec<u8>]) -> Vec<u8> {
    let rows = [row(4, false), cells.concat()].concat();
    zipped(&binary_workbook::book(&[], &rows, &[]))
}

#[test]
fn a_binary_workbook_is_read() {
    let bytes = book(&[
        cell(0x06, 0, &wide("Reports\r\non time")),
        cell(0x05, 1, &0.76f64.to_le_bytes()),
        cell(0x05, 2, &f64::INFINITY.to_le_bytes()),
        cell(0x03, 3, &[0x17]),
        cell(0x04, 4, &[1]),
        cell(0x02, 5, &(1234i32 << 2 | 2).to_le_bytes()),
    ]);
    let opened = opened(&bytes);
    let workbook = opened.as_ref().unwrap();
    assert_eq!((workbook.format, &*workbook.sheets[0].name), (Format::Xlsb, "Measures"));
    let number = |text: &str| RawValue::Number { number: text.parse().unwrap(), percent: false };
    let expected = [
        RawValue::Text("Reports\r\non time".into()),
        number("0.76"),
        RawValue::OutOfRange("inf".into()),
        RawValue::Error("#REF!".into()),
        RawValue::Truth(true),
        number("1234"),
    ];
    for (column, value) in (0..).zip(expected) {
        assert_eq!(workbook.sheets[0].cells[&CellAddress { row: 4, column }].value, value);
    }
}

#[test]
fn percentages_and_what_is_hidden_or_merged_are_read_from_a_binary_workbook() {
    let workbook = opened(&zipped(&example())).unwrap();
    let sheet = &workbook.sheets[0];
    let at = |text: &str| text.parse::<CellAddress>().unwrap();
    let number = |text: &str, percent| RawValue::Number { number: text.parse().unwrap(), percent };
    assert_eq!(sheet.cells[&at("B5")].value, number("0.76", true));
    assert_eq!(sheet.cells[&at("B7")].value, number("0.125", true));
    assert_eq!(sheet.cells[&at("C7")].value, number("3", false));
    assert_eq!(sheet.hidden_rows.iter().copied().collect::<Vec<_>>(), [6]);
    assert_eq!(sheet.hidden_columns.iter().copied().collect::<Vec<_>>(), [3, 4]);
    assert_eq!(sheet.merged, [(at("B5"), at("B7"))]);
}

#[test]
fn damage_in_a_binary_workbook_stops_its_reader_and_nothing_else() {
    // A string that is not there, an error that is none, a length beyond the record.
    for cells in [cell(0x07, 0, &[9; 4]), cell(0x03, 0, &[0x99]), cell(0x06, 0, &[255; 4])] {
        let findings = told(&opened(&book(&[cells])));
        assert!(!findings.is_empty());
    }
    let far = cell(0x05, 16_000, &1f64.to_le_bytes());
    let findings = told(&opened(&book(&[far])));
    assert!(findings[0].message.contains("far outside the form, in WQK5"), "{findings:?}");
}
