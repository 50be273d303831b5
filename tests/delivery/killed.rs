//! The process ended between every two steps of a delivery, as a power cut would, and started
//! again.

use crate::office::{CLERK, DIRECTOR, Office};
use crate::server::Server;
use quarterpack::store::DeliveryState;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

fn deliver(office: &Office, end_at: Option<u32>) -> Option<i32> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quarterpack"));
    command.arg("deliver").env_clear().current_dir(office.folder.path());
    command.env("PATH", "/usr/bin:/bin");
    if let Some(step) = end_at {
        command.env("QUARTERPACK_END_AT_STEP", step.to_string());
    }
    command.output().unwrap().status.code()
}

/// What a case came to: messages whose fate is unknown.
fn killed_at(step: u32, office: &Office, got: &dyn Fn(&str) -> usize) -> Option<u32> {
    office.queue([CLERK, DIRECTOR]);
    if deliver(office, Some(step)).is_some() {
        // There was no such step.
        return None;
    }
    // Twice: what is due after the first goes at the latest with the second.
    deliver(office, None);
    deliver(office, None);
    let mut unknown = 0;
    for address in [CLERK, DIRECTOR] {
        let got = got(address);
        let row = office.row(address);
        assert!(got <= 1, "step {step}: {address} got {got}");
        if row.state == DeliveryState::Unknown {
            // Said aloud, and told to the officers.
            unknown += 1;
            assert!(row.handed_over);
            assert_eq!(office.notes().len(), 1, "step {step}");
        } else {
            assert_eq!(row.state, DeliveryState::Sent, "step {step}: {address}");
            assert_eq!(got, 1, "step {step}: {address}");
        }
    }
    let entries = quarterpack::pipeline::audit_report(&office.inputs).unwrap();
    assert!(entries.log.faults.is_empty());
    Some(unknown)
}

/// Every step up to the first that there is not, two at a time: how many, and how many unknown.
fn at_every_step(case: &(dyn Fn(u32) -> Option<u32> + Sync)) -> (usize, u32) {
    let next = AtomicU32::new(1);
    let ended = AtomicU32::new(200);
    let found = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let step = next.fetch_add(1, Ordering::SeqCst);
                    if step >= ended.load(Ordering::SeqCst) {
                        break;
                    }
                    match case(step) {
                        Some(unknown) => found.lock().unwrap().push(unknown),
                        None => drop(ended.fetch_min(step, Ordering::SeqCst)),
                    }
                }
            });
        }
    });
    assert!(ended.into_inner() < 200, "it never comes to an end");
    let found = found.into_inner().unwrap();
    (found.len(), found.into_iter().sum())
}

#[test]
fn ended_at_any_step_nobody_gets_two_and_nobody_is_forgotten() {
    let (steps, unknown) = at_every_step(&|step| {
        let server = Server::proper();
        let office = Office::with(&server);
        killed_at(step, &office, &|to| server.counts().get(to).copied().unwrap_or(0))
    });
    assert!(steps > 20, "{steps}");
    // Between writing down that the message is handed over, and writing down the answer.
    assert!((2..=8).contains(&unknown), "{unknown}");
}

#[cfg(unix)]
#[test]
fn nor_with_sendmail() {
    let (steps, unknown) = at_every_step(&|step| {
        let office =
            Office::with_sendmail("cat >> \"$here/mail-$to\"; echo >> \"$here/got-$to\"", "");
        killed_at(step, &office, &|to| {
            let got = std::fs::read_to_string(office.path(&format!("got-{to}")));
            got.map_or(0, |text| text.lines().count())
        })
    });
    assert!(steps > 10, "{steps}");
    assert!((2..=8).contains(&unknown), "{unknown}");
}
