//! When the time of a rule comes that runs by the clock.

use jiff::{ToSpan, civil::Date, tz::TimeZone};
use pult_shared::{
    Timestamp,
    rule::{RuleTrigger, clock_time},
};

/// The last time at or before now at which a rule was to run; nothing for a rule that does not run by the clock.
///
/// A time that the clock jumps over (DST) comes an hour later on that day; of one that comes twice it is the first.
#[must_use]
pub fn last_time(on: &RuleTrigger, now: Timestamp) -> Option<Timestamp> {
    let (weekday, time, zone) = match on {
        RuleTrigger::Daily(at) => (None, &at.time, &at.time_zone),
        RuleTrigger::Weekly(at) => (Some(at.weekday), &at.time, &at.time_zone),
        RuleTrigger::Events(_) | RuleTrigger::After(_) => return None,
    };
    let zone = TimeZone::get(zone).ok()?;
    let (hour, minute) = clock_time(time)?;
    let on_day = |day: Date| {
        let zoned = day.at(hour, minute, 0, 0).to_zoned(zone.clone()).ok()?;
        Some(zoned.timestamp())
    };
    let is_right =
        |day: Date| weekday.is_none_or(|wanted| i16::from(wanted) == i16::from(day.weekday().to_monday_one_offset()));
    let mut day = now.to_zoned(zone.clone()).date();
    // Today of a week ago is the farthest that it can be.
    for _ in 0..=7 {
        if is_right(day)
            && let Some(at) = on_day(day)
            && at <= now
        {
            return Some(at);
        }
        day = day.checked_sub(1.day()).ok()?;
    }
    None
}
