//! Days that were pasted from a workbook that counts them from 1904: Excel pastes the count, and
//! the day comes out four years and a day too early, or too late the other way round (Microsoft,
//! “Date systems in Excel”).

use super::days::BETWEEN_EPOCHS;
use crate::calendar::{NaiveDate, Quarter};
use chrono::Duration;

/// Days around the year of a return in which its days lie.
const NEAR: i64 = 184;

/// Days around it beyond which a day is out of all reason.
const FAR: i64 = 730;

/// What a day would be in the other way of counting, where it is out of all reason as it stands
/// and near the return's year in the other one. `later`: days long after the year are usual there.
pub(super) fn pasted(day: NaiveDate, quarter: Quarter, later: bool) -> Option<NaiveDate> {
    let year = quarter.year();
    let around = |day: NaiveDate, room: i64| {
        let before = (year.start() - day).num_days();
        let after = (day - year.end()).num_days();
        before <= room && after <= room
    };
    let shift = Duration::try_days(BETWEEN_EPOCHS)?;
    let other = if day < year.start() {
        day.checked_add_signed(shift)?
    } else if later {
        return None;
    } else {
        day.checked_sub_signed(shift)?
    };
    (!around(day, FAR) && around(other, NEAR)).then_some(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_day_that_fits_the_other_way_of_counting_is_doubted() {
        let quarter: Quarter = "2023-24 Q2".parse().unwrap();
        let check = |day: &str, later, other: Option<&str>| {
            let day = day.parse().unwrap();
            assert_eq!(pasted(day, quarter, later), other.map(|day| day.parse().unwrap()));
        };
        check("2019-09-29", false, Some("2023-09-30"));
        check("2019-09-29", true, Some("2023-09-30"));
        check("2027-10-01", false, Some("2023-09-30"));
        check("2027-10-01", true, None);
        check("2023-09-30", false, None);
        check("2022-03-31", false, None);
        check("2025-03-31", false, None);
        check("1999-09-29", false, None);
    }
}
