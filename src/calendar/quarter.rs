//! The council's financial year, 1 April to 31 March, and its quarters.

use super::written::month_name;
use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A financial year, named by the calendar year in which it begins and written `2023-24`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FinancialYear(i32);

/// A quarter of a financial year, written `2023-24 Q2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Quarter {
    year: FinancialYear,
    number: u8,
}

/// A text that names no financial year or quarter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a {1}")]
pub struct UnknownPeriod(String, &'static str);

impl FinancialYear {
    /// The year that begins on 1 April of this calendar year (1900 to 9998).
    #[must_use]
    pub fn starting(year: i32) -> Option<Self> {
        (1900..9999).contains(&year).then_some(Self(year))
    }

    /// The calendar year in which it begins.
    #[must_use]
    pub const fn start_year(self) -> i32 {
        self.0
    }

    /// 1 April.
    #[must_use]
    pub fn start(self) -> NaiveDate {
        day(self.0, 4, 1)
    }

    /// 31 March.
    #[must_use]
    pub fn end(self) -> NaiveDate {
        day(self.0 + 1, 3, 31)
    }

    /// The year before.
    #[must_use]
    pub const fn previous(self) -> Self {
        Self(self.0 - 1)
    }

    /// The year after.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// Its quarter of this number, 1 to 4.
    #[must_use]
    pub fn quarter(self, number: u8) -> Option<Quarter> {
        (1..=4).contains(&number).then_some(Quarter { year: self, number })
    }

    /// Its four quarters in order.
    #[must_use]
    pub fn quarters(self) -> [Quarter; 4] {
        [1, 2, 3, 4].map(|number| Quarter { year: self, number })
    }
}

impl Quarter {
    /// The financial year it belongs to.
    #[must_use]
    pub const fn year(self) -> FinancialYear {
        self.year
    }

    /// 1 to 4.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.number
    }

    /// Its first day.
    #[must_use]
    pub fn start(self) -> NaiveDate {
        match self.number {
            1 => day(self.year.0, 4, 1),
            2 => day(self.year.0, 7, 1),
            3 => day(self.year.0, 10, 1),
            _ => day(self.year.0 + 1, 1, 1),
        }
    }

    /// Its last day.
    #[must_use]
    pub fn end(self) -> NaiveDate {
        match self.number {
            1 => day(self.year.0, 6, 30),
            2 => day(self.year.0, 9, 30),
            3 => day(self.year.0, 12, 31),
            _ => day(self.year.0 + 1, 3, 31),
        }
    }

    /// Calendar days in it.
    #[must_use]
    pub fn days(self) -> i64 {
        (self.end() - self.start()).num_days() + 1
    }

    /// Whether the day falls in it.
    #[must_use]
    pub fn holds(self, date: NaiveDate) -> bool {
        (self.start()..=self.end()).contains(&date)
    }

    /// The quarter in which a day falls.
    #[must_use]
    pub fn of(date: NaiveDate) -> Self {
        let (year, number) = match date.month() {
            1..=3 => (date.year() - 1, 4),
            4..=6 => (date.year(), 1),
            7..=9 => (date.year(), 2),
            _ => (date.year(), 3),
        };
        Self { year: FinancialYear(year), number }
    }

    /// The quarter before, in the year before if need be.
    #[must_use]
    pub fn previous(self) -> Self {
        Self::of(self.start() - Days::new(1))
    }

    /// The quarter after.
    #[must_use]
    pub fn next(self) -> Self {
        Self::of(self.end() + Days::new(1))
    }

    /// The same quarter a year before.
    #[must_use]
    pub const fn a_year_before(self) -> Self {
        Self { year: self.year.previous(), number: self.number }
    }

    /// In text: `Quarter 2`.
    #[must_use]
    pub fn in_text(self) -> String {
        format!("Quarter\u{a0}{}", self.number)
    }

    /// In a table's head: `Q2`.
    #[must_use]
    pub fn short(self) -> String {
        format!("Q{}", self.number)
    }

    /// Its months: `July to September 2023`.
    #[must_use]
    pub fn months(self) -> String {
        let (first, last) = (self.start(), self.end());
        format!("{} to {} {}", month_name(first.month()), month_name(last.month()), last.year())
    }

    /// In a file's name: `2023-24-q2`.
    #[must_use]
    pub fn slug(self) -> String {
        format!("{}-q{}", self.year, self.number)
    }
}

/// These days exist in every year the types allow.
fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

