//! Forms that lost their markers, and workbooks that were never the form.

use super::identity::identify;
use super::tests::{all_there, codes, moved, sheet, text};
use super::words::folded;
use super::{
    Basis, Identity, Quoted, RawReturn, RawValue, Remark, SheetCell, SheetCells, Workbook, open,
};
use crate::finding::{CellAddress, Code, Finding, Severity};
use crate::form::example::{filled, layout, plan};
use crate::form::{CommentaryPart, FigurePart, Filled, FormContext, Layout, SheetKey, Slot, write};
use crate::plan::Plan;
use crate::quantity::Decimal;
use std::sync::LazyLock;

static PLAN: LazyLock<Plan> = LazyLock::new(plan);

/// The forms that the plan of 2023-24 has.
fn forms(identity: &Identity) -> Option<std::sync::Arc<Layout>> {
    let service = PLAN.service_called(&identity.service)?.id.clone();
    let quarter = identity.quarter.parse().ok()?;
    Layout::new(&PLAN, &service, quarter, &FormContext::default()).ok().map(Into::into)
}

/// A filled form without its Meta sheet and without any hidden key column, changed, and read.
fn bare(change: impl FnOnce(&mut Workbook)) -> (Filled, RawReturn, Vec<Finding>) {
    let form = layout("children-and-justice");
    let entries = filled(&form);
    let mut workbook = open(&write(&form, &entries).unwrap()).unwrap();
    workbook.sheets.retain(|sheet| sheet.name != "Meta");
    for sheet in &mut workbook.sheets {
        let key = SheetKey::ALL.into_iter().find(|key| key.tab() == sheet.name).unwrap();
        let keys = form.sheet(key).unwrap().key_column();
        sheet.cells.retain(|at, _| at.column != keys);
    }
    change(&mut workbook);
    assert!(identify(&workbook).is_none());
    let (raw, findings) = super::read::read_workbook("return.xlsx", &workbook, &forms);
    let raw = raw.unwrap_or_else(|| panic!("{findings:#?}"));
    (entries, raw, findings)
}

#[test]
fn a_form_without_any_marker_is_read_by_its_labels_and_says_so() {
    let (entries, raw, findings) = bare(|_| {});
    assert_eq!(codes(&findings), [Code::F02]);
    assert_eq!(findings[0].severity, Severity::Warning);
    assert_eq!(raw.basis, Basis::Labels);
    assert_eq!((&*raw.service, &*raw.quarter), ("Children and Justice", "2023-24 Q2"));
    assert_eq!(raw.lost, []);
    all_there(&entries, &raw);
}

#[test]
fn without_markers_renamed_moved_and_inserted_still_do_no_harm() {
    let (entries, raw, findings) = bare(|workbook| {
        workbook.sheets.reverse();
        sheet(workbook, "Measures").name = "Q2 figures".into();
        sheet(workbook, "Actions").name = "Sheet4".into();
        let measures = sheet(workbook, "Q2 figures");
        // Three rows above, a column to the left, one row and one column in between.
        moved(measures, |at| {
            let row = at.row + 3 + u32::from(at.row > 6);
            Some(CellAddress { row, column: at.column + 1 + u16::from(at.column > 4) })
        });
        let budget = sheet(workbook, "Budget");
        moved(budget, |at| Some(CellAddress { row: at.row + 1, column: at.column + 2 }));
    });
    assert_eq!(raw.lost, []);
    all_there(&entries, &raw);
    let told = codes(&findings);
    assert_eq!(told, [Code::F02, Code::F05, Code::F06, Code::F06], "{findings:#?}");
}

#[test]
fn rows_that_were_sorted_are_found_by_what_they_say() {
    let (entries, raw, _) = bare(|workbook| {
        let measures = sheet(workbook, "Measures");
        moved(measures, |at| {
            Some(CellAddress { row: if at.row > 2 { 40 - at.row } else { at.row }, ..at })
        });
    });
    all_there(&entries, &raw);
}

