//! What was made from what: the record that lets a run say that nothing has changed, and files
//! written whole.

mod files;
mod record;

pub use files::{FileError, write_whole};
pub use record::{MadeFile, PackRecord, Record, RecordError};
