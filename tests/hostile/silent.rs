//! What readers of spreadsheets pass over in silence.

use super::{XLSX, file, first, opened, parts, told, with_part, zipped};
use quarterpack::finding::{CellAddress, Code, Severity};
use quarterpack::intake::{RawValue, SheetCell, Unreadable, Workbook};
use std::fmt::Write as _;

const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// A workbook put together by hand: sheets by name, kind and content.
fn book(sheets: &[(&str, &str, Vec<u8>)]) -> Vec<u8> {
    let mut listed = String::new();
    let mut related = String::new();
    let mut parts = vec![(
        "_rels/.rels".to_owned(),
        format!(
            "<Relationships><Relationship Id=\"r\" Type=\"{RELATION}/officeDocument\" \
             Target=\"xl/workbook.xml\"/></Relationships>"
        )
        .into_bytes(),
    )];
    for (index, (name, kind, content)) in sheets.iter().enumerate() {
        write!(listed, "<sheet name=\"{name}\" sheetId=\"{index}\" r:id=\"r{index}\"/>").unwrap();
        let path = format!("{kind}s/sheet{index}.xml");
        let kind = format!("{RELATION}/{kind}");
        write!(related, "<Relationship Id=\"r{index}\" Type=\"{kind}\" Target=\"{path}\"/>")
            .unwrap();
        parts.push((format!("xl/{path}"), content.clone()));
    }
    let workbook = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATION}\"><sheets>{listed}</sheets></workbook>"
    );
    parts.push(("xl/workbook.xml".into(), workbook.into_bytes()));
    let related = format!("<Relationships>{related}</Relationships>");
    parts.push(("xl/_rels/workbook.xml.rels".into(), related.into_bytes()));
    zipped(&parts)
}

fn sheet(rows: &str) -> Vec<u8> {
    format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>").into_bytes()
}

fn cell<'a>(book: &'a Workbook, at: &str) -> &'a SheetCell {
    &book.sheets[0].cells[&at.parse::<CellAddress>().unwrap()]
}

fn one(rows: &str) -> Workbook {
    opened(&book(&[("Measures", "worksheet", sheet(rows))])).unwrap()
}

#[test]
fn no_sheet_or_two_of_one_name_are_refused() {
    assert_eq!(first(&book(&[])), "F01 the file holds no worksheet");
    let row = |number| sheet(&format!("<row r=\"1\"><c r=\"A1\"><v>{number}</v></c></row>"));
    let twins = book(&[("Measures", "worksheet", row(1)), ("Measures", "worksheet", row(2))]);
    let told = first(&twins);
    assert!(told.contains("two of its sheets are named “Measures”"), "{told}");
}

#[test]
fn a_sheet_in_utf_16_is_refused_and_not_read_as_empty() {
    let wide: Vec<u8> = String::from_utf8(sheet("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"))
        .unwrap()
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let told = first(&book(&[("Measures", "worksheet", [b"\xFF\xFE".to_vec(), wide].concat())]));
    assert_eq!(told, "F01 the file is written in UTF-16, which is not read here");
}

#[test]
fn a_macro_sheet_and_an_unknown_state_are_refused() {
    let macros = book(&[("Macro1", "macrosheet", sheet(""))]);
    assert!(first(&macros).contains("a sheet of Excel 4.0 macros"), "{}", first(&macros));
    let shown = with_part(&file(XLSX), "xl/workbook.xml", |workbook| {
        workbook
            .replace("state=\"veryHidden\"", "state=\"show\"")
            .replace("state=\"hidden\"", "state=\"show\"")
    });
    assert!(first(&shown).starts_with("F01 the file is damaged"));
}

#[test]
fn macros_are_said_and_the_figures_read() {
    let mut parts = super::parts(&file(XLSX));
    parts.push(("xl/vbaProject.bin".into(), b"macros".to_vec()));
    let macros = opened(&zipped(&parts));
    assert_eq!(macros.as_ref().unwrap().sheets, opened(&file(XLSX)).unwrap().sheets);
    let findings = told(&macros);
    let of = findings.iter().find(|finding| finding.code == Code::F13).unwrap();
    assert_eq!(of.severity, Severity::Note);
    assert_eq!(of.message, "the file holds macros; they are never run");
}

#[test]
fn numbers_beyond_all_bounds_and_formulas_without_a_result_say_so() {
    let book = one(
        "<row r=\"1\"><c r=\"A1\"><v>1E400</v></c><c r=\"B1\"><v>1E30</v></c><c r=\"E1\"><v>1E18</v></c>\
         <c r=\"C1\"><f>1+1</f></c><c r=\"D1\" t=\"str\"><f>A9</f><v></v></c></row>",
    );
    assert_eq!(cell(&book, "A1").value, RawValue::OutOfRange("inf".into()));
    for at in ["B1", "E1"] {
        assert!(matches!(cell(&book, at).value, RawValue::OutOfRange(_)), "{at}");
    }
    for at in ["C1", "D1"] {
        let cell = cell(&book, at);
        assert_eq!(cell.value, RawValue::Empty);
        assert!(cell.formula.is_some());
    }
}

#[test]
fn an_error_that_nobody_knows_is_an_error_in_its_cell() {
    let book = one(
        "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\" t=\"e\"><f>SEQUENCE(3)</f><v>#SPILL!</v></c>\
         <c r=\"C1\" t=\"e\"><v>#REF!</v></c></row>\
         <row r=\"4\"><c t=\"e\"><v>#CALC!</v></c><c><v>5</v></c></row>",
    );
    assert_eq!(cell(&book, "B1").value, RawValue::Error("#SPILL!".into()));
    assert_eq!(cell(&book, "B1").formula.as_deref(), Some("SEQUENCE(3)"));
    assert_eq!(cell(&book, "C1").value, RawValue::Error("#REF!".into()));
    assert_eq!(cell(&book, "A4").value, RawValue::Error("#CALC!".into()));
    let five = RawValue::Number { number: 5.into(), percent: false };
    assert_eq!(cell(&book, "B4").value, five);
    assert_eq!(book.sheets[0].cells.len(), 5);
}

#[test]
fn line_breaks_stay_in_the_text_for_the_checks_to_see() {
    let book = one(
        "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Subject&#13;&#10;Bcc: all</t></is></c></row>",
    );
    assert_eq!(cell(&book, "A1").value, RawValue::Text("Subject\r\nBcc: all".into()));
}

#[test]
fn a_wrong_checksum_and_a_wrong_size_are_damage() {
    let good = file(XLSX);
    let central = good.windows(4).position(|start| start == b"PK\x01\x02").unwrap();
    // The checksum and the inflated size of the first entry (APPNOTE 4.3.12).
    for offset in [16, 24] {
        let mut wrong = good.clone();
        wrong[central + offset] ^= 1;
        let fault = opened(&wrong).unwrap_err();
        assert!(matches!(fault, Unreadable::Damaged(_)), "{offset}: {fault:?}");
    }
}

/// Without its styles a day is a plain number and 76% is 0.76.
#[test]
fn a_workbook_that_names_styles_and_has_none_is_damaged() {
    let mut parts = parts(&file(XLSX));
    for (name, _) in &mut parts {
        if name == "xl/styles.xml" {
            *name = "xl/stylet.xml".into();
        }
    }
    let fault = opened(&zipped(&parts)).unwrap_err();
    let Unreadable::Damaged(why) = fault else { panic!("{fault:?}") };
    assert_eq!(
        why,
        "the part xl/styles.xml, which says what is a day or a percentage, is not there"
    );
}
