//! The form of one filter.

use leptos::prelude::*;
use pult_shared::{
    api::postmaster::PostmasterFilterView,
    error::{FieldCode, FieldError},
    ids::PostmasterFilterId,
    limits::NAME_MAX,
};

use super::{
    super::parts::{
        course::{Course, EditorHead},
        editor::Editor,
        ending::{Ending, Foot, Remove},
        inputs::{Line, Switch},
        problems::{Problems, id_of, sentence},
        selection::log_href,
    },
    conditions::Conditions,
    draft::{Draft, blank},
    effects::{Effects, People},
    presets,
};
use crate::{
    api,
    components::{ErrorSummary, Notice, Tone},
    i18n::{t, text},
    place::Place,
};

/// What is being edited, for the try-out: which filter, and as what.
#[derive(Clone, Copy)]
pub struct Edited(pub RwSignal<Option<(Option<PostmasterFilterId>, Draft)>>);

#[component]
pub fn Form(
    /// Left out: a new filter.
    existing: Option<PostmasterFilterView>,
    /// Fetches the list again.
    #[prop(into)]
    changed: Callback<()>,
) -> impl IntoView {
    let course = Course::new(Place::AdminPostmaster, changed);
    let id = existing.as_ref().map(|one| one.id);
    let broken = existing.as_ref().is_some_and(|one| !one.faults.is_empty());
    let faults = existing.as_ref().map(|one| one.faults.clone()).unwrap_or_default();
    let people = existing.as_ref().map(|one| one.people.clone()).unwrap_or_default();
    provide_context(People(RwSignal::new(people)));
    let start = existing.map_or_else(blank, |one| Draft::from(one.filter));
    let editor = Editor::new(start);
    // What is no more is marked from the beginning.
    editor.problems().set(faults);
    let edited = expect_context::<Edited>().0;
    Effect::new(move |_| edited.set(Some((id, editor.draft()))));
    on_cleanup(move || {
        edited.try_set(None);
    });
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let filter = untrack(|| editor.draft()).filter();
        let wrong = check(&filter.name, filter.then.is_empty());
        let request = async move {
            match id {
                Some(id) => api::postmaster::save_postmaster_filter(id, &filter).await,
                None => api::postmaster::create_postmaster_filter(&filter).await,
            }
        };
        editor.send(wrong, request, move |saved: PostmasterFilterView| {
            let name = saved.filter.name.clone();
            editor.keep(Draft::from(saved.filter));
            course.saved(&name, id.is_none().then(|| saved.id.to_string()));
        });
    };
    let remove = move |()| {
        let Some(id) = id else { return };
        let name = untrack(|| editor.with_saved(|draft| draft.name.clone()));
        course.delete(editor, name, api::postmaster::delete_postmaster_filter(id));
    };
    let title = move || match id {
        None => text("postmaster-new"),
        Some(_) => editor.with_saved(|draft| draft.name.clone()),
    };
    view! {
        <EditorHead title=Signal::derive(title) place=Place::AdminPostmaster />
        {broken
            .then(|| {
                view! {
                    <Notice tone=Tone::Warning>
                        <p>{t("postmaster-broken-text")}</p>
                    </Notice>
                }
            })}
        {id.is_none().then(|| view! { <Presets editor /> })}
        <form class="form" novalidate on:submit=save>
            <ErrorSummary complaints=editor.problems().complaints() />
            <Inputs editor />
            <Ending editor fresh=id.is_none() />
        </form>
        {id
            .map(|id| {
                view! {
                    <Foot log=log_href("postmaster_filter", &id.to_string())>
                        <Remove name=Signal::derive(title) busy=editor.busy() remove=Callback::new(remove) />
                    </Foot>
                }
            })}
    }
}

/// Filters that most desks want; taking one fills the form.
#[component]
fn Presets(editor: Editor<Draft>) -> impl IntoView {
    let one = move |name: &'static str| {
        view! {
            <button
                type="button"
                class="button button-small"
                on:click=move |_| editor.tidy(|draft| *draft = untrack(|| presets::preset(name)))
            >
                {move || text(&format!("postmaster-preset-{name}"))}
            </button>
        }
    };
    view! {
        <div class="rule-presets" role="group" aria-labelledby="presets-title">
            <span id="presets-title" class="soft">
                {t("postmaster-presets")}
            </span>
            {presets::NAMES.into_iter().map(one).collect_view()}
        </div>
    }
}

#[component]
fn Inputs(editor: Editor<Draft>) -> impl IntoView {
    // That there is no effect at all is a fault of the whole list.
    let nothing = Problems::expect().input("then", "postmaster-then".into());
    let fault = move || nothing.with(|wrong| wrong.as_ref().map(sentence));
    let ends = move || editor.with(|draft| draft.then.iter().any(pult_shared::postmaster::MailEffect::ends));
    view! {
        <Line
            path="name"
            label="admin-name"
            value=editor.bind(|draft| draft.name.clone(), |draft, name| draft.name = name)
            hint="postmaster-name-hint"
        />
        <fieldset class="rule-part">
            <legend>{t("postmaster-when")}</legend>
            <Conditions
                value=editor.bind(|draft| draft.when.clone(), |draft, when| draft.when = when)
                path="when".to_owned()
                depth=1
            />
        </fieldset>
        <fieldset class="rule-part rule-effects" id=id_of("then") tabindex="-1">
            <legend>{t("postmaster-then")}</legend>
            {move || fault().map(|text| view! { <p class="field-error">{text}</p> })}
            <Effects value=editor.bind(|draft| draft.then.clone(), |draft, then| draft.then = then) />
            <Show when=ends>
                <p class="field-hint">{t("postmaster-ends-hint")}</p>
            </Show>
        </fieldset>
        <Switch
            path="follow_ups"
            label="postmaster-follow-ups"
            value=editor.bind(|draft| draft.follow_ups, |draft, follow_ups| draft.follow_ups = follow_ups)
            hint="postmaster-follow-ups-hint"
        />
        <Switch
            path="stop"
            label="postmaster-stop"
            value=editor.bind(|draft| draft.stop, |draft, stop| draft.stop = stop)
            hint="postmaster-stop-hint"
        />
        <Switch
            path="valid"
            label="admin-valid"
            value=editor.bind(|draft| draft.valid, |draft, valid| draft.valid = valid)
            hint="postmaster-valid-hint"
        />
    }
}

fn check(name: &str, does_nothing: bool) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    match name.trim().chars().count() {
        0 => wrong.push(FieldError::new("name", FieldCode::Required)),
        1..=NAME_MAX => {}
        _ => wrong.push(FieldError::new("name", FieldCode::TooLong)),
    }
    if does_nothing {
        wrong.push(FieldError::new("then", FieldCode::Required));
    }
    wrong
}