#[test]
fn a_deleted_key_column_on_one_sheet_is_told_and_does_no_harm() {
    let form = layout("children-and-justice");
    let entries = filled(&form);
    let mut workbook = open(&write(&form, &entries).unwrap()).unwrap();
    let keys = form.sheet(SheetKey::Measures).unwrap().key_column();
    sheet(&mut workbook, "Measures").cells.retain(|at, _| at.column != keys);
    let (raw, findings) = super::read::read_workbook("return.xlsx", &workbook, &forms);
    let raw = raw.unwrap();
    assert_eq!(codes(&findings), [Code::F05]);
    assert_eq!(findings[0].severity, Severity::Warning);
    assert_eq!(raw.basis, Basis::Markers);
    all_there(&entries, &raw);
}

#[test]
fn heads_over_two_rows_and_merged_are_found() {
    let (entries, raw, findings) = bare(|workbook| {
        let budget = sheet(workbook, "Budget");
        let head =
            layout("children-and-justice").sheet(SheetKey::Budget).unwrap().blocks[0].head_row;
        moved(budget, |at| Some(CellAddress { row: at.row + u32::from(at.row >= head), ..at }));
        let mut upper = Vec::new();
        for (at, cell) in &mut budget.cells {
            if let (true, RawValue::Text(says)) = (at.row == head + 1, &mut cell.value)
                && let Some(one) = says.strip_suffix(" £000")
            {
                upper.push((CellAddress { row: head, ..*at }, text(one)));
                *says = "£000".into();
            }
        }
        budget.cells.extend(upper);
    });
    assert_eq!(codes(&findings), [Code::F02], "{findings:#?}");
    all_there(&entries, &raw);
}

#[test]
fn the_same_table_twice_is_told_with_and_without_keys() {
    let (_, raw, findings) = bare(|workbook| {
        let measures = sheet(workbook, "Measures");
        let again: Vec<_> = measures
            .cells
            .iter()
            .map(|(at, cell)| (CellAddress { row: at.row + 40, ..*at }, cell.clone()))
            .collect();
        measures.cells.extend(again);
        let mut copy = sheet(workbook, "Capital").clone();
        copy.name = "Capital (2)".into();
        workbook.sheets.push(copy);
    });
    let twice: Vec<_> = findings.iter().filter(|finding| finding.code == Code::F07).collect();
    assert_eq!(twice.len(), 2, "{findings:#?}");
    assert_eq!(raw.lost, []);
}

fn grid(name: &str, rows: &[&[&str]]) -> SheetCells {
    let mut sheet = SheetCells { name: name.into(), visible: true, ..SheetCells::default() };
    for (row, cells) in (0u32..).zip(rows) {
        for (column, says) in (0u16..).zip(*cells) {
            let value = match says.parse::<Decimal>() {
                Ok(number) => RawValue::Number { number, percent: false },
                Err(_) if says.is_empty() => continue,
                Err(_) => RawValue::Text((*says).into()),
            };
            let cell = SheetCell { value, formula: None };
            sheet.cells.insert(CellAddress { row, column }, cell);
        }
    }
    sheet
}

fn plain(sheets: Vec<SheetCells>) -> (Option<RawReturn>, Vec<Finding>) {
    let workbook = Workbook { sheets, ..Workbook::default() };
    super::read::read_workbook("figures.xlsx", &workbook, &forms)
}

#[test]
fn an_honest_workbook_with_a_heading_row_is_read_with_a_warning() {
    let rows: &[&[&str]] = &[
        &["Children and Justice Services: quarterly figures"],
        &["Quarter", "Q2", "", "Year", "2023/24"],
        &[],
        &["No.", "Performance measure", "Numerator", "Denominator", "%", "YTD", "Comments"],
        &["2", "Parents at conferences", "48", "41", "95", "", "More than before."],
        &["M4", "Seen in 15 days", "12", "13", "0.92"],
        &["", "Wholly unknown", "3", "4"],
    ];
    let (raw, findings) = plain(vec![grid("Sheet1", rows)]);
    let raw = raw.unwrap();
    assert_eq!(raw.basis, Basis::Heading);
    assert_eq!((&*raw.service, &*raw.quarter), ("Children and Justice Services", "2023-24 Q2"));
    let number = |measure: &str, figure: &str| {
        let slot = Slot::Figure(measure.into(), figure.into(), FigurePart::Value);
        raw.cell(&slot).unwrap().quoted()
    };
    assert_eq!((number("M02", "num"), number("M02", "den")), ("48".into(), "41".into()));
    assert_eq!((number("M04", "num"), number("M04", "den")), ("12".into(), "13".into()));
    let comment = Slot::Commentary("M02".into(), CommentaryPart::Comment);
    assert_eq!(raw.cell(&comment).unwrap().quoted(), "More than before.");
    assert_eq!(raw.quoted[&Quoted::Result("M04".into())].quoted(), "0.92");
    assert_eq!(codes(&findings), [Code::F02, Code::F07, Code::F08], "{findings:#?}");
    assert_eq!(findings[0].severity, Severity::Warning);
    assert!(findings[2].read.as_ref().unwrap().contains("13 "));
}

