//! Two processes at once.

use crate::office::{CLERK, DIRECTOR, HEAD, Office};
use crate::server::{Act, Server};
use quarterpack::store::DeliveryState;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

#[test]
fn of_processes_that_deliver_at_once_nobody_sends_twice() {
    let server = Server::scripted(|step, _, _| {
        if step == "RCPT" {
            thread::sleep(Duration::from_millis(60));
        }
        Act::Properly
    });
    let office = Office::with(&server);
    office.queue([CLERK, DIRECTOR, HEAD]);
    let start = || {
        Command::new(env!("CARGO_BIN_EXE_quarterpack"))
            .arg("deliver")
            .env_clear()
            .current_dir(office.folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let children: Vec<_> = (0..4).map(|_| start()).collect();
    for child in children {
        let said = child.wait_with_output().unwrap();
        let code = said.status.code().unwrap();
        let said = String::from_utf8(said.stdout).unwrap();
        let busy = said.contains("Another process is sending");
        assert_eq!(code, if busy { 3 } else { 0 }, "{said}");
    }
    assert_eq!(server.counts().into_values().collect::<Vec<_>>(), [1, 1, 1]);
    assert!(office.rows().iter().all(|row| row.state == DeliveryState::Sent));
}
