//! Makes the sample returns from the data written down in `samples/data`.
//!
//! `cargo run --example make-samples` writes every workbook under `samples/returns` anew; the
//! same data make the same bytes. Files there that the data no longer name are left alone.

#[path = "make/mod.rs"]
mod make;

use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    match write_all(Path::new(env!("CARGO_MANIFEST_DIR"))) {
        Ok(count) => {
            said(&mut std::io::stdout(), &format!("{count} files written to samples/returns"));
            ExitCode::SUCCESS
        }
        Err(error) => {
            let mut text = error.to_string();
            let mut source = error.source();
            while let Some(cause) = source {
                text = format!("{text}: {cause}");
                source = cause.source();
            }
            said(&mut std::io::stderr(), &text);
            ExitCode::FAILURE
        }
    }
}

/// A closed terminal is no reason to fail.
fn said(to: &mut dyn Write, text: &str) {
    let _ = writeln!(to, "{text}");
}

fn write_all(root: &Path) -> Result<usize, Box<dyn Error>> {
    let files = make::files(root)?;
    for file in &files {
        let path = root.join("samples/returns").join(&file.path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, &file.bytes)
            .map_err(|error| format!("{} cannot be written: {error}", path.display()))?;
    }
    Ok(files.len())
}
