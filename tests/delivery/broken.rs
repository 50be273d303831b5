//! Connections that break, fall silent, or talk nonsense, at every step.

use crate::office::{CLERK, DIRECTOR, Office};
use crate::server::{Act, Server};
use quarterpack::store::{DeliveryState, Ruled, Ruling};
use std::thread;

const BEFORE: [&str; 5] = ["GREETING", "EHLO", "MAIL", "RCPT", "DATA"];

/// Misbehaves the first time at a step: then nothing was handed over, the message is tried again,
/// and everybody has one in the end.
fn breaks_before(at: &'static str, act: Act, said: &str) {
    let server = Server::scripted(move |step, to, nth| {
        let first = nth == 0 && to != DIRECTOR;
        if step == at && first { act } else { Act::Properly }
    });
    let office = Office::with(&server);
    office.queue([CLERK, DIRECTOR]);
    office.deliver();
    let row = office.row(CLERK);
    assert_eq!(row.state, DeliveryState::Retry, "{at}: {}", row.reply);
    assert!(row.reply.contains(said), "{at}: {}", row.reply);
    assert!(!row.handed_over, "{at}");
    assert!(row.remedy.contains("tried again by itself"), "{at}: {}", row.remedy);
    office.wait(10);
    office.deliver();
    assert_eq!(office.state(CLERK), DeliveryState::Sent, "{at}");
    assert_eq!(office.state(DIRECTOR), DeliveryState::Sent, "{at}");
    assert_eq!(server.counts().into_values().collect::<Vec<_>>(), [1, 1], "{at}");
    assert_eq!(office.notes(), []);
}

/// Runs a case for each step at the same time: most of it is waiting.
fn at_each_step(case: impl Fn(&'static str) + Sync) {
    thread::scope(|scope| {
        for at in BEFORE {
            let case = &case;
            scope.spawn(move || case(at));
        }
    });
}

#[test]
fn a_connection_that_is_dropped_before_the_message_loses_nothing() {
    at_each_step(|at| breaks_before(at, Act::Hang, "closed the connection"));
}

#[test]
fn silence_before_the_message_loses_nothing() {
    at_each_step(|at| breaks_before(at, Act::Sulk, "did not answer for 1 seconds"));
}

#[test]
fn nonsense_before_the_message_loses_nothing() {
    at_each_step(|at| breaks_before(at, Act::Say("Ω what is this?"), "makes no sense"));
    // Yes, but not to what was asked: taken at its word, every later answer would be off by one.
    for at in ["MAIL", "RCPT", "DATA"] {
        breaks_before(at, Act::Say("299 fine, whatever"), "makes no sense");
    }
}

#[test]
fn a_server_that_closes_politely_is_tried_again() {
    at_each_step(|at| breaks_before(at, Act::Say("421 4.3.2 shutting down"), "421 4.3.2"));
}

#[test]
fn after_the_message_and_before_the_answer_the_fate_is_unknown() {
    for (act, arrives) in [
        (Act::Hang, 0),
        (Act::KeepAndHang, 1),
        (Act::Sulk, 0),
        (Act::Say("wat"), 0),
        (Act::KeepAndSay("354 go on"), 1),
    ] {
        let server = Server::scripted(move |step, to, nth| match (step, to, nth) {
            ("CONTENT", CLERK, 0) => act,
            _ => Act::Properly,
        });
        let office = Office::with(&server);
        office.queue([CLERK, DIRECTOR]);
        let delivered = office.deliver();
        assert!(!delivered.is_complete());
        let row = office.row(CLERK);
        assert_eq!(row.state, DeliveryState::Unknown, "{act:?}: {}", row.reply);
        assert!(row.remedy.contains("it may have been delivered"), "{}", row.remedy);
        assert_eq!(office.state(DIRECTOR), DeliveryState::Sent, "the others are served");
        assert_eq!(office.notes().len(), 1, "the officers are told");
        // However often it is run, nothing sends it by itself.
        for _ in 0..3 {
            office.wait(60 * 24);
            office.deliver();
        }
        assert_eq!(office.state(CLERK), DeliveryState::Unknown);
        assert_eq!(server.counts().get(CLERK).copied().unwrap_or(0), arrives, "{act:?}");
        assert_eq!(office.notes().len(), 1, "once");
    }
}

#[test]
fn a_person_decides_on_what_is_unknown() {
    let server = Server::scripted(|step, to, nth| match (step, to, nth) {
        ("CONTENT", CLERK | DIRECTOR, 0) => Act::Hang,
        _ => Act::Properly,
    });
    let office = Office::with(&server);
    office.queue([CLERK, DIRECTOR]);
    office.deliver();
    let ruling = |again| Ruling {
        by: "Head of Performance and Support".into(),
        because: "asked".into(),
        again,
    };
    let rule = |address: &str, again| {
        let id = office.row(address).id;
        quarterpack::pipeline::rule(&office.inputs, id, &ruling(again), office.now()).unwrap()
    };
    assert_eq!(rule(CLERK, true), Ruled::Done);
    assert_eq!(rule(DIRECTOR, false), Ruled::Done);
    office.deliver();
    assert_eq!(server.counts().get(CLERK), Some(&1));
    assert_eq!(server.counts().get(DIRECTOR), None, "known to have arrived");
    assert_eq!(office.state(DIRECTOR), DeliveryState::Sent);
    assert_eq!(rule(CLERK, true), Ruled::Settled(DeliveryState::Sent));
    // The same message: a program that knows it already can tell.
    let sent = String::from_utf8(server.mails().pop().unwrap().data).unwrap();
    let id = office.row(CLERK).message.message_id;
    assert!(sent.contains(&format!("Message-ID: {id}")), "{id}");
}

#[test]
fn nobody_there_is_told_as_such_and_blames_no_message() {
    let port = Server::proper().port;
    let office = Office::configured(port, "security = \"plain-internal-relay\"\n", "");
    office.queue([CLERK, DIRECTOR]);
    office.deliver();
    for address in [CLERK, DIRECTOR] {
        let row = office.row(address);
        assert_eq!(row.state, DeliveryState::Retry);
        assert!(row.reply.contains("can't be reached"), "{}", row.reply);
        assert!(row.remedy.contains("delivery.smtp.host"), "{}", row.remedy);
    }
}
