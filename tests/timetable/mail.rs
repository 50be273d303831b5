//! Returns that come by e-mail. `tests/mail/exim.sh` has them come through a real mail server.

use crate::place::{Place, root};
use std::fmt::Write as _;

/// A return in a message, as a mail program makes one.
fn message(from: &str, id: &str) -> Vec<u8> {
    let file = "children-and-justice-2023-24-q1.xlsx";
    let bytes = std::fs::read(root().join("samples/returns/2023-24/q1").join(file)).unwrap();
    let mut text = format!(
        "Received: from pc by mx.council.example; Wed, 12 Jul 2023 10:00:00 +0100\r\n\
         From: {from}\r\nTo: returns@council.example\r\nSubject: Q1 return\r\n\
         Message-ID: <{id}@council.example>\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n\
         Here it is.\r\n--b\r\nContent-Type: application/octet-stream; name=\"{file}\"\r\n\
         Content-Transfer-Encoding: base64\r\n\
         Content-Disposition: attachment; filename=\"return.xlsx\"\r\n\r\n"
    );
    for line in base64(&bytes).as_bytes().chunks(76) {
        writeln!(text, "{}\r", std::str::from_utf8(line).unwrap()).unwrap();
    }
    text.push_str("--b--\r\n");
    text.into_bytes()
}

fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let mut three = [0; 3];
        three[..chunk.len()].copy_from_slice(chunk);
        let bits = u32::from_be_bytes([0, three[0], three[1], three[2]]);
        for nth in 0..4 {
            let sign = usize::try_from((bits >> (18 - 6 * nth)) & 63).unwrap();
            text.push(if nth <= chunk.len() { char::from(SIGNS[sign]) } else { '=' });
        }
    }
    text
}

/// A place with an empty inbox, a Maildir, and one address that is known.
fn place() -> Place {
    let place = Place::new();
    std::fs::remove_dir_all(place.path("samples/returns")).unwrap();
    std::fs::create_dir_all(place.path("samples/returns")).unwrap();
    let config = "config/quarterpack.toml";
    place.replace(config, "[paths]\n", "[paths]\nmaildir = \"../mail\"\n");
    let text = std::fs::read_to_string(place.path(config)).unwrap();
    let senders =
        "\n[collection.senders]\n\"Justice@council.example\" = \"children-and-justice\"\n";
    place.write(config, &format!("{text}{senders}"));
    std::fs::create_dir_all(place.path("mail/new")).unwrap();
    place
}

