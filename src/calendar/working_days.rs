//! Working days: not a weekend, not a Scottish bank holiday, not a local holiday.

use super::in_toml;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::Deserialize;
use std::collections::BTreeSet;

/// The days on which the council does not work, besides weekends.
#[derive(Clone, Debug)]
pub struct Holidays {
    days: BTreeSet<NaiveDate>,
    from: NaiveDate,
    to: NaiveDate,
}

/// The embedded table of bank holidays cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the table of Scottish bank holidays cannot be read")]
pub struct HolidaysError(#[from] toml::de::Error);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(deserialize_with = "in_toml::day")]
    from: NaiveDate,
    #[serde(deserialize_with = "in_toml::day")]
    to: NaiveDate,
    #[serde(deserialize_with = "in_toml::days")]
    days: Vec<NaiveDate>,
}

impl Holidays {
    /// The Scottish bank holidays carried in the program, and the council's own.
    ///
    /// # Errors
    /// When the embedded table is damaged, which a test rules out.
    pub fn scotland(local: impl IntoIterator<Item = NaiveDate>) -> Result<Self, HolidaysError> {
        let table: Table = toml::from_str(include_str!("scotland.toml"))?;
        let days = table.days.into_iter().chain(local).collect();
        Ok(Self { days, from: table.from, to: table.to })
    }

    /// Whether bank holidays are known for this day's time: beyond it they are not assumed.
    #[must_use]
    pub fn covers(&self, date: NaiveDate) -> bool {
        (self.from..=self.to).contains(&date)
    }

    /// Whether the council works on this day.
    #[must_use]
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        !matches!(date.weekday(), Weekday::Sat | Weekday::Sun) && !self.days.contains(&date)
    }

    /// The day that is so many working days after this one; the day itself is not counted.
    #[must_use]
    pub fn after(&self, date: NaiveDate, working_days: u32) -> NaiveDate {
        let mut day = date;
        let mut left = working_days;
        while left > 0 {
            day = day + Days::new(1);
            if self.is_working_day(day) {
                left -= 1;
            }
        }
        day
    }

    /// The day that is so many working days before this one; the day itself is not counted.
    #[must_use]
    pub fn before(&self, date: NaiveDate, working_days: u32) -> NaiveDate {
        let mut day = date;
        let mut left = working_days;
        while left > 0 {
            let Some(earlier) = day.pred_opt() else { break };
            day = earlier;
            if self.is_working_day(day) {
                left -= 1;
            }
        }
        day
    }

    /// With the council's word that its own holidays hold the bank holidays up to a day as well.
    #[must_use]
    pub fn known_to(self, day: Option<NaiveDate>) -> Self {
        Self { to: day.map_or(self.to, |day| day.max(self.to)), ..self }
    }

    /// The first day for which bank holidays are known.
    #[must_use]
    pub const fn first_known(&self) -> NaiveDate {
        self.from
    }

    /// The last day for which bank holidays are known.
    #[must_use]
    pub const fn last_known(&self) -> NaiveDate {
        self.to
    }

    /// Working days from one day to a later one: the first not counted, the last counted.
    #[must_use]
    pub fn between(&self, from: NaiveDate, to: NaiveDate) -> usize {
        from.iter_days()
            .skip(1)
            .take_while(|day| *day <= to)
            .filter(|day| self.is_working_day(*day))
            .count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn returns_fall_due_ten_working_days_after_the_quarter() {
        let holidays = Holidays::scotland([]).unwrap();
        assert_eq!(holidays.after(day("2023-09-30"), 10), day("2023-10-13"));
        // Christmas and New Year's bank holidays stand between.
        assert_eq!(holidays.after(day("2023-12-20"), 10), day("2024-01-09"));
        assert_eq!(holidays.between(day("2023-10-13"), day("2023-10-17")), 2);
    }

    /// 2 January 2027 is a Saturday, and so are the days of Christmas; a day of 2026 was appointed
    /// for the World Cup.
    #[test]
    fn substitute_and_appointed_days_are_no_working_days() {
        let holidays = Holidays::scotland([]).unwrap();
        assert_eq!(holidays.after(day("2026-12-31"), 10), day("2027-01-18"));
        assert_eq!(holidays.after(day("2027-12-24"), 1), day("2027-12-29"));
        assert_eq!(holidays.between(day("2026-06-12"), day("2026-06-16")), 1);
    }

    #[test]
    fn days_are_counted_back_as_they_are_counted_forward() {
        let holidays = Holidays::scotland([]).unwrap();
        assert_eq!(holidays.before(day("2023-11-15"), 4), day("2023-11-09"));
        assert_eq!(holidays.before(day("2024-01-04"), 4), day("2023-12-27"));
        assert_eq!(holidays.after(day("2023-12-27"), 4), day("2024-01-04"));
    }

    #[test]
    fn a_council_can_say_how_far_its_own_list_reaches() {
        let holidays = Holidays::scotland([day("2028-01-04")]).unwrap();
        assert!(!holidays.covers(day("2028-01-05")));
        assert!(holidays.known_to(Some(day("2028-12-31"))).covers(day("2028-01-05")));
    }

    #[test]
    fn local_holidays_count_and_unknown_years_are_said() {
        let holidays = Holidays::scotland([day("2023-09-25")]).unwrap();
        assert!(!holidays.is_working_day(day("2023-09-25")));
        assert!(holidays.covers(day("2024-05-06")));
        assert!(!holidays.covers(day("2031-01-01")));
    }
}
