//! A plan as a workbook: out and in again it is the same plan; what is wrong is told by its cell.

use quarterpack::book::{ImportError, Imported, export, import, template};
use quarterpack::finding::CellAddress;
use quarterpack::intake::{RawValue, Reader, SheetCell, Workbook};
use quarterpack::plan::{Plan, read};

const PLANS: [(&str, &str); 2] = [
    ("2021-22.toml", include_str!("../../config/plans/2021-22.toml")),
    ("2023-24.toml", include_str!("../../config/plans/2023-24.toml")),
];

fn plan(nth: usize) -> Plan {
    read(PLANS[nth].0, PLANS[nth].1).unwrap()
}

fn opened(bytes: &[u8]) -> Workbook {
    Reader::InProcess.open_all(&[bytes]).unwrap().remove(0).unwrap()
}

/// The plan without what tells one file from another.
fn bare(plan: Plan) -> Plan {
    let mut plan = plan;
    (plan.file, plan.hash) = (String::new(), String::new());
    plan
}

/// The workbook of the newer plan with other words in a cell.
fn with(changes: &[(&str, &str, RawValue)]) -> Result<Imported, ImportError> {
    let mut book = opened(&export(&plan(1)).unwrap());
    for (sheet, cell, value) in changes {
        let sheet = book.sheets.iter_mut().find(|one| one.name == *sheet).unwrap();
        let at: CellAddress = cell.parse().unwrap();
        sheet.cells.insert(at, SheetCell { value: value.clone(), formula: None });
    }
    import("plan.xlsx", &Ok(book), "new.toml")
}

fn words(text: &str) -> RawValue {
    RawValue::Text(text.into())
}

fn faults(changes: &[(&str, &str, RawValue)]) -> Vec<String> {
    with(changes).unwrap_err().faults.iter().map(ToString::to_string).collect()
}

#[test]
fn out_and_in_again_both_plans_are_the_same() {
    for nth in 0..2 {
        let plan = plan(nth);
        let bytes = export(&plan).unwrap();
        assert_eq!(bytes, export(&plan).unwrap(), "the same bytes");
        let back = import("plan.xlsx", &Ok(opened(&bytes)), "back.toml").unwrap();
        assert_eq!(back.passed_over, []);
        assert_eq!(bare(back.plan.clone()), bare(plan));
        // The file that is written is that plan.
        assert_eq!(bare(read("back.toml", &back.text).unwrap()), bare(back.plan));
    }
}

#[test]
fn what_is_wrong_is_told_by_sheet_and_cell() {
    let told = faults(&[
        ("Measures", "P5", words("at least 200")),
        ("Measures", "E7", words("O77")),
        ("Figures", "D6", words("groats")),
        ("Budget", "D5", words("7068")),
        ("Steps", "G5", words("soon")),
        ("Actions", "D5", RawValue::Error("#REF!".into())),
    ]);
    insta::assert_snapshot!(told.join("\n"));
    let told = faults(&[("Plan", "B5", words("next year"))]);
    assert_eq!(
        told,
        ["plan.xlsx › Plan › B5: plan › year: “next year” is not a financial year; write it as \
          2023-24"]
    );
}

#[test]
fn numbers_days_and_words_are_taken_as_excel_has_them() {
    let number = |text: &str, percent| RawValue::Number { number: text.parse().unwrap(), percent };
    let back = with(&[
        ("Measures", "O6", number("0.85", true)),
        ("Measures", "N6", words("Higher")),
        ("Measures", "B6", number("2", false)),
        ("Budget", "E5", number("3.2", false)),
        ("Plan", "B17", words("28/02/2023")),
    ])
    .unwrap();
    assert_eq!(back.plan.measures[1].target.printed, "85%");
    assert_eq!(bare(back.plan).employees, plan(1).employees);
}

#[test]
fn sheets_and_columns_may_move_and_none_may_be_missing() {
    let mut book = opened(&export(&plan(1)).unwrap());
    book.sheets.reverse();
    let risks = book.sheets.iter_mut().find(|sheet| sheet.name == "Risks").unwrap();
    // Two columns to the right and three rows down, with a remark in a column of its own.
    let moved = std::mem::take(&mut risks.cells)
        .into_iter()
        .map(|(at, cell)| (CellAddress { row: at.row + 3, column: at.column + 2 }, cell));
    risks.cells = moved.collect();
    risks.cells.insert("J9".parse().unwrap(), SheetCell { value: words("ask"), formula: None });
    let back = import("plan.xlsx", &Ok(book.clone()), "new.toml").unwrap();
    assert_eq!(back.plan.risks, plan(1).risks);
    assert_eq!(back.passed_over.len(), 1);
    assert_eq!(back.passed_over[0].place.to_string(), "plan.xlsx › Risks › J9");

    book.sheets.retain(|sheet| sheet.name != "Figures");
    let error = import("plan.xlsx", &Ok(book), "new.toml").unwrap_err();
    assert!(error.to_string().contains("plan.xlsx › Figures: there is no sheet “Figures”"));
}

#[test]
fn hostile_and_empty_files_are_refused() {
    let refused = |bytes: &[u8]| {
        let opened = Reader::InProcess.open_all(&[bytes]).unwrap().remove(0);
        import("plan.xlsx", &opened, "new.toml").unwrap_err().to_string()
    };
    assert!(refused(b"%PDF-1.7").contains("plan.xlsx"));
    let empty = refused(&template().unwrap());
    assert!(empty.contains("plan.xlsx › Plan › B5: “Financial year” is empty"), "{empty}");
    assert!(!empty.contains("TOML"), "{empty}");
}
