//! What the pack says of returns that were restated, sent again, late, doubled or refused.

use crate::support::{INPUTS, quarter};
use crate::walk::{Held, cells, words};
use quarterpack::compose::{Cell, Pack};
use quarterpack::intake::{Arrival, Reader};
use quarterpack::pipeline::{Inputs, Job, compose_pack, run};
use std::path::Path;

const ADULTS: &str = "adult-and-older-people-2023-24-q2.xlsx";
const CHILDREN: &str = "children-and-justice-2023-24-q2.xlsx";

/// The pack of quarter 2, with an inbox that was changed.
fn pack(change: impl FnOnce(&mut Vec<Arrival>)) -> Pack {
    pack_for("social-work-committee", change)
}

/// The same for another body.
fn pack_for(id: &str, change: impl FnOnce(&mut Vec<Arrival>)) -> Pack {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut inputs = Inputs::read(&root.join("config/quarterpack.toml")).unwrap();
    change(&mut inputs.inbox.arrivals);
    let quarter = quarter("2023-24 Q2");
    let as_at = INPUTS.settings.as_at[&quarter];
    let reader = &Reader::InProcess;
    let job = Job { inputs: &inputs, quarter, as_at, reader, write: false };
    compose_pack(&job, crate::files::pack_of(&inputs, id)).unwrap()
}

fn arrival(file: &str, bytes: &[u8], day: &str) -> Arrival {
    Arrival::held(file, bytes.into(), format!("{day}T10:00:00").parse().ok())
}

fn bytes(name: &str) -> Vec<u8> {
    INPUTS.inbox.arrivals.iter().find(|one| one.file == name).unwrap().bytes().unwrap().into_owned()
}

/// Rows of a table as texts, a cell's two lines with a stroke between.
fn rows(pack: &Pack, table: &str) -> Vec<String> {
    let held = Held::of(pack);
    let text = |cell: &Cell| {
        let second = cell.second.as_ref().map(|second| format!(" / {}", second.text));
        format!("{}{}", words(cell).unwrap_or_default(), second.unwrap_or_default())
    };
    let rows = held.table_called(table).rows.iter();
    rows.map(|row| cells(row).iter().map(text).collect::<Vec<_>>().join(" | "))
        .map(|row| row.replace('\u{a0}', " "))
        .collect()
}

fn row(pack: &Pack, table: &str, first: &str) -> String {
    let found: Vec<String> =
        rows(pack, table).into_iter().filter(|row| row.starts_with(first)).collect();
    assert_eq!(found.len(), 1, "{first} in {table}: {found:?}");
    found[0].clone()
}

/// A missing return stands in the packs that need it, whatever they are chosen by, and in no other.
#[test]
fn a_return_that_has_not_come_is_told_in_the_packs_that_are_about_its_service() {
    let children = |arrivals: &mut Vec<Arrival>| {
        arrivals.retain(|one| !one.file.starts_with("children-and-justice-2023-24-q2"));
    };
    let said = "No return that can be used has come from Children and Justice";
    for (id, says) in [
        ("social-work-committee", true),
        ("public-protection", true),
        ("ijb-performance-and-audit", false),
    ] {
        let pack = pack_for(id, children);
        assert_eq!(Held::of(&pack).says(said), says, "{id}");
        assert!(!Held::of(&pack_for(id, |_| ())).says(said), "{id}");
    }
}

/// A return that has not come is told under its service, and not as a file of nobody's.
#[test]
fn a_return_that_has_not_come_is_its_services_matter() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut inputs = Inputs::read(&root.join("config/quarterpack.toml")).unwrap();
    inputs.inbox.arrivals.clear();
    inputs.packs.retain(|pack| pack.recipe.id == "social-work-committee");
    let quarter = quarter("2023-24 Q2");
    let as_at = INPUTS.settings.as_at[&quarter];
    let job = Job { inputs: &inputs, quarter, as_at, reader: &Reader::InProcess, write: false };
    let told = run(&job).unwrap().findings;
    let told: Vec<(&str, usize)> =
        told.iter().map(|(who, all)| (who.as_str(), all.len())).collect();
    let services = ["Adult and Older People", "Children and Justice", "Performance and Support"];
    assert_eq!(told, services.map(|name| (name, 1)));
}

