//! The commands: run, deliver, status, doctor, preview, tests, decisions.

use crate::office::{CLERK, OFFICERS, Office, copy};
use crate::server::{Act, Guard, Server};
use mail_parser::{MessageParser, MimeHeaders};
use quarterpack::deliver::Message;
use quarterpack::pipeline::{self, Inputs, Job, messages};
use std::fs;
use std::path::Path;
use std::process::Command;

struct Said {
    out: String,
    err: String,
    code: i32,
}

fn run(office: &Office, arguments: &[&str]) -> Said {
    let output = Command::new(env!("CARGO_BIN_EXE_quarterpack"))
        .args(arguments)
        .env_clear()
        .env("X", "s3cret")
        .current_dir(office.folder.path())
        .output()
        .unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(!format!("{out}{err}").contains("s3cret"), "{out}{err}");
    Said { out, err, code: output.status.code().unwrap() }
}

/// With the sample returns of the quarter.
fn with_returns(server: &Server) -> Office {
    let office = Office::with(server);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let returns = office.path("samples/returns");
    copy(&root.join("samples/returns"), &returns);
    fs::copy(root.join("samples/arrivals.toml"), office.path("samples/arrivals.toml")).unwrap();
    let config = office.path("config/quarterpack.toml");
    let text = fs::read_to_string(&config).unwrap();
    let text =
        text.replace("[collection]", "arrivals = \"../samples/arrivals.toml\"\n[collection]");
    fs::write(&config, text).unwrap();
    office
}

#[test]
fn a_run_sends_and_a_second_one_sends_nothing_again() {
    let server = Server::scripted(|step, to, _| match (step, to) {
        ("RCPT", "director@council.example") => Act::Say("550 5.1.1 no such user"),
        _ => Act::Properly,
    });
    let office = with_returns(&server);
    let first = run(&office, &["run"]);
    assert_eq!(first.code, 3, "{}{}", first.out, first.err);
    assert!(first.out.contains("Sent 3 of 4 messages:"), "{}", first.out);
    assert!(first.out.contains("127.0.0.1 refused: 550 5.1.1 no such user"), "{}", first.out);
    let status = run(&office, &["status"]);
    assert!(status.out.contains("  sent 3 of 4 messages"), "{}", status.out);
    assert!(status.out.contains("refused: director@council.example, DRAFT v1"), "{}", status.out);
    let json: serde_json::Value =
        serde_json::from_str(&run(&office, &["status", "--json"]).out).unwrap();
    assert_eq!(json["messages"][1]["state"], "refused");
    let again = run(&office, &["run"]);
    assert_eq!((again.code, again.out.contains("Nothing is due to be sent.")), (0, true));
    assert_eq!(server.counts().get(CLERK), Some(&1));
    // The clerk and the performance team, and the note to the team.
    assert_eq!(server.counts().get(OFFICERS), Some(&2));
    for mail in server.mails() {
        let parsed = MessageParser::default().parse(&mail.data).unwrap();
        assert!(parsed.date().is_some());
        assert!(mail.data.split(|byte| *byte == b'\n').all(|line| line.len() <= 998));
        for attached in parsed.attachments() {
            let made = office.path("out/packs").join(attached.attachment_name().unwrap());
            assert!(attached.contents() == fs::read(&made).unwrap(), "{}", made.display());
        }
    }
    let attached = |mail: &crate::server::Mail| {
        MessageParser::default().parse(&mail.data).unwrap().attachment_count()
    };
    assert_eq!(
        server.mails().iter().map(attached).sum::<usize>(),
        4,
        "two recipients, two formats"
    );

    // Killed after the version was noted and before its messages were: they are queued again.
    let database = rusqlite::Connection::open(office.path("out/record/record.sqlite")).unwrap();
    database.execute("DELETE FROM delivery WHERE recipient = ?1", [CLERK]).unwrap();
    drop(database);
    let restored = run(&office, &["run"]);
    assert!(restored.out.contains("Sent 1 of 1 message:"), "{}", restored.out);
    let versions = run(&office, &["status"]).out;
    assert!(!versions.contains("version 2"), "{versions}");
}

