//! From the draft to the final: holds, clearing, approval, release.

use crate::make;
use crate::place::{Place, Said, root};
use calamine::{Data, Reader, Xlsx};
use quarterpack::form::{CommentaryPart, CoverField, Entry, FigurePart, Filled, Slot, write};
use quarterpack::plan::MeasureId;
use std::collections::BTreeSet;
use std::fs;
use std::io::Cursor;

/// A quarter of the samples in which nothing is wrong.
const Q4: &str = "2021-22 Q4";
const PACK: &str = "social-work-committee";
const STEM: &str = "out/packs/social-work-committee-2021-22-q4";
const HEAD: &str = "Head of Performance and Support";
const DIRECTOR: &str = "Director of Health and Social Care";
const CHILDREN: &str = "children-and-justice-2021-22-q4.xlsx";
const SUPPORT: &str = "performance-and-support-2021-22-q4.xlsx";

/// A sample return of the quarter with other entries.
fn returned(name: &str, change: impl FnOnce(&mut Filled)) -> Vec<u8> {
    let samples = make::samples(&make::year(root(), "2021-22").unwrap()).unwrap();
    let mut sample = samples.into_iter().find(|one| one.path.ends_with(name)).unwrap();
    change(&mut sample.filled);
    write(&sample.layout, &sample.filled).unwrap()
}

fn comment(text: &str) -> impl FnOnce(&mut Filled) {
    let slot = Slot::Commentary(MeasureId::from("M04"), CommentaryPart::Comment);
    let entry = Entry::Text(text.to_owned());
    move |filled| {
        assert!(filled.insert(slot, entry).is_some(), "the sample has a comment there");
    }
}

/// The sample place with another return of children and justice.
fn with(change: impl FnOnce(&mut Filled)) -> Place {
    let place = Place::new();
    fs::write(place.path(&in_inbox(CHILDREN)), returned(CHILDREN, change)).unwrap();
    place
}

fn in_inbox(name: &str) -> String {
    format!("samples/returns/2021-22/q4/{name}")
}

fn run(place: &Place) -> Said {
    let said = place.quarterpack(["run", "--quarter", Q4]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    said
}

fn approve(place: &Place, by: &str) -> Said {
    place.quarterpack(["approve", PACK, "--quarter", Q4, "--by", by, "--because", "I read it"])
}

fn release(place: &Place) -> Said {
    place.quarterpack(["release", PACK, "--quarter", Q4])
}

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

fn done(said: &Said) {
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{}", said.out);
}

/// The codes that stand under “What holds its final”.
fn held(said: &Said) -> Vec<String> {
    let code = |line: &str| {
        let (code, _) = line.trim().split_once(": ")?;
        let is = code.len() == 3 && code.starts_with('R') && !line.contains("let pass by");
        is.then(|| code.to_owned())
    };
    said.out.lines().filter_map(code).collect()
}

/// Packs that need no approval.
fn automatic(place: &Place) {
    let file = "config/packs/social-work-committee.toml";
    place.replace(file, "release = \"approval\"\n", "release = \"automatic\"\n");
    place.replace(file, &format!("approver = \"{HEAD}\"\n"), "");
}

/// Every cell of a workbook that holds something, with its sheet and place.
fn cells(bytes: &[u8]) -> BTreeSet<(String, usize, usize, String)> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let mut all = BTreeSet::new();
    for sheet in book.sheet_names() {
        let range = book.worksheet_range(&sheet).unwrap();
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, cell) in range.used_cells() {
            if *cell != Data::Empty {
                let row = row + usize::try_from(top).unwrap();
                let column = column + usize::try_from(left).unwrap();
                all.insert((sheet.clone(), row, column, cell.to_string()));
            }
        }
    }
    all
}

