//! Messages between a run and its readers: a length, four bytes from the lowest, then so many
//! bytes.

use std::io::{self, Read, Write};

/// Bytes of an ordinary file, or of what a reader says of it.
const ORDINARY: u64 = 1 << 20;

/// Writes a frame.
///
/// # Errors
/// The other end is gone, or the frame is longer than 4 GB.
pub(super) fn write(to: &mut impl Write, content: &[u8]) -> io::Result<()> {
    let length = u32::try_from(content.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
    to.write_all(&length.to_le_bytes())?;
    to.write_all(content)?;
    to.flush()
}

/// Reads a frame; none where the other end has finished.
///
/// # Errors
/// The other end is gone in the middle of a frame, or the frame is longer than it may be.
pub(super) fn read(from: &mut impl Read, longest: u64) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    match from.read_exact(&mut length) {
        Ok(()) => {}
        Err(fault) if fault.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(fault) => return Err(fault),
    }
    let length = u64::from(u32::from_le_bytes(length));
    if length > longest {
        return Err(io::ErrorKind::InvalidData.into());
    }
    // Room for an ordinary file or answer at once; a length that is a lie takes no more than that.
    let mut content = Vec::with_capacity(usize::try_from(length.min(ORDINARY)).unwrap_or(0));
    from.take(length).read_to_end(&mut content)?;
    if u64::try_from(content.len()).is_ok_and(|got| got == length) {
        Ok(Some(content))
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_arrive_whole_or_not_at_all() {
        let mut sent = Vec::new();
        write(&mut sent, b"one").unwrap();
        write(&mut sent, b"").unwrap();
        let mut pipe = &sent[..];
        assert_eq!(read(&mut pipe, 3).unwrap().as_deref(), Some(&b"one"[..]));
        assert_eq!(read(&mut pipe, 3).unwrap().as_deref(), Some(&b""[..]));
        assert_eq!(read(&mut pipe, 3).unwrap(), None);
        assert!(read(&mut &sent[..5], 3).is_err());
        assert!(read(&mut &sent[..], 2).is_err());
    }
}
