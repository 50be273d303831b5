//! The log on standard error: as text, or a JSON object a line.

use clap::ValueEnum;
use std::io::{self, IsTerminal};
use tracing_subscriber::filter::LevelFilter;

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LogFormat {
    /// Lines to read
    Text,
    /// A JSON object a line
    Json,
}

/// Begins the log; without a format there is none.
pub(super) fn begin(format: Option<LogFormat>) {
    let Some(format) = format else { return };
    let builder = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::INFO)
        .with_target(false)
        // Where nobody reads the log any more there is nobody to tell, and the work goes on.
        .log_internal_errors(false)
        .with_writer(io::stderr);
    // One that has begun already is as good.
    let _ = match format {
        LogFormat::Text => builder.with_ansi(io::stderr().is_terminal()).try_init(),
        LogFormat::Json => builder.json().flatten_event(true).with_span_list(false).try_init(),
    };
}
