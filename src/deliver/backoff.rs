//! When a message is tried again, and when for the last time.

use crate::calendar::NaiveDateTime;
use chrono::TimeDelta;

/// How often a message is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backoff {
    /// Minutes until the second attempt; each later one waits twice as long.
    pub first_minutes: u32,
    /// Minutes between attempts at the most.
    pub longest_minutes: u32,
    /// Hours after the first attempt at which the last one is made.
    pub give_up_hours: u32,
}

impl Backoff {
    /// When to try again after an attempt that failed `now`; none where that was the last.
    /// `attempts` counts this one.
    #[must_use]
    pub fn next(
        &self,
        first: NaiveDateTime,
        attempts: u32,
        now: NaiveDateTime,
    ) -> Option<NaiveDateTime> {
        let doubled = 1_u32.checked_shl(attempts.saturating_sub(1)).unwrap_or(u32::MAX);
        let minutes = self.first_minutes.saturating_mul(doubled).min(self.longest_minutes);
        let last = first.checked_add_signed(TimeDelta::hours(self.give_up_hours.into()))?;
        let next = now.checked_add_signed(TimeDelta::minutes(minutes.into()))?;
        (now < last).then(|| next.min(last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_grow_rare_and_end() {
        let policy = Backoff { first_minutes: 5, longest_minutes: 240, give_up_hours: 72 };
        let first: NaiveDateTime = "2023-10-27T09:00:00".parse().unwrap();
        let (mut now, mut gaps) = (first, Vec::new());
        for attempts in 1.. {
            let Some(next) = policy.next(first, attempts, now) else { break };
            gaps.push((next - now).num_minutes());
            now = next;
        }
        assert_eq!(gaps[..7], [5, 10, 20, 40, 80, 160, 240]);
        assert_eq!((now - first).num_hours(), 72, "the last attempt is made at the last time");
        assert_eq!(policy.next(first, 90, now), None);
    }

    #[test]
    fn a_policy_without_patience_tries_once() {
        let policy = Backoff { first_minutes: 5, longest_minutes: 240, give_up_hours: 0 };
        let first: NaiveDateTime = "2023-10-27T09:00:00".parse().unwrap();
        assert_eq!(policy.next(first, 1, first), None);
    }
}
