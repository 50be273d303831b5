//! Messages as they come, and what is made of them.

use super::*;
use std::fs;

const SENDERS: [(&str, &str); 1] = [("adult.returns@council.example", "adult-and-older-people")];

fn senders() -> Senders {
    SENDERS.iter().map(|(address, service)| ((*address).into(), (*service).into())).collect()
}

fn wall(at: i64) -> NaiveDateTime {
    chrono::DateTime::from_timestamp(at, 0).unwrap().naive_utc()
}

/// A message with one attachment; `UEsDBA==` are the first bytes of an archive.
fn message(from: &str, name: &str) -> String {
    format!(
        "Received: from a by mx.council.example; Thu, 12 Oct 2023 16:05:00 +0100\r\n\
         From: {from}\r\nTo: returns@council.example\r\nSubject: Our return, Q2\r\n\
         Message-ID: <one@council.example>\r\nDate: Mon, 1 Jan 2001 00:00:00 +0000\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/plain\r\n\r\nHere it is.\r\n\
         --b\r\nContent-Type: application/octet-stream\r\n\
         Content-Disposition: attachment; filename=\"{name}\"\r\n\
         Content-Transfer-Encoding: base64\r\n\r\nUEsDBA==\r\n--b--\r\n"
    )
}

fn taken(text: &str) -> Result<(Vec<Arrival>, Vec<Mailed>), Box<SetAside>> {
    attachments("m1", text.as_bytes(), None, &senders(), &wall)
}

#[test]
fn the_attachment_of_a_known_address_is_its_services_return() {
    let text = message("Adult team <Adult.Returns@council.example>", "return.xlsx");
    let (arrivals, mailed) = taken(&text).unwrap();
    assert_eq!(arrivals[0].file, "2023-10-12-150500-adult-and-older-people-return.xlsx");
    assert_eq!(&*arrivals[0].bytes().unwrap(), b"PK\x03\x04");
    // When the council's server had it, not what the sender's clock said.
    assert_eq!(arrivals[0].arrived.unwrap().to_string(), "2023-10-12 15:05:00");
    assert_eq!(mailed[0].message_id.as_deref(), Some("one@council.example"));
    assert_eq!(mailed[0].subject, "Our return, Q2");
    assert_eq!(mailed[0].sender, "adult.returns@council.example");
}

#[test]
fn mail_from_anyone_else_and_mail_without_a_workbook_is_set_aside() {
    let why = |text: &str| taken(text).unwrap_err().why;
    assert_eq!(why(&message("someone@elsewhere.example", "return.xlsx")), Aside::Stranger);
    let two = "adult.returns@council.example, x@elsewhere.example";
    assert_eq!(why(&message(two, "return.xlsx")), Aside::Stranger);
    assert_eq!(why(&message("adult.returns@council.example", "logo.png")), Aside::NoWorkbook);
    assert_eq!(why(""), Aside::NoMessage);
}

#[test]
fn what_no_person_wrote_is_told_apart() {
    let from = "adult.returns@council.example";
    let away = message(from, "logo.png").replace("MIME", "Auto-Submitted: auto-replied\r\nMIME");
    assert_eq!(taken(&away).unwrap_err().why, Aside::Automatic);
    let by_hand = message(from, "logo.png").replace("MIME", "Auto-Submitted: no\r\nMIME");
    assert_eq!(taken(&by_hand).unwrap_err().why, Aside::NoWorkbook);
    let bounce = "From: MAILER-DAEMON@mx.council.example\r\nSubject: Undelivered\r\n\
                  Message-ID: <bounce@mx.council.example>\r\nAuto-Submitted: auto-replied\r\n\
                  MIME-Version: 1.0\r\n\
                  Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n\
                  --b\r\nContent-Type: text/plain\r\n\r\nNobody is called <so>.\r\n\
                  --b\r\nContent-Type: text/rfc822-headers\r\n\r\n\
                  Message-ID: <0123abcd@council.example>\r\nSubject: Return due\r\n--b--\r\n";
    let aside = taken(bounce).unwrap_err();
    assert_eq!(aside.why, Aside::Undelivered);
    assert_eq!(aside.about, ["<bounce@mx.council.example>", "<0123abcd@council.example>"]);
}

#[test]
fn a_name_from_outside_leads_nowhere() {
    let from = "adult.returns@council.example";
    for name in ["../../etc/passwd.xlsx", "..\\\\..\\\\x.xlsx", "/a/b.xlsx", ".hidden.xlsx"] {
        let (arrivals, _) = taken(&message(from, name)).unwrap();
        let file = &arrivals[0].file;
        assert!(!file.contains(['/', '\\']) && !file.contains(".."), "{file}");
        assert_eq!(file.rsplit('.').next(), Some("xlsx"), "{file}");
    }
}

#[test]
fn a_message_in_the_inbox_is_opened_and_one_of_a_stranger_stays() {
    let folder = tempfile::tempdir().unwrap();
    let known = message("adult.returns@council.example", "return.xlsx");
    fs::write(folder.path().join("a.eml"), known).unwrap();
    fs::write(folder.path().join("b.eml"), message("x@elsewhere.example", "y.xlsx")).unwrap();
    let mut inbox = Inbox::read(folder.path(), &crate::intake::Arrivals::default(), &|_| {
        NaiveDateTime::default()
    })
    .unwrap();
    let (mailed, aside) = inbox.unpack(&senders(), &wall);
    let names: Vec<&str> = inbox.arrivals.iter().map(|one| one.file.as_str()).collect();
    assert_eq!(names, ["2023-10-12-150500-adult-and-older-people-return.xlsx", "b.eml"]);
    assert_eq!((mailed.len(), mailed[0].message.as_str()), (1, "a.eml"));
    assert_eq!((aside.len(), aside[0].message.as_str()), (1, "b.eml"));
    assert_eq!(aside[0].why, Aside::Stranger);
}

#[test]
fn a_maildir_is_read_once_and_nothing_is_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let new = folder.path().join("new");
    fs::create_dir_all(&new).unwrap();
    fs::write(new.join("1.a"), message("adult.returns@council.example", "r.xlsx")).unwrap();
    fs::write(new.join("2.b"), message("x@elsewhere.example", "y.xlsx")).unwrap();
    let read = Maildir::read(folder.path(), &senders(), &wall).unwrap();
    assert_eq!((read.arrivals.len(), read.aside.len()), (1, 1));
    read.file(folder.path()).unwrap();
    let mut names: Vec<String> = fs::read_dir(folder.path().join("cur"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["1.a:2,S", "2.b:2,F"]);
    assert_eq!(Maildir::read(folder.path(), &senders(), &wall).unwrap(), Maildir::default());
    // One that can't be opened is told, and stays.
    std::os::unix::fs::symlink("/proc/self/mem", new.join("3.c")).unwrap();
    let shut = Maildir::read(folder.path(), &senders(), &wall).unwrap();
    assert_eq!((shut.letters.len(), &*shut.shut[0].0), (0, "3.c"));
    fs::remove_file(new.join("3.c")).unwrap();
    // Filing what is filed already is no error.
    read.file(folder.path()).unwrap();
    let nowhere = folder.path().join("nowhere");
    assert_eq!(Maildir::read(&nowhere, &senders(), &wall).unwrap(), Maildir::default());
}
