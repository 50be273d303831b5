//! `completions` and `man`: what shells and readers of manuals want to know of the commands.

use crate::cli::args::Args;
use crate::cli::{Exit, Failure};
use clap::CommandFactory;
use clap_complete::Shell;
use std::io::Write;
use std::path::Path;

/// Prints the completions for a shell.
pub(super) fn completions(shell: Shell, out: &mut dyn Write) -> Result<Exit, Failure> {
    let mut command = Args::command();
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut command, "quarterpack", &mut text);
    out.write_all(&text)?;
    Ok(Exit::Done)
}

/// Writes a page for the program and one for each command.
pub(super) fn man(folder: &Path, out: &mut dyn Write) -> Result<Exit, Failure> {
    std::fs::create_dir_all(folder)?;
    clap_mangen::generate_to(Args::command(), folder)?;
    writeln!(out, "The manual pages are in {}.", folder.display())?;
    Ok(Exit::Done)
}
