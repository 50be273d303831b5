//! Makes a working folder of any size, to measure with: a configuration, a plan, returns.
//!
//! `cargo run --release --example make-workload -- 1000 target/workload/1000` writes a plan for a
//! thousand services and the returns of two quarters, each the size of a real one (25 figures, 20
//! steps, 15 budget lines, comments). The same number makes the same bytes.

#[path = "workload/mod.rs"]
mod workload;

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let asked = (arguments.next().and_then(|text| text.parse().ok()), arguments.next());
    let (Some(services), Some(folder)) = asked else {
        say(&mut std::io::stderr(), "say how many services, and the folder: 1000 target/workload");
        return ExitCode::from(2);
    };
    match workload::write(services, Path::new(&folder)) {
        Ok(files) => {
            say(&mut std::io::stdout(), &format!("{files} returns written to {folder}/inbox"));
            ExitCode::SUCCESS
        }
        Err(error) => {
            let mut text = error.to_string();
            let mut source = error.source();
            while let Some(cause) = source {
                text = format!("{text}: {cause}");
                source = cause.source();
            }
            say(&mut std::io::stderr(), &text);
            ExitCode::FAILURE
        }
    }
}

/// A closed terminal is no reason to fail.
fn say(to: &mut dyn Write, text: &str) {
    let _ = writeln!(to, "{text}");
}
