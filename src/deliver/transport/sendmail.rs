//! The sendmail program of the machine, which takes a message and carries it further itself.

use super::fault::{Fault, Stage};
use super::{Outcome, Parcel, Step, Transport, Watch};
use crate::deliver::address::one_line;
use std::io::{self, ErrorKind, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

/// Exit codes of sendmail that ask for another attempt: `EX_TEMPFAIL`, `EX_UNAVAILABLE`,
/// `EX_OSERR`, `EX_IOERR` (sysexits.h). Its other failures are final.
const LATER: [i32; 4] = [TEMPORARY, 69, 71, 74];

/// `EX_TEMPFAIL`: not now. The classic Sendmail says so of a message that it has put into its queue.
const TEMPORARY: i32 = 75;

/// The most that is kept of what the program says, in bytes.
const LONGEST_COMPLAINT: u64 = 4096;

/// How long what it said is waited for once it has ended: a process that it left behind may hold
/// its standard error for ever.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// The longest pause between two looks at whether it has ended.
const LOOK: Duration = Duration::from_millis(100);

/// What to set, so that nobody needs to be asked.
const SAY_WHETHER: &str = "to have it settled by itself from now on, set \
                           delivery.sendmail.keeps_temporary: \"yes\" for the classic Sendmail, \
                           \"no\" for Postfix, Exim and msmtp";

/// The sendmail program.
#[derive(Clone, Debug)]
pub struct Sendmail {
    /// `/usr/sbin/sendmail`
    pub program: PathBuf,
    /// How long it may take for one message.
    pub timeout: Duration,
    /// Whether it has kept a message that it ends with 75 for, and will send it itself; none where
    /// nobody has said.
    pub keeps_temporary: Option<bool>,
}

/// How the program ended with a message.
struct Ended {
    /// None where it took too long and was ended.
    status: Option<ExitStatus>,
    /// Whether it read the whole message.
    wrote: io::Result<()>,
    /// What it said on standard error, on one line.
    said: String,
}

impl Sendmail {
    fn shown(&self) -> String {
        self.program.display().to_string()
    }

    /// Pipes a message into the program and waits for its end, however it treats its pipes.
    fn pipe(&self, mut child: Child, message: Vec<u8>) -> io::Result<Ended> {
        let (tell, written) = channel();
        if let Some(mut input) = child.stdin.take() {
            thread::spawn(move || {
                // Nobody listens any more where the program was ended.
                let _ = tell.send(input.write_all(&message));
            });
        }
        let complaints = child.stderr.take().map(heard);
        let status = wait(&mut child, self.timeout)?;
        let wrote = match written.recv_timeout(LAST_WORDS) {
            Ok(wrote) => wrote,
            // It ended, and what it did not read was not written.
            Err(_) => Err(ErrorKind::BrokenPipe.into()),
        };
        let said = complaints.and_then(|all| all.recv_timeout(LAST_WORDS).ok());
        let said = one_line(&String::from_utf8_lossy(&said.unwrap_or_default()));
        Ok(Ended { status, wrote, said: said.chars().take(400).collect() })
    }

    fn outcome(&self, ended: Ended) -> Outcome {
        let program = self.shown();
        let fault = |what: String| {
            let remedy = "look into the log of the mail program on this machine";
            Fault::new(Stage::Content, what, remedy)
        };
        let unknown = |what: String| {
            let remedy = "it may have been delivered: ask the recipient, or look into the log of \
                          the mail program, before it is sent again";
            Outcome::Unknown(Fault::new(Stage::Content, what, remedy))
        };
        let Ended { status, wrote, said } = ended;
        let Some(status) = status else {
            let seconds = self.timeout.as_secs();
            return unknown(format!("{program} did not end within {seconds} seconds: {said}"));
        };
        match (status.code(), wrote) {
            (Some(0), Ok(())) => Outcome::Sent { reply: format!("taken by {program}") },
            // It ended well without having read everything: who knows what it took.
            (Some(0), Err(error)) => unknown(format!("{program} stopped reading: {error}")),
            (Some(TEMPORARY), Ok(())) if self.keeps_temporary == Some(true) => {
                Outcome::Sent { reply: format!("{program} keeps it in its queue: {said}") }
            }
            // The one has it in its queue, the other has not taken it.
            (Some(TEMPORARY), Ok(())) if self.keeps_temporary.is_none() => {
                let what = format!(
                    "{program} ended with 75, not now; whether it kept the message is not said: \
                     {said}"
                );
                let remedy = format!("look into the queue of the mail program; {SAY_WHETHER}");
                Outcome::Unknown(Fault::new(Stage::Content, what, remedy))
            }
            (Some(code), _) => {
                let fault = fault(format!("{program} ended with {code}: {said}"));
                if LATER.contains(&code) { Outcome::Later(fault) } else { Outcome::Refused(fault) }
            }
            (None, _) => unknown(format!("{program} was killed: {said}")),
        }
    }
}

/// Waits for the end of a process; ends it when the time is up, and then gives none.
fn wait(child: &mut Child, timeout: Duration) -> io::Result<Option<ExitStatus>> {
    let begun = Instant::now();
    let mut pause = Duration::from_millis(2);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        let Some(left) = timeout.checked_sub(begun.elapsed()) else {
            // It may have ended this very moment.
            let _ = child.kill();
            child.wait()?;
            return Ok(None);
        };
        thread::sleep(pause.min(left));
        pause = (pause * 2).min(LOOK);
    }
}

