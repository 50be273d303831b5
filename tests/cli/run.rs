//! `run`: the whole quarter.

use crate::place::Place;

const PACK: &str = "packs/social-work-committee-2023-24-q2-v1";

#[test]
fn the_first_run_tells_all_and_the_second_that_nothing_has_changed() {
    let place = Place::new();
    let before = place.files("samples");
    let first = place.quarterpack(["run"]);
    assert_eq!((first.code, first.err.as_str()), (0, ""));
    let for_committees = first.out.lines().filter(|line| !line.contains("receipts"));
    insta::assert_snapshot!("run", for_committees.collect::<Vec<_>>().join("\n"));
    let made = place.made();
    let all = place.files("out");
    let names: Vec<&str> = made.iter().map(|(name, _)| &**name).collect();
    let expected = [
        "outbox/draft-social-work-committee-2023-24-q2-v1--performance-at-council.example.eml",
        "packs/social-work-committee-2023-24-q2-v1.html",
        "packs/social-work-committee-2023-24-q2-v1.pdf",
        "packs/social-work-committee-2023-24-q2-v1.xlsx",
    ];
    assert_eq!(names, expected);
    // Everything that came is in the archive; beside it the database, its lock, the
    // journal and the host's name.
    let archived = place.files("out/record/archive");
    assert!(
        place
            .files("samples/returns")
            .iter()
            .all(|(_, bytes)| { archived.iter().any(|(_, kept)| kept == bytes) })
    );
    assert_eq!(place.files("out/record").len(), archived.len() + 5);

    let second = place.quarterpack(["run"]);
    assert_eq!((second.code, second.err.as_str()), (0, ""));
    let said = second.paragraph("Nothing has changed");
    assert_eq!(
        said[0],
        "Nothing has changed: the pack for the Social Work Committee stays at version 1."
    );
    let named = said.iter().filter(|line| line.starts_with("  out/")).count();
    assert_eq!(named, 4, "its three files and the officers’ message are named: {said:?}");
    assert!(place.files("out") == all, "a second run writes nothing");
    assert!(place.files("samples") == before, "the inbox is left as it is");

    // What was said again is what is found when everything is looked at anew.
    std::fs::remove_file(place.path("out/record/last-run")).unwrap();
    let third = place.quarterpack(["run"]);
    assert_eq!((third.code, third.out), (0, second.out));
}

#[test]
fn whatever_is_touched_after_a_run_is_looked_at_anew() {
    let place = Place::new();
    place.quarterpack(["run"]);
    let said = place.quarterpack(["run"]).out;
    let mut lists = std::fs::read_to_string(place.path("config/lists.toml")).unwrap();
    lists.push_str("# A remark.\n");
    let rest = [
        ("config/lists.toml", Some(lists.as_bytes())),
        ("samples/returns/new.xlsx", Some(&b"<html>"[..])),
        ("samples/returns/new.xlsx", None),
        ("out/status.html", None),
    ];
    for (file, content) in rest {
        match content {
            Some(content) => std::fs::write(place.path(file), content).unwrap(),
            None => std::fs::remove_file(place.path(file)).unwrap(),
        }
        let kept = std::fs::read(place.path("out/record/last-run")).unwrap();
        let again = place.quarterpack(["run"]);
        assert_eq!(again.code, 0, "{}", again.err);
        // It ran: what it keeps of it is new.
        assert!(std::fs::read(place.path("out/record/last-run")).unwrap() != kept, "{file}");
    }
    assert!(place.path("out/status.html").is_file());
    // Another day, or another configuration, is another question.
    let other = place.quarterpack(["run", "--as-of", "2023-10-26"]);
    assert!(other.out != said && other.code == 0, "{}", other.err);
}

#[test]
fn a_lost_file_is_made_again_and_a_changed_text_makes_a_new_version() {
    let place = Place::new();
    place.quarterpack(["run"]);
    let made = place.files("out");
    std::fs::remove_file(place.path(&format!("out/{PACK}.pdf"))).unwrap();
    let again = place.quarterpack(["run"]);
    assert!(again.out.contains("made again, the same version 1"), "{}", again.out);
    let restored = place.files("out/packs");
    assert!(
        restored
            .iter()
            .all(|(name, bytes)| { made.contains(&(format!("packs/{name}"), bytes.clone())) })
    );
    place.replace("config/quarterpack.toml", "comments and dates", "remarks and dates");
    let changed = place.quarterpack(["run"]);
    assert!(changed.out.contains("Made the pack for the Social Work Committee, version 2"));
    let now = place.files("out");
    for (name, bytes) in made.iter().filter(|(name, _)| name.starts_with("outbox/")) {
        assert!(now.contains(&(name.clone(), bytes.clone())), "{name} of version 1 stays");
    }
}

