//! `run` on an inbox in which something is wrong: it is told, and the run goes on.

use crate::place::{Place, Said, root};
use crate::quarter_end;
use quarterpack::form::{CoverField, Entry, FigurePart, Filled, FormContext, Layout, Slot, write};
use std::fs;

const ADULTS: &str = "samples/returns/2023-24/q2/adult-and-older-people-2023-24-q2";
const CHILDREN: &str = "samples/returns/2023-24/q2/children-and-justice-2023-24-q2.xlsx";

fn made(said: &Said) {
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert!(said.out.contains("Made the pack for the Social Work Committee"), "{}", said.out);
}

/// A return of the second quarter that holds nothing but its revision.
fn nearly_empty(revision: u32) -> Vec<u8> {
    let text = fs::read_to_string(root().join("config/plans/2023-24.toml")).unwrap();
    let plan = quarterpack::plan::read("2023-24.toml", &text).unwrap();
    let quarter = "2023-24 Q2".parse().unwrap();
    let service = "adult-and-older-people".into();
    let layout = Layout::new(&plan, &service, quarter, &FormContext::default()).unwrap();
    let revision = Entry::Number(revision.into());
    let filled = Filled::from([(Slot::Cover(CoverField::Revision), revision)]);
    write(&layout, &filled).unwrap()
}

#[test]
fn a_return_that_did_not_come_is_named_and_the_pack_is_made() {
    let place = Place::new();
    for ending in [".xlsx", "-v2.xlsx"] {
        let path = place.path(&format!("{ADULTS}{ending}"));
        fs::rename(&path, place.path("aside.xlsx")).unwrap();
    }
    let said = place.quarterpack(["run"]);
    made(&said);
    insta::assert_snapshot!(said.paragraph("W01").join("\n"), @r"
    error W01: Adult and Older People: no return that can be used has come from Adult and Older People
      no return
      due on 13 October 2023
      to do: Ask the service for its return.
    ");
    let row = said.out.lines().find(|line| line.starts_with("  Adult and Older People"));
    assert!(row.unwrap().ends_with("nothing that can be used"));
    let others =
        ["children-and-justice-2023-24-q2.xlsx", "performance-and-support-2023-24-q2.xlsx"];
    for other in others {
        let row = said.out.lines().find(|line| line.contains(other)).unwrap();
        assert!(row.ends_with(" used") && !row.ends_with("not used"), "{row}");
    }
}

#[test]
fn a_return_that_can_t_be_read_is_told_and_the_others_are_used() {
    let place = Place::new();
    let whole = fs::read(place.path(CHILDREN)).unwrap();
    fs::write(place.path(CHILDREN), &whole[..whole.len() / 2]).unwrap();
    let said = place.quarterpack(["run"]);
    made(&said);
    let told = said.paragraph("error F01: the file is damaged");
    assert!(told.iter().any(|line| line.contains("children-and-justice-2023-24-q2.xlsx")));
    assert!(said.out.contains("no return that can be used has come from Children and Justice"));
    assert_eq!(said.out.lines().filter(|line| line.ends_with(", on time    used")).count(), 0);
    assert!(said.out.contains("performance-and-support-2023-24-q2.xlsx"));
}

#[test]
fn the_same_file_sent_twice_changes_nothing() {
    let place = Place::new();
    let bytes = fs::read(place.path(CHILDREN)).unwrap();
    place.arrives("children-again.xlsx", &bytes, "2023-10-12T11:00:00");
    let twice = place.quarterpack(["run"]);
    made(&twice);
    let rows: Vec<&str> =
        twice.out.lines().filter(|line| line.starts_with("  Children and Justice")).collect();
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows[0].contains("children-and-justice-2023-24-q2.xlsx") && rows[0].ends_with(" used"));
    assert!(rows[1].contains("children-again.xlsx") && rows[1].ends_with("not used"));
    // It is a note, and notes are counted only.
    let heading = twice.out.lines().find(|line| line.starts_with("Findings, Children and Justice"));
    assert_eq!(heading, Some("Findings, Children and Justice: 6 errors, 3 warnings, 2 notes"));
    let once = Place::new().quarterpack(["run"]);
    assert_eq!(twice.paragraph("Status  "), once.paragraph("Status  "));
}

#[test]
fn of_two_different_returns_with_one_revision_neither_is_used_and_the_one_before_stays() {
    let place = Place::new();
    let name = "adult-and-older-people-other.xlsx";
    place.arrives(name, &nearly_empty(2), "2023-10-18T16:00:00");
    let said = place.quarterpack(["run"]);
    made(&said);
    let clash: Vec<&str> = said.out.lines().filter(|line| line.starts_with("error F04")).collect();
    let told = "error F04: 2 returns have one revision number; neither is used; revision 1, \
                adult-and-older-people-2023-24-q2.xlsx, stays in force";
    assert_eq!(clash, [told; 2]);
    let read = "  read revision 2 in adult-and-older-people-2023-24-q2-v2.xlsx and \
                adult-and-older-people-other.xlsx";
    assert_eq!(said.out.lines().filter(|line| *line == read).count(), 2);
    let rows: Vec<&str> = said.out.lines().filter(|line| line.starts_with("  Adult and")).collect();
    assert_eq!(rows.len(), 3);
    assert!(rows[0].contains("2023-24-q2.xlsx") && !rows[0].ends_with("not used"), "{rows:?}");
    assert!(rows[1..].iter().all(|row| row.ends_with("not used")), "{rows:?}");
    // It is the pack of before the two came.
    let before = Place::new();
    fs::remove_file(before.path(&format!("{ADULTS}-v2.xlsx"))).unwrap();
    let before = before.quarterpack(["run"]);
    assert_eq!(said.paragraph("Status  "), before.paragraph("Status  "));
    // Where somebody has chosen by a third revision, that counts.
    place.arrives("chosen.xlsx", &nearly_empty(3), "2023-10-19T10:00:00");
    let said = place.quarterpack(["run"]);
    assert!(!said.out.contains("error F04"), "{}", said.out);
    let row = said.out.lines().find(|line| line.contains("chosen.xlsx")).unwrap();
    assert!(row.ends_with(" used") && !row.ends_with("not used"), "{row}");
}

