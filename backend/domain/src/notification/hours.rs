//! When somebody is not to be disturbed, and when their daily mail goes: in their own time zone, right also where clocks are set.

use jiff::{
    SignedDuration,
    civil::{Date, Time, Weekday},
    tz::TimeZone,
};
use pult_shared::{
    Timestamp,
    error::FieldCode,
    notification::{NotificationSettings, QuietHours},
};

use crate::refusal::Refusal;

/// Queues that somebody names as theirs at the most.
const QUEUES_MAX: usize = 500;
const DAY: u32 = 24 * 60;

/// Somebody's quiet hours.
#[derive(Clone, Debug)]
pub struct Quiet {
    hours: Option<QuietHours>,
    zone: TimeZone,
}

impl Quiet {
    /// As somebody has chosen them. A time zone that nobody knows any more counts as UTC.
    #[must_use]
    pub fn of(settings: &NotificationSettings) -> Self {
        Self {
            hours: settings.quiet,
            zone: zone(settings),
        }
    }

    #[must_use]
    pub fn at(&self, at: Timestamp) -> bool {
        let Some(hours) = self.hours else { return false };
        let zoned = at.to_zoned(self.zone.clone());
        let time = zoned.time();
        let minute = u32::try_from(i32::from(time.hour()) * 60 + i32::from(time.minute())).unwrap_or_default();
        let weekend = matches!(zoned.weekday(), Weekday::Saturday | Weekday::Sunday);
        let in_hours = if hours.from <= hours.until {
            (hours.from..hours.until).contains(&minute)
        } else {
            minute >= hours.from || minute < hours.until
        };
        in_hours || (hours.weekend && weekend)
    }

    /// The first moment from this one on at which it is not quiet. Where it always is, a week later: nothing waits for ever.
    #[must_use]
    pub fn end(&self, at: Timestamp) -> Timestamp {
        if !self.at(at) {
            return at;
        }
        let ends = self.hours.map_or(0, |hours| hours.until);
        let days = std::iter::successors(Some(at.to_zoned(self.zone.clone()).date()), |day| day.tomorrow().ok());
        // It ends at the end of the hours, or at midnight after a weekend.
        let candidates = days
            .take(8)
            .flat_map(|day| [moment(&self.zone, day, 0), moment(&self.zone, day, ends)]);
        let mut later: Vec<Timestamp> = candidates.flatten().filter(|moment| *moment > at).collect();
        later.sort_unstable();
        let week = at.saturating_add(SignedDuration::from_hours(7 * 24)).unwrap_or(at);
        later.into_iter().find(|moment| !self.at(*moment)).unwrap_or(week)
    }
}

/// When the daily mail goes that tells of something: the next time after it. Not on days that are quiet as a whole.
#[must_use]
pub fn digest_after(settings: &NotificationSettings, at: Timestamp) -> Timestamp {
    let zone = zone(settings);
    let weekend = settings.quiet.is_some_and(|quiet| quiet.weekend);
    let days = std::iter::successors(Some(at.to_zoned(zone.clone()).date()), |day| day.tomorrow().ok());
    let quiet = |day: &Date| weekend && matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    days.take(8)
        .filter(|day| !quiet(day))
        .filter_map(|day| moment(&zone, day, settings.digest_at))
        .find(|moment| *moment > at)
        .unwrap_or(at)
}

fn zone(settings: &NotificationSettings) -> TimeZone {
    TimeZone::get(&settings.time_zone).unwrap_or(TimeZone::UTC)
}

/// A time of a day by the clock on the wall; where clocks skip it, the moment of the change.
fn moment(zone: &TimeZone, day: Date, minutes: u32) -> Option<Timestamp> {
    let minutes = minutes.min(DAY - 1);
    let time = Time::new(i8::try_from(minutes / 60).ok()?, i8::try_from(minutes % 60).ok()?, 0, 0).ok()?;
    let zoned = zone.to_ambiguous_zoned(day.to_datetime(time)).compatible().ok()?;
    Some(zoned.timestamp())
}

