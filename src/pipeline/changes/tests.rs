//! Differences between versions, told.

use super::*;

fn one(key: &str, shown: &str, source: Option<&str>) -> Published {
    Published {
        key: key.into(),
        label: format!("Label of {key}"),
        shown: shown.into(),
        value: None,
        source_file: source.map(|name| format!("{name}.xlsx")),
        source_sha256: source.map(ToOwned::to_owned),
    }
}

fn changes(
    before: &[Published],
    now: &[Published],
    words: &BTreeMap<String, String>,
    causes: &Causes,
) -> Vec<Change> {
    let found = differing(before.iter().cloned(), now.iter().cloned());
    told(&found, words, &beside(&found.gone, || now.iter().cloned()), causes)
}

#[test]
fn each_difference_is_told_with_the_return_that_made_it() {
    let before = [
        one("measure/M01/status", "Red", Some("v1")),
        one("measure/M02/status", "Red", Some("v1")),
        one("measure/M03/2023-24 Q2", "7", Some("v1")),
        one("budget/total/forecast", "£1 million", None),
        one("measure/M05/2023-24 Q1", "[c]", None),
        one("measure/M06/2023-24 Q1", "40.0%", Some("v1")),
        one("measure/M99/status", "Green", Some("v1")),
    ];
    let now = [
        one("measure/M01/status", "Green", Some("v2")),
        one("measure/M02/status", "Red", Some("v2")),
        one("measure/M03/2023-24 Q2", "not returned", None),
        one("budget/total/forecast", "£2 million", None),
        one("measure/M04/status", "Green", Some("v2")),
        one("measure/M05/2023-24 Q1", "36.4%", Some("v1")),
        one("measure/M06/2023-24 Q1", "[c]", None),
    ];
    let causes = Causes::default();
    let changes = changes(&before, &now, &BTreeMap::new(), &causes);
    let told: Vec<(&str, &str, &str, &str)> =
        changes.iter().map(|one| (&*one.label, &*one.old, &*one.new, &*one.by)).collect();
    assert_eq!(
        told,
        [
            ("Label of measure/M01/status", "Red", "Green", "v2.xlsx"),
            (
                "Label of measure/M03/2023-24 Q2",
                "7",
                "not returned",
                "v1.xlsx, which no longer counts"
            ),
            ("Label of budget/total/forecast", "£1 million", "£2 million", "the lines it adds up"),
            ("Label of measure/M04/status", "not shown", "Green", "v2.xlsx"),
            (
                "Label of measure/M05/2023-24 Q1",
                "[c]",
                "36.4%",
                "a decision on small numbers, or another return"
            ),
            (
                "Label of measure/M06/2023-24 Q1",
                "40.0%",
                "[c]",
                "a decision on small numbers, or another return"
            ),
            ("Label of measure/M99/status", "Green", "not shown", "the plan"),
        ]
    );
}

/// What differs between two versions' inputs is named as the cause, and nothing that doesn't.
#[test]
fn where_the_return_is_the_same_the_cause_is_what_differs() {
    let before = [one("measure/M02/status", "Red", Some("v1"))];
    let now = [one("measure/M02/status", "Amber", Some("v1"))];
    let told = |causes: &Causes| changes(&before, &now, &BTreeMap::new(), causes).remove(0).by;
    let texts = |plan: &str| {
        BTreeMap::from([
            ("plans/2023-24.toml".to_owned(), plan.to_owned()),
            ("templates/report/purpose.txt".to_owned(), plan.to_owned()),
        ])
    };
    let (old, new) = (texts("a"), texts("b"));
    let same = Causes::between(("2023-10-27", &old), ("2023-10-27", &old));
    assert_eq!(told(&same), "a decision on small numbers");
    let day = Causes::between(("2023-10-27", &old), ("2023-10-30", &old));
    assert_eq!(told(&day), "the day the data go to");
    let plan = Causes::between(("2023-10-27", &old), ("2023-10-27", &new));
    assert_eq!(told(&plan), "plans/2023-24.toml");
    let both = Causes::between(("2023-10-27", &old), ("2023-10-30", &new));
    assert_eq!(told(&both), "plans/2023-24.toml, or the day the data go to");
}

/// A decision is named as what changed something where no return is another.
#[test]
fn what_a_decision_changed_names_no_return() {
    let masked = |shown: &str| Published {
        value: Some(shown.to_owned()),
        shown: shown.into(),
        ..one("measure/M01/comment", "", Some("v1"))
    };
    let before =
        [one("measure/M05/2023-24 Q1", "[c]", None), masked("[masked]"), one("a", "1", Some("v1"))];
    let now = |source| {
        [
            one("measure/M05/2023-24 Q1", "36.4%", Some("v1")),
            masked("Ms"),
            one("a", "1", Some(source)),
        ]
    };
    let told = |now: &[Published], causes: &Causes| -> Vec<String> {
        let all = changes(&before, now, &BTreeMap::new(), causes);
        all.into_iter().map(|one| one.by).collect()
    };
    let settings = Causes(vec!["quarterpack.toml".into()]);
    assert_eq!(
        told(&now("v1"), &Causes::default()),
        ["a decision on small numbers", "a decision on personal data"]
    );
    assert_eq!(
        told(&now("v1"), &settings),
        ["quarterpack.toml, or a decision on small numbers", "quarterpack.toml"]
    );
    // Where some return is another, it may be that.
    let other = told(&now("v2"), &Causes::default());
    assert_eq!(other[0], "a decision on small numbers, or another return");
    assert!(other.contains(&"a decision, or another return".to_owned()), "{other:?}");
}

/// The old words stand nowhere: they may have been taken back because they named somebody.
#[test]
fn texts_are_told_where_they_differ_and_last_and_without_what_they_were() {
    let row = |key: &str, words: &str, source: &str| Published {
        value: Some(words.to_owned()),
        shown: "in words".into(),
        ..one(key, "", Some(source))
    };
    let before = [
        row("measure/M01/comment", "a", "v1"),
        row("measure/M02/comment", "b", "v1"),
        row("measure/M03/comment", "c", "v1"),
        one("measure/M01/status", "Red", Some("v1")),
    ];
    let now = [
        row("measure/M01/comment", "z", "v2"),
        row("measure/M03/comment", "c", "v2"),
        one("action/A01/A01a/due", "31 March 2024", Some("v2")),
        one("measure/M01/status", "Amber", Some("v2")),
    ];
    let long = "More posts were empty. ".repeat(20);
    let words = BTreeMap::from([("measure/M01/comment".to_owned(), long.clone())]);
    let told = changes(&before, &now, &words, &Causes::default());
    let told: Vec<_> = told.iter().map(|one| (&*one.old, &*one.new, one.said)).collect();
    let shortened = format!("{}…", long.chars().take(MOST).collect::<String>().trim_end());
    assert_eq!(
        told,
        [
            ("Red", "Amber", false),
            ("worded otherwise", &*shortened, true),
            ("none", "31 March 2024", true),
            ("in words", "none", true),
        ]
    );
    // A version of before texts were kept says nothing of them.
    let told = changes(&before[3..], &now, &words, &Causes::default());
    assert_eq!(told.len(), 1, "{told:?}");
}