#[test]
fn a_return_that_comes_later_changes_nothing_of_an_earlier_quarter() {
    let place = Place::new();
    let made = place.quarterpack(["run", "--quarter", "2021-22 Q4"]);
    assert!(made.out.contains("Made the pack"), "{}", made.out);
    let next = place.files("samples/returns/2023-24").remove(0).1;
    place.arrives("one-more.xlsx", &next, "2023-11-02T10:00:00");
    let again = place.quarterpack(["run", "--quarter", "2021-22 Q4"]);
    assert!(again.out.contains("Nothing has changed"), "{}", again.out);
}

#[test]
fn the_folder_it_is_run_in_makes_no_difference() {
    let place = Place::new();
    place.quarterpack(["run"]);
    let made = place.files("out");
    let config = place.path("config/quarterpack.toml");
    for config in ["../config/quarterpack.toml", config.to_str().unwrap()] {
        let again = place.quarterpack_in("samples", ["run", "--config", config]);
        assert!(again.out.contains("Nothing has changed"), "{}", again.out);
    }
    assert!(place.files("out") == made);
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing() {
    let place = Place::new();
    let dry = place.quarterpack(["run", "--dry-run"]);
    assert_eq!((dry.code, dry.err.as_str()), (0, ""));
    assert!(place.files("out").is_empty(), "a dry run writes nothing");
    assert!(!place.path("out").exists());
    let wet = place.quarterpack(["run"]);
    let told = |out: &str| out.split("\nWould make").next().unwrap().to_owned();
    assert!(wet.out.starts_with(&told(&dry.out)), "what was found is the same");
    let names = |out: &str| -> Vec<String> {
        out.lines().filter(|line| line.starts_with("  out/")).map(str::to_owned).collect()
    };
    assert_eq!(names(&dry.out), names(&wet.out));
}

#[test]
fn another_quarter_is_run_when_asked() {
    let place = Place::new();
    let said = place.quarterpack(["run", "--quarter", "2021-22 Q4"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert!(said.out.starts_with("Social Work Resources 2021-22 Q4, data as at 6 May 2022\n"));
    insta::assert_snapshot!("counts_2021_22_q4", said.paragraph("Status  ").join("\n"));
    let names: Vec<String> = place.made().into_iter().map(|(name, _)| name).collect();
    assert!(names.contains(&"packs/social-work-committee-2021-22-q4-v1.pdf".to_owned()));
    assert_eq!(names.len(), 4);
}

#[test]
fn a_quarter_without_a_pack_is_told_and_makes_none() {
    let place = Place::new();
    let said = place.quarterpack(["run", "--quarter", "2023-24 Q1"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let mut told = said.out.lines().filter(|line| !line.contains("receipts"));
    let last = told.next_back().unwrap();
    let expected = "No pack for the Social Work Committee in this quarter: it is made for Q2, Q4.";
    assert_eq!(last, expected);
    assert!(place.made().is_empty());
}

#[test]
fn the_day_asked_for_counts_before_the_configured_one() {
    let place = Place::new();
    let said = place.quarterpack(["run", "--as-of", "2023-10-16", "--dry-run"]);
    assert!(said.out.contains("data as at 16 October 2023"), "{}", said.out);
    let returns = said.paragraph("Returns, due on 13 October 2023:");
    assert!(!returns.iter().any(|line| line.contains("-v2.xlsx")), "it came on 18 October");
    let missing = returns.iter().find(|line| line.contains("Performance and Support"));
    assert!(missing.unwrap().ends_with("nothing that can be used"), "{returns:?}");
}

#[test]
fn strict_makes_a_finding_that_is_an_error_a_failure() {
    let place = Place::new();
    let strict = place.quarterpack(["run", "--strict"]);
    assert_eq!(strict.code, 1);
    assert!(strict.out.contains("Made the pack"), "it is made all the same");
    // Seen from the first quarter there is one error: nothing planted.
    let clean = place.quarterpack(["run", "--strict", "--quarter", "2023-24 Q1", "--dry-run"]);
    let errors = clean.out.lines().any(|line| line.starts_with("error "));
    assert_eq!(clean.code, i32::from(errors));
}
