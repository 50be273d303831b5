//! `plan roll`, `plan export`, `plan import`, and past outturns in `trace`.

use crate::place::Place;

#[test]
fn a_year_rolls_over_into_a_plan_that_is_read() {
    let place = Place::new();
    let said = place.quarterpack(["plan", "roll", "--year", "2022-23"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{}", said.out);
    insta::assert_snapshot!("plan_rolled", said.out);
    let text = std::fs::read_to_string(place.path("config/plans/2022-23.toml")).unwrap();
    // The outturns that the real plan of 2023-24 prints for 2021-22.
    for (id, printed) in [("M05", "65%"), ("M14", "95%"), ("M11", "10%"), ("M01", "£267k")] {
        let entry = text.split(&format!("id = \"{id}\"")).nth(1).unwrap();
        let entry = entry.split("figures = [").next().unwrap();
        let value = format!("printed = \"{printed}\", read = \"{printed}\"");
        assert!(entry.contains(&value), "{id}: {entry}");
    }
    let checked = place.quarterpack(["plan", "check", "config/plans/2022-23.toml"]);
    assert!(checked.out.contains("P39"), "{}", checked.out);
    assert!(checked.out.contains("Measure 5: the target is to be set"), "{}", checked.out);
    // Once it is there it is somebody's work.
    let again = place.quarterpack(["plan", "roll", "--year", "2022-23"]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("2022-23.toml is there already"), "{}", again.err);
}

#[test]
fn a_published_last_quarter_fixes_the_outturns() {
    let place = Place::new();
    let run = place.quarterpack(["run", "--quarter", "2021-22 Q4"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let rolled = place.quarterpack(["plan", "roll", "--year", "2022-23", "--to", "a.toml"]);
    assert!(rolled.out.contains("published for 2021-22 Q4"), "{}", rolled.out);
    assert!(!rolled.out.contains("P33"), "{}", rolled.out);
}

#[test]
fn a_run_under_a_plan_without_targets_scores_and_invents_nothing() {
    let place = Place::new();
    place.quarterpack(["plan", "roll", "--year", "2022-23"]);
    let run = place.quarterpack(["run", "--quarter", "2022-23 Q1", "--as-of", "2022-07-29"]);
    assert_eq!(run.code, 0, "{}\n{}", run.out, run.err);
    // No form goes out whose sums would lack the budget.
    let forms = place.quarterpack(["forms", "--quarter", "2022-23 Q1"]);
    assert_ne!(forms.code, 0);
    assert!(forms.err.contains("is to be set"), "{}", forms.err);
}

#[test]
fn a_plan_goes_out_to_excel_and_comes_back() {
    let place = Place::new();
    let out = place.quarterpack(["plan", "export", "--plan", "2023-24", "--to", "plan.xlsx"]);
    assert_eq!((out.code, out.err.as_str()), (0, ""));
    let back = place.quarterpack(["plan", "import", "plan.xlsx", "--to", "back.toml"]);
    assert_eq!((back.code, back.err.as_str()), (0, ""), "{}", back.out);
    let counts = |said: &str| said.lines().find(|l| l.contains(" errors, ")).unwrap().to_owned();
    let checked = place.quarterpack(["plan", "check", "back.toml"]);
    let first = place.quarterpack(["plan", "check", "config/plans/2023-24.toml"]);
    assert_eq!(
        counts(&checked.out).replace("back.toml", ""),
        counts(&first.out).replace("2023-24.toml", "")
    );
    // Neither takes the place of a file that is there.
    let again = place.quarterpack(["plan", "import", "plan.xlsx", "--to", "back.toml"]);
    assert_eq!(again.code, 2);
    let replaced =
        place.quarterpack(["plan", "import", "plan.xlsx", "--to", "back.toml", "--replace"]);
    assert_eq!(replaced.code, 0);
    let over = place.quarterpack(["plan", "export", "--plan", "2023-24", "--to", "plan.xlsx"]);
    assert_eq!(over.code, 2);
}

#[test]
fn an_empty_workbook_says_what_it_lacks_and_writes_nothing() {
    let place = Place::empty();
    let out = place.quarterpack(["plan", "export", "--template", "--to", "new.xlsx"]);
    assert_eq!((out.code, out.err.as_str()), (0, ""));
    let back = place.quarterpack(["plan", "import", "new.xlsx", "--to", "new.toml"]);
    assert_eq!(back.code, 1);
    assert!(back.out.contains("new.xlsx › Plan › B5"), "{}", back.out);
    assert!(back.out.ends_with("nothing was written\n"), "{}", back.out);
    assert!(!place.path("new.toml").exists());
    place.write("bad.xlsx", "no workbook");
    let refused = place.quarterpack(["plan", "import", "bad.xlsx", "--to", "new.toml"]);
    assert_eq!(refused.code, 1);
}

#[test]
fn trace_names_the_publication_in_place_of_a_cell() {
    let place = Place::new();
    std::fs::copy(
        crate::place::root().join("samples/outturns.toml"),
        place.path("config/outturns.toml"),
    )
    .unwrap();
    place.replace(
        "config/quarterpack.toml",
        "[paths]\n",
        "[paths]\noutturns = \"outturns.toml\"\n",
    );
    let said = place.quarterpack(["trace", "M13"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let told = said.paragraph("Earlier figures from publications:");
    assert_eq!(
        told,
        [
            "Earlier figures from publications:",
            "  2022-23: 372 of 558 = 66.7%",
            "    Illustrative: Quarter 4 Progress Report 2022-23, page 11",
            "    entered by the Performance Officer on 14 June 2023",
            "  2022-23 Q2: 64.5%",
            "    Illustrative: Quarter 2 Progress Report 2022-23, page 9",
            "    entered by the Performance Officer on 14 June 2023",
        ]
    );
    let run = place.quarterpack(["run"]);
    assert_eq!(run.code, 0, "{}", run.err);
    // A fault in the file is told with its line.
    place.replace("config/outturns.toml", "\"64.5%\"", "\"64.5\"");
    let wrong = place.quarterpack(["config", "check"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("line 19"), "{}", wrong.err);
}
