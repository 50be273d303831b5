//! One file a command.

mod audit;
mod backup;
mod check;
mod clear;
mod config;
mod deliver;
mod disclose;
mod doctor;
mod decisions;
mod due;
mod explain;
mod export;
mod forms;
mod init;
mod left_out;
mod lists;
mod plan;
mod rebuild;
mod record;
mod retention;
mod plan_book;
mod plan_roll;
mod read;
mod release;
mod run;
mod schedule;
mod serve;
mod shell;
mod status;
mod timetable;
mod trace;

use super::args::{
    Args, AuditCommand, Command, ConfigCommand, Deliver, ListsCommand, PlanCommand, RecordCommand,
};
use super::clock::{self, Clock};
use super::{Exit, Failure, host, logs};
use crate::calendar::Quarter;
use crate::intake::{Reader, ReaderError, serve};
use crate::pipeline::{By, Inputs, Job, RunError, note_on_page};
use crate::store::Ruling;
use std::io::Write;
use std::path::{Path, PathBuf};

pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit, Failure> {
    match &args.command {
        Command::Run { quarter, as_of, dry_run, strict, reissue, from } => {
            let asked = run::Asked {
                quarter: *quarter,
                as_of: *as_of,
                dry_run: *dry_run,
                strict: *strict,
                reissue: *reissue,
                from: from.as_deref(),
            };
            run::run(args, &asked, out)
        }
        Command::Read { out: to, files } => read::run(files, to, out),
        Command::Forms { quarter, service, to } => {
            let (inputs, asked) = (remembered(args)?, Asked { quarter: *quarter });
            forms::run(&inputs, asked, service.as_deref(), to.as_deref(), out)
        }
        Command::Check { files, json, receipts } => {
            let asked = check::Asked { files, json: *json, receipts: receipts.as_deref() };
            check::run(remembered(args)?, &asked, out)
        }
        Command::Deliver(asked) => delivers(args, asked, out),
        Command::Schedule { days, json, now } => {
            let inputs = looking(inputs(args)?)?;
            let clock = Clock::new(now.as_deref(), inputs.settings.timetable.zone)?;
            schedule::run(&inputs, clock.now(), *days, *json, out)
        }
        Command::Due { log, now } => {
            logs::begin(*log);
            let mut inputs = inputs(args)?;
            let clock = Clock::new(now.as_deref(), inputs.settings.timetable.zone)?;
            due::run(&mut inputs, clock, &reader()?, out)
        }
        Command::Serve { log, now } => {
            logs::begin(Some(*log));
            let clock = Clock::new(now.as_deref(), inputs(args)?.settings.timetable.zone)?;
            serve::run(&config_file(args)?, clock, &reader()?)
        }
        Command::Doctor { now } => {
            doctor::run(&config_file(args)?, now.as_deref(), &reader()?, out)
        }
        Command::Lists(ListsCommand::Import { file, dry_run }) => {
            lists::import(&config_file(args)?, file, *dry_run, out)
        }
        Command::Status { quarter, json, html, now } => {
            let inputs = looking(remembered(args)?)?;
            let clock = Clock::new(now.as_deref(), inputs.settings.timetable.zone)?;
            let shown = status::Shown::asked(html.as_deref(), *json);
            status::run(&inputs, Asked { quarter: *quarter }, clock.now(), shown, out)
        }
        Command::Clear(asked) => clear::run(&mut remembered(args)?, asked, out),
        Command::Disclose(asked) => disclose::run(&mut remembered(args)?, asked, out),
        Command::Approve { pack, quarter, version, who } => {
            let pack = release::Pack { name: pack, asked: Asked { quarter: *quarter } };
            release::approve(&mut remembered(args)?, &pack, *version, who, out)
        }
        Command::Release { pack, quarter, override_hold, by, because } => {
            let pack = release::Pack { name: pack, asked: Asked { quarter: *quarter } };
            let passing = (override_hold.as_deref(), by.as_deref(), because.as_deref());
            release::release_or_pass(&mut remembered(args)?, &pack, passing, out)
        }
        Command::Decisions => decisions::list(&looking(inputs(args)?)?, out),
        Command::Withdraw { number, who } => {
            decisions::withdraw(&mut remembered(args)?, *number, who, out)
        }
        Command::Trace { figure, quarter } => {
            trace::run(&looking(remembered(args)?)?, figure, Asked { quarter: *quarter }, out)
        }
        Command::Audit(AuditCommand::Show) => audit::show(&looking(inputs(args)?)?, out),
        Command::Audit(AuditCommand::Verify) => audit::verify(&looking(inputs(args)?)?, out),
        Command::Backup { to } => backup::backup(&inputs(args)?, to, out),
        Command::Restore { from } => backup::restore(&inputs(args)?, from, out),
        Command::Rebuild { verify: _, to: None } => rebuild::verify(&inputs(args)?, out),
        Command::Rebuild { verify: _, to: Some(to) } => rebuild::write(&inputs(args)?, to, out),
        Command::Retention { apply, by, on } => {
            let by = by.as_deref().filter(|_| *apply);
            retention::run(&inputs(args)?, by, on.unwrap_or_else(clock::today), out)
        }
        Command::Record(RecordCommand::Adopt { by, reason, on }) => {
            let at = on.unwrap_or_else(clock::today).to_string();
            record::adopt_here(&inputs(args)?, &By { role: by, reason, at: &at }, out)
        }
        Command::Export { to, json } => export::run(&looking(inputs(args)?)?, to, *json, out),
        Command::Init { folder } => init::run(folder, clock::today(), out),
        Command::Completions { shell } => shell::completions(*shell, out),
        Command::Man { to } => shell::man(to, out),
        Command::Explain { code } => explain::run(code.as_deref(), out),
        Command::Plan(asked) => plans(args, asked, out),
        Command::ReadSheets => read_sheets(),
        Command::Config(ConfigCommand::Check) => config::check(&inputs(args)?, out),
        Command::Config(ConfigCommand::Show) => config::show(&config_file(args)?, out),
    }
}

