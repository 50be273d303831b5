//! The sendmail program of the machine, which takes a message and carries it further itself.

use super::fault::{Fault, Stage};
use super::{Outcome, Parcel, Step, Transport, Watch};
use crate::deliver::address::one_line;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// Exit codes of sendmail that ask for another attempt: `EX_TEMPFAIL`, `EX_UNAVAILABLE`,
/// `EX_OSERR`, `EX_IOERR` (sysexits.h). Its other failures are final.
const LATER: [i32; 4] = [75, 69, 71, 74];

/// The sendmail program.
#[derive(Clone, Debug)]
pub struct Sendmail {
    program: PathBuf,
}

impl Sendmail {
    /// The program at a path: `/usr/sbin/sendmail`.
    #[must_use]
    pub const fn new(program: PathBuf) -> Self {
        Self { program }
    }

    fn shown(&self) -> String {
        self.program.display().to_string()
    }

    fn ended(&self, output: &Output, wrote: std::io::Result<()>) -> Outcome {
        let said = String::from_utf8_lossy(&output.stderr);
        let said: String = one_line(&said).chars().take(400).collect();
        let fault = |what: String| {
            let remedy = "look into the log of the mail program on this machine";
            Fault::new(Stage::Content, what, remedy)
        };
        match (output.status.code(), wrote) {
            (Some(0), Ok(())) => Outcome::Sent { reply: format!("taken by {}", self.shown()) },
            // It ended well without having read everything: who knows what it took.
            (Some(0), Err(error)) => {
                Outcome::Unknown(fault(format!("{} stopped reading: {error}", self.shown())))
            }
            (Some(code), _) => {
                let fault = fault(format!("{} ended with {code}: {said}", self.shown()));
                if LATER.contains(&code) { Outcome::Later(fault) } else { Outcome::Refused(fault) }
            }
            (None, _) => Outcome::Unknown(fault(format!("{} was killed", self.shown()))),
        }
    }
}

impl Transport for Sendmail {
    fn name(&self) -> String {
        format!("the program {}", self.shown())
    }

    fn open(&mut self, watch: &mut Watch<'_>) -> Result<(), Fault> {
        let remedy = "name the program in delivery.sendmail.program, or choose another transport";
        watch(Stage::Connect).map_err(|why| Fault::new(Stage::Connect, why, "run it again"))?;
        match std::fs::metadata(&self.program) {
            Ok(found) if found.is_file() => Ok(()),
            Ok(_) => {
                Err(Fault::new(Stage::Connect, format!("{} is no file", self.shown()), remedy))
            }
            Err(error) => Err(Fault::new(
                Stage::Connect,
                format!("{} can't be used: {error}", self.shown()),
                remedy,
            )),
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
        let mut program = match started {
            Ok(program) => program,
            Err(error) => return later(format!("{} can't be started: {error}", self.shown())),
        };
        let plain: Vec<u8> = parcel.bytes.iter().copied().filter(|byte| *byte != b'\r').collect();
        let wrote = match program.stdin.take() {
            Some(mut input) => input.write_all(&plain),
            None => Err(ErrorKind::BrokenPipe.into()),
        };
        match program.wait_with_output() {
            Ok(output) => self.ended(&output, wrote),
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
        vec![Step { what: "find the mail program", found }]
    }
}
