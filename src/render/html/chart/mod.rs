//! Charts as drawings in the page, each with a text that says what it shows.

pub(super) mod line_chart;
mod scale;
pub(super) mod sparkline;
pub(super) mod status_bar;
