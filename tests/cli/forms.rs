//! `forms`: the blank return forms of a quarter.

use crate::place::Place;
use calamine::Reader;
use quarterpack::finding::{Code, Finding};
use quarterpack::form::{FormContext, Layout, SheetKey};
use quarterpack::intake;

const SERVICES: [&str; 3] =
    ["adult-and-older-people", "children-and-justice", "performance-and-support"];

#[test]
fn a_form_for_each_service_is_written_and_found_again() {
    let place = Place::new();
    let said = place.quarterpack(["forms", "--quarter", "2023-24 Q3"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let names = SERVICES.map(|service| format!("out/forms/2023-24-q3/{service}-2023-24-q3.xlsx"));
    assert_eq!(said.out.lines().collect::<Vec<_>>(), names);
    let text = std::fs::read_to_string(place.path("config/plans/2023-24.toml")).unwrap();
    let plan = quarterpack::plan::read("2023-24.toml", &text).unwrap();
    let quarter = "2023-24 Q3".parse().unwrap();
    for (name, service) in names.iter().zip(SERVICES) {
        let bytes = std::fs::read(place.path(name)).unwrap();
        let context = FormContext::default();
        let layout = Layout::new(&plan, &service.into(), quarter, &context).unwrap();
        let (raw, findings) = intake::read(name, &bytes, &|_| Some(layout.clone().into()));
        let raw = raw.unwrap();
        assert_eq!(
            (raw.quarter.as_str(), raw.plan_hash.as_deref()),
            ("2023-24 Q3", Some(&*plan.hash))
        );
        let lost: Vec<&Finding> =
            findings.iter().filter(|finding| finding.code != Code::C04).collect();
        assert!(lost.is_empty(), "every cell is where it was put: {lost:?}");
    }
}

#[test]
fn without_a_quarter_the_forms_of_the_open_one_are_written() {
    let place = Place::new();
    let said = place.quarterpack(["forms", "--service", "children-and-justice"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    // The one that the sample configuration reports.
    assert_eq!(said.out, "out/forms/2023-24-q2/children-and-justice-2023-24-q2.xlsx\n");
}

/// What stands in a column of a sheet, with the row's first cell.
fn column(bytes: &[u8], sheet: &str, head: &str) -> Vec<(String, String)> {
    let mut book: calamine::Xlsx<_> =
        calamine::Xlsx::new(std::io::Cursor::new(bytes.to_vec())).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    let mut at = None;
    let mut found = Vec::new();
    for row in range.rows() {
        let here = row.iter().position(|cell| *cell == *head);
        if here.is_some() {
            at = here;
        } else if let Some(at) = at {
            found.push((row[0].to_string(), row[at].to_string()));
        }
    }
    found
}

#[test]
fn the_last_quarter_stands_beside_each_cell() {
    let place = Place::new();
    let said = place.quarterpack([
        "forms",
        "--quarter",
        "2023-24 Q3",
        "--service",
        "Adult and Older People",
        "--to",
        "blank",
    ]);
    assert_eq!(said.out, "blank/adult-and-older-people-2023-24-q3.xlsx\n");
    let bytes = std::fs::read(place.path("blank/adult-and-older-people-2023-24-q3.xlsx")).unwrap();
    let last = column(&bytes, SheetKey::Measures.tab(), "Last quarter");
    let of = |reference: &str| {
        let found = last.iter().find(|(one, _)| one == reference);
        found.map(|(_, value)| value.as_str()).unwrap()
    };
    // From the second revision of Q2: pounds, and the visits of a formula's value.
    assert_eq!((of("1a"), of("7a")), ("53900", "133"));
}

/// Measure 3 of quarter 1 was restated in quarter 2, from 268 to 271: the form of quarter 3 works
/// the year out with 271, on its hidden sheet.
#[test]
fn restated_figures_stand_in_their_place() {
    let place = Place::new();
    let service = "adult-and-older-people";
    let said = place.quarterpack(["forms", "--quarter", "2021-22 Q3", "--service", service]);
    let bytes = std::fs::read(place.path(said.out.trim())).unwrap();
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range(SheetKey::Meta.tab()).unwrap();
    let rows: Vec<Vec<String>> =
        range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    let holds = |row: &&Vec<String>| row.iter().any(|cell| cell == "M03/num");
    let row = rows.iter().find(holds).unwrap_or_else(|| panic!("no row of M03: {rows:?}"));
    assert!(
        row.iter().any(|cell| cell == "271") && row.iter().all(|cell| cell != "268"),
        "{row:?}"
    );
}

#[test]
fn a_service_that_there_is_not_is_told_with_those_there_are() {
    let place = Place::new();
    let said = place.quarterpack(["forms", "--quarter", "2023-24 Q3", "--service", "Libraries"]);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    insta::assert_snapshot!(said.err, @"error: there is no service “Libraries”; known are adult-and-older-people, children-and-justice, performance-and-support");
    assert!(!place.path("out").exists());
}
