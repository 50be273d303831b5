//! A quarter that runs by itself: the program, called as cron calls it.

use crate::place::Place;
use crate::sample;
use quarterpack::store::{Record, StepRow};
use std::collections::BTreeMap;
use std::process::{Command, Stdio};

fn record(place: &Place) -> Record {
    Record::look(&place.path("out/record")).unwrap()
}

fn rows(place: &Place) -> BTreeMap<String, StepRow> {
    record(place).steps().unwrap().into_iter().map(|row| (row.key.clone(), row)).collect()
}

/// How often the log says that each step was done.
fn done(place: &Place) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for entry in record(place).log().unwrap() {
        if entry.event == "step" && entry.detail.starts_with("done") {
            *counts.entry(entry.subject).or_default() += 1;
        }
    }
    counts
}

fn due(place: &Place, now: &str) -> String {
    let said = place.quarterpack(["due", "--now", now]);
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{now}: {}", said.out);
    said.out
}

#[test]
fn a_quarter_runs_by_itself() {
    let place = sample();
    let said = due(&place, "2023-09-29T12:00");
    assert!(said.contains("No step is due."), "{said}");
    let said = due(&place, "2023-10-02T09:00");
    assert!(
        said.contains("2023-24 Q2: forms go out: done: 3 forms in out/forms/2023-24-q2"),
        "{said}"
    );
    assert_eq!(place.files("out/forms").len(), 3);
    let said = due(&place, "2023-10-02T09:01");
    assert!(said.starts_with("No step is due.\nNext, on Mon 2 Oct 2023 09:15 BST"), "{said}");

    // Adult and Older People send on the 11th: they are answered, and reminded no more.
    let said = due(&place, "2023-10-06T09:00");
    assert!(said.contains("not sent: adult-and-older-people, children-and-justice"), "{said}");
    let said = due(&place, "2023-10-12T09:00");
    assert!(
        said.contains("q2.xlsx: the return of adult-and-older-people for 2023-24 Q2 came"),
        "{said}"
    );
    assert!(!said.contains("not sent: adult-and-older-people"), "{said}");
    assert!(!said.contains("q2-v2.xlsx"), "what comes later comes later: {said}");
    // The officers' page has what came, though no pack was made.
    let page = std::fs::read_to_string(place.path("out/status.html")).unwrap();
    assert!(page.contains("adult-and-older-people-2023-24-q2.xlsx"), "{page}");
    let receipts = place.files("out/receipts/2023-24-q2");
    assert!(
        receipts.iter().any(|(name, _)| name == "adult-and-older-people-2023-24-q2-receipt.txt")
    );

    // A week off from the deadline to the draft; a second revision came meanwhile.
    let said = due(&place, "2023-10-19T11:00");
    assert!(said.contains("q2-v2.xlsx: the return of adult-and-older-people"), "{said}");
    assert!(said.contains("returns are due: done: "), "{said}");
    assert!(
        said.contains("draft, social-work-committee: done: Social Work Committee: version 1 made"),
        "{said}"
    );
    let said = due(&place, "2023-11-06T09:00");
    // What holds it is told, and it waits: as often as it is looked at, the officers hear it once.
    assert!(said.contains("final, social-work-committee: waits: R01: "), "{said}");
    let said = due(&place, "2023-11-06T09:01");
    assert!(said.contains("final, social-work-committee: waits: R01: "), "{said}");
    let outbox = place.files("out/outbox");
    let named = |part: &str| outbox.iter().filter(|(name, _)| name.contains(part)).count();
    assert_eq!(named("stopped-2023-24-q2-final-social-work-committee-waits"), 1);
    assert_eq!(
        (named("form-"), named("-5-before-deadline"), named("-1-before-deadline")),
        (3, 3, 1)
    );

    let counts = done(&place);
    assert_eq!(counts.len(), 5, "{counts:?}");
    assert!(counts.values().all(|count| *count == 1), "{counts:?}");
    let status = place.quarterpack(["status", "--now", "2023-11-06T12:00"]);
    assert_eq!(status.code, 0, "{}", status.out);
    assert!(
        status.out.contains("\nTimetable:\n  next, on Mon 6 Nov 2023 12:15 GMT"),
        "{}",
        status.out
    );
    // What the timetable did can be read in the journal, and be made anew from it.
    for command in [["audit", "verify"], ["rebuild", "--verify"]] {
        let said = place.quarterpack(command);
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{}", said.out);
    }
}

