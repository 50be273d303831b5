//! Forms written and read back: as they are, and as people send them.

use super::workbook::{SheetCell, SheetCells};
use super::{RawReturn, RawValue, Workbook, identify, locate, open, read};
use crate::finding::{CellAddress, Code, Finding, Severity};
use crate::form::example::{every_layout, filled, layout};
use crate::form::{Entry, Filled, InputKind, Layout, SheetKey, Slot, write};
use crate::quantity::Decimal;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn read_back(form: &Layout, bytes: &[u8]) -> (RawReturn, Vec<Finding>) {
    let (raw, findings) = read("return.xlsx", bytes, &|_| Some(form.clone().into()));
    (raw.unwrap(), findings)
}

pub(super) fn codes(findings: &[Finding]) -> Vec<Code> {
    findings.iter().map(|finding| finding.code).collect()
}

/// The value that a slot should be read as.
pub(super) fn expected(entry: &Entry) -> RawValue {
    match entry {
        Entry::Number(number) => RawValue::Number { number: *number, percent: false },
        Entry::Percent(number) => RawValue::Number { number: *number, percent: true },
        Entry::Text(text) if text.is_empty() => RawValue::Empty,
        Entry::Text(text) => RawValue::Text(text.clone()),
        Entry::Date(day) => RawValue::Date(*day),
        Entry::Formula(_, shown) => expected(shown),
    }
}

#[test]
fn every_blank_form_reads_as_empty_and_clean() {
    for form in every_layout() {
        let bytes = write(&form, &Filled::new()).unwrap();
        let (raw, findings) = read_back(&form, &bytes);
        let name = format!("{} {}", form.service, form.quarter);
        assert_eq!(findings, [], "{name}");
        assert_eq!(raw.quarter, form.quarter.to_string());
        assert_eq!(raw.service, form.service.as_str());
        assert_eq!(raw.plan_hash.as_deref(), Some(&*form.plan_hash));
        assert_eq!((raw.lost.len(), raw.strays.len()), (0, 0), "{name}");
        assert_eq!(raw.cells.len(), form.slots().count(), "{name}");
        assert!(raw.cells.values().all(|cell| cell.value == RawValue::Empty), "{name}");
    }
}

#[test]
fn a_form_is_found_again_without_what_was_known_when_it_was_sent() {
    let sent = layout("children-and-justice");
    let entries = filled(&sent);
    let bytes = write(&sent, &entries).unwrap();
    let plan = crate::form::example::plan();
    let bare = crate::form::FormContext::default();
    let now = Layout::new(&plan, &sent.service, sent.quarter, &bare).unwrap();
    let (raw, findings) = read_back(&now, &bytes);
    assert_eq!(findings, []);
    for (slot, entry) in &entries {
        assert_eq!(raw.cell(slot).unwrap().value, expected(entry), "{slot:?}");
    }
}

/// The service has done nothing wrong: the plan has.
#[test]
fn a_plan_that_was_changed_after_the_form_went_out_is_not_the_services_doing() {
    let sent = layout("children-and-justice");
    let bytes = write(&sent, &Filled::new()).unwrap();
    let text = include_str!("../../config/plans/2023-24.toml")
        .replace(
            "printed = \"95%\", read = \"at least 95%\"",
            "printed = \"96%\", read = \"at least 96%\"",
        )
        .replace("budget = \"37.742\"", "budget = \"37.700\"");
    let plan = crate::plan::read("2023-24.toml", &text).unwrap();
    let bare = crate::form::FormContext::default();
    let now = Layout::new(&plan, &sent.service, sent.quarter, &bare).unwrap();
    let (_, findings) = read_back(&now, &bytes);
    assert_eq!(codes(&findings), [Code::F12, Code::B02, Code::F02]);
    assert_eq!(findings[0].message, "the plan now says something else");
    assert_eq!(
        findings[0].read.as_deref(),
        Some("read “95% or more” where the plan now says “96% or more”")
    );
    assert!(findings.iter().all(|one| one.remedy.starts_with("Nothing to mend in the form")));
}

