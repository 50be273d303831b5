//! What holds a pack: told, let pass, cleared.

use crate::place::{Place, Said};
use crate::quarter_end::{
    CHILDREN, DIRECTOR, HEAD, PACK, Q4, SUPPORT, approve, automatic, comment, done, held, in_inbox,
    lines, pack, release, returned, run, with,
};
use crate::status_page::{all, page};
use quarterpack::form::{CoverField, Entry, FigurePart, Slot};
use quarterpack::plan::MeasureId;
use std::fs;

fn let_pass(place: &Place, code: &str) -> Said {
    place.quarterpack([
        "release",
        PACK,
        "--quarter",
        Q4,
        "--override-hold",
        code,
        "--by",
        DIRECTOR,
        "--because",
        "the committee meets tomorrow",
    ])
}

fn clear(place: &Place, cell: &str, outcome: &str) -> Said {
    let because = "roles are meant";
    place.quarterpack([
        "clear",
        "--quarter",
        Q4,
        "--return",
        CHILDREN,
        "--cell",
        cell,
        "--as",
        outcome,
        "--by",
        HEAD,
        "--because",
        because,
    ])
}

#[test]
fn an_error_holds_a_pack_until_a_role_lets_it_pass_and_the_pack_says_so() {
    let place = with(|filled| {
        let figures: Vec<Slot> = filled
            .keys()
            .filter(|slot| {
                matches!(slot, Slot::Figure(measure, _, FigurePart::Value)
                    if *measure == MeasureId::from("M04"))
            })
            .cloned()
            .collect();
        filled.insert(figures[0].clone(), Entry::Text("lots".into()));
    });
    automatic(&place);
    let made = run(&place);
    assert_eq!(held(&made), ["R01"], "{}", made.out);
    let mail = place.files("out/outbox");
    let mail = mail_parser::MessageParser::default().parse(&mail[0].1).unwrap();
    let mail = mail.body_text(0).unwrap();
    let mail = mail.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(mail.contains("WHAT STILL STANDS IN ITS WAY - R01: 1 error stands"), "{mail}");
    assert_eq!(release(&place).code, 1);
    assert!(let_pass(&place, "R04").err.contains("R04 does not hold the pack"));
    done(&let_pass(&place, "r01"));
    let changed = release(&place);
    assert_eq!(changed.code, 4, "the pack is to say who let it pass: {}", changed.out);
    let second = run(&place);
    assert_eq!(held(&second), Vec::<String>::new(), "{}", second.out);
    assert!(second.out.contains("Nothing holds its final"), "{}", second.out);
    done(&release(&place));
    let told: String = lines(&pack(&place, "-v2-final.pdf")).join(" ");
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("Let pass: 1 error stands in the returns"), "{told}");
    assert!(told.contains("the committee meets tomorrow"), "{told}");
    assert_eq!(place.quarterpack(["audit", "verify"]).code, 0);
    let log = place.quarterpack(["audit", "show"]).out;
    assert!(log.contains("override-hold social-work-committee 2021-22 Q4, version 1, R01"));
}

#[test]
fn what_is_outstanding_or_undecided_holds_a_pack() {
    let place = Place::new();
    automatic(&place);
    fs::rename(place.path(&in_inbox(SUPPORT)), place.path("aside.xlsx")).unwrap();
    let made = run(&place);
    // A virement of another service has lost its other end.
    assert_eq!(held(&made), ["R01", "R04"], "{}", made.out);
    place.replace(
        "config/quarterpack.toml",
        "[release]\n",
        "[release]\noutstanding_holds = false\n",
    );
    assert_eq!(held(&run(&place)), ["R01"]);

    fs::rename(place.path("aside.xlsx"), place.path(&in_inbox(SUPPORT))).unwrap();
    let other = returned(SUPPORT, |filled| {
        filled.insert(Slot::Cover(CoverField::CompletedBy), Entry::Text("Another role".into()));
    });
    place.arrives("support-again.xlsx", &other, "2022-04-13T10:00:00");
    let undecided = run(&place);
    assert_eq!(held(&undecided), ["R01", "R05"], "{}", undecided.out);
    let status = place.quarterpack(["status", "--quarter", Q4, "--json"]);
    let status: serde_json::Value = serde_json::from_str(&status.out).unwrap();
    assert_eq!(status["finals"][0]["holds"][1]["code"], "R05");
    assert_eq!(status["finals"][0]["final"], serde_json::Value::Null);
}

