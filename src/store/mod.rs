//! The record, from which nothing is lost: what came, what was read in it, what was made of it,
//! and the log of all that. And files written whole.
//!
//! The record is a SQLite database and an archive of original files beside it. It knows the words
//! of the other stages as texts only, and neither clock nor chance: times come with what is noted.

mod archive;
mod arrivals;
mod audit;
mod backup;
mod decide;
mod decisions;
mod deliveries;
mod fail;
mod fault;
mod files;
mod finals;
mod hash;
mod host;
mod journal;
mod lock;
mod packs;
mod published;
mod reading;
mod readings;
mod record;
mod reissue;
mod removal;
mod repeat;
mod run;
mod shaped;
mod shown;
mod steps_done;
mod views;
mod watch;

pub use archive::Archive;
pub use arrivals::{Bytes, Came, Known};
pub use audit::{Entry, Event, Tampering, Verified};
pub use backup::{Copied, copy};
pub use decisions::{Decision, DecisionKind, Subject};
pub use deliveries::{Delivery, DeliveryState, Moved, NewDelivery, Ruled, Ruling, Settled};
pub use fail::stop_at;
pub use fault::RecordError;
pub use files::{FileError, Staged, write_whole};
pub use finals::Final;
pub use host::Host;
pub use journal::{
    ArrivalEntry, Broken, Decision as DecisionEntry, Journal, JournalEntry, LedgerEntry, MadeEntry,
    NotedEntry, RunEntry, StateEntry, TimetableEntry, journal_of, read as read_journal,
};
pub use lock::RunLock;
pub use packs::{MadeFile, MadeFrom, PackVersion};
pub use published::Published;
pub use reading::{FigureRow, FindingRow, Reading, ReturnState};
pub use record::Record;
pub use reissue::Reissue;
pub use removal::KeptReturn;
pub use run::RunInputs;
pub use shown::shown;
pub use steps_done::{MailReturn, StepRow};
pub use views::{VIEWS, Value, View};
pub use watch::Seen;
