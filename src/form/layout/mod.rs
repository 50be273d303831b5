//! The form's layout, defined once as data: the blank form is written from it, and the cells of
//! a return are found again by it.

mod actions;
mod background;
mod budget;
mod commentary;
mod cover;
mod input;
mod measures;
mod meta;
mod money;
mod people;
mod score;
mod sheet;
mod whole;

pub use input::{Input, InputKind};
pub use sheet::{
    Align, Block, Cell, Column, Label, Lead, Row, Sheet, SheetKey, Show, Source, Tone,
};
pub use whole::{Layout, LayoutError, TEMPLATE, file_name};
