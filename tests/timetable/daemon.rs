//! The service, started for real, with a clock set to just before a step.

#![cfg(unix)]

use crate::place::Place;
use crate::sample;
use quarterpack::store::{Record, StepRow};
use rustix::process::{Pid, Signal, kill_process};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

struct Daemon {
    child: Option<Child>,
}

impl Daemon {
    fn start(place: &Place, now: &str) -> Self {
        Self::with(place, now, &[])
    }

    fn with(place: &Place, now: &str, environment: &[(&str, &str)]) -> Self {
        let child = Command::new(env!("CARGO_BIN_EXE_quarterpack"))
            .env_clear()
            .envs(environment.iter().copied())
            .current_dir(place.path(""))
            .args(["serve", "--log", "json", "--now", now])
            .stdout(Stdio::null())
            .stderr(
                std::fs::File::options().create(true).append(true).open(place.path("log")).unwrap(),
            )
            .spawn()
            .unwrap();
        Self { child: Some(child) }
    }

    fn signal(&self, signal: Signal) {
        let id = self.child.as_ref().unwrap().id();
        kill_process(Pid::from_raw(i32::try_from(id).unwrap()).unwrap(), signal).unwrap();
    }

    /// Ends it as a service manager does, and says how long that took.
    fn end(mut self) -> (bool, Duration) {
        self.signal(Signal::TERM);
        let asked = Instant::now();
        let ended = self.child.take().unwrap().wait().unwrap();
        (ended.success(), asked.elapsed())
    }

