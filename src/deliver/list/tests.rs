//! Distribution lists as clerks write them.

use super::*;

const GOOD: &str = r#"
        [[list]]
        id = "swc"
        name = "Social Work Committee"
        [[list.recipient]]
        name = "Committee clerk"
        address = "clerk@council.example"
        packs = ["social-work-committee"]
        formats = ["pdf"]
        [[list]]
        id = "smt"
        name = "Senior Management Team"
        restricted = true
        [[list.recipient]]
        name = "Head of Service"
        address = "head@council.example"
        packs = ["social-work-committee", "senior-management-team"]
        formats = ["pdf", "xlsx"]
        [[list.recipient]]
        name = "Clerk"
        address = "Clerk@council.example"
        packs = ["social-work-committee"]
        formats = ["xlsx"]
    "#;

fn read(text: &str) -> Result<DistributionLists, ListsError> {
    DistributionLists::read(text, "lists.toml", &["council.example".into()])
}

#[test]
fn a_role_on_two_lists_gets_one_message() {
    let found = read(GOOD).unwrap().for_pack("social-work-committee", false);
    let roles: Vec<_> =
        found.recipients.iter().map(|r| (r.role.as_str(), r.formats.len())).collect();
    assert_eq!(roles, [("Committee clerk", 2), ("Head of Service", 2)]);
    assert_eq!(found.refused, []);
}

#[test]
fn exempt_papers_go_to_restricted_lists_only() {
    let found = read(GOOD).unwrap().for_pack("social-work-committee", true);
    let roles: Vec<_> = found.recipients.iter().map(|r| r.role.as_str()).collect();
    assert_eq!(roles, ["Head of Service", "Clerk"]);
    // The clerk is served through the restricted list.
    assert_eq!(found.refused, []);
    let only_open = GOOD.split("[[list]]\n        id = \"smt\"").next().unwrap();
    let found = read(only_open).unwrap().for_pack("social-work-committee", true);
    assert_eq!(found.recipients, []);
    assert_eq!(found.refused[0].0, "Social Work Committee");
}

#[test]
fn everything_wrong_is_said_with_place_and_remedy() {
    let bad = GOOD
        .replace("restricted", "restrcted")
        .replace("clerk@council.example", "clerk@elsewhere.example")
        .replace("formats = [\"pdf\"]", "formats = [\"docx\"]")
        .replace("head@council.example", "head at council");
    let error = read(&bad).unwrap_err().to_string();
    let expected = "lists.toml can't be used
  list “swc”, recipient 1 (Committee clerk): “docx” is not a format; write \"pdf\", \"xlsx\" or \"html\", one or several of them
  list “swc”, recipient 1 (Committee clerk): clerk@elsewhere.example is outside the allowed domains; use an address in council.example, or allow elsewhere.example in the configuration
  list “smt”: “restrcted” is not a known key; did you mean “restricted”? Known are id, name, restricted, recipient
  list “smt”, recipient 1 (Head of Service): “head at council” is not an e-mail address; write one such as clerk@council.example";
    assert_eq!(error, expected);
}

#[test]
fn a_file_that_is_no_toml_or_empty_is_refused() {
    assert!(read("[[list]\n").unwrap_err().to_string().contains("mend the line"));
    let empty = read("").unwrap_err().to_string();
    assert!(empty.contains("add an entry headed [[list]]"), "{empty}");
}
