//! A reader process, from inside: it gives up what it does not need, and then reads workbooks
//! from its standard input until there are no more.

use super::confine::{Confinement, confine};
use super::frames;
use super::limits::FILE;
use super::open::open;
use super::workbook::{Unreadable, Workbook};
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};

/// Bytes that are kept to write the next answer into: twice what an ordinary one has.
const ROOM: usize = 256 << 10;

/// Bytes that no answer has: whoever reads it takes fewer.
const LONGEST: usize = 128 << 20;

/// What a reader says.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Answer {
    /// First of all: how it is confined.
    Ready(Confinement),
    /// To a file: what it holds.
    Read(Result<Workbook, Unreadable>),
}

/// Reads workbooks from standard input and answers each on standard output, as long as there are
/// any: what the program does as a reader.
///
/// # Errors
/// The other end is gone, or what it sends is no frame.
pub fn serve() -> io::Result<()> {
    answers(&mut io::stdin().lock(), &mut plain_output()?)
}

/// Standard output without what looks for ends of lines in it, which no answer has.
#[cfg(unix)]
fn plain_output() -> io::Result<std::fs::File> {
    use std::os::fd::AsFd;
    Ok(io::stdout().as_fd().try_clone_to_owned()?.into())
}

#[cfg(not(unix))]
fn plain_output() -> io::Result<io::StdoutLock<'static>> {
    Ok(io::stdout().lock())
}

/// Reads workbooks out of frames and answers each with a frame. The process is confined first,
/// for good: it must be one that does nothing else.
///
/// # Errors
/// The other end is gone, or what it sends is no frame.
fn answers(input: &mut impl Read, output: &mut impl Write) -> io::Result<()> {
    let (mut room, mut said) = (Vec::new(), Vec::new());
    answer(output, &Answer::Ready(confine()), &mut said)?;
    while let Some(file) = frames::read(input, FILE, &mut room)? {
        answer(output, &Answer::Read(open(file)), &mut said)?;
    }
    Ok(())
}

/// Says something. `room` is used again for the next answer.
fn answer(output: &mut impl Write, answer: &Answer, room: &mut Vec<u8>) -> io::Result<()> {
    // Of what a long answer took no more is kept than an ordinary one takes.
    room.resize(ROOM, 0);
    room.shrink_to(ROOM);
    let length = loop {
        let all = room.len();
        match postcard::to_slice(answer, room).map(|said| said.len()) {
            Ok(length) => break length,
            Err(postcard::Error::SerializeBufferFull) if all < LONGEST => {
                // The old room is given back before there is new one.
                *room = Vec::new();
                *room = vec![0; all * 2];
            }
            Err(fault) => return Err(io::Error::other(fault)),
        }
    };
    frames::write(output, room.get(..length).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::super::workbook::SheetCells;
    use super::*;

    #[test]
    fn an_answer_of_any_length_is_said_whole_and_what_it_took_is_given_back() {
        let name =
            |letters: usize| SheetCells { name: "n".repeat(letters), ..SheetCells::default() };
        let of = |letters| Workbook { sheets: vec![name(letters)], ..Workbook::default() };
        let mut said = Vec::new();
        for letters in [3, 5 * ROOM, 7] {
            let mut sent = Vec::new();
            answer(&mut sent, &Answer::Read(Ok(of(letters))), &mut said).unwrap();
            let mut room = Vec::new();
            let read = frames::read(&mut &sent[..], u64::MAX, &mut room).unwrap().unwrap();
            let Answer::Read(Ok(read)) = postcard::from_bytes(read).unwrap() else { panic!() };
            assert!(read == of(letters));
        }
        assert_eq!(said.capacity(), ROOM);
    }
}
