//! Times, numbers and sizes as the reader's language writes them, by the browser's `Intl`.
//!
//! Times are UTC on the wire and local here.

use std::{cell::RefCell, collections::HashMap};

use js_sys::{
    Array, Date, Function,
    Intl::{DateTimeFormat, NumberFormat, RelativeTimeFormat},
    Object, Reflect,
};
use pult_shared::{Timestamp, person::Language};
use wasm_bindgen::{JsCast as _, JsValue};

use super::{language, text};

const MINUTE: f64 = 60.0;
const HOUR: f64 = 60.0 * MINUTE;
const DAY: f64 = 24.0 * HOUR;

/// English as British people write it: day before month, 24 hours, as everybody on a German campus does.
fn locales() -> Array {
    let tag = match language() {
        Language::De => "de-DE",
        Language::En => "en-GB",
    };
    Array::of1(&tag.into())
}

fn options(pairs: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (name, value) in pairs {
        if let Err(error) = Reflect::set(&options, &(*name).into(), &(*value).into()) {
            leptos::logging::error!("{error:?}");
        }
    }
    options
}

/// Ways of writing a date. Each is made once a language: making one takes the browser longer than drawing a row of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Style {
    Full,
    Medium,
    Day,
    Weekday,
}

impl Style {
    fn options(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Full => &[("dateStyle", "full"), ("timeStyle", "short")],
            Self::Medium => &[("dateStyle", "medium"), ("timeStyle", "short")],
            Self::Day => &[("dateStyle", "medium")],
            Self::Weekday => &[("weekday", "short"), ("day", "numeric"), ("month", "short")],
        }
    }
}

thread_local! {
    static FORMATS: RefCell<HashMap<(Language, Style), Function>> = RefCell::new(HashMap::new());
    static RELATIVE: RefCell<HashMap<Language, RelativeTimeFormat>> = RefCell::new(HashMap::new());
    static NUMBERS: RefCell<HashMap<Language, Function>> = RefCell::new(HashMap::new());
}

fn formatted(at: Timestamp, style: Style) -> String {
    let make = || DateTimeFormat::new(&locales(), &options(style.options())).format();
    let format = FORMATS.with_borrow_mut(|known| known.entry((language(), style)).or_insert_with(make).clone());
    let date = Date::new(&JsValue::from_f64(milliseconds(at)));
    format
        .call1(&JsValue::NULL, &date)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_else(|| at.to_string())
}

/// Milliseconds since 1970, as JavaScript counts them.
#[expect(clippy::cast_precision_loss, reason = "exact until the year 287396")]
pub fn milliseconds(at: Timestamp) -> f64 {
    at.as_millisecond() as f64
}

/// Day and time in full: for titles and details.
pub fn absolute(at: Timestamp) -> String {
    formatted(at, Style::Full)
}

/// Day and time in short.
pub fn short(at: Timestamp) -> String {
    formatted(at, Style::Medium)
}

/// From when to when; what both have in common is said once.
pub fn span(from: Timestamp, to: Option<Timestamp>) -> String {
    let Some(to) = to.filter(|to| *to > from) else {
        return absolute(from);
    };
    let format = DateTimeFormat::new(&locales(), &options(Style::Full.options()));
    let date = |at| JsValue::from(Date::new(&JsValue::from_f64(milliseconds(at))));
    Reflect::get(&format, &"formatRange".into())
        .ok()
        .and_then(|range| range.dyn_into::<Function>().ok())
        .and_then(|range| range.call2(&format, &date(from), &date(to)).ok())
        .and_then(|text| text.as_string())
        .unwrap_or_else(|| format!("{} – {}", absolute(from), absolute(to)))
}

/// The zone of the reader's clock, by its IANA name.
pub fn zone() -> String {
    let resolved = DateTimeFormat::new(&locales(), &Object::new()).resolved_options();
    let zone = Reflect::get(&resolved, &"timeZone".into()).ok();
    zone.and_then(|zone| zone.as_string()).unwrap_or_default()
}

