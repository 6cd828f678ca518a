//! Times of a calendar, as they were written.
//!
//! Knows the forms of RFC 5545 and what Windows calls the zones that others call by their IANA names; must not know when summer begins.

use std::fmt;

use jiff::civil::{Date, DateTime, Time};

use super::lines::Line;

/// A time by somebody's clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    pub local: DateTime,
    /// A whole day; the time of `local` says nothing.
    pub is_day: bool,
    /// Whose clock: an IANA name (`Europe/Berlin`, `UTC`), or whatever the sender's program calls it. `None`: anybody's.
    pub zone: Option<String>,
}

impl Moment {
    /// `DTSTART;TZID=Europe/Berlin:20261125T100000`, `DTSTART:20261125T090000Z`, `DTSTART;VALUE=DATE:20261125`
    pub fn read(line: &Line) -> Option<Self> {
        let value = line.value.trim();
        let number = |from: usize, to: usize| value.get(from..to)?.parse::<i16>().ok();
        let small = |from: usize, to: usize| number(from, to).and_then(|number| i8::try_from(number).ok());
        let date = Date::new(number(0, 4)?, small(4, 6)?, small(6, 8)?).ok()?;
        let Some(rest) = value.get(8..).filter(|rest| rest.starts_with(['T', 't'])) else {
            return Some(Self {
                local: date.to_datetime(Time::midnight()),
                is_day: true,
                zone: None,
            });
        };
        let seconds = small(13, 15).unwrap_or(0).min(59);
        let time = Time::new(small(9, 11)?, small(11, 13)?, seconds, 0).ok()?;
        let zone = if rest.ends_with(['Z', 'z']) {
            Some("UTC".to_owned())
        } else {
            line.parameter("TZID").map(zone)
        };
        Some(Self {
            local: date.to_datetime(time),
            is_day: false,
            zone,
        })
    }
}

/// `2026-11-25 10:00 (Europe/Berlin)`
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.local.date())?;
        if !self.is_day {
            write!(f, " {}", clock(self))?;
        }
        match &self.zone {
            Some(zone) => write!(f, " ({zone})"),
            None => Ok(()),
        }
    }
}

fn clock(moment: &Moment) -> String {
    format!("{:02}:{:02}", moment.local.hour(), moment.local.minute())
}

/// From when to when, on one line: the date once where it is one, the zone once where it is one.
pub fn span(start: Option<&Moment>, end: Option<&Moment>) -> Option<String> {
    let start = start?;
    let Some(end) = end.filter(|end| end.is_day == start.is_day && end.local > start.local) else {
        return Some(start.to_string());
    };
    if start.is_day {
        // The end is the day after the last one.
        let last = end.local.date().yesterday().unwrap_or(end.local.date());
        return Some(if last <= start.local.date() {
            start.to_string()
        } else {
            format!("{} – {last}", start.local.date())
        });
    }
    if start.zone != end.zone {
        return Some(format!("{start} – {end}"));
    }
    let zone = start
        .zone
        .as_deref()
        .map(|zone| format!(" ({zone})"))
        .unwrap_or_default();
    let (from, to) = (start.local.date(), end.local.date());
    Some(if from == to {
        format!("{from} {}–{}{zone}", clock(start), clock(end))
    } else {
        format!("{from} {} – {to} {}{zone}", clock(start), clock(end))
    })
}

