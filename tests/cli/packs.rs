//! Packs by audience, and pack files that can't be used.

use crate::place::Place;

#[test]
fn each_audience_gets_its_pack_when_it_is_due() {
    let place = Place::whole();
    let said = place.quarterpack(["run"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let made: Vec<&str> =
        said.out.lines().filter_map(|line| line.strip_prefix("Made the pack for the ")).collect();
    let bodies: Vec<&str> = made.iter().filter_map(|line| line.split(", version").next()).collect();
    assert_eq!(
        bodies,
        [
            "IJB Performance and Audit Sub-Committee",
            "Adult Protection Committee and Chief Officers Group",
            "Senior Management Team",
            "Social Work Committee",
        ]
    );
    let not_due =
        "No pack for the Community Planning Partnership in this quarter: it is made for Q4.";
    assert!(said.out.contains(not_due), "{}", said.out);
    let again = place.quarterpack(["run"]);
    assert_eq!(again.out.matches("stays at version 1").count(), 4, "{}", again.out);
}

/// What `config check` says of a pack's file that was changed.
fn refused(old: &str, new: &str) -> String {
    let place = Place::whole();
    place.replace("config/packs/public-protection.toml", old, new);
    let said = place.quarterpack(["config", "check"]);
    assert_eq!(said.code, 2, "{}", said.out);
    said.err.trim_end().to_owned()
}

#[test]
fn pack_files_that_can_not_be_used_are_told_with_line_and_remedy() {
    let file = "error: config/packs/public-protection.toml, line";
    let lists = "lists = [\"public-protection\"]";
    for (old, new, said) in [
        (
            "\"M07\", \"M08\"]",
            "\"M07\", \"M80\"]",
            "40, only.2023-24.measures: there is no measure “M80”; known are M01, M02,",
        ),
        (
            lists,
            "lists = [\"public-protectoin\"]",
            "11, lists: there is no list “public-protectoin”; did you mean “public-protection”?",
        ),
        (
            lists,
            "lists = [\"committee\"]",
            "11, lists: the list “public-protection” asks for this pack and is not named here; \
             name it, or take the pack off the list",
        ),
        (
            "release = \"approval\"",
            "release = \"sometimes\"",
            "12, release: “sometimes” is neither “automatic” nor “approval”",
        ),
        (
            "formats = [\"pdf\", \"xlsx\"]",
            "formats = [\"pdf\", \"docx\"]",
            "10, formats: there is no format “docx”; known are pdf, xlsx",
        ),
    ] {
        let told = refused(old, new);
        assert!(told.starts_with(&format!("{file} {said}")), "{told}");
    }
}

#[test]
fn a_public_pack_with_exempt_content_is_refused_before_anything_is_made() {
    let place = Place::new();
    let settings = std::fs::read_to_string(place.path("config/quarterpack.toml")).unwrap();
    let more = "\n[disclosure.exempt]\n\"2023-24 A05\" = \"3\"\n";
    place.write("config/quarterpack.toml", &format!("{settings}{more}"));
    let said = place.quarterpack(["run"]);
    assert_eq!(said.code, 2);
    assert_eq!(
        said.err.trim_end(),
        "error: the pack for the Social Work Committee is public and would hold exempt content: \
         Action 5 (A05), paragraph 3\n  to do: leave it out with [only] in the pack’s file, or \
         name every paragraph there as exempt, such as exempt = \"3\" or \"3 and 6\""
    );
    assert!(place.files("out").is_empty());
}
