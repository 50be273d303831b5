//! The process ended between every two steps of a delivery, as a power cut would, and started
//! again.

use crate::office::{CLERK, DIRECTOR, Office};
use crate::server::Server;
use quarterpack::store::DeliveryState;
use std::process::Command;

fn deliver(office: &Office, end_at: Option<u32>) -> Option<i32> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quarterpack"));
    command.arg("deliver").env_clear().current_dir(office.folder.path());
    if let Some(step) = end_at {
        command.env("QUARTERPACK_END_AT_STEP", step.to_string());
    }
    command.output().unwrap().status.code()
}

#[test]
fn ended_at_any_step_nobody_gets_two_and_nobody_is_forgotten() {
    let mut unknown = 0;
    let mut steps = 0;
    for step in 1.. {
        assert!(step < 200, "it never comes to an end");
        let server = Server::proper();
        let office = Office::with(&server);
        office.queue([CLERK, DIRECTOR]);
        if deliver(&office, Some(step)).is_some() {
            // There was no such step.
            break;
        }
        steps = step;
        // Twice: what is due after the first goes at the latest with the second.
        deliver(&office, None);
        deliver(&office, None);
        let counts = server.counts();
        for address in [CLERK, DIRECTOR] {
            let got = counts.get(address).copied().unwrap_or(0);
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
    }
    assert!(steps > 20, "{steps}");
    // Between writing down that the message is handed over, and writing down the answer.
    assert!((2..=8).contains(&unknown), "{unknown}");
}
