//! Past outturns that no return holds, entered from a publication.

use super::ids::{FigureId, MeasureId};
use super::measure::MeasureRef;
use crate::calendar::{FinancialYear, NaiveDate, Quarter, long_date};
use crate::quantity::{Amount, Decimal};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// A file of past outturns, checked against the plans; none at all where there is no file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Past {
    /// The file's name, without its folder.
    pub file: String,
    /// SHA-256 of it, in hexadecimal.
    pub hash: String,
    /// Its entries, in the file's order.
    pub outturns: Vec<PastOutturn>,
}

/// What a measure came to in a year or a quarter that is past.
#[derive(Clone, Debug, PartialEq)]
pub struct PastOutturn {
    /// The measure, in the plan that the entry names.
    pub measure: MeasureRef,
    /// When.
    pub period: Period,
    /// What it came to.
    pub entered: Entered,
    /// Where it was taken from, who entered it, and when.
    pub source: Publication,
    /// The line of the file, from 1.
    pub line: usize,
}

/// The time that a past outturn is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Period {
    /// A whole financial year.
    Year(FinancialYear),
    /// A quarter of one.
    Quarter(Quarter),
}

/// A past outturn as it was entered.
#[derive(Clone, Debug, PartialEq)]
pub enum Entered {
    /// The figures that the measure is worked out from; others may stand beside them.
    Figures(BTreeMap<FigureId, Decimal>),
    /// The published result alone, where the publication gives no more.
    Result(Amount),
}

/// Where an entered figure comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// The publication.
    pub title: String,
    /// The page, where it has pages.
    pub page: Option<String>,
    /// The role that entered it; never a person's name.
    pub entered_by: String,
    /// The day.
    pub entered_on: NaiveDate,
}

impl Past {
    /// What was entered for a measure of a plan and a time.
    #[must_use]
    pub fn of(
        &self,
        plan: FinancialYear,
        measure: &MeasureId,
        period: Period,
    ) -> Option<&PastOutturn> {
        self.outturns.iter().find(|one| {
            one.period == period && one.measure.plan == plan && one.measure.id == *measure
        })
    }
}

impl Period {
    /// The financial year it lies in.
    #[must_use]
    pub const fn year(self) -> FinancialYear {
        match self {
            Self::Year(year) => year,
            Self::Quarter(quarter) => quarter.year(),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year}"),
            Self::Quarter(quarter) => write!(f, "{quarter}"),
        }
    }
}

impl Publication {
    /// `Annual Performance Report 2020-21, page 14`
    #[must_use]
    pub fn named(&self) -> String {
        let page = self.page.as_ref().map_or_else(String::new, |page| format!(", page {page}"));
        format!("{}{page}", self.title)
    }

    /// `entered by the Performance Officer on 3 May 2024`
    #[must_use]
    pub fn entry(&self) -> String {
        format!("entered by the {} on {}", self.entered_by, long_date(self.entered_on))
    }
}
