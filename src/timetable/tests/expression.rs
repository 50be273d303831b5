//! What is read, what is refused, and the two odd days of the year.

use super::*;
use crate::timetable::zone::in_record;
use proptest::prelude::*;

fn london() -> Zone {
    Zone::named("Europe/London").unwrap()
}

fn read(text: &str) -> Expression {
    text.parse().unwrap()
}

fn fault(text: &str) -> String {
    text.parse::<Expression>().unwrap_err().to_string()
}

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

/// Every time after one moment and up to another.
fn times(cron: &str, from: &str, to: &str) -> Vec<String> {
    let (cron, mut now) = (read(cron), at(from));
    let mut found = Vec::new();
    while let Some(next) = cron.next(now, london()).filter(|next| *next <= at(to)) {
        found.push(in_record(next));
        now = next;
    }
    found
}

#[test]
fn five_six_and_seven_fields_are_read() {
    let expected = ["2023-10-02T06:30:00Z", "2023-10-03T06:30:00Z"];
    for cron in ["30 7 * * Mon-Fri", "0 30 7 * * mon-fri", "0 30 7 * * MON-FRI 2023", "30 7 * * *"]
    {
        assert_eq!(times(cron, "2023-10-02T00:00:00Z", "2023-10-03T23:00:00Z"), expected, "{cron}");
    }
    assert_eq!(times("@daily", "2023-10-02T00:00:00Z", "2023-10-03T00:00:00Z").len(), 1);
}

#[test]
fn what_crontab_means_otherwise_is_refused_with_the_line_meant() {
    let meant = |text: &str| {
        let fault = fault(text);
        fault.split("write “").nth(1).and_then(|rest| rest.split('”').next()).unwrap().to_owned()
    };
    assert_eq!(meant("0 9 * * 1"), "0 9 * * Mon");
    assert_eq!(meant("0 9 * * 0"), "0 9 * * Sun");
    assert_eq!(meant("0 9 * * 7"), "0 9 * * Sun");
    assert_eq!(meant("0 9 * * 1-5"), "0 9 * * Mon,Tue,Wed,Thu,Fri");
    assert_eq!(meant("0 0 9 * * 5-7"), "0 0 9 * * Fri,Sat,Sun");
    assert_eq!(meant("0 9 * * Fri-Sun"), "0 9 * * Fri,Sat,Sun");
    assert_eq!(meant("0 9 * * Fri-Mon"), "0 9 * * Fri,Sat,Sun,Mon");
    assert_eq!(meant("5/15 * * * *"), "5-59/15 * * * *");
    assert_eq!(meant("0 9 1 Jan/3 *"), "0 9 1 1-12/3 *");
    let both = fault("0 9 1 * Mon");
    assert!(both.contains("“0 9 1 * *” and “0 9 * * Mon”"), "{both}");
    // What is said to write is taken, and means the days that crontab means.
    for text in ["0 9 * * Mon,Tue,Wed,Thu,Fri", "5-59/15 * * * *", "0 9 1 * *", "0 9 * * Mon-Fri/2"]
    {
        read(text);
    }
}

#[test]
fn what_is_no_expression_is_told_with_what_one_looks_like() {
    assert!(fault("9 * *").contains("has 3 fields; five are minute, hour"));
    assert!(fault("0 25 * * *").contains("hour 0-23"));
    assert!(fault("0 9 * * Monkey").contains("day of week Sun-Sat"));
    assert!(fault("0 9 * * 8").contains("write Mon, Tue"));
    assert!(fault("0 9 30 2 *").contains("never comes"));
    assert!(fault("").contains("has 0 fields"));
}

#[test]
fn once_on_the_hour_that_is_skipped_and_once_on_the_one_that_comes_twice() {
    let spring = times("30 1 * * *", "2024-03-30T12:00:00Z", "2024-04-01T12:00:00Z");
    assert_eq!(spring, ["2024-03-31T01:00:00Z", "2024-04-01T00:30:00Z"]);
    let autumn = times("30 1 * * *", "2024-10-26T12:00:00Z", "2024-10-28T12:00:00Z");
    assert_eq!(autumn, ["2024-10-27T00:30:00Z", "2024-10-28T01:30:00Z"]);
    // Asked within the second 01:30, it does not come again.
    let again = times("30 1 * * *", "2024-10-27T01:00:00Z", "2024-10-27T12:00:00Z");
    assert!(again.is_empty(), "{again:?}");
    // Frequent ones come once when the clock skips, and go on.
    let frequent = times("*/15 * * * *", "2024-03-31T00:40:00Z", "2024-03-31T01:20:00Z");
    assert_eq!(frequent, ["2024-03-31T00:45:00Z", "2024-03-31T01:00:00Z", "2024-03-31T01:15:00Z"]);
}

