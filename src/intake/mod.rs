//! Files as they arrive → raw returns: the cells of the form, found again, and nothing judged.

mod heading;
mod heads;
mod identity;
mod inbox;
mod kind;
mod labels;
mod leftovers;
mod locate;
mod look;
mod raw;
mod read;
mod rows;
mod tabs;
mod words;
mod workbook;

pub use identity::{Identity, identify};
pub use inbox::{Arrival, Arrivals, ArrivalsError, Inbox, InboxError, digest};
pub use kind::Kind;
pub use locate::locate;
pub use raw::{Basis, Quoted, RawCell, RawReturn, RawValue, Stray};
pub use read::{read, read_workbook};
pub use workbook::{Carries, SheetCell, SheetCells, Unreadable, Workbook, open};

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tolerance;
