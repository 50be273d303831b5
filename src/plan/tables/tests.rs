//! What tables write is read to the plan they were made from, and each value knows its cell.

use super::{Kind, Tables};
use crate::plan::read::tests::{PLAN_2021, PLAN_2023};
use crate::plan::{Plan, read};
use proptest::prelude::*;

const BOTH: [(&str, &str); 2] = [("2021-22.toml", PLAN_2021), ("2023-24.toml", PLAN_2023)];

/// The plan without what tells one file from another.
fn bare(plan: Plan) -> Plan {
    Plan { file: String::new(), hash: String::new(), ..plan }
}

#[test]
fn both_plans_come_back_as_they_were() {
    for (file, text) in BOTH {
        let plan = read(file, text).unwrap();
        let written = Tables::of(&plan).toml("The plan.");
        assert_eq!(written.faults, []);
        let again = read(file, &written.text).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(Tables::of(&again), Tables::of(&plan));
        assert_eq!(bare(again), bare(plan));
    }
}

#[test]
fn the_head_is_that_of_the_sample_plans() {
    let head = include_str!("head.txt");
    let explains = |line: &&str| line.starts_with("#   ") && !line.contains("to be set");
    for line in head.lines().filter(explains) {
        assert!(PLAN_2023.contains(line), "{line}");
    }
}

#[test]
fn every_value_is_traced_to_its_cell() {
    let plan = read("2023-24.toml", PLAN_2023).unwrap();
    let written = Tables::of(&plan).toml("The plan.");
    // A fault in a value is told at the place where it begins.
    let spoilt = [
        ("at least 95%", "at least 95", Kind::Measures, "target"),
        ("outcome = \"O10\"", "outcome = \"O77\"", Kind::Measures, "outcome"),
        ("budget = \"37.742\"", "budget = \"37742\"", Kind::Budget, "budget"),
        ("meant = \"£267k\"", "meant = \"£267x\"", Kind::Earlier, "read"),
        ("unit = \"pounds\"", "unit = \"groats\"", Kind::Figures, "unit"),
    ];
    for (from, to, kind, key) in spoilt {
        assert!(written.text.contains(from), "{from}");
        let text = written.text.replacen(from, to, 1);
        let error = read("x.toml", &text).unwrap_err();
        let origin = written.origin(error.faults[0].at).unwrap();
        assert_eq!((origin.kind, origin.key), (kind, key), "{error}");
    }
}

#[test]
fn what_leads_nowhere_is_told_with_its_cell() {
    let plan = read("2023-24.toml", PLAN_2023).unwrap();
    let mut tables = Tables::of(&plan);
    tables.rows_mut(Kind::Figures)[2].set("measure", "M99");
    tables.rows_mut(Kind::Measures)[4].set("number", "five");
    tables.rows_mut(Kind::Steps)[0].set("due", "soon");
    tables.rows_mut(Kind::Services)[1].set("name", "");
    let written = tables.toml("");
    let told: Vec<(&str, usize, &str)> = written
        .faults
        .iter()
        .map(|fault| (fault.cell.kind.sheet(), fault.cell.row, fault.cell.key))
        .collect();
    assert_eq!(
        told,
        [
            ("Services", 1, "name"),
            ("Measures", 4, "number"),
            ("Figures", 2, "measure"),
            ("Steps", 0, "due"),
        ]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Any words in any cell make a file that is read, or that is told at a cell.
    #[test]
    fn no_words_break_the_file(
        nth in 0usize..10_000,
        text in "\\PC{0,24}|\"\"\"|'''|# x|\\[\\[measure\\]\\]|\n\\]",
    ) {
        let plan = read("2023-24.toml", PLAN_2023).unwrap();
        let mut tables = Tables::of(&plan);
        let mut cells: Vec<(Kind, usize, &'static str)> = Vec::new();
        for kind in Kind::ALL {
            for row in 0..tables.rows(kind).len() {
                cells.extend(kind.fields().iter().map(|field| (kind, row, field.key)));
            }
        }
        let (kind, row, key) = cells[nth % cells.len()];
        tables.rows_mut(kind)[row].set(key, text.clone());
        let written = tables.toml("");
        if let Err(error) = read("x.toml", &written.text) {
            for fault in &error.faults {
                prop_assert!(!fault.message.contains("not TOML"), "{kind:?} {key}: {error}");
                prop_assert!(written.origin(fault.at).is_some(), "{fault}");
            }
        }
    }
}
