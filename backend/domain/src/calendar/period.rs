//! Times of the year with weekly hours of their own: which days they cover, once or each year, and whether two of them share one.
//!
//! Knows days only; hours and moments are the calendar's.

use jiff::{ToSpan, civil::Date};
use pult_shared::calendar;

/// Years in which leap days come round.
const CYCLE: i16 = 8;

/// The days of a period, read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Period {
    from: Date,
    to: Date,
    yearly: bool,
}

impl Period {
    /// Nothing where one of its days is none, it ends before it begins, or it lasts a year or longer, or it has no seven days.
    pub(super) fn read(given: &calendar::Period) -> Option<Self> {
        let day = |text: &str| text.parse::<Date>().ok();
        let (from, to) = (day(&given.from)?, day(&given.to)?);
        let fits = from <= to && is_short(from, to) && given.week.len() == 7;
        fits.then_some(Self {
            from,
            to,
            yearly: given.yearly,
        })
    }

    pub(super) fn covers(&self, day: Date) -> bool {
        // Over New Year a period is that of the year in which it began.
        [day.year(), day.year() - 1]
            .into_iter()
            .filter_map(|year| self.in_year(year))
            .any(|(from, to)| (from..=to).contains(&day))
    }

    /// Its first and last day where it begins in that year.
    fn in_year(&self, year: i16) -> Option<(Date, Date)> {
        let years = year.checked_sub(self.from.year()).filter(|years| *years >= 0)?;
        if years == 0 {
            return Some((self.from, self.to));
        }
        let later = |day: Date| day.checked_add(years.years()).ok();
        self.yearly.then_some((later(self.from)?, later(self.to)?))
    }

    /// Whether a day lies in both, in whatever year.
    pub(super) fn meets(&self, other: &Self) -> bool {
        let first = self.from.year().max(other.from.year());
        let years = || first - 1..=first + CYCLE;
        let mine = years().filter_map(|year| self.in_year(year));
        mine.into_iter().any(|(from, to)| {
            let mut theirs = years().filter_map(|year| other.in_year(year));
            theirs.any(|(their_from, their_to)| from <= their_to && their_from <= to)
        })
    }
}

/// Whether it ends before its first day comes round: otherwise it would meet itself.
pub(super) fn is_short(from: Date, to: Date) -> bool {
    from.checked_add(1.year()).is_ok_and(|next| to < next)
}