/// The words of a PDF, a line each.
fn lines(bytes: &[u8]) -> Vec<String> {
    let file = lopdf::Document::load_mem(bytes).unwrap();
    let pages: Vec<u32> = file.get_pages().into_keys().collect();
    let text = file.extract_text(&pages).unwrap();
    text.lines().map(|line| line.replace('\u{a0}', " ").trim().to_owned()).collect()
}

fn pack(place: &Place, ending: &str) -> Vec<u8> {
    fs::read(place.path(&format!("{STEM}{ending}"))).unwrap()
}

#[test]
fn a_draft_is_approved_and_its_final_differs_in_its_marking_alone() {
    let place = Place::new();
    let made = run(&place);
    assert_eq!(held(&made), ["R06"], "{}", made.out);
    let early = release(&place);
    assert_eq!((early.code, held(&early)), (1, vec!["R06".to_owned()]), "{}", early.out);
    assert!(!place.path(&format!("{STEM}-v1-final.pdf")).exists());

    done(&approve(&place, HEAD));
    let status = place.quarterpack(["status", "--quarter", Q4]);
    assert!(status.out.contains("Nothing holds the final"), "{}", status.out);
    let made = release(&place);
    done(&made);
    assert!(made.out.contains("version 1, approved by decision 1"), "{}", made.out);

    let (draft, last) = (cells(&pack(&place, "-v1.xlsx")), cells(&pack(&place, "-v1-final.xlsx")));
    let of = |one: &BTreeSet<(String, usize, usize, String)>, other| -> Vec<String> {
        one.difference(other).map(|(sheet, _, _, text)| format!("{sheet}: {text}")).collect()
    };
    let today = quarterpack::calendar::long_date(today()).replace('\u{a0}', " ");
    assert_eq!(
        of(&draft, &last).join("\n").replace('\u{a0}', " "),
        "Cover: DRAFT, version 1\nCover: 1, draft\nReport: This version. Version 1, DRAFT. Data \
         as at 6 May 2022. Changes: see Appendix 5."
    );
    assert_eq!(
        of(&last, &draft).join("\n").replace('\u{a0}', " "),
        format!(
            "Cover: Version 1\nCover: 1, final\nReport: This version. Version 1, final, approved \
             by the {HEAD} on {today}. Data as at 6 May 2022. Changes: see Appendix 5."
        )
    );
    let marks = ["DRAFT, version 1", "Version 1"];
    let told = |bytes: &[u8]| -> String {
        let all = lines(bytes);
        let own = all.iter().filter(|line| !marks.contains(&line.as_str()));
        own.flat_map(|line| line.split_whitespace()).collect::<Vec<_>>().join(" ")
    };
    let (draft, last) = (told(&pack(&place, "-v1.pdf")), told(&pack(&place, "-v1-final.pdf")));
    let marked = format!("Version 1, final, approved by the {HEAD} on {today}.");
    assert_eq!(last.matches(&marked).count(), 1);
    assert!(last.replace(&marked, "Version 1, DRAFT.") == draft, "nothing else differs");

    let mails = place.files("out/outbox");
    let mails: Vec<_> = mails.iter().filter(|(name, _)| name.contains("-final--clerk")).collect();
    let mail = mail_parser::MessageParser::default().parse(&mails[0].1).unwrap();
    assert!(mail.subject().unwrap().starts_with("FINAL v1: Social Work Committee pack"));
    let text = mail.body_text(0).unwrap();
    assert!(text.contains("publish it with the papers"), "{text}");
    assert!(!text.contains("holds the final"), "{text}");
}

fn today() -> quarterpack::calendar::NaiveDate {
    #[expect(clippy::disallowed_methods, reason = "decisions are taken now")]
    let now = std::time::SystemTime::now();
    let days = now.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() / 86_400;
    let days = quarterpack::calendar::Days::new(days);
    quarterpack::calendar::NaiveDate::default().checked_add_days(days).unwrap()
}

