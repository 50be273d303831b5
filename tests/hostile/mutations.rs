//! Damage at random, the same on every run.

use super::{ODS, XLS, XLSX, file, opened, parts, readers, zipped};
use quarterpack::intake::{Opened, Unreadable};
use std::collections::BTreeMap;

/// Numbers that look random: xorshift64* (Vigna, 2016).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end).unwrap()).unwrap()
    }

    /// Up to eight bytes changed, or a stretch cut out, or one copied over another.
    fn damaged(&mut self, good: &[u8]) -> Vec<u8> {
        let mut bytes = good.to_vec();
        let at = self.below(bytes.len());
        let stretch = at..(at + 1 + self.below(64)).min(bytes.len());
        match self.below(8) {
            0 => drop(bytes.drain(stretch)),
            1 => {
                let copied = bytes[stretch].to_vec();
                let to = self.below(bytes.len() - copied.len());
                bytes[to..to + copied.len()].copy_from_slice(&copied);
            }
            _ => {
                for _ in 0..=self.below(8) {
                    let at = self.below(bytes.len());
                    bytes[at] = u8::try_from(self.below(256)).unwrap();
                }
            }
        }
        bytes
    }
}

fn all(damaged: &[Vec<u8>]) -> Vec<Opened> {
    let files: Vec<&[u8]> = damaged.iter().map(|bytes| &**bytes).collect();
    readers(2).open_all(&files).unwrap()
}

/// How often each end was met, for whoever runs this with `--nocapture`.
fn counted(what: &str, all: &[Opened]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for opened in all {
        let end = match opened {
            Ok(_) => "read".to_owned(),
            Err(fault) => fault.to_string(),
        };
        *counts.entry(end).or_insert(0) += 1;
    }
    #[expect(clippy::print_stderr, reason = "for whoever runs this with --nocapture")]
    {
        eprintln!("{what}: {counts:?}");
    }
    counts
}

/// Parts of an archive carry checksums: what is accepted is what was sent.
#[test]
fn damaged_archives_are_refused_or_read_as_they_were() {
    for (path, seed) in [(XLSX, 1), (ODS, 2)] {
        let good = file(path);
        let whole = opened(&good).unwrap();
        let mut random = Random(seed);
        let damaged: Vec<_> = (0..1000).map(|_| random.damaged(&good)).collect();
        let all = all(&damaged);
        for opened in all.iter().flatten() {
            // A sheet that can't be read is told.
            assert!(opened.sheets == whole.sheets || !opened.unreadable.is_empty(), "{path}");
        }
        let counts = counted(path, &all);
        assert!(counts.len() > 1, "{counts:?}");
    }
}

/// An .xls carries no checksum, so a changed digit is simply another digit. Nothing may end the
/// run, and every file ends in one of the known ways.
#[test]
fn damaged_old_workbooks_are_read_or_refused() {
    let good = file(XLS);
    let mut random = Random(3);
    let damaged: Vec<_> = (0..1000).map(|_| random.damaged(&good)).collect();
    let all = all(&damaged);
    assert_eq!(all.len(), damaged.len());
    let counts = counted(XLS, &all);
    assert!(!counts.contains_key(&Unreadable::Time.to_string()), "{counts:?}");
}

/// Damage inside the parts, with checksums that fit it.
#[test]
fn damaged_parts_are_read_or_refused() {
    for (path, seed) in [(XLSX, 4), (ODS, 5)] {
        let good = parts(&file(path));
        let mut random = Random(seed);
        let damaged: Vec<_> = (0..250)
            .map(|_| {
                let mut parts = good.clone();
                let chosen = random.below(parts.len());
                if !parts[chosen].1.is_empty() {
                    parts[chosen].1 = random.damaged(&parts[chosen].1);
                }
                zipped(&parts)
            })
            .collect();
        let all = all(&damaged);
        assert_eq!(all.len(), damaged.len());
        counted(path, &all);
    }
}
