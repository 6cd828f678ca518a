//! Calendars as rules see them: on which days and at which times a queue is open (requirements B12, C10).
//!
//! Times come in and go out as moments; days, hours and the changes of summer time are the calendar's own business.

mod check;
mod count;
mod holidays;
mod period;

use jiff::{
    SignedDuration,
    civil::{Date, Time, Weekday},
    tz::TimeZone,
};
use pult_shared::{
    Timestamp,
    api::queue::Names,
    calendar::{CalendarDef, HoursSource, PreviewDay, Span},
};

use self::period::Period;
pub use self::{
    check::{check_calendar, check_calendar_goes, check_first_day},
    holidays::Holiday,
};

/// A calendar with its time zone and its days read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    def: CalendarDef,
    zone: TimeZone,
    closures: Vec<(Date, Date, Names)>,
    /// In the order of the definition's.
    periods: Vec<Period>,
}

/// Why a day is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Closed {
    /// Nothing is open on this day of the week.
    Weekday(Weekday),
    Holiday(Holiday),
    /// A day of the calendar's own.
    Closure(Names),
    /// Open on this day of the week, but not in this time of the year.
    Period(Names),
}

impl Closed {
    /// In English, for those who read the API.
    #[must_use]
    pub fn reason(&self) -> String {
        match self {
            Self::Weekday(day) => format!("{day:?}"),
            Self::Holiday(holiday) => holiday.name().to_owned(),
            Self::Closure(names) | Self::Period(names) => names.en.clone(),
        }
    }
}

impl Calendar {
    /// Reads what was set up; nothing where its time zone or one of its days is none, which `check_calendar` keeps out.
    #[must_use]
    pub fn read(def: CalendarDef) -> Option<Self> {
        let zone = TimeZone::get(&def.time_zone).ok()?;
        let closure = |closure: &pult_shared::calendar::Closure| {
            let day = |text: &str| text.parse::<Date>().ok();
            Some((day(&closure.from)?, day(&closure.to)?, closure.names.clone()))
        };
        let closures = def.closures.iter().map(closure).collect::<Option<Vec<_>>>()?;
        let periods = def.periods.iter().map(Period::read).collect::<Option<Vec<_>>>()?;
        (def.week.len() == 7).then_some(Self {
            def,
            zone,
            closures,
            periods,
        })
    }

    #[must_use]
    pub fn def(&self) -> &CalendarDef {
        &self.def
    }

    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The day that a moment falls on.
    #[must_use]
    pub fn day(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone.clone()).date()
    }

    /// Why a whole day is closed; nothing where it opens at some time.
    #[must_use]
    pub fn closed(&self, day: Date) -> Option<Closed> {
        let own = self.closures.iter().find(|(from, to, _)| (*from..=*to).contains(&day));
        if let Some((_, _, names)) = own {
            return Some(Closed::Closure(names.clone()));
        }
        if let Some(holiday) = self.def.region.and_then(|region| holidays::on(region, day)) {
            return Some(Closed::Holiday(holiday));
        }
        if !self.spans(day).is_empty() {
            return None;
        }
        // A day that is closed all year is closed because of what day it is.
        let opens_else = !on_weekday(&self.def.week, day).is_empty();
        Some(match self.period(day).filter(|_| opens_else) {
            Some(period) => Closed::Period(period.names.clone()),
            None => Closed::Weekday(day.weekday()),
        })
    }

    /// The closed ones of so many days, from the day of a moment on, written like `2026-12-24`: what a page needs to offer open ones.
    #[must_use]
    pub fn closed_days(&self, from: Timestamp, count: usize) -> Vec<String> {
        let days = std::iter::successors(Some(self.day(from)), |day| day.tomorrow().ok()).take(count);
        days.filter(|day| self.closed(*day).is_some())
            .map(|day| day.to_string())
            .collect()
    }

    /// The hours of so many days from one on, each with what they come from.
    #[must_use]
    pub fn preview(&self, from: Date, count: usize) -> Vec<PreviewDay> {
        let days = std::iter::successors(Some(from), |day| day.tomorrow().ok()).take(count);
        days.map(|day| {
            let closed = self.closed(day);
            let (source, names) = match &closed {
                Some(Closed::Closure(names)) => (HoursSource::Closure, Some(names.clone())),
                Some(Closed::Holiday(_)) => (HoursSource::Holiday, None),
                _ => match self.period(day) {
                    Some(period) => (HoursSource::Period, Some(period.names.clone())),
                    None => (HoursSource::Week, None),
                },
            };
            PreviewDay {
                day: day.to_string(),
                hours: closed.map_or_else(|| self.spans(day).to_vec(), |_| Vec::new()),
                source,
                names,
            }
        })
        .collect()
    }

    /// The time of the year with hours of its own that a day lies in.
    fn period(&self, day: Date) -> Option<&pult_shared::calendar::Period> {
        let at = self.periods.iter().position(|period| period.covers(day))?;
        self.def.periods.get(at)
    }

    /// The opening hours of that day of the week, at that time of the year.
    fn spans(&self, day: Date) -> &[Span] {
        on_weekday(self.period(day).map_or(&self.def.week, |period| &period.week), day)
    }

    /// When it is open on a day, in order. Where clocks are set, a time that does not exist is the moment of the change, so an
    /// hour that the night skips is none, and one that comes twice counts twice.
    fn open_on(&self, day: Date) -> Vec<(Timestamp, Timestamp)> {
        if self.closed(day).is_some() {
            return Vec::new();
        }
        let spans = self.spans(day).iter();
        spans
            .filter_map(|span| {
                let (from, to) = (self.moment(day, span.from)?, self.moment(day, span.to)?);
                (from < to).then_some((from, to))
            })
            .collect()
    }

    /// The moment so many minutes after midnight by the clock on the wall.
    fn moment(&self, day: Date, minutes: u32) -> Option<Timestamp> {
        let (day, minutes) = match minutes {
            0..1440 => (day, minutes),
            _ => (day.tomorrow().ok()?, 0),
        };
        let midnight = day.to_datetime(Time::midnight());
        let at = midnight
            .checked_add(SignedDuration::from_mins(i64::from(minutes)))
            .ok()?;
        let zoned = self.zone.to_ambiguous_zoned(at).compatible().ok()?;
        Some(zoned.timestamp())
    }
}

fn on_weekday(week: &[Vec<Span>], day: Date) -> &[Span] {
    let index = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or_default();
    week.get(index).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests;
