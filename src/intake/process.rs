//! A reader process, from outside: started, asked, stopped when it takes too long, and heard
//! out when it dies.

use super::confine::Confinement;
use super::frames;
use super::limits::{ANSWER, COMPLAINTS, FILES_A_READER, TIME, WORN};
use super::serve::Answer;
use super::watched::Watched;
use super::workbook::{Unreadable, Workbook};
use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// The hidden verb of the command line that makes the program a reader.
pub(super) const VERB: &str = "read-sheets";

/// A reader process.
pub(super) struct Process {
    child: Watched,
    talk: Talk,
    complaints: Option<JoinHandle<Vec<u8>>>,
    /// How it is confined.
    pub(super) confinement: Confinement,
    started: Instant,
    /// How many files it was asked to read.
    pub(super) asked: usize,
}

struct Talk {
    stdin: ChildStdin,
    stdout: ChildStdout,
    /// Room for an answer.
    room: Vec<u8>,
}

/// How a process ended that was asked something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It took too long, and was stopped.
    Late,
    /// It died, or what it said makes no sense.
    Died,
}

impl Process {
    /// Starts a reader that knows nothing of its surroundings.
    ///
    /// # Errors
    /// The program can't be started, or is no reader.
    pub(super) fn start(program: &Path) -> io::Result<Self> {
        let mut command = Command::new(program);
        // Memory taken in advance would count against what the reader may have.
        command.arg(VERB).env_clear().env("MIMALLOC_ARENA_RESERVE", "0");
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        command.stderr(Stdio::piped());
        #[cfg(unix)]
        command.current_dir("/");
        let mut child = command.spawn()?;
        let (Some(stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("the reader has no pipes"));
        };
        widen(&stdin, &stdout);
        let complaints = child.stderr.take().map(|pipe| thread::spawn(move || heard(pipe)));
        let confinement = Confinement { limits: false, fence: super::confine::Fence::Absent };
        let started = Instant::now();
        let mut process = Self {
            child: Watched::over(child, TIME)?,
            talk: Talk { stdin, stdout, room: Vec::new() },
            complaints,
            confinement,
            started,
            asked: 0,
        };
        match process.exchange(None) {
            Ok(Answer::Ready(confinement)) => {
                process.confinement = confinement;
                Ok(process)
            }
            Ok(Answer::Read(_)) | Err(_) => {
                let Ending { status, said } = process.end();
                let status = status.map_or("it did not end".into(), |status| status.to_string());
                Err(io::Error::other(format!("{status} {}", said.trim())))
            }
        }
    }

    /// Whether it has done enough.
    pub(super) fn is_worn(&self) -> bool {
        self.asked >= FILES_A_READER || self.started.elapsed() > WORN
    }

    /// Has a file read.
    pub(super) fn read(&mut self, file: &[u8]) -> Result<Result<Workbook, Unreadable>, Fate> {
        self.asked += 1;
        match self.exchange(Some(file))? {
            Answer::Read(opened) => Ok(opened),
            Answer::Ready(_) => Err(Fate::Died),
        }
    }

    /// Sends a frame, where there is one, and waits for the answer. The clock runs whatever the
    /// process does with its pipes: they end with it.
    fn exchange(&mut self, send: Option<&[u8]>) -> Result<Answer, Fate> {
        let Self { child, talk: Talk { stdin, stdout, room }, .. } = self;
        let (answered, late) = child.ask(|| {
            send.map_or(Ok(()), |frame| frames::write(stdin, frame))?;
            frames::read(stdout, ANSWER, room)
        });
        match answered {
            _ if late => Err(Fate::Late),
            Ok(Some(answer)) => postcard::from_bytes(answer).map_err(|_| Fate::Died),
            Ok(None) | Err(_) => Err(Fate::Died),
        }
    }

    /// Ends it, and says for what reason it could not read a file.
    pub(super) fn post_mortem(self, fate: Fate) -> Unreadable {
        let Ending { status, said } = self.end();
        match fate {
            Fate::Late => Unreadable::Time,
            Fate::Died if said.contains("memory allocation of") => Unreadable::Memory,
            Fate::Died => status.map_or(Unreadable::Stopped, by_signal),
        }
    }

    /// Ends it. Without its input it finds that there is nothing more to do; where it has died
    /// it takes the system a moment to say so; where it does neither it is stopped.
    pub(super) fn end(self) -> Ending {
        let Self { child, talk, complaints, .. } = self;
        drop(talk);
        let asked = Instant::now();
        let status = loop {
            match child.child(Child::try_wait) {
                Ok(Some(status)) => break Some(status),
                Ok(None) if asked.elapsed() < PATIENCE => thread::sleep(Duration::from_millis(1)),
                Ok(None) | Err(_) => {
                    let _ = child.child(|child| child.kill().and_then(|()| child.wait()));
                    break None;
                }
            }
        };
        let said = complaints.and_then(|thread| thread.join().ok()).unwrap_or_default();
        Ending { status, said: String::from_utf8_lossy(&said).into_owned() }
    }
}

/// Pipes that hold a file or an answer whole: otherwise both ends wake each other for every part.
/// Where the system gives no more, they are as they were.
#[cfg(target_os = "linux")]
fn widen(stdin: &ChildStdin, stdout: &ChildStdout) {
    let _ = rustix::pipe::fcntl_setpipe_size(stdin, super::limits::PIPE);
    let _ = rustix::pipe::fcntl_setpipe_size(stdout, super::limits::PIPE);
}

#[cfg(not(target_os = "linux"))]
fn widen(_: &ChildStdin, _: &ChildStdout) {}

/// How long a process may take to end.
const PATIENCE: Duration = Duration::from_secs(1);

/// How a process ended.
pub(super) struct Ending {
    /// None where it had to be stopped.
    status: Option<ExitStatus>,
    /// What it wrote to its standard error.
    said: String,
}

#[cfg(unix)]
fn by_signal(status: ExitStatus) -> Unreadable {
    use rustix::process::Signal;
    use std::os::unix::process::ExitStatusExt;
    let is = |signal: Signal| status.signal() == Some(signal.as_raw());
    if is(Signal::XCPU) {
        Unreadable::Time
    } else if is(Signal::KILL) {
        // Nobody but the system stops a reader that was not late: it was out of memory.
        Unreadable::Memory
    } else {
        Unreadable::Stopped
    }
}

#[cfg(not(unix))]
fn by_signal(_: ExitStatus) -> Unreadable {
    Unreadable::Stopped
}

/// The beginning of what a process writes; the rest is taken and forgotten, so that it never
/// waits for somebody to listen.
fn heard(mut pipe: ChildStderr) -> Vec<u8> {
    let mut kept = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        match pipe.read(&mut buffer) {
            Ok(0) | Err(_) => return kept,
            Ok(got) => {
                let room = COMPLAINTS.saturating_sub(kept.len());
                kept.extend(buffer.iter().take(got.min(room)));
            }
        }
    }
}