impl fmt::Display for FinancialYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}", self.0, (self.0 + 1) % 100)
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} Q{}", self.year, self.number)
    }
}

impl FromStr for FinancialYear {
    type Err = UnknownPeriod;

    /// Reads `2023-24` and `2023/24`; the two halves must follow one another.
    fn from_str(text: &str) -> Result<Self, UnknownPeriod> {
        let fault = || UnknownPeriod(text.into(), "financial year such as 2023-24");
        let (first, second) = text.trim().split_once(['-', '/']).ok_or_else(fault)?;
        let year: i32 = first.trim().parse().map_err(|_| fault())?;
        let next: i32 = second.trim().parse().map_err(|_| fault())?;
        let follows = |year: &Self| next == (year.0 + 1) % 100 || next == year.0 + 1;
        Self::starting(year).filter(follows).ok_or_else(fault)
    }
}

impl FromStr for Quarter {
    type Err = UnknownPeriod;

    /// Reads `2023-24 Q2`, in any case, with any spacing, and `2023-24-q2`.
    fn from_str(text: &str) -> Result<Self, UnknownPeriod> {
        let fault = || UnknownPeriod(text.into(), "quarter such as “2023-24 Q2”");
        let folded = text.trim().to_ascii_lowercase().replace("quarter", "q");
        let (year, number) = folded.rsplit_once('q').ok_or_else(fault)?;
        let year = year.trim().trim_end_matches('-');
        let year: FinancialYear = year.parse().map_err(|_| fault())?;
        let number: u8 = number.trim().parse().map_err(|_| fault())?;
        year.quarter(number).ok_or_else(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn quarters_are_read_and_written() {
        let quarter: Quarter = "2023-24 Q2".parse().unwrap();
        assert_eq!(quarter.to_string(), "2023-24 Q2");
        assert_eq!(quarter.months(), "July to September 2023");
        assert_eq!(quarter.slug().parse::<Quarter>().unwrap(), quarter);
        assert_eq!("2023/24 quarter 2".parse::<Quarter>().unwrap(), quarter);
        for wrong in ["2023-25 Q2", "2023-24 Q5", "2023-24", "Q2", ""] {
            assert!(wrong.parse::<Quarter>().is_err(), "{wrong}");
        }
        assert_eq!("1999-00".parse::<FinancialYear>().unwrap().start_year(), 1999);
    }

    #[test]
    fn a_quarter_knows_its_neighbours() {
        let first: Quarter = "2023-24 Q1".parse().unwrap();
        assert_eq!(first.previous().to_string(), "2022-23 Q4");
        assert_eq!(first.previous().next(), first);
        assert_eq!(first.a_year_before().to_string(), "2022-23 Q1");
        assert_eq!(first.days(), 91);
        assert!(first.previous().holds(NaiveDate::from_ymd_opt(2023, 3, 31).unwrap()));
    }

    proptest! {
        #[test]
        fn every_quarter_is_read_as_it_is_written(year in 1900..9999, number in 1u8..=4) {
            let quarter = FinancialYear::starting(year).unwrap().quarter(number).unwrap();
            for text in [
                quarter.to_string(),
                quarter.slug(),
                format!(" {} quarter  {number} ", quarter.year()),
                format!("{year}/{} Q{number}", year + 1),
            ] {
                prop_assert_eq!(text.parse::<Quarter>(), Ok(quarter), "{}", text);
            }
        }

        #[test]
        fn quarters_follow_one_another_without_a_day_between(year in 1901..9997, number in 1u8..=4) {
            let quarter = FinancialYear::starting(year).unwrap().quarter(number).unwrap();
            prop_assert_eq!(quarter.next().previous(), quarter);
            prop_assert_eq!(quarter.next().start(), quarter.end() + Days::new(1));
            prop_assert_eq!(quarter.previous().previous().previous().previous(), quarter.a_year_before());
            for day in [quarter.start(), quarter.end()] {
                prop_assert_eq!(Quarter::of(day), quarter);
            }
        }

        #[test]
        fn whatever_is_typed_is_a_quarter_or_none(text in "[0-9]{0,12}[-/ ]{0,2}[0-9]{0,12} ?[qQ]?[0-9]{0,4}") {
            if let Ok(quarter) = text.parse::<Quarter>() {
                prop_assert_eq!(quarter.to_string().parse::<Quarter>(), Ok(quarter));
            }
        }
    }
}
