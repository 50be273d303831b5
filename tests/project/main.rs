//! What is true of the project itself: its README, its page of rules, the map of its code.

#![expect(clippy::unwrap_used, reason = "a test stops where the project's files are not as meant")]

mod imports;
mod readme;
mod rules_page;
