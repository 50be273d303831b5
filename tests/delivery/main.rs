//! Delivery, against a mail server of the tests' own on loopback: whatever the server does, nobody
//! gets a message twice, nobody is forgotten, and the ledger says what happened.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests stop the test where they find something else than was written down"
)]

mod broken;
mod certificates;
mod commands;
mod killed;
mod login;
mod office;
mod refusals;
mod sendmail;
mod server;
mod together;