fn entry() -> impl Strategy<Value = Entry> {
    let number = (-999_999_999_999_999i64..1_000_000_000_000_000, 0u32..6)
        .prop_map(|(digits, places)| Decimal::new(digits, places).normalize());
    prop_oneof![
        number.clone().prop_map(Entry::Number),
        (0i64..2000).prop_map(|share| Entry::Percent(Decimal::new(share, 3).normalize())),
        "[ -~£“”é\\n]{0,40}".prop_map(Entry::Text),
        (36_526i64..60_000).prop_map(|day| {
            let base = crate::calendar::NaiveDate::from_ymd_opt(1899, 12, 30).unwrap();
            Entry::Date(base + chrono::Duration::days(day))
        }),
        number.prop_map(|number| { Entry::Formula("1+1".into(), Box::new(Entry::Number(number))) }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever is entered wherever: it is read in the same slots as the same values.
    #[test]
    fn what_is_entered_is_what_is_read(
        service in prop::sample::select(vec![
            "adult-and-older-people", "children-and-justice", "performance-and-support",
        ]),
        entries in prop::collection::vec((any::<prop::sample::Index>(), entry()), 0..60),
    ) {
        let form = layout(service);
        let slots: Vec<_> = form.slots().map(|(slot, ..)| slot.clone()).collect();
        let entries: Filled = entries
            .into_iter()
            .map(|(index, entry)| (index.get(&slots).clone(), entry))
            .collect();
        let (raw, findings) = read_back(&form, &write(&form, &entries).unwrap());
        prop_assert_eq!(findings, []);
        for slot in &slots {
            let wanted = entries.get(slot).map_or(RawValue::Empty, expected);
            let cell = raw.cell(slot).unwrap();
            // In a cell that shows dates a number is one.
            let dated = form.input(slot).unwrap().kind == InputKind::Date;
            if !(dated && matches!(wanted, RawValue::Number { percent: false, .. })) {
                prop_assert_eq!(&cell.value, &wanted, "{:?}", slot);
            }
            let formula = matches!(entries.get(slot), Some(Entry::Formula(..)));
            prop_assert_eq!(cell.formula.is_some(), formula);
        }
    }
}

/// A filled form as a workbook, changed, and read.
fn changed(change: impl FnOnce(&mut Workbook)) -> (Filled, RawReturn, Vec<Finding>) {
    let form = layout("children-and-justice");
    let entries = filled(&form);
    let mut workbook = open(&write(&form, &entries).unwrap()).unwrap();
    change(&mut workbook);
    let identity = identify(&workbook).unwrap();
    let (raw, findings) = locate("return.xlsx", &workbook, &identity, &form);
    (entries, raw, findings)
}

pub(super) fn sheet<'a>(workbook: &'a mut Workbook, name: &str) -> &'a mut SheetCells {
    workbook.sheets.iter_mut().find(|sheet| sheet.name == name).unwrap()
}

pub(super) fn moved(sheet: &mut SheetCells, to: impl Fn(CellAddress) -> Option<CellAddress>) {
    let cells = std::mem::take(&mut sheet.cells);
    sheet.cells = cells
        .into_iter()
        .filter_map(|(address, cell)| to(address).map(|address| (address, cell)))
        .collect::<BTreeMap<_, _>>();
    // Hidden columns move with what stands in them.
    let columns = std::mem::take(&mut sheet.hidden_columns);
    let moved = columns.into_iter().filter_map(|column| to(CellAddress { row: 0, column }));
    sheet.hidden_columns = moved.map(|address| address.column).collect();
}

pub(super) fn all_there(entries: &Filled, raw: &RawReturn) {
    for (slot, entry) in entries {
        assert_eq!(raw.cell(slot).map(|cell| &cell.value), Some(&expected(entry)), "{slot:?}");
    }
}

pub(super) fn text(text: &str) -> SheetCell {
    SheetCell { value: RawValue::Text(text.into()), formula: None }
}

#[test]
fn renamed_and_reordered_tabs_do_no_harm() {
    let (entries, raw, findings) = changed(|workbook| {
        sheet(workbook, "Measures").name = "Q2 figures FINAL".into();
        workbook.sheets.reverse();
    });
    assert_eq!(codes(&findings), [Code::F05]);
    assert_eq!(findings[0].severity, Severity::Note);
    all_there(&entries, &raw);
    let places = raw.cells.values().filter_map(|cell| cell.place.sheet.as_deref());
    assert!(places.into_iter().any(|name| name == "Q2 figures FINAL"));
}

