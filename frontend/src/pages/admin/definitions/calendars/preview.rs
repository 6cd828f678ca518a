//! When the calendar that is being written would be open: four weeks, counted by the server.

use leptos::prelude::*;
use pult_shared::{
    calendar::{CalendarDef, CalendarPreview, HoursSource, PreviewCalendar, PreviewDay},
    time::is_day,
};

use super::{super::super::parts::editor::Editor, week::text_of};
use crate::{
    api,
    fetch::Fetch,
    i18n::{dates, t, text, words},
};

/// Asked for by hand, so that nothing is fetched while somebody types.
#[component]
pub fn Preview(editor: Editor<CalendarDef>) -> impl IntoView {
    let from = RwSignal::new(dates::today());
    let shown = Fetch::<CalendarPreview>::new();
    let show = move |_: leptos::ev::MouseEvent| {
        let mut calendar = untrack(|| editor.draft());
        // What has no key and no name yet can be looked at all the same.
        if calendar.key.0.is_empty() {
            "preview".clone_into(&mut calendar.key.0);
        }
        for name in [&mut calendar.names.de, &mut calendar.names.en] {
            if name.trim().is_empty() {
                "preview".clone_into(name);
            }
        }
        let from = Some(from.get_untracked()).filter(|day| is_day(day));
        shown.run(async move { api::definitions::preview_calendar(PreviewCalendar { calendar, from }).await });
    };
    let days = move || shown.with(|preview| preview.map(|preview| preview.days.clone()));
    view! {
        <fieldset class="field">
            <legend>{t("admin-calendar-preview")}</legend>
            <div class="inline-row">
                <label for="preview-from">{t("admin-calendar-preview-from")}</label>
                <input
                    id="preview-from"
                    type="date"
                    prop:value=move || from.get()
                    on:input=move |event| from.set(event_target_value(&event))
                />
                <button
                    type="button"
                    class="button button-small"
                    aria-disabled=move || shown.busy().to_string()
                    on:click=show
                >
                    {t("admin-calendar-preview-show")}
                </button>
            </div>
            <div aria-live="polite">
                {move || shown.error().map(|error| view! { <p class="field-error">{words::error(&error)}</p> })}
                {move || {
                    days()
                        .map(|days| {
                            view! { <ol class="hours-days">{days.into_iter().map(day).collect_view()}</ol> }
                        })
                }}
            </div>
        </fieldset>
    }
}

fn day(day: PreviewDay) -> impl IntoView {
    let day = StoredValue::new(day);
    let hours = move || {
        day.with_value(|day| match day.hours.as_slice() {
            [] => text("admin-calendar-closed"),
            hours => text_of(hours),
        })
    };
    let source = move || {
        day.with_value(|day| match (day.source, &day.names) {
            (HoursSource::Holiday, _) => Some(text("admin-calendar-holiday")),
            (HoursSource::Week, _) => None,
            (_, names) => names.as_ref().map(words::name),
        })
    };
    view! {
        <li class:hours-closed=day.with_value(|day| day.hours.is_empty())>
            <span class="hours-day">{move || day.with_value(|day| dates::weekday(&day.day))}</span>
            <span class="hours-open">{hours}</span>
            {move || source().map(|name| view! { <span class="soft">{name}</span> })}
        </li>
    }
}