#[test]
fn a_final_is_made_once_and_made_again_as_it_was() {
    let place = Place::new();
    run(&place);
    done(&approve(&place, HEAD));
    done(&release(&place));
    let before = place.files("out");
    let again = release(&place);
    done(&again);
    assert!(again.out.contains("The final is there"), "{}", again.out);
    let run_again = run(&place);
    assert!(run_again.out.contains("The final is there"), "{}", run_again.out);
    assert!(place.files("out") == before, "nothing is written anew");
    fs::remove_file(place.path(&format!("{STEM}-v1-final.pdf"))).unwrap();
    done(&release(&place));
    assert!(place.files("out") == before, "what is missing is put back, byte for byte");

    let log = place.quarterpack(["audit", "show"]).out;
    let of = |event: &str| log.lines().filter(|line| line.contains(event)).count();
    assert_eq!((of(" approve "), of(" final ")), (1, 1), "{log}");
    assert!(log.contains(&format!("by {HEAD}: I read it")), "{log}");
    let verified = place.quarterpack(["audit", "verify"]);
    assert_eq!(verified.code, 0, "{}", verified.out);
    done(&place.quarterpack(["export", "--to", "exported"]));
    let finals = fs::read_to_string(place.path("exported/finals.csv")).unwrap();
    assert_eq!(finals.lines().count(), 1 + 5, "two files and three messages: {finals}");
    let decisions = fs::read_to_string(place.path("exported/decisions.csv")).unwrap();
    assert!(decisions.contains("1,approve,social-work-committee,2021-22 Q4,1,"), "{decisions}");

    let trace = place.quarterpack(["trace", "M04", "--quarter", Q4]).out;
    let approved = format!("{PACK}, version 1: approved, by the {HEAD} on ");
    assert!(trace.contains(&approved), "{trace}");
    assert!(trace.contains(&format!("{PACK}, version 1: made final, by decision 1")), "{trace}");
}

