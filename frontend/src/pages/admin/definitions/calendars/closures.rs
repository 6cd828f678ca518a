//! Days of a calendar's own on which it is closed: typed, or taken over from a file.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::queue::Names,
    calendar::{CLOSURES_MAX, Closure},
    person::Language,
};

use super::super::super::parts::{
    bind::Bind,
    inputs::Line,
    label::Label,
    problems::{Problems, sentence},
    rows::Rows,
};
use crate::{
    api,
    components::{Icon, Sign},
    i18n::{t, words},
    toast::Toasts,
    tr, web,
};

/// Days of the calendar's own on which it is closed.
#[component]
pub fn Closures(closures: Bind<Vec<Closure>>) -> impl IntoView {
    let wrong = Problems::expect().input("closures", Label::from("admin-closures"));
    let row = |index: usize, closure: Bind<Closure>| {
        let from = closure.part(
            |closure| closure.from.clone(),
            |closure, day| {
                // Most are single days: the last one follows until it is given.
                if closure.to == closure.from || closure.to.is_empty() {
                    closure.to.clone_from(&day);
                }
                closure.from = day;
            },
        );
        let name = Label::from("admin-closure-name");
        let word = move |language: Language| {
            let value = closure.part(
                move |closure| closure.names.get(language).to_owned(),
                move |closure, text| match language {
                    Language::De => closure.names.de = text,
                    Language::En => closure.names.en = text,
                },
            );
            let path = format!("closures.{index}.names.{}", language.tag());
            view! { <Line path label=name.in_language(language).number(index) value lang=language /> }
        };
        view! {
            <Line
                path=format!("closures.{index}.from")
                label=Label::from("admin-closure-from").number(index)
                value=from
                kind="date"
            />
            <Line
                path=format!("closures.{index}.to")
                label=Label::from("admin-closure-to").number(index)
                value=closure.part(|closure| closure.to.clone(), |closure, day| closure.to = day)
                kind="date"
            />
            {word(Language::De)}
            {word(Language::En)}
        }
        .into_any()
    };
    view! {
        <fieldset class="field" id="f-closures" tabindex="-1">
            <legend>{t("admin-closures")}</legend>
            <p class="field-hint">{t("admin-closures-hint")}</p>
            <Rows
                id="closures"
                value=closures
                name="admin-closure"
                add="admin-closure-add"
                max=CLOSURES_MAX
                blank=|| Closure {
                    from: String::new(),
                    to: String::new(),
                    names: Names::default(),
                }
                row
            />
            <TakeOver closures />
            <p class="field-error" hidden=move || wrong.with(Option::is_none)>
                {move || wrong.with(|wrong| wrong.as_ref().map(sentence))}
            </p>
        </fieldset>
    }
}

/// Takes closed days over from a file that calendar programs write; they stand in the form and are not saved yet.
#[component]
fn TakeOver(closures: Bind<Vec<Closure>>) -> impl IntoView {
    let toasts = Toasts::expect();
    let busy = RwSignal::new(false);
    let picked = move |event: leptos::ev::Event| {
        let input = event_target::<web_sys::HtmlInputElement>(&event);
        let Some(file) = web::files(input.files()).into_iter().next() else {
            return;
        };
        // The same file may be picked again.
        input.set_value("");
        busy.set(true);
        spawn_local(async move {
            let text = web::read_text(&file).await.unwrap_or_default();
            let read = api::definitions::read_closures(text).await;
            // The page may be gone by now.
            if busy.try_set(false).is_some() {
                return;
            }
            match read {
                Ok(read) => {
                    let (found, left_out) = (read.closures.len(), read.left_out);
                    closures.update(|all| {
                        for closure in read.closures {
                            if !all.contains(&closure) {
                                all.push(closure);
                            }
                        }
                    });
                    toasts.show(untrack(|| tr!("admin-ical-read", found = found, left_out = left_out)));
                }
                Err(error) => toasts.show(words::error(&error)),
            }
        });
    };
    view! {
        <div class="picker-add">
            <input
                class="picker-input"
                type="file"
                accept=".ics,text/calendar"
                id="closures-ical"
                disabled=move || busy.get()
                on:change=picked
            />
            <label class="button button-small" for="closures-ical">
                <Icon sign=Sign::Clip />
                {t("admin-ical-take")}
            </label>
        </div>
    }
}
