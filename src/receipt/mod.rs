//! What a service gets back: its own workbook, untouched but for marks on the cells in question,
//! and a short receipt.
//!
//! No crate edits a workbook without loss, so the parts that nothing is marked in are copied as
//! they are, byte for byte, and in the others only what is needed is put between the bytes that
//! were there.

mod comments;
mod findings_book;
mod issues;
mod marked;
mod package;
mod sheet;
mod styles;
mod summary;
mod xml;

pub use findings_book::{BookError, findings_book};
pub use marked::{MarkError, marked};
pub use summary::{Verdict, summary, verdict};
