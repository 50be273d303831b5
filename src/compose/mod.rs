//! Positions made into a pack: one document that every format is made from.

mod pack;
mod table;
mod text;

pub use crate::plan::Status;
pub use pack::{
    Block, ChartPoint, ChartTarget, Exception, Fact, FrontSheet, Identity, KeyFigure, LineChart,
    Pack, PageLayout, Section, SectionStyle, State, StatusBar,
};
pub use table::{
    Align, Arrow, Cell, Column, Content, Emphasis, NumberFormat, Row, Second, Table, Total, Trend,
    Width,
};
pub use text::{Span, Text};
