//! Files as they arrive → raw returns: the cells of the form, found again, and nothing judged.

mod inbox;
mod kind;
mod locate;
mod raw;
mod read;
mod rows;
mod workbook;

pub use inbox::{Arrival, Arrivals, ArrivalsError, Inbox, InboxError, digest};
pub use kind::Kind;
pub use locate::{Identity, identify, locate};
pub use raw::{RawCell, RawReturn, RawValue, Stray};
pub use read::read;
pub use workbook::{SheetCell, SheetCells, Unreadable, Workbook, open};

#[cfg(test)]
mod tests;
