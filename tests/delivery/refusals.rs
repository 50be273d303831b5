//! What a server says no to, for now and for good.

use crate::office::{CLERK, DIRECTOR, HEAD, OFFICERS, Office, message};
use crate::server::{Act, Guard, Server};
use mail_parser::MessageParser;
use quarterpack::store::DeliveryState;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

#[test]
fn each_gets_a_message_of_their_own_whole_and_once() {
    let server = Server::proper();
    let office = Office::with(&server);
    office.queue([CLERK, DIRECTOR, HEAD]);
    let delivered = office.deliver();
    assert_eq!((delivered.sent(), delivered.is_complete()), (3, true));
    assert!(office.rows().iter().all(|row| row.reply == "250 2.0.0 queued as 4711"));
    // Again: nothing is due.
    assert_eq!(office.deliver().messages.len(), 0);
    let mails = server.mails();
    assert_eq!(mails.len(), 3);
    for mail in mails {
        let made = String::from_utf8(message(&mail.to).bytes).unwrap();
        let date = "Date: Fri, 27 Oct 2023 00:00:00 +0000";
        let made = made.replace(date, "Date: Fri, 03 Nov 2023 09:00:00 +0000");
        assert!(made.trim_end() == String::from_utf8(mail.data.clone()).unwrap().trim_end());
        let parsed = MessageParser::default().parse(&mail.data).unwrap();
        let to: Vec<_> = parsed.to().unwrap().iter().map(|one| one.address().unwrap()).collect();
        assert_eq!(to, [mail.to.as_str()], "nobody sees the others");
        assert_eq!(parsed.attachment_count(), 1);
    }
    assert_eq!(server.steps("GREETING"), 1, "one connection serves all");
}

#[test]
fn greylisted_messages_go_later_and_once() {
    let server = Server::scripted(|step, _, nth| match (step, nth) {
        ("RCPT", 0) => Act::Say("451 4.7.1 greylisted, try again later"),
        _ => Act::Properly,
    });
    let office = Office::with(&server);
    office.queue([CLERK, DIRECTOR]);
    let first = office.deliver();
    assert_eq!((first.sent(), first.is_complete()), (0, false));
    let row = office.row(CLERK);
    assert_eq!(row.state, DeliveryState::Retry);
    assert_eq!(row.next_at.as_deref(), Some("2023-11-03T09:05:00"));
    assert!(row.reply.contains("451 4.7.1 greylisted"), "{}", row.reply);
    assert_eq!(office.notes(), [], "what is tried again has not failed");
    // Not before its time.
    assert_eq!(office.deliver().messages.len(), 0);
    office.wait(5);
    assert_eq!(office.deliver().sent(), 2);
    assert_eq!(server.counts().into_values().collect::<Vec<_>>(), [1, 1]);
}

