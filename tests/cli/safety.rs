//! Disks that are full, folders that can't be written, databases that are locked or damaged: a
//! clear message, and nothing half-made in the output.

use crate::place::Place;
use std::fs;
use std::sync::LazyLock;

const STEM: &str = "social-work-committee-2023-24-q2-v1";

/// What is in the output for readers: packs, messages, receipts, and halves of them.
fn for_readers(place: &Place) -> Vec<String> {
    let mut names: Vec<String> = place.files("out").into_iter().map(|(name, _)| name).collect();
    names.retain(|name| !name.starts_with("record/"));
    names
}

type Files = Vec<(String, Vec<u8>)>;

/// What a run makes that nothing stands in the way of, and its journal.
static UNDISTURBED: LazyLock<(Files, Vec<u8>)> = LazyLock::new(|| {
    let place = Place::new();
    place.quarterpack(["run"]);
    (place.made(), journal(&place))
});

fn journal(place: &Place) -> Vec<u8> {
    fs::read(place.path("out/record/journal.jsonl")).unwrap()
}

/// A later run does all of it, as if nothing had been.
fn goes_on(place: &Place) {
    let said = place.quarterpack(["run"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert!(said.out.contains("version 1"), "{}", said.out);
    assert!((place.made(), journal(place)) == *UNDISTURBED);
}

/// The device that is always full stands where one of the files is written.
#[cfg(target_os = "linux")]
#[test]
fn on_a_full_disk_no_file_of_a_pack_is_left() {
    for file in [
        format!("packs/{STEM}.xlsx"),
        format!("outbox/draft-{STEM}--performance-at-council.example.eml"),
    ] {
        let place = Place::new();
        let part = place.path(&format!("out/{file}.part"));
        fs::create_dir_all(part.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink("/dev/full", &part).unwrap();
        let said = place.quarterpack(["run"]);
        assert_eq!((said.code, said.out.as_str()), (4, ""));
        assert_eq!(
            said.err,
            format!(
                "error: out/{file} can't be written\n  \
                 because: No space left on device (os error 28)\n  \
                 to do: check that paths.output names a folder that can be written into, on a disk \
                 with room\n"
            )
        );
        assert_eq!(for_readers(&place), Vec::<String>::new());
        let status = place.quarterpack(["status"]);
        assert!(status.out.contains("none made yet"), "{}", status.out);
        goes_on(&place);
    }
}

/// Files may not grow beyond a limit, which the database reaches.
#[cfg(target_os = "linux")]
#[test]
fn a_record_that_can_t_grow_is_told_and_nothing_is_made() {
    let place = Place::new();
    let program = env!("CARGO_BIN_EXE_quarterpack");
    let limited = format!("trap '' XFSZ; ulimit -f 160; exec {program} run");
    let run = std::process::Command::new("/bin/sh")
        .args(["-c", &limited])
        .env_clear()
        .current_dir(place.path(""))
        .output()
        .unwrap();
    let err = String::from_utf8(run.stderr).unwrap();
    assert_eq!(run.status.code(), Some(4), "{err}");
    assert!(run.stdout.is_empty());
    let told = "error: the record out/record/record.sqlite can't be used\n";
    assert!(err.starts_with(told), "{err}");
    assert!(err.contains("to do: check that paths.output and paths.record"), "{err}");
    assert_eq!(for_readers(&place), Vec::<String>::new());
    goes_on(&place);
}

/// Tests may run as the administrator, who can write everywhere but into a file that stands where
/// a folder should be, or a folder where a file should be.
#[test]
fn where_a_folder_can_t_be_written_no_file_of_a_pack_is_left() {
    let place = Place::new();
    place.write("out/outbox", "in the way");
    let said = place.quarterpack(["run"]);
    assert_eq!((said.code, said.out.as_str()), (4, ""));
    assert!(said.err.contains("out/outbox/"), "{}", said.err);
    assert!(said.err.contains("to do: check that paths.output names a folder"), "{}", said.err);
    assert_eq!(for_readers(&place), ["outbox"]);
    fs::remove_file(place.path("out/outbox")).unwrap();
    goes_on(&place);

    let place = Place::new();
    let message =
        place.path(&format!("out/outbox/draft-{STEM}--performance-at-council.example.eml"));
    fs::create_dir_all(&message).unwrap();
    let said = place.quarterpack(["run"]);
    assert_eq!((said.code, said.out.as_str()), (4, ""));
    assert_eq!(for_readers(&place), Vec::<String>::new());
    fs::remove_dir(message).unwrap();
    goes_on(&place);
}

#[test]
fn a_journal_that_can_t_be_written_stops_the_run_before_anything_is_made() {
    let place = Place::new();
    fs::create_dir_all(place.path("out/record/journal.jsonl")).unwrap();
    let said = place.quarterpack(["run"]);
    assert_eq!((said.code, said.out.as_str()), (4, ""));
    assert!(said.err.contains("journal.jsonl can't be read"), "{}", said.err);
    assert_eq!(for_readers(&place), Vec::<String>::new());
    fs::remove_dir(place.path("out/record/journal.jsonl")).unwrap();
    goes_on(&place);
}

#[test]
fn a_locked_database_leaves_the_output_as_it_is() {
    let place = Place::new();
    place.quarterpack(["run"]);
    let before = (for_readers(&place), place.made());
    let database = rusqlite::Connection::open(place.path("out/record/record.sqlite")).unwrap();
    database.execute_batch("BEGIN IMMEDIATE").unwrap();
    let said = place.quarterpack(["run", "--reissue"]);
    assert_eq!((said.code, said.out.as_str()), (4, ""));
    assert!(said.err.contains("record.sqlite is locked by another program"), "{}", said.err);
    assert!((for_readers(&place), place.made()) == before);
    drop(database);
    let said = place.quarterpack(["run"]);
    assert!(said.out.contains("stays at version 1"), "{}", said.out);
}

/// A database that opens and is damaged inside is made anew from what lies beside it.
#[test]
fn a_damaged_database_is_told_and_made_anew() {
    let place = Place::new();
    place.quarterpack(["run"]);
    let before = (for_readers(&place), place.made());
    let path = place.path("out/record/record.sqlite");
    let mut bytes = fs::read(&path).unwrap();
    bytes[4096..].fill(0xa5);
    fs::write(&path, bytes).unwrap();
    for command in ["run", "status"] {
        let said = place.quarterpack([command]);
        assert_eq!((said.code, said.out.as_str()), (4, ""), "{}", said.err);
        assert!(said.err.contains("record.sqlite is damaged"), "{}", said.err);
        assert!(said.err.contains("to do: move record.sqlite away and make it anew"));
    }
    assert!((for_readers(&place), place.made()) == before);
    assert_eq!(place.quarterpack(["rebuild", "--to", "anew"]).code, 0);
    fs::remove_file(&path).unwrap();
    assert_eq!(place.quarterpack(["restore", "--from", "anew"]).code, 0);
    let said = place.quarterpack(["run"]);
    assert!(said.out.contains("Nothing has changed"), "{}{}", said.out, said.err);
    assert_eq!(place.quarterpack(["rebuild", "--verify"]).code, 0);
}

#[test]
fn a_second_host_is_refused_by_name_and_may_take_the_record_over() {
    let place = Place::new();
    let text = fs::read_to_string(place.path("config/quarterpack.toml")).unwrap();
    let host = |name: &str| {
        place.write("config/quarterpack.toml", &format!("{text}\n[record]\nhost = \"{name}\"\n"));
    };
    host("first.council.example");
    assert_eq!(place.quarterpack(["run"]).code, 0);
    let before = place.files("out");
    host("second.council.example");
    let said = place.quarterpack(["run", "--reissue"]);
    assert_eq!((said.code, said.out.as_str()), (4, ""));
    insta::assert_snapshot!(said.err, @r#"
    error: the record in out/record belongs to the host first.council.example; this is second.council.example
      to do: run quarterpack there; if the record was moved here for good, and nothing runs there any more: quarterpack record adopt --by "ROLE" --reason "…"
    "#);
    assert!(place.files("out") == before);
    // It may be looked at, and that this may be behind is said.
    for command in ["status", "decisions", "schedule"] {
        let said = place.quarterpack([command]);
        assert_eq!(said.code, 0, "{}", said.err);
        let its = "belongs to the host first.council.example, and this is second.council.example";
        assert!(said.err.starts_with("warning: ") && said.err.contains(its), "{}", said.err);
    }
    let said = place.quarterpack([
        "record",
        "adopt",
        "--by",
        "Systems team",
        "--reason",
        "the old server was taken down",
        "--on",
        "2023-11-20",
    ]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    insta::assert_snapshot!(said.out, @"The record in out/record belongs to second.council.example now. Nothing may run on first.council.example with it any more.");
    // Again it says so, and adds nothing.
    let log = place.quarterpack(["audit", "show"]).out;
    let again =
        place.quarterpack(["record", "adopt", "--by", "Systems team", "--reason", "once more"]);
    assert_eq!((again.code, again.err.as_str()), (0, ""));
    insta::assert_snapshot!(again.out, @"The record in out/record belongs to second.council.example already; nothing was changed.");
    assert_eq!(place.quarterpack(["audit", "show"]).out, log);
    assert_eq!(place.quarterpack(["run"]).code, 0);
    let log = place.quarterpack(["audit", "show"]).out;
    assert!(log.contains("2023-11-20 host"), "{log}");
    assert!(log.contains("by Systems team: the old server was taken down"), "{log}");
    assert_eq!(place.quarterpack(["rebuild", "--verify"]).code, 0);
    host("first.council.example");
    assert_eq!(place.quarterpack(["run"]).code, 4);
}