/// Whether settings can be kept.
///
/// # Errors
/// `invalid` with the field: a time that is none, a time zone that nobody knows, something twice or not offered.
pub fn check_settings(settings: &NotificationSettings) -> Result<(), Refusal> {
    let refuse = |field: &str, code| Err(Refusal::field(field, code));
    if settings.digest_at >= DAY {
        return refuse("digest_at", FieldCode::Malformed);
    }
    if settings.quiet.is_some_and(|quiet| quiet.from >= DAY) {
        return refuse("quiet.from", FieldCode::Malformed);
    }
    if settings.quiet.is_some_and(|quiet| quiet.until >= DAY) {
        return refuse("quiet.until", FieldCode::Malformed);
    }
    if TimeZone::get(&settings.time_zone).is_err() {
        return refuse("time_zone", FieldCode::Unknown);
    }
    if settings.queues.len() > QUEUES_MAX {
        return refuse("queues", FieldCode::TooMany);
    }
    for (index, chosen) in settings.chosen.iter().enumerate() {
        if !chosen.relation.kinds().contains(&chosen.kind) {
            return refuse("chosen", FieldCode::NotAllowed);
        }
        let before = settings.chosen.iter().take(index);
        if before
            .filter(|other| (other.relation, other.kind) == (chosen.relation, chosen.kind))
            .count()
            > 0
        {
            return refuse("chosen", FieldCode::Taken);
        }
    }
    Ok(())
}

/// Laws of quiet hours, against a reference that goes minute by minute.
#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn quiet_hours_end_when_the_clock_on_the_wall_says_so() {
        let quiet = Quiet::of(&NotificationSettings::default());
        let end = |at: &str| quiet.end(at.parse().unwrap()).to_string();
        for (at, expected) in [
            // A Monday in winter, by day and by night.
            ("2026-11-23T10:00:00Z", "2026-11-23T10:00:00Z"),
            ("2026-11-23T19:00:00Z", "2026-11-24T05:30:00Z"),
            // Friday evening to Monday morning.
            ("2026-11-27T19:00:00Z", "2026-11-30T05:30:00Z"),
            // Clocks go forward on the 29th of March 2026.
            ("2026-03-28T12:00:00Z", "2026-03-30T04:30:00Z"),
        ] {
            assert_eq!(end(at), expected, "{at}");
        }
        let digest = |at: &str| digest_after(&NotificationSettings::default(), at.parse().unwrap()).to_string();
        assert_eq!(digest("2026-11-23T05:59:00Z"), "2026-11-23T06:00:00Z");
        assert_eq!(digest("2026-11-23T06:00:00Z"), "2026-11-24T06:00:00Z");
        assert_eq!(
            digest("2026-11-27T06:00:00Z"),
            "2026-11-30T06:00:00Z",
            "not at the weekend"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn the_end_is_the_first_moment_that_is_not_quiet(
            from in 0u32..96, until in 0u32..96, weekend: bool, minute in 0i64..(400 * 24 * 60),
            zone in prop::sample::select(vec!["Europe/Berlin", "America/New_York", "Asia/Kolkata"]),
        ) {
            let settings = NotificationSettings {
                quiet: Some(QuietHours { from: from * 15, until: until * 15, weekend }),
                time_zone: zone.to_owned(),
                ..NotificationSettings::default()
            };
            let quiet = Quiet::of(&settings);
            let start: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
            let at = start + SignedDuration::from_mins(minute);
            let minutes = std::iter::successors(Some(at), |at| at.checked_add(SignedDuration::from_mins(1)).ok());
            let expected = minutes.take(8 * 24 * 60).find(|at| !quiet.at(*at));
            prop_assert_eq!(Some(quiet.end(at)), expected);
        }
    }
}