/// How long ago (or ahead), in the largest unit that fits; the date itself after some weeks.
pub fn relative(at: Timestamp, now: f64) -> String {
    let seconds = (milliseconds(at) - now) / 1000.0;
    let age = seconds.abs();
    if age >= 28.0 * DAY {
        return formatted(at, Style::Day);
    }
    if age < MINUTE {
        return text("just-now");
    }
    let (size, unit) = match age {
        age if age < HOUR => (MINUTE, "minute"),
        age if age < DAY => (HOUR, "hour"),
        _ => (DAY, "day"),
    };
    let make = || RelativeTimeFormat::new(&locales(), &options(&[("numeric", "auto"), ("style", "short")]));
    RELATIVE.with_borrow_mut(|known| {
        let format = known.entry(language()).or_insert_with(make);
        format.format((seconds / size).trunc(), unit).into()
    })
}

/// A whole number with the language's separators.
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
pub fn number(value: u64) -> String {
    decimal(value as f64)
}

/// A number with the language's separators.
pub fn decimal(value: f64) -> String {
    let make = || NumberFormat::new(&locales(), &options(&[])).format();
    let format = NUMBERS.with_borrow_mut(|known| known.entry(language()).or_insert_with(make).clone());
    format
        .call1(&JsValue::NULL, &value.into())
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_else(|| value.to_string())
}

/// A file's size in the unit that fits.
#[expect(clippy::cast_precision_loss, reason = "sizes stay far below 2^53")]
pub fn size(bytes: u64) -> String {
    let bytes = bytes as f64;
    let (value, unit) = match bytes {
        small if small < 1000.0 => (small, "B"),
        medium if medium < 1_000_000.0 => ((medium / 1000.0).round(), "kB"),
        large => ((large / 100_000.0).round() / 10.0, "MB"),
    };
    format!("{}\u{a0}{unit}", decimal(value))
}

/// A moment that a `datetime-local` field holds (`2026-11-22T16:30`, local time), as UTC.
pub fn from_local_field(value: &str) -> Option<Timestamp> {
    let time = Date::new(&value.into()).get_time();
    if !time.is_finite() {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "finite, and the range is checked")]
    Timestamp::from_millisecond(time as i64).ok()
}

/// A moment in the form of a `datetime-local` field, in local time.
pub fn to_local_field(at: Timestamp) -> String {
    let date = Date::new(&JsValue::from_f64(milliseconds(at)));
    let two = |value: u32| format!("{value:02}");
    format!(
        "{}-{}-{}T{}:{}",
        date.get_full_year(),
        two(date.get_month() + 1),
        two(date.get_date()),
        two(date.get_hours()),
        two(date.get_minutes())
    )
}

/// A moment some hours ahead at a full hour, in the form of a `datetime-local` field.
pub fn local_field_in(days: f64, hour: u32) -> String {
    let date = Date::new(&(Date::now() + days * DAY * 1000.0).into());
    date.set_hours(hour);
    date.set_minutes(0);
    local_field_of(&date)
}

/// A moment in the form of a `datetime-local` field.
pub fn local_field(at: Timestamp) -> String {
    local_field_of(&Date::new(&JsValue::from_f64(milliseconds(at))))
}

fn local_field_of(date: &Date) -> String {
    let two = |value: u32| format!("{value:02}");
    format!(
        "{}-{}-{}T{}:{}",
        date.get_full_year(),
        two(date.get_month() + 1),
        two(date.get_date()),
        two(date.get_hours()),
        two(date.get_minutes())
    )
}

/// How many days from today the next Monday is.
pub fn days_to_monday() -> u32 {
    match Date::new_0().get_day() {
        0 => 1,
        day => 8 - day,
    }
}

/// Today by the browser's clock, like `2026-11-22`.
pub fn today() -> String {
    let mut now = local_field_in(0.0, 12);
    now.truncate("2026-11-22".len());
    now
}

/// A day (`2026-11-22`) as the language writes it.
pub fn day(value: &str) -> String {
    day_as(value, Style::Day)
}

/// A day (`2026-11-22`) with its day of the week, without the year.
pub fn weekday(value: &str) -> String {
    day_as(value, Style::Weekday)
}

fn day_as(value: &str, style: Style) -> String {
    let date = Date::new(&format!("{value}T12:00").into());
    let time = date.get_time();
    if !time.is_finite() {
        return value.to_owned();
    }
    #[expect(clippy::cast_possible_truncation, reason = "finite, and the range is checked")]
    Timestamp::from_millisecond(time as i64).map_or_else(|_| value.to_owned(), |at| formatted(at, style))
}