#[test]
fn two_calls_at_once_do_everything_once() {
    let place = sample();
    for now in ["2023-09-29T12:00", "2023-10-02T09:00", "2023-10-06T09:00", "2023-10-18T09:00"] {
        let call = || {
            Command::new(env!("CARGO_BIN_EXE_quarterpack"))
                .env_clear()
                .current_dir(place.path(""))
                .args(["due", "--now", now])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        };
        let both = [call(), call()].map(|child| child.wait_with_output().unwrap());
        for output in &both {
            let err = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{now}: {err}");
        }
    }
    let counts = done(&place);
    assert!(counts.contains_key("2023-24 Q2/draft/social-work-committee"), "{counts:?}");
    assert!(counts.values().all(|count| *count == 1), "{counts:?}");
    assert!(rows(&place).values().all(|row| row.attempts <= 1));
    assert_eq!(place.files("out/packs").len(), 3, "one version, in three formats");
}

#[test]
fn a_step_that_fails_is_told_tried_again_and_seen_by_monitoring() {
    let place = sample();
    due(&place, "2023-09-29T12:00");
    let plan = place.path("config/plans/2023-24.toml");
    let away = place.path("plan.away");
    std::fs::rename(&plan, &away).unwrap();
    let said = place.quarterpack(["due", "--now", "2023-10-02T09:00"]);
    assert_eq!(said.code, 4, "{}", said.out);
    assert!(said.out.contains("attempt 1 failed: there is no plan for 2023-24"), "{}", said.out);
    std::fs::rename(&away, &plan).unwrap();
    assert!(due(&place, "2023-10-02T09:04").starts_with("No step is due."), "not yet");
    let status = place.quarterpack(["status", "--json", "--now", "2023-10-02T10:30"]);
    assert_eq!(status.code, 1, "a due step left no record that it was done");
    let json: serde_json::Value = serde_json::from_str(&status.out).unwrap();
    assert_eq!(json["timetable"]["ok"], false);
    assert_eq!(json["timetable"]["overdue"][0]["step"], "2023-24 Q2/open");
    assert!(due(&place, "2023-10-02T10:31").contains("forms go out: done"));
    let row = rows(&place).remove("2023-24 Q2/open").unwrap();
    assert_eq!((row.attempts, row.state.as_str()), (2, "done"));
    let status = place.quarterpack(["status", "--now", "2023-10-02T10:32"]);
    assert_eq!(status.code, 0, "{}", status.out);
}

#[test]
fn nobody_runs_it_and_status_says_so() {
    let place = sample();
    assert_eq!(place.quarterpack(["status", "--now", "2023-10-20T10:00"]).code, 0, "never begun");
    due(&place, "2023-09-29T12:00");
    let said = place.quarterpack(["status", "--now", "2023-10-20T10:00"]);
    assert_eq!(said.code, 1);
    let expected =
        "  error: 2023-24 Q2: forms go out, due on Mon 2 Oct 2023 09:00 BST: nobody has done it\n";
    assert!(said.out.contains(expected), "{}", said.out);
}

#[test]
fn a_final_pack_that_would_miss_the_clear_days_is_refused_with_line_and_last_day() {
    let place = sample();
    let text = std::fs::read_to_string(place.path("config/quarterpack.toml")).unwrap();
    let more = "\n[timetable]\nfinal = \"2 working days before meeting\"\n";
    place.write("config/quarterpack.toml", &format!("{text}{more}"));
    let said = place.quarterpack(["config", "check"]);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    let line = text.lines().count() + 3;
    let begins =
        format!("error: config/quarterpack.toml, line {line}, timetable.final: by “2 working");
    assert!(said.err.starts_with(&begins), "{}", said.err);
    assert!(said.err.contains("the last day that holds is "), "{}", said.err);
}

