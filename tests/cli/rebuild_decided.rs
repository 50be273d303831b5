//! The record made anew with what people decided, what was released, and what left.

use crate::place::Place;
use crate::quarter_end::{
    CHILDREN, HEAD, PACK, Q4, approve, comment, done, in_inbox, release, returned, run, with,
};
use std::fs;

/// A quarter cleared, approved and released; then a return that came later, and version 3.
fn released() -> Place {
    let place = with(comment("Ring Pat Example on 01698 455555 about the delay."));
    done(&run(&place));
    let cleared = place.quarterpack([
        "clear",
        "--quarter",
        Q4,
        "--return",
        CHILDREN,
        "--cell",
        &cell(&place),
        "--as",
        "keep-masked",
        "--by",
        HEAD,
        "--because",
        "it stays masked",
    ]);
    done(&cleared);
    done(&run(&place));
    done(&approve(&place, HEAD));
    done(&release(&place));
    fs::write(place.path(&in_inbox(CHILDREN)), returned(CHILDREN, comment("All is well.")))
        .unwrap();
    done(&run(&place));
    done(&approve(&place, HEAD));
    done(&release(&place));
    place
}

/// The cell that `clear --list` names.
fn cell(place: &Place) -> String {
    let list = place.quarterpack(["clear", "--list", "--quarter", Q4]).out;
    let (_, rest) = list.split_once("--cell \"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

fn exported(place: &Place, to: &str) -> Vec<(String, Vec<u8>)> {
    done(&place.quarterpack(["export", "--to", to]));
    place.files(to)
}

#[test]
fn decisions_finals_and_the_ledger_come_from_the_journal() {
    let place = released();
    let before = place.files("out");
    let said = place.quarterpack(["rebuild", "--verify"]);
    done(&said);
    for version in
        ["version 1:", "version 2:", "version 2, final:", "version 3:", "version 3, final:"]
    {
        let line = said.out.lines().find(|line| line.contains(version));
        let line = line.unwrap_or_else(|| panic!("{version} {}", said.out));
        assert!(line.ends_with("byte for byte the same"), "{line}");
    }
    assert!(said.out.ends_with("The record made anew is the one there is.\n"), "{}", said.out);
    assert!(place.files("out") == before, "nothing is written");
}

#[test]
fn a_record_made_anew_goes_on_where_the_lost_one_was_and_does_nothing_twice() {
    let place = released();
    let before = exported(&place, "before");
    let (packs, outbox) = (place.files("out/packs"), place.files("out/outbox"));
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(place.path(&format!("out/record/record.sqlite{ending}")));
    }
    done(&place.quarterpack(["rebuild", "--to", "anew"]));
    done(&place.quarterpack(["restore", "--from", "anew"]));
    assert!(exported(&place, "after") == before, "every view is as it was");
    let again = run(&place);
    assert!(again.out.contains("stays at version 3"), "{}", again.out);
    assert!(again.out.contains("The final is there"), "{}", again.out);
    assert!(release(&place).out.contains("The final is there"));
    done(&place.quarterpack(["deliver"]));
    assert!(exported(&place, "later") == before, "nothing is queued or decided twice");
    assert!(place.files("out/packs") == packs && place.files("out/outbox") == outbox);
    assert_eq!(place.quarterpack(["audit", "verify"]).code, 0);
    done(&place.quarterpack(["rebuild", "--verify"]));
    assert!(place.quarterpack(["decisions"]).out.contains(PACK));
}
