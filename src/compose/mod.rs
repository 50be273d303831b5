//! Positions made into a pack: one document that every format is made from.

mod actions;
mod appendices;
mod assemble;
mod axis;
mod capital;
mod cells;
mod employees;
mod exceptions;
mod in_full;
mod key_figures;
mod material;
mod matters;
mod measures;
mod money;
mod moved;
mod notes;
mod origins;
mod outlook;
mod pack;
mod past;
mod parts;
mod recipe;
mod risks;
mod standing;
mod steps;
mod summary;
mod table;
mod tally;
mod text;
mod unusable;
mod words;

pub use crate::plan::Status;
pub use assemble::compose;
pub use material::{
    Approved, Change, Decided, Edition, Material, Received, ReceivedFile, Since, SourceFile,
};
pub use matters::matters;
pub use money::revenue_sentence as money_line;
pub use pack::{
    Block, ChartPoint, ChartTarget, Exception, Fact, FrontSheet, Identity, KeyFigure, LineChart,
    Pack, PageLayout, Section, SectionStyle, State, StatusBar,
};
pub use recipe::{Format, Recipe, SectionKind};
pub use table::{
    Align, Arrow, Cell, Column, Content, Emphasis, Made, NumberFormat, Row, SUPPRESSED, Second,
    Table, Total, Trend, Width,
};
pub use tally::Tally;
pub use text::{Span, Text};
