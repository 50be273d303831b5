//! A run that is stopped at any of its numbered steps, as a kill would stop it, is finished by the
//! next one: the same packs, messages, receipts and record as those of a run that was left alone.

use crate::place::Place;
use std::fs;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// A few returns and a short pack: the steps are those of any run.
fn small() -> Place {
    let place = Place::new();
    for gone in ["2021-22", "2023-24/q1"] {
        fs::remove_dir_all(place.path("samples/returns").join(gone)).unwrap();
    }
    for gone in ["adult-and-older-people-2023-24-q2-v2", "performance-and-support-2023-24-q2"] {
        let name = format!("samples/returns/2023-24/q2/{gone}.xlsx");
        fs::remove_file(place.path(&name)).unwrap();
    }
    fs::remove_file(place.path("config/plans/2021-22.toml")).unwrap();
    let pack = "config/packs/social-work-committee.toml";
    let text = fs::read_to_string(place.path(pack)).unwrap();
    let (before, rest) = text.split_once("sections = [").unwrap();
    let (_, after) = rest.split_once(']').unwrap();
    let sections = "sections = [\"purpose\", \"changes\", \"sources\"]";
    place.write(pack, &format!("{before}{sections}{after}"));
    place
}

/// Runs the program up to a step, and says whether it ended by itself.
fn run_until(place: &Place, step: usize, arguments: &[&str]) -> bool {
    let run = Command::new(env!("CARGO_BIN_EXE_quarterpack"))
        .args(arguments)
        .env_clear()
        .env("QUARTERPACK_STOP_AT", step.to_string())
        .current_dir(place.path(""))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(run.code().is_none() || run.success(), "{run}");
    run.success()
}

/// Everything in the output byte for byte, but the database row for row.
fn everything(place: &Place) -> (Vec<(String, Vec<u8>)>, Vec<String>) {
    let mut files = place.files("out");
    files.retain(|(name, _)| !name.starts_with("record/record.sqlite"));
    let database = rusqlite::Connection::open(place.path("out/record/record.sqlite")).unwrap();
    let mut rows = Vec::new();
    let mut tables = database
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        .unwrap();
    let tables = tables.query_map([], |row| row.get::<_, String>(0)).unwrap();
    for table in tables.map(Result::unwrap) {
        let mut asked = database.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2")).unwrap();
        let columns = asked.column_count();
        let mut found = asked.query([]).unwrap();
        while let Some(row) = found.next().unwrap() {
            let cells: Vec<String> =
                (0..columns).map(|at| format!("{:?}", row.get_ref(at).unwrap())).collect();
            rows.push(format!("{table}: {}", cells.join(" ")));
        }
    }
    (files, rows)
}

/// Kills the last of these commands at each of its steps, and does it again: then everything is as
/// if it had been left alone.
fn killed_at_every_step(prepared: impl Fn() -> Place + Sync, arguments: &[&str]) -> usize {
    let undisturbed = prepared();
    assert!(run_until(&undisturbed, 0, arguments));
    let expected = everything(&undisturbed);
    killed_and(prepared, arguments, |place, step| {
        let (files, rows) = everything(place);
        let names = |files: &[(String, Vec<u8>)]| -> Vec<String> {
            files.iter().map(|(name, _)| name.clone()).collect()
        };
        assert_eq!(names(&files), names(&expected.0), "killed at step {step}");
        assert_eq!(rows, expected.1, "killed at step {step}");
        assert!(files == expected.0, "killed at step {step}: bytes differ");
    })
}

/// Kills a command at each of its steps, does it again, and judges what came of it.
fn killed_and(
    prepared: impl Fn() -> Place + Sync,
    arguments: &[&str],
    judge: impl Fn(&Place, usize) + Sync,
) -> usize {
    let (next, ended) = (AtomicUsize::new(1), AtomicBool::new(false));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !ended.load(Ordering::SeqCst) {
                    let step = next.fetch_add(1, Ordering::SeqCst);
                    let place = prepared();
                    if run_until(&place, step, arguments) {
                        ended.store(true, Ordering::SeqCst);
                        next.fetch_min(step, Ordering::SeqCst);
                        break;
                    }
                    assert!(run_until(&place, 0, arguments), "after a kill at step {step}");
                    judge(&place, step);
                }
            });
        }
    });
    next.load(Ordering::SeqCst) - 1
}

