//! Calendars by tables and laws; the reference walks minute by minute.

use jiff::{SignedDuration, ToSpan, civil::date};
use proptest::prelude::*;
use pult_shared::{
    Timestamp,
    api::queue::Names,
    calendar::{CalendarDef, Closure, HoursSource, PERIODS_MAX, Period, Region, Span},
    catalog::CalendarKey,
    error::{ErrorCode, FieldCode},
};

use super::{Calendar, Closed, Holiday, check_calendar};
use crate::{catalog::Catalog, queue::QueueTree};

fn names(text: &str) -> Names {
    Names {
        de: text.to_owned(),
        en: text.to_owned(),
    }
}

fn def(zone: &str, week: Vec<Vec<Span>>) -> CalendarDef {
    CalendarDef {
        key: CalendarKey::new("hours"),
        names: names("Hours"),
        time_zone: zone.to_owned(),
        week,
        region: Some(Region::Ni),
        closures: vec![Closure {
            from: "2026-12-24".to_owned(),
            to: "2026-12-31".to_owned(),
            names: names("Between the years"),
        }],
        periods: Vec::new(),
        queue_id: None,
        position: 0,
        valid: true,
    }
}

fn period(from: &str, to: &str, yearly: bool, week: Vec<Vec<Span>>) -> Period {
    Period {
        from: from.to_owned(),
        to: to.to_owned(),
        yearly,
        names: names("Lecture-free time"),
        week,
    }
}

fn span(from: u32, to: u32) -> Span {
    Span {
        from: from * 60,
        to: to * 60,
    }
}

/// Monday to Friday 8 to 17, Friday till 12.
fn office() -> Calendar {
    let mut week = vec![vec![span(8, 17)]; 4];
    week.extend([vec![span(8, 12)], vec![], vec![]]);
    Calendar::read(def("Europe/Berlin", week)).unwrap()
}

