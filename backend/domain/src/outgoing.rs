//! Outgoing mail: when a mail that was not taken is tried again, and when that ends.
//!
//! Knows times and numbers of attempts; must not know transports or the outbox.

use jiff::SignedDuration;
use pult_shared::{Timestamp, api::mail::RetryPlan};

/// RFC 5321 §4.5.4.1: soon at first, seldom later, for four to five days.
const MINUTES: [u32; 7] = [1, 5, 15, 60, 120, 240, 480];
const HOURS: u32 = 96;
/// No schedule makes more attempts than these.
pub const ATTEMPTS_MAX: u32 = 1_000;

/// The schedule of attempts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetrySchedule {
    /// Minutes until the next attempt, by attempts made; the last one repeats. Never empty, none is 0.
    minutes: Vec<u32>,
    /// So long is waited in all.
    hours: u32,
}

impl Default for RetrySchedule {
    fn default() -> Self {
        Self {
            minutes: MINUTES.to_vec(),
            hours: HOURS,
        }
    }
}

impl RetrySchedule {
    /// A schedule, where the times are one: at least one, none of them 0.
    #[must_use]
    pub fn new(minutes: Vec<u32>, hours: u32) -> Option<Self> {
        (!minutes.is_empty() && !minutes.contains(&0)).then_some(Self { minutes, hours })
    }

    /// When a mail is tried again that was not taken at the given attempt (1 is the first); nothing once it has waited long enough.
    ///
    /// It goes by attempts and not by the age of the mail: what could not be tried because this service stood still has not been
    /// tried.
    #[must_use]
    pub fn next_attempt(&self, now: Timestamp, attempts: u32) -> Option<Timestamp> {
        if attempts >= self.attempts() {
            return None;
        }
        let wait = SignedDuration::from_mins(i64::from(self.wait_after(attempts)));
        Some(now.saturating_add(wait).unwrap_or(now))
    }

    /// Attempts that are made at the most.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        let limit = u64::from(self.hours) * 60;
        let mut waited = 0;
        for attempts in 1..ATTEMPTS_MAX {
            waited += u64::from(self.wait_after(attempts));
            if waited > limit {
                return attempts;
            }
        }
        ATTEMPTS_MAX
    }

    fn wait_after(&self, attempts: u32) -> u32 {
        let index = usize::try_from(attempts.saturating_sub(1)).unwrap_or(usize::MAX);
        let minutes = self.minutes.get(index).or(self.minutes.last());
        minutes.copied().unwrap_or(1)
    }

    /// As it is shown.
    #[must_use]
    pub fn plan(&self) -> RetryPlan {
        RetryPlan {
            minutes: self.minutes.clone(),
            hours: self.hours,
            attempts: self.attempts(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waits(schedule: &RetrySchedule) -> Vec<i64> {
        let mut now = Timestamp::UNIX_EPOCH;
        let mut waits = Vec::new();
        while let Some(next) = schedule.next_attempt(now, u32::try_from(waits.len() + 1).expect("few")) {
            waits.push(next.duration_since(now).as_mins());
            now = next;
        }
        waits
    }

    #[test]
    fn the_usual_attempts_reach_over_four_days() {
        let waits = waits(&RetrySchedule::default());
        assert_eq!(waits[..8], [1, 5, 15, 60, 120, 240, 480, 480]);
        let hours = waits.iter().sum::<i64>() / 60;
        assert!((88..=96).contains(&hours), "{hours}");
    }

    #[test]
    fn a_schedule_ends() {
        let table: [(&[u32], u32, &[i64]); 4] = [
            (&[10], 1, &[10, 10, 10, 10, 10, 10]),
            (&[1, 30], 1, &[1, 30]),
            (&[120], 1, &[]),
            (&[5], 0, &[]),
        ];
        for (minutes, hours, expected) in table {
            let schedule = RetrySchedule::new(minutes.to_vec(), hours).expect("a schedule");
            assert_eq!(waits(&schedule), expected, "{minutes:?} for {hours} h");
            assert_eq!(schedule.attempts() as usize, expected.len() + 1);
        }
        let endless = RetrySchedule::new(vec![1], 1_000_000).expect("a schedule");
        assert_eq!(endless.attempts(), ATTEMPTS_MAX);
    }

    #[test]
    fn no_schedule_without_times() {
        assert_eq!(RetrySchedule::new(Vec::new(), 96), None);
        assert_eq!(RetrySchedule::new(vec![5, 0], 96), None);
    }
}