/// Windows' names of the zones that mails to a German university come from (CLDR windowsZones), others as written.
fn zone(name: &str) -> String {
    let name = name.trim().trim_start_matches('/');
    let known = [
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("Central Europe Standard Time", "Europe/Budapest"),
        ("Central European Standard Time", "Europe/Warsaw"),
        ("Romance Standard Time", "Europe/Paris"),
        ("GMT Standard Time", "Europe/London"),
        ("Greenwich Standard Time", "Atlantic/Reykjavik"),
        ("E. Europe Standard Time", "Europe/Chisinau"),
        ("FLE Standard Time", "Europe/Kiev"),
        ("GTB Standard Time", "Europe/Bucharest"),
        ("Turkey Standard Time", "Europe/Istanbul"),
        ("Russian Standard Time", "Europe/Moscow"),
        ("Eastern Standard Time", "America/New_York"),
        ("Central Standard Time", "America/Chicago"),
        ("Mountain Standard Time", "America/Denver"),
        ("Pacific Standard Time", "America/Los_Angeles"),
        ("India Standard Time", "Asia/Kolkata"),
        ("China Standard Time", "Asia/Shanghai"),
        ("Tokyo Standard Time", "Asia/Tokyo"),
        ("AUS Eastern Standard Time", "Australia/Sydney"),
        ("UTC", "UTC"),
        ("Coordinated Universal Time", "UTC"),
        (
            "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna",
            "Europe/Berlin",
        ),
        (
            "(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien",
            "Europe/Berlin",
        ),
    ];
    let found = known.iter().find(|(windows, _)| windows.eq_ignore_ascii_case(name));
    // `/mozilla.org/20050126_1/Europe/Berlin`, as older programs write it.
    let iana = || {
        let mut parts = name.rsplit('/');
        let (city, area) = (parts.next()?, parts.next()?);
        let is_area = [
            "Europe",
            "America",
            "Asia",
            "Africa",
            "Australia",
            "Pacific",
            "Atlantic",
        ]
        .contains(&area);
        is_area.then(|| format!("{area}/{city}"))
    };
    found
        .map(|(_, iana)| (*iana).to_owned())
        .or_else(iana)
        .unwrap_or_else(|| name.chars().filter(|c| !c.is_control()).take(80).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::lines::lines;

    #[test]
    fn times_are_told_as_written() {
        let cases = [
            (
                "DTSTART;TZID=Europe/Berlin:20261125T100000",
                Some("2026-11-25 10:00 (Europe/Berlin)"),
            ),
            (
                "DTSTART;TZID=/mozilla.org/20050126_1/Europe/Berlin:20261125T100000",
                Some("2026-11-25 10:00 (Europe/Berlin)"),
            ),
            ("DTSTART:20261125T090000Z", Some("2026-11-25 09:00 (UTC)")),
            ("DTSTART:20261125T090000", Some("2026-11-25 09:00")),
            ("DTSTART;VALUE=DATE:20261125", Some("2026-11-25")),
            (
                "DTSTART;TZID=Hausuhr:20261125T090060",
                Some("2026-11-25 09:00 (Hausuhr)"),
            ),
            ("DTSTART:20261325T090000", None),
            ("DTSTART:heute", None),
            ("DTSTART:2026112\u{E4}", None),
            ("DTSTART:", None),
        ];
        for (written, expected) in cases {
            let moment = lines(written).next().and_then(|line| Moment::read(&line));
            assert_eq!(
                moment.map(|moment| moment.to_string()).as_deref(),
                expected,
                "{written}"
            );
        }
    }

    #[test]
    fn spans_say_nothing_twice() {
        let read = |written: &str| {
            lines(&format!("X{written}"))
                .next()
                .and_then(|line| Moment::read(&line))
        };
        let cases = [
            (":20261125T100000Z", ":20261125T113000Z", "2026-11-25 10:00–11:30 (UTC)"),
            (
                ":20261125T230000Z",
                ":20261126T010000Z",
                "2026-11-25 23:00 – 2026-11-26 01:00 (UTC)",
            ),
            (
                ":20261125T100000Z",
                ";TZID=Europe/Berlin:20261125T120000",
                "2026-11-25 10:00 (UTC) – 2026-11-25 12:00 (Europe/Berlin)",
            ),
            (";VALUE=DATE:20261125", ";VALUE=DATE:20261126", "2026-11-25"),
            (
                ";VALUE=DATE:20261125",
                ";VALUE=DATE:20261128",
                "2026-11-25 – 2026-11-27",
            ),
            (":20261125T100000Z", ":20261125T090000Z", "2026-11-25 10:00 (UTC)"),
        ];
        for (start, end, expected) in cases {
            assert_eq!(
                span(read(start).as_ref(), read(end).as_ref()).as_deref(),
                Some(expected)
            );
        }
        assert_eq!(span(None, read(":20261125").as_ref()), None);
    }
}