/// The office, but in the lecture-free time of 2027 only on mornings, not on Thursdays, and on one Saturday morning a week; and from
/// 20 December to 6 January each year from noon to midnight on Mondays alone.
fn university() -> Calendar {
    let mut def = office().def().clone();
    def.closures.clear();
    let mornings = vec![
        vec![span(9, 12)],
        vec![span(9, 12)],
        vec![span(9, 12)],
        vec![],
        vec![span(9, 12)],
        vec![span(10, 11)],
        vec![],
    ];
    let mut mondays = vec![vec![]; 7];
    mondays[0] = vec![span(12, 24)];
    def.periods = vec![
        period("2027-02-08", "2027-04-04", false, mornings),
        period("2026-12-20", "2027-01-06", true, mondays),
    ];
    Calendar::read(def).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn days_are_closed_for_a_reason() {
    let office = office();
    assert_eq!(office.closed(date(2026, 11, 23)), None);
    let closed = |year, month, day| office.closed(date(year, month, day)).map(|closed| closed.reason());
    assert_eq!(closed(2026, 11, 22).as_deref(), Some("Sunday"));
    assert_eq!(closed(2026, 10, 31).as_deref(), Some("Reformation Day"));
    assert_eq!(closed(2026, 12, 24).as_deref(), Some("Between the years"));
    // The calendar's own word comes before the law's.
    assert_eq!(closed(2026, 12, 25).as_deref(), Some("Between the years"));
    assert_eq!(
        office.closed(date(2027, 3, 26)),
        Some(Closed::Holiday(Holiday::GoodFriday))
    );
    // 23:30 in Berlin is the day there, not the day in Greenwich.
    assert_eq!(office.day(at("2026-11-22T23:30:00Z")), date(2026, 11, 23));
    assert_eq!(
        office.closed_days(at("2026-12-19T10:00:00Z"), 14),
        [
            "2026-12-19",
            "2026-12-20",
            "2026-12-24",
            "2026-12-25",
            "2026-12-26",
            "2026-12-27",
            "2026-12-28",
            "2026-12-29",
            "2026-12-30",
            "2026-12-31",
            "2027-01-01"
        ]
    );
}

#[test]
fn opening_hours_are_counted_back() {
    let office = office();
    for (now, minutes, before) in [
        // Within the day, in winter time.
        ("2026-11-24T10:00:00Z", 60, "2026-11-24T09:00:00Z"),
        // From Monday morning over the weekend to Friday noon.
        ("2026-11-23T08:00:00Z", 120, "2026-11-20T10:00:00Z"),
        // At night the day before counts.
        ("2026-11-24T02:00:00Z", 30, "2026-11-23T15:30:00Z"),
        // Over the night in which summer time ends (25 October 2026): the wall's 8 o'clock is an hour later in Greenwich.
        ("2026-10-26T08:00:00Z", 60, "2026-10-26T07:00:00Z"),
        ("2026-10-26T07:30:00Z", 60, "2026-10-23T09:30:00Z"),
        // Over the days between the years, which are closed.
        ("2027-01-04T07:30:00Z", 60, "2026-12-23T15:30:00Z"),
        ("2026-11-24T10:00:00Z", 0, "2026-11-24T10:00:00Z"),
    ] {
        assert_eq!(office.before(at(now), minutes), Some(at(before)), "{now} {minutes}");
    }
}

#[test]
fn hours_that_the_night_skips_or_repeats() {
    let nights = Calendar::read(def("Europe/Berlin", vec![vec![span(0, 6)]; 7])).unwrap();
    // 29 March 2026: 2 to 3 does not exist, five hours; 25 October: it comes twice, seven hours.
    let open = |day| {
        let spans = nights.open_on(day);
        spans
            .iter()
            .map(|(from, to)| to.duration_since(*from).as_hours())
            .sum::<i64>()
    };
    assert_eq!(
        [
            open(date(2026, 3, 29)),
            open(date(2026, 3, 30)),
            open(date(2026, 10, 25))
        ],
        [5, 6, 7]
    );
}

#[test]
fn what_cannot_be_read_is_refused() {
    let good = office().def().clone();
    assert!(check_calendar(&Catalog::default(), &QueueTree::default(), &good.key, &good).is_ok());
    let refused = |change: fn(&mut CalendarDef)| {
        let mut bad = good.clone();
        change(&mut bad);
        let refusal = check_calendar(&Catalog::default(), &QueueTree::default(), &good.key, &bad).unwrap_err();
        assert_eq!(refusal.code, ErrorCode::Invalid);
        let error = refusal.errors.first().unwrap();
        (error.field.clone(), error.code)
    };
    for (field, code, change) in [
        (
            "time_zone",
            FieldCode::Unknown,
            (|bad| bad.time_zone = "Europe/Atlantis".to_owned()) as fn(&mut CalendarDef),
        ),
        ("week", FieldCode::Malformed, |bad| {
            bad.week.pop();
        }),
        ("week", FieldCode::Required, |bad| bad.week = vec![vec![]; 7]),
        ("week.2", FieldCode::Malformed, |bad| {
            bad.week[2] = vec![span(8, 12), span(11, 13)];
        }),
        ("week.0", FieldCode::Malformed, |bad| bad.week[0] = vec![span(12, 8)]),
        ("week.0", FieldCode::Malformed, |bad| bad.week[0] = vec![span(8, 25)]),
        ("closures.0.to", FieldCode::Malformed, |bad| {
            bad.closures[0].to = "2026-13-01".to_owned();
        }),
        ("closures.0.to", FieldCode::NotAllowed, |bad| {
            bad.closures[0].to = "2026-12-01".to_owned();
        }),
        ("names.de", FieldCode::Required, |bad| bad.names.de = String::new()),
    ] {
        assert_eq!(refused(change), (field.to_owned(), code));
    }
}

// req: B12, C10
#[test]
fn a_period_has_hours_of_its_own() {
    let university = university();
    for (from, minutes, after) in [
        // The last evening before it, then mornings: it begins at midnight by the wall's clock.
        ("2027-02-05T10:30:00Z", 30 + 60, "2027-02-08T09:00:00Z"),
        ("2027-02-07T23:30:00Z", 1, "2027-02-08T08:01:00Z"),
        // Over a Thursday, which is closed now, and on a Saturday, which is open now.
        ("2027-02-10T10:30:00Z", 31, "2027-02-12T08:01:00Z"),
        ("2027-02-12T10:30:00Z", 90, "2027-02-13T10:00:00Z"),
        // Holidays come before it: Good Friday (26 March 2027) is no open morning, and clocks go forward on Sunday.
        ("2027-03-24T10:30:00Z", 30 + 60, "2027-03-27T10:00:00Z"),
        ("2027-03-24T10:30:00Z", 30 + 60 + 60, "2027-03-30T08:00:00Z"),
        // Out of it: its last day is a Sunday, on Monday the term's hours hold.
        ("2027-04-03T08:30:00Z", 31, "2027-04-05T06:01:00Z"),
        // Over New Year, in each of the years: only Mondays, up to midnight.
        ("2026-12-18T10:30:00Z", 30 + 12 * 60, "2026-12-21T23:00:00Z"),
        ("2026-12-18T10:30:00Z", 30 + 12 * 60 + 1, "2026-12-28T11:01:00Z"),
        ("2027-01-04T22:59:00Z", 2, "2027-01-07T07:01:00Z"),
        ("2029-12-31T11:00:00Z", 12 * 60 + 1, "2030-01-07T07:01:00Z"),
    ] {
        let span = SignedDuration::from_mins(minutes);
        assert_eq!(university.after(at(from), span), Some(at(after)), "{from} {minutes}");
        assert_eq!(university.between(at(from), at(after)), span, "{from} {minutes}");
    }
    // Before its first year a yearly one is none.
    assert_eq!(university.closed(date(2025, 12, 30)), None);
    let closed = |month, day| university.closed(date(2027, month, day)).map(|closed| closed.reason());
    assert_eq!(closed(2, 11).as_deref(), Some("Lecture-free time"), "a Thursday");
    assert_eq!(closed(2, 14).as_deref(), Some("Sunday"), "closed all year");
    assert_eq!(closed(3, 26).as_deref(), Some("Good Friday"));
    assert_eq!(closed(2, 13), None, "a Saturday");
}

#[test]
fn a_preview_says_what_hours_come_from() {
    let mut def = university().def().clone();
    def.closures = office().def().closures.clone();
    let calendar = Calendar::read(def).unwrap();
    let days = |from| -> Vec<(HoursSource, usize, bool)> {
        let days = calendar.preview(from, 3).into_iter();
        days.map(|day| (day.source, day.hours.len(), day.names.is_some()))
            .collect()
    };
    use HoursSource::{Closure, Holiday, Period, Week};
    assert_eq!(
        days(date(2026, 12, 31)),
        [(Closure, 0, true), (Holiday, 0, false), (Period, 0, true)]
    );
    assert_eq!(
        days(date(2027, 2, 6)),
        [(Week, 0, false), (Week, 0, false), (Period, 1, true)]
    );
    assert_eq!(calendar.preview(date(2027, 2, 8), 28).len(), 28);
}

#[test]
fn periods_that_are_refused() {
    let office = office();
    let week = || vec![vec![span(9, 12)]; 7];
    let refused = |periods: Vec<Period>| {
        let given = CalendarDef {
            periods,
            ..office.def().clone()
        };
        let checked = check_calendar(&Catalog::default(), &QueueTree::default(), &given.key, &given);
        checked.err().map(|refusal| {
            let error = refusal.errors.first().unwrap();
            (error.field.clone(), error.code)
        })
    };
    let overlaps = Some(("periods.1.from".to_owned(), FieldCode::Overlaps));
    for (one, other, fault) in [
        // One after the other, and one day too long.
        (
            ("2027-02-08", "2027-04-04", false),
            ("2027-04-05", "2027-07-16", false),
            None,
        ),
        (
            ("2027-02-08", "2027-04-05", false),
            ("2027-04-05", "2027-07-16", false),
            overlaps.clone(),
        ),
        // The order in which they are given does not matter.
        (
            ("2027-04-05", "2027-07-16", false),
            ("2027-02-08", "2027-04-05", false),
            overlaps.clone(),
        ),
        // Once in another year, and each year.
        (
            ("2027-02-08", "2027-04-04", false),
            ("2028-03-01", "2028-03-31", false),
            None,
        ),
        (
            ("2027-02-08", "2027-04-04", true),
            ("2031-03-01", "2031-03-31", false),
            overlaps.clone(),
        ),
        (
            ("2027-02-08", "2027-04-04", true),
            ("2026-03-01", "2026-03-31", false),
            None,
        ),
        (
            ("2027-02-08", "2027-04-04", true),
            ("2020-04-04", "2020-04-06", true),
            overlaps.clone(),
        ),
        // Over New Year: it meets what lies in January of the next year.
        (
            ("2026-12-20", "2027-01-06", true),
            ("2031-01-06", "2031-01-07", false),
            overlaps.clone(),
        ),
        (
            ("2026-12-20", "2027-01-06", true),
            ("2031-01-07", "2031-12-19", false),
            None,
        ),
        (
            ("2026-12-20", "2027-01-06", true),
            ("2025-01-02", "2025-01-03", true),
            overlaps.clone(),
        ),
        // Only leap years have the day that they share.
        (
            ("2024-02-20", "2024-02-29", true),
            ("2023-03-01", "2023-03-02", true),
            None,
        ),
        (
            ("2024-02-29", "2024-02-29", true),
            ("2023-02-27", "2023-02-28", true),
            overlaps,
        ),
    ] {
        let given = |(from, to, yearly)| period(from, to, yearly, week());
        assert_eq!(refused(vec![given(one), given(other)]), fault, "{one:?} {other:?}");
    }
    for (from, to, fault) in [
        ("2027-02-08", "2027-02-07", ("periods.0.to", FieldCode::NotAllowed)),
        ("2027-02-08", "2028-02-08", ("periods.0.to", FieldCode::NotAllowed)),
        ("2027-02-30", "2028-02-08", ("periods.0.from", FieldCode::Malformed)),
        ("2027-02-08", "8.2.2028", ("periods.0.to", FieldCode::Malformed)),
    ] {
        let (field, code) = fault;
        assert_eq!(
            refused(vec![period(from, to, false, week())]),
            Some((field.to_owned(), code)),
            "{from} {to}"
        );
    }
    assert_eq!(
        refused(vec![period("2027-02-08", "2028-02-07", true, vec![vec![]; 7])]),
        None,
        "closed throughout"
    );
    let bad = |week| refused(vec![period("2027-02-08", "2027-04-04", false, week)]);
    assert_eq!(
        bad(vec![vec![]; 6]),
        Some(("periods.0.week".to_owned(), FieldCode::Malformed))
    );
    let mut twelve_to_eight = week();
    twelve_to_eight[3] = vec![span(12, 8)];
    assert_eq!(
        bad(twelve_to_eight),
        Some(("periods.0.week.3".to_owned(), FieldCode::Malformed))
    );
    let day = |index: usize| format!("{}-05-05", 2027 + index);
    let many = (0..=PERIODS_MAX)
        .map(|index| period(&day(index), &day(index), false, week()))
        .collect();
    assert_eq!(refused(many), Some(("periods".to_owned(), FieldCode::TooMany)));
}

#[test]
fn opening_hours_are_counted_on() {
    let office = office();
    let nights = Calendar::read(def("Europe/Berlin", vec![vec![span(0, 6)]; 7])).unwrap();
    for (calendar, from, minutes, after) in [
        // Within the day, in winter time.
        (&office, "2026-11-24T09:00:00Z", 60, "2026-11-24T10:00:00Z"),
        // What ends with the day ends in its evening; a minute more waits for the morning.
        (&office, "2026-11-24T15:00:00Z", 60, "2026-11-24T16:00:00Z"),
        (&office, "2026-11-24T15:00:00Z", 61, "2026-11-25T07:01:00Z"),
        // Asked at night, before it opens, on the minute at which it closes.
        (&office, "2026-11-24T02:00:00Z", 30, "2026-11-24T07:30:00Z"),
        (&office, "2026-11-24T16:00:00Z", 30, "2026-11-25T07:30:00Z"),
        // From Friday noon over the weekend.
        (&office, "2026-11-20T10:30:00Z", 60, "2026-11-23T07:30:00Z"),
        // From Friday over the night in which summer time ends: Monday's 8 o'clock is 7 in Greenwich, not 6.
        (&office, "2026-10-23T09:30:00Z", 60, "2026-10-26T07:30:00Z"),
        // And in which it begins (29 March 2026).
        (&office, "2026-03-27T10:30:00Z", 60, "2026-03-30T06:30:00Z"),
        // Before Easter: Good Friday and Easter Monday are closed.
        (&office, "2027-03-25T15:30:00Z", 60, "2027-03-30T06:30:00Z"),
        // Over the days between the years and New Year.
        (&office, "2026-12-23T15:30:00Z", 60, "2027-01-04T07:30:00Z"),
        // A night from midnight to six has five hours when clocks go forward, seven when they go back.
        (&nights, "2026-03-28T23:00:00Z", 5 * 60, "2026-03-29T04:00:00Z"),
        (&nights, "2026-03-28T23:00:00Z", 5 * 60 + 1, "2026-03-29T22:01:00Z"),
        (&nights, "2026-10-24T22:00:00Z", 7 * 60, "2026-10-25T05:00:00Z"),
        (&nights, "2026-10-24T22:00:00Z", 7 * 60 + 1, "2026-10-25T23:01:00Z"),
        // Nothing to wait for.
        (&office, "2026-11-22T10:00:00Z", 0, "2026-11-22T10:00:00Z"),
    ] {
        let span = SignedDuration::from_mins(minutes);
        assert_eq!(calendar.after(at(from), span), Some(at(after)), "{from} {minutes}");
        assert_eq!(calendar.between(at(from), at(after)), span, "{from} {minutes}");
    }
    assert_eq!(
        office.between(at("2026-11-24T10:00:00Z"), at("2026-11-24T09:00:00Z")),
        SignedDuration::ZERO
    );
}

/// A first and a last day, over New Year and changes of summer time too.
fn some_days() -> impl Strategy<Value = (String, String)> {
    (0_i64..900, 0_i64..120).prop_map(|(from, days)| {
        let from = date(2025, 6, 1).checked_add(from.days()).unwrap();
        (from.to_string(), from.checked_add(days.days()).unwrap().to_string())
    })
}

/// A calendar by chance, in one of several zones.
fn some_calendar() -> impl Strategy<Value = Calendar> {
    let week = prop::collection::vec(prop::collection::vec((0_u32..12, 12_u32..=24), 0..2), 7);
    let zones = vec![
        "Europe/Berlin",
        "America/New_York",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
    ];
    let periods = prop::collection::vec((some_days(), any::<bool>(), week.clone()), 0..3);
    (week, prop::sample::select(zones), periods).prop_filter_map("it is open at no time", |(week, zone, periods)| {
        let spans = |day: Vec<(u32, u32)>| day.into_iter().map(|(from, to)| span(from, to)).collect();
        let read = |week: Vec<Vec<(u32, u32)>>| -> Vec<Vec<Span>> { week.into_iter().map(spans).collect() };
        let week = read(week);
        let opens = week.iter().any(|spans| !spans.is_empty());
        let mut calendar = def(zone, week);
        for ((from, to), yearly, week) in periods {
            calendar.periods.push(period(&from, &to, yearly, read(week)));
            // Those that meet are refused.
            if check_calendar(&Catalog::default(), &QueueTree::default(), &calendar.key, &calendar).is_err() {
                calendar.periods.pop();
            }
        }
        opens.then(|| Calendar::read(calendar).unwrap())
    })
}

/// Half of the moments lie within two days of a change of summer time, in one of the zones.
fn some_moment() -> impl Strategy<Value = Timestamp> {
    let changes = vec![
        1_774_746_000_i64,
        1_792_890_000,
        1_772_953_200,
        1_793_512_800,
        1_775_314_800,
        1_791_041_400,
    ];
    let near = (prop::sample::select(changes), -172_800_i64..172_800).prop_map(|(change, by)| change + by);
    prop_oneof![1_771_000_000_i64..1_803_000_000, near].prop_map(|second| Timestamp::from_second(second).unwrap())
}

proptest! {
    // What is added can be taken away again: counted back it is the same moment, or one before which it was closed.
    #[test]
    fn adding_and_subtracting(calendar in some_calendar(), from in some_moment(), seconds in 0_i64..400_000) {
        let span = SignedDuration::from_secs(seconds);
        let after = calendar.after(from, span).unwrap();
        prop_assert!(after >= from);
        prop_assert_eq!(calendar.between(from, after), span);
        let back = calendar.back(after, span).unwrap();
        prop_assert!(back >= from);
        prop_assert_eq!(calendar.between(from, back), SignedDuration::ZERO);
    }

    // Later begins end no earlier, and more takes no less.
    #[test]
    fn time_goes_on(calendar in some_calendar(), from in some_moment(), later in 0_i64..300_000, seconds in 0_i64..300_000, more in 0_i64..300_000) {
        let span = SignedDuration::from_secs(seconds);
        let then = from + SignedDuration::from_secs(later);
        prop_assert!(calendar.after(from, span) <= calendar.after(then, span));
        let longer = SignedDuration::from_secs(seconds + more);
        prop_assert!(calendar.after(from, span) <= calendar.after(from, longer));
        prop_assert!(calendar.between(from, then) <= calendar.between(from, then + longer));
        prop_assert!(calendar.between(from, then) <= then.duration_since(from));
    }

    // Wherever it is split, the parts are the whole.
    #[test]
    fn parts_make_the_whole(calendar in some_calendar(), from in some_moment(), first in 0_i64..600_000, second in 0_i64..600_000) {
        let middle = from + SignedDuration::from_secs(first);
        let end = middle + SignedDuration::from_secs(second);
        prop_assert_eq!(calendar.between(from, middle) + calendar.between(middle, end), calendar.between(from, end));
        let (one, other) = (SignedDuration::from_secs(first), SignedDuration::from_secs(second));
        let stepwise = calendar.after(from, one).and_then(|middle| calendar.after(middle, other));
        prop_assert_eq!(stepwise, calendar.after(from, one + other));
    }
}

proptest! {
    // What is counted back has just that many open minutes between it and now, by walking every minute.
    #[test]
    fn counting_back_is_walking_back(
        week in prop::collection::vec(prop::collection::vec((0_u32..12, 12_u32..=24), 0..2), 7),
        now in 1_771_000_000_i64..1_803_000_000,
        minutes in 0_u32..3000,
        zone in prop::sample::select(vec!["Europe/Berlin", "America/New_York", "Asia/Kathmandu"]),
    ) {
        let week: Vec<Vec<Span>> = week.into_iter().map(|spans| spans.into_iter().map(|(from, to)| span(from, to)).collect()).collect();
        prop_assume!(week.iter().any(|spans| !spans.is_empty()));
        let calendar = Calendar::read(def(zone, week)).unwrap();
        let now = Timestamp::from_second(now / 60 * 60).unwrap();
        let before = calendar.before(now, minutes).unwrap();
        let is_open = |at: Timestamp| calendar.open_on(calendar.day(at)).iter().any(|(from, to)| *from <= at && at < *to);
        let walked = (before.as_second() / 60..now.as_second() / 60)
            .filter(|minute| is_open(Timestamp::from_second(minute * 60).unwrap()))
            .count();
        prop_assert_eq!(walked, minutes as usize);
        // More minutes lie further back.
        prop_assert!(calendar.before(now, minutes + 1).unwrap() < before || minutes == 0);
    }
}
