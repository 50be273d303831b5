//! Arguments as typed.

use super::logs::LogFormat;
use crate::calendar::{NaiveDate, Quarter};
use clap::{Parser, Subcommand};
use std::path::PathBuf;

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
    },
    /// Write the blank return forms of a quarter
    Forms {
        /// The quarter, such as "2023-24 Q2"
        #[arg(long, value_name = "QUARTER")]
        quarter: Quarter,
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
    /// Say who has sent, what is wrong and what was made; exits with 1 when a due step was not done
    Status {
        /// The quarter, such as "2023-24 Q2"
        #[arg(long, value_name = "QUARTER")]
        quarter: Option<Quarter>,
        /// Print it as JSON
        #[arg(long)]
        json: bool,
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
    /// Write the record's returns, figures, positions, findings and deliveries for other programs
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

#[derive(Debug, Subcommand)]
pub(super) enum AuditCommand {
    /// Print every entry
    Show,
    /// Find whatever was edited, deleted or put into another order; exits with 1 if something was
    Verify,
}

#[derive(Debug, Subcommand)]
pub(super) enum PlanCommand {
    /// Report what is odd in one plan, or in several and between them
    Check {
        /// The plan files; without them those of the configuration
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Every finding in full, instead of one line each
        #[arg(long)]
        full: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum ConfigCommand {
    /// Read the configuration and everything it names, and say whether it can be used
    Check,
    /// Print every setting and where it came from
    Show,
}
