//! Counting in opening hours: back from a moment, on from a moment, and between two.

use jiff::{SignedDuration, civil::Date};
use pult_shared::Timestamp;

use super::Calendar;

/// Days that are looked through at the most: whoever is closed for ten years has no opening hours.
const DAYS_MAX: usize = 3660;

impl Calendar {
    /// The moment at which so many minutes of opening hours lie before `now`: the latest one with just that many, so that what happened
    /// then or earlier has waited for them. None where it was not open for so long within ten years.
    #[must_use]
    pub fn before(&self, now: Timestamp, minutes: u32) -> Option<Timestamp> {
        self.back(now, SignedDuration::from_mins(i64::from(minutes)))
    }

    /// The same for a span of any length; nothing is counted back from a negative one.
    #[must_use]
    pub fn back(&self, now: Timestamp, span: SignedDuration) -> Option<Timestamp> {
        let mut left = span;
        if left <= SignedDuration::ZERO {
            return Some(now);
        }
        let days = std::iter::successors(Some(self.day(now)), |day: &Date| day.yesterday().ok());
        for day in days.take(DAYS_MAX) {
            for (from, to) in self.open_on(day).into_iter().rev() {
                let to = to.min(now);
                if from >= to {
                    continue;
                }
                let open = to.duration_since(from);
                if open >= left {
                    return to.checked_sub(left).ok();
                }
                left -= open;
            }
        }
        None
    }

    /// The moment at which so much of opening hours has gone by since `from`: the earliest one, so that what ends with the working
    /// day ends in its evening, not on the next morning. Nothing to wait for: `from` itself. None where it is not open for so long
    /// within ten years.
    #[must_use]
    pub fn after(&self, from: Timestamp, span: SignedDuration) -> Option<Timestamp> {
        let mut left = span;
        if left <= SignedDuration::ZERO {
            return Some(from);
        }
        for (opens, closes) in self.open_since(from).take(DAYS_MAX).flatten() {
            let open = closes.duration_since(opens);
            if open >= left {
                return opens.checked_add(left).ok();
            }
            left -= open;
        }
        None
    }

    /// How much of opening hours lies between two moments; none where the second is not the later one. Counts ten years at the most.
    #[must_use]
    pub fn between(&self, from: Timestamp, to: Timestamp) -> SignedDuration {
        let mut counted = SignedDuration::ZERO;
        for (opens, closes) in self.open_since(from).take(DAYS_MAX).flatten() {
            if opens >= to {
                break;
            }
            counted += closes.min(to).duration_since(opens);
        }
        counted
    }

    /// When it opens on the day after so many opening days have gone by since the day of a moment, which does not count itself. None where
    /// there are not so many within ten years.
    #[must_use]
    pub fn opens_after_days(&self, from: Timestamp, days: u32) -> Option<Timestamp> {
        let later = std::iter::successors(self.day(from).tomorrow().ok(), |day: &Date| day.tomorrow().ok());
        let mut opens = later
            .take(DAYS_MAX)
            .filter_map(|day| Some(self.open_on(day).first()?.0));
        opens.nth(usize::try_from(days).ok()?.saturating_sub(1))
    }

    /// When it is open from a moment on, day by day.
    fn open_since(&self, from: Timestamp) -> impl Iterator<Item = Vec<(Timestamp, Timestamp)>> {
        let days = std::iter::successors(Some(self.day(from)), |day: &Date| day.tomorrow().ok());
        days.map(move |day| {
            let spans = self.open_on(day).into_iter();
            let later = spans.map(|(opens, closes)| (opens.max(from), closes));
            later.filter(|(opens, closes)| opens < closes).collect()
        })
    }
}
