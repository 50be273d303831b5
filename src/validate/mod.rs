//! Raw returns → returns: every value in its own type, every doubt a finding.
//!
//! Reading never stops at a fault: what can be used is returned beside what was found.

mod cells;
pub mod checks;
mod cleared;
mod days;
mod epoch;
mod kept;
mod letters;
mod personal;
mod places;
mod read;
mod returned;
mod rows;
mod text;
mod thresholds;
mod values;

pub use cleared::{Cleared, ClearedAs, Clearing, PersonalText, personal_texts};
pub use kept::{Beside, KeptReturn, Unreadable};
pub use personal::{Personal, masked, personal};
pub use places::Places;
pub use read::{read, read_cleared};
pub use returned::{
    BudgetReturn, Commentary, FigureState, Given, Override, PeopleReturn, ProjectReturn,
    QuotedNumber, ReportReturn, Restatement, Return, RiskReturn, Side, Source, StatisticReturn,
    StepReturn, Virement,
};
pub use text::without_personal_data;
pub use thresholds::Thresholds;
