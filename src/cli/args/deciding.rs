//! What commands that take decisions are told.

use crate::calendar::Quarter;
use clap::Args as ClapArgs;
use std::path::PathBuf;

/// Who decides, and why.
#[derive(Debug, ClapArgs)]
pub(in crate::cli) struct Who {
    /// The role that decides
    #[arg(long, value_name = "ROLE")]
    pub(in crate::cli) by: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) because: String,
}

#[derive(Debug, ClapArgs)]
pub(in crate::cli) struct Clear {
    /// The quarter, such as "2023-24 Q2"
    #[arg(long, value_name = "QUARTER")]
    pub(in crate::cli) quarter: Option<Quarter>,
    /// Show what was found, and what was decided of it
    #[arg(long, conflicts_with = "of")]
    pub(in crate::cli) list: bool,
    /// Show what was found unmasked
    #[arg(long)]
    pub(in crate::cli) show: bool,
    /// The return to clear a text of: its file, or the first digits of its SHA-256
    #[arg(long = "return", id = "of", value_name = "FILE|HASH",
        requires_all = ["cell", "outcome", "by", "because"])]
    pub(in crate::cli) of: Option<String>,
    /// The cell, such as Commentary!C7
    #[arg(long, value_name = "CELL", requires = "of")]
    pub(in crate::cli) cell: Option<String>,
    /// What it is: not-personal (it may be printed as it stands) or keep-masked
    #[arg(long = "as", id = "outcome", value_name = "OUTCOME", requires = "of",
        value_parser = ["not-personal", "keep-masked"])]
    pub(in crate::cli) outcome: Option<String>,
    /// The role that decides
    #[arg(long, value_name = "ROLE", requires = "of")]
    pub(in crate::cli) by: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT", requires = "of")]
    pub(in crate::cli) because: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(in crate::cli) struct Disclose {
    /// The quarter that is reported, such as "2023-24 Q2"
    #[arg(long, value_name = "QUARTER")]
    pub(in crate::cli) quarter: Option<Quarter>,
    /// Print the numbers themselves
    #[arg(long)]
    pub(in crate::cli) show: bool,
    /// The measure to show a quarter of: M04 or 4
    #[arg(long, value_name = "MEASURE", requires_all = ["of", "by", "because"])]
    pub(in crate::cli) measure: Option<String>,
    /// The quarter of it to show, such as "2023-24 Q1"
    #[arg(long, value_name = "QUARTER", requires = "measure")]
    pub(in crate::cli) of: Option<Quarter>,
    /// The role that decides
    #[arg(long, value_name = "ROLE", requires = "measure")]
    pub(in crate::cli) by: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT", requires = "measure")]
    pub(in crate::cli) because: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(in crate::cli) struct Deliver {
    /// The quarter, such as "2023-24 Q2": for --preview and --test-to
    #[arg(long, value_name = "QUARTER")]
    pub(in crate::cli) quarter: Option<Quarter>,
    /// Write an example of each kind of message to this folder, and send nothing
    #[arg(long, value_name = "DIR", conflicts_with_all = ["test_to", "resend", "arrived"])]
    pub(in crate::cli) preview: Option<PathBuf>,
    /// Send what would go to this address alone, marked as a test
    #[arg(long, value_name = "ADDRESS", conflicts_with_all = ["resend", "arrived"])]
    pub(in crate::cli) test_to: Option<String>,
    /// Queue a message again that was refused, given up, or is unknown, by its number
    #[arg(long, value_name = "NUMBER", requires_all = ["by", "because"])]
    pub(in crate::cli) resend: Option<i64>,
    /// Note that a message has arrived after all, by its number
    #[arg(long, value_name = "NUMBER", requires_all = ["by", "because"], conflicts_with = "resend")]
    pub(in crate::cli) arrived: Option<i64>,
    /// The role of who decides so
    #[arg(long, value_name = "ROLE")]
    pub(in crate::cli) by: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) because: Option<String>,
}
