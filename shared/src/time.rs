//! Moments and days as the contract writes them (RFC 3339).
//!
//! The server counts with `jiff`. The browser only reads moments, compares them and hands them to its own `Intl`: it has a moment of its
//! own, since `jiff` with all that it can say about time would be a twentieth of what the browser loads.

#[cfg(not(target_family = "wasm"))]
pub use jiff::Timestamp;

#[cfg(target_family = "wasm")]
pub use moment::Timestamp;

/// The day's number, counted from 1970-01-01, of a text like `2026-11-22`; none for a day that the calendar does not have.
fn day_number(text: &str) -> Option<i64> {
    let mut parts = text.split('-');
    let (year, month, day) = (
        digits(parts.next()?, 4)?,
        digits(parts.next()?, 2)?,
        digits(parts.next()?, 2)?,
    );
    if parts.next().is_some() || day < 1 || day > days_in(year, month)? {
        return None;
    }
    // Years begin in March, so that the leap day is the last one.
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    let in_era = year * 365 + year / 4 - year / 100 + (153 * month + 2) / 5 + day - 1;
    Some(era * 146_097 + in_era - 719_468)
}

fn days_in(year: i64, month: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => Some(31),
        4 | 6 | 9 | 11 => Some(30),
        2 => Some(if leap { 29 } else { 28 }),
        _ => None,
    }
}

/// A number written with exactly so many digits.
fn digits(text: &str, count: usize) -> Option<i64> {
    let all = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| all)
}

/// Whether a text is a day that the calendar has, written like `2026-11-22`.
#[must_use]
pub fn is_day(text: &str) -> bool {
    day_number(text).is_some()
}

#[cfg(any(test, target_family = "wasm"))]
mod moment {
    //! A moment in the browser: milliseconds since 1970-01-01 (UTC), which is as exact as the server keeps them.

    use std::fmt;

    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

    use super::{day_number, digits};

    const SECOND: i64 = 1000;
    const MINUTE: i64 = 60 * SECOND;
    const HOUR: i64 = 60 * MINUTE;
    const DAY: i64 = 24 * HOUR;
    /// The years 0000 to 9999, which four digits can write.
    const RANGE: std::ops::RangeInclusive<i64> = -62_167_219_200_000..=253_402_300_799_999;

    /// A moment (UTC).
    #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub struct Timestamp(i64);

    /// Not within the years that can be written.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct OutOfRange;

    impl Timestamp {
        /// The moment so many milliseconds after 1970-01-01.
        ///
        /// # Errors
        /// Outside the years 0000 to 9999.
        pub fn from_millisecond(value: i64) -> Result<Self, OutOfRange> {
            if RANGE.contains(&value) {
                Ok(Self(value))
            } else {
                Err(OutOfRange)
            }
        }

        /// Milliseconds since 1970-01-01.
        #[must_use]
        pub const fn as_millisecond(self) -> i64 {
            self.0
        }

        /// Reads `2026-11-22T16:30:05.25Z`, also with an offset in place of the `Z`.
        pub fn parse(text: &str) -> Option<Self> {
            let (day, rest) = text.split_once(['T', 't', ' '])?;
            let (time, offset) = match rest.strip_suffix(['Z', 'z']) {
                Some(time) => (time, 0),
                None => {
                    let (time, offset) = rest.split_at_checked(rest.rfind(['+', '-'])?)?;
                    (time, offset_of(offset)?)
                }
            };
            let value = day_number(day)? * DAY + time_of(time)? - offset;
            Self::from_millisecond(value).ok()
        }
    }

