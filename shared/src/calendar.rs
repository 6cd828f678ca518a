//! Calendars: when a desk is open. Weekly hours, the holidays of a federal state, and days of its own.
//!
//! Says how a calendar is written; what it means for a moment is counted in `pult_domain::calendar`. Days are texts like `2026-12-24`,
//! times of day are minutes since midnight in the calendar's time zone.

use serde::{Deserialize, Serialize};

use crate::{api::queue::Names, catalog::CalendarKey, ids::QueueId};

/// Minutes of a day; a span may end there, at midnight.
pub const MINUTES_PER_DAY: u32 = 24 * 60;
/// Spans of opening hours on one day of the week.
pub const SPANS_MAX: usize = 5;
/// Closures of one calendar.
pub const CLOSURES_MAX: usize = 400;
/// Periods of one calendar.
pub const PERIODS_MAX: usize = 40;
/// Days that a preview of opening hours shows.
pub const PREVIEW_DAYS: usize = 28;
/// Bytes of an iCalendar that is read.
pub const ICAL_MAX: usize = 1_000_000;

/// Opening hours on a day of the week, in minutes since midnight: 480 to 1020 is 8:00 to 17:00.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Span {
    pub from: u32,
    /// Up to, at most 1440.
    pub to: u32,
}

/// Days on which it is closed besides Sundays and holidays: a bridge day, the days between the years, a works outing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Closure {
    /// The first day, for example `2026-12-24`.
    pub from: String,
    /// The last day; the same for a single one.
    pub to: String,
    pub names: Names,
}

/// A time of the year with weekly hours of its own, in place of the calendar's: lecture-free time, an exhibition, the weeks of the
/// examinations. Holidays and closed days come before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// The first day, for example `2027-02-08`.
    pub from: String,
    /// The last day, less than a year after the first.
    pub to: String,
    /// Comes again each year from then on, by day and month; 29 February is the 28th in years that have none.
    #[serde(default)]
    pub yearly: bool,
    pub names: Names,
    /// Seven days from Monday on; all without hours: it is closed throughout.
    pub week: Vec<Vec<Span>>,
}

/// A federal state of Germany, by its ISO 3166-2 letters: its holidays are closed days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Region {
    Bw,
    By,
    Be,
    Bb,
    Hb,
    Hh,
    He,
    Mv,
    Ni,
    Nw,
    Rp,
    Sl,
    Sn,
    St,
    Sh,
    Th,
}

impl Region {
    pub const ALL: [Self; 16] = [
        Self::Bw,
        Self::By,
        Self::Be,
        Self::Bb,
        Self::Hb,
        Self::Hh,
        Self::He,
        Self::Mv,
        Self::Ni,
        Self::Nw,
        Self::Rp,
        Self::Sl,
        Self::Sn,
        Self::St,
        Self::Sh,
        Self::Th,
    ];

    /// The word in API, database and locale keys (`region-<name>`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Bw => "bw",
            Self::By => "by",
            Self::Be => "be",
            Self::Bb => "bb",
            Self::Hb => "hb",
            Self::Hh => "hh",
            Self::He => "he",
            Self::Mv => "mv",
            Self::Ni => "ni",
            Self::Nw => "nw",
            Self::Rp => "rp",
            Self::Sl => "sl",
            Self::Sn => "sn",
            Self::St => "st",
            Self::Sh => "sh",
            Self::Th => "th",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|region| region.name() == name)
    }
}

/// When a desk is open. Also the body of `save_calendar`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CalendarDef {
    pub key: CalendarKey,
    pub names: Names,
    /// The queue whose branch it belongs to: whoever manages that queue changes it, and only queues of the branch are open by it. Left out:
    /// it is everybody's, and the administrators' to change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue_id: Option<QueueId>,
    /// As the IANA database names it, for example `Europe/Berlin`.
    pub time_zone: String,
    /// Seven days from Monday on, each with its opening hours in order; a day without any is closed.
    pub week: Vec<Vec<Span>>,
    /// Whose holidays are closed days; left out: nobody's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
    #[serde(default)]
    pub closures: Vec<Closure>,
    /// Times of the year with hours of their own; no two share a day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub periods: Vec<Period>,
    #[serde(default)]
    pub position: u32,
    #[serde(default = "yes")]
    pub valid: bool,
}

/// Body of `read_closures`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReadClosures {
    /// An iCalendar (RFC 5545), at most 1 MB.
    pub ical: String,
}

/// Answer of `read_closures`: nothing is saved by it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadClosuresResult {
    /// The events that last whole days, by their first day.
    pub closures: Vec<Closure>,
    /// Events that are none: with a time of day, or repeated.
    pub left_out: u32,
}

/// Body of `preview_calendar`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PreviewCalendar {
    /// The calendar as it stands in the form.
    pub calendar: CalendarDef,
    /// The first day that is shown, for example `2027-02-08`; left out: today, in the calendar's time zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
}

/// Answer of `preview_calendar`: nothing is saved by it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarPreview {
    /// Four weeks, day by day.
    pub days: Vec<PreviewDay>,
}

/// When it is open on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PreviewDay {
    /// For example `2027-02-08`.
    pub day: String,
    /// Opening hours in order; none: it is closed.
    pub hours: Vec<Span>,
    /// What the day's hours come from.
    pub source: HoursSource,
    /// What the closure or the period is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub names: Option<Names>,
}

/// What the hours of a day come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum HoursSource {
    Week,
    Period,
    Holiday,
    Closure,
}

fn yes() -> bool {
    true
}
