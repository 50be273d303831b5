//! The code map in `ARCHITECTURE.md` is the code's: every folder is on it, and imports no more
//! than it says.

#![expect(clippy::unwrap_used, reason = "helpers of tests stop where the map is not as meant")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

const MAP: &str = include_str!("../ARCHITECTURE.md");

fn source() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))
}

/// Each folder of the map with what its third column names.
fn map() -> BTreeMap<&'static str, &'static str> {
    let rows = MAP.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.map(|row| {
        let (folder, rest) = row.split_once("` | ").unwrap();
        (folder, rest.trim_end_matches(" |").rsplit_once(" | ").unwrap().1)
    })
    .collect()
}

/// Folders in the order of `lib.rs`.
fn folders() -> Vec<String> {
    let text = fs::read_to_string(source().join("lib.rs")).unwrap();
    let modules = text.lines().filter_map(|line| line.strip_prefix("pub mod "));
    modules.map(|line| line.trim_end_matches(';').to_owned()).collect()
}

/// What the map allows a folder to import.
fn allowed(folder: &str) -> BTreeSet<String> {
    let all = folders().into_iter().collect();
    match map()[folder] {
        "nothing" => BTreeSet::new(),
        "all" => all,
        "all but cli" => all.into_iter().filter(|name| name != "cli").collect(),
        names => names.split(", ").map(ToOwned::to_owned).collect(),
    }
}

/// The folders that a folder's own code names; tests may look further.
fn imported(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap();
        if ["tests", "fixture"].contains(&stem) {
            continue;
        }
        if path.is_dir() {
            imported(&path, found);
        } else {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
            let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
            let named = lines.flat_map(|line| line.split("crate::").skip(1));
            found.extend(named.map(|rest| {
                rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect()
            }));
        }
    }
}

#[test]
fn every_folder_is_on_the_map_in_the_order_of_the_pipeline() {
    let mut at = 0;
    for folder in folders() {
        let place = MAP.find(&format!("\n| `{folder}` |"));
        assert!(place.is_some_and(|place| place > at), "{folder} is not on the map in its place");
        at = place.unwrap();
    }
    assert_eq!(map().len(), folders().len());
}

#[test]
fn no_folder_imports_more_than_the_map_says() {
    for folder in folders() {
        let mut found = BTreeSet::new();
        imported(&source().join(&folder), &mut found);
        found.remove(&folder);
        let more: Vec<_> = found.difference(&allowed(&folder)).cloned().collect();
        assert!(more.is_empty(), "src/{folder} imports {more:?}, and the map does not say so");
    }
}
