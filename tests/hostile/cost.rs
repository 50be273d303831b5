//! What reading in processes of their own costs. Run with
//! `cargo test --release --test hostile cost -- --ignored --nocapture`.

use super::{file, readers};
use quarterpack::intake::Reader;
use std::time::Instant;

/// Processor time of this process, and of those that it has waited for, in hundredths of a
/// second (proc(5), fields 14 to 17 of /proc/self/stat).
fn processor() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let after = stat.rsplit(") ").next().unwrap();
    after.split(' ').skip(11).take(4).map(|ticks| ticks.parse::<u64>().unwrap()).sum()
}

#[test]
#[ignore = "says a figure and asserts none"]
#[expect(clippy::print_stderr, reason = "says a figure")]
fn cost() {
    let good = file(super::XLSX);
    let files: Vec<&[u8]> = vec![&good; 600];
    let (one, two) = (readers(1), readers(2));
    for (name, reader) in [("in process", &Reader::InProcess), ("one child", &one), ("two", &two)] {
        let (begun, before) = (Instant::now(), processor());
        assert!(reader.open_all(&files).unwrap().iter().all(Result::is_ok));
        let used = processor() - before;
        eprintln!("{name}: 600 files, {:?}, {used} hundredths of CPU", begun.elapsed());
    }
}
