//! The form of one macro.

use leptos::prelude::*;
use pult_shared::{
    api::macros::{MacroDef, MacroView},
    error::{FieldCode, FieldError},
    rule::RuleAction,
};

use super::{
    super::{
        parts::{
            choices::Choices,
            course::{Course, EditorHead},
            editor::Editor,
            ending::{Ending, Foot, Remove},
            inputs::{Both, Switch},
            problems::{Problems, id_of, sentence},
            selection::log_href,
            tree,
        },
        postmaster::effects::People,
        rules::actions::Actions,
    },
    blank,
};
use crate::{
    api,
    components::ErrorSummary,
    i18n::{self, t, text},
    place::Place,
    queues::Queues,
    session::Session,
};

#[component]
pub fn Form(
    /// Left out: a new macro.
    existing: Option<MacroView>,
    /// Fetches the list again.
    #[prop(into)]
    changed: Callback<()>,
) -> impl IntoView {
    let course = Course::new(Place::AdminMacros, changed);
    let id = existing.as_ref().map(|one| one.id);
    let faults = existing.as_ref().map(|one| one.faults.clone()).unwrap_or_default();
    let people = existing.as_ref().map(|one| one.people.clone()).unwrap_or_default();
    provide_context(People(RwSignal::new(people)));
    let editor = Editor::new(existing.map_or_else(blank, |one| one.definition));
    // What is no more is marked from the beginning.
    editor.problems().set(faults);
    let administrator = untrack(|| Session::expect().is_administrator());
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let definition = untrack(|| editor.draft());
        let wrong = check(&definition, administrator);
        let request = async move {
            match id {
                Some(id) => api::macros::save_macro(id, &definition).await,
                None => api::macros::create_macro(&definition).await,
            }
        };
        editor.send(wrong, request, move |saved: MacroView| {
            let name = untrack(|| i18n::words::name(&saved.definition.names));
            editor.keep(saved.definition);
            course.saved(&name, id.is_none().then(|| saved.id.to_string()));
        });
    };
    let remove = move |()| {
        let Some(id) = id else { return };
        let name = untrack(|| editor.with_saved(|one| i18n::words::name(&one.names)));
        course.delete(editor, name, api::macros::delete_macro(id));
    };
    let title = move || match id {
        None => text("macro-new"),
        Some(_) => editor.with_saved(|one| i18n::words::name(&one.names)),
    };
    view! {
        <section class="card admin-editor" aria-label=t("admin-editor")>
            <EditorHead title=Signal::derive(title) place=Place::AdminMacros />
            <form class="form" novalidate on:submit=save>
                <ErrorSummary complaints=editor.problems().complaints() />
                <Inputs editor administrator />
                <Ending editor fresh=id.is_none() />
            </form>
            {id
                .map(|id| {
                    view! {
                        <Foot log=log_href("macro", &id.to_string())>
                            <Remove name=Signal::derive(title) busy=editor.busy() remove=Callback::new(remove) />
                        </Foot>
                    }
                })}
        </section>
    }
}

#[component]
fn Inputs(editor: Editor<MacroDef>, administrator: bool) -> impl IntoView {
    let (queues, session) = (Queues::expect(), Session::expect());
    let nothing = Problems::expect().input("then", "rule-then".into());
    let fault = move || nothing.with(|wrong| wrong.as_ref().map(sentence));
    let in_queues = editor.bind(
        |one| one.queue_ids.iter().map(ToString::to_string).collect::<Vec<_>>(),
        |one, ids| one.queue_ids = ids.iter().filter_map(|id| id.parse().ok()).collect(),
    );
    let own_queues = move || {
        let all = queues.get().unwrap_or_default();
        tree::choices(&all, |queue| tree::manages(session, queue))
    };
    view! {
        <Both
            path="names"
            label="admin-name"
            value=editor.bind(|one| one.names.clone(), |one, names| one.names = names)
            hint="macro-name-hint"
        />
        <fieldset class="rule-part rule-effects" id=id_of("then") tabindex="-1">
            <legend>{t("rule-then")}</legend>
            {move || fault().map(|text| view! { <p class="field-error">{text}</p> })}
            <Actions
                value=editor.bind(|one| one.then.clone(), |one, then| one.then = then)
                kinds=&RuleAction::OF_MACROS
            />
        </fieldset>
        <Choices
            path="queue_ids"
            label="macro-queues"
            value=in_queues
            choices=Signal::derive(own_queues)
            hint="macro-queues-hint"
            none=if administrator { "admin-every-queue" } else { "admin-no-queue" }
        />
        <Switch
            path="valid"
            label="admin-valid"
            value=editor.bind(|one| one.valid, |one, valid| one.valid = valid)
            hint="macro-valid-hint"
        />
    }
}

fn check(definition: &MacroDef, administrator: bool) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    for (path, name) in [("names.de", &definition.names.de), ("names.en", &definition.names.en)] {
        if name.trim().is_empty() {
            wrong.push(FieldError::new(path, FieldCode::Required));
        }
    }
    if definition.then.is_empty() {
        wrong.push(FieldError::new("then", FieldCode::Required));
    }
    if definition.queue_ids.is_empty() && !administrator {
        wrong.push(FieldError::new("queue_ids", FieldCode::Required));
    }
    wrong
}
