//! Returns whose time is past.

use crate::place::Place;
use std::fs;

fn kept_for_a_year() -> Place {
    let place = Place::new();
    let text = fs::read_to_string(place.path("config/quarterpack.toml")).unwrap();
    place.write("config/quarterpack.toml", &format!("{text}\n[record]\nkeep_years = 1\n"));
    place.quarterpack(["run", "--quarter", "2021-22 Q4"]);
    place.quarterpack(["run"]);
    place
}

#[test]
fn by_default_returns_are_kept_for_ever() {
    let place = Place::new();
    place.quarterpack(["run", "--quarter", "2021-22 Q4"]);
    let said = place.quarterpack(["retention", "--on", "2099-01-01", "--apply", "--by", "Clerk"]);
    assert_eq!(said.code, 0);
    assert_eq!(said.out, "Returns are kept for ever: record.keep_years is 0.\n");
}

#[test]
fn returns_past_their_time_are_told_before_they_are_removed() {
    let place = kept_for_a_year();
    let before = place.files("out/record/archive");
    let early = place.quarterpack(["retention", "--on", "2023-03-31"]);
    assert!(early.out.starts_with("No return is past its time on 31 March 2023"), "{}", early.out);
    let said = place.quarterpack(["retention", "--on", "2023-11-20"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert!(
        said.out.starts_with(
            "Past their time on 20 November 2023: 12 returns, kept for 1 year after the financial \
             year that they are of.\n"
        ),
        "{}",
        said.out
    );
    assert_eq!(said.out.matches("; it lies in the inbox still").count(), 12);
    assert!(said.out.ends_with(
        "Nothing was removed: quarterpack retention --apply --by \"ROLE\" does that.\n"
    ));
    assert!(place.files("out/record/archive") == before);
    let nobody = place.quarterpack(["retention", "--apply"]);
    assert_eq!(nobody.code, 2, "a removal has a role");
}

#[test]
fn what_was_removed_stays_known_and_its_packs_can_be_verified() {
    let place = kept_for_a_year();
    fs::remove_dir_all(place.path("samples/returns/2021-22")).unwrap();
    let archived = place.files("out/record/archive").len();
    let arguments = ["retention", "--apply", "--by", "Records team", "--on", "2023-11-20"];
    let said = place.quarterpack(arguments);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert!(said.out.starts_with("Removed from the archive on 20 November 2023: 12 returns"));
    assert_eq!(place.files("out/record/archive").len(), archived - 12);
    let again = place.quarterpack(arguments);
    assert!(again.out.starts_with("No return is past its time"), "{}", again.out);
    // It is in the log and in the view; the figures are there still.
    let verified = place.quarterpack(["audit", "verify"]);
    assert_eq!(verified.code, 0, "{}", verified.out);
    let log = place.quarterpack(["audit", "show"]).out;
    assert_eq!(log.matches("2023-11-20 removal").count(), 12);
    assert!(log.contains("by Records team: returns are kept for 1 year"), "{log}");
    place.quarterpack(["export", "--to", "exported"]);
    let rows = |view: &str| {
        let text = fs::read_to_string(place.path(&format!("exported/{view}.csv"))).unwrap();
        text.lines().filter(|line| line.contains("2021-22 Q3")).count()
    };
    assert_eq!(rows("returns"), 3);
    assert!(rows("figures") > 30);
    // The hashes of the packs' files are there; the packs can't be made again, and it is told why.
    let said = place.quarterpack(["rebuild", "--verify"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{}", said.out);
    let told = "social-work-committee 2021-22 Q4, version 1: it can’t be made again, for returns \
                that it rests on were removed when their time was past: ";
    assert!(said.out.contains(told), "{}", said.out);
    assert!(said.out.contains("The same: the log"), "{}", said.out);
    // Life goes on, also after a loss of the database.
    assert_eq!(place.quarterpack(["run"]).code, 0);
    let before = place.quarterpack(["audit", "show"]).out;
    assert_eq!(place.quarterpack(["rebuild", "--to", "anew"]).code, 0);
    fs::remove_file(place.path("out/record/record.sqlite")).unwrap();
    assert_eq!(place.quarterpack(["restore", "--from", "anew"]).code, 0);
    assert_eq!(place.quarterpack(["audit", "show"]).out, before);
    assert_eq!(place.quarterpack(["audit", "verify"]).code, 0);
    assert_eq!(place.quarterpack(["rebuild", "--verify"]).code, 0);
}
