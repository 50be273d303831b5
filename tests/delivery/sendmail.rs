//! The sendmail program: what it takes, what it refuses, and what it does not come to an end with.

#![cfg(unix)]

use crate::office::{CLERK, DIRECTOR, Office, message};
use quarterpack::store::DeliveryState;
use std::fs;

/// Takes the message.
const TAKES: &str = "cat > \"$here/mail-$to\"";

fn calls(office: &Office) -> Vec<String> {
    let text = fs::read_to_string(office.path("calls")).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

#[test]
fn it_gets_each_message_by_itself_and_whole() {
    let office = Office::with_sendmail(TAKES, "");
    office.queue([CLERK, DIRECTOR]);
    assert!(office.deliver().is_complete(), "{:?}", office.rows());
    let called = |to: &str| format!("-i -f returns@council.example -- {to}");
    assert_eq!(calls(&office), [called(CLERK), called(DIRECTOR)]);
    for to in [CLERK, DIRECTOR] {
        let made = String::from_utf8(message(to).bytes).unwrap();
        let date = "Date: Fri, 27 Oct 2023 00:00:00 +0000";
        let made = made.replace(date, "Date: Fri, 03 Nov 2023 09:00:00 +0000");
        let got = fs::read_to_string(office.path(&format!("mail-{to}"))).unwrap();
        assert!(got == made.replace("\r\n", "\n"), "lines as this machine has them");
    }
    assert_eq!(office.deliver().messages.len(), 0, "once");
}

#[test]
fn not_now_is_tried_again_and_no_is_final() {
    let office = Office::with_sendmail(
        &format!(
            "case $to in director*) echo 'no such user' >&2; exit 67;; esac\n\
             [ -e \"$here/again\" ] || {{ touch \"$here/again\"; echo 'try later' >&2; exit 75; }}\n\
             {TAKES}"
        ),
        "keeps_temporary = \"no\"\n",
    );
    office.queue([CLERK, DIRECTOR]);
    office.deliver();
    let row = office.row(CLERK);
    assert_eq!(
        (row.state, row.next_at.as_deref()),
        (DeliveryState::Retry, Some("2023-11-03T09:05:00"))
    );
    assert!(row.reply.ends_with("sendmail ended with 75: try later"), "{}", row.reply);
    let row = office.row(DIRECTOR);
    assert_eq!(row.state, DeliveryState::Refused);
    assert!(row.reply.ends_with("sendmail ended with 67: no such user"), "{}", row.reply);
    assert!(row.remedy.contains("log of the mail program"), "{}", row.remedy);
    assert_eq!(office.notes().len(), 1, "the officers are told");
    office.wait(5);
    office.deliver();
    assert_eq!(office.state(CLERK), DeliveryState::Sent);
    assert_eq!(calls(&office).iter().filter(|call| call.ends_with(DIRECTOR)).count(), 1);
}

#[test]
fn one_that_keeps_what_it_says_not_now_of_has_sent_it() {
    let office = Office::with_sendmail(
        &format!("{TAKES}; echo 'queued as 4711' >&2; exit 75"),
        "keeps_temporary = true\n",
    );
    office.queue([CLERK]);
    assert!(office.deliver().is_complete());
    let row = office.row(CLERK);
    assert!(row.reply.ends_with("keeps it in its queue: queued as 4711"), "{}", row.reply);
    office.wait(600);
    office.deliver();
    assert_eq!(calls(&office).len(), 1, "a second time would be a second message");
}

/// The classic Sendmail has such a message in its queue, msmtp has not taken it: trying again would
/// be a second message, or the only one.
#[test]
fn not_now_of_a_program_that_nobody_knows_is_unknown() {
    let office = Office::with_sendmail(&format!("{TAKES}; echo 'later' >&2; exit 75"), "");
    office.queue([CLERK]);
    assert!(!office.deliver().is_complete());
    let row = office.row(CLERK);
    assert_eq!(row.state, DeliveryState::Unknown, "{}", row.reply);
    assert!(row.reply.contains("whether it kept the message is not said: later"), "{}", row.reply);
    assert!(row.remedy.contains("delivery.sendmail.keeps_temporary"), "{}", row.remedy);
    assert_eq!(office.notes().len(), 1, "the officers are told");
    office.wait(60 * 24);
    office.deliver();
    assert_eq!(calls(&office).iter().filter(|call| call.ends_with(CLERK)).count(), 1);
}

/// Whatever leaves it open whether the message was taken: unknown, told, and never sent again by
/// itself. The others are served.
#[test]
fn what_does_not_end_as_it_should_is_unknown() {
    for (does, said) in [
        ("sleep 9", "did not end within 1 seconds"),
        ("cat > /dev/null; exec sleep 9", "did not end within 1 seconds"),
        ("kill -9 $$", "was killed"),
        ("exit 0", "stopped reading"),
    ] {
        let office = Office::with_sendmail(
            &format!("case $to in clerk*) {does};; *) {TAKES};; esac"),
            "timeout_seconds = 1\n",
        );
        office.queue([CLERK, DIRECTOR]);
        assert!(!office.deliver().is_complete());
        let row = office.row(CLERK);
        assert_eq!(row.state, DeliveryState::Unknown, "{does}: {}", row.reply);
        assert!(row.reply.contains(said), "{does}: {}", row.reply);
        assert!(row.remedy.contains("it may have been delivered"), "{}", row.remedy);
        assert_eq!(office.state(DIRECTOR), DeliveryState::Sent);
        assert_eq!(office.notes().len(), 1);
        office.wait(60 * 24);
        office.deliver();
        assert_eq!(calls(&office).iter().filter(|call| call.ends_with(CLERK)).count(), 1, "{does}");
    }
}

#[test]
fn one_that_talks_or_leaves_something_running_holds_nothing_up() {
    for before in ["yes complaint | head -c 300000 >&2", "sleep 9 &"] {
        let office = Office::with_sendmail(&format!("{before}\n{TAKES}"), "timeout_seconds = 20\n");
        office.queue([CLERK]);
        assert!(office.deliver().is_complete(), "{before}: {:?}", office.rows());
    }
}

#[test]
fn one_that_is_not_there_or_is_no_program_blames_no_message() {
    let office = Office::with_sendmail(TAKES, "");
    office.queue([CLERK, DIRECTOR]);
    fs::remove_file(office.path("sendmail")).unwrap();
    for (make, said) in [(None, "can't be used: No such file"), (Some("text"), "is no program")] {
        if let Some(text) = make {
            fs::write(office.path("sendmail"), text).unwrap();
        }
        office.wait(600);
        office.deliver();
        for address in [CLERK, DIRECTOR] {
            let row = office.row(address);
            assert_eq!(row.state, DeliveryState::Retry);
            assert!(row.reply.contains(said), "{}", row.reply);
            assert!(row.remedy.contains("delivery.sendmail.program"), "{}", row.remedy);
        }
    }
    assert_eq!(calls(&office), Vec::<String>::new());
}
