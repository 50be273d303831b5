//! Returns against the plan.
