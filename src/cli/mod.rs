//! The command line: arguments, commands, findings on a terminal, exit codes.
//!
//! Data goes to standard output, words to standard error. This is the only place that reads the
//! clock and the arguments.

mod args;
mod clock;
mod commands;
mod disk;
mod findings;
mod host;
mod holds;
mod json;
mod logs;
mod plain;
mod progress;
mod secrets;

use clap::Parser;
use std::error::Error;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::process::ExitCode;

/// How a command ended; `DESIGN`: 0 done, 1 errors found, 2 usage or configuration, 3
/// something could not be delivered, 4 the work could not be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    Done,
    Found,
    Configuration,
    Undelivered,
    Failed,
}

/// A command that could not do its work.
#[derive(Debug)]
struct Failure {
    error: Box<dyn Error>,
    hint: Option<String>,
    exit: Exit,
}

impl Failure {
    fn configuration(error: impl Error + 'static) -> Self {
        Self { error: Box::new(error), hint: None, exit: Exit::Configuration }
    }

    /// What a command was given to take in has faults: another matter than the configuration.
    fn found(error: impl Error + 'static) -> Self {
        Self { error: Box::new(error), hint: None, exit: Exit::Found }
    }

    fn work(error: impl Error + 'static) -> Self {
        Self { error: Box::new(error), hint: None, exit: Exit::Failed }
    }

    fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::work(error)
    }
}

impl From<crate::pipeline::RunError> for Failure {
    fn from(error: crate::pipeline::RunError) -> Self {
        if let crate::pipeline::RunError::Reader(error) = error {
            return error.into();
        }
        let hint = error.remedy();
        let failure =
            if error.is_configuration() { Self::configuration(error) } else { Self::work(error) };
        Self { hint: hint.map(Into::into), ..failure }
    }
}

/// Runs the command that the arguments ask for.
#[must_use]
pub fn main() -> ExitCode {
    if let Some(code) = reader() {
        return code;
    }
    stop_at();
    let args = args::Args::parse();
    if !args.command.has_log() {
        progress::begin();
    }
    let mut out = plain::Plain(anstream::stdout().lock());
    let done = commands::run(&args, &mut out).and_then(|exit| {
        out.flush()?;
        Ok(exit)
    });
    let exit = match done {
        Ok(exit) => exit,
        // Whoever reads our output has seen enough.
        Err(failure) if is_broken_pipe(failure.error.as_ref()) => Exit::Done,
        Err(failure) => {
            let mut err = plain::Plain(anstream::stderr().lock());
            // There is nobody left to tell if standard error is gone.
            let _ = write!(err, "{}", told(&failure));
            failure.exit
        }
    };
    match exit {
        Exit::Done => ExitCode::SUCCESS,
        Exit::Found => ExitCode::from(1),
        Exit::Configuration => ExitCode::from(2),
        Exit::Undelivered => ExitCode::from(3),
        Exit::Failed => ExitCode::from(4),
    }
}

/// Says something on standard error that is no error.
fn warn(what: &str) -> io::Result<()> {
    say(&format!("warning: {what}"))
}

/// Says something on standard error of how the work was done.
fn say(what: &str) -> io::Result<()> {
    writeln!(plain::Plain(anstream::stderr().lock()), "{what}")
}

/// Tests name the step at which the process ends as if it were killed. Programs that are released
/// know nothing of it.
fn stop_at() {
    #[cfg(debug_assertions)]
    {
        #[expect(clippy::disallowed_methods, reason = "tests have no other way in")]
        let step = std::env::var("QUARTERPACK_STOP_AT");
        if let Some(step) = step.ok().and_then(|step| step.parse().ok()) {
            crate::store::stop_at(step);
        }
    }
}

/// A reader of workbooks is started for every few files: it takes the short way, past the
/// description of every command.
fn reader() -> Option<ExitCode> {
    let mut args = std::env::args_os().skip(1);
    let alone = args.next().is_some_and(|arg| arg == READER) && args.next().is_none();
    alone.then(
        || {
            if crate::intake::serve().is_ok() { ExitCode::SUCCESS } else { ExitCode::from(4) }
        },
    )
}

/// The hidden verb of a reader, as `intake` starts it.
const READER: &str = "read-sheets";

fn is_broken_pipe(error: &(dyn Error + 'static)) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
}

/// The error, its causes, a line each, and the hint last.
fn told(failure: &Failure) -> String {
    let mut text = format!("error: {}\n", failure.error);
    let mut cause = failure.error.source();
    while let Some(error) = cause {
        // Writing into a string never fails.
        let _ = writeln!(text, "  because: {error}");
        cause = error.source();
    }
    if let Some(hint) = &failure.hint {
        let _ = writeln!(text, "  to do: {hint}");
    }
    text
}