#[test]
fn a_new_version_stands_under_the_one_it_replaces() {
    let server = Server::proper();
    let office = with_returns(&server);
    assert_eq!(run(&office, &["run"]).code, 0);
    assert_eq!(run(&office, &["run", "--reissue"]).code, 0);
    let mails = server.mails();
    let of_clerk: Vec<_> = mails.iter().filter(|mail| mail.to == CLERK).collect();
    assert_eq!(of_clerk.len(), 2);
    let first = MessageParser::default().parse(&of_clerk[0].data).unwrap();
    let second = MessageParser::default().parse(&of_clerk[1].data).unwrap();
    let replaced = first.message_id().unwrap();
    assert_eq!(second.in_reply_to().as_text(), Some(replaced));
    assert_eq!(second.references().as_text(), Some(replaced));
    assert!(second.subject().unwrap().starts_with("DRAFT v2: "));
    assert!(second.body_text(0).unwrap().contains("This version replaces version 1."));
}

#[test]
fn a_test_goes_to_one_address_alone_and_leaves_the_ledger_as_it_is() {
    let server = Server::proper();
    let office = Office::with(&server);
    office.queue([CLERK, "director@council.example"]);
    let said = run(&office, &["deliver", "--test-to", "me@council.example"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.starts_with("Sent 2 of 2 tests to me@council.example"), "{}", said.out);
    let counts = server.counts();
    assert_eq!(counts.into_iter().collect::<Vec<_>>(), [("me@council.example".to_owned(), 2)]);
    for mail in server.mails() {
        let parsed = MessageParser::default().parse(&mail.data).unwrap();
        assert!(parsed.subject().unwrap().starts_with("TEST, meant for "), "{parsed:?}");
        assert_eq!(parsed.to().unwrap().first().unwrap().address(), Some("me@council.example"));
        assert!(parsed.message_id().unwrap().starts_with("test-"));
    }
    assert!(office.rows().iter().all(|row| row.state.word() == "queued"));
    let outside = run(&office, &["deliver", "--test-to", "me@elsewhere.example"]);
    assert_eq!(outside.code, 2);
    assert!(outside.err.contains("outside the allowed domains"), "{}", outside.err);
}

#[test]
fn forms_reminders_receipts_and_late_returns_are_queued_once_to_whom_they_concern() {
    let server = Server::proper();
    let office = with_returns(&server);
    let inputs = Inputs::read(&office.path("config/quarterpack.toml")).unwrap();
    let job = |day: &str| Job { inputs: &inputs, as_at: day.parse().unwrap(), ..office.job() };
    let kinds = |made: &[Message]| -> Vec<(&'static str, String)> {
        made.iter().map(|one| (one.kind.word(), one.to.to_string())).collect()
    };
    let forms = messages::forms(&job("2023-10-02")).unwrap();
    assert_eq!(forms.len(), 3, "a form to each service");
    assert!(forms[0].subject.contains("please send it by 13 October 2023"));
    // Before the deadline: two have not sent yet. After it: one, whose first return is refused.
    let before = messages::reminders(&job("2023-10-11")).unwrap();
    let expected = [
        ("reminder", "children.services@council.example".to_owned()),
        ("reminder", OFFICERS.to_owned()),
    ];
    assert_eq!(kinds(&before), expected);
    let after = messages::reminders(&job("2023-10-16")).unwrap();
    assert_eq!(kinds(&after), [("overdue", OFFICERS.to_owned())]);
    assert_eq!(messages::reminders(&job("2023-10-27")).unwrap(), []);
    let receipts = messages::receipts(&job("2023-10-27")).unwrap();
    assert!(receipts.iter().any(|one| one.to.to_string() == "children.services@council.example"));
    // No pack has been made: nothing can be too late for it.
    assert_eq!(messages::late_returns(&job("2023-10-27")).unwrap(), []);
    let all: Vec<Message> = forms.into_iter().chain(before).chain(after).chain(receipts).collect();
    assert_eq!(pipeline::queue(&job("2023-10-27"), &all).unwrap(), all.len());
    assert_eq!(pipeline::queue(&job("2023-10-27"), &all).unwrap(), 0);

    // A pack as of an earlier day, and a return that came after it.
    assert_eq!(run(&office, &["run", "--as-of", "2023-10-16"]).code, 0);
    let late = messages::late_returns(&job("2023-10-27")).unwrap();
    assert!(late.iter().all(|one| one.to.to_string() == OFFICERS), "{late:?}");
    assert!(late[0].subject.starts_with("Came after the pack: "), "{}", late[0].subject);
    assert!(late[0].page.contains("Social Work Committee pack, version 1"));
}

#[test]
fn a_draft_goes_to_the_officers_with_what_stands_in_its_way() {
    let server = Server::proper();
    let office = with_returns(&server);
    office.name_officers();
    assert_eq!(run(&office, &["run"]).code, 0);
    let drafts: Vec<(String, String)> = office
        .rows()
        .into_iter()
        .map(|row| (row.message.kind.clone(), row.message.recipient.clone()))
        .collect();
    assert_eq!(drafts, [("draft".to_owned(), OFFICERS.to_owned())]);
    let row = office.row(OFFICERS);
    assert!(row.message.subject.starts_with("DRAFT v1: "), "{}", row.message.subject);
    let bytes = fs::read(office.path("out").join(&row.message.path)).unwrap();
    let message = MessageParser::default().parse(&bytes).unwrap();
    let text = message.body_text(0).unwrap();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("WHAT STILL STANDS IN ITS WAY"), "{text}");
    assert!(text.contains("R01: 8 errors stand in the returns that count"), "{text}");
}

