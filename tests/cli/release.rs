//! From the draft to the final: approval and release.

use crate::place::Place;
use crate::quarter_end::{
    CHILDREN, DIRECTOR, HEAD, PACK, Q4, STEM, approve, automatic, comment, done, held, lines, pack,
    release, returned, run,
};
use crate::status_page::{all, page};
use calamine::{Data, Reader, Xlsx};
use quarterpack::form::{CoverField, Entry, Slot};
use std::collections::BTreeSet;
use std::fs;
use std::io::Cursor;

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
    let told = all(&page(&place, "out/status.html"), "#outstanding li");
    let free = "Committee: nothing holds version 1, and no final is made: quarterpack release ";
    assert!(told.iter().any(|item| item.contains(free)), "{told:?}");
    let made = release(&place);
    done(&made);
    assert!(made.out.contains("version 1, approved by decision 1"), "{}", made.out);
    let page = page(&place, "out/status.html");
    let finals = all(&page, "#table-finals tbody tr");
    assert!(finals[0].starts_with("Social Work Committee 1 "), "{finals:?}");
    assert!(finals[0].ends_with(" decision 1 the last version is final"), "{finals:?}");
    let outstanding = all(&page, "#outstanding li");
    assert!(!outstanding.iter().any(|item| item.contains("Committee")), "{outstanding:?}");

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
    assert_eq!(finals.lines().count(), 1 + 6, "three files and three messages: {finals}");
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
    error: “Clerk” may not decide this; those who may are: Head of Performance and Support, Chief Social Work Officer, Director of Health and Social Care
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

#[test]
fn a_final_whose_messages_wait_says_what_sends_them() {
    let place = Place::new();
    automatic(&place);
    let config = "config/quarterpack.toml";
    place.replace(config, "[delivery]\n", "[delivery]\ntransport = \"smtp\"\n");
    let text = fs::read_to_string(place.path(config)).unwrap();
    let nobody = "[delivery.smtp]\nhost = \"localhost\"\nport = 1\n";
    place.write(config, &format!("{text}\n{nobody}"));
    assert_eq!(place.quarterpack(["run", "--quarter", Q4]).code, 3, "nobody took the draft");
    let said = release(&place);
    done(&said);
    let waits = "messages wait to be sent: by quarterpack deliver, or the next due.\n";
    assert!(said.out.replace('\u{a0}', " ").ends_with(waits), "{}", said.out);
}