#[test]
fn one_bad_address_is_refused_for_good_and_touches_nobody_else() {
    let server = Server::scripted(|step, to, _| match (step, to) {
        ("RCPT", DIRECTOR) => Act::Say("550 5.1.1 no such user"),
        _ => Act::Properly,
    });
    let office = Office::with(&server);
    office.queue([CLERK, DIRECTOR, HEAD]);
    let delivered = office.deliver();
    assert!(!delivered.is_complete());
    assert_eq!(office.state(CLERK), DeliveryState::Sent);
    assert_eq!(office.state(HEAD), DeliveryState::Sent);
    let row = office.row(DIRECTOR);
    assert_eq!(row.state, DeliveryState::Refused);
    assert_eq!(row.reply, "127.0.0.1 refused: 550 5.1.1 no such user");
    assert_eq!(row.remedy, "correct the address in the distribution lists, then resend it");
    // The officers are told, once, with what to do.
    let notes = office.notes();
    assert_eq!(notes.len(), 1);
    assert_eq!(notes[0].state, DeliveryState::Sent);
    let mails = server.mails();
    let note = mails.iter().find(|mail| mail.to == OFFICERS).unwrap();
    let note = MessageParser::default().parse(&note.data).unwrap();
    let text = note.body_text(0).unwrap();
    for words in ["no such user", DIRECTOR, "correct the address", "--resend"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    office.wait(60 * 24);
    assert_eq!(office.deliver().messages.len(), 0, "refused is final");
    assert_eq!(office.notes().len(), 1, "told once");
    assert_eq!(server.counts().get(DIRECTOR), None);
}

#[test]
fn a_refused_sender_and_refused_data_are_final_and_say_who_can_help() {
    for (at, answer, helps) in [
        ("MAIL", "553 5.7.1 sender not allowed", "delivery.from"),
        ("DATA", "554 5.7.1 no", "resend"),
        ("CONTENT", "554 5.7.1 rejected by policy", "resend"),
        ("MAIL", "552 5.3.4 message too big", "delivery.largest_message_kb"),
        ("CONTENT", "552 5.3.4 message too big", "delivery.largest_message_kb"),
    ] {
        let server = Server::scripted(move |step, to, _| {
            if step == at && to != OFFICERS { Act::Say(answer) } else { Act::Properly }
        });
        let office = Office::with(&server);
        office.queue([CLERK]);
        office.deliver();
        let row = office.row(CLERK);
        assert_eq!(row.state, DeliveryState::Refused, "{at}");
        assert!(row.reply.contains(answer), "{}", row.reply);
        assert!(row.remedy.contains(helps), "{at}: {}", row.remedy);
        office.wait(600);
        office.deliver();
        assert_eq!(server.counts().get(CLERK), None);
        assert_eq!(office.notes().len(), 1);
    }
}

/// It is no fault of a message that nobody has signed in: all wait until somebody does.
#[test]
fn a_server_that_wants_to_know_first_who_sends_refuses_no_message() {
    let knows = Arc::new(AtomicBool::new(false));
    let known = Arc::clone(&knows);
    let server = Server::scripted(move |step, _, _| match step {
        "MAIL" if !known.load(Ordering::SeqCst) => Act::Say("530 5.7.0 Authentication required"),
        _ => Act::Properly,
    });
    let office = Office::with(&server);
    office.queue([CLERK, DIRECTOR]);
    office.deliver();
    for address in [CLERK, DIRECTOR] {
        let row = office.row(address);
        assert_eq!(row.state, DeliveryState::Retry, "{}", row.reply);
        assert!(row.reply.contains("wants to know first who sends: 530 5.7.0"), "{}", row.reply);
        assert!(row.remedy.contains("delivery.smtp.login"), "{}", row.remedy);
    }
    assert_eq!(office.notes().len(), 0, "nothing is lost yet");
    knows.store(true, Ordering::SeqCst);
    office.wait(600);
    assert!(office.deliver().is_complete());
    assert_eq!(server.counts().values().sum::<usize>(), 2);
}

#[test]
fn a_message_larger_than_the_server_takes_is_not_even_offered() {
    let server = Server::new(Guard::Plain, &["SIZE 20000"], Box::new(|_, _, _| Act::Properly));
    let office = Office::with(&server);
    office.queue([CLERK]);
    office.deliver();
    let row = office.row(CLERK);
    assert_eq!(row.state, DeliveryState::Refused);
    assert!(row.reply.contains("takes messages of up to 20 kB"), "{}", row.reply);
    assert!(row.remedy.contains("delivery.largest_message_kb"), "{}", row.remedy);
    let offered = server.heard().iter().filter(|line| line.starts_with("MAIL")).count();
    assert_eq!(offered, 1, "only the short note to the officers: {:?}", server.heard());
    let large = Server::new(Guard::Plain, &["SIZE 500000"], Box::new(|_, _, _| Act::Properly));
    let office = Office::with(&large);
    office.queue([CLERK]);
    assert!(office.deliver().is_complete());
    assert!(large.heard().iter().any(|line| line.starts_with("MAIL") && line.contains(" SIZE=")));
}

#[test]
fn what_never_goes_is_given_up_and_told() {
    let server = Server::scripted(|step, to, _| match (step, to) {
        ("RCPT", CLERK) => Act::Say("450 4.2.1 mailbox busy"),
        _ => Act::Properly,
    });
    let office = Office::with(&server);
    office.queue([CLERK, HEAD]);
    let mut attempts = 0;
    for _ in 0..200 {
        attempts += office.deliver().messages.iter().filter(|m| m.message.kind == "pack").count();
        if office.state(CLERK) != DeliveryState::Retry {
            break;
        }
        office.wait(60);
    }
    let row = office.row(CLERK);
    assert_eq!(row.state, DeliveryState::Expired);
    assert!(row.reply.starts_with("given up after 72 hours; last: "), "{}", row.reply);
    assert!((10..40).contains(&attempts), "{attempts}");
    assert_eq!(office.notes().len(), 1);
    assert_eq!(server.counts().get(HEAD), Some(&1));
}

#[test]
fn what_is_no_longer_allowed_is_not_sent() {
    let server = Server::proper();
    let mut office = Office::with(&server);
    office.queue([CLERK]);
    office.inputs.settings.delivery.allowed_domains = vec!["elsewhere.example".into()];
    office.deliver();
    let row = office.row(CLERK);
    assert_eq!(row.state, DeliveryState::Refused);
    assert!(row.reply.contains("outside the allowed domains"), "{}", row.reply);
    assert_eq!(server.mails().len(), 0);
}

#[test]
fn a_file_that_was_changed_is_not_sent_and_goes_when_it_is_back() {
    let server = Server::proper();
    let office = Office::with(&server);
    office.queue([CLERK]);
    let file = office.path("out").join(&office.row(CLERK).message.path);
    let bytes = std::fs::read(&file).unwrap();
    std::fs::write(&file, b"To: x\r\n\r\n").unwrap();
    office.deliver();
    assert_eq!(office.state(CLERK), DeliveryState::Retry);
    assert!(office.row(CLERK).reply.contains("is gone, or not as it was made"));
    std::fs::write(&file, bytes).unwrap();
    office.wait(10);
    assert!(office.deliver().is_complete());
    assert_eq!(server.counts().get(CLERK), Some(&1));
}
