//! Records as they are written, and as they should not be.

use super::super::{Arrival, Reader, Remark, SheetCell, kind::Kind, read_opened};
use super::*;
use crate::finding::CellAddress;
use crate::form::example::{filled, layout};
use crate::intake::open;
use proptest::prelude::*;
use std::sync::LazyLock;
use tempfile::TempDir;

const FILE: &[u8] = b"this would be no workbook, were it opened";

fn here() -> (TempDir, Records) {
    let folder = tempfile::tempdir().unwrap();
    let records = Records::of(folder.path());
    (folder, records)
}

fn small() -> Workbook {
    let mut sheet = SheetCells { name: "Measures".into(), visible: true, ..SheetCells::default() };
    let day = "2023-10-27".parse().unwrap();
    let number = RawValue::Number { number: "0.76".parse().unwrap(), percent: true };
    let values = [number, RawValue::Text("tbc".into()), RawValue::Date(day), RawValue::Truth(true)];
    for (row, value) in (0..).zip(values) {
        let formula = (row == 0).then(|| "A1/A2".to_owned());
        sheet.cells.insert(CellAddress { row, column: 2 }, SheetCell { value, formula });
    }
    sheet.hidden_rows.insert(7);
    Workbook { sheets: vec![sheet], remarks: vec![Remark::Macros], ..Workbook::default() }
}

/// Why a record is not used.
fn refused(bytes: &[u8]) -> String {
    taken(bytes, &digest(FILE)).unwrap_err().to_string()
}

/// A record whose sum is right, whatever it holds.
fn around(body: &[u8]) -> Vec<u8> {
    let head = format!("{MARK} {FORM} {PROGRAM} {} {}\n", digest(FILE), digest(body));
    [head.as_bytes(), body].concat()
}

#[test]
fn a_file_with_a_record_is_not_opened_and_every_other_is() {
    let (_folder, records) = here();
    records.keep(&digest(FILE), &Ok(small())).unwrap();
    let other = b"nor is this a workbook".to_vec();
    let arrivals = [
        Arrival::held("a.xlsx", FILE.to_vec(), None),
        Arrival::held("b.xlsx", other.clone(), None),
    ];
    let arrivals: Vec<&Arrival> = arrivals.iter().collect();
    let otherwise = Box::new(Reader::InProcess);
    let reader = Reader::Recorded { records: records.clone(), otherwise };
    let opened = reader.each(&arrivals, |_, opened| opened).unwrap();
    assert_eq!(opened, [Ok(small()), open(&other)]);
    assert_eq!(reader.open_all(&[&other, FILE]).unwrap(), [open(&other), Ok(small())]);
    let told = records.told();
    assert_eq!((told.used, told.refused), (1, Vec::new()));
}

#[test]
fn that_a_file_is_no_workbook_is_kept_and_what_became_of_a_reader_is_not() {
    let (_folder, records) = here();
    let locked = Err(Unreadable::Kind(Kind::Password));
    records.keep(&digest(FILE), &locked).unwrap();
    assert_eq!(records.opened(&digest(FILE)), Some(locked));
    for fault in [Unreadable::Time, Unreadable::Memory, Unreadable::Stopped] {
        let kept = records.keep(&digest(b"slow"), &Err(fault.clone()));
        assert!(matches!(kept, Err(Unwritten::OfThisMachine(of)) if of == fault));
        assert!(records.opened(&digest(b"slow")).is_none());
        let record = written(&digest(FILE), &Err(fault)).unwrap();
        assert_eq!(refused(&record), "it is damaged");
    }
}

#[test]
fn a_record_that_is_damaged_anywhere_is_not_used() {
    let whole = written(&digest(FILE), &Ok(small())).unwrap();
    assert!(taken(&whole, &digest(FILE)).is_ok());
    for at in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= 1;
        assert!(taken(&damaged, &digest(FILE)).is_err(), "byte {at}");
        assert!(taken(&whole[..at], &digest(FILE)).is_err(), "cut off at {at}");
    }
    let longer = [&whole[..], b"x"].concat();
    assert_eq!(refused(&longer), "it is damaged");
    let body = postcard::to_stdvec(&Opened::Ok(small())).unwrap();
    assert_eq!(refused(&around(&[&body[..], b"x"].concat())), "it is damaged");
}

