//! The form of one rule.

use leptos::prelude::*;
use pult_shared::{
    api::rule::RuleView,
    error::{FieldCode, FieldError},
    limits::NAME_MAX,
    rule::RuleDef,
};

use super::{
    super::{
        parts::{
            course::{Course, EditorHead},
            editor::Editor,
            ending::{Ending, Foot, Remove},
            filter_input::FilterInput,
            inputs::{Both, Pick, Switch},
            problems::{Problems, id_of, sentence},
            selection::log_href,
            tree,
        },
        postmaster::effects::People,
    },
    actions::Actions,
    presets::{self, blank},
    runs::Runs,
    trial::Trial,
    trigger::Trigger,
};
use crate::{
    api,
    components::{ErrorSummary, Notice, Tone},
    i18n::{self, t, text},
    place::Place,
    queues::Queues,
    session::Session,
};

#[component]
pub fn Form(
    /// Left out: a new rule.
    existing: Option<RuleView>,
    /// Fetches the list again.
    #[prop(into)]
    changed: Callback<()>,
) -> impl IntoView {
    let course = Course::new(Place::AdminRules, changed);
    let id = existing.as_ref().map(|one| one.id);
    let editable = existing.as_ref().is_none_or(|one| one.may_edit);
    let faults = existing.as_ref().map(|one| one.faults.clone()).unwrap_or_default();
    let broken = !faults.is_empty();
    let people = existing.as_ref().map(|one| one.people.clone()).unwrap_or_default();
    provide_context(People(RwSignal::new(people)));
    let editor = Editor::new(existing.map_or_else(blank, |one| one.rule));
    // What is no more is marked from the beginning.
    editor.problems().set(faults);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let rule = untrack(|| editor.draft());
        let wrong = check(&rule);
        let request = async move {
            match id {
                Some(id) => api::rules::save_rule(id, &rule).await,
                None => api::rules::create_rule(&rule).await,
            }
        };
        editor.send(wrong, request, move |saved: RuleView| {
            let name = untrack(|| i18n::words::name(&saved.rule.names));
            editor.keep(saved.rule);
            course.saved(&name, id.is_none().then(|| saved.id.to_string()));
        });
    };
    let remove = move |()| {
        let Some(id) = id else { return };
        let name = untrack(|| editor.with_saved(|rule| i18n::words::name(&rule.names)));
        course.delete(editor, name, api::rules::delete_rule(id));
    };
    let title = move || match id {
        None => text("rule-new"),
        Some(_) => editor.with_saved(|rule| i18n::words::name(&rule.names)),
    };
    let notice = |key: &'static str, tone: Tone| {
        view! {
            <Notice tone>
                <p>{t(key)}</p>
            </Notice>
        }
    };
    view! {
        <div class="rule-bench rule-bench-open">
            <section class="card admin-editor" aria-label=t("admin-editor")>
                <EditorHead title=Signal::derive(title) place=Place::AdminRules />
                {broken.then(|| notice("rule-broken-text", Tone::Warning))}
                {(!editable).then(|| notice("rule-locked", Tone::Info))}
                {id.is_none().then(|| view! { <Presets editor /> })}
                <form class="form" novalidate on:submit=save>
                    <ErrorSummary complaints=editor.problems().complaints() />
                    <fieldset class="form" disabled=!editable>
                        <legend class="visually-hidden">{t("rule")}</legend>
                        <Inputs editor />
                    </fieldset>
                    {editable.then(|| view! { <Ending editor fresh=id.is_none() /> })}
                </form>
                {id
                    .map(|id| {
                        view! {
                            <Runs id />
                            <Foot log=log_href("rule", &id.to_string())>
                                {editable
                                    .then(|| {
                                        view! {
                                            <Remove
                                                name=Signal::derive(title)
                                                busy=editor.busy()
                                                remove=Callback::new(remove)
                                            />
                                        }
                                    })}
                            </Foot>
                        }
                    })}
            </section>
            <Trial rule=Signal::derive(move || editor.draft()) />
        </div>
    }
}

/// Rules that most desks want; taking one fills the form.
#[component]
fn Presets(editor: Editor<RuleDef>) -> impl IntoView {
    let one = move |name: &'static str| {
        let take = move |_| {
            editor.tidy(|rule| {
                let queue_id = rule.queue_id;
                *rule = RuleDef {
                    queue_id,
                    ..untrack(|| presets::preset(name))
                };
            });
        };
        view! {
            <button type="button" class="button button-small" on:click=take>
                {move || text(&format!("rule-preset-{name}"))}
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
fn Inputs(editor: Editor<RuleDef>) -> impl IntoView {
    let (queues, session) = (Queues::expect(), Session::expect());
    // That there is no action at all is a fault of the whole list.
    let nothing = Problems::expect().input("then", "rule-then".into());
    let fault = move || nothing.with(|wrong| wrong.as_ref().map(sentence));
    let queue = editor.bind(
        |rule| rule.queue_id.map(|id| id.to_string()).unwrap_or_default(),
        |rule, id| rule.queue_id = id.parse().ok(),
    );
    let own_queues = move || {
        let all = queues.get().unwrap_or_default();
        tree::choices(&all, |queue| tree::manages(session, queue))
            .into_iter()
            .map(|choice| {
                (
                    choice.key,
                    format!("{}{}", "\u{2003}".repeat(choice.depth), choice.name),
                )
            })
            .collect::<Vec<_>>()
    };
    let empty = if untrack(|| session.is_administrator()) {
        "rule-every-queue"
    } else {
        "postmaster-choose"
    };
    view! {
        <Both
            path="names"
            label="admin-name"
            value=editor.bind(|rule| rule.names.clone(), |rule, names| rule.names = names)
            hint="rule-name-hint"
        />
        <Pick
            path="queue_id"
            label="rule-queue"
            value=queue
            options=Signal::derive(own_queues)
            hint="rule-queue-hint"
            empty
        />
        <fieldset class="rule-part">
            <legend>{t("rule-on")}</legend>
            <Trigger value=editor.bind(|rule| rule.on.clone(), |rule, on| rule.on = on) />
        </fieldset>
        <FilterInput
            path="when"
            label="rule-when"
            value=editor.bind(|rule| rule.when.clone(), |rule, when| rule.when = when)
            hint="rule-when-hint"
        />
        <fieldset class="rule-part rule-effects" id=id_of("then") tabindex="-1">
            <legend>{t("rule-then")}</legend>
            {move || fault().map(|text| view! { <p class="field-error">{text}</p> })}
            <Actions value=editor.bind(|rule| rule.then.clone(), |rule, then| rule.then = then) />
        </fieldset>
        <Switch
            path="stop"
            label="rule-stop"
            value=editor.bind(|rule| rule.stop, |rule, stop| rule.stop = stop)
            hint="rule-stop-hint"
        />
        <Switch
            path="valid"
            label="rule-valid"
            value=editor.bind(|rule| rule.valid, |rule, valid| rule.valid = valid)
            hint="rule-valid-hint"
        />
    }
}

fn check(rule: &RuleDef) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    for (path, name) in [("names.de", &rule.names.de), ("names.en", &rule.names.en)] {
        match name.trim().chars().count() {
            0 => wrong.push(FieldError::new(path, FieldCode::Required)),
            1..=NAME_MAX => {}
            _ => wrong.push(FieldError::new(path, FieldCode::TooLong)),
        }
    }
    if rule.then.is_empty() {
        wrong.push(FieldError::new("then", FieldCode::Required));
    }
    wrong
}
