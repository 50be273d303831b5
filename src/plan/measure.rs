//! A measure: what is counted, how it is worked out, and what is asked of it.

use super::ids::{FigureId, MeasureId, OutcomeId, ServiceId};
use super::words::Words;
use crate::calendar::FinancialYear;
use crate::quantity::{Amount, Decimal, Unit};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A measure of the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// Its id in this plan, such as `M13`.
    pub id: MeasureId,
    /// The number printed before it.
    pub number: u32,
    /// Its text, verbatim, without the number.
    pub text: String,
    /// A short name for narrow tables: `Unpaid work: started in seven days`.
    pub short: String,
    /// The resource outcome it stands under.
    pub outcome: OutcomeId,
    /// The services that answer for it; the first one reports.
    pub services: Vec<ServiceId>,
    /// The service as printed beside it.
    pub service_printed: Words,
    /// How it is worked out from its figures.
    pub formula: Formula,
    /// Every figure a service gives for it, in the form's order; [`Formula`] names some of them,
    /// the others are context (benefits awarded, investigations completed).
    pub figures: Vec<Figure>,
    /// Which way is better.
    pub direction: Direction,
    /// What is asked of it.
    pub target: Target,
    /// Values of earlier years that the plan prints, oldest first.
    pub earlier: Vec<EarlierValue>,
    /// The measure of an earlier plan that it carries on.
    pub continues: Option<MeasureRef>,
    /// Links to the council plan.
    pub link: Arc<Link>,
    /// How sensitive its counts are, for small numbers in public papers.
    pub sensitivity: Sensitivity,
    /// The plan's own notes column, verbatim.
    pub notes_printed: Option<String>,
    /// Footnotes on how the print was read, shown in the pack.
    pub notes: Vec<String>,
}

/// A figure that a service types, such as "Reports due".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Its id within the measure.
    pub id: FigureId,
    /// What the service is asked for.
    pub label: Words,
    /// What it counts.
    pub unit: Unit,
    /// Whether small counts of it are kept back in public papers.
    pub small_numbers: bool,
}

/// How a measure's amount follows from its figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Formula {
    /// Numerator of denominator, as a percentage. A conversion (referrals to investigations) too.
    Percentage {
        /// Those that count.
        numerator: FigureId,
        /// All there are.
        denominator: FigureId,
        /// Cases in the quarter, or the state at its end.
        timing: Timing,
    },
    /// A number of things.
    Count {
        /// The number.
        count: FigureId,
        /// Events in the quarter, or the state at its end.
        timing: Timing,
    },
    /// A sum of money in the quarter.
    Money {
        /// The sum.
        amount: FigureId,
    },
    /// Two counts shown as shares of a hundred, such as 70/30.
    Ratio {
        /// The share that is better when it is larger.
        left: FigureId,
        /// The other.
        right: FigureId,
    },
    /// A count for each day.
    PerDay {
        /// The count.
        numerator: FigureId,
        /// The days.
        days: FigureId,
    },
}

/// Whether quarters add up or replace one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    /// What happened in the quarter: the year to date is the sum.
    InQuarter,
    /// How things stood at the quarter's end: the year to date is the latest.
    AtQuarterEnd,
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// More is better.
    HigherIsBetter,
    /// Less is better.
    LowerIsBetter,
    /// Neither: the measure is watched.
    Monitor,
}

/// What is asked of a measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// As the plan prints it; empty where it prints nothing.
    pub printed: Words,
    /// As it is read.
    pub rule: TargetRule,
    /// What each quarter's end asks of a target for the year's total, as shares of it.
    /// Only for sums and counts that add up over the year.
    pub profile: Option<Box<[Decimal; 4]>>,
}

/// A target as it is read.
#[derive(Clone, Debug, PartialEq)]
pub enum TargetRule {
    /// This much or more.
    AtLeast(Amount),
    /// This much or less.
    AtMost(Amount),
    /// More than in the quarter before; and, where the plan prints one, at least this much.
    IncreaseEachQuarter {
        /// The figure printed beside it.
        and_at_least: Option<Amount>,
    },
    /// Still to be set.
    ToBeConfirmed,
    /// None: the measure is for information.
    None,
}

/// A value of an earlier year, as the plan prints it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EarlierValue {
    /// The year, or `Baseline` where the plan's column says so.
    pub period: String,
    /// The financial year it is for, where one is named.
    pub year: Option<FinancialYear>,
    /// As printed.
    pub printed: String,
    /// As read.
    pub reading: Reading,
    /// Why it is read so.
    pub note: Option<String>,
}

/// How a printed value is read. None of the words is ever zero.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reading {
    /// A value.
    Value(Amount),
    /// A value that can't be what is meant; what is meant stands beside it.
    /// It is shown with a note and is never compared.
    Suspect {
        /// What the print says.
        printed: Amount,
        /// What is taken to be meant.
        meant: Amount,
    },
    /// Still to come.
    ToBeConfirmed,
    /// Not applicable.
    NotApplicable,
    /// Nothing printed.
    Blank,
}

/// A measure of another plan.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MeasureRef {
    /// The plan's year.
    pub plan: FinancialYear,
    /// The measure in it.
    pub id: MeasureId,
}

/// A link to the council plan.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct Link {
    /// As printed: `C6.1`, `C01.06`, `04.05`, `-` or nothing.
    pub printed: String,
    /// In one form, two digits, a point, two digits; empty where nothing is linked.
    pub codes: Vec<String>,
}

/// How sensitive a measure's counts are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sensitivity {
    /// Not.
    None,
    /// About children.
    Children,
    /// About children who are being protected.
    ChildProtection,
}

impl Measure {
    /// The service that reports it.
    #[must_use]
    pub fn lead(&self) -> Option<&ServiceId> {
        self.services.first()
    }

    /// A figure of it.
    #[must_use]
    pub fn figure(&self, id: &FigureId) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.id == *id)
    }

    /// How a figure is referred to on the form and in restatements: the measure's number and a
    /// letter, `13a`.
    #[must_use]
    pub fn figure_reference(&self, nth: usize) -> String {
        let letter = ('a'..='z').chain('A'..='Z').nth(nth);
        letter.map_or_else(|| self.number.to_string(), |letter| format!("{}{letter}", self.number))
    }

    /// Whether quarters add up over the year to one total that the target is for.
    #[must_use]
    pub fn is_cumulative(&self) -> bool {
        match self.formula {
            Formula::Money { .. } | Formula::Count { timing: Timing::InQuarter, .. } => true,
            Formula::Percentage { .. }
            | Formula::Ratio { .. }
            | Formula::PerDay { .. }
            | Formula::Count { timing: Timing::AtQuarterEnd, .. } => false,
        }
    }
}

impl Formula {
    /// The figures it rests on, the part before the whole.
    #[must_use]
    pub fn figures(&self) -> Vec<&FigureId> {
        match self {
            Self::Percentage { numerator, denominator, .. } => vec![numerator, denominator],
            Self::Count { count, .. } => vec![count],
            Self::Money { amount } => vec![amount],
            Self::Ratio { left, right } => vec![left, right],
            Self::PerDay { numerator, days } => vec![numerator, days],
        }
    }

    /// Whether it is the state at the quarter's end.
    #[must_use]
    pub const fn timing(&self) -> Timing {
        match self {
            Self::Percentage { timing, .. } | Self::Count { timing, .. } => *timing,
            Self::Money { .. } | Self::Ratio { .. } | Self::PerDay { .. } => Timing::InQuarter,
        }
    }
}