#[test]
fn inserted_rows_and_columns_and_sorted_rows_do_no_harm() {
    let (entries, raw, findings) = changed(|workbook| {
        let sheet = sheet(workbook, "Measures");
        moved(sheet, |at| {
            let row = match at.row {
                // Two rows below the head change places; the others move down by one.
                3 => 4,
                4 => 3,
                row if row > 4 => row + 1,
                row => row,
            };
            let column = if at.column >= 5 { at.column + 2 } else { at.column };
            Some(CellAddress { row, column })
        });
    });
    assert_eq!(codes(&findings), [Code::F06]);
    assert_eq!(findings[0].severity, Severity::Note);
    all_there(&entries, &raw);
}

#[test]
fn text_in_an_inserted_row_or_column_is_a_stray() {
    let (entries, raw, findings) = changed(|workbook| {
        let sheet = sheet(workbook, "Measures");
        moved(sheet, |at| {
            let column = if at.column >= 5 { at.column + 1 } else { at.column };
            Some(CellAddress { row: at.row, column })
        });
        sheet.cells.insert(CellAddress { row: 4, column: 5 }, text("see note"));
        sheet.cells.insert(CellAddress { row: 40, column: 1 }, text("* provisional"));
    });
    assert_eq!(codes(&findings), [Code::F06, Code::F09, Code::F09]);
    assert_eq!(raw.strays.len(), 2);
    all_there(&entries, &raw);
}

#[test]
fn a_missing_sheet_row_and_column_are_told_and_their_slots_are_lost() {
    let (_, raw, findings) = changed(|workbook| {
        workbook.sheets.retain(|sheet| sheet.name != "Virements");
        let sheet = sheet(workbook, "Measures");
        moved(sheet, |at| match (at.row, at.column) {
            (5, _) | (_, 6) => None,
            (row, column) if column > 6 => Some(CellAddress { row, column: column - 1 }),
            _ => Some(at),
        });
    });
    assert_eq!(codes(&findings), [Code::F05, Code::F06, Code::F08]);
    assert!(raw.lost.contains(&Slot::Virement(0, crate::form::VirementPart::Amount)));
    assert!(findings[1].read.as_ref().unwrap().contains("If no figure, why"));
    assert!(findings[2].read.as_ref().unwrap().contains("3a"));
    let form = layout("children-and-justice");
    assert_eq!(raw.lost.len() + raw.cells.len(), form.slots().count());
}

#[test]
fn what_is_typed_over_is_told_and_the_head_is_still_found() {
    let (entries, raw, findings) = changed(|workbook| {
        let sheet = sheet(workbook, "Measures");
        sheet.cells.insert(CellAddress { row: 3, column: 3 }, text("70% or more"));
        sheet.cells.insert(CellAddress { row: 2, column: 5 }, text("Jul-Sep"));
    });
    assert_eq!(codes(&findings), [Code::F12, Code::F12]);
    let read: Vec<_> = findings.iter().filter_map(|finding| finding.read.as_deref()).collect();
    assert!(
        read.iter().any(|read| read.contains("85%") && read.contains("70% or more")),
        "{read:?}"
    );
    all_there(&entries, &raw);
}

#[test]
fn rows_that_are_there_twice_or_unknown_and_foreign_sheets_are_told() {
    let (entries, raw, findings) = changed(|workbook| {
        let keys = layout("children-and-justice").sheet(SheetKey::Measures).unwrap().key_column();
        let sheet = sheet(workbook, "Measures");
        let again = sheet.cells[&CellAddress { row: 3, column: keys }].clone();
        sheet.cells.insert(CellAddress { row: 30, column: keys }, again);
        sheet.cells.insert(CellAddress { row: 31, column: keys }, text("M99/num"));
        let notes = [(CellAddress { row: 0, column: 0 }, text("To discuss"))];
        workbook.sheets.push(SheetCells {
            name: "Notes".into(),
            visible: true,
            cells: notes.into(),
            ..SheetCells::default()
        });
    });
    assert_eq!(codes(&findings), [Code::F09, Code::F07, Code::F07]);
    all_there(&entries, &raw);
}

