//! How far long work has come: said where it is done, shown by the command line where somebody
//! looks. Nothing of it is in a log.

/// The target of its events.
pub const TARGET: &str = "quarterpack::progress";

/// Says how far something has come: `done` of so many. The last one is said when it has ended.
pub fn at(what: &'static str, done: usize, of: usize) {
    tracing::trace!(target: TARGET, what, done, of);
}
