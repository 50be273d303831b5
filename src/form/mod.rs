//! The return workbook: what each cell is for, how the blank form is written, and where a
//! cell is found again in a return.

mod context;
mod evaluate;
mod expression;
mod filled;
mod layout;
mod slot;
mod words;
mod write;

pub use context::{Earlier, EarlierMoney, FormContext, Thresholds};
pub use evaluate::Value;
pub use expression::Expression;
pub use filled::{Entry, Filled, Worked};
pub use layout::{
    Align, Block, Cell, Column, Input, InputKind, Label, Layout, LayoutError, Lead, Row, Sheet,
    SheetKey, Show, Source, TEMPLATE, Tone, file_name,
};
pub use slot::{
    BudgetPart, CommentaryPart, CoverField, FigurePart, PeoplePart, ProjectPart, ReportPart,
    RestatementPart, RiskPart, Slot, StatisticPart, StepPart, SubjectivePart, VirementPart,
};
pub use words::{NoFigure, RiskDirection, StepState, Subjective};
pub use write::{FormError, style, write};

#[cfg(test)]
pub(crate) mod example;
#[cfg(test)]
mod tests;
