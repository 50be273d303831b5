//! The stages of a run, called on values: the sample returns and small changes of them.

#![expect(
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "helpers of tests stop the test where they find something else than was written down"
)]

#[path = "../../samples/make/mod.rs"]
mod make;
#[path = "../support/mod.rs"]
mod support;

mod form_agrees;
mod holds;
mod kept_returns;
mod outturns;
mod past_outturns;
mod plan_book;
mod receipt;
mod sample_data;
mod trace;