#[test]
fn the_29th_of_february_comes_in_leap_years() {
    let leap = times("0 9 29 2 *", "2021-01-01T00:00:00Z", "2029-01-01T00:00:00Z");
    assert_eq!(leap, ["2024-02-29T09:00:00Z", "2028-02-29T09:00:00Z"]);
}

#[test]
fn the_last_time_is_the_one_that_the_next_ones_lead_to() {
    let cron = read("30 6 * * Mon");
    let last = cron.last(at("2023-01-01T00:00:00Z"), at("2023-10-05T12:00:00Z"), london());
    assert_eq!(last.map(in_record).as_deref(), Some("2023-10-02T05:30:00Z"));
    let none = cron.last(at("2023-10-03T00:00:00Z"), at("2023-10-05T12:00:00Z"), london());
    assert_eq!(none, None);
}

/// A field as crontab reads it: numbers, ranges, steps and lists, each with the values it means.
fn field(low: u32, high: u32) -> impl Strategy<Value = (String, Vec<u32>)> {
    let one = (low..=high, low..=high, 1..=high).prop_map(move |(a, b, step)| {
        let (a, b) = (a.min(b), a.max(b));
        (a, b, step)
    });
    let item = (0..5, one).prop_map(move |(kind, (a, b, step))| match kind {
        0 => (a.to_string(), vec![a]),
        1 => (format!("{a}-{b}"), (a..=b).collect::<Vec<_>>()),
        2 => {
            let by = usize::try_from(step).unwrap();
            (format!("{a}-{b}/{step}"), (a..=b).step_by(by).collect())
        }
        3 => {
            let by = usize::try_from(step).unwrap();
            (format!("*/{step}"), (low..=high).step_by(by).collect())
        }
        _ => ("*".to_owned(), (low..=high).collect()),
    });
    proptest::collection::vec(item, 1..3).prop_map(|items| {
        let text: Vec<String> = items.iter().map(|(text, _)| text.clone()).collect();
        let mut values: Vec<u32> = items.into_iter().flat_map(|(_, values)| values).collect();
        values.sort_unstable();
        values.dedup();
        (text.join(","), values)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// What is taken means what crontab means: minute and hour for every minute of a plain day.
    #[test]
    fn minutes_and_hours_are_crontabs((minute, minutes) in field(0, 59), (hour, hours) in field(0, 23)) {
        let Ok(cron) = format!("{minute} {hour} * * *").parse::<Expression>() else {
            // The library refuses steps that are larger than the field.
            prop_assert!(minute.contains('/') || hour.contains('/'));
            return Ok(());
        };
        let mut now = at("2024-01-15T00:00:00Z") - Duration::seconds(1);
        let mut found = Vec::new();
        while let Some(next) = cron.next(now, london()).filter(|next| *next < at("2024-01-16T00:00:00Z")) {
            found.push(next);
            now = next;
        }
        let expected: Vec<Instant> = hours.iter().flat_map(|hour| {
            minutes.iter().map(move |minute| {
                at("2024-01-15T00:00:00Z") + Duration::minutes(i64::from(hour * 60 + minute))
            })
        }).collect();
        prop_assert_eq!(found, expected);
    }

    /// Whatever the moment, the next time lies after it, and each day has its time exactly once,
    /// the days on which clocks change among them.
    #[test]
    fn a_daily_time_comes_once_a_day(hour in 0u32..24, minute in 0u32..60, year in 2021i32..2030) {
        let cron = read(&format!("{minute} {hour} * * *"));
        let zone = london();
        let mut now = at(&format!("{year}-01-01T00:00:00Z")) - Duration::seconds(1);
        let mut days = std::collections::BTreeSet::new();
        let end = at(&format!("{}-01-01T00:00:00Z", year + 1));
        while let Some(next) = cron.next(now, zone).filter(|next| *next < end) {
            prop_assert!(next > now);
            prop_assert!(days.insert(zone.day(next)), "twice on {}", zone.day(next));
            now = next;
        }
        let expected = if year % 4 == 0 { 366 } else { 365 };
        prop_assert_eq!(days.len(), expected);
    }

    /// Asking twice, or at every moment in between, gives the same.
    #[test]
    fn the_next_time_does_not_depend_on_when_it_is_asked(minutes in 0i64..5000) {
        let cron = read("*/20 1,2 * * *");
        let start = at("2024-03-29T00:00:00Z") + Duration::minutes(minutes);
        let next = cron.next(start, london()).unwrap();
        let between = start + (next - start) / 2;
        prop_assert_eq!(cron.next(between, london()), Some(next));
    }
}