#[test]
fn the_schedule_lists_steps_with_their_reasons_and_the_next_wake_ups() {
    let place = sample();
    let said = place.quarterpack(["schedule", "--now", "2023-09-29T12:00", "--days", "60"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    insta::assert_snapshot!("schedule", said.out);
    let later = place.quarterpack(["schedule", "--now", "2027-12-01T12:00"]);
    assert!(
        later.out.contains("warning: Bank holidays are known up to 31 December 2027;"),
        "{}",
        later.out
    );
    let json = place.quarterpack(["schedule", "--json", "--now", "2023-09-29T12:00"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["steps"][0]["step"], "2023-24 Q2/open");
    assert_eq!(json["steps"][0]["at"], "2023-10-02T09:00:00+01:00");
}

#[test]
fn a_file_that_is_still_being_written_is_left_until_it_rests() {
    let place = sample();
    // The real clock: the samples were copied a moment ago.
    let said = place.quarterpack(["due"]);
    assert!(said.out.contains("is still being written; it is left until it rests"), "{}", said.out);
    assert!(!said.out.contains(" came\n"), "{}", said.out);
    assert!(record(&place).arrivals().unwrap().is_empty());
}

#[test]
fn metrics_and_a_log_in_json_say_how_it_stands_and_no_addresses() {
    let place = sample();
    place.replace(
        "config/quarterpack.toml",
        "[paths]\n",
        "[paths]\nmetrics = \"../metrics.prom\"\n",
    );
    due(&place, "2023-09-29T12:00");
    let said = place.quarterpack(["due", "--now", "2023-10-02T09:00", "--log", "json"]);
    let lines: Vec<serde_json::Value> =
        said.err.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let step = lines.iter().find(|line| line["step"] == "open").unwrap();
    assert_eq!(step["quarter"], "2023-24 Q2");
    assert_eq!(step["span"]["run"], "2023-10-02T08:00:00Z");
    assert!(!said.err.contains('@'), "{}", said.err);
    let metrics = std::fs::read_to_string(place.path("metrics.prom")).unwrap();
    assert!(metrics.contains("quarterpack_steps{state=\"done\"} 1\n"), "{metrics}");
    assert!(metrics.contains("quarterpack_steps_overdue 0\n"), "{metrics}");
    assert!(metrics.contains("quarterpack_last_call_timestamp_seconds 1696233600\n"), "{metrics}");
}

/// Whatever collected the log has gone: the work is done all the same.
#[test]
fn a_log_that_nobody_reads_any_more_stops_nothing() {
    let place = sample();
    for format in ["text", "json"] {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_quarterpack"))
            .env_clear()
            .current_dir(place.path(""))
            .args(["due", "--now", "2023-10-02T09:00", "--log", format])
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stderr.take());
        assert_eq!(child.wait().unwrap().code(), Some(0), "{format}");
        std::fs::remove_dir_all(place.path("out")).unwrap();
    }
}

/// A place without returns and with a short pack: for what is about time alone.
fn empty() -> Place {
    let place = sample();
    std::fs::remove_dir_all(place.path("samples/returns")).unwrap();
    std::fs::create_dir_all(place.path("samples/returns")).unwrap();
    let pack = "config/packs/social-work-committee.toml";
    let text = std::fs::read_to_string(place.path(pack)).unwrap();
    let (before, rest) = text.split_once("sections = [").unwrap();
    let (_, after) = rest.split_once(']').unwrap();
    let short = format!("{before}sections = [\"purpose\", \"sources\"]{after}");
    place.write(
        pack,
        &short.replace("formats = [\"pdf\", \"xlsx\", \"html\"]", "formats = [\"xlsx\"]"),
    );
    let lists = std::fs::read_to_string(place.path("config/lists.toml")).unwrap();
    place.write("config/lists.toml", &lists.replace("formats = [\"pdf\"]", "formats = [\"xlsx\"]"));
    place
}

fn add(place: &Place, settings: &str) {
    let config = "config/quarterpack.toml";
    let text = std::fs::read_to_string(place.path(config)).unwrap();
    place.write(config, &format!("{text}\n{settings}"));
}

#[test]
fn on_the_days_on_which_clocks_change_a_job_is_done_once_and_steps_keep_their_time() {
    let place = empty();
    add(&place, "[timetable.jobs]\nverify = \"30 1 * * *\"\n");
    let verified = |now: &str| due(&place, now).matches("job, verify: done").count();
    // In spring 01:30 does not come: the job is done when the clock goes forward, and once.
    assert_eq!(verified("2023-03-25T12:00:00Z"), 0, "the beginning");
    assert_eq!(verified("2023-03-26T00:59:00Z"), 0);
    assert_eq!(verified("2023-03-26T01:00:00Z"), 1);
    assert_eq!(verified("2023-03-26T01:30:00Z"), 0);
    assert_eq!(verified("2023-03-27T00:30:00Z"), 1, "the next day, by summer time");
    // In autumn it comes twice: the first counts.
    assert_eq!(verified("2023-10-28T00:30:00Z"), 1);
    assert_eq!(verified("2023-10-29T00:29:00Z"), 0);
    let said = due(&place, "2023-10-29T00:30:00Z");
    assert!(said.contains("job, verify: done"), "{said}");
    assert!(said.contains("Next, on Mon 30 Oct 2023 01:30 GMT"), "{said}");
    assert_eq!(verified("2023-10-29T01:30:00Z"), 0, "the second 01:30");
    assert_eq!(verified("2023-10-30T01:30:00Z"), 1);
}

#[test]
fn a_meeting_that_moves_after_the_draft_moves_the_final_and_makes_no_second_draft() {
    let place = empty();
    due(&place, "2023-10-12T12:00");
    let said = due(&place, "2023-10-18T09:00");
    assert!(said.contains("draft, social-work-committee: done: "), "{said}");
    place.replace(
        "config/packs/social-work-committee.toml",
        "\"2023-24 Q2\" = 2023-11-15",
        "\"2023-24 Q2\" = 2023-11-29",
    );
    // The day on which the final would have been due, and the one on which it is.
    let said = due(&place, "2023-11-06T09:00");
    assert!(said.starts_with("No step is due."), "{said}");
    let said = due(&place, "2023-11-20T09:00");
    assert!(said.contains("final, social-work-committee: waits: "), "{said}");
    let drafts = done(&place).into_iter().filter(|(step, _)| step.contains("draft"));
    assert_eq!(drafts.collect::<Vec<_>>(), [("2023-24 Q2/draft/social-work-committee".into(), 1)]);
    let moved = "2023-24 Q2/final/social-work-committee";
    assert_eq!(rows(&place)[moved].planned, "2023-11-20T09:00:00Z");
    // The meeting passes: what waits has lost its sense, and the officers are told.
    let said = due(&place, "2023-11-30T09:00");
    assert!(said.contains("final, social-work-committee: left out: "), "{said}");
    let outbox = place.files("out/outbox");
    let left = outbox.iter().filter(|(name, _)| name.contains("-was-left-out")).count();
    assert_eq!(left, 1);
}

#[test]
fn a_configuration_that_changes_in_mid_quarter_repeats_nothing() {
    let place = empty();
    due(&place, "2023-09-29T12:00");
    due(&place, "2023-10-02T09:00");
    due(&place, "2023-10-06T09:00");
    // Forms a day later, and other reminders: the first one again by another rule, a new one.
    add(
        &place,
        "[timetable]\nopen = \"2 working days after quarter end\"\n\
         reminders = [\"5 working days before deadline\", \"2 working days before deadline\"]\n",
    );
    let said = due(&place, "2023-10-09T09:00");
    assert!(said.starts_with("No step is due."), "{said}");
    let said = due(&place, "2023-10-11T09:00");
    assert!(said.contains("reminder: done: not sent"), "{said}");
    let said = due(&place, "2023-10-12T09:00");
    assert!(said.starts_with("No step is due."), "the old rule is gone: {said}");
    let counts = done(&place);
    let steps: Vec<&str> = counts.keys().map(String::as_str).collect();
    assert_eq!(
        steps,
        [
            "2023-24 Q2/open",
            "2023-24 Q2/reminder/2-before-deadline",
            "2023-24 Q2/reminder/5-before-deadline"
        ]
    );
    assert!(counts.values().all(|count| *count == 1), "{counts:?}");
    let outbox = place.files("out/outbox");
    let forms = outbox.iter().filter(|(name, _)| name.starts_with("form-")).count();
    assert_eq!((forms, outbox.len()), (3, 9), "a form and two reminders to each service");
}

#[test]
fn the_29th_of_february_and_christmas_are_days_as_the_council_works() {
    let place = empty();
    let pack = "config/packs/social-work-committee.toml";
    place.replace(pack, "quarters = [2, 4]", "quarters = [2, 3, 4]");
    place.replace(pack, "\"2023-24 Q2\" = 2023-11-15", "\"2023-24 Q3\" = 2024-03-11");
    let steps = |now: &str, days: &str| -> Vec<(String, String)> {
        let said = place.quarterpack(["schedule", "--json", "--now", now, "--days", days]);
        let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
        let steps = json["steps"].as_array().unwrap().iter();
        let text = |step: &serde_json::Value, key| step[key].as_str().unwrap().to_owned();
        steps.map(|step| (text(step, "step"), text(step, "at"))).collect()
    };
    let last =
        ("2023-24 Q3/final/social-work-committee".into(), "2024-02-29T09:00:00+00:00".into());
    assert!(steps("2024-02-20T12:00", "14").contains(&last));
    let open = ("2023-24 Q3/open".into(), "2024-01-03T09:00:00+00:00".into());
    assert_eq!(steps("2023-12-21T12:00", "16"), [open], "no step in the fortnight");
    // It is done on that day, and not before.
    due(&place, "2023-12-21T12:00");
    assert!(due(&place, "2024-01-02T09:00").starts_with("No step is due."));
    assert!(due(&place, "2024-01-03T09:00").contains("forms go out: done"));
    assert!(due(&place, "2024-02-28T23:59").contains("draft"), "made up for or left out");
    assert!(due(&place, "2024-02-29T09:00").contains("final, social-work-committee: "));
}
