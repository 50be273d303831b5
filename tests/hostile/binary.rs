//! An .xlsb put together by hand: no program at hand writes one ([MS-XLSB] 2.1, 2.3).

use super::{opened, told, zipped};
use quarterpack::finding::{CellAddress, Code, Severity};
use quarterpack::intake::{Format, RawValue};

/// A record: its number and its length in sevens of bits, its content.
fn record(number: u16, content: &[u8]) -> Vec<u8> {
    let [low, _] = number.to_le_bytes();
    let mut record =
        if number < 128 { vec![low] } else { vec![low | 0x80, u8::try_from(number >> 7).unwrap()] };
    record.push(u8::try_from(content.len()).unwrap());
    record.extend(content);
    record
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [&u32::try_from(text.encode_utf16().count()).unwrap().to_le_bytes()[..], &units].concat()
}

/// A cell of the row: its column, no format, its value.
fn cell(number: u16, column: u32, value: &[u8]) -> Vec<u8> {
    record(number, &[&column.to_le_bytes()[..], &[0; 4], value].concat())
}

fn book(cells: &[Vec<u8>]) -> Vec<u8> {
    let bundle = [&[0; 4][..], &1u32.to_le_bytes(), &wide("r1"), &wide("Measures")].concat();
    let workbook = [
        record(0x83, &[]),
        record(0x8F, &[]),
        record(0x9C, &bundle),
        record(0x90, &[]),
        record(0x9D, &[0; 26]),
        record(0x84, &[]),
    ];
    let sheet = [
        vec![record(0x81, &[]), record(0x94, &[0; 16]), record(0x91, &[])],
        vec![record(0x00, &[&4u32.to_le_bytes()[..], &[0; 13]].concat())],
        cells.to_vec(),
        vec![record(0x92, &[]), record(0x82, &[])],
    ];
    let related = "<Relationships><Relationship Id=\"r1\" Type=\"worksheet\" \
                   Target=\"worksheets/sheet1.bin\"/></Relationships>";
    zipped(&[
        ("xl/workbook.bin".into(), workbook.concat()),
        ("xl/_rels/workbook.bin.rels".into(), related.as_bytes().to_vec()),
        ("xl/worksheets/sheet1.bin".into(), sheet.concat().concat()),
    ])
}

#[test]
fn a_binary_workbook_is_read_and_what_it_can_not_tell_is_said() {
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
    let findings = told(&opened);
    let of = findings.iter().find(|finding| finding.code == Code::F01).unwrap();
    assert_eq!(of.severity, Severity::Warning);
    assert!(of.read.as_ref().unwrap().contains("76% is read as 0.76"));
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