#[test]
fn whoever_may_not_decide_is_refused_and_told_who_may() {
    let place = Place::new();
    run(&place);
    let refused = approve(&place, "Clerk");
    assert_eq!((refused.code, refused.out.as_str()), (2, ""));
    insta::assert_snapshot!(refused.err, @r"
    error: “Clerk” may not decide this; those who may are: Head of Performance and Support, Director of Health and Social Care
      to do: have one of them decide, or name the role under [release] approvers in the settings
    ");
    let other = approve(&place, DIRECTOR);
    assert_eq!(other.code, 2);
    let may = format!("the pack for the Social Work Committee is approved by the {HEAD}");
    assert!(other.err.contains(&may), "{}", other.err);
    for (because, why) in [
        ("  ", "a decision needs its reason"),
        ("Mrs Janet Brown asked for it", "the reason holds a person’s name"),
    ] {
        let said = place.quarterpack([
            "approve",
            PACK,
            "--quarter",
            Q4,
            "--by",
            HEAD,
            "--because",
            because,
        ]);
        assert_eq!(said.code, 2);
        assert!(said.err.contains(why), "{}", said.err);
    }
    let none = place.quarterpack(["approve", "cpp", "--by", HEAD, "--because", "I read it"]);
    assert!(none.err.contains("there is no pack “cpp”; there are social-work-committee"));
    let early = place.quarterpack(["approve", PACK, "--by", HEAD, "--because", "I read it"]);
    assert_eq!(early.code, 4);
    assert!(early.err.contains("there is no draft"), "{}", early.err);
    assert!(place.quarterpack(["decisions"]).out.contains("No decision was taken yet"));
    let log = place.quarterpack(["audit", "show"]).out;
    assert!(!log.contains(" approve "), "what was refused is no decision: {log}");
}

#[test]
fn what_changes_after_the_approval_is_approved_again() {
    let place = Place::new();
    run(&place);
    done(&approve(&place, HEAD));
    let corrected = returned(CHILDREN, |filled| {
        filled.insert(Slot::Cover(CoverField::Revision), Entry::Number(2.into()));
        comment("Offices were shut for a month, so that 47 people waited longer.")(filled);
    });
    place.arrives("children-again.xlsx", &corrected, "2022-05-05T10:00:00");
    let refused = release(&place);
    assert_eq!((refused.code, refused.out.as_str()), (4, ""));
    insta::assert_snapshot!(refused.err, @r"
    error: what the pack for the Social Work Committee is made from has changed: it would no longer be version 1 as it was made
      to do: run again, look at the new draft, and have that one approved where it needs approval
    ");

    let second = run(&place);
    assert!(second.out.contains("version 2"), "{}", second.out);
    let said = release(&place);
    assert_eq!((said.code, held(&said)), (1, vec!["R06".to_owned()]));
    assert!(said.out.contains("version 1 was approved on "), "{}", said.out);
    assert!(said.out.contains("and the pack has changed since"), "{}", said.out);
    let old = place.quarterpack([
        "approve",
        PACK,
        "--quarter",
        Q4,
        "--version",
        "1",
        "--by",
        HEAD,
        "--because",
        "I read it",
    ]);
    assert_eq!(old.code, 4);
    assert!(
        old.err.contains("version 1 of the pack for the Social Work Committee is not the last")
    );
    done(&approve(&place, HEAD));
    done(&release(&place));
    assert!(place.path(&format!("{STEM}-v2-final.pdf")).is_file());
    assert!(!place.path(&format!("{STEM}-v1-final.pdf")).exists());
}

#[test]
fn an_approval_that_is_withdrawn_counts_no_longer() {
    let place = Place::new();
    run(&place);
    done(&approve(&place, HEAD));
    let withdraw = |number: &str| {
        place.quarterpack(["withdraw", number, "--by", DIRECTOR, "--because", "page 4 is wrong"])
    };
    done(&withdraw("1"));
    assert_eq!(held(&release(&place)), ["R06"]);
    let listed = place.quarterpack(["decisions"]).out;
    assert!(listed.contains("approve (withdrawn)") && listed.contains("withdraw\n"), "{listed}");
    assert!(withdraw("1").err.contains("it is withdrawn already"));
    assert!(withdraw("9").err.contains("there is none"));
    done(&approve(&place, HEAD));
    done(&release(&place));
    assert!(withdraw("3").err.contains("the final that it approved is made"));
    assert_eq!(place.quarterpack(["audit", "verify"]).code, 0);
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
    assert!(mail.contains("What holds the final: R01: 1 error stands"), "{mail}");
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

    done(&clear(&place, &cell, "keep-masked"));
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
    done(&release(&place));
}

#[test]
fn a_run_makes_the_final_by_itself_where_the_settings_say_so_and_nothing_holds_it() {
    let place = Place::new();
    place.replace("config/quarterpack.toml", "state = \"draft\"", "state = \"final\"");
    assert_eq!(held(&run(&place)), ["R06"], "not without the approval that its file asks for");
    done(&approve(&place, HEAD));
    let made = run(&place);
    assert!(made.out.contains("Made the final: social-work-committee, version 1"), "{}", made.out);
    assert!(place.path(&format!("{STEM}-v1.pdf")).is_file(), "the draft stays");
    assert!(place.path(&format!("{STEM}-v1-final.pdf")).is_file());

    let place = Place::new();
    automatic(&place);
    place.replace("config/quarterpack.toml", "state = \"draft\"", "state = \"final\"");
    let made = run(&place);
    assert!(made.out.contains("Made the final: social-work-committee, version 1"), "{}", made.out);
    let approval = approve(&place, HEAD);
    assert!(approval.err.contains("needs no approval"), "{}", approval.err);
    // The autumn quarter of the samples is full of errors.
    let autumn = place.quarterpack(["run"]);
    assert_eq!(held(&autumn), ["R01", "R02"], "{}", autumn.out);
    assert!(!place.path("out/packs/social-work-committee-2023-24-q2-v1-final.pdf").exists());
}
