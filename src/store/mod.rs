//! The record, from which nothing is lost: what came, what was read in it, what was made of it,
//! and the log of all that. And files written whole.
//!
//! The record is a SQLite database and an archive of original files beside it. It knows the words
//! of the other stages as texts only, and neither clock nor chance: times come with what is noted.

mod archive;
mod audit;
mod backup;
mod fault;
mod files;
mod hash;
mod lock;
mod packs;
mod record;
mod returns;
mod steps_done;
mod views;

pub use archive::Archive;
pub use audit::{Entry, Event, Tampering, Verified};
pub use backup::{Copied, copy};
pub use fault::RecordError;
pub use files::{FileError, write_whole};
pub use lock::RunLock;
pub use packs::{MadeFile, MadeFrom, PackVersion, Published};
pub use record::Record;
pub use returns::{Came, FigureRow, FindingRow, Known, Reading, ReturnState};
pub use steps_done::{MailReturn, StepRow};
pub use views::{VIEWS, Value, View};