#[test]
fn a_return_in_a_maildir_is_taken_answered_and_filed() {
    let place = place();
    std::fs::write(place.path("mail/new/1.one"), message("justice@council.example", "one"))
        .unwrap();
    std::fs::write(place.path("mail/new/2.two"), message("x@elsewhere.example", "two")).unwrap();
    let said = place.quarterpack(["due", "--now", "2023-07-12T10:15"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{}", said.out);
    let file = "2023-07-12-100000-children-and-justice-return.xlsx";
    let came = format!("{file}: the return of children-and-justice for 2023-24 Q1 came\n");
    assert!(said.out.contains(&came), "{}", said.out);
    let aside = "from x@elsewhere.example comes from an address that belongs to no service";
    assert!(said.out.contains(aside), "{}", said.out);
    let filed: Vec<String> = place.files("mail").into_iter().map(|(name, _)| name).collect();
    assert_eq!(filed, ["cur/1.one:2,S", "cur/2.two:2,F"]);
    let receipts = place.files("out/receipts/2023-24-q1");
    assert!(receipts.iter().any(|(name, _)| name.starts_with("2023-07-12-100000-children")));
    // The record knows the message that a receipt answers, and the return stays returned.
    let record = quarterpack::store::Record::look(&place.path("out/record")).unwrap();
    let known = record.arrivals().unwrap().remove(0);
    let mail = record.mail_of(&known.file, &known.sha256).unwrap().unwrap();
    assert_eq!(mail.message_id.as_deref(), Some("one@council.example"));
    let again = place.quarterpack(["due", "--now", "2023-07-12T10:30"]);
    assert!(again.out.starts_with("No step is due."), "{}", again.out);
    let status = place.quarterpack(["status", "--quarter", "2023-24 Q1"]);
    assert!(
        status.out.contains(&format!("Children and Justice: {file}, revision 1")),
        "{}",
        status.out
    );
}

/// The text of a message, in one line.
fn text(place: &Place, file: &str) -> String {
    let bytes = std::fs::read(place.path(&format!("out/outbox/{file}"))).unwrap();
    let message = mail_parser::MessageParser::default().parse(&bytes).unwrap();
    message.body_text(0).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn notes(place: &Place) -> Vec<String> {
    let all = place.files("out/outbox").into_iter().map(|(name, _)| name);
    all.filter(|name| name.starts_with("set-aside-")).collect()
}

#[test]
fn the_officers_are_told_once_of_mail_that_is_no_return() {
    let place = place();
    let write = |name: &str, bytes: &[u8]| {
        std::fs::write(place.path(&format!("mail/new/{name}")), bytes).unwrap();
    };
    write("1.one", &message("x@elsewhere.example", "one"));
    write("2.two", b"From: Justice@council.example\r\nSubject: A question\r\n\r\nWhich form?\r\n");
    let away = "From: justice@council.example\r\nSubject: Away\r\nAuto-Submitted: auto-replied\r\n";
    write("3.three", format!("{away}\r\nBack on Monday.\r\n").as_bytes());
    let said = place.quarterpack(["due", "--now", "2023-07-12T10:15"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{}", said.out);
    let told = notes(&place);
    assert_eq!(told.len(), 1, "one message for all: {told:?}");
    let words = text(&place, &told[0]);
    for part in [
        "“Q1 return” from x@elsewhere.example",
        "comes from an address that belongs to no service; it is kept as 1.one in the folder cur",
        "“A question” from justice@council.example has no workbook attached",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
    // What a program answered by itself is in the log and in the folder.
    assert!(!words.contains("Away"), "{words}");
    assert!(said.out.contains("“Away” from justice@council.example is an automatic answer"));
    // Moved back by hand, or seen again after a crash: nobody is told twice.
    std::fs::rename(place.path("mail/cur/1.one:2,F"), place.path("mail/new/1.one")).unwrap();
    place.quarterpack(["due", "--now", "2023-07-12T10:30"]);
    assert_eq!(notes(&place), told);
    // A mail server that could not deliver a message says which, and of a note nothing is told:
    // that would have no end.
    let ledger = quarterpack::store::Record::look(&place.path("out/record")).unwrap();
    let note = ledger.deliveries_of(None).unwrap().remove(0).message;
    drop(ledger);
    let bounce = format!(
        "From: MAILER-DAEMON@mx.council.example\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\
         Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: {}\r\n--b--\r\n",
        note.message_id
    );
    assert_eq!(note.kind, "set-aside");
    write("4.four", bounce.as_bytes());
    let said = place.quarterpack(["due", "--now", "2023-07-12T10:45"]);
    assert!(said.out.contains("says that a message could not be delivered"), "{}", said.out);
    assert_eq!(notes(&place), told);
    assert!(place.path("mail/cur/4.four:2,F").exists());
}

#[test]
fn a_message_that_bounced_is_told_by_its_number() {
    let place = place();
    std::fs::write(place.path("mail/new/1.one"), message("justice@council.example", "one"))
        .unwrap();
    place.quarterpack(["due", "--now", "2023-07-12T10:15"]);
    let ledger = quarterpack::store::Record::look(&place.path("out/record")).unwrap();
    let receipt = ledger.deliveries_of(None).unwrap().remove(0);
    drop(ledger);
    let bounce = format!(
        "From: MAILER-DAEMON@mx.council.example\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\
         Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: {}\r\n--b--\r\n",
        receipt.message.message_id
    );
    std::fs::write(place.path("mail/new/2.two"), bounce).unwrap();
    place.quarterpack(["due", "--now", "2023-07-12T10:30"]);
    let words = text(&place, &notes(&place)[0]);
    let (id, to) = (receipt.id, &receipt.message.recipient);
    assert!(words.contains(&format!("could not be delivered: number {id}, ")), "{words}");
    assert!(words.contains(&format!("to {to}; it is kept as 2.two")), "{words}");
    assert!(words.contains(&format!("send that message by hand: {}", receipt.message.path)));
}

#[test]
fn a_workbook_that_can_t_be_used_is_answered_to_the_service_that_sent_it() {
    let place = place();
    let text = format!(
        "From: Justice@council.example\r\nSubject: Our return\r\nMessage-ID: <7@council.example>\r\n\
         Date: Wed, 12 Jul 2023 10:00:00 +0100\r\nMIME-Version: 1.0\r\n\
         Content-Type: application/octet-stream\r\n\
         Content-Disposition: attachment; filename=\"return.xlsx\"\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{}\r\n",
        base64(b"<html>sign in first</html>")
    );
    std::fs::write(place.path("mail/new/1.one"), text).unwrap();
    let nine = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_689_148_800);
    let file = std::fs::File::options().append(true).open(place.path("mail/new/1.one")).unwrap();
    file.set_modified(nine).unwrap();
    let said = place.quarterpack(["due", "--now", "2023-07-12T10:15"]);
    assert!(said.out.contains("is no return that can be used\n  "), "{}", said.out);
    let outbox = place.files("out/outbox");
    let (name, bytes) = &outbox[0];
    assert!(name.ends_with("--children.services-at-council.example.eml"), "{name}");
    let message = mail_parser::MessageParser::default().parse(bytes).unwrap();
    assert_eq!(message.in_reply_to().as_text(), Some("7@council.example"));
    assert_eq!((outbox.len(), notes(&place).len()), (1, 0));
}

#[test]
fn the_same_return_sent_twice_is_answered_with_the_same_words() {
    let place = place();
    let from = root().join("samples/returns/2023-24/q2/children-and-justice-2023-24-q2.xlsx");
    let bytes = std::fs::read(from).unwrap();
    for name in ["a.xlsx", "b.xlsx"] {
        place.arrives(name, &bytes, "2023-10-12T09:00:00");
    }
    place.quarterpack(["due", "--now", "2023-10-12T10:15"]);
    let outbox = place.files("out/outbox").into_iter().filter(|one| one.0.starts_with("receipt-"));
    let verdict = |name: &str| {
        let words = text(&place, name);
        words.split_once("to mend").map(|(verdict, _)| verdict.to_owned())
    };
    let verdicts: Vec<_> = outbox.map(|(name, _)| verdict(&name)).collect();
    assert_eq!(verdicts.len(), 2);
    assert!(verdicts[0].as_deref().unwrap().contains("not accepted as it is"), "{verdicts:?}");
    assert_eq!(verdicts[0], verdicts[1]);
    let receipts = place.files("out/receipts/2023-24-q2");
    assert_eq!(receipts.len(), 4, "each with its marked copy");
}

#[test]
fn why_a_file_is_no_return_is_said_and_whenever_it_turns_up() {
    let place = place();
    place.write("samples/returns/notes.docx", "some text");
    // It was last changed before the quarter began that is collected now.
    let path = place.path("samples/returns/notes.docx");
    let long_ago = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_600_000_000);
    std::fs::File::options().append(true).open(&path).unwrap().set_modified(long_ago).unwrap();
    std::os::unix::fs::symlink("nowhere", place.path("samples/returns/gone.xlsx")).unwrap();
    let said = place.quarterpack(["due", "--now", "2023-07-12T10:15"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let why = "notes.docx: is no return that can be used\n  the file is plain text (such as .csv), \
               not a workbook\n  to do: ";
    assert!(said.out.contains(why), "{}", said.out);
    let shut = "gone.xlsx: can't be opened\n  the file can't be opened: the system says: No such \
                file";
    assert!(said.out.contains(shut), "{}", said.out);
    // The officers have both, the file with what to do, and no copy with marks of what has no cells.
    let outbox = place.files("out/outbox");
    let receipt = outbox.iter().find(|(name, _)| name.starts_with("receipt-")).unwrap();
    let words = text(&place, &receipt.0);
    assert!(words.starts_with("A file came that is no return that can be used"), "{words}");
    assert!(!words.contains("to-mend"), "{words}");
    assert!(text(&place, &notes(&place)[0]).contains("gone.xlsx can’t be opened"));
    place.quarterpack(["due", "--now", "2023-07-12T10:30"]);
    assert_eq!(place.files("out/outbox").len(), outbox.len(), "once");
}

#[test]
fn a_message_in_the_inbox_is_opened_and_left_where_it_is() {
    let place = place();
    place.write("samples/returns/mail.eml", "");
    std::fs::write(
        place.path("samples/returns/mail.eml"),
        message("Justice team <justice@council.example>", "one"),
    )
    .unwrap();
    let said = place.quarterpack(["due", "--now", "2023-07-12T10:15"]);
    assert!(
        said.out.contains("the return of children-and-justice for 2023-24 Q1 came"),
        "{}",
        said.out
    );
    assert!(place.path("samples/returns/mail.eml").exists());
    // One of a stranger stays too, and it is said that it is a stranger's.
    let stranger = message("x@elsewhere.example", "two");
    let path = place.path("samples/returns/other.eml");
    std::fs::write(&path, stranger).unwrap();
    let nine = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_689_148_800);
    std::fs::File::options().append(true).open(&path).unwrap().set_modified(nine).unwrap();
    let said = place.quarterpack(["due", "--now", "2023-07-12T10:30"]);
    let why = "other.eml: the message comes from an address that belongs to no service";
    assert!(said.out.contains(why), "{}", said.out);
    assert!(place.path("samples/returns/other.eml").exists());
}

#[test]
fn the_log_names_service_and_quarter_and_neither_addresses_nor_what_was_written() {
    let place = place();
    std::fs::write(place.path("mail/new/1.one"), message("justice@council.example", "one"))
        .unwrap();
    std::fs::write(place.path("mail/new/2.two"), message("x@elsewhere.example", "two")).unwrap();
    let said = place.quarterpack(["due", "--now", "2023-07-12T10:15", "--log", "json"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let lines: Vec<serde_json::Value> =
        said.err.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let came = lines.iter().find(|line| line["message"] == "a return came").unwrap();
    assert_eq!(
        (&came["service"], &came["quarter"]),
        (&"children-and-justice".into(), &"2023-24 Q1".into())
    );
    let aside = lines.iter().find(|line| line["message"] == "a message is set aside").unwrap();
    let why = "comes from an address that belongs to no service";
    assert_eq!((&aside["file"], &aside["why"]), (&"2.two".into(), &why.into()));
    for written in ["@", "Here it is", "Q1 return", "elsewhere"] {
        assert!(!said.err.contains(written), "{written}: {}", said.err);
    }
}
