//! Service agreements: how soon there is a first answer, a further one, a solution. A service or a queue refers to one.

use leptos::prelude::*;
use pult_shared::{
    api::queue::Names,
    catalog::{CalendarKey, CatalogView, SlaKey},
    error::{FieldCode, FieldError},
    filter::Filter,
    sla::{ClockKind, SLA_MINUTES_MAX, SlaDef, WARN_PERCENT_DEFAULT},
};

use super::{
    super::parts::{
        editor::Editor,
        inputs::{Both, Count, Pick, Switch},
        key::KeyLine,
    },
    Definition, Texts,
    order::behind,
    page::page,
    placed,
};
use crate::{
    catalog,
    i18n::{text, words},
    place::Place,
    tr,
};

impl Definition for SlaDef {
    const COLLECTION: &'static str = "slas";
    const KIND: &'static str = "sla";
    const PLACE: Place = Place::AdminSlas;
    const TEXTS: Texts = Texts {
        add: Some("admin-sla-add"),
        fresh: "admin-sla-new",
        note: Some("admin-sla-promises"),
    };

    fn all(catalog: &CatalogView) -> Vec<Self> {
        catalog.slas.clone()
    }

    fn blank() -> Option<Self> {
        Some(Self {
            key: SlaKey::new(""),
            names: Names::default(),
            calendar: None,
            first_response: None,
            update: None,
            solution: None,
            warn_percent: WARN_PERCENT_DEFAULT,
            position: behind(&placed(&Self::all(&catalog::get())), ""),
            valid: true,
        })
    }

    parts!();

    fn note(&self) -> String {
        let one = |clock: ClockKind| {
            let span = span(self.minutes(clock)?);
            Some(format!("{} {span}", text(&format!("admin-clock-{}", clock.name()))))
        };
        ClockKind::ALL
            .into_iter()
            .filter_map(one)
            .collect::<Vec<_>>()
            .join(", ")
    }

    fn users(&self) -> Option<Filter> {
        Some(Filter::Sla(Some(self.key.clone())))
    }

    fn check(&self, wrong: &mut Vec<FieldError>) {
        if ClockKind::ALL.into_iter().all(|clock| self.minutes(clock).is_none()) {
            wrong.push(FieldError::new("first_response", FieldCode::Required));
        }
    }

    fn inputs(editor: Editor<Self>, fresh: bool) -> AnyView {
        let names = editor.bind(|sla| sla.names.clone(), |sla, names| sla.names = names);
        view! {
            <Both path="names" label="admin-name" value=names />
            <KeyLine
                value=editor.bind(|sla| sla.key.0.clone(), |sla, key| sla.key = SlaKey::new(key))
                name=Signal::derive(move || names.with(|names| names.de.clone()))
                fresh
            />
            <Promises editor />
            <Count
                path="position"
                label="admin-position"
                value=editor
                    .bind(
                        |sla| Some(sla.position),
                        |sla, position| sla.position = position.unwrap_or_default(),
                    )
                hint="admin-position-hint"
            />
            <Switch
                path="valid"
                label="admin-valid"
                value=editor.bind(|sla| sla.valid, |sla, valid| sla.valid = valid)
                hint="admin-sla-valid-hint"
            />
        }
        .into_any()
    }
}

/// What is promised, in whose hours, and when it warns.
#[component]
fn Promises(editor: Editor<SlaDef>) -> impl IntoView {
    let first = editor.bind(|sla| sla.first_response, |sla, minutes| sla.first_response = minutes);
    let update = editor.bind(|sla| sla.update, |sla, minutes| sla.update = minutes);
    let solution = editor.bind(|sla| sla.solution, |sla, minutes| sla.solution = minutes);
    let calendar = editor.bind(
        |sla| sla.calendar.as_ref().map(|key| key.0.clone()).unwrap_or_default(),
        |sla, key| sla.calendar = (!key.is_empty()).then(|| CalendarKey::new(key)),
    );
    let calendars = move || {
        // One that may not be chosen any more is shown where it is.
        let chosen = calendar.get();
        let all = catalog::get().calendars.clone();
        all.into_iter()
            // One of a branch is for the queues there alone.
            .filter(|one| (one.valid && one.queue_id.is_none()) || one.key.0 == chosen)
            .map(|one| (one.key.0.clone(), words::name(&one.names)))
            .collect::<Vec<_>>()
    };
    view! {
        <Count
            path="first_response"
            label="admin-sla-first-response"
            value=first
            hint="admin-sla-minutes-hint"
            max=SLA_MINUTES_MAX
            optional=true
        />
        <Count
            path="update"
            label="admin-sla-update"
            value=update
            hint="admin-sla-update-hint"
            max=SLA_MINUTES_MAX
            optional=true
        />
        <Count path="solution" label="admin-sla-solution" value=solution max=SLA_MINUTES_MAX optional=true />
        <Count
            path="warn_percent"
            label="admin-sla-warn"
            value=editor
                .bind(
                    |sla| Some(sla.warn_percent),
                    |sla, percent| sla.warn_percent = percent.unwrap_or_default(),
                )
            hint="admin-sla-warn-hint"
            max=100
        />
        <Pick
            path="calendar"
            label="admin-queue-calendar"
            value=calendar
            options=Signal::derive(calendars)
            empty="admin-sla-calendar-none"
            hint="admin-sla-calendar-hint"
        />
    }
}

/// Minutes as hours where they are whole ones.
fn span(minutes: u32) -> String {
    if minutes.is_multiple_of(60) {
        tr!("span-hours", count = minutes / 60)
    } else {
        tr!("span-minutes", count = minutes)
    }
}

/// The agreements that may be chosen, and the one that is.
pub fn choices(chosen: &str) -> Vec<(String, String)> {
    let all = catalog::get().slas.clone();
    all.into_iter()
        .filter(|one| one.valid || one.key.0 == chosen)
        .map(|one| (one.key.0.clone(), words::name(&one.names)))
        .collect()
}

#[component]
pub fn Slas() -> impl IntoView {
    page::<SlaDef>()
}
