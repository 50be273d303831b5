//! Small numbers that a role decides to show: what it is bound to, where it is told, taken back.

use crate::place::{Place, Said};
use crate::quarter_end::{CHILDREN, DIRECTOR, HEAD, Q4, done, pack, returned, run};
use quarterpack::form::{CoverField, Entry, Slot};
use std::fs;

const BECAUSE: &str = "the service publishes this count itself";

fn disclose(place: &Place, of: &str, by: &str) -> Said {
    place.quarterpack([
        "disclose",
        "--quarter",
        Q4,
        "--measure",
        "M02",
        "--of",
        of,
        "--by",
        by,
        "--because",
        BECAUSE,
    ])
}

/// The row of measure 2 in the workbook's table of measures, cell by cell.
fn row(place: &Place, version: u32) -> Vec<String> {
    use calamine::Reader;
    let bytes = pack(place, &format!("-v{version}.xlsx"));
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let sheet = book.worksheet_range("Measures by resource outcome").unwrap();
    let text = |row: &[calamine::Data]| row.iter().map(ToString::to_string).collect::<Vec<_>>();
    let mut rows = sheet.rows().map(text);
    rows.find(|row| row.iter().any(|cell| cell.contains("of a DTTO commencing"))).unwrap()
}

/// Which of a row's cells are kept back.
fn hidden(row: &[String]) -> Vec<usize> {
    (0..row.len()).filter(|at| row[*at].starts_with("[c]")).collect()
}

#[test]
fn a_role_has_a_small_number_shown_and_takes_that_back() {
    let place = Place::new();
    done(&run(&place));
    let list = place.quarterpack(["disclose", "--quarter", Q4]);
    done(&list);
    let first = "Quarters with a count below 5 in public packs, 2021-22 Q4: 6 quarters of measures, \
                 0 shown by decision";
    assert_eq!(list.out.lines().next(), Some(first));
    assert!(
        !list.out.chars().any(|c| c == '\u{a0}')
            && list.out.contains("clients first seen within two working days: [c]")
    );
    let shown = place.quarterpack(["disclose", "--quarter", Q4, "--show"]).out;
    assert!(!shown.contains("[c]"), "{shown}");
    let before = hidden(&row(&place, 1));
    assert_eq!(before, [8, 10, 12, 14], "the quarter, the year, the trend, the comparison");

    for (of, by, why) in [
        ("2021-22 Q4", "Anybody", "“Anybody” may not decide this"),
        ("2021-22 Q1", HEAD, "no public pack keeps anything of measure M02, 2021-22 Q1 back"),
    ] {
        let said = disclose(&place, of, by);
        assert_eq!(said.code, 2, "{}", said.out);
        assert!(said.err.contains(why) && said.err.contains("to do"), "{}", said.err);
    }
    assert!(place.quarterpack(["decisions"]).out.contains("No decision"));

    let said = disclose(&place, "2021-22 Q4", HEAD);
    done(&said);
    assert!(said.out.contains("Still kept back of this measure: 2021-22 Q2"), "{}", said.out);
    done(&run(&place));
    let one = hidden(&row(&place, 2));
    assert_eq!(one, [10, 12], "the year and the trend hold Quarter 2 too");
    done(&disclose(&place, "2021-22 Q2", DIRECTOR));
    done(&run(&place));
    assert_eq!(hidden(&row(&place, 3)), Vec::<usize>::new());
    let again = disclose(&place, "2021-22 Q2", DIRECTOR);
    assert!(again.err.contains("measure M02, 2021-22 Q2 is shown already, by decision 2"));

    told(&place);
    let said =
        place.quarterpack(["withdraw", "1", "--by", HEAD, "--because", "it was the wrong quarter"]);
    done(&said);
    assert!(said.out.contains("What is published stays public."), "{}", said.out);
    done(&run(&place));
    assert_eq!(hidden(&row(&place, 4)), before);
    assert_eq!(place.quarterpack(["audit", "verify"]).code, 0);
    let verified = place.quarterpack(["rebuild", "--verify"]);
    done(&verified);
    assert_eq!(verified.out.matches("byte for byte the same").count(), 4, "{}", verified.out);
}

/// The pack, the list of decisions, the log, the views and the trace say who decided, and why.
fn told(place: &Place) {
    let html = String::from_utf8(pack(place, "-v3.html")).unwrap().replace('\u{a0}', " ");
    for what in ["Measure 2, 2021-22 Q4 is shown, with a count below 5", BECAUSE] {
        assert!(html.contains(what), "{what}");
    }
    assert!(html.contains(&format!("The {DIRECTOR}")));
    let decisions = place.quarterpack(["decisions"]).out;
    assert!(decisions.contains("clear-suppression"), "{decisions}");
    assert!(decisions.contains("2021-22 Q4, children-and-justice-2021-22-q4.xlsx, M02"));
    let log = place.quarterpack(["audit", "show"]).out;
    assert!(log.contains(&format!("by {HEAD}: {BECAUSE}")), "{log}");
    let trace = place.quarterpack(["trace", "M02", "--quarter", Q4]).out;
    let said = format!(
        "Measure 2, 2021-22 Q4 is shown, with a count below 5 in public packs: by the {HEAD}"
    );
    assert!(trace.contains(&said), "{trace}");
    let list = place.quarterpack(["disclose", "--quarter", Q4]).out;
    assert!(list.contains("6 quarters of measures, 2 shown by decision"), "{list}");
    assert!(list.contains(&format!("shown by the {DIRECTOR}, decision 2: {BECAUSE}")));
    done(&place.quarterpack(["export", "--to", "exported"]));
    let views = fs::read_to_string(place.path("exported/decisions.csv")).unwrap();
    assert!(views.contains("1,clear-suppression,,2021-22 Q4,,children-and-justice"), "{views}");
}

#[test]
fn a_corrected_return_is_kept_back_again() {
    let place = Place::new();
    done(&run(&place));
    done(&disclose(&place, "2021-22 Q4", HEAD));
    done(&run(&place));
    let shown = hidden(&row(&place, 2));
    let corrected = returned(CHILDREN, |filled| {
        filled.insert(Slot::Cover(CoverField::Revision), Entry::Number(2.into()));
    });
    place.arrives("children-again.xlsx", &corrected, "2022-05-05T10:00:00");
    done(&run(&place));
    assert_eq!(hidden(&row(&place, 3)), hidden(&row(&place, 1)), "after {shown:?}");
    let list = place.quarterpack(["disclose", "--quarter", Q4]).out;
    assert!(list.contains("0 shown by decision"), "{list}");
}