#[test]
fn a_row_a_figure_reads_too_and_a_measure_that_comes_twice_is_told() {
    let rows: &[&[&str]] = &[
        &["Children and Justice, 2023-24 Quarter 2"],
        &["Ref", "Measure", "Figure to enter", "This quarter"],
        &["2a", "", "", "20"],
        &["2b", "", "", "25"],
        &["2b", "", "", "26"],
    ];
    let (raw, findings) = plain(vec![grid("Sheet1", rows)]);
    let slot = Slot::Figure("M02".into(), "den".into(), FigurePart::Value);
    assert_eq!(raw.unwrap().cell(&slot).unwrap().quoted(), "25");
    assert_eq!(codes(&findings), [Code::F02, Code::F07, Code::F08]);
}

/// A table by names alone: rows of a name, a numerator and a denominator.
fn by_name(names: &[&str]) -> (RawReturn, Vec<Finding>) {
    let mut rows: Vec<Vec<&str>> = vec![
        vec!["Children and Justice, 2023-24 Quarter 2"],
        vec!["Measure", "Numerator", "Denominator"],
    ];
    rows.extend(names.iter().map(|name| vec![*name, "7", "9"]));
    let rows: Vec<&[&str]> = rows.iter().map(|row| &**row).collect();
    let (raw, findings) = plain(vec![grid("Sheet1", &rows)]);
    (raw.unwrap(), findings)
}

fn percentages() -> Vec<&'static crate::plan::Measure> {
    static SERVICE: LazyLock<crate::plan::ServiceId> =
        LazyLock::new(|| "children-and-justice".into());
    let is = |one: &&crate::plan::Measure| {
        matches!(one.formula, crate::plan::Formula::Percentage { .. }) && one.figures.len() == 2
    };
    PLAN.measures_of(&SERVICE).filter(is).collect()
}

#[test]
fn a_measure_is_known_by_its_full_text_and_with_a_slip_of_the_keyboard() {
    for measure in percentages() {
        let first = measure.formula.figures()[0].clone();
        let slot = Slot::Figure(measure.id.clone(), first, FigurePart::Value);
        let (raw, findings) = by_name(&[&measure.text.to_uppercase()]);
        assert_eq!(
            raw.cell(&slot).map(super::RawCell::quoted).as_deref(),
            Some("7"),
            "{findings:#?}"
        );
        // A letter left out, in the middle of a word.
        let at = measure.text.char_indices().filter(|(_, c)| c.is_alphabetic()).nth(9).unwrap().0;
        let slip = format!("{}{}", &measure.text[..at], &measure.text[at + 1..]);
        let (raw, findings) = by_name(&[&slip]);
        assert_eq!(
            raw.cell(&slot).map(super::RawCell::quoted).as_deref(),
            Some("7"),
            "{slip}: {findings:#?}"
        );
        let said = findings.iter().find(|finding| finding.severity == Severity::Note).unwrap();
        assert!(said.read.as_ref().unwrap().contains(&measure.short), "{said}");
    }
}

#[test]
fn words_that_could_be_several_measures_are_not_guessed() {
    let measure = percentages()[0];
    let half: String = measure.text.chars().take(measure.text.chars().count() * 3 / 4).collect();
    let vague = format!("about {half} and so on");
    let (raw, findings) = by_name(&[&vague]);
    assert!(raw.cells.values().all(|cell| cell.quoted() != "7"), "{findings:#?}");
    let told = findings.iter().find(|finding| finding.code == Code::F07).unwrap();
    assert_eq!(told.severity, Severity::Error);
    assert!(told.read.as_ref().unwrap().contains(&measure.short), "{told}");
}