#[test]
fn a_sheet_of_last_quarters_form_is_told() {
    let (_, raw, findings) = changed(|workbook| {
        let sheet = sheet(workbook, "Capital");
        for cell in sheet.cells.values_mut() {
            if let RawValue::Text(text) = &mut cell.value {
                *text = text.replace(":2023-24 Q2", ":2023-24 Q1");
            }
        }
    });
    assert_eq!(codes(&findings), [Code::F02]);
    assert_eq!(raw.quarter, "2023-24 Q2");
}

#[test]
fn files_that_are_no_form_are_one_finding_each() {
    let check = |bytes: &[u8], code, words: &str| {
        let (raw, findings) = read("return.xlsx", bytes, &|_| None);
        assert!(raw.is_none());
        assert_eq!(codes(&findings), [code]);
        assert!(findings[0].message.contains(words), "{}", findings[0].message);
    };
    check(b"", Code::F01, "empty");
    check(b"Measure,Figure\n13a,95\n", Code::F01, "plain text");
    let photo = super::archive::example::zip(&[("photo.jpg", b"\xFF\xD8\xFF")]);
    check(&photo, Code::F01, "archive that holds no workbook");
    let form = layout("performance-and-support");
    let bytes = write(&form, &Filled::new()).unwrap();
    let half = &bytes[..bytes.len() / 2];
    check(half, Code::F01, "damaged");
    check(&bytes, Code::F02, "no form for the service");
    let mut other = rust_xlsxwriter::Workbook::new();
    other.add_worksheet().write(0, 0, "Figures").unwrap();
    check(&other.save_to_buffer().unwrap(), Code::F02, "not the form");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Damage anywhere in a file makes findings and never ends the run.
    #[test]
    fn damaged_files_never_end_the_run(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let form = layout("performance-and-support");
        let mut bytes = write(&form, &Filled::new()).unwrap();
        for (index, byte) in changes {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        let (raw, findings) = read("return.xlsx", &bytes, &|_| Some(form.clone().into()));
        prop_assert!(raw.is_some() || !findings.is_empty());
    }
}

#[test]
fn numbers_keep_the_digits_that_were_typed() {
    let form = layout("children-and-justice");
    let slot = form
        .slots()
        .map(|(slot, ..)| slot.clone())
        .find(|slot| {
            matches!(form.input(slot).map(|input| &input.kind), Some(InputKind::Thousands))
        })
        .unwrap();
    for number in ["0.1", "219.616", "1234567.89", "-0.005", "100000000000000"] {
        let entries = Filled::from([(slot.clone(), Entry::Number(number.parse().unwrap()))]);
        let (raw, _) = read_back(&form, &write(&form, &entries).unwrap());
        assert_eq!(raw.cell(&slot).unwrap().quoted(), number);
    }
}

#[test]
fn a_cell_far_outside_is_named_and_a_format_there_is_not() {
    let mut other = rust_xlsxwriter::Workbook::new();
    let sheet = other.add_worksheet();
    let bold = rust_xlsxwriter::Format::new().set_bold();
    sheet.write_blank(1_048_575, 16_383, &bold).unwrap();
    sheet.write(0, 0, 1).unwrap();
    assert_eq!(open(&other.save_to_buffer().unwrap()).unwrap().sheets[0].cells.len(), 1);
    other.worksheet_from_index(0).unwrap().write(20_000, 500, " ").unwrap();
    let (_, findings) = read("return.xlsx", &other.save_to_buffer().unwrap(), &|_| None);
    assert_eq!(codes(&findings), [Code::F01]);
    assert_eq!(findings[0].place.to_string(), "return.xlsx › Sheet1 › SG20001");
    assert!(findings[0].remedy.contains("Delete what stands there"));
}

#[test]
fn labels_left_of_a_cell_come_with_it() {
    let form = layout("children-and-justice");
    let (raw, _) = read_back(&form, &write(&form, &Filled::new()).unwrap());
    let slot = Slot::Figure("M13".into(), "num".into(), crate::form::FigurePart::Value);
    let cell = raw.cell(&slot).unwrap();
    assert_eq!(cell.labels[0], "13a");
    assert_eq!(cell.labels[3], "75% or more");
    assert_eq!(cell.place.to_string(), "return.xlsx › Measures › F16");
}
