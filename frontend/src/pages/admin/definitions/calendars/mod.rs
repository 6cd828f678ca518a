//! Calendars: when queues are open.

mod closures;
mod periods;
mod preview;
mod week;

use leptos::prelude::*;
use pult_shared::{
    api::queue::Names,
    calendar::{CalendarDef, Region, Span},
    catalog::{CalendarKey, CatalogView},
    error::{FieldCode, FieldError},
    time::is_day,
};

use self::{closures::Closures, periods::Periods, preview::Preview, week::Week};

use super::{
    super::parts::{
        bind::Bind,
        editor::Editor,
        inputs::{Both, Count, Line, Pick, Switch},
        key::KeyLine,
        tree::manages,
        words as admin_words,
    },
    Definition, Texts,
    order::behind,
    page::page,
    placed,
};
use crate::{catalog, place::Place, queues::Queues, session::Session};

/// The time zone that a new calendar begins with, until somebody says otherwise.
const HOME_ZONE: &str = "Europe/Berlin";

// req: B12, C10
impl Definition for CalendarDef {
    const COLLECTION: &'static str = "calendars";
    const KIND: &'static str = "calendar";
    const PLACE: Place = Place::AdminCalendars;
    const TEXTS: Texts = Texts {
        add: Some("admin-calendar-add"),
        fresh: "admin-calendar-new",
        note: Some("admin-calendar-region"),
    };

    fn all(catalog: &CatalogView) -> Vec<Self> {
        catalog.calendars.clone()
    }

    fn blank() -> Option<Self> {
        let office = Span { from: 480, to: 1020 };
        let mut week = vec![vec![office]; 5];
        week.resize(7, Vec::new());
        Some(Self {
            key: CalendarKey::new(""),
            names: Names::default(),
            time_zone: HOME_ZONE.to_owned(),
            week,
            region: None,
            closures: Vec::new(),
            periods: Vec::new(),
            queue_id: None,
            position: behind(&placed(&Self::all(&catalog::get())), ""),
            valid: true,
        })
    }

    parts!();

    fn note(&self) -> String {
        self.region.map(admin_words::region).unwrap_or_default()
    }

    fn may_edit(&self, session: Session, queues: Queues) -> bool {
        let managed = |id| {
            let all = queues.get().unwrap_or_default();
            all.iter().any(|queue| queue.id == id && manages(session, queue))
        };
        session.is_administrator() || self.queue_id.is_some_and(managed)
    }

    fn check(&self, wrong: &mut Vec<FieldError>) {
        check_week(wrong, "week", &self.week);
        for (index, closure) in self.closures.iter().enumerate() {
            check_days(wrong, &format!("closures.{index}"), &closure.from, &closure.to);
        }
        for (index, period) in self.periods.iter().enumerate() {
            let of = format!("periods.{index}");
            check_days(wrong, &of, &period.from, &period.to);
            check_week(wrong, &format!("{of}.week"), &period.week);
        }
    }

    fn inputs(editor: Editor<Self>, fresh: bool) -> AnyView {
        let names = editor.bind(|one| one.names.clone(), |one, names| one.names = names);
        let region = editor.bind(
            |one| one.region.map(|region| region.name().to_owned()).unwrap_or_default(),
            |one, name| one.region = Region::from_name(&name),
        );
        let queue = editor.bind(
            |one| one.queue_id.map(|id| id.to_string()).unwrap_or_default(),
            |one, id| one.queue_id = id.parse().ok(),
        );
        let week = editor.bind(|one| one.week.clone(), |one, week| one.week = week);
        let regions = || {
            Region::ALL
                .into_iter()
                .map(|region| (region.name().to_owned(), admin_words::region(region)))
                .collect::<Vec<_>>()
        };
        view! {
            <Both path="names" label="admin-name" value=names />
            <KeyLine
                value=editor.bind(|one| one.key.0.clone(), |one, key| one.key = CalendarKey::new(key))
                name=Signal::derive(move || names.with(|names| names.de.clone()))
                fresh
            />
            <Branch value=queue />
            <Week path="week" label="admin-calendar-week" week />
            <Pick
                path="region"
                label="admin-calendar-region"
                value=region
                options=Signal::derive(regions)
                empty="admin-calendar-region-none"
                hint="admin-calendar-region-hint"
            />
            <Closures closures=editor.bind(|one| one.closures.clone(), |one, closures| one.closures = closures) />
            <Periods
                periods=editor.bind(|one| one.periods.clone(), |one, periods| one.periods = periods)
                week
            />
            <Line
                path="time_zone"
                label="admin-calendar-zone"
                value=editor.bind(|one| one.time_zone.clone(), |one, zone| one.time_zone = zone)
                hint="admin-calendar-zone-hint"
            />
            <Count
                path="position"
                label="admin-position"
                value=editor
                    .bind(|one| Some(one.position), |one, position| one.position = position.unwrap_or_default())
                hint="admin-position-hint"
            />
            <Switch
                path="valid"
                label="admin-valid"
                value=editor.bind(|one| one.valid, |one, valid| one.valid = valid)
                hint="admin-calendar-valid-hint"
            />
            <Preview editor />
        }
        .into_any()
    }
}

/// Whose calendar it is: of all queues, or of the branch of one that the person manages.
#[component]
fn Branch(value: Bind<String>) -> impl IntoView {
    let (queues, session) = (Queues::expect(), Session::expect());
    // Those who manage a branch make calendars of theirs alone.
    let everybody = untrack(|| session.is_administrator());
    let empty = if everybody {
        "admin-calendar-queue-none"
    } else {
        "choose"
    };
    let choices = move || queues.choices(|queue| manages(session, queue));
    view! {
        <Pick
            path="queue_id"
            label="admin-calendar-queue"
            value
            options=Signal::derive(choices)
            empty
            hint="admin-calendar-queue-hint"
        />
    }
}

/// Hours that could not be read are at fault.
fn check_week(wrong: &mut Vec<FieldError>, of: &str, week: &[Vec<Span>]) {
    for (day, spans) in week.iter().enumerate() {
        if spans.iter().any(|span| span.from >= span.to) {
            wrong.push(FieldError::new(format!("{of}.{day}"), FieldCode::Malformed));
        }
    }
}

fn check_days(wrong: &mut Vec<FieldError>, of: &str, from: &str, to: &str) {
    for (part, day) in [("from", from), ("to", to)] {
        if !is_day(day) {
            wrong.push(FieldError::new(format!("{of}.{part}"), FieldCode::Required));
        }
    }
}

#[component]
pub fn Calendars() -> impl IntoView {
    page::<CalendarDef>()
}
