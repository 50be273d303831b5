//! `config check`, `config show`, and configurations that can't be used.

use crate::place::Place;

#[test]
fn a_configuration_that_can_be_used_is_told() {
    let said = Place::new().quarterpack(["config", "check"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    insta::assert_snapshot!(said.out, @r"
    plans: 2021-22, 2023-24
    packs: Social Work Committee
    inbox: 20 files
    The configuration can be used.
    ");
}

/// What is exempt is held against the plan, and against the packs: a mistyped id would keep nothing
/// back.
#[test]
fn exempt_content_that_there_is_not_is_told_with_line_and_remedy() {
    let exempt = |entry: &str| {
        let place = Place::new();
        let file = "config/quarterpack.toml";
        let text = std::fs::read_to_string(place.path(file)).unwrap();
        place.write(file, &format!("{text}\n[disclosure.exempt]\n{entry}\n"));
        let said = place.quarterpack(["config", "check"]);
        assert_eq!(said.code, 2, "{}", said.out);
        said.err.replace('\u{a0}', " ")
    };
    insta::assert_snapshot!(exempt("\"2023-24 A50\" = \"3\""), @r#"error: config/quarterpack.toml, line 37, disclosure.exempt."2023-24 A50": the plan of 2023-24 has no measure and no action “A50”; did you mean “A05”?"#);
    insta::assert_snapshot!(exempt("\"2025-26 A05\" = \"3\""), @r#"error: config/quarterpack.toml, line 37, disclosure.exempt."2025-26 A05": there is no plan of 2025-26; known are 2021-22, 2023-24"#);
    let err = exempt("\"2023-24 A05\" = \"77\"");
    assert!(err.contains("line 37") && err.contains("“77” is no paragraph"), "{err}");
    let err = exempt("\"2023-24 A05\" = \"3\"");
    assert!(err.contains("is public and would hold exempt content: Action 5 (A05), paragraph 3"));
    assert!(err.contains("to do: leave it out with [only]"), "{err}");
}

/// Who asks for an exempt pack and may not have it is told before and after it is made.
#[test]
fn a_list_that_may_not_have_an_exempt_pack_is_told() {
    let place = Place::whole();
    let file = "config/lists.toml";
    let text = std::fs::read_to_string(place.path(file)).unwrap();
    let name = "name = \"Adult Protection Committee and Chief Officers Group\"\n";
    let open = text.replace(&format!("{name}restricted = true\n"), name);
    assert_ne!(open, text);
    place.write(file, &open);
    for pack in std::fs::read_dir(place.path("config/packs")).unwrap() {
        let path = pack.unwrap().path();
        if !path.ends_with("public-protection.toml") {
            std::fs::remove_file(path).unwrap();
        }
    }
    let told = "the list “Adult Protection Committee and Chief Officers Group” is not restricted: \
                Chief Social Work Officer does not get public-protection, which is exempt";
    for arguments in [&["config", "check"][..], &["doctor"], &["run"]] {
        let said = place.quarterpack_with(arguments);
        assert!(said.out.contains(told), "{arguments:?}: {}{}", said.out, said.err);
        let remedy =
            "put restricted = true into the list if everybody on it may have exempt papers";
        assert!(said.out.contains(remedy), "{arguments:?}: {}", said.out);
    }
    let said = place.quarterpack(["release", "public-protection"]);
    assert!(said.out.contains(told), "{}{}", said.out, said.err);
}

#[test]
fn every_setting_is_shown_with_its_origin() {
    let place = Place::new();
    let said = place.quarterpack(["config", "show"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    insta::assert_snapshot!("config_show", said.out);
    // Whoever takes a line over into a configuration has TOML.
    let shown: toml::Table = said.out.parse().unwrap();
    assert!(shown["run"]["as_at"].get("2023-24 Q2").is_some());
}

#[test]
fn another_configuration_can_be_named() {
    let place = Place::new();
    let path = place.path("config/quarterpack.toml");
    std::fs::rename(&path, place.path("config/mine.toml")).unwrap();
    let said = place.quarterpack(["--config", "config/mine.toml", "config", "check"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let from_elsewhere =
        place.quarterpack_in("samples", ["run", "--config", "../config/mine.toml"]);
    assert_eq!(from_elsewhere.code, 0, "{}", from_elsewhere.err);
    assert!(
        place.path("out/record/record.sqlite").is_file(),
        "paths are seen from the configuration"
    );
}

fn refused(change: impl Fn(&Place)) -> String {
    let place = Place::new();
    change(&place);
    let said = place.quarterpack(["run"]);
    assert_eq!((said.code, said.out.as_str()), (2, ""), "{}", said.err);
    assert!(place.files("out").is_empty(), "nothing is made");
    said.err
}

#[test]
fn without_a_configuration_it_is_said_where_one_is_looked_for() {
    let said = Place::empty().quarterpack(["run"]);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    insta::assert_snapshot!(said.err, @r"
    error: there is no configuration: neither config/quarterpack.toml nor ./quarterpack.toml is here
      to do: name it with --config FILE, or run quarterpack where one of them is
    ");
}

#[test]
fn a_misspelt_setting_is_told_with_its_line_and_its_neighbour() {
    let err = refused(|place| {
        place.replace("config/quarterpack.toml", "return_to =", "retrun_to =");
    });
    insta::assert_snapshot!(err, @"error: config/quarterpack.toml, line 20: there is no setting “collection.retrun_to”; did you mean “return_to”?");
}

#[test]
fn a_value_that_makes_no_sense_is_told_with_its_line_and_setting() {
    let err = refused(|place| {
        let text = std::fs::read_to_string(place.path("config/quarterpack.toml")).unwrap();
        let more = "\n[limits]\nexplain_percent = 2\namber_percent = \"some\"\n";
        place.write("config/quarterpack.toml", &format!("{text}{more}"));
    });
    insta::assert_snapshot!(err, @"error: config/quarterpack.toml, line 38, limits.amber_percent: some is not a number such as 5 or 2.5");
}

#[test]
fn a_missing_plan_is_told_with_place_and_remedy() {
    let err = refused(|place| {
        std::fs::remove_file(place.path("config/plans/2023-24.toml")).unwrap();
    });
    insta::assert_snapshot!(err, @r"
    error: there is no plan for 2023-24: config/plans holds 2021-22
      to do: put the plan of that year into the folder (docs/plan-file.md says how it is written), or name a quarter of another year
    ");
}

#[test]
fn a_broken_plan_is_told_with_its_line() {
    let err = refused(|place| {
        place.replace("config/plans/2023-24.toml", "year = \"2023-24\"", "year = \"2023-25\"");
    });
    insta::assert_snapshot!(err, @r"
    error: the plan file 2023-24.toml has 1 fault
      line 51, plan › year: “2023-25” is not a financial year; write it as 2023-24
    ");
    let err = refused(|place| {
        let text = std::fs::read_to_string(place.path("config/plans/2023-24.toml")).unwrap();
        place.write("config/plans/2023-24.toml", &text[..text.len() / 2]);
    });
    assert!(err.starts_with("error: the plan file 2023-24.toml "), "{err}");
    assert!(err.contains("line "), "{err}");
}

#[test]
fn a_broken_template_is_told_with_its_line_before_anything_is_made() {
    for (text, why) in [
        ("Purpose\n{% if %}\n", "unexpected end of block"),
        ("Purpose\n{{ misspelt }}\n", "undefined value"),
    ] {
        let err = refused(|place| place.write("templates/report/purpose.txt", text));
        assert!(err.contains("report/purpose.txt") && err.contains("line 2"), "{err}");
        assert!(err.contains(why), "{err}");
    }
    let err = refused(|place| {
        place.write("templates/email/pack.txt", "Dear member,\n\n{{ misspelt }}\n");
    });
    assert!(err.contains("pack.txt") && err.contains("line 3"), "{err}");
}

#[test]
fn an_address_outside_the_allowed_domains_is_refused() {
    let err = refused(|place| {
        let list = "config/lists.toml";
        place.replace(list, "clerk@council.example", "clerk@elsewhere.example");
    });
    assert!(err.contains("clerk@elsewhere.example"), "{err}");
}

#[test]
fn an_inbox_that_is_not_there_is_told_with_place_and_remedy() {
    let err = refused(|place| {
        place.replace("config/quarterpack.toml", "../samples/returns", "../nowhere");
    });
    insta::assert_snapshot!(err, @r"
    error: can't list the inbox config/../nowhere
      because: No such file or directory (os error 2)
      to do: make the folder, or name the one that returns come into as paths.inbox
    ");
}

#[test]
fn a_quarter_or_a_year_that_there_is_not_is_an_error_of_usage() {
    let place = Place::new();
    let said = place.quarterpack(["run", "--quarter", "Q2"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("“Q2” is not a quarter such as “2023-24 Q2”"), "{}", said.err);
    let said = place.quarterpack(["run", "--quarter", "2024-25 Q1"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("there is no plan for 2024-25"), "{}", said.err);
}

/// A theme that can't be used stops a run before anything is made, with its line.
#[test]
fn a_wrong_theme_is_told_with_its_line_before_anything_is_made() {
    let place = Place::new();
    place.replace("config/theme.toml", "second = \"#4B535B\"", "second = \"#999999\"");
    let said = place.quarterpack(["run"]);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    insta::assert_snapshot!(said.err, @"error: config/theme.toml, line 8, colours.second: the contrast on white is 2.8 to 1, and must be 4.5 to 1: take a darker one");
    place.replace("config/theme.toml", "second = \"#999999\"", "second = \"#4B535B\"");
    place.replace(
        "config/theme.toml",
        "# [logo]\n# file = \"logo.png\"\n# alt",
        "[logo]\nfile = \"logo.png\"\nalt",
    );
    let said = place.quarterpack(["run"]);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    assert!(
        said.err.contains(
            "config/theme.toml, line 49, logo.file: “logo.png” can’t be read beside this file: "
        ),
        "{}",
        said.err
    );
    assert!(!place.path("out").exists(), "nothing is made");
}

/// A logo is part of what a version is made from: the record keeps it, another one makes another.
#[test]
fn a_logo_is_kept_with_the_version_that_it_shaped() {
    let logo = |grey: u8| {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, 400, 100);
        encoder.set_color(png::ColorType::Grayscale);
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(&[grey].repeat(400 * 100)).unwrap();
        writer.finish().unwrap();
        file
    };
    let place = Place::new();
    place.replace(
        "config/theme.toml",
        "# [logo]\n# file = \"logo.png\"\n# alt",
        "[logo]\nfile = \"logo.png\"\nalt",
    );
    std::fs::write(place.path("config/logo.png"), logo(80)).unwrap();
    assert_eq!(place.quarterpack(["run"]).code, 0);
    assert!(place.quarterpack(["run"]).out.contains("Nothing has changed"));
    std::fs::write(place.path("config/logo.png"), logo(90)).unwrap();
    let said = place.quarterpack(["run"]);
    assert!(said.out.contains("version 2"), "{}", said.out);
    let verified = place.quarterpack(["rebuild", "--verify"]);
    assert_eq!(verified.code, 0, "{}", verified.out);
    assert_eq!(verified.out.matches("byte for byte the same").count(), 2, "{}", verified.out);
}
