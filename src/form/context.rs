//! What a form shows beside the plan's own words: earlier quarters, the deadline, thresholds.

use super::words::{RiskDirection, StepState};
use crate::calendar::{NaiveDate, Quarter};
use crate::plan::{FigureId, LineId, MeasureId, ProjectId, RiskId, StatisticId, StepId};
use crate::quantity::Decimal;
use std::collections::BTreeMap;

/// What a form shows beside the plan's own words. A return is found again without it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FormContext {
    /// The last day to send the return.
    pub deadline: Option<NaiveDate>,
    /// The address to send it to.
    pub return_to: Option<String>,
    /// Earlier quarters: the one before, and the others of the same year, in this plan's ids.
    pub earlier: BTreeMap<Quarter, Earlier>,
    /// When a comment or an explanation is needed.
    pub thresholds: Thresholds,
}

/// When a comment or an explanation is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thresholds {
    /// Up to this share short of the target is amber: 0.05 for 5%.
    pub amber_share: Decimal,
    /// Variances up to this many thousand pounds need no explanation.
    pub explain_thousands: Decimal,
    /// Variances up to this share of the current budget need no explanation: 0.01 for 1%.
    pub explain_share: Decimal,
    /// How far each subjective line may be rounded, in thousand pounds.
    pub rounding_thousands: Decimal,
}

/// What a service returned for an earlier quarter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Earlier {
    /// Figures of measures.
    pub figures: BTreeMap<(MeasureId, FigureId), Decimal>,
    /// Steps of actions: the state, and how far, 0 to 100.
    pub steps: BTreeMap<StepId, (StepState, Option<Decimal>)>,
    /// Budget lines, in thousands of pounds.
    pub lines: BTreeMap<LineId, EarlierMoney>,
    /// Capital projects, in thousands of pounds.
    pub projects: BTreeMap<ProjectId, EarlierMoney>,
    /// Employees, each counted once.
    pub headcount: Option<Decimal>,
    /// Full-time equivalent.
    pub full_time_equivalent: Option<Decimal>,
    /// Top risks.
    pub risks: BTreeMap<RiskId, RiskDirection>,
    /// Demand statistics.
    pub statistics: BTreeMap<StatisticId, Decimal>,
}

/// Money of an earlier quarter, in thousands of pounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EarlierMoney {
    /// Forecast spend for the year.
    pub forecast: Option<Decimal>,
    /// Spend to the period's end.
    pub actual: Option<Decimal>,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            amber_share: Decimal::new(5, 2),
            explain_thousands: Decimal::from(50),
            explain_share: Decimal::new(1, 2),
            rounding_thousands: Decimal::ONE,
        }
    }
}

impl FormContext {
    /// The quarter before this one.
    #[must_use]
    pub fn last(&self, quarter: Quarter) -> Option<&Earlier> {
        self.earlier.get(&quarter.previous())
    }

    /// The earlier quarters of the same year, in order.
    pub fn this_year(&self, quarter: Quarter) -> impl Iterator<Item = (Quarter, Option<&Earlier>)> {
        let year = quarter.year().quarters().into_iter();
        year.filter(move |one| *one < quarter).map(|one| (one, self.earlier.get(&one)))
    }
}