#[test]
fn a_workbook_that_does_not_say_whose_it_is_is_refused_with_what_is_missing() {
    let check = |rows: &[&[&str]], words: &str| {
        let (raw, findings) = plain(vec![grid("Sheet1", rows)]);
        assert!(raw.is_none());
        assert_eq!(codes(&findings), [Code::F02]);
        let read = findings[0].read.as_deref().unwrap();
        assert!(read.contains(words), "{read}");
    };
    check(&[&["Measure", "Value"], &["1", "3"]], "no cell names a quarter");
    check(&[&["Q2 2023-24"], &["Measure", "Value"]], "no cell names a service");
    check(&[&["Q2 2023-24 and Q1 2023-24, Children and Justice"]], "2023-24 Q1 and 2023-24 Q2");
    check(
        &[&["Q2 2023-24"], &["Children and Justice"], &["Performance and Support"]],
        "Children and Justice and Performance and Support",
    );
    check(&[&["Q2 2023-24, Children and Justice"], &["Hello"]], "no row names a measure");
}

#[test]
fn a_file_name_and_a_cover_that_disagree_are_told() {
    let form = layout("children-and-justice");
    let bytes = write(&form, &Filled::new()).unwrap();
    let named = |name: &str| codes(&super::read(name, &bytes, &forms).1);
    assert_eq!(named("children-and-justice-2023-24-q2.xlsx"), []);
    assert_eq!(named("return (final).xlsx"), []);
    assert_eq!(named("children-and-justice-2023-24-q1.xlsx"), [Code::F03]);
    assert_eq!(named("performance_and_support_2023-24_Q2.xlsx"), [Code::F03]);
    let mut workbook = open(&bytes).unwrap();
    let says = text("2023-24 Quarter 1: April to June 2023");
    sheet(&mut workbook, "Cover").cells.insert(CellAddress { row: 1, column: 0 }, says);
    let (_, findings) = super::read::read_workbook("return.xlsx", &workbook, &forms);
    assert_eq!(codes(&findings), [Code::F03]);
    assert_eq!(findings[0].severity, Severity::Error);
}

#[test]
fn merged_hidden_and_carried_things_are_told() {
    let form = layout("children-and-justice");
    let mut workbook = open(&write(&form, &filled(&form)).unwrap()).unwrap();
    workbook.remarks = vec![Remark::Macros, Remark::Epoch1904];
    let at = |text: &str| text.parse::<CellAddress>().unwrap();
    let measures = sheet(&mut workbook, "Measures");
    measures.merged.push((at("F4"), at("F5")));
    measures.merged.push((at("A1"), at("J1")));
    measures.hidden_rows.insert(5);
    measures.hidden_columns.insert(6);
    sheet(&mut workbook, "People").visible = false;
    let (_, findings) = super::read::read_workbook("return.xlsx", &workbook, &forms);
    let told = [Code::F10, Code::F11, Code::F11, Code::F11, Code::F13, Code::F14];
    assert_eq!(codes(&findings), told, "{findings:#?}");
}

#[test]
fn a_return_that_is_read_by_its_labels_reads_as_with_its_markers() {
    for service in ["adult-and-older-people", "children-and-justice", "performance-and-support"] {
        let form = layout(service);
        let entries = filled(&form);
        let mut workbook = open(&write(&form, &entries).unwrap()).unwrap();
        workbook.sheets.retain(|sheet| sheet.name != "Meta");
        for sheet in &mut workbook.sheets {
            sheet.cells.retain(|_, cell| {
                !matches!(&cell.value, RawValue::Text(says) if says.starts_with("quarterpack:"))
            });
            let key = SheetKey::ALL.into_iter().find(|key| key.tab() == sheet.name).unwrap();
            let keys = form.sheet(key).unwrap().key_column();
            sheet.cells.retain(|at, _| at.column != keys);
        }
        let (raw, _) = super::read::read_workbook("return.xlsx", &workbook, &forms);
        let raw = raw.unwrap();
        assert_eq!(folded(&raw.service), folded(&form.service_name));
        assert_eq!(raw.lost, [], "{service}");
        all_there(&entries, &raw);
    }
}
