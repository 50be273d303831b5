//! The record made anew from its journal and archive.

use crate::place::Place;
use std::fs;

/// A record with several quarters, versions and a list that grew.
fn grown() -> Place {
    let place = Place::new();
    place.quarterpack(["run", "--as-of", "2023-10-17"]);
    place.quarterpack(["run"]);
    place.quarterpack(["run", "--quarter", "2021-22 Q4"]);
    let lists = fs::read_to_string(place.path("config/lists.toml")).unwrap();
    let more = "\n[[list.recipient]]\nname = \"Head of Service\"\n\
                address = \"head@council.example\"\npacks = [\"social-work-committee\"]\n\
                formats = [\"pdf\"]\n";
    place.write("config/lists.toml", &format!("{lists}{more}"));
    let kept = place.quarterpack(["run"]);
    assert!(kept.out.contains("would be the same: it stays at version 2"), "{}", kept.out);
    place.quarterpack(["run", "--reissue"]);
    // What shaped the versions is gone from where it was.
    fs::remove_dir_all(place.path("samples/returns")).unwrap();
    fs::create_dir(place.path("samples/returns")).unwrap();
    fs::remove_file(place.path("config/plans/2021-22.toml")).unwrap();
    place
}

fn journal(place: &Place) -> String {
    fs::read_to_string(place.path("out/record/journal.jsonl")).unwrap()
}

#[test]
fn the_same_packs_and_the_same_record_come_from_journal_and_archive() {
    let place = grown();
    let before = place.files("out");
    let said = place.quarterpack(["rebuild", "--verify"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{}", said.out);
    let versions: Vec<&str> =
        said.out.lines().filter(|line| line.starts_with("social-work-committee ")).collect();
    assert_eq!(
        versions,
        [
            "social-work-committee 2023-24 Q2, version 1: 4 files made again, byte for byte the same",
            "social-work-committee 2023-24 Q2, version 2: 5 files made again, byte for byte the same",
            "social-work-committee 2021-22 Q4, version 1: 4 files made again, byte for byte the same",
            "social-work-committee 2023-24 Q2, version 3: 5 files made again, byte for byte the same",
        ]
    );
    let same: Vec<&str> =
        said.out.lines().filter_map(|one| one.strip_prefix("The same: ")).collect();
    assert!(same.len() >= 7, "the views, the log and the journal: {same:?}");
    assert!(said.out.ends_with("The record made anew is the one there is.\n"));
    assert!(place.files("out") == before, "nothing is written");
}

#[test]
fn a_database_that_was_lost_is_made_anew_and_used() {
    let place = grown();
    let log = place.quarterpack(["audit", "show"]).out;
    let lines = journal(&place);
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(place.path(&format!("out/record/record.sqlite{ending}")));
    }
    let refused = place.quarterpack(["run"]);
    assert_eq!((refused.code, refused.out.as_str()), (4, ""));
    assert!(refused.err.contains("the database of the record is gone"), "{}", refused.err);
    assert!(refused.err.contains("to do: move record.sqlite away"), "{}", refused.err);
    let nothing = place.quarterpack(["rebuild", "--verify"]);
    assert_eq!(nothing.code, 4, "there is nothing to compare with");
    let said = place.quarterpack(["rebuild", "--to", "anew"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{}", said.out);
    let again = place.quarterpack(["rebuild", "--to", "anew"]);
    assert!(again.err.contains("there is a record already"), "{}", again.err);
    let restored = place.quarterpack(["restore", "--from", "anew"]);
    assert_eq!((restored.code, restored.err.as_str()), (0, ""));
    assert_eq!(place.quarterpack(["audit", "show"]).out, log);
    assert_eq!(journal(&place), lines);
    assert_eq!(place.quarterpack(["audit", "verify"]).code, 0);
    // The settings lost a plan since; with it the last version stands.
    let plan = "config/plans/2021-22.toml";
    fs::copy(crate::place::root().join(plan), place.path(plan)).unwrap();
    let run = place.quarterpack(["run"]);
    assert!(run.out.contains("Nothing has changed"), "{}", run.out);
    assert!(run.out.contains("stays at version 3"), "{}", run.out);
}

#[test]
fn what_was_changed_in_the_database_the_archive_or_the_output_is_found() {
    let place = Place::new();
    place.quarterpack(["run"]);
    let verify = || {
        let said = place.quarterpack(["rebuild", "--verify"]);
        (said.code, said.out)
    };
    let database = || rusqlite::Connection::open(place.path("out/record/record.sqlite")).unwrap();
    database().execute_batch("UPDATE figure SET number = '94' WHERE number = '93'").unwrap();
    let (code, out) = verify();
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("Not the same: the view figures, row "), "{out}");
    assert!(out.contains("“94”") && out.contains("made anew it is"), "{out}");
    database().execute_batch("UPDATE figure SET number = '93' WHERE number = '94'").unwrap();
    let (name, bytes) = place.files("out/packs").remove(1);
    let pack = place.path("out/packs").join(name);
    fs::write(&pack, "another workbook").unwrap();
    let (code, out) = verify();
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("the file in the output is not the one that was made"), "{out}");
    fs::remove_file(&pack).unwrap();
    let (code, out) = verify();
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("Not in the output any more: 1 file"), "{out}");
    fs::write(&pack, bytes).unwrap();
    let archived = place.files("out/record/archive");
    let text = fs::read(place.path("config/lists.toml")).unwrap();
    let (lists, _) = archived.iter().find(|(_, bytes)| *bytes == text).unwrap();
    fs::remove_file(place.path("out/record/archive").join(lists)).unwrap();
    let (code, out) = verify();
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("Not made again: social-work-committee 2023-24 Q2, version 1"), "{out}");
}

