//! A new council's folder, completions, manual pages.

use crate::place::Place;

#[test]
fn a_new_folder_can_be_used_at_once() {
    let place = Place::empty();
    let said = place.quarterpack(["init", "council"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert!(said.out.contains("What to do next, in council:"), "{}", said.out);
    let check = place.quarterpack_in("council", ["config", "check"]);
    assert_eq!((check.code, check.err.as_str()), (0, ""), "{}", check.out);
    assert!(check.out.ends_with("The configuration can be used.\n"), "{}", check.out);
    let plan = place.quarterpack_in("council", ["plan", "check"]);
    assert_eq!(plan.err, "");
    let year = said.out.split("plans/").nth(1).unwrap().split(".toml").next().unwrap().to_owned();
    let quarter = format!("{year} Q1");
    let forms = place.quarterpack_in("council", ["forms", "--quarter", &quarter]);
    assert_eq!((forms.code, forms.err.as_str()), (0, ""));
    assert_eq!(place.files("council/out/forms").len(), 2);
    let run = place.quarterpack_in("council", ["run", "--quarter", &quarter]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
    assert_eq!(place.files("council/out/packs").len(), 3);
    assert_eq!(place.quarterpack_in("council", ["schedule"]).code, 0);
    assert!(place.files(".").iter().all(|(name, _)| name.starts_with("council/")), "inside it");
}

#[test]
fn nothing_of_somebodys_own_is_written_over() {
    let place = Place::empty();
    place.write("council/lists.toml", "mine");
    let said = place.quarterpack(["init", "council"]);
    assert_eq!(said.code, 2);
    assert!(
        said.err.contains("council/lists.toml is there already, and nothing was written"),
        "{}",
        said.err
    );
    assert_eq!(place.files("council").len(), 1);
}

#[test]
fn completions_and_manual_pages_know_every_command() {
    let place = Place::empty();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let said = place.quarterpack(["completions", shell]);
        assert_eq!(said.code, 0);
        assert!(said.out.contains("schedule"), "{shell}");
    }
    assert_eq!(place.quarterpack(["man", "--to", "man"]).code, 0);
    let pages: Vec<String> = place.files("man").into_iter().map(|(name, _)| name).collect();
    assert!(pages.contains(&"quarterpack-due.1".to_owned()), "{pages:?}");
    assert!(!pages.iter().any(|name| name.contains("read-sheets")), "{pages:?}");
}