#[test]
fn an_exempt_draft_and_its_tests_go_to_those_alone_who_may_have_it() {
    let server = Server::scripted(|step, _, nth| match (step, nth) {
        ("RCPT", 0) => Act::Say("451 4.7.1 greylisted"),
        _ => Act::Properly,
    });
    let office = with_returns(&server);
    office.name_officers();
    office.edit("config/packs/social-work-committee.toml", "# exempt = \"1\"", "exempt = \"1\"");
    let first = run(&office, &["run"]);
    assert_eq!(first.code, 3, "{}{}", first.out, first.err);
    assert_eq!(office.row(OFFICERS).state.word(), "retry");
    let to = |address| run(&office, &["deliver", "--test-to", address]);
    let said = to("me@council.example");
    assert!(said.out.starts_with("Sent 0 of 0 tests"), "{}", said.out);
    assert!(
        said.out.contains("me@council.example is on no list for exempt papers"),
        "{}",
        said.out
    );
    assert_eq!(server.mails().len(), 0);
    assert!(to(OFFICERS).out.starts_with("Sent 1 of 1 test to"), "of the officers one is a test");
    // The list may not have such papers any more: not what was queued, and not the next one.
    office.edit("config/lists.toml", "\nrestricted = true\n", "\n");
    let later = rusqlite::Connection::open(office.path("out/record/record.sqlite")).unwrap();
    later.execute("UPDATE delivery SET next_at = NULL", []).unwrap();
    drop(later);
    let said = run(&office, &["deliver"]);
    assert!(
        said.out.contains("is on no list for exempt papers, so nothing was sent"),
        "{}",
        said.out
    );
    let said = run(&office, &["run", "--reissue"]);
    let none = "not to Performance and Support team (Performance officers): the pack is exempt";
    assert!(said.out.contains(none), "{}", said.out);
    let taken: Vec<String> = server
        .mails()
        .iter()
        .filter_map(|mail| MessageParser::default().parse(&mail.data)?.subject().map(str::to_owned))
        .collect();
    assert_eq!(taken.len(), 2, "{taken:?}");
    assert!(taken[0].starts_with("TEST") && taken[1].starts_with("Not delivered"), "{taken:?}");
}

#[test]
fn a_host_that_the_record_does_not_belong_to_sends_nothing() {
    let server = Server::proper();
    let office = Office::with(&server);
    office.queue([CLERK]);
    fs::write(office.path("out/record/host"), "first.council.example\n").unwrap();
    office.edit("config/quarterpack.toml", "[run]\n", "[record]\nhost = \"second\"\n[run]\n");
    let by = ["--by", "Head of Performance and Support", "--because", "a test"];
    for arguments in [vec!["deliver"], [&["deliver", "--resend", "1"], &by[..]].concat()] {
        let said = run(&office, &arguments);
        assert_eq!(said.code, 4, "{}", said.out);
        assert!(said.err.contains("belongs to the host first.council.example"), "{}", said.err);
    }
    assert_eq!(server.mails().len(), 0);
}

