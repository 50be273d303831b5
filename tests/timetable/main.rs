//! The timetable at work: a simulated clock through two years, and the program itself.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests stop the test where they find something else than was written down"
)]

#[path = "../cli/place.rs"]
#[expect(dead_code, reason = "the place of the command line's tests, of which some is used here")]
mod place;

use place::Place;

/// With the sample configuration and the returns of one year: enough for a quarter.
fn sample() -> Place {
    let place = Place::new();
    std::fs::remove_dir_all(place.path("samples/returns/2021-22")).unwrap();
    place
}

mod daemon;
mod init;
mod mail;
mod quarter;
mod walk;
mod years;
