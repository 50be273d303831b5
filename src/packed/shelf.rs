//! Where packed values lie while a run goes on.

use super::{Lies, Packed};
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// So many bytes stay in memory: those of some hundreds of returns.
const ROOM: usize = 8 * 1024 * 1024;

/// Keeps packed values: the first of them in memory, the others in a file of the system's folder
/// for temporary files, which has no name and is gone with the program. Where there is no such
/// file, or no room in it, they stay in memory.
#[derive(Debug, Default)]
pub struct Shelf(Mutex<Kept>);

#[derive(Debug)]
struct Kept {
    /// What stays in memory, in bytes.
    here: usize,
    /// How much of it may: all, once there is no file to be had, or no room in it.
    room: usize,
    /// None before it is needed.
    file: Option<Spill>,
    /// What is in the file, in bytes.
    there: u64,
}

impl Default for Kept {
    fn default() -> Self {
        Self { here: 0, room: ROOM, file: None, there: 0 }
    }
}

/// A file that values are put into.
#[derive(Clone, Debug)]
pub(super) struct Spill(Arc<Spilled>);

#[derive(Debug)]
struct Spilled {
    file: Mutex<File>,
    /// Something in it could not be read again.
    lost: AtomicBool,
}

impl Shelf {
    /// Takes a value, and gives back where it lies.
    #[must_use]
    pub fn put(&self, packed: Packed) -> Packed {
        let Lies::Here(bytes) = &packed.0 else { return packed };
        let mut kept = locked(&self.0);
        if kept.here.saturating_add(bytes.len()) <= kept.room {
            kept.here += bytes.len();
            return packed;
        }
        let file = kept.file.take().or_else(|| Spill::new().ok());
        let at = kept.there;
        let Some(file) = file.filter(|file| file.write(at, bytes).is_ok()) else {
            kept.room = usize::MAX;
            return packed;
        };
        kept.file = Some(file.clone());
        kept.there += u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        Packed(Lies::There { file, at, length: bytes.len() })
    }
}

#[cfg(test)]
impl Shelf {
    /// One whose values all lie in its file.
    pub(crate) fn of_file() -> Self {
        Self(Mutex::new(Kept { room: 0, ..Kept::default() }))
    }

    /// Takes everything out of its file, as a full or broken disk may.
    pub(crate) fn spoil(&self) {
        let kept = locked(&self.0);
        let file = kept.file.as_ref().unwrap();
        locked(&file.0.file).set_len(0).unwrap();
    }
}

impl Spill {
    fn new() -> io::Result<Self> {
        let file = Mutex::new(tempfile::tempfile()?);
        Ok(Self(Arc::new(Spilled { file, lost: AtomicBool::new(false) })))
    }

    pub(super) fn lose(&self) {
        self.0.lost.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_lost(&self) -> bool {
        self.0.lost.load(Ordering::Relaxed)
    }

    fn write(&self, at: u64, bytes: &[u8]) -> io::Result<()> {
        let mut file = locked(&self.0.file);
        file.seek(SeekFrom::Start(at))?;
        file.write_all(bytes)
    }

    pub(super) fn read(&self, at: u64, length: usize) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; length];
        let mut file = locked(&self.0.file);
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

/// Each use of what is locked begins anew, so it is fit for use whatever became of the last one.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A value that does not get smaller, 64 kB long.
    fn value(seed: u32) -> Vec<u32> {
        let next = |last: &u32| Some(last.wrapping_mul(1_664_525).wrapping_add(1_013_904_223));
        std::iter::successors(Some(seed), next).take(16 * 1024).collect()
    }

    #[test]
    fn a_value_that_its_file_has_lost_says_so() {
        let shelf = Shelf::of_file();
        let kept = shelf.put(Packed::of(&"seven").unwrap());
        assert_eq!((kept.read::<String>().as_deref(), kept.is_lost()), (Some("seven"), false));
        shelf.spoil();
        assert_eq!((kept.read::<String>(), kept.is_lost()), (None, true));
    }

    #[test]
    fn values_come_back_from_memory_and_from_the_file() {
        let shelf = Shelf::default();
        let kept: Vec<Packed> =
            (0..200).map(|seed| shelf.put(Packed::of(&value(seed)).unwrap())).collect();
        let there = kept.iter().filter(|one| matches!(one.0, Lies::There { .. })).count();
        assert!((50..150).contains(&there), "{there} in the file");
        for (seed, one) in (0..).zip(&kept).collect::<Vec<_>>().into_iter().rev() {
            assert_eq!(one.read(), Some(value(seed)));
            assert_eq!(one, &Packed::of(&value(seed)).unwrap());
        }
    }

    /// A value of which the file has lost a part is none.
    #[test]
    fn what_the_file_has_lost_is_no_value() {
        let file = Spill::new().unwrap();
        file.write(0, &[1, 2, 3]).unwrap();
        let lost = Packed(Lies::There { file: file.clone(), at: 1, length: 3 });
        assert_eq!(lost.read::<String>(), None);
        assert_ne!(lost, lost.clone());
        assert!(file.read(1, 2).is_ok_and(|bytes| bytes == [2, 3]));
    }
}
