//! Work that can't be done.

use crate::place::Place;

/// A file where the folder should be can't be written into, whoever runs the test.
#[test]
fn an_output_folder_that_can_t_be_written_is_told() {
    let place = Place::new();
    place.write("out", "in the way");
    let run = place.quarterpack(["run"]);
    assert_eq!((run.code, run.out.as_str()), (4, ""));
    insta::assert_snapshot!(run.err, @r"
    error: out/record/lock can't be written
      because: Not a directory (os error 20)
      to do: check that paths.output and paths.record name folders that can be written into, on a disk with room
    ");
    let forms = place.quarterpack(["forms", "--quarter", "2023-24 Q3"]);
    assert_eq!((forms.code, forms.out.as_str()), (4, ""));
    assert!(forms.err.contains("can't be written"), "{}", forms.err);
    assert_eq!(std::fs::read_to_string(place.path("out")).unwrap(), "in the way");
}

#[test]
fn a_damaged_record_stops_the_run_before_anything_is_made() {
    let place = Place::new();
    place.write("out/record/record.sqlite", "packs = 3, and no database at all");
    let said = place.quarterpack(["run"]);
    assert_eq!((said.code, said.out.as_str()), (4, ""));
    assert!(said.err.contains("record.sqlite is damaged"), "{}", said.err);
    assert_eq!(place.files("out").len(), 1);
}

/// Whoever reads the output and has seen enough, `head` for one, makes no fault of it.
#[test]
fn output_that_nobody_reads_any_more_is_no_fault() {
    let place = Place::new();
    for shown in [&["status"][..], &["status", "--json"]] {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_quarterpack"))
            .env_clear()
            .current_dir(place.path(""))
            .args(shown)
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), &*err), (Some(0), ""), "{shown:?}");
    }
}
