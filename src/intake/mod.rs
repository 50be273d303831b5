//! Files as they arrive → raw returns: the cells of the form, found again, and nothing judged.

mod archive;
mod arrival;
mod compound;
mod confine;
mod direction;
mod excerpts;
mod frames;
mod heading;
mod heads;
mod identity;
mod inbox;
mod kind;
mod labels;
mod leftovers;
pub mod limits;
mod locate;
mod look;
mod mail;
mod naming;
mod open;
mod packed;
mod process;
mod raw;
mod read;
mod reader;
mod records;
mod remarks;
mod rest;
mod rows;
mod serve;
mod tabs;
mod watched;
mod words;
mod workbook;

pub use arrival::{Arrival, Changed, digest, read_file};
pub use confine::{Confinement, Fence};
pub use identity::{Identity, identify};
pub use inbox::{Arrivals, ArrivalsError, Inbox, InboxError, closed, shown_name};
pub use kind::{Format, Kind, kind};
pub use locate::locate;
pub use mail::{Aside, Letter, Maildir, Mailed, Senders, SetAside, Wall};
pub use open::open;
pub use raw::{Basis, Quoted, RawCell, RawReturn, RawValue, Stray};
pub use read::{read, read_opened, read_workbook};
pub use reader::{Opened, ReadError, Reader, ReaderError};
pub use records::{Records, Told, Unusable, Unwritten};
pub use rest::restless;
pub use serve::serve;
pub use workbook::{Excess, Remark, SheetCell, SheetCells, Unreadable, Workbook};

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tolerance;
