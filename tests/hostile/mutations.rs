//! Damage at random, the same on every run: files are opened as the product opens them, and
//! what comes of them is read and checked to the end.

use super::binary_workbook::example;
use super::{ODS, XLS, XLSX, desk, file, opened, parts, readers, zipped};
use quarterpack::finding::Severity;
use quarterpack::intake::{Opened, Unreadable};
use quarterpack::validate::Return;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

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

    /// One part damaged, with a checksum that fits it.
    fn damaged_part(&mut self, good: &[(String, Vec<u8>)]) -> Vec<u8> {
        let mut parts = good.to_vec();
        let chosen = self.below(parts.len());
        if !parts[chosen].1.is_empty() {
            parts[chosen].1 = self.damaged(&parts[chosen].1);
        }
        zipped(&parts)
    }
}

/// How files ended, and the longest that a hundred of them took.
#[derive(Default)]
struct Ends {
    counts: BTreeMap<String, usize>,
    slowest: Duration,
}

/// Has damaged files opened, a hundred at a time, and takes each to the end.
fn each(
    what: &str,
    count: usize,
    mut damaged: impl FnMut() -> Vec<u8>,
    mut look: impl FnMut(&Opened, Option<&Return>),
) -> Ends {
    let mut ends = Ends::default();
    for begun in (0..count).step_by(100) {
        let files: Vec<Vec<u8>> = (begun..count.min(begun + 100)).map(|_| damaged()).collect();
        let files: Vec<&[u8]> = files.iter().map(|bytes| &**bytes).collect();
        let begun = Instant::now();
        let opened = readers(2).open_all(&files).unwrap();
        ends.slowest = ends.slowest.max(begun.elapsed());
        assert_eq!(opened.len(), files.len());
        for opened in opened {
            let (read, findings) = desk::read(&opened);
            let refused = findings.iter().any(|found| found.severity == Severity::Error);
            assert!(read.is_some() || refused, "{what}: refused without a word");
            for found in &findings {
                assert!(!found.message.is_empty() && found.remedy.ends_with('.'), "{found}");
            }
            look(&opened, read.as_ref().map(|(_, returned)| returned));
            let end = opened.err().map_or_else(|| "read".to_owned(), |fault| fault.to_string());
            *ends.counts.entry(end).or_insert(0) += 1;
        }
    }
    #[expect(clippy::print_stderr, reason = "for whoever runs this with --nocapture")]
    {
        eprintln!(
            "{what}: {count} files, {:?} a hundred at the most, {:?}",
            ends.slowest, ends.counts
        );
    }
    let late = ends.counts.get(&Unreadable::Time.to_string());
    assert_eq!(late, None, "{what}");
    ends
}

/// Parts of an archive carry checksums: what is accepted is what was sent.
fn archives(count: usize) {
    for (path, seed) in [(XLSX, 1), (ODS, 2)] {
        let good = file(path);
        let whole = opened(&good);
        let figures = desk::read(&whole).0.unwrap().1.figures;
        let whole = whole.unwrap();
        let mut random = Random(seed);
        let ends = each(
            path,
            count,
            || random.damaged(&good),
            |opened, returned| {
                let Ok(opened) = opened else { return };
                // A sheet that can't be read is told.
                if opened.unreadable.is_empty() {
                    assert_eq!(opened.sheets, whole.sheets, "{path}");
                    assert_eq!(
                        returned.map(|returned| &returned.figures),
                        Some(&figures),
                        "{path}"
                    );
                }
            },
        );
        assert!(ends.counts.len() > 1, "{:?}", ends.counts);
    }
}

/// An .xls carries no checksum, so a changed digit is simply another digit.
fn old_workbooks(count: usize) {
    let good = file(XLS);
    let mut random = Random(3);
    each(XLS, count, || random.damaged(&good), |_, _| {});
}

/// Damage inside the parts, with checksums that fit it.
fn inner(count: usize) {
    for (what, good, seed) in
        [(XLSX, parts(&file(XLSX)), 4), (ODS, parts(&file(ODS)), 5), (".xlsb", example(), 6)]
    {
        let mut random = Random(seed);
        each(what, count, || random.damaged_part(&good), |_, _| {});
    }
}

#[test]
fn damaged_archives_are_refused_or_read_as_they_were() {
    archives(1000);
}

#[test]
fn damaged_old_workbooks_are_read_or_refused() {
    old_workbooks(1000);
}

#[test]
fn damaged_parts_are_read_or_refused() {
    inner(300);
}

/// The largest that this process has been, in kilobytes (proc(5), `VmHWM`).
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

/// Ten times as many: `cargo test --release --test hostile thousands -- --ignored --nocapture`.
#[test]
#[ignore = "takes minutes"]
#[expect(clippy::print_stderr, reason = "says figures")]
fn thousands() {
    archives(10_000);
    old_workbooks(10_000);
    inner(3_000);
    let peak = peak();
    eprintln!("the run itself took {peak:?} kB at the most; a reader can take no more than 256 MB");
    assert!(peak.is_none_or(|peak| peak < 300 << 10), "{peak:?}");
}
