//! `read --out` and `run --from`: files opened on other machines.

use crate::place::{Place, Said};
use std::fs;
use std::path::PathBuf;

const INBOX: &str = "samples/returns/2023-24/q2";

/// The files of a quarter's inbox, by their names.
fn inbox(place: &Place) -> Vec<String> {
    let files = place.files(INBOX).into_iter();
    files.map(|(name, _)| format!("{INBOX}/{name}")).collect()
}

fn read(place: &Place, to: &str, files: &[String]) -> Said {
    let mut all: Vec<&str> = vec!["read", "--out", to];
    all.extend(files.iter().map(String::as_str));
    place.quarterpack_with(&all)
}

fn records(place: &Place, folder: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> =
        fs::read_dir(place.path(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

#[test]
fn shares_of_an_inbox_read_by_themselves_give_the_same_pack() {
    let plain = Place::new();
    let told = plain.quarterpack(["run"]);
    let place = Place::new();
    let files = inbox(&place);
    // Two machines, with one file in common and without the configuration.
    let apart = Place::empty();
    for file in &files {
        fs::create_dir_all(apart.path(INBOX)).unwrap();
        fs::copy(place.path(file), apart.path(file)).unwrap();
    }
    let (one, two) = files.split_at(files.len() / 2);
    let first = read(&apart, "shards", one);
    assert_eq!((first.code, first.err.as_str()), (0, ""), "{}", first.out);
    let in_common = [&one[..1], two].concat();
    let second = read(&apart, "shards", &in_common);
    assert!(second.out.ends_with("to shards; 1 was there already\n"), "{}", second.out);
    let made = records(&apart, "shards");
    assert_eq!(made.len(), files.len());
    let named = first.out.lines().next().unwrap().split_once("  ").unwrap();
    assert!(apart.path(named.0).is_file() && files[0] == named.1, "{named:?}");

    let from = apart.path("shards");
    let said = place.quarterpack(["run", "--from", from.to_str().unwrap()]);
    assert_eq!((said.code, &said.out), (0, &told.out));
    let count = format!("{} files were not opened: ", files.len());
    assert!(said.err.starts_with(&count), "{}", said.err);
    assert!(place.files("out") == plain.files("out"), "the same bytes, packs, receipts, record");
    // Nothing has changed, with the records or without them.
    assert!(place.quarterpack(["run"]).out.contains("Nothing has changed"));
}

fn of_another_version(record: &[u8]) -> Vec<u8> {
    let at = record.iter().position(|byte| *byte == b'\n').unwrap();
    let head = String::from_utf8(record[..at].to_vec()).unwrap();
    let head = head.replacen(env!("CARGO_PKG_VERSION"), "0.0.9", 1);
    [head.as_bytes(), &record[at..]].concat()
}

#[test]
fn records_that_can_t_be_used_are_told_and_their_files_are_opened() {
    let place = Place::new();
    let files = inbox(&place);
    assert_eq!(read(&place, "shards", &files).code, 0);
    let all = records(&place, "shards");
    let damaged = fs::read(&all[0]).unwrap();
    fs::write(&all[0], &damaged[..damaged.len() / 2]).unwrap();
    fs::write(&all[1], of_another_version(&fs::read(&all[1]).unwrap())).unwrap();
    fs::copy(&all[3], &all[2]).unwrap();
    let whole = place.quarterpack(["run", "--dry-run"]);
    let said = place.quarterpack(["run", "--dry-run", "--from", "shards"]);
    assert_eq!((said.code, &said.out), (0, &whole.out));
    let warnings = said.err.lines().filter(|line| line.starts_with("warning: shards/"));
    let told: Vec<&str> = warnings.map(|line| line.split_once(": ").unwrap().1).collect();
    assert_eq!(told.len(), 3, "{}", said.err);
    assert!(told[0].ends_with(".cells is not used, and its file was opened: it is damaged"));
    assert!(told[1].contains("another version of quarterpack (0.0.9, form 2)"), "{}", told[1]);
    assert!(told[2].contains("it is the record of another file, "), "{}", told[2]);
    // Reading again mends them.
    let again = read(&place, "shards", &files);
    assert!(again.out.contains("Wrote 3 records to shards; "), "{}", again.out);
    assert_eq!(fs::read(&all[0]).unwrap(), damaged);
    let said = place.quarterpack(["run", "--dry-run", "--from", "shards"]);
    assert!(!said.err.contains("warning"), "{}", said.err);
}

#[test]
fn one_file_that_is_not_there_does_not_stop_the_others() {
    let place = Place::empty();
    place.write("a.xlsx", "<html>");
    let files = ["missing.xlsx", "a.xlsx"].map(str::to_owned);
    let said = read(&place, "shards", &files);
    assert_eq!(said.code, 4);
    assert!(said.err.starts_with("warning: missing.xlsx can't be read, and has no record: "));
    // That it is no workbook is as good to know.
    assert_eq!(records(&place, "shards").len(), 1);
    let none = Place::new().quarterpack(["run", "--from", "shards"]);
    assert_eq!(none.code, 2);
    insta::assert_snapshot!(none.err, @r"
    error: shards is no folder
      to do: give --from the folder that quarterpack read --out wrote to
    ");
}
