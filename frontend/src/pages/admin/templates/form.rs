//! The form of one template: texts in two languages, variables, preview.

use leptos::prelude::*;
use pult_shared::{
    api::template::{TemplateDef, TemplateKind, TemplateView},
    error::{FieldCode, FieldError},
    limits::NAME_MAX,
};

use super::{
    super::parts::{
        choices::Choices,
        course::{Course, EditorHead},
        cursor::Cursor,
        editor::Editor,
        ending::{Ending, Foot, Remove},
        inputs::{Both, Pick, Switch},
        preview::Preview,
        selection::log_href,
        tree, words,
    },
    variables::Variables,
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
    start: TemplateDef,
    /// Left out: a new template.
    existing: Option<TemplateView>,
    /// Fetches the list again.
    #[prop(into)]
    changed: Callback<()>,
) -> impl IntoView {
    let course = Course::new(Place::AdminTemplates, changed);
    let session = Session::expect();
    let id = existing.as_ref().map(|template| template.id);
    let editable = existing.as_ref().is_none_or(|template| template.may_edit);
    let editor = Editor::new(start);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let draft = untrack(|| editor.draft());
        let wrong = check(&draft, untrack(|| session.is_administrator()));
        let request = async move {
            match id {
                Some(id) => api::templates::save_template(id, &draft).await,
                None => api::templates::create_template(&draft).await,
            }
        };
        editor.send(wrong, request, move |saved: TemplateView| {
            let name = untrack(|| i18n::words::name(&saved.template.names));
            editor.keep(saved.template);
            course.saved(&name, id.is_none().then(|| saved.id.to_string()));
        });
    };
    let remove = move |()| {
        let Some(id) = id else { return };
        let name = untrack(|| editor.with_saved(|template| i18n::words::name(&template.names)));
        course.delete(editor, name, api::templates::delete_template(id));
    };
    let title = move || match id {
        None => text("admin-template-new"),
        Some(_) => editor.with_saved(|template| i18n::words::name(&template.names)),
    };
    view! {
        <EditorHead title=Signal::derive(title) place=Place::AdminTemplates />
        {(!editable)
            .then(|| {
                view! {
                    <Notice tone=Tone::Info>
                        <p>{t("admin-template-locked")}</p>
                    </Notice>
                }
            })}
        <form class="form" novalidate on:submit=save>
            <ErrorSummary complaints=editor.problems().complaints() />
            <fieldset class="form" disabled=!editable>
                <legend class="visually-hidden">{t("admin-template")}</legend>
                <Inputs editor />
            </fieldset>
            {editable
                .then(|| {
                    view! {
                        <Ending editor fresh=id.is_none() />
                    }
                })}
        </form>
        {id
            .map(|id| {
                view! {
                    <Foot log=log_href("template", &id.to_string())>
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
    }
}

#[component]
fn Inputs(editor: Editor<TemplateDef>) -> impl IntoView {
    let (queues, session) = (Queues::expect(), Session::expect());
    let cursor = Cursor::provide();
    let kind = editor.bind(
        |template| template.kind.name().to_owned(),
        |template, name| template.kind = TemplateKind::from_name(&name).unwrap_or_default(),
    );
    let kinds = || {
        TemplateKind::ALL
            .into_iter()
            .map(|kind| (kind.name().to_owned(), words::template_kind(kind)))
            .collect::<Vec<_>>()
    };
    let in_queues = editor.bind(
        |template| template.queue_ids.iter().map(ToString::to_string).collect::<Vec<_>>(),
        |template, ids| template.queue_ids = ids.iter().filter_map(|id| id.parse().ok()).collect(),
    );
    let own_queues = move || {
        let all = queues.get().unwrap_or_default();
        tree::choices(&all, |queue| tree::manages(session, queue))
    };
    let administrator = untrack(|| session.is_administrator());
    let body = editor.bind(|template| template.body.clone(), |template, body| template.body = body);
    let german = body.part(|names| names.de.clone(), |names, text| names.de = text);
    view! {
        <div class="template-form">
            <div class="form">
                <Both
                    path="names"
                    label="admin-name"
                    value=editor.bind(|template| template.names.clone(), |template, names| template.names = names)
                    hint="admin-template-name-hint"
                />
                <Pick
                    path="kind"
                    label="admin-template-kind"
                    value=kind
                    options=Signal::derive(kinds)
                    hint="admin-template-kind-hint"
                />
                <Both
                    path="subject"
                    label="col-subject"
                    value=editor.bind(|template| template.subject.clone(), |template, text| template.subject = text)
                    hint="admin-template-subject-hint"
                    optional=true
                />
                <Both path="body" label="admin-template-body" value=body rows=10 hint="admin-template-body-hint" />
                <Variables cursor otherwise="body.de" value=german />
            </div>
            <Preview id="template-preview" template=Signal::derive(move || editor.draft()) />
        </div>
        <Choices
            path="queue_ids"
            label="admin-template-queues"
            value=in_queues
            choices=Signal::derive(own_queues)
            hint=if administrator { "admin-template-queues-hint" } else { "admin-template-queues-hint-manager" }
            none=if administrator { "admin-every-queue" } else { "admin-no-queue" }
        />
        <Switch
            path="valid"
            label="admin-valid"
            value=editor.bind(|template| template.valid, |template, valid| template.valid = valid)
            hint="admin-template-valid-hint"
        />
    }
}

fn check(template: &TemplateDef, administrator: bool) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    for (path, name) in [("names.de", &template.names.de), ("names.en", &template.names.en)] {
        if name.trim().is_empty() {
            wrong.push(FieldError::new(path, FieldCode::Required));
        } else if name.chars().count() > NAME_MAX {
            wrong.push(FieldError::new(path, FieldCode::TooLong));
        }
    }
    // One language is enough: customers of the other get that one.
    if template.body.is_empty() {
        wrong.push(FieldError::new("body.de", FieldCode::Required));
    }
    if template.queue_ids.is_empty() && !administrator {
        wrong.push(FieldError::new("queue_ids", FieldCode::Required));
    }
    wrong
}
