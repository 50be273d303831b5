//! What stands below a command: `audit verify`, `plan check`.

use crate::calendar::{FinancialYear, NaiveDate};
use clap::Subcommand;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum AuditCommand {
    /// Print every entry
    Show,
    /// Find whatever was edited, deleted or put into another order; exits with 1 if something was
    Verify,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum RecordCommand {
    /// Take over the record of another host, which must not write it any more
    Adopt {
        /// The role of who asks for it
        #[arg(long, value_name = "ROLE")]
        by: String,
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// The day, instead of today
        #[arg(long, value_name = "DATE")]
        on: Option<NaiveDate>,
    },
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ListsCommand {
    /// Make lists.toml from a workbook; the one there is stays beside it as lists.toml.before
    Import {
        /// The workbook
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Print what would be written, and write nothing
        #[arg(long)]
        dry_run: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum PlanCommand {
    /// Report what is odd in one plan, or in several and between them
    Check {
        /// The plan files; without them those of the configuration
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Every finding in full, instead of one line each
        #[arg(long)]
        full: bool,
    },
    /// Write next year's plan as a skeleton: outturns filled in, targets and budgets to be set
    Roll {
        /// The new plan's financial year, such as 2024-25
        #[arg(long, value_name = "YEAR")]
        year: FinancialYear,
        /// The file to write; without it YEAR.toml in the folder of plans
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
    },
    /// Write a plan as a workbook, to be edited in Excel
    Export {
        /// The plan's financial year, such as 2023-24
        #[arg(long, value_name = "YEAR", required_unless_present = "template")]
        plan: Option<FinancialYear>,
        /// An empty workbook, to write a first plan in
        #[arg(long, conflicts_with = "plan")]
        template: bool,
        /// The workbook to write
        #[arg(long, value_name = "FILE.xlsx")]
        to: PathBuf,
    },
    /// Read a plan from a workbook and write it as a plan file
    Import {
        /// The workbook
        #[arg(value_name = "FILE.xlsx")]
        file: PathBuf,
        /// The plan file to write
        #[arg(long, value_name = "FILE.toml")]
        to: PathBuf,
        /// Take the place of a file that is there
        #[arg(long)]
        replace: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ConfigCommand {
    /// Read the configuration and everything it names, and say whether it can be used
    Check,
    /// Print every setting and where it came from
    Show,
}
