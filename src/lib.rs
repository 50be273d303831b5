//! quarterpack: quarterly Excel returns in, committee packs out.
//!
//! The modules stand in the order of the pipeline:
//! bytes → raw return → return → position → pack → bytes → receipt.
#![forbid(unsafe_code)]

/// How far long work has come.
pub mod progress;
/// Values packed away until they are wanted.
pub mod packed;
/// Exact decimals: money, percentages, counts, ratios; how they are written.
pub mod quantity;
/// Financial quarters, working days, dates as they are written.
pub mod calendar;
/// The quarter's timetable: which step falls when, what is due, when to wake.
pub mod timetable;
/// Findings: what to mend, where, and why; the catalogue of rules.
pub mod finding;
/// The Resource Plan: model, reading, self-check.
pub mod plan;
/// The return workbook: what each cell is for; writing the form and finding its cells again.
pub mod form;
/// Files as they arrive → raw returns.
pub mod intake;
/// A plan as a workbook, and back to a plan file.
pub mod book;
/// Raw returns → returns: every value in its own type, every doubt a finding.
pub mod validate;
/// Returns against the plan → positions: year to date, status, budgets, people, actions.
pub mod reconcile;
/// What one audience is shown: its part, without what must not be published.
pub mod audience;
/// How packs look: colours, type, logo.
pub mod theme;
/// The standing wording: templates that an officer can edit.
pub mod wording;
/// Positions → a pack: one document model.
pub mod compose;
/// May a pack be made final? What holds it, and what an approval binds.
pub mod release;
/// Packs made into files: PDF and workbook.
pub mod render;
/// What a service gets back: its own workbook with marks, and a short receipt.
pub mod receipt;
/// Packs sent: distribution lists, messages, the outbox.
pub mod deliver;
/// The record of what was made, and files written whole.
pub mod store;
/// Configuration: as written → checked settings.
pub mod config;
/// The spine: a quarter's run, stage after stage.
pub mod pipeline;
/// The command line.
pub mod cli;