#[test]
fn a_list_of_officers_that_is_none_is_refused() {
    let server = Server::proper();
    let office = Office::with(&server);
    office.name_officers();
    office.edit("config/quarterpack.toml", "officers = \"officers\"", "officers = \"oficers\"");
    let said = run(&office, &["config", "check"]);
    assert_eq!(said.code, 2);
    let wrong = "delivery.officers: there is no list “oficers”; did you mean “officers”?";
    assert!(said.err.contains(wrong), "{}", said.err);
}

#[test]
fn lists_are_made_from_a_workbook() {
    let server = Server::proper();
    let office = Office::with(&server);
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let rows = [
        ["List", "Role", "Address", "Packs", "Formats", "Restricted"],
        ["Clerks", "Committee clerk", "new@council.example", "social-work-committee", "pdf", "no"],
    ];
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write(row, column, cell).unwrap();
        }
    }
    let file = office.path("lists.xlsx");
    book.save(&file).unwrap();
    let before = fs::read_to_string(office.path("config/lists.toml")).unwrap();
    let said = run(&office, &["lists", "import", "lists.xlsx"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(fs::read_to_string(office.path("config/lists.toml.before")).unwrap(), before);
    let read = Inputs::read(&office.path("config/quarterpack.toml")).unwrap();
    let found = read.lists.for_pack("social-work-committee", false);
    assert_eq!(found.recipients[0].address.to_string(), "new@council.example");
    // An address outside the allowed domains is refused, and nothing is written.
    let now = fs::read_to_string(office.path("config/lists.toml")).unwrap();
    book.worksheet_from_index(0).unwrap().write(1, 2, "new@elsewhere.example").unwrap();
    book.save(&file).unwrap();
    let said = run(&office, &["lists", "import", "lists.xlsx"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("new@elsewhere.example is outside the allowed domains"));
    // So is a pack that there is not, and a list that some pack names and that is gone.
    let mut refused = |packs: &str| {
        let sheet = book.worksheet_from_index(0).unwrap();
        sheet.write(1, 2, "new@council.example").unwrap().write(1, 3, packs).unwrap();
        book.save(&file).unwrap();
        let said = run(&office, &["lists", "import", "lists.xlsx"]);
        assert_eq!((said.code, said.out.as_str()), (1, ""), "{}", said.err);
        said.err
    };
    let said = refused("social-work-comittee");
    let wrong = "error: the list “Clerks” asks for a pack for Committee clerk: there is no pack \
                 “social-work-comittee”; did you mean “social-work-committee”?\n  to do: ";
    assert!(said.starts_with(wrong), "{said}");
    let pack = "config/packs/social-work-committee.toml";
    let text = fs::read_to_string(office.path(pack)).unwrap();
    fs::write(office.path(pack), format!("lists = [\"committee\"]\n{text}")).unwrap();
    let said = refused("social-work-committee");
    assert!(said.contains("line 1, lists: there is no list “committee”"), "{said}");
    assert!(said.contains("to do: "), "{said}");
    assert_eq!(fs::read_to_string(office.path("config/lists.toml")).unwrap(), now);
}

#[test]
fn a_person_decides_with_a_role_and_a_reason() {
    let server = Server::scripted(|step, _, nth| match (step, nth) {
        ("CONTENT", 0) => Act::KeepAndHang,
        _ => Act::Properly,
    });
    let office = Office::with(&server);
    office.name_officers();
    office.queue([CLERK]);
    let said = run(&office, &["deliver"]);
    assert_eq!(said.code, 3);
    assert!(said.out.contains("unknown whether it arrived"), "{}", said.out);
    assert!(said.out.contains("--resend 1 --by"), "{}", said.out);
    assert_eq!(run(&office, &["deliver", "--resend", "1"]).code, 2);
    // Neither a role that nobody named, nor one without a reason.
    let stranger = ["--by", "Passer-by", "--because", "the clerk has nothing"];
    let refused = run(&office, &[&["deliver", "--resend", "1"], &stranger[..]].concat());
    assert_eq!(refused.code, 2);
    let may = "“Passer-by” may not decide on a message; those who may are: Head of Performance and \
               Support, Chief Social Work Officer, Director of Health and Social Care, Performance \
               and Support team";
    assert!(refused.err.contains(may), "{}", refused.err);
    let because = ["--by", "Performance and Support team", "--because", " "];
    assert_eq!(run(&office, &[&["deliver", "--arrived", "1"], &because[..]].concat()).code, 2);
    let personal =
        ["--by", "Performance and Support team", "--because", "a@council.example has it"];
    let refused = run(&office, &[&["deliver", "--arrived", "1"], &personal[..]].concat());
    assert!(refused.err.contains("the reason holds"), "{}", refused.err);
    assert_eq!(office.row(CLERK).state.word(), "unknown");
    let because = ["--by", "performance and support team", "--because", "the clerk has nothing"];
    let resend = [&["deliver", "--resend", "1"], &because[..]].concat();
    assert_eq!(run(&office, &resend).code, 0);
    assert_eq!(run(&office, &["deliver"]).code, 0);
    assert_eq!(server.counts().get(CLERK), Some(&2), "as the person asked");
    let refused = run(&office, &resend);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("nobody has to decide: sent"), "{}", refused.err);
    let log = run(&office, &["audit", "show"]).out;
    assert!(log.contains("by Performance and Support team: the clerk has nothing"), "{log}");
}

#[test]
fn the_doctor_looks_at_each_step_and_sends_nothing() {
    let server = Server::new(Guard::Plain, &["SIZE 35000000"], Box::new(|_, _, _| Act::Properly));
    let office = Office::with(&server);
    let said = run(&office, &["doctor", "--now", "2023-11-03T09:00"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    for words in [
        "ok     connect: the server 127.0.0.1, port",
        "ok     negotiate TLS: no encryption, as the configuration says",
        "ok     sign in: not asked for",
        "ok     ask for SIZE: the server takes messages of up to 35000 kB",
        "Nothing was sent.",
    ] {
        assert!(said.out.contains(words), "{words}: {}", said.out);
    }
    assert_eq!(server.steps("MAIL"), 0);
    let gone = server.port;
    drop(server);
    let office = Office::configured(gone, "security = \"plain-internal-relay\"\n", "");
    let said = run(&office, &["doctor", "--now", "2023-11-03T09:00"]);
    assert_eq!(said.code, 3);
    assert!(said.out.contains("WRONG  connect: 127.0.0.1, port"), "{}", said.out);
    assert!(said.out.contains("to do: check delivery.smtp.host"), "{}", said.out);
}

#[test]
fn the_preview_has_one_of_each_kind_and_queues_nothing() {
    let server = Server::proper();
    let office = with_returns(&server);
    let said = run(&office, &["deliver", "--preview", "look"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let mut names: Vec<String> = fs::read_dir(office.path("look"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| Path::new(name).extension().is_some_and(|ending| ending == "eml"))
        .collect();
    names.sort();
    for kind in [
        "failure-",
        "form-",
        "late-return-",
        "overdue-",
        "receipt-",
        "reminder-",
        "set-aside-",
        "stopped-",
        "draft-social-work-committee-",
        "social-work-committee-2023-24-q2-v1-final--",
    ] {
        assert!(names.iter().any(|name| name.starts_with(kind)), "{kind}: {names:?}");
    }
    for name in &names {
        let bytes = fs::read(office.path("look").join(name)).unwrap();
        let parsed = MessageParser::default().parse(&bytes).unwrap();
        assert!(parsed.subject().is_some_and(|subject| !subject.is_empty()));
        assert_eq!(parsed.to().unwrap().iter().count(), 1);
        let text = parsed.body_text(0).unwrap();
        assert!(text.contains("Sent by quarterpack for the"), "{name}: {text}");
        let longest = bytes.split(|byte| *byte == b'\n').map(<[u8]>::len).max().unwrap();
        assert!(longest <= 998, "{name}: {longest}");
    }
    assert!(!office.path("out/outbox").exists());
    assert_eq!(server.mails().len(), 0);
}
