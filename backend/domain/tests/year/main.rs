//! A year of 10,000 tickets in three zones, with summer time, holidays, lecture-free time, people who are away, and stops of the jobs: every due time,
//! warning, breach and reminder with whom it reaches, every waiting time and every lock that runs out is compared with a slow and obvious
//! reference that walks minute by minute and knows no arithmetic of calendars.
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test")]

mod desk;
mod people;
mod reference;

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, civil::Date, tz::TimeZone};
use pult_domain::{calendar::Calendar, ticket::Clocks};
use pult_shared::{
    Timestamp,
    api::queue::Names,
    calendar::{CalendarDef, Closure, Period, Region, Span},
    catalog::CalendarKey,
    sla::ClockKind,
};

use desk::{Counting, world};
use people::AGENTS;

const TICKETS: u32 = 10_000;
/// Threads that share them.
const PARTS: u32 = 4;
const DAY: usize = 24 * 60;
/// Minutes that are looked at: a year, and what begins at its end goes on.
const MINUTES: usize = 420 * DAY;
/// So long may the whole year take two processors, in milliseconds.
const A_MINUTE: u64 = 60_000;
/// Minutes from the opening of a ticket to its end.
const LIFE: usize = 16 * DAY;

/// 1 January 2026, midnight in Greenwich.
fn moment(minute: usize) -> Timestamp {
    Timestamp::from_second(1_767_225_600 + i64::try_from(minute).expect("small") * 60).expect("a moment")
}

fn minute(at: Timestamp) -> usize {
    usize::try_from((at.as_second() - 1_767_225_600) / 60).expect("in the year")
}

fn names(text: &str) -> Names {
    Names {
        de: text.to_owned(),
        en: text.to_owned(),
    }
}

/// A time of the year with other hours: its first and last day as the calendar has them, whether they come each year, and every first and
/// last day within the simulated year, written out for the reference.
struct Lecture {
    given: (&'static str, &'static str, bool),
    walked: &'static [(&'static str, &'static str)],
    week: [&'static [(u32, u32)]; 7],
}

/// A desk: where it is, when it is open, what it promises in minutes, when it reminds.
struct Site {
    zone: &'static str,
    /// Hours of each day from Monday on.
    week: [&'static [(u32, u32)]; 7],
    region: Option<Region>,
    closed: &'static [&'static str],
    periods: &'static [Lecture],
    promises: [Option<u32>; 3],
    warn_percent: u32,
    remind_days: u32,
    /// Opening minutes without work after which a lock runs out.
    unlock: u32,
}

const OFFICE: &[(u32, u32)] = &[(8, 12), (13, 17)];
const MORNING: &[(u32, u32)] = &[(9, 12)];
const LONG: &[(u32, u32)] = &[(7, 22)];

/// Göttingen with the holidays of Lower Saxony, New York, and an island whose summer time is half an hour.
const SITES: [Site; 3] = [
    Site {
        zone: "Europe/Berlin",
        week: [OFFICE, OFFICE, OFFICE, OFFICE, &[(8, 12)], &[], &[]],
        region: Some(Region::Ni),
        closed: &[
            "2026-01-01",
            "2026-04-03",
            "2026-04-06",
            "2026-05-01",
            "2026-05-14",
            "2026-05-25",
            "2026-10-03",
            "2026-10-31",
            "2026-12-24",
            "2026-12-25",
            "2026-12-26",
            "2026-12-27",
            "2026-12-28",
            "2026-12-29",
            "2026-12-30",
            "2026-12-31",
            "2027-01-01",
        ],
        // Lecture-free time: mornings only, a Saturday instead of Wednesdays in summer; over the night in which summer time begins.
        periods: &[
            Lecture {
                given: ("2026-02-09", "2026-04-06", false),
                walked: &[("2026-02-09", "2026-04-06")],
                week: [MORNING, MORNING, MORNING, MORNING, MORNING, &[], &[]],
            },
            Lecture {
                given: ("2025-07-20", "2025-10-11", true),
                walked: &[("2026-07-20", "2026-10-11")],
                week: [MORNING, MORNING, &[], MORNING, MORNING, &[(9, 13)], &[]],
            },
        ],
        promises: [Some(240), Some(480), Some(1200)],
        warn_percent: 80,
        remind_days: 3,
        unlock: 300,
    },
    Site {
        zone: "America/New_York",
        week: [LONG, LONG, LONG, LONG, LONG, &[(10, 16)], &[]],
        region: None,
        closed: &["2026-07-03", "2026-11-26", "2026-12-25"],
        // Over New Year, each year; it ends on a leap day where there is one.
        periods: &[Lecture {
            given: ("2023-12-20", "2024-02-29", true),
            walked: &[("2025-12-20", "2026-02-28"), ("2026-12-20", "2027-02-28")],
            week: [
                &[(10, 14)],
                &[(10, 14)],
                &[(10, 14)],
                &[(22, 24)],
                &[(0, 3), (12, 13)],
                &[],
                &[],
            ],
        }],
        promises: [Some(60), Some(600), None],
        warn_percent: 50,
        remind_days: 5,
        unlock: 45,
    },
    Site {
        zone: "Australia/Lord_Howe",
        week: [&[(0, 24)]; 7],
        region: None,
        closed: &[],
        // A week that is closed throughout.
        periods: &[Lecture {
            given: ("2026-06-15", "2026-06-21", false),
            walked: &[("2026-06-15", "2026-06-21")],
            week: [&[]; 7],
        }],
        promises: [None, Some(720), Some(2880)],
        warn_percent: 100,
        remind_days: 2,
        unlock: 600,
    },
];

impl Site {
    fn calendar(&self) -> Calendar {
        let span = |(from, to): &(u32, u32)| Span {
            from: from * 60,
            to: to * 60,
        };
        let closure = |day: &&str| Closure {
            from: (*day).to_owned(),
            to: (*day).to_owned(),
            names: names("closed"),
        };
        let week = |week: &[&[(u32, u32)]; 7]| week.iter().map(|spans| spans.iter().map(span).collect()).collect();
        let period = |period: &Lecture| Period {
            from: period.given.0.to_owned(),
            to: period.given.1.to_owned(),
            yearly: period.given.2,
            names: names("period"),
            week: week(&period.week),
        };
        // Where a federal state has them, its holidays come by rule; the list is for the reference, but for the days between the years.
        let own = |day: &&&str| self.region.is_none() || day.starts_with("2026-12");
        Calendar::read(CalendarDef {
            key: CalendarKey::new(self.zone.to_lowercase().replace('/', "_")),
            names: names(self.zone),
            time_zone: self.zone.to_owned(),
            week: week(&self.week),
            region: self.region,
            closures: self.closed.iter().filter(own).map(closure).collect(),
            periods: self.periods.iter().map(period).collect(),
            queue_id: None,
            position: 0,
            valid: true,
        })
        .expect("a calendar")
    }

