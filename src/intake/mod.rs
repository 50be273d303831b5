//! Files as they arrive → raw returns: the cells of the form, found again, and nothing judged.

mod raw;

pub use raw::{RawCell, RawReturn, RawValue, Stray};