#[test]
fn a_first_run_is_finished_by_the_next_whatever_step_it_was_killed_at() {
    let steps = killed_at_every_step(small, &["run"]);
    // Each return, text and file is written in three steps; each change of the database has two.
    assert!(steps > 60, "{steps} steps");
}

/// What another place has made, in a place of its own.
fn with_output(made: &Place) -> Place {
    let place = small();
    for (name, bytes) in made.files("out") {
        let path = place.path("out").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    place
}

#[test]
fn so_is_one_that_makes_a_new_version_of_what_was_made() {
    let made = small();
    assert!(run_until(&made, 0, &["run"]));
    let prepared = || {
        let place = with_output(&made);
        place.replace("config/quarterpack.toml", "comments and dates", "remarks and dates");
        place
    };
    let steps = killed_at_every_step(prepared, &["run"]);
    assert!(steps > 15, "{steps} steps");
}

#[test]
fn a_reissue_makes_one_version_however_often_it_is_killed_and_repeated() {
    let made = small();
    assert!(run_until(&made, 0, &["run"]));
    let steps = killed_at_every_step(|| with_output(&made), &["run", "--reissue"]);
    assert!(steps > 15, "{steps} steps");
    // Left alone, each one that is asked for makes one.
    let place = with_output(&made);
    assert!(run_until(&place, 0, &["run", "--reissue"]));
    assert!(run_until(&place, 0, &["run", "--reissue"]));
    let status = place.quarterpack(["status"]).out;
    assert!(status.contains("version 3, a reissue"), "{status}");
}

#[test]
fn a_release_makes_its_final_and_queues_its_messages_once_whatever_step_it_was_killed_at() {
    let pack = "config/packs/social-work-committee.toml";
    let automatic = |place: &Place| {
        place.replace(pack, "release = \"approval\"", "release = \"automatic\"");
        place.replace(pack, "approver = ", "# approver = ");
    };
    let made = small();
    automatic(&made);
    assert!(run_until(&made, 0, &["run"]));
    // Errors, returns that have not come: let pass, which is not what this is about.
    let place = with_output(&made);
    automatic(&place);
    let by = ["--by", "Director of Health and Social Care", "--because", "a test of release"];
    for code in ["R01", "R02", "R04", "R05"] {
        let arguments = ["release", "social-work-committee", "--override-hold", code];
        let _ = run_lenient(&place, &[&arguments[..], &by[..]].concat());
    }
    assert!(run_until(&place, 0, &["run"]));
    let held = place;
    let prepared = || {
        let place = with_output(&held);
        automatic(&place);
        place
    };
    let release = ["release", "social-work-committee"];
    let undisturbed = prepared();
    assert!(run_until(&undisturbed, 0, &release));
    // When it was released is another second each time, and stands in record and log.
    let expected = undisturbed.made();
    let steps = killed_and(prepared, &release, |place, step| {
        assert!(place.made() == expected, "killed at step {step}");
        let record = quarterpack::store::Record::look(&place.path("out/record")).unwrap();
        assert_eq!(record.finals("2023-24 Q2").unwrap().len(), 1, "killed at step {step}");
        let rows = record.deliveries_of(None).unwrap();
        let finals = rows.iter().filter(|row| row.message.path.contains("-final--")).count();
        assert_eq!(finals, 3, "killed at step {step}: {rows:?}");
        let told = record.log().unwrap().into_iter().filter(|one| one.event == "final").count();
        assert_eq!(told, 1, "killed at step {step}");
        assert!(record.verify_log().unwrap().faults.is_empty());
    });
    assert!(steps > 10, "{steps} steps");
}

/// Runs the program, whatever it ends with.
fn run_lenient(place: &Place, arguments: &[&str]) -> bool {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quarterpack"));
    let command = command.args(arguments).env_clear().current_dir(place.path(""));
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap().success()
}