    /// Minute by minute: whether it is open, and whether a day opens with it.
    fn walked(&self) -> Walked {
        let zone = TimeZone::get(self.zone).expect("a zone");
        let mut walked = Walked::default();
        let mut opened: Option<Date> = None;
        for at in 0..MINUTES {
            let wall = moment(at).to_zoned(zone.clone());
            let (hour, day) = (u32::try_from(wall.hour()).expect("an hour"), wall.date());
            let weekday = usize::try_from(wall.weekday().to_monday_zero_offset()).expect("a day");
            let written = day.to_string();
            let within = |(from, to): &(&str, &str)| *from <= written.as_str() && written.as_str() <= *to;
            let other = self.periods.iter().find(|period| period.walked.iter().any(within));
            let week = other.map_or(&self.week, |period| &period.week);
            let open = week[weekday].iter().any(|(from, to)| (*from..*to).contains(&hour))
                && !self.closed.contains(&written.as_str());
            let opens = open && opened != Some(day);
            if opens {
                opened = Some(day);
            }
            walked.open.push(open);
            walked.opens.push(opens);
            walked.day.push(day);
        }
        walked
    }
}

#[derive(Default)]
struct Walked {
    open: Vec<bool>,
    opens: Vec<bool>,
    day: Vec<Date>,
}

/// What is done to a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Answer,
    Note,
    /// Until a time at which somebody is reminded.
    Wait,
    /// Until a time at which it is closed by itself.
    Park,
    GoOn,
    Close,
    Ask,
}

/// When it is done, by which of the agents, and until when the ticket waits then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Step {
    at: usize,
    act: Act,
    by: usize,
    until: usize,
}

/// Chance that is the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, of: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("32 bits") % of
    }

    /// What happens to a ticket, from its opening on. It waits until an open minute within the time that is looked at, or beyond.
    fn course(&mut self, opened: usize, walked: &Walked) -> Vec<Step> {
        let acts = [
            Act::Answer,
            Act::Note,
            Act::Wait,
            Act::Park,
            Act::GoOn,
            Act::Close,
            Act::Ask,
            Act::Ask,
            Act::Answer,
            Act::Wait,
        ];
        let mut course = Vec::new();
        let mut at = opened;
        for _ in 0..self.below(9) {
            at += 1 + self.below(2 * DAY);
            let longest = [6 * 60, 2 * DAY, LIFE][self.below(3)];
            let until = at + 1 + self.below(longest);
            course.push(Step {
                at,
                act: acts[self.below(acts.len())],
                by: self.below(AGENTS),
                until: (until..).find(|at| walked.open[*at]).expect("it opens again"),
            });
        }
        course
    }
}

