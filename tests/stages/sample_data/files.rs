//! The files in `samples/returns` and their times of arrival.

use super::{make, root, year};
use quarterpack::calendar::Holidays;
use quarterpack::form::{CoverField, Entry, Slot};
use quarterpack::intake::Arrivals;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

fn manifest() -> String {
    fs::read_to_string(root().join("samples/arrivals.toml")).unwrap()
}

/// The file's own name.
fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

fn below(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            below(&path, found);
        } else {
            let path = path.strip_prefix(root().join("samples/returns")).unwrap().to_owned();
            let parts: Vec<_> = path.iter().map(|part| part.to_str().unwrap()).collect();
            found.insert(parts.join("/"));
        }
    }
}

#[test]
fn the_workbooks_are_the_ones_that_the_data_make() {
    let files = make::files(root()).unwrap();
    for file in &files {
        let there = fs::read(root().join("samples/returns").join(&file.path)).unwrap_or_default();
        assert!(
            there == file.bytes,
            "samples/returns/{} is out of date: cargo run --example make-samples",
            file.path
        );
    }
    let made: BTreeSet<String> = files.into_iter().map(|file| file.path).collect();
    let mut found = BTreeSet::new();
    below(&root().join("samples/returns"), &mut found);
    assert_eq!(made, found);
    let manifest: BTreeMap<String, BTreeMap<String, toml::Value>> =
        toml::from_str(&manifest()).unwrap();
    let arrived: BTreeSet<&str> = manifest["arrived"].keys().map(String::as_str).collect();
    assert_eq!(arrived, made.iter().map(|path| name(path)).collect());
}

#[test]
fn returns_come_after_their_sign_off_and_one_is_two_working_days_late() {
    let arrivals = Arrivals::read(&manifest()).unwrap();
    let holidays = Holidays::scotland([]).unwrap();
    let mut late = Vec::new();
    for of in make::YEARS {
        for sample in year(of).1 {
            let came = arrivals.of(name(&sample.path)).unwrap().date();
            if let Some(Entry::Date(signed)) =
                sample.filled.get(&Slot::Cover(CoverField::SignedOffOn))
            {
                assert!(*signed <= came, "{}", sample.path);
            }
            let deadline = holidays.after(sample.layout.quarter.end(), 10);
            if came > deadline {
                let first = !sample.path.ends_with("-v2.xlsx");
                late.push((sample.path, first.then(|| came == holidays.after(deadline, 2))));
            }
        }
    }
    let expected = [
        ("2023-24/q2/performance-and-support-2023-24-q2.xlsx".to_owned(), Some(true)),
        ("2023-24/q2/adult-and-older-people-2023-24-q2-v2.xlsx".to_owned(), None),
    ];
    assert_eq!(late, expected);
}