/// What a pipe says up to its end, the beginning kept and the rest thrown away.
fn heard(mut pipe: impl Read + Send + 'static) -> Receiver<Vec<u8>> {
    let (tell, told) = channel();
    thread::spawn(move || {
        let mut kept = Vec::new();
        let _ = pipe.by_ref().take(LONGEST_COMPLAINT).read_to_end(&mut kept);
        let _ = tell.send(kept);
        let _ = io::copy(&mut pipe, &mut io::sink());
    });
    told
}

impl Transport for Sendmail {
    fn name(&self) -> String {
        format!("the program {}", self.shown())
    }

    fn open(&mut self, watch: &mut Watch<'_>) -> Result<(), Fault> {
        let remedy = "name the program in delivery.sendmail.program, or choose another transport";
        watch(Stage::Connect).map_err(|why| Fault::new(Stage::Connect, why, "run it again"))?;
        let wrong = |what: String| Err(Fault::new(Stage::Connect, what, remedy));
        match std::fs::metadata(&self.program) {
            Ok(found) if !found.is_file() => wrong(format!("{} is no file", self.shown())),
            Ok(found) if !may_run(&found) => wrong(format!("{} is no program", self.shown())),
            Ok(_) => Ok(()),
            Err(error) => wrong(format!("{} can't be used: {error}", self.shown())),
        }
    }

    fn carry(&mut self, parcel: &Parcel<'_>, watch: &mut Watch<'_>) -> Outcome {
        let later = |what: String| {
            let remedy = "see that this account may run the program";
            Outcome::Later(Fault::new(Stage::Data, what, remedy))
        };
        // What is piped into the program may be taken at any moment from here on.
        if let Err(why) = watch(Stage::Content) {
            return later(why);
        }
        // `-i`: a line with a dot alone does not end the message.
        let started = Command::new(&self.program)
            .arg("-i")
            .arg("-f")
            .arg(parcel.from.to_string())
            .arg("--")
            .arg(parcel.to.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn();
        let child = match started {
            Ok(child) => child,
            Err(error) => return later(format!("{} can't be started: {error}", self.shown())),
        };
        // Lines as this machine has them, which is what such programs read.
        let plain: Vec<u8> = parcel.bytes.iter().copied().filter(|byte| *byte != b'\r').collect();
        match self.pipe(child, plain) {
            Ok(ended) => self.outcome(ended),
            Err(error) => Outcome::Unknown(Fault::new(
                Stage::Content,
                format!("{} can't be waited for: {error}", self.shown()),
                "look into the log of the mail program on this machine",
            )),
        }
    }

    fn close(&mut self) {}

    fn examine(&mut self) -> Vec<Step> {
        let name = self.name();
        let found = self.open(&mut |_| Ok(())).map(|()| format!("{name} is there"));
        let keeps = match self.keeps_temporary {
            Some(true) => Ok("the program keeps it and sends it itself".to_owned()),
            Some(false) => Ok("the program has not taken it, and it is tried again".to_owned()),
            None => {
                let what = "nobody has said whether the program keeps it";
                Err(Fault::new(Stage::Content, what, SAY_WHETHER))
            }
        };
        let temporary = Step { what: "a message that it ends with 75 for", found: keeps };
        vec![Step { what: "find the mail program", found }, temporary]
    }
}

#[cfg(unix)]
fn may_run(found: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    found.permissions().mode() & 0o111 != 0
}

#[cfg(not(unix))]
const fn may_run(_: &std::fs::Metadata) -> bool {
    true
}
