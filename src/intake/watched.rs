//! A reader process under a watch: it is stopped when its time for an answer is up.

use std::io;
use std::process::Child;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// A process and the thread that watches it. There is one for all that a process is asked, and it
/// sleeps while answers come in time: a thread for each question costs more than the question.
pub(super) struct Watched {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
    limit: Duration,
}

struct Shared {
    state: Mutex<State>,
    over: Condvar,
}

struct State {
    child: Child,
    /// When its time is up, while it is asked something.
    until: Option<Instant>,
    /// Whether it was stopped for that.
    late: bool,
    /// Whether nobody will ask any more.
    over: bool,
}

impl Watched {
    /// Watches a process. `limit`: its time for each answer.
    ///
    /// # Errors
    /// There is no thread to be had; the process is stopped.
    pub(super) fn over(child: Child, limit: Duration) -> io::Result<Self> {
        let state = State { child, until: None, late: false, over: false };
        let shared = Arc::new(Shared { state: Mutex::new(state), over: Condvar::new() });
        let watching = Arc::clone(&shared);
        let thread = thread::Builder::new().spawn(move || watching.watch(limit));
        match thread {
            Ok(thread) => Ok(Self { shared, thread: Some(thread), limit }),
            Err(fault) => {
                let child = &mut shared.lock().child;
                child.kill()?;
                child.wait()?;
                Err(fault)
            }
        }
    }

    /// Asks it something: what is done here, and waits for it, fails when the process is stopped.
    /// The second value tells whether it was.
    pub(super) fn ask<T>(&self, then: impl FnOnce() -> T) -> (T, bool) {
        self.shared.lock().until = Some(Instant::now() + self.limit);
        let done = then();
        let mut state = self.shared.lock();
        state.until = None;
        (done, state.late)
    }

    /// Does something with the process.
    pub(super) fn child<T>(&self, then: impl FnOnce(&mut Child) -> T) -> T {
        then(&mut self.shared.lock().child)
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.shared.lock().over = true;
        self.shared.over.notify_all();
        if let Some(thread) = self.thread.take() {
            // It holds nothing that a panic could leave half-done.
            let _ = thread.join();
        }
    }
}

impl Shared {
    /// A lock whose holder panicked still holds what was put into it.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sleeps until a time can be up. What is asked meanwhile has its time up later than that: each
    /// answer has as long.
    fn watch(&self, limit: Duration) {
        let mut state = self.lock();
        while !state.over {
            let now = Instant::now();
            let rest = match state.until {
                Some(until) if until <= now => {
                    // It may have ended this very moment.
                    let _ = state.child.kill();
                    (state.late, state.until) = (true, None);
                    limit
                }
                Some(until) => until.duration_since(now),
                None => limit,
            };
            let waited = self.over.wait_timeout(state, rest);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;
    use std::process::{Command, Stdio};

    /// A process that says nothing as long as its input is open.
    fn silent() -> Child {
        Command::new("cat").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap()
    }

    /// It is stopped also where it is asked while the watch sleeps already, and says so each time.
    #[test]
    fn a_process_that_does_not_answer_is_stopped() {
        let mut child = silent();
        let (input, mut output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let watched = Watched::over(child, Duration::from_millis(30)).unwrap();
        thread::sleep(Duration::from_millis(10));
        let mut said = Vec::new();
        let (read, late) = watched.ask(|| output.read_to_end(&mut said));
        assert!(late && read.unwrap() == 0);
        let status = watched.child(Child::wait).unwrap();
        assert!(!status.success(), "{status}");
        assert!(watched.ask(|| ()).1, "it does not come back");
        drop(input);
    }

    /// Its watch ends with it, and not when its time would be up.
    #[test]
    fn a_process_that_answers_is_left_alone() {
        let mut child = silent();
        let input = child.stdin.take();
        let watched = Watched::over(child, Duration::from_secs(3600)).unwrap();
        assert_eq!(watched.ask(|| 7), (7, false));
        assert_eq!(watched.child(Child::try_wait).unwrap(), None);
        drop(input);
        assert!(watched.child(Child::wait).unwrap().success());
        drop(watched);
    }
}
