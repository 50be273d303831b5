//! One filled form in three formats, and what people's programs put into cells.

use super::{ODS, XLS, XLSX, file, opened};
use quarterpack::finding::CellAddress;
use quarterpack::intake::{
    Format, Kind, RawValue, Remark, SheetCell, SheetCells, Unreadable, Workbook,
};

fn workbook(path: &str) -> Workbook {
    opened(&file(path)).unwrap()
}

fn at<'a>(sheet: &'a SheetCells, cell: &str) -> &'a SheetCell {
    &sheet.cells[&cell.parse::<CellAddress>().unwrap()]
}

/// Results of formulas are kept to 17 digits by Excel and to 15 by Calc.
fn same(one: &RawValue, other: &RawValue) -> bool {
    match (one, other) {
        (
            RawValue::Number { number: one, percent: shown },
            RawValue::Number { number: other, percent },
        ) => shown == percent && one.round_dp(12) == other.round_dp(12),
        (one, other) => one == other,
    }
}

#[test]
fn a_form_reads_to_the_same_values_from_every_format() {
    let xlsx = workbook(XLSX);
    for (path, format) in [(XLS, Format::Xls), (ODS, Format::Ods)] {
        let other = workbook(path);
        assert_eq!(other.format, format);
        assert_eq!(other.sheets.len(), xlsx.sheets.len());
        for (ours, theirs) in xlsx.sheets.iter().zip(&other.sheets) {
            assert_eq!((&ours.name, ours.visible), (&theirs.name, theirs.visible));
            assert_eq!(ours.hidden_columns, theirs.hidden_columns, "{path} {}", ours.name);
            assert_eq!(ours.hidden_rows, theirs.hidden_rows, "{path} {}", ours.name);
            assert_eq!(ours.merged, theirs.merged, "{path} {}", ours.name);
            for (address, cell) in &theirs.cells {
                let known = ours.cells.contains_key(address);
                assert!(known, "{path} {} {address}: {cell:?}", ours.name);
            }
            for (address, cell) in &ours.cells {
                // The file was filled in by hand, under the plan as it was then.
                if (ours.name.as_str(), address.to_string().as_str()) == ("Meta", "B6") {
                    continue;
                }
                let found = theirs.cells.get(address).map_or(&RawValue::Empty, |cell| &cell.value);
                let equal = match cell {
                    SheetCell { formula: None, value } => value == found,
                    // Calc writes some empty results of formulas as 0.
                    SheetCell { value: RawValue::Empty, .. } => true,
                    SheetCell { value, .. } => same(value, found),
                };
                assert!(equal, "{path} {} {address}: {cell:?}, {found:?}", ours.name);
            }
        }
    }
}

#[test]
fn percentages_errors_days_and_lines_are_read_from_every_format() {
    for ending in ["xlsx", "xls", "ods"] {
        let book = workbook(&format!("tests/data/odd.{ending}"));
        let sheet = &book.sheets[0];
        let value = |cell: &str| &at(sheet, cell).value;
        let number = |text: &str, percent| {
            assert!(!text.is_empty());
            RawValue::Number { number: text.parse().unwrap(), percent }
        };
        assert_eq!(*value("B1"), number("0.76", true), "{ending}");
        assert_eq!(*value("B2"), number("0.76", false), "{ending}");
        let day = "2023-09-30".parse().unwrap();
        assert_eq!(*value("B3"), RawValue::Date(day), "{ending}");
        assert_eq!(*value("B4"), RawValue::Date(day), "{ending}");
        assert_eq!(*value("B5"), RawValue::Error("#DIV/0!".into()), "{ending}");
        assert_eq!(*value("B6"), RawValue::Text("one\ntwo".into()), "{ending}");
        assert_eq!(*value("B9"), RawValue::Text("ab".into()), "{ending}");
        assert_eq!(*value("B10"), RawValue::Truth(true), "{ending}");
        assert_eq!(*value("B12"), RawValue::Error("#REF!".into()), "{ending}");
        assert_eq!(*value("B13"), number("0.25", true), "{ending}");
        assert_eq!(*value("C14"), number("0.2", true), "{ending}");
        assert_eq!(*value("B15"), number("1", true), "{ending}");
        assert_eq!(*value("B16"), number("3", false), "{ending}");
        assert_eq!(*value("B17"), RawValue::Text("x\ny".into()), "{ending}");
        for formula in ["B3", "B5", "B9", "B13", "B17"] {
            assert!(at(sheet, formula).formula.is_some(), "{ending} {formula}");
        }
        // An .ods holds each day in full, so that where counting begins plays no part in it.
        let counted = book.remarks.contains(&Remark::Epoch1904);
        assert_eq!(counted, ending != "ods", "{ending}");
    }
}

/// `odd`: row 7 and column D are hidden, A11 and B11 are merged.
#[test]
fn what_is_hidden_or_merged_is_read_from_every_format() {
    for ending in ["xlsx", "xls", "ods"] {
        let book = workbook(&format!("tests/data/odd.{ending}"));
        let sheet = &book.sheets[0];
        let at = |cell: &str| cell.parse::<CellAddress>().unwrap();
        assert_eq!(sheet.hidden_rows.iter().copied().collect::<Vec<_>>(), [6], "{ending}");
        assert_eq!(sheet.hidden_columns.iter().copied().collect::<Vec<_>>(), [3], "{ending}");
        assert_eq!(sheet.merged, [(at("A11"), at("B11"))], "{ending}");
    }
}

#[test]
fn locked_files_are_called_so() {
    for ending in ["xls", "ods"] {
        let fault = opened(&file(&format!("tests/data/locked.{ending}"))).unwrap_err();
        assert_eq!(fault, Unreadable::Kind(Kind::Password), "{ending}");
        assert!(fault.to_string().contains("protected by a password"));
    }
}
