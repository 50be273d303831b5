//! The program itself, in a folder of its own with the sample configuration and returns, and
//! without an environment.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helpers of tests stop the test where they find something else than was written down"
)]

#[path = "../../samples/make/mod.rs"]
#[expect(dead_code, reason = "a test needs single samples, not the folder of them")]
mod make;

mod check;
mod configuration;
mod disclosed;
mod doctor;
mod explain;
mod faults;
mod forms;
mod holds;
mod killed;
mod packs;
mod place;
mod plan;
mod rebuild;
mod rebuild_decided;
mod plan_year;
mod quarter_end;
mod record;
mod recorded;
mod retention;
mod returns;
mod release;
mod run;
mod status_page;
mod safety;
