//! A reader process, from inside: it gives up what it does not need, and then reads workbooks
//! from its standard input until there are no more.

use super::confine::{Confinement, confine};
use super::frames;
use super::limits::FILE;
use super::open::open;
use super::workbook::{Unreadable, Workbook};
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};

/// What a reader says.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Answer {
    /// First of all: how it is confined.
    Ready(Confinement),
    /// To a file: what it holds.
    Read(Result<Workbook, Unreadable>),
}

/// Reads workbooks out of frames and answers each with a frame. The process is confined first,
/// for good: call this only in a process that does nothing else.
///
/// # Errors
/// The other end is gone, or what it sends is no frame.
pub fn serve(input: &mut impl Read, output: &mut impl Write) -> io::Result<()> {
    answer(output, &Answer::Ready(confine()))?;
    while let Some(file) = frames::read(input, FILE)? {
        answer(output, &Answer::Read(open(&file)))?;
    }
    Ok(())
}

fn answer(output: &mut impl Write, answer: &Answer) -> io::Result<()> {
    let bytes = postcard::to_stdvec(answer).map_err(io::Error::other)?;
    frames::write(output, &bytes)
}
