//! Charts and marks, drawn as paths.

pub(crate) mod line_chart;
pub(crate) mod marks;
pub(crate) mod sparkline;
pub(crate) mod status_bar;
