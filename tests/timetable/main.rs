//! The timetable at work: a simulated clock through two years, and the program itself.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests stop the test where they find something else than was written down"
)]

#[path = "../cli/place.rs"]
#[expect(dead_code, reason = "the place of the command line's tests, of which some is used here")]
mod place;

mod daemon;
mod init;
mod mail;
mod quarter;
mod walk;
