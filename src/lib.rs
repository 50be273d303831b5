//! quarterpack: quarterly Excel returns in, committee packs out.
//!
//! The modules stand in the order of the pipeline:
//! bytes → raw return → return → position → pack → bytes → receipt.

/// Financial quarters, working days, dates as they are written.
pub mod calendar;
/// Positions made into a pack: one document model.
pub mod compose;
/// Packs sent: distribution lists, messages, the outbox.
pub mod deliver;
/// Findings: what to mend, where, and why; the catalogue of rules.
pub mod finding;
/// The return workbook: what each cell is for; writing the form and finding its cells again.
pub mod form;
/// Files as they arrive → raw returns.
pub mod intake;
/// The Resource Plan: model, reading, self-check.
pub mod plan;
/// Exact decimals: money, percentages, counts, ratios; how they are written.
pub mod quantity;
/// Returns against the plan: year to date, status, budgets, people, actions.
pub mod reconcile;
/// Packs made into files.
pub mod render;
