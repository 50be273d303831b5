//! Local time by the IANA name of its zone, and the two days a year on which a clock is no clock.

use chrono::{DateTime, Duration, LocalResult, NaiveDate, NaiveDateTime, TimeZone, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};

/// A moment, whatever the clocks say.
pub type Instant = DateTime<Utc>;

/// The zone whose clock the timetable is written by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone(Tz);

/// A name that no zone has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no time zone “{name}”; did you mean “{nearest}”?")]
pub struct UnknownZone {
    name: String,
    nearest: &'static str,
}

/// How a moment stands in the record: ISO 8601, in UTC, to the second.
const RECORDED: &str = "%Y-%m-%dT%H:%M:%SZ";

/// A moment as the record writes it: `2023-10-02T08:00:00Z`.
#[must_use]
pub fn in_record(at: Instant) -> String {
    at.format(RECORDED).to_string()
}

/// A moment as the record wrote it.
#[must_use]
pub fn of_record(text: &str) -> Option<Instant> {
    NaiveDateTime::parse_from_str(text, RECORDED).ok().map(|at| at.and_utc())
}

impl Zone {
    /// The zone of an IANA name, such as `Europe/London`.
    ///
    /// # Errors
    /// When there is none; with the nearest name there is.
    pub fn named(name: &str) -> Result<Self, UnknownZone> {
        name.parse().map(Self).map_err(|_| {
            let near = |zone: &&Tz| strsim::damerau_levenshtein(zone.name(), name);
            let nearest = TZ_VARIANTS.iter().min_by_key(near).map_or("UTC", |zone| zone.name());
            UnknownZone { name: name.to_owned(), nearest }
        })
    }

    /// Its IANA name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// What the clock on the wall says.
    #[must_use]
    pub fn local(self, at: Instant) -> NaiveDateTime {
        at.with_timezone(&self.0).naive_local()
    }

    /// The day by the clock on the wall.
    #[must_use]
    pub fn day(self, at: Instant) -> NaiveDate {
        self.local(at).date()
    }

    /// The moment at which the clock on the wall says so. A time that the clock skips in spring is
    /// the moment at which it skips; of a time that comes twice in autumn it is the first.
    #[must_use]
    pub fn instant(self, local: NaiveDateTime) -> Instant {
        let mut wall = local;
        // Clocks skip an hour, in one zone once a whole day; they skip between two minutes.
        for _ in 0..=26 * 60 {
            match self.0.from_local_datetime(&wall) {
                LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => return at.to_utc(),
                LocalResult::None => {
                    let minute = wall.and_utc().timestamp().div_euclid(60) * 60 + 60;
                    let next = DateTime::from_timestamp(minute, 0);
                    wall = next.map_or(wall + Duration::minutes(1), |next| next.naive_utc());
                }
            }
        }
        local.and_utc()
    }

    /// In text: `Mon 2 Oct 2023 09:00 BST`.
    #[must_use]
    pub fn shown(self, at: Instant) -> String {
        at.with_timezone(&self.0).format("%a %-d %b %Y %H:%M %Z").to_string()
    }

    /// For other programs: `2023-10-02T09:00:00+01:00`.
    #[must_use]
    pub fn iso(self, at: Instant) -> String {
        at.with_timezone(&self.0).format("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wall(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    #[test]
    fn the_hour_that_is_not_there_and_the_one_that_comes_twice() {
        let london = Zone::named("Europe/London").unwrap();
        let at = |text| in_record(london.instant(wall(text)));
        assert_eq!(at("2024-03-31T00:59:59"), "2024-03-31T00:59:59Z");
        // From 01:00 GMT the clock says 02:00 BST.
        for skipped in ["2024-03-31T01:00:00", "2024-03-31T01:30:30", "2024-03-31T02:00:00"] {
            assert_eq!(at(skipped), "2024-03-31T01:00:00Z", "{skipped}");
        }
        assert_eq!(at("2024-10-27T01:30:00"), "2024-10-27T00:30:00Z");
        assert_eq!(at("2024-10-27T02:00:00"), "2024-10-27T02:00:00Z");
        let first = london.instant(wall("2024-10-27T01:30:00"));
        assert_eq!(london.shown(first), "Sun 27 Oct 2024 01:30 BST");
        assert_eq!(london.shown(first + Duration::hours(1)), "Sun 27 Oct 2024 01:30 GMT");
        // A zone that left out a day.
        let apia = Zone::named("Pacific/Apia").unwrap();
        assert_eq!(
            apia.instant(wall("2011-12-30T12:00:00")),
            apia.instant(wall("2011-12-31T00:00:00"))
        );
    }

    #[test]
    fn a_misspelt_zone_has_a_neighbour() {
        let fault = Zone::named("Europe/Londn").unwrap_err().to_string();
        assert_eq!(fault, "there is no time zone “Europe/Londn”; did you mean “Europe/London”?");
    }

    #[test]
    fn what_is_recorded_is_read_again() {
        let at = of_record("2023-10-02T08:00:00Z").unwrap();
        assert_eq!(in_record(at), "2023-10-02T08:00:00Z");
        assert_eq!(of_record("yesterday"), None);
    }
}
