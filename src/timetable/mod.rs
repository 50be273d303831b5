//! The quarter's timetable: which step falls when and why, what is due now, when to wake.
//!
//! Pure: the time, the settings and the record of steps come in as values, and decisions go out.
//! Whoever asks twice gets the same answer, so that it makes no difference who asks and how often.

mod expression;
mod due;
mod rule;
mod rules;
mod step;
mod steps;
mod wake;
mod zone;

pub use due::{Decision, Known, Overdue, StepRecord, StepState, due, overdue};
pub use expression::{CronFault, Expression};
pub use rule::{Anchor, Rule, RuleFault, Side};
pub use rules::{Job, JobKind, Rules, TimetableFault};
pub use step::{Step, StepKind};
pub use steps::{Body, Timetable};
pub use wake::{Waking, next};
pub use zone::{Instant, UnknownZone, Zone, in_record, of_record};