/// What is asked of deliveries.
fn delivers(args: &Args, said: &Deliver, out: &mut dyn Write) -> Result<Exit, Failure> {
    let asked = Asked { quarter: said.quarter };
    let word = |again| Ruling {
        by: said.by.clone().unwrap_or_default(),
        because: said.because.clone().unwrap_or_default(),
        again,
    };
    match (&said.preview, &said.test_to, said.resend, said.arrived) {
        (Some(folder), ..) => deliver::preview(&remembered(args)?, asked, folder, out),
        (_, Some(to), ..) => deliver::test(&remembered(args)?, asked, to, out),
        (_, _, Some(id), _) => deliver::decide(&inputs(args)?, id, &word(true), out),
        (.., Some(id)) => deliver::decide(&inputs(args)?, id, &word(false), out),
        (None, None, None, None) => deliver::run(&inputs(args)?, asked, out),
    }
}

fn read_sheets() -> Result<Exit, Failure> {
    serve()?;
    Ok(Exit::Done)
}

/// What is asked of the plans.
fn plans(args: &Args, asked: &PlanCommand, out: &mut dyn Write) -> Result<Exit, Failure> {
    match asked {
        PlanCommand::Check { files, full } => {
            if files.is_empty() {
                plan::check(&inputs(args)?.plans, *full, out)
            } else {
                plan::check(&plan::read(files)?, *full, out)
            }
        }
        PlanCommand::Roll { year, to } => {
            plan_roll::run(&remembered(args)?, *year, to.as_deref(), out)
        }
        PlanCommand::Export { plan: Some(year), to, .. } => {
            plan_book::export(&inputs(args)?, *year, to, out)
        }
        PlanCommand::Export { plan: None, to, .. } => plan_book::template(to, out),
        PlanCommand::Import { file, to, replace } => plan_book::import(file, to, *replace, out),
    }
}

/// The quarter that a command looks at.
#[derive(Clone, Copy)]
struct Asked {
    quarter: Option<Quarter>,
}

impl Asked {
    /// The quarter asked for, or the one that the configuration names, or the last that ended.
    fn or_open(self, inputs: &Inputs) -> Quarter {
        self.quarter.unwrap_or_else(|| inputs.settings.quarter_on(clock::today()))
    }

    /// A run that writes nothing, for the quarter asked for or the one the configuration names,
    /// and the day that its data go to.
    fn job<'a>(self, inputs: &'a Inputs, reader: &'a Reader) -> Job<'a> {
        let quarter = self.or_open(inputs);
        let as_at = inputs.settings.as_at.get(&quarter).copied().unwrap_or_else(clock::today);
        Job { inputs, quarter, as_at, reader, write: false }
    }
}

/// Writes the officers' page of a quarter again, with the decision that was just taken.
fn note(inputs: &mut Inputs, quarter: Quarter) -> Result<(), Failure> {
    inputs.remember()?;
    let reader = reader()?;
    let job = Asked { quarter: Some(quarter) }.job(inputs, &reader);
    Ok(note_on_page(&Job { write: true, ..job })?)
}

/// The configuration that was asked for, or the first one that is there.
fn config_file(args: &Args) -> Result<PathBuf, Failure> {
    if let Some(file) = &args.config {
        return Ok(file.clone());
    }
    let usual = ["config/quarterpack.toml", "quarterpack.toml"].map(Path::new);
    let found = usual.into_iter().find(|path| path.is_file());
    found.map(Path::to_path_buf).ok_or_else(|| {
        Failure::configuration(NoConfig)
            .hint("name it with --config FILE, or run quarterpack where one of them is")
    })
}

#[derive(Debug, thiserror::Error)]
#[error(
    "there is no configuration: neither config/quarterpack.toml nor ./quarterpack.toml is here"
)]
struct NoConfig;

fn inputs(args: &Args) -> Result<Inputs, Failure> {
    Ok(read(&config_file(args)?)?)
}

/// Everything that a configuration names, for this host.
fn read(config: &Path) -> Result<Inputs, RunError> {
    let mut inputs = Inputs::read(config)?;
    inputs.host = Some(host::this(&inputs.settings));
    Ok(inputs)
}

/// Readers are this program itself, under its hidden verb. More than four of them would mostly
/// wait for each other's memory.
fn reader() -> Result<Reader, Failure> {
    let program = std::env::current_exe()?;
    let at_once = std::thread::available_parallelism().map_or(1, |cores| cores.get().min(4));
    Ok(Reader::Children { program, at_once })
}

impl From<ReaderError> for Failure {
    fn from(error: ReaderError) -> Self {
        Self::work(error).hint(
            "see that the program was not moved or replaced while it runs, and that this account \
             may start processes; returns are never read without a reader around them",
        )
    }
}

/// For a command that only looks at the record: where that belongs to another host, it says so.
fn looking(inputs: Inputs) -> Result<Inputs, Failure> {
    host::warn(&inputs)?;
    Ok(inputs)
}

/// With the returns that the record remembers.
fn remembered(args: &Args) -> Result<Inputs, Failure> {
    let mut inputs = inputs(args)?;
    inputs.remember()?;
    Ok(inputs)
}