    fn kill(mut self) {
        let mut child = self.child.take().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn log(place: &Place) -> String {
    std::fs::read_to_string(place.path("log")).unwrap_or_default()
}

fn row(place: &Place, key: &str) -> Option<StepRow> {
    let record = Record::look(&place.path("out/record")).ok()?;
    record.steps().ok()?.into_iter().find(|row| row.key == key)
}

fn wait<T>(place: &Place, what: &str, found: impl Fn() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = found() {
            return found;
        }
        assert!(begun.elapsed() < PATIENCE, "{what} did not come: {}", log(place));
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// A place whose timetable began before.
fn begun() -> Place {
    let place = sample();
    assert_eq!(place.quarterpack(["due", "--now", "2023-09-29T12:00"]).code, 0);
    place
}

#[test]
fn a_step_is_done_on_time_and_the_service_ends_when_it_is_asked() {
    let place = begun();
    let daemon = Daemon::start(&place, "2023-10-02T08:59:57");
    let done = wait(&place, "the step", || {
        row(&place, "2023-24 Q2/open").filter(|row| row.state == "done")
    });
    // It woke on its second: the clock moves on while it works.
    let second: u32 = done.written[17..19].parse().unwrap();
    assert!(done.written.starts_with("2023-10-02T08:00:") && second < 5, "{}", done.written);
    assert_eq!(place.files("out/forms").len(), 3);
    let asleep = || log(&place).matches("\"step\":\"open\"").count();
    wait(&place, "the log", || (asleep() == 1).then_some(()));
    std::thread::sleep(Duration::from_millis(300));
    let (clean, took) = daemon.end();
    assert!(clean, "{}", log(&place));
    assert!(took < Duration::from_secs(2), "it took {took:?} to end");
}

#[test]
fn killed_in_the_middle_of_a_step_it_goes_on_when_it_is_started_again() {
    let place = begun();
    let daemon = Daemon::start(&place, "2023-10-02T09:00:00");
    wait(&place, "the beginning of the step", || {
        row(&place, "2023-24 Q2/open").filter(|row| row.state == "started")
    });
    daemon.kill();
    let left = row(&place, "2023-24 Q2/open").unwrap();
    let again = Daemon::start(&place, "2023-10-02T09:00:30");
    let done = wait(&place, "the step", || {
        row(&place, "2023-24 Q2/open").filter(|row| row.state == "done")
    });
    // Killed before its end, it is the second attempt; the log has it once either way.
    assert_eq!(done.attempts, if left.state == "started" { 2 } else { 1 });
    assert_eq!(place.files("out/forms").len(), 3);
    assert!(again.end().0);
    let record = Record::look(&place.path("out/record")).unwrap();
    let told = record.log().unwrap().into_iter().filter(|one| one.event == "step").count();
    assert_eq!(told, 1);
    assert!(record.verify_log().unwrap().faults.is_empty());
}

#[test]
fn a_new_configuration_is_read_on_a_signal_and_a_wrong_one_is_not_used() {
    let place = begun();
    let daemon = Daemon::start(&place, "2023-09-30T12:00:00");
    wait(&place, "the start", || log(&place).contains("the timetable runs").then_some(()));
    let config = "config/quarterpack.toml";
    let right = std::fs::read_to_string(place.path(config)).unwrap();
    place.write(config, &format!("{right}\n[timetable]\nopen = \"soon\"\n"));
    daemon.signal(Signal::HUP);
    wait(&place, "the refusal", || log(&place).contains("the old one is kept").then_some(()));
    assert!(log(&place).contains("“soon” is not a rule"), "{}", log(&place));
    place.write(config, &right);
    daemon.signal(Signal::HUP);
    wait(&place, "the reload", || log(&place).contains("was read again").then_some(()));
    let (clean, took) = daemon.end();
    assert!(clean && took < Duration::from_secs(2), "{took:?}");
}

/// What a service manager hears, from the first time that a text is said on.
fn hear(socket: &std::os::unix::net::UnixDatagram, what: &str) {
    let mut bytes = [0; 4096];
    for _ in 0..200 {
        let count = socket.recv(&mut bytes).unwrap();
        if String::from_utf8_lossy(&bytes[..count]).lines().any(|line| line.starts_with(what)) {
            return;
        }
    }
    panic!("“{what}” is not said");
}

#[test]
fn the_service_manager_is_told_how_the_service_stands() {
    let place = begun();
    let socket = std::os::unix::net::UnixDatagram::bind(place.path("notify")).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    let path = place.path("notify").display().to_string();
    // It is to say within 0.4 seconds that it lives.
    let told = [("NOTIFY_SOCKET", path.as_str()), ("WATCHDOG_USEC", "400000")];
    let daemon = Daemon::with(&place, "2023-09-30T12:00:00", &told);
    hear(&socket, "READY=1");
    hear(&socket, "STATUS=asleep until Mon 2 Oct 2023 07:00 BST");
    hear(&socket, "WATCHDOG=1");
    hear(&socket, "WATCHDOG=1");
    daemon.signal(Signal::HUP);
    hear(&socket, "RELOADING=1");
    hear(&socket, "READY=1");
    daemon.signal(Signal::TERM);
    hear(&socket, "STOPPING=1");
    assert!(daemon.end().0);
}

#[test]
fn on_the_day_on_which_the_clock_goes_back_a_job_is_done_the_first_time_alone() {
    let place = begun();
    let config = "config/quarterpack.toml";
    let text = std::fs::read_to_string(place.path(config)).unwrap();
    place.write(config, &format!("{text}\n[timetable.jobs]\nverify = \"30 1 * * *\"\n"));
    assert_eq!(place.quarterpack(["due", "--now", "2023-10-28T12:00:00Z"]).code, 0);
    let verified = || log(&place).matches("\"done\":\"").count();
    let daemon = Daemon::start(&place, "2023-10-29T00:29:58Z");
    wait(&place, "the job", || (verified() == 1).then_some(()));
    daemon.end();
    // Over the second 01:30: the next one is tomorrow's.
    let socket = std::os::unix::net::UnixDatagram::bind(place.path("notify")).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    let path = place.path("notify").display().to_string();
    let told = [("NOTIFY_SOCKET", path.as_str())];
    let daemon = Daemon::with(&place, "2023-10-29T01:29:59Z", &told);
    hear(&socket, "STATUS=asleep until Mon 30 Oct 2023 01:30 GMT");
    daemon.end();
    assert_eq!(verified(), 1, "{}", log(&place));
}

#[test]
fn a_record_of_another_host_is_not_touched() {
    let place = begun();
    std::fs::write(place.path("out/record/host"), "first.council.example\n").unwrap();
    let daemon = Daemon::start(&place, "2023-10-02T09:00:00");
    wait(&place, "the refusal", || {
        log(&place).contains("belongs to the host first.council.example").then_some(())
    });
    assert!(daemon.end().0);
    assert!(row(&place, "2023-24 Q2/open").is_none());
}
