//! The files in `samples/returns` and their times of arrival.

use super::{make, root, year};
use quarterpack::calendar::{Holidays, NaiveDateTime};
use quarterpack::form::{CoverField, Entry, Slot};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

fn arrivals() -> BTreeMap<String, NaiveDateTime> {
    let text = fs::read_to_string(root().join("samples/arrivals.toml")).unwrap();
    let table: BTreeMap<String, toml::value::Datetime> = toml::from_str(&text).unwrap();
    table.into_iter().map(|(path, time)| (path, time.to_string().parse().unwrap())).collect()
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
    assert_eq!(made, arrivals().into_keys().collect());
}

#[test]
fn returns_come_after_their_sign_off_and_one_is_two_working_days_late() {
    let (arrivals, holidays) = (arrivals(), Holidays::scotland([]).unwrap());
    let mut late = Vec::new();
    for name in make::YEARS {
        for sample in year(name).1 {
            let came = arrivals[&sample.path].date();
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
