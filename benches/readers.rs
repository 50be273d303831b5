//! What it costs to read workbooks in child processes, beside reading them in one's own.
//!
//! `cargo run --release --example readers -- FOLDER PROGRAM`: the files below the folder's
//! `inbox`, and the program quarterpack. Prints wall time and CPU time in seconds, children
//! included. For Linux, whose `/proc` tells CPU time.

use quarterpack::intake::Reader;
use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The program's own: the readers have it, and what is compared with them is to have it too.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("which folder?")?;
    let program = PathBuf::from(arguments.next().ok_or("which program?")?);
    let mut files = Vec::new();
    find(&Path::new(&folder).join("inbox"), &mut files)?;
    files.sort();
    let files: Vec<Vec<u8>> = files.iter().map(std::fs::read).collect::<Result<_, _>>()?;
    let files: Vec<&[u8]> = files.iter().map(Vec::as_slice).collect();
    let mut out = std::io::stdout();
    let readers = [
        ("reading in one process", Reader::InProcess),
        ("reading in a child process", Reader::Children { program, at_once: 1 }),
    ];
    for (name, reader) in readers {
        let (started, before) = (Instant::now(), cpu()?);
        // A few at a time: what was read would take more room than the rest.
        for some in files.chunks(80) {
            reader.open_all(some)?;
        }
        let (wall, cpu) = (started.elapsed().as_secs_f64(), cpu()?.saturating_sub(before));
        writeln!(out, "{name}\t{wall:.3}\t{:.2}", cpu.as_secs_f64())?;
    }
    Ok(())
}

/// CPU time of this process and of its children that have ended.
fn cpu() -> Result<Duration, Box<dyn Error>> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    // After the program's name in brackets: utime, stime, cutime and cstime are the 14th to 17th
    // fields of all, in hundredths of a second (proc_pid_stat(5)).
    let (_, fields) = stat.rsplit_once(')').ok_or("no /proc/self/stat")?;
    let ticks = fields.split_whitespace().skip(11).take(4).map(str::parse::<u64>);
    Ok(Duration::from_millis(ticks.sum::<Result<u64, _>>()? * 10))
}

/// Workbooks below a folder.
fn find(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            find(&path, files)?;
        } else if path.extension().is_some_and(|found| found == "xlsx") {
            files.push(path);
        }
    }
    Ok(())
}
