//! The return workbook: what each cell is for, how the blank form is written, and where a
//! cell is found again in a return.

mod slot;
mod words;

pub use slot::{
    BudgetPart, CommentaryPart, CoverField, FigurePart, PeoplePart, ProjectPart, ReportPart,
    RestatementPart, RiskPart, Slot, StatisticPart, StepPart, SubjectivePart, VirementPart,
};
pub use words::{NoFigure, RiskDirection, StepState, Subjective};