#[test]
fn a_restated_figure_is_shown_with_the_old_one_and_the_reason() {
    let as_at = "2021-10-29".parse().unwrap();
    let reader = &Reader::InProcess;
    let job = Job { inputs: &INPUTS, quarter: quarter("2021-22 Q2"), as_at, reader, write: false };
    let earlier = compose_pack(&job, crate::files::pack_file("social-work-committee")).unwrap();
    let told = "was restated from 268 to 271: Three clients of the Clydesdale team";
    assert!(Held::of(&earlier).says(told));
    let autumn = pack(|_| {});
    assert!(Held::of(&autumn).says("was restated from 128 to 130: "));
}

#[test]
fn a_return_sent_again_is_named_with_the_revision_that_counts() {
    let twice = row(&pack(|_| {}), "returns-received", "Adult and Older People");
    assert!(
        twice.starts_with("Adult and Older People | 11 Oct 2023 / on time | revision 2 / 18 Oct")
    );
    let once = pack(|inbox| inbox.retain(|one| !one.file.contains("q2-v2")));
    let once = row(&once, "returns-received", "Adult and Older People");
    assert!(
        once.starts_with("Adult and Older People | 11 Oct 2023 / on time | revision 1 / 11 Oct")
    );
}

#[test]
fn a_late_return_is_named_with_its_days() {
    let pack = pack(|_| {});
    let late = row(&pack, "returns-received", "Performance and Support");
    assert!(late.contains("17 Oct 2023 / 2 working days late"), "{late}");
}

#[test]
fn a_return_that_came_twice_counts_once() {
    let once = pack(|_| {});
    let twice = pack(|inbox| inbox.push(arrival("again.xlsx", &bytes(CHILDREN), "2023-10-13")));
    for table in ["returns-received", "findings", "sources"] {
        assert_eq!(rows(&twice, table), rows(&once, table), "{table}");
    }
    assert!(!Held::of(&twice).says("again.xlsx"), "a note needs no action");
}

#[test]
fn a_refused_return_is_a_finding_and_the_good_one_counts() {
    let good = pack(|_| {});
    let refused =
        pack(|inbox| inbox.push(arrival("children-again.xlsx", b"no workbook", "2023-10-20")));
    let name = "Children and Justice";
    assert_eq!(row(&refused, "returns-received", name), row(&good, "returns-received", name));
    assert_eq!(rows(&refused, "sources"), rows(&good, "sources"));
    // It is the officers' matter: the body is told that it came, and no more.
    assert_eq!(rows(&refused, "findings"), rows(&good, "findings"));
    let one = "1 more file that came is no service’s return; the officers have it.";
    let two = "2 more files that came are no service’s return; the officers have them.";
    assert!(Held::of(&good).says(one) && Held::of(&refused).says(two));
    assert!(!Held::of(&refused).says("children-again.xlsx"));
    // Where there is no other it is a gap.
    let alone = pack(|inbox| {
        inbox.retain(|one| one.file != CHILDREN);
        inbox.push(arrival(CHILDREN, b"no workbook", "2023-10-12"));
    });
    let gap = row(&alone, "returns-received", name);
    assert!(gap.starts_with("Children and Justice | not returned | none"), "{gap}");
}

#[test]
fn of_two_returns_with_one_revision_neither_counts_and_both_are_named() {
    let mut other = bytes("adult-and-older-people-2023-24-q2-v2.xlsx");
    // The same figures in other bytes: what follows a workbook's end is not read.
    let at = other.len() - 22;
    assert_eq!(&other[at..at + 4], b"PK\x05\x06");
    other[at + 20] = 1;
    other.push(b' ');
    let pack = pack(|inbox| inbox.push(arrival("other-v2.xlsx", &other, "2023-10-19")));
    let used = row(&pack, "returns-received", "Adult and Older People");
    assert!(used.contains("revision 1 / 11 Oct"), "{used}");
    let findings = rows(&pack, "findings");
    let clash: Vec<&String> = findings.iter().filter(|row| row.starts_with("F04")).collect();
    assert_eq!(clash.len(), 2, "{findings:?}");
    assert!(clash[0].contains(&format!("revision 1, {ADULTS}, stays in force")), "{clash:?}");
}