/// What was told or done by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Told {
    /// Most of a clock's time is over; when all of it will be.
    Warned(ClockKind, usize),
    /// All of it is, and since when.
    Escalated(ClockKind, usize),
    /// Nobody has worked on it for days.
    Forgotten,
    /// The waiting time is over: who is told, and in whose place.
    Reminded(BTreeSet<(usize, Option<usize>)>),
    /// The waiting time is over, and the ticket is closed.
    WentOn,
    /// The lock was released.
    Unlocked,
}

impl Told {
    fn word(&self) -> &'static str {
        match self {
            Self::Warned(..) => "warned",
            Self::Escalated(..) => "escalated",
            Self::Forgotten => "forgotten",
            Self::Reminded(people) if people.iter().any(|(_, place)| place.is_some()) => "reminded a deputy",
            Self::Reminded(_) => "reminded",
            Self::WentOn => "went on",
            Self::Unlocked => "unlocked",
        }
    }
}

/// Whether the jobs run: they stand still for two hours every third day, for a day each month, and once for three.
fn is_up(at: usize) -> bool {
    at % (3 * DAY) >= 120 && at % (30 * DAY) >= DAY && !(200 * DAY..203 * DAY).contains(&at)
}

/// What this thread has worked, in milliseconds, whatever else the machine has to do.
fn worked() -> u64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = stat.split_whitespace().next().and_then(|text| text.parse::<u64>().ok());
    nanoseconds.unwrap_or_default() / 1_000_000
}

// req: B12, B16, B17, C8, C10
#[test]
fn a_year_of_ten_thousand_tickets() {
    let world = world();
    let mut count: BTreeMap<(usize, &str), u32> = BTreeMap::new();
    let mut worked_by_all = 0;
    std::thread::scope(|scope| {
        let parts: Vec<_> = (0..PARTS)
            .map(|part| {
                scope.spawn({
                    let world = &world;
                    move || (world.part_of_a_year(part), worked())
                })
            })
            .collect();
        for part in parts {
            let (told, worked) = part.join().expect("a part of the year");
            worked_by_all += worked;
            for (key, told) in told {
                *count.entry(key).or_default() += told;
            }
        }
    });
    println!("a year has taken {worked_by_all} ms of processors' time: {count:?}");
    assert!(
        (1..2 * A_MINUTE).contains(&worked_by_all),
        "the year has taken {worked_by_all} ms"
    );
    // Enough of each that the year was none of silence.
    for (site, here) in SITES.iter().enumerate() {
        for (word, least) in [
            ("warned", 500),
            ("escalated", 500),
            ("forgotten", 500),
            ("reminded", 300),
            ("reminded a deputy", 30),
            ("went on", 200),
            ("unlocked", 500),
        ] {
            let enough = count.get(&(site, word)).copied().unwrap_or_default() > least;
            assert!(
                enough || (here.warn_percent == 100 && word == "warned"),
                "{site} {word}: {count:?}"
            );
        }
    }
}

// req: B16 — a lock runs out at the minute at which its queue has been open for so long since the last work.
#[test]
fn a_year_of_locks() {
    let world = world();
    let mut dice = Dice(7);
    for _ in 0..TICKETS {
        let site = dice.below(SITES.len());
        let (calendar, walked) = (SITES[site].calendar(), &world.walked[site]);
        let worked = dice.below(365 * DAY);
        let minutes = 1 + dice.below(600);
        let mut open = 0;
        let mut at = worked;
        while open < minutes {
            open += usize::from(walked.open[at]);
            at += 1;
        }
        let minutes = u32::try_from(minutes).expect("small");
        let is_out = |at: usize| {
            calendar
                .before(moment(at), minutes)
                .is_some_and(|since| moment(worked) <= since)
        };
        assert!(
            is_out(at) && !is_out(at - 1),
            "{} from {}",
            SITES[site].zone,
            moment(worked)
        );
        let span = SignedDuration::from_mins(i64::from(minutes));
        assert_eq!(calendar.after(moment(worked), span), Some(moment(at)));
    }
}

#[test]
fn clocks_of_a_new_ticket_begin_at_once() {
    let world = world();
    let ticket = world.opened(&mut Counting(1 << 64), 0, 12 * DAY);
    assert_eq!(ticket.clocks.since, Some(moment(12 * DAY)));
    assert_ne!(ticket.clocks, Clocks::default());
}
