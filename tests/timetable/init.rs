//! A new council's folder, completions, manual pages.

use crate::place::Place;

#[test]
fn a_new_folder_can_be_used_at_once() {
    let place = Place::empty();
    let said = place.quarterpack(["init", "council"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert!(said.out.contains("What to do next, in council;"), "{}", said.out);
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

/// A newcomer does what is printed, one command after the other.
#[test]
fn the_printed_next_steps_lead_to_a_first_pack() {
    let place = Place::empty();
    let said = place.quarterpack(["init", "council"]).out;
    let steps = said.lines().filter_map(|line| line.strip_prefix("      quarterpack "));
    let steps: Vec<&str> = steps.collect();
    assert_eq!(steps.len(), 9, "{said}");
    for step in &steps {
        let words: Vec<String> = step
            .split('"')
            .enumerate()
            .flat_map(|(nth, part)| match nth % 2 {
                0 => part.split_whitespace().map(ToOwned::to_owned).collect(),
                _ => vec![part.to_owned()],
            })
            .collect();
        let output = assert_cmd::Command::new(env!("CARGO_BIN_EXE_quarterpack"))
            .env_clear()
            .current_dir(place.path("council"))
            .args(&words)
            .output()
            .unwrap();
        let (code, err) = (output.status.code(), String::from_utf8_lossy(&output.stderr));
        // The doctor may find something: holidays that nobody has published yet, say.
        let may = if *step == "doctor" { [Some(0), Some(3)] } else { [Some(0); 2] };
        assert!(may.contains(&code), "quarterpack {step}: {code:?} {err}");
        assert_eq!(err, "", "quarterpack {step}");
    }
    assert_eq!(place.files("council/out/packs").len(), 3, "a PDF, a workbook and a page");
    let names: Vec<String> =
        place.files("council/out/outbox").into_iter().map(|one| one.0).collect();
    assert_eq!(names.len(), 1, "the draft to the officers: {names:?}");
    assert!(names[0].ends_with("--performance-at-council.example.eml"), "{names:?}");
    // One of each kind, although no return has come yet.
    let shown: Vec<String> = place.files("council/look").into_iter().map(|one| one.0).collect();
    for kind in ["draft-", "form-", "reminder-", "overdue-", "receipt-", "late-return-", "failure-"]
    {
        assert!(shown.iter().any(|name| name.starts_with(kind)), "{kind}: {shown:?}");
    }
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