#[test]
fn a_journal_that_was_changed_is_found_and_a_lost_one_is_written_again() {
    let place = Place::new();
    place.quarterpack(["run"]);
    let lines = journal(&place);
    place.write("out/record/journal.jsonl", &lines.replacen("revision\":2", "revision\":3", 1));
    let verified = place.quarterpack(["audit", "verify"]);
    assert_eq!(verified.code, 1, "{}", verified.out);
    assert!(verified.out.contains("journal.jsonl, line 22: it is not as it was written"));
    let run = place.quarterpack(["run"]);
    assert_eq!((run.code, run.out.as_str()), (4, ""));
    insta::assert_snapshot!(run.err, @r"
    error: out/record/journal.jsonl, line 22, is not as it was written
      to do: quarterpack audit verify says whether the log in the database is whole; if it is, move journal.jsonl away, and the next run writes it from the database
    ");
    fs::remove_file(place.path("out/record/journal.jsonl")).unwrap();
    assert_eq!(place.quarterpack(["run"]).code, 0);
    assert_eq!(journal(&place), lines);
    assert_eq!(place.quarterpack(["audit", "verify"]).code, 0);
}

#[test]
fn a_version_that_another_program_made_differently_is_told_with_the_reason() {
    let place = Place::new();
    place.quarterpack(["run"]);
    // A journal of another version, in which the pack was another file.
    let lines = journal(&place).replace("\"program\":\"0.1.0\"", "\"program\":\"0.0.9\"");
    let mut before = String::new();
    let mut forged = String::new();
    for line in lines.lines() {
        let text = line.rsplit_once(",\"hash\":").unwrap().0;
        let old = text.split("\"previous\":\"").nth(1).unwrap().split('"').next().unwrap();
        let text = text.replacen(
            &format!("\"previous\":\"{old}\""),
            &format!("\"previous\":\"{before}\""),
            1,
        );
        before = quarterpack::intake::digest(text.as_bytes());
        forged.extend([text.as_str(), ",\"hash\":\"", &before, "\"}\n"]);
    }
    fs::remove_file(place.path("out/record/record.sqlite")).unwrap();
    place.write("out/record/journal.jsonl", &forged);
    let said = place.quarterpack(["rebuild", "--to", "anew"]);
    assert_eq!(said.code, 1, "{}", said.out);
    assert!(
        said.out.contains(
            "It was made by quarterpack 0.0.9, and this is 0.1.0: that version makes it the same."
        ),
        "{}",
        said.out
    );
    // What the journal says was published stays what was published.
    let restored = place.quarterpack(["restore", "--from", "anew"]);
    assert_eq!((restored.code, restored.err.as_str()), (0, ""));
    assert_eq!(journal(&place), forged);
}
