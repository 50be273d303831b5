//! The program itself, in a folder of its own with the sample configuration and returns, and
//! without an environment.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helpers of tests stop the test where they find something else than was written down"
)]

mod check;
mod configuration;
mod explain;
mod faults;
mod forms;
mod packs;
mod place;
mod plan;
mod record;
mod returns;
mod run;
