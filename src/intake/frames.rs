//! Messages between a run and its readers: a length, four bytes from the lowest, then so many
//! bytes.

use std::io::{self, IoSlice, Read, Write};

/// Bytes of an ordinary file, or of what a reader says of it.
const ORDINARY: usize = 1 << 20;

/// Writes a frame, in one step where the other end takes it so: each wakes whoever reads.
///
/// # Errors
/// The other end is gone, or the frame is longer than 4 GB.
pub(super) fn write(to: &mut impl Write, content: &[u8]) -> io::Result<()> {
    let length = u32::try_from(content.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
    let length = length.to_le_bytes();
    let sent = match to.write_vectored(&[IoSlice::new(&length), IoSlice::new(content)]) {
        Err(fault) if fault.kind() == io::ErrorKind::Interrupted => 0,
        sent => sent?,
    };
    to.write_all(length.get(sent..).unwrap_or_default())?;
    to.write_all(content.get(sent.saturating_sub(length.len())..).unwrap_or_default())?;
    to.flush()
}

/// Reads a frame into room that is used again for the next; none where the other end has finished.
///
/// # Errors
/// The other end is gone in the middle of a frame, or the frame is longer than it may be.
pub(super) fn read<'a>(
    from: &mut impl Read,
    longest: u64,
    room: &'a mut Vec<u8>,
) -> io::Result<Option<&'a [u8]>> {
    // Of what a long one took no more is kept than an ordinary one takes.
    room.truncate(ORDINARY);
    room.shrink_to(ORDINARY);
    let mut length = [0; 4];
    match from.read_exact(&mut length) {
        Ok(()) => {}
        Err(fault) if fault.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(fault) => return Err(fault),
    }
    let length = u32::from_le_bytes(length);
    if u64::from(length) > longest {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let length = usize::try_from(length).map_err(|_| io::ErrorKind::InvalidData)?;
    // A length that is a lie takes no more room than what came and an ordinary frame.
    let mut here = 0;
    while here < length {
        let end = length.min(here + ORDINARY);
        if room.len() < end {
            room.resize(end, 0);
        }
        from.read_exact(room.get_mut(here..end).unwrap_or_default())?;
        here = end;
    }
    Ok(room.get(..length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_arrive_whole_or_not_at_all() {
        let mut sent = Vec::new();
        write(&mut sent, b"one").unwrap();
        write(&mut sent, b"").unwrap();
        let (mut pipe, mut room) = (&sent[..], vec![9; 3 * ORDINARY]);
        assert_eq!(read(&mut pipe, 3, &mut room).unwrap(), Some(&b"one"[..]));
        assert_eq!(read(&mut pipe, 3, &mut room).unwrap(), Some(&b""[..]));
        assert_eq!(read(&mut pipe, 3, &mut room).unwrap(), None);
        assert!(read(&mut &sent[..5], 3, &mut room).is_err());
        assert!(read(&mut &sent[..], 2, &mut room).is_err());
        assert!(room.capacity() <= ORDINARY, "{}", room.capacity());
    }

    /// Takes a few bytes at a time, as a pipe may.
    struct Narrow(Vec<u8>);

    impl Write for Narrow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let taken = bytes.len().min(3);
            self.0.extend(bytes.iter().take(taken));
            Ok(taken)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_frame_is_sent_whole_however_little_is_taken_at_once() {
        let mut narrow = Narrow(Vec::new());
        write(&mut narrow, b"a frame").unwrap();
        assert_eq!(narrow.0, b"\x07\0\0\0a frame");
    }

    #[test]
    fn a_long_frame_arrives_whole_and_one_that_lies_takes_no_more_room_than_an_ordinary_one() {
        let long: Vec<u8> = (0..=255).cycle().take(2 * ORDINARY + 7).collect();
        let (mut sent, mut room) = (Vec::new(), Vec::new());
        write(&mut sent, &long).unwrap();
        assert!(read(&mut &sent[..], 4 << 20, &mut room).unwrap() == Some(&long[..]));
        let lie = [&u32::MAX.to_le_bytes()[..], b"short"].concat();
        assert!(read(&mut &lie[..], u64::from(u32::MAX), &mut room).is_err());
        assert!(room.capacity() <= ORDINARY, "{}", room.capacity());
    }
}
