//! Exact quantities: money, percentages, counts, ratios and rates, with how each is written.
//!
//! Everything is a decimal ([`rust_decimal`]); no float holds a figure. Figures are rounded
//! once, half away from zero, when they are shown, and never before they are compared.

mod figure;
mod money;
mod percent;
mod written;

pub use figure::{Amount, Unit};
pub use money::Money;
pub use percent::{Fraction, Percent};
pub use rust_decimal::Decimal;
pub use written::{NO_BREAK_SPACE, exact, fixed, grouped, plural, trimmed};
