//! The ledger, from queue to word of a person.

use super::*;

const NOW: &str = "2023-10-27T09:00:00";

fn message(id: &str) -> NewDelivery {
    NewDelivery {
        message_id: format!("<{id}@council.example>"),
        kind: "pack".into(),
        quarter: "2023-24 Q2".into(),
        pack: Some(("swc".into(), 1)),
        subject: "FINAL v1".into(),
        role: "Committee clerk".into(),
        recipient: format!("{id}@council.example"),
        path: format!("outbox/{id}.eml"),
        sha256: "ab".into(),
        exempt: false,
    }
}

fn record() -> (tempfile::TempDir, Record) {
    let folder = tempfile::tempdir().unwrap();
    let record = Record::open(folder.path()).unwrap();
    (folder, record)
}

fn to(state: DeliveryState) -> Settled {
    Settled { state, reply: "250 ok".into(), remedy: String::new(), next_at: None }
}

fn states(record: &Record) -> Vec<&'static str> {
    record.deliveries_of(None).unwrap().iter().map(|one| one.state.word()).collect()
}

#[test]
fn a_message_is_queued_once_and_claimed_once() {
    let (folder, mut record) = record();
    let both = [message("a"), message("b")];
    assert_eq!(record.queue(&both, false).unwrap(), 2);
    assert_eq!(record.queue(&both, false).unwrap(), 0);
    assert_eq!(record.due(NOW).unwrap().len(), 2);
    let mut other = Record::open(folder.path()).unwrap();
    assert!(record.claim(1, NOW).unwrap());
    assert!(!other.claim(1, NOW).unwrap(), "of two processes one gets it");
    assert!(other.claim(2, NOW).unwrap());
    assert_eq!(states(&record), ["sending", "sending"]);
    assert!(record.has_queued(["outbox/a.eml", "outbox/b.eml"]).unwrap());
    assert!(!record.has_queued(["outbox/a.eml", "outbox/c.eml"]).unwrap());
}

#[test]
fn what_a_killed_process_left_is_unknown_only_where_it_was_handed_over() {
    let (_folder, mut record) = record();
    record.queue(&[message("a"), message("b"), message("c")], false).unwrap();
    record.claim(1, NOW).unwrap();
    record.claim(2, NOW).unwrap();
    record.handing_over(2).unwrap();
    assert_eq!(record.recover(NOW).unwrap().len(), 2);
    assert_eq!(states(&record), ["retry", "unknown", "queued"]);
    let due: Vec<i64> = record.due(NOW).unwrap().iter().map(|one| one.id).collect();
    assert_eq!(due, [1, 3], "what is unknown is never tried by itself");
    assert!(!record.claim(2, NOW).unwrap());
}

#[test]
fn a_person_may_have_a_failed_message_sent_again_and_no_other() {
    let (_folder, mut record) = record();
    record.queue(&[message("a"), message("b")], false).unwrap();
    let again = Ruling { by: "Officer".into(), because: "not come".into(), again: true };
    assert_eq!(record.rule(9, &again, NOW).unwrap(), Ruled::NoSuch);
    let queued = Ruled::Settled(DeliveryState::Queued);
    assert_eq!(record.rule(1, &again, NOW).unwrap(), queued);
    for (id, state) in [(1, DeliveryState::Unknown), (2, DeliveryState::Refused)] {
        let row = record.delivery(id).unwrap().unwrap();
        record.claim(id, NOW).unwrap();
        record.settle(&row, &to(state), NOW).unwrap();
    }
    assert_eq!(record.rule(1, &again, NOW).unwrap(), Ruled::Done);
    let there = Ruling { again: false, ..again.clone() };
    assert_eq!(record.rule(2, &there, NOW).unwrap(), Ruled::Done);
    assert_eq!(states(&record), ["queued", "sent"]);
    assert_eq!(
        record.rule(2, &again, NOW).unwrap(),
        Ruled::Settled(DeliveryState::Sent),
        "what has arrived is not sent again"
    );
    let events: Vec<String> = record.log().unwrap().into_iter().map(|entry| entry.event).collect();
    assert_eq!(events, ["unknown", "refused", "resend", "arrived"]);
    assert!(record.verify_log().unwrap().faults.is_empty());
}

#[test]
fn failures_are_told_once() {
    let (_folder, mut record) = record();
    record.queue(&[message("a")], false).unwrap();
    let row = record.delivery(1).unwrap().unwrap();
    record.claim(1, NOW).unwrap();
    record.settle(&row, &to(DeliveryState::Refused), NOW).unwrap();
    assert_eq!(record.failures_not_told().unwrap().len(), 1);
    let notice = NewDelivery { kind: "failure".into(), ..message("n") };
    record.tell(&[1], &[notice]).unwrap();
    assert_eq!(record.failures_not_told().unwrap(), []);
    assert_eq!(states(&record), ["refused", "queued"]);
}

#[test]
fn an_outbox_message_is_never_sent_even_when_the_transport_changes() {
    let (_folder, mut record) = record();
    record.queue(&[message("a")], true).unwrap();
    record.queue(&[message("a")], false).unwrap();
    assert_eq!(states(&record), ["outbox"]);
    assert_eq!(record.due(NOW).unwrap(), []);
}

#[test]
fn a_restored_record_sends_nothing_by_itself() {
    let (_folder, mut record) = record();
    record.queue(&[message("a"), message("b")], false).unwrap();
    record.claim(1, NOW).unwrap();
    assert_eq!(record.doubt().unwrap(), 2);
    assert_eq!(states(&record), ["unknown", "unknown"]);
}

#[test]
fn earlier_versions_are_found_for_an_address() {
    let (_folder, mut record) = record();
    let first = message("a");
    let second = NewDelivery {
        message_id: "<second@council.example>".into(),
        pack: Some(("swc".into(), 2)),
        ..first.clone()
    };
    record.queue(&[first, second, message("b")], false).unwrap();
    let found = record.earlier_messages("swc", "2023-24 Q2", 3, "A@council.example").unwrap();
    assert_eq!(found, ["<a@council.example>", "<second@council.example>"]);
    assert_eq!(
        record.earlier_messages("swc", "2023-24 Q2", 1, "a@council.example").unwrap(),
        Vec::<String>::new()
    );
}
