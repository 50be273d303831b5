//! `serve`: sleeps until the next thing, does what is due, and sleeps again.

use crate::cli::clock::{self, Clock};
use crate::cli::{Exit, Failure, secrets};
use crate::intake::Reader;
use crate::pipeline::{Call, DueReport, Inputs, RunError, due};
use crate::store::RecordError;
use crate::timetable::Instant;
use chrono::TimeDelta;
use sd_notify::NotifyState;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// The wall clock is looked at this often, so that a clock that was set and a machine that slept
/// are noticed.
const POLL: Duration = Duration::from_secs(30);

/// How long nothing is tried where the inbox or the record can't be used.
const PAUSE: TimeDelta = TimeDelta::seconds(60);

/// How long another run at work is waited for before it is looked again.
const BUSY: TimeDelta = TimeDelta::seconds(5);

/// How long the watchdog is told that a call is at work.
const LONGEST: Duration = Duration::from_secs(3600);

/// What ends a sleep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Woken {
    /// The time has come, or the clock was set.
    Time,
    /// The configuration is to be read again.
    Reload,
    /// The service ends.
    Stop,
}

/// What listens to signals: the sleep's end, and a flag to look at between two steps.
struct Ears {
    heard: Receiver<Woken>,
    stop: Arc<AtomicBool>,
}

pub(super) fn run(config: &Path, clock: Clock, reader: &Reader) -> Result<Exit, Failure> {
    let mut inputs = super::read(config)?;
    let ears = listen()?;
    tell(&[NotifyState::Ready]);
    tracing::info!(
        file = %config.display(),
        zone = inputs.settings.timetable.zone.name(),
        "the timetable runs"
    );
    loop {
        let wake = once(&mut inputs, clock, reader, &ears.stop);
        let zone = inputs.settings.timetable.zone;
        tell(&[NotifyState::Status(&format!("asleep until {}", zone.shown(wake)))]);
        match sleep(&ears.heard, clock, wake) {
            Woken::Time => {}
            Woken::Reload => reload(config, &mut inputs),
            Woken::Stop => break,
        }
        if ears.stop.load(Ordering::Relaxed) {
            break;
        }
    }
    tell(&[NotifyState::Stopping]);
    tracing::info!("ended as asked");
    Ok(Exit::Done)
}

/// Tells the service manager, where there is one.
fn tell(what: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(what) {
        tracing::warn!(%error, "the service manager can't be told");
    }
}

fn listen() -> Result<Ears, Failure> {
    let (says, heard) = channel();
    let stop = Arc::new(AtomicBool::new(false));
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP])?;
    let flag = Arc::clone(&stop);
    std::thread::Builder::new().name("signals".into()).spawn(move || {
        for signal in signals.forever() {
            let woken = if signal == SIGHUP { Woken::Reload } else { Woken::Stop };
            if woken == Woken::Stop {
                flag.store(true, Ordering::Relaxed);
            }
            // Nobody hears it any more when the service ends.
            if says.send(woken).is_err() {
                break;
            }
        }
    })?;
    Ok(Ears { heard, stop })
}

/// Does what is due, and says when to wake. A panic is one call's, and not the service's: the
/// step that it was in is tried again later.
fn once(inputs: &mut Inputs, clock: Clock, reader: &Reader, stop: &AtomicBool) -> Instant {
    let now = clock.now();
    let settle = TimeDelta::seconds(i64::from(inputs.settings.settle_seconds) + 1);
    // Held by the worker until it ends, however it does.
    let (working, worker) = channel::<()>();
    let done = std::thread::scope(|scope| {
        let work = move || -> Result<DueReport, RunError> {
            let _working = working;
            let files_at = clock.is_systems.then(clock::system);
            inputs.look_again()?;
            let stop = || stop.load(Ordering::Relaxed);
            due(inputs, &Call { reader, now, files_at, stop: &stop, secrets: &secrets::read })
        };
        let thread = std::thread::Builder::new().name("due".into()).stack_size(8 << 20);
        let thread = thread.spawn_scoped(scope, work)?;
        watch(&worker);
        Ok::<_, std::io::Error>(thread.join())
    });
    match done {
        Ok(Ok(Ok(report))) => {
            let mut wake = report.next.map_or(now + PAUSE * 60, |(at, _)| at);
            if !report.waiting.is_empty() {
                wake = wake.min(now + settle);
            }
            if report.inbox_failed.is_some() {
                wake = wake.min(now + PAUSE * 5);
            }
            return wake;
        }
        Ok(Ok(Err(RunError::Record(RecordError::Busy { .. })))) => return now + BUSY,
        Ok(Ok(Err(error))) => {
            let remedy = error.remedy().unwrap_or_default();
            tracing::error!(%error, remedy, "what is due can't be done");
        }
        Ok(Err(_)) => tracing::error!("a step ended in a panic; the others go on"),
        Err(error) => tracing::error!(%error, "no thread can be started"),
    }
    now + PAUSE
}

/// Waits for the end of a call, and tells the watchdog that the service lives: a call may take
/// longer than it waits, and what hangs in it for good is ended all the same.
fn watch(worker: &Receiver<()>) {
    let Some(every) = sd_notify::watchdog_enabled() else { return };
    let begun = std::time::Instant::now();
    while worker.recv_timeout(every / 2) == Err(RecvTimeoutError::Timeout) {
        if begun.elapsed() < LONGEST {
            tell(&[NotifyState::Watchdog]);
        }
    }
}

/// Sleeps until a moment by the wall clock, or until a signal.
fn sleep(heard: &Receiver<Woken>, clock: Clock, wake: Instant) -> Woken {
    let watchdog = sd_notify::watchdog_enabled().map_or(POLL, |every| every / 2);
    let mut last = clock.now();
    loop {
        tell_watchdog();
        let now = clock.now();
        // The clock was put back: what comes next is another thing now.
        if now >= wake || now + TimeDelta::seconds(5) < last {
            return Woken::Time;
        }
        last = now;
        let left = (wake - now).to_std().unwrap_or_default();
        match heard.recv_timeout(left.min(POLL).min(watchdog).max(Duration::from_millis(20))) {
            Ok(woken) => return woken,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Woken::Stop,
        }
    }
}

fn tell_watchdog() {
    if sd_notify::watchdog_enabled().is_some() {
        tell(&[NotifyState::Watchdog]);
    }
}

/// Reads the configuration and everything it names again; keeps the old where the new is wrong.
fn reload(config: &Path, inputs: &mut Inputs) {
    let reloading = NotifyState::monotonic_usec_now();
    match reloading {
        Ok(now) => tell(&[NotifyState::Reloading, now]),
        Err(error) => tracing::warn!(%error, "the time since the start is not known"),
    }
    match super::read(config) {
        Ok(new) => {
            *inputs = new;
            tracing::info!("the configuration was read again");
        }
        Err(error) => {
            let error = error.to_string();
            tracing::error!(error, "the new configuration can't be used; the old one is kept");
        }
    }
    tell(&[NotifyState::Ready]);
}