    /// Milliseconds since midnight of `16:30:05.25`. A leap second counts as the one before it.
    fn time_of(text: &str) -> Option<i64> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let mut parts = whole.split(':').map(|part| digits(part, 2));
        let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next()??);
        let known = parts.next().is_none() && hours < 24 && minutes < 60 && seconds < 61;
        let thousandths: String = fraction.chars().chain("00".chars()).take(3).collect();
        let fraction = digits(fraction, fraction.len()).and(digits(&thousandths, 3))?;
        known.then_some(hours * HOUR + minutes * MINUTE + seconds.min(59) * SECOND + fraction)
    }

    /// Milliseconds of `+01:00`.
    fn offset_of(text: &str) -> Option<i64> {
        let (hours, minutes) = text.trim_start_matches(['+', '-']).split_once(':')?;
        let value = digits(hours, 2)? * HOUR + digits(minutes, 2)? * MINUTE;
        Some(if text.starts_with('-') { -value } else { value })
    }

    impl fmt::Display for Timestamp {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            let (days, time) = (self.0.div_euclid(DAY) + 719_468, self.0.rem_euclid(DAY));
            let (era, in_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
            let year = (in_era - in_era / 1460 + in_era / 36_524 - in_era / 146_096) / 365;
            let in_year = in_era - (year * 365 + year / 4 - year / 100);
            let month = (5 * in_year + 2) / 153;
            let day = in_year - (153 * month + 2) / 5 + 1;
            let (year, month) = if month < 10 {
                (year, month + 3)
            } else {
                (year + 1, month - 9)
            };
            let (hours, minutes, seconds) = (time / HOUR, time % HOUR / MINUTE, time % MINUTE / SECOND);
            write!(
                f,
                "{:04}-{month:02}-{day:02}T{hours:02}:{minutes:02}:{seconds:02}",
                era * 400 + year
            )?;
            match time % SECOND {
                0 => f.write_str("Z"),
                fraction => write!(f, ".{}Z", format!("{fraction:03}").trim_end_matches('0')),
            }
        }
    }

    impl fmt::Debug for Timestamp {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            fmt::Display::fmt(self, f)
        }
    }

    impl Serialize for Timestamp {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_str(self)
        }
    }

    impl<'de> Deserialize<'de> for Timestamp {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            struct Text;
            impl de::Visitor<'_> for Text {
                type Value = Timestamp;

                fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str("a moment as in RFC 3339")
                }

                fn visit_str<E: de::Error>(self, text: &str) -> Result<Timestamp, E> {
                    Timestamp::parse(text).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
                }
            }
            deserializer.deserialize_str(Text)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{is_day, moment};

    fn by_jiff(text: &str) -> Option<i64> {
        text.parse::<jiff::Timestamp>()
            .ok()
            .map(jiff::Timestamp::as_millisecond)
    }

    proptest! {
        // The browser must read and write moments as the server does.
        #[test]
        fn both_write_and_read_the_same(value in -62_000_000_000_000_i64..253_000_000_000_000) {
            let here = moment::Timestamp::from_millisecond(value).unwrap();
            let there = jiff::Timestamp::from_millisecond(value).unwrap();
            prop_assert_eq!(here.to_string(), there.to_string());
            prop_assert_eq!(moment::Timestamp::parse(&there.to_string()), Some(here));
            let json = serde_json::to_string(&here).unwrap();
            prop_assert_eq!(&json, &serde_json::to_string(&there).unwrap());
            prop_assert_eq!(serde_json::from_str::<moment::Timestamp>(&json).unwrap(), here);
        }

        #[test]
        fn both_know_the_same_days(year in 0_u32..10_000, month in 0_u32..14, day in 0_u32..33) {
            let text = format!("{year:04}-{month:02}-{day:02}");
            prop_assert_eq!(is_day(&text), text.parse::<jiff::civil::Date>().is_ok(), "{}", text);
        }
    }

    #[test]
    fn moments_as_others_write_them() {
        for text in [
            "2026-11-22T16:30:05Z",
            "2026-11-22T16:30:05.25Z",
            "2026-11-22T16:30:05.123456789Z",
            "2026-11-22T17:30:05+01:00",
            "2026-11-22 02:00:05.5-03:30",
            "2024-02-29T23:59:60Z",
        ] {
            assert_eq!(
                moment::Timestamp::parse(text).map(moment::Timestamp::as_millisecond),
                by_jiff(text),
                "{text}"
            );
        }
        for text in [
            "",
            "2026-11-22",
            "2026-02-29T00:00:00Z",
            "2026-11-22T24:00:00Z",
            "2026-11-22T16:30:05",
            "2026-11-22T16:30:05.Z",
            "2026-11-22T16:30:0xZ",
            "22.11.2026T16:30:05Z",
        ] {
            assert_eq!(moment::Timestamp::parse(text), None, "{text}");
            assert!(
                serde_json::from_str::<moment::Timestamp>(&format!("{text:?}")).is_err(),
                "{text}"
            );
        }
    }

    #[test]
    fn other_texts_are_no_days() {
        for text in [
            "",
            "2026-1-2",
            "20261122",
            "2026-11-22T",
            "2026-11-22-1",
            "2026-13-01",
            "x026-11-22",
        ] {
            assert!(!is_day(text), "{text}");
        }
    }
}
