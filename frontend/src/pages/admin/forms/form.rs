//! The form of one contact form.

use leptos::prelude::*;
use pult_shared::{
    api::web_form::{FormAccess, WebFormDef, WebFormView},
    error::{FieldCode, FieldError},
    ids::QueueId,
    stamp::BITS_DEFAULT,
};

use super::{
    super::parts::{
        course::{Course, EditorHead},
        editor::Editor,
        ending::{Ending, Foot, Remove},
        inputs::{Area, Both, Line, Pick, Switch},
        selection::log_href,
        tree,
    },
    access_key, blank,
    embed::Embed,
    entries::Entries,
    questions::Questions,
};
use crate::{
    api,
    components::ErrorSummary,
    i18n::{t, text, words},
    place::Place,
    queues::Queues,
    session::Session,
};

/// How hard a browser works, with the word for it.
const WORK: [(u32, &str); 4] = [
    (0, "web-form-work-none"),
    (BITS_DEFAULT, "web-form-work-light"),
    (20, "web-form-work-medium"),
    (22, "web-form-work-heavy"),
];

#[component]
pub fn Form(
    /// Left out: a new one.
    existing: Option<WebFormView>,
    /// Fetches the list again.
    #[prop(into)]
    changed: Callback<()>,
) -> impl IntoView {
    let course = Course::new(Place::AdminForms, changed);
    let id = existing.as_ref().map(|one| one.id);
    let faults = existing.as_ref().map(|one| one.faults.clone()).unwrap_or_default();
    let editor = Editor::new(existing.map_or_else(blank, |one| one.form));
    // What is no more is marked from the beginning.
    editor.problems().set(faults);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let form = untrack(|| editor.draft());
        let wrong = check(&form);
        let request = async move {
            match id {
                Some(id) => api::web_forms::save_web_form(id, &form).await,
                None => api::web_forms::create_web_form(&form).await,
            }
        };
        editor.send(wrong, request, move |saved: WebFormView| {
            let name = untrack(|| words::name(&saved.form.names));
            editor.keep(saved.form);
            course.saved(&name, id.is_none().then(|| saved.id.to_string()));
        });
    };
    let remove = move |()| {
        let Some(id) = id else { return };
        let name = untrack(|| editor.with_saved(|one| words::name(&one.names)));
        course.delete(editor, name, api::web_forms::delete_web_form(id));
    };
    let title = move || match id {
        None => text("web-form-new"),
        Some(_) => editor.with_saved(|one| words::name(&one.names)),
    };
    view! {
        <section class="card admin-editor" aria-label=t("admin-editor")>
            <EditorHead title=Signal::derive(title) place=Place::AdminForms />
            <form class="form" novalidate on:submit=save>
                <ErrorSummary complaints=editor.problems().complaints() />
                <Inputs editor />
                <Ending editor fresh=id.is_none() />
            </form>
            {id
                .map(|id| {
                    view! {
                        <Entries form=id changed />
                        <Embed editor />
                        <Foot log=log_href("web_form", &id.to_string())>
                            <Remove name=Signal::derive(title) busy=editor.busy() remove=Callback::new(remove) />
                        </Foot>
                    }
                })}
        </section>
    }
}

#[component]
fn Inputs(editor: Editor<WebFormDef>) -> impl IntoView {
    let (queues, session) = (Queues::expect(), Session::expect());
    let queue = editor.bind(
        |one| {
            Some(one.queue_id)
                .filter(|id| *id != QueueId::NIL)
                .map(|id| id.to_string())
                .unwrap_or_default()
        },
        |one, id| one.queue_id = id.parse().unwrap_or(QueueId::NIL),
    );
    let places = move || {
        let all = queues.get().unwrap_or_default();
        let own = tree::choices(&all, |queue| tree::manages(session, queue)).into_iter();
        let indented = own.map(|choice| {
            (
                choice.key,
                format!("{}{}", "\u{2003}".repeat(choice.depth), choice.name),
            )
        });
        indented.collect::<Vec<_>>()
    };
    let access = editor.bind(
        |one| access_key(one.access).to_owned(),
        |one, key| {
            let anyone = key == access_key(FormAccess::Anyone);
            one.access = if anyone {
                FormAccess::Anyone
            } else {
                FormAccess::SignedIn
            };
        },
    );
    let accesses = || {
        let all = [FormAccess::SignedIn, FormAccess::Anyone].into_iter();
        all.map(|one| (access_key(one).to_owned(), text(access_key(one))))
            .collect::<Vec<_>>()
    };
    let open_to_all = Memo::new(move |_| editor.with(|one| one.access == FormAccess::Anyone));
    let origins = editor.bind(
        |one| one.embed_origins.join("\n"),
        |one, lines| one.embed_origins = lines.lines().map(str::to_owned).collect(),
    );
    view! {
        <Both
            path="names"
            label="admin-name"
            value=editor.bind(|one| one.names.clone(), |one, names| one.names = names)
        />
        <Line
            path="slug"
            label="web-form-slug"
            value=editor.bind(|one| one.slug.clone(), |one, slug| one.slug = slug)
            hint="web-form-slug-hint"
        />
        <Pick path="queue_id" label="web-form-queue" value=queue options=Signal::derive(places) empty="choose" />
        <Both
            path="intro"
            label="web-form-intro"
            value=editor.bind(|one| one.intro.clone(), |one, intro| one.intro = intro)
            rows=3
            optional=true
        />
        <Pick path="access" label="web-form-access" value=access options=Signal::derive(accesses) />
        <Show when=move || open_to_all.get()>
            <Proof editor />
        </Show>
        <Questions editor />
        <Switch
            path="attachments"
            label="web-form-attachments"
            value=editor.bind(|one| one.attachments, |one, on| one.attachments = on)
        />
        <Area
            path="embed_origins"
            label="web-form-origins"
            value=origins
            hint="web-form-origins-hint"
            rows=2
            optional=true
        />
        <Switch
            path="valid"
            label="admin-valid"
            value=editor.bind(|one| one.valid, |one, valid| one.valid = valid)
            hint="web-form-valid-hint"
        />
    }
}

/// How those who are not signed in show that they mean it.
#[component]
fn Proof(editor: Editor<WebFormDef>) -> impl IntoView {
    let work = editor.bind(
        |one| one.work_bits.to_string(),
        |one, bits| one.work_bits = bits.parse().unwrap_or_default(),
    );
    let works = move || {
        let mut all: Vec<(String, String)> = WORK.iter().map(|(bits, key)| (bits.to_string(), text(key))).collect();
        // One that was set by the API.
        let now = work.get();
        if !all.iter().any(|(bits, _)| *bits == now) {
            all.push((now.clone(), now));
        }
        all
    };
    view! {
        <Switch
            path="confirm_by_mail"
            label="web-form-confirm-mail"
            value=editor.bind(|one| one.confirm_by_mail, |one, on| one.confirm_by_mail = on)
            hint="web-form-confirm-mail-hint"
        />
        <Pick
            path="work_bits"
            label="web-form-work"
            value=work
            options=Signal::derive(works)
            hint="web-form-work-hint"
        />
    }
}

fn check(form: &WebFormDef) -> Vec<FieldError> {
    let required = [
        ("names.de", form.names.de.trim().is_empty()),
        ("names.en", form.names.en.trim().is_empty()),
        ("slug", form.slug.trim().is_empty()),
        ("queue_id", form.queue_id == QueueId::NIL),
    ];
    let missing = required.into_iter().filter(|(_, missing)| *missing);
    missing
        .map(|(path, _)| FieldError::new(path, FieldCode::Required))
        .collect()
}
