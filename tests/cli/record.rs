//! What the program remembers: returns, versions and what changed between them, the log.

use crate::place::Place;
use std::fs;

const Q2: &str = "samples/returns/2023-24/q2";

/// A view of the record, without its head, a line a row.
fn exported(place: &Place, view: &str) -> Vec<String> {
    let said = place.quarterpack(["export", "--to", "exported"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let text = fs::read_to_string(place.path("exported").join(format!("{view}.csv"))).unwrap();
    text.lines().skip(1).map(ToOwned::to_owned).collect()
}

/// The state that the record gives a file.
fn state(place: &Place, file: &str) -> String {
    let rows = exported(place, "returns");
    let row = rows.iter().find(|row| row.starts_with(&format!("{file},"))).unwrap();
    row.split(',').nth(6).unwrap().to_owned()
}

fn packs(place: &Place) -> Vec<(String, Vec<u8>)> {
    [place.files("out/packs"), place.files("out/outbox")].concat()
}

#[test]
fn a_corrected_return_makes_a_version_that_tells_what_changed() {
    let place = Place::new();
    let first = place.quarterpack(["run", "--as-of", "2023-10-17"]);
    assert!(first.out.contains("version 1"), "{}", first.out);
    let second = place.quarterpack(["run", "--as-of", "2023-10-18"]);
    assert!(second.out.contains("Made the pack for the Social Work Committee, version 2"));
    let mail = place.files("out/outbox");
    let mail = mail.iter().find(|(name, _)| name.contains("v2--performance")).unwrap();
    let mail = mail_parser::MessageParser::default().parse(&mail.1).unwrap();
    let text = mail.body_text(0).unwrap().into_owned();
    let changed = text.split("WHAT YOU NEED").next().unwrap();
    insta::assert_snapshot!("changes_in_the_message", changed);
    // The meeting is on 15 November: what is said by the 3rd can still come into the final.
    let said = text.replace('\u{a0}', " ").split_whitespace().collect::<Vec<_>>().join(" ");
    let reply =
        "Reply to performance@council.example by 3 November 2023: the final pack is due on 6";
    assert!(said.contains(reply), "{text}");
    let rows = exported(&place, "positions");
    assert!(rows.iter().any(|row| row.contains(",1,2023-10-17,0,measure/M01/status")));
    assert!(rows.iter().any(|row| row.contains(",2,2023-10-18,1,measure/M01/status")));
}

#[test]
fn a_reissue_is_made_deliberately() {
    let place = Place::new();
    place.quarterpack(["run"]);
    let said = place.quarterpack(["run", "--reissue"]);
    assert!(said.out.contains("Made the pack for the Social Work Committee, version 2"));
    let again = place.quarterpack(["run"]);
    assert!(again.out.contains("stays at version 2"), "{}", again.out);
    let log = place.quarterpack(["audit", "show"]).out;
    assert!(log.contains("reissue   social-work-committee 2023-24 Q2, version 2"), "{log}");
}

#[test]
fn other_inputs_that_make_the_same_pack_make_no_version() {
    let place = Place::new();
    place.quarterpack(["run"]);
    let before = packs(&place);
    let lists = fs::read_to_string(place.path("config/lists.toml")).unwrap();
    let more = "\n[[list.recipient]]\nname = \"Head of Service\"\n\
                address = \"head@council.example\"\npacks = [\"social-work-committee\"]\n\
                formats = [\"pdf\"]\n";
    place.write("config/lists.toml", &format!("{lists}{more}"));
    let said = place.quarterpack(["run"]);
    assert!(said.out.contains("would be the same: it stays at version 1"), "{}", said.out);
    let after = packs(&place);
    assert_eq!(after.len(), before.len() + 1, "who is new on the list gets a message");
    assert!(before.iter().all(|file| after.contains(file)), "and what there was stays");
    let again = place.quarterpack(["run"]);
    assert!(again.out.contains("Nothing has changed"), "{}", again.out);
}

#[test]
fn what_has_left_the_inbox_is_remembered() {
    let place = Place::new();
    place.quarterpack(["run"]);
    let before = packs(&place);
    fs::remove_dir_all(place.path("samples/returns")).unwrap();
    fs::create_dir(place.path("samples/returns")).unwrap();
    let again = place.quarterpack(["run"]);
    assert!(again.out.contains("Nothing has changed"), "{}", again.out);
    assert!(packs(&place) == before);
    let trace = place.quarterpack(["trace", "13"]);
    assert!(trace.out.contains("children-and-justice-2023-24-q2.xlsx › Measures › F16"));
}

#[test]
fn a_refused_return_leaves_the_good_one_in_force() {
    let place = Place::new();
    place.arrives("children-and-justice-again.xlsx", b"not a workbook", "2023-10-20T10:00:00");
    let said = place.quarterpack(["run"]);
    let returns = said.paragraph("Returns, due on 13 October 2023:");
    let used = returns.iter().find(|line| line.contains("children-and-justice-2023-24-q2.xlsx"));
    assert!(used.unwrap().ends_with(" used"), "{returns:?}");
    assert_eq!(state(&place, "children-and-justice-again.xlsx"), "refused");
    assert_eq!(state(&place, "children-and-justice-2023-24-q2.xlsx"), "used");
    assert_eq!(state(&place, "adult-and-older-people-2023-24-q2.xlsx"), "superseded");
}

#[test]
fn the_same_return_again_is_a_duplicate_and_another_of_one_revision_is_undecided() {
    let place = Place::new();
    let bytes = fs::read(place.path(Q2).join("children-and-justice-2023-24-q2.xlsx")).unwrap();
    place.arrives("sent-again.xlsx", &bytes, "2023-10-20T10:00:00");
    place.quarterpack(["run"]);
    assert_eq!(state(&place, "sent-again.xlsx"), "duplicate");
    assert_eq!(state(&place, "children-and-justice-2023-24-q2.xlsx"), "used");
    // The same figures in other bytes: what follows a workbook's end is not read.
    let mut other = bytes;
    let at = other.len() - 22;
    assert_eq!(&other[at..at + 4], b"PK\x05\x06", "the end of the archive, with no remark");
    other[at + 20] = 1;
    other.push(b' ');
    place.arrives("sent-differently.xlsx", &other, "2023-10-21T10:00:00");
    let said = place.quarterpack(["run"]);
    assert!(said.out.contains("3 returns have one revision number; none is used"));
    assert_eq!(state(&place, "sent-differently.xlsx"), "undecided");
    assert_eq!(state(&place, "children-and-justice-2023-24-q2.xlsx"), "undecided");
}

#[test]
fn a_run_beside_another_waits_its_turn_and_a_locked_record_is_told() {
    let place = Place::new();
    fs::create_dir_all(place.path("out/record")).unwrap();
    let lock = fs::File::create(place.path("out/record/lock")).unwrap();
    lock.lock().unwrap();
    let said = place.quarterpack(["run"]);
    assert_eq!((said.code, said.out.as_str()), (4, ""));
    insta::assert_snapshot!(said.err, @r"
    error: another run is at work on the record in out/record
      to do: wait until it has ended; a run that was killed holds nothing
    ");
    drop(lock);
    assert_eq!(place.quarterpack(["run"]).code, 0);
    let database = rusqlite::Connection::open(place.path("out/record/record.sqlite")).unwrap();
    database.execute_batch("BEGIN IMMEDIATE").unwrap();
    let said = place.quarterpack(["run", "--reissue"]);
    assert_eq!(said.code, 4);
    assert!(said.err.contains("record.sqlite is locked by another program"), "{}", said.err);
    assert!(said.err.contains("to do: close the programs"), "{}", said.err);
}

#[test]
fn the_log_finds_what_was_tampered_with() {
    let place = Place::new();
    place.quarterpack(["run"]);
    let verified = place.quarterpack(["audit", "verify"]);
    assert_eq!(verified.code, 0);
    assert!(verified.out.starts_with("The log is whole: "), "{}", verified.out);
    let database = rusqlite::Connection::open(place.path("out/record/record.sqlite")).unwrap();
    let sql = "DROP TRIGGER audit_is_not_changed;
               UPDATE audit SET detail = replace(detail, 'used', 'lost') WHERE seq = 30";
    database.execute_batch(sql).unwrap();
    drop(database);
    let verified = place.quarterpack(["audit", "verify"]);
    assert_eq!(verified.code, 1);
    assert!(verified.out.contains("entry 30: it is not as it was written"), "{}", verified.out);
}

#[test]
fn an_archived_file_that_was_changed_is_found() {
    let place = Place::new();
    place.quarterpack(["run"]);
    let (name, _) = place.files("out/record/archive").remove(3);
    fs::write(place.path("out/record/archive").join(name), "other bytes").unwrap();
    let verified = place.quarterpack(["audit", "verify"]);
    assert_eq!(verified.code, 1);
    assert!(verified.out.contains("is not what it was when it came"), "{}", verified.out);
}

#[test]
fn status_says_who_has_sent_what_is_wrong_and_what_was_made() {
    let place = Place::new();
    let before = place.quarterpack(["status"]);
    assert!(before.out.contains("none made yet"), "{}", before.out);
    assert!(!place.path("out").exists(), "it writes nothing");
    place.quarterpack(["run"]);
    let said = place.quarterpack(["status"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert!(said.out.contains("  Social Work Committee, version 1\n"), "{}", said.out);
    let json = place.quarterpack(["status", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["services"][0]["returns"][1]["used"], true);
    assert_eq!(json["packs"][0]["version"], 1);
}

#[test]
fn the_record_goes_to_other_programs_as_json() {
    let place = Place::new();
    place.quarterpack(["run"]);
    place.quarterpack(["export", "--to", "exported", "--json"]);
    let text = fs::read_to_string(place.path("exported/figures.json")).unwrap();
    let figures: serde_json::Value = serde_json::from_str(&text).unwrap();
    let found = figures.as_array().unwrap().iter().find(|row| {
        row["item"] == "M13" && row["quarter"] == "2023-24 Q2" && row["figure"] == "num"
    });
    let found = found.unwrap();
    assert_eq!((&found["number"], &found["cell"]), (&"93".into(), &"F16".into()));
    assert_eq!(found["state"], "used");
}

#[test]
fn a_name_that_nothing_goes_by_is_told() {
    let place = Place::new();
    let said = place.quarterpack(["trace", "M99"]);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    assert!(said.err.contains("nothing in the plan of 2023-24 goes by the name “M99”"));
}

#[test]
fn a_figure_is_followed_to_its_cells() {
    let place = Place::new();
    insta::assert_snapshot!("trace_m13", place.quarterpack(["trace", "M13"]).out);
    insta::assert_snapshot!(
        "trace_line",
        place.quarterpack(["trace", "children-and-families"]).out
    );
}

#[test]
fn a_backup_that_is_brought_back_changes_nothing() {
    let place = Place::new();
    place.quarterpack(["run"]);
    let made = packs(&place);
    let said = place.quarterpack(["backup", "--to", "backup"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let refused = place.quarterpack(["restore", "--from", "backup"]);
    assert_eq!(refused.code, 4);
    assert!(refused.err.contains("there is a record already"), "{}", refused.err);
    fs::remove_dir_all(place.path("out/record")).unwrap();
    let restored = place.quarterpack(["restore", "--from", "backup"]);
    assert_eq!((restored.code, restored.err.as_str()), (0, ""));
    assert_eq!(restored.out.lines().last(), said.out.lines().last(), "the same log");
    let again = place.quarterpack(["run"]);
    assert!(again.out.contains("Nothing has changed"), "{}", again.out);
    assert!(packs(&place) == made);
    assert_eq!(place.quarterpack(["audit", "verify"]).code, 0);
}