#[test]
fn a_record_of_another_version_or_file_is_told_as_that() {
    let whole = written(&digest(FILE), &Ok(small())).unwrap();
    let changed = |from: &str, to: &str| {
        let at = whole.iter().position(|byte| *byte == b'\n').unwrap();
        let head = std::str::from_utf8(&whole[..at]).unwrap().replacen(from, to, 1);
        [head.as_bytes(), &whole[at..]].concat()
    };
    let newer = changed(&format!("{FORM} {PROGRAM}"), &format!("{FORM} 9.9.9"));
    let said = format!("it was made by another version of quarterpack (9.9.9, form {FORM})");
    assert_eq!(refused(&newer), said);
    let form = changed(&format!("cells {FORM} "), "cells \u{1b}2 ");
    assert!(refused(&form).ends_with("form \\u{1b}2)"), "nothing reaches a terminal as it is");
    let other = digest(b"other");
    let of_another = changed(&digest(FILE), &other);
    assert_eq!(refused(&of_another), format!("it is the record of another file, {other}"));
}

#[test]
fn what_no_reader_says_is_not_believed() {
    let at = CellAddress { row: 0, column: 2 };
    let far = [CellAddress { row: ROWS, column: 0 }, CellAddress { row: 0, column: 500 }];
    for far in far {
        let mut workbook = small();
        let cell = workbook.sheets[0].cells.remove(&at).unwrap();
        workbook.sheets[0].cells.insert(far, cell);
        assert_eq!(refused(&written(&digest(FILE), &Ok(workbook)).unwrap()), "it is damaged");
    }
    let mut workbook = small();
    let day = RawValue::Date(crate::calendar::NaiveDate::MAX);
    workbook.sheets[0].cells.insert(at, SheetCell { value: day, formula: None });
    assert_eq!(refused(&written(&digest(FILE), &Ok(workbook)).unwrap()), "it is damaged");
}

#[test]
fn what_another_machine_left_half_done_stops_nobody() {
    let (folder, records) = here();
    let half = folder.path().join(format!(".{}.0.part", digest(FILE)));
    fs::write(&half, "half").unwrap();
    records.keep(&digest(FILE), &Ok(small())).unwrap();
    assert_eq!(records.opened(&digest(FILE)), Some(Ok(small())));
    assert_eq!(fs::read(&half).unwrap(), b"half");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

/// Where this fails, records that are about would be read as something else: raise [`FORM`].
#[test]
fn the_form_of_a_record_has_not_changed_without_its_number() {
    let body = postcard::to_stdvec(&Opened::Ok(small())).unwrap();
    assert_eq!((FORM, &digest(&body)[..16]), ("2", "f852965ced42509f"));
}

static FILLED: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let form = layout("children-and-justice");
    let opened: Opened = open(&crate::form::write(&form, &filled(&form)).unwrap());
    postcard::to_stdvec(&opened).unwrap()
});

/// Whatever bytes a record has, it is refused or it is read to the end as any file is.
fn to_the_end(body: &[u8]) {
    let Ok(opened) = taken(&around(body), &digest(FILE)) else { return };
    let form = Arc::new(layout("children-and-justice"));
    let _ = read_opened("return.xlsx", &opened, &|_| Some(Arc::clone(&form)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_bytes_come_to_an_end(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(taken(&bytes, &digest(FILE)).is_err());
        to_the_end(&bytes);
    }

    #[test]
    fn a_hostile_record_comes_to_an_end(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        let mut body = FILLED.clone();
        for (at, byte) in changes {
            let at = at.index(body.len());
            body[at] = byte;
        }
        to_the_end(&body);
    }
}