#[test]
fn of_two_different_first_returns_neither_is_used() {
    let place = Place::new();
    fs::remove_file(place.path(&format!("{ADULTS}-v2.xlsx"))).unwrap();
    place.arrives("other.xlsx", &nearly_empty(1), "2023-10-12T16:00:00");
    let said = place.quarterpack(["run"]);
    made(&said);
    let told = "error F04: 2 returns have one revision number; neither is used";
    assert_eq!(said.out.lines().filter(|line| *line == told).count(), 2);
    let rows: Vec<&str> = said.out.lines().filter(|line| line.starts_with("  Adult and")).collect();
    assert!(rows.len() == 2 && rows.iter().all(|row| row.ends_with("not used")), "{rows:?}");
}

/// Each is told what is wrong in its own return.
#[test]
fn files_of_one_name_in_two_folders_have_their_own_findings() {
    let place = Place::new();
    let performance =
        fs::read(place.path("samples/returns/2023-24/q2/performance-and-support-2023-24-q2.xlsx"));
    let children = fs::read(place.path(CHILDREN)).unwrap();
    fs::remove_dir_all(place.path("samples/returns")).unwrap();
    for (folder, bytes) in [("children", &children), ("performance", &performance.unwrap())] {
        let folder = place.path("samples/returns").join(folder);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("return.xlsx"), bytes).unwrap();
    }
    let manifest = "[arrived]\n\"return.xlsx\" = 2023-10-12T10:00:00\n";
    place.write("samples/arrivals.toml", manifest);
    let said = place.quarterpack(["run"]);
    made(&said);
    assert!(said.out.contains("  children/return.xlsx › Measures › F4\n"), "{}", said.out);
    let of = |service: &str| {
        let lines = said.out.lines().find(|line| line.starts_with(&format!("Findings, {service}")));
        lines.map(ToOwned::to_owned)
    };
    let whole = Place::new().quarterpack(["run"]);
    let children = of("Children and Justice").unwrap();
    assert!(children.starts_with("Findings, Children and Justice: 6 errors"), "{children}");
    assert!(whole.out.contains("Findings, Children and Justice: 6 errors"));
    let receipts = place.files("out/receipts/2023-24-q2");
    let names: Vec<&str> = receipts.iter().map(|(name, _)| &**name).collect();
    assert!(names.contains(&"children--return-receipt.txt"), "{names:?}");
    assert!(names.contains(&"performance--return-receipt.txt"), "{names:?}");
    let text = |name: &str| {
        let found = receipts.iter().find(|(one, _)| one == name).unwrap();
        String::from_utf8(found.1.clone()).unwrap()
    };
    assert!(!text("performance--return-receipt.txt").contains("Measure 2"));
    // One that is taken away leaves the other under the name that it came by.
    fs::remove_dir_all(place.path("samples/returns/performance")).unwrap();
    let again = place.quarterpack(["run"]);
    assert!(again.out.contains("Nothing has changed"), "{}", again.out);
}

#[test]
fn an_inbox_without_a_return_makes_a_pack_of_named_gaps() {
    let place = Place::new();
    fs::remove_dir_all(place.path("samples/returns")).unwrap();
    fs::create_dir(place.path("samples/returns")).unwrap();
    let said = place.quarterpack(["run"]);
    made(&said);
    assert_eq!(said.out.matches("error W01").count(), 3);
    insta::assert_snapshot!(said.paragraph("Status  ").join("\n"), @r"
      Status        Measures  Actions
      Blue          n/a       0
      Green         0         0
      Amber         0         0
      Red           0         0
      Report later  14        14
      Contextual    0         n/a
      Total         14        14
    ");
}

/// Quarter 3 is due on 18 January 2022: what is corrected by then was never reported.
#[test]
fn a_later_revision_of_an_earlier_quarter_is_told_as_a_restatement() {
    let told = |arrived: &str| {
        let place = Place::new();
        let name = "children-and-justice-2021-22-q3.xlsx";
        let again = quarter_end::returned(name, |filled| {
            let slot = Slot::Figure("M05".into(), "num".into(), FigurePart::Value);
            let before = filled.insert(slot, Entry::Number(90.into()));
            assert!(matches!(before, Some(Entry::Number(_))), "{before:?}");
            filled.insert(Slot::Cover(CoverField::Revision), Entry::Number(2.into()));
        });
        place.arrives("again.xlsx", &again, arrived);
        made(&quarter_end::run(&place));
        let trace = place.quarterpack(["trace", "M05", "--quarter", quarter_end::Q4]).out;
        (String::from_utf8(quarter_end::pack(&place, "-v1.html")).unwrap(), trace)
    };
    let why = "the return was sent again on 20 February 2022, as revision 2 in place of 1 \
               (children-and-justice-2021-22-q3.xlsx)";
    let (page, trace) = told("2022-02-20T10:00:00");
    let page = page.replace('\u{a0}', " ");
    assert!(page.contains(&format!("Quarter 3 was restated from 96 to 90: {why}.")), "{page}");
    assert!(trace.contains("restated from 96 to 90 by again.xlsx: the return was"), "{trace}");
    let (page, trace) = told("2022-01-15T10:00:00");
    assert!(!page.contains("was sent again on"), "{page}");
    assert!(!trace.contains("restated"), "{trace}");
}
