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
