//! Dates that are against the grammar and still plain enough: no seconds, no zone, a German month.
//!
//! Knows numbers and the names of months; must not know today. What mail-parser can read is not looked at here.

use jiff::{
    Timestamp,
    civil::{Date, Time},
};

/// By their first three letters, German beside English.
const MONTHS: [&[&str]; 12] = [
    &["jan"],
    &["feb"],
    &["mar", "mär", "mrz"],
    &["apr"],
    &["may", "mai"],
    &["jun"],
    &["jul"],
    &["aug"],
    &["sep"],
    &["oct", "okt"],
    &["nov"],
    &["dec", "dez"],
];

/// `23 Nov 26 09:15`, `Mo, 23. November 2026 09:15 +0100`, `2026-11-23T09:15:00Z`. Without a zone: UTC.
pub fn read(value: &str) -> Option<Timestamp> {
    if let Ok(timestamp) = value.trim().parse() {
        return Some(timestamp);
    }
    let words: Vec<String> = value
        .split(|c: char| c.is_whitespace() || c == ',')
        .map(|word| word.trim_matches('.').to_lowercase())
        .filter(|word| !word.is_empty())
        .take(12)
        .collect();
    let at = words.iter().position(|word| month(word).is_some())?;
    let month = month(words.get(at)?)?;
    let day: i8 = words.get(at.checked_sub(1)?)?.parse().ok()?;
    let year = year(words.get(at + 1)?)?;
    let time = words.get(at + 2).map_or(Some(Time::midnight()), |word| time(word))?;
    let offset = words.get(at + 3).and_then(|word| offset(word)).unwrap_or(0);
    let local = Date::new(year, month, day).ok()?.to_datetime(time);
    let offset = jiff::tz::Offset::from_seconds(offset).ok()?;
    offset.to_timestamp(local).ok()
}

fn month(word: &str) -> Option<i8> {
    let short: String = word.chars().take(3).collect();
    let at = MONTHS.iter().position(|names| names.contains(&short.as_str()))?;
    i8::try_from(at + 1).ok()
}

/// RFC 5322, obs-year.
fn year(word: &str) -> Option<i16> {
    let year: i16 = word.parse().ok()?;
    Some(match (word.len(), year) {
        (..=2, 0..50) => year + 2_000,
        (..=3, 50..1_000) => year + 1_900,
        (4, 1970..=9999) => year,
        _ => return None,
    })
}

fn time(word: &str) -> Option<Time> {
    let mut parts = word.split(':').map(str::parse::<i8>);
    let (hour, minute) = (parts.next()?.ok()?, parts.next()?.ok()?);
    let second = parts.next().map_or(Some(0), Result::ok)?;
    Time::new(hour, minute, second.min(59), 0).ok()
}

/// `+0100` in seconds.
fn offset(word: &str) -> Option<i32> {
    let (sign, digits) = match word.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let number = |range: std::ops::Range<usize>| digits.get(range)?.parse::<i32>().ok();
    (digits.len() == 4).then_some(())?;
    Some(sign * (number(0..2)? * 3_600 + number(2..4)? * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_dates_are_understood() {
        let cases = [
            ("23 Nov 26 09:15", Some("2026-11-23T09:15:00Z")),
            ("Mo, 23. Dezember 2026 09:15 +0100", Some("2026-12-23T08:15:00Z")),
            ("2026-11-23T09:15:00+01:00", Some("2026-11-23T08:15:00Z")),
            ("23 März 2026 09:15:60 -0030", Some("2026-03-23T09:45:59Z")),
            ("23 Nov 2026", Some("2026-11-23T00:00:00Z")),
            ("31 Feb 2026 09:15", None),
            ("Nov 2026", None),
            ("23 Nov 2026 25:00", None),
            ("gestern", None),
            ("", None),
        ];
        for (value, expected) in cases {
            assert_eq!(
                read(value).map(|date| date.to_string()).as_deref(),
                expected,
                "{value:?}"
            );
        }
    }
}
