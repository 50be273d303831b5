//! Returns against the plan: year to date, status, direction, budgets, people and actions.

mod status;

pub use status::Status;