const PERSONAL: &str = "Appointments stopped in May; write to Mr Carbon Dioxide for the figures.";

#[test]
fn personal_data_holds_a_public_pack_until_it_is_cleared() {
    let place = with(comment(PERSONAL));
    automatic(&place);
    let made = run(&place);
    assert_eq!(held(&made), ["R03"], "{}", made.out);
    assert!(let_pass(&place, "R03").err.contains("R03 can't be let pass"));
    let listed = place.quarterpack(["clear", "--quarter", Q4]).out;
    assert!(!listed.contains("Carbon"), "{listed}");
    let to_do = listed.lines().find(|line| line.contains("to do: ")).unwrap();
    let cell = to_do.split("--cell \"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(cell.starts_with("Commentary!"), "{to_do}");
    let hash = quarterpack::intake::digest(&fs::read(place.path(&in_inbox(CHILDREN))).unwrap());
    assert!(listed.contains(&hash[..12]), "{listed}");
    insta::assert_snapshot!(listed.replace(&hash[..12], "HASH"), @r#"
    Personal data found in the returns that count, 2021-22 Q4: 1 text, 1 to clear

      children-and-justice-2021-22-q4.xlsx › Commentary › D5
        Appointments stopped in May; write to [•• •••••• •••••••] for the figures.
        a person’s name; SHA-256 HASH
        to do: quarterpack clear --quarter "2021-22 Q4" --return "children-and-justice-2021-22-q4.xlsx" --cell "Commentary!D5" --as keep-masked --by ROLE --because TEXT

    --show prints what is masked here; --as not-personal where it is none.
    "#);
    let shown = place.quarterpack(["clear", "--quarter", Q4, "--list", "--show"]).out;
    assert!(shown.contains("write to [Mr Carbon Dioxide] for the figures."), "{shown}");

    assert!(clear(&place, "Commentary!C99", "keep-masked").err.contains("nothing was found in"));
    let unknown = place.quarterpack([
        "clear",
        "--quarter",
        Q4,
        "--return",
        "x.xlsx",
        "--cell",
        &cell,
        "--as",
        "keep-masked",
        "--by",
        HEAD,
        "--because",
        "roles are meant",
    ]);
    assert!(unknown.err.contains("no return that counts for 2021-22 Q4 is called “x.xlsx”"));

    let on_page = || {
        let told = all(&page(&place, "out/status.html"), "#outstanding li");
        told.iter().any(|item| item.contains("is held by R03"))
    };
    assert!(on_page());
    done(&clear(&place, &cell, "keep-masked"));
    assert!(!on_page(), "the page says at once that it was cleared");
    let second = run(&place);
    assert_eq!(held(&second), Vec::<String>::new(), "{}", second.out);
    let text = |version: u32| {
        let all = lines(&pack(&place, &format!("-v{version}.pdf"))).join(" ");
        all.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert!(!text(2).contains("Carbon") && text(2).contains("stays masked"));

    done(&clear(&place, &cell, "not-personal"));
    run(&place);
    assert!(text(3).contains("write to Mr Carbon Dioxide for the figures."));
    assert!(text(3).contains("is no personal data"));
    let trace = place.quarterpack(["trace", "M04", "--quarter", Q4]).out;
    assert!(trace.contains("is no personal data: by the Head"), "{trace}");

    // The same words in another return are another thing to look at.
    let corrected = returned(CHILDREN, |filled| {
        filled.insert(Slot::Cover(CoverField::Revision), Entry::Number(2.into()));
        comment(PERSONAL)(filled);
    });
    place.arrives("children-again.xlsx", &corrected, "2022-05-05T10:00:00");
    let again = run(&place);
    assert_eq!(held(&again), ["R03"], "{}", again.out);
    assert!(!text(4).contains("Carbon"));
    assert_eq!(place.quarterpack(["audit", "verify"]).code, 0);
}

#[test]
fn an_exempt_pack_is_not_held_by_what_its_readers_may_see() {
    let place = with(comment(PERSONAL));
    let file = "config/packs/social-work-committee.toml";
    place.replace(file, "# exempt = \"1\"", "exempt = \"1\"");
    assert_eq!(held(&run(&place)), ["R06"]);
    done(&approve(&place, HEAD));
}
