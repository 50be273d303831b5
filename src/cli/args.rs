//! Arguments as typed.

mod below;
mod deciding;

pub(super) use deciding::{Clear, Deliver, Disclose, Who};

use super::logs::LogFormat;
use crate::calendar::{NaiveDate, Quarter};
use crate::store::VIEWS;
use clap::{Parser, Subcommand};
use std::path::PathBuf;

pub(super) use below::{AuditCommand, ConfigCommand, ListsCommand, PlanCommand, RecordCommand};

/// Quarterly Excel returns in, committee packs out.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true, arg_required_else_help = true)]
pub(super) struct Args {
    /// The configuration; without it config/quarterpack.toml, then ./quarterpack.toml
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// The whole quarter: read returns, check and reconcile them, make packs, put messages into
    /// the outbox
    Run {
        /// The quarter, such as "2023-24 Q2"
        #[arg(long, value_name = "QUARTER")]
        quarter: Option<Quarter>,
        /// The day the data go to, such as 2023-10-27
        #[arg(long, value_name = "DATE")]
        as_of: Option<NaiveDate>,
        /// Say what would be made, and write nothing
        #[arg(long)]
        dry_run: bool,
        /// Exit with 1 when a finding is an error
        #[arg(long)]
        strict: bool,
        /// Make a new version of each pack, even where it would be the same
        #[arg(long)]
        reissue: bool,
        /// Take what `read` wrote to this folder in place of opening the files again
        #[arg(long, value_name = "DIR")]
        from: Option<PathBuf>,
    },
    /// Open files and write what each holds to a folder, for `run --from`: needs no configuration,
    /// and shares of an inbox can be read on several machines
    Read {
        /// The folder to write the records to
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// The files
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Write the blank return forms of a quarter
    Forms {
        /// The quarter, such as "2023-24 Q2"; without it the one the configuration names, or the
        /// last that has ended
        #[arg(long, value_name = "QUARTER")]
        quarter: Option<Quarter>,
        /// Only this service, by its id or name
        #[arg(long, value_name = "SERVICE")]
        service: Option<String>,
        /// The folder to write them to; without it forms/QUARTER in the output folder
        #[arg(long, value_name = "DIR")]
        to: Option<PathBuf>,
    },
    /// Check returns and change nothing; exits with 1 when a finding is an error
    Check {
        /// The returns
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Print the findings as JSON
        #[arg(long)]
        json: bool,
        /// Write receipts and marked copies to this folder
        #[arg(long, value_name = "DIR")]
        receipts: Option<PathBuf>,
    },
    /// Send what is due, and say what became of each message; exits with 3 when not all was sent
    Deliver(Deliver),
    /// Look whether everything is as it should be: configuration, plans, texts, fonts, folders, disk,
    /// permissions, clock, holidays, lists, secrets, mail server; nothing is sent
    Doctor {
        /// A clock for tests
        #[arg(long, value_name = "TIME", hide = true)]
        now: Option<String>,
    },
    /// The distribution lists
    #[command(subcommand)]
    Lists(ListsCommand),
    /// Say who has sent, what is wrong and what was made; exits with 1 when a due step was not done
    Status {
        /// The quarter, such as "2023-24 Q2"
        #[arg(long, value_name = "QUARTER")]
        quarter: Option<Quarter>,
        /// Print it as JSON
        #[arg(long)]
        json: bool,
        /// Write it as a page to this file
        #[arg(long, value_name = "FILE", conflicts_with = "json")]
        html: Option<PathBuf>,
        /// A clock for tests
        #[arg(long, value_name = "TIME", hide = true)]
        now: Option<String>,
    },
    /// List the coming steps and wake-ups, and why each falls where it does
    Schedule {
        /// So many days ahead
        #[arg(long, value_name = "DAYS", default_value_t = 120)]
        days: u32,
        /// Print it as JSON
        #[arg(long)]
        json: bool,
        /// A clock for tests
        #[arg(long, value_name = "TIME", hide = true)]
        now: Option<String>,
    },
    /// Do what is due, once: for cron, a systemd timer or a job of Kubernetes
    Due {
        /// Write a log to standard error
        #[arg(long, value_name = "FORMAT")]
        log: Option<LogFormat>,
        /// A clock for tests
        #[arg(long, value_name = "TIME", hide = true)]
        now: Option<String>,
    },
    /// Run as a service: sleep until the next thing is due, and do it
    Serve {
        /// How the log on standard error is written
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        log: LogFormat,
        /// A clock for tests
        #[arg(long, value_name = "TIME", hide = true)]
        now: Option<String>,
    },
    /// Show personal data found in the returns that count, and clear what was looked at
    Clear(Clear),
    /// Show which small numbers public packs keep back, and decide to show one all the same
    Disclose(Disclose),
    /// Approve the draft at hand, by the role that its pack's file names
    #[command(disable_version_flag = true)]
    Approve {
        /// The pack, by its id
        #[arg(value_name = "PACK")]
        pack: String,
        /// The quarter, such as "2023-24 Q2"
        #[arg(long, value_name = "QUARTER")]
        quarter: Option<Quarter>,
        /// The version that was looked at; without it the last one
        #[arg(long, value_name = "N")]
        version: Option<u32>,
        #[command(flatten)]
        who: Who,
    },
    /// Make the final of the draft at hand, where nothing holds it; exits with 1 where something does
    Release {
        /// The pack, by its id
        #[arg(value_name = "PACK")]
        pack: String,
        /// The quarter, such as "2023-24 Q2"
        #[arg(long, value_name = "QUARTER")]
        quarter: Option<Quarter>,
        /// Let a hold pass, such as R01, and make nothing yet
        #[arg(long, value_name = "CODE", requires_all = ["by", "because"])]
        override_hold: Option<String>,
        /// The role that lets it pass
        #[arg(long, value_name = "ROLE", requires = "override_hold")]
        by: Option<String>,
        /// Why
        #[arg(long, value_name = "TEXT", requires = "override_hold")]
        because: Option<String>,
    },
    /// List every decision that was taken
    Decisions,
    /// Take a decision back
    Withdraw {
        /// Its number
        #[arg(value_name = "NUMBER")]
        number: i64,
        #[command(flatten)]
        who: Who,
    },
    /// Follow a published figure back to file, sheet, cell and hash
    Trace {
        /// A measure (M13 or 13), an action (A08), a budget line, a project or a service
        #[arg(value_name = "FIGURE")]
        figure: String,
        /// The quarter, such as "2023-24 Q2"
        #[arg(long, value_name = "QUARTER")]
        quarter: Option<Quarter>,
    },
    /// The log of what came, what was chosen and what was made
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Copy the record, database and archive, to a folder, and look the copy through
    Backup {
        /// The folder; it may hold no record yet
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
    },
    /// Bring the record back from a backup, where there is none
    Restore {
        /// The folder of the backup
        #[arg(long, value_name = "DIR")]
        from: PathBuf,
    },
    /// Make the record anew from its journal and archive
    Rebuild {
        /// Compare it with the record there is, file by file and row by row, and write nothing;
        /// exits with 1 when something is not the same
        #[arg(long, required_unless_present = "to", conflicts_with = "to")]
        verify: bool,
        /// Write it to this folder, to be brought back with restore
        #[arg(long, value_name = "DIR")]
        to: Option<PathBuf>,
    },
    /// Say which returns are past the time that they are kept for, and remove them
    Retention {
        /// Remove them from the archive; that they came and were removed stays in the record
        #[arg(long, requires = "by")]
        apply: bool,
        /// The role of who asks for it
        #[arg(long, value_name = "ROLE")]
        by: Option<String>,
        /// The day, instead of today
        #[arg(long, value_name = "DATE")]
        on: Option<NaiveDate>,
    },
    /// The record itself
    #[command(subcommand)]
    Record(RecordCommand),
    #[command(about = format!("Write the record's {} for other programs", views()))]
    Export {
        /// The folder to write them to
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
        /// As JSON, instead of CSV
        #[arg(long)]
        json: bool,
    },
    /// Make a folder for a new council: configuration, plan skeleton, lists, templates
    Init {
        /// The folder; nothing in it is written over
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Print completions for a shell
    Completions {
        /// The shell
        #[arg(value_name = "SHELL")]
        shell: clap_complete::Shell,
    },
    /// Write manual pages
    Man {
        /// The folder to write them to
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
    },
    /// Say what a rule asks for, why, and what to do
    Explain {
        /// The rule's code, such as M12; without it every rule is listed
        #[arg(value_name = "CODE")]
        code: Option<String>,
    },
    /// Read workbooks from standard input, confined: quarterpack asks this of itself
    #[command(hide = true)]
    ReadSheets,
    /// The Resource Plans
    #[command(subcommand)]
    Plan(PlanCommand),
    /// The configuration
    #[command(subcommand)]
    Config(ConfigCommand),
}

/// The record's views as they are listed: `returns, figures and positions`.
fn views() -> String {
    match VIEWS.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

impl Command {
    /// Whether it writes a log to standard error, beside which nothing is drawn.
    pub(super) const fn has_log(&self) -> bool {
        matches!(self, Self::Serve { .. } | Self::Due { log: Some(_), .. })
    }
}
