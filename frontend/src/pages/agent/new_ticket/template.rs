//! Templates for new tickets, filled in with what the form has already: queue, person, subject, fields.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::template::{Opening, RenderTemplate, TemplateKind, TemplateView},
    ids::TemplateId,
};

use super::form::Fields;
use crate::{
    api,
    components::{
        Loading, Sign,
        menu::{Menu, MenuItem},
    },
    fetch::Fetch,
    i18n::{t, text, words},
    pages::agent::writing::text_area,
    toast::Toasts,
    tr,
};

// req: B9
#[component]
pub fn TemplateMenu(fields: Fields) -> impl IntoView {
    let templates = Fetch::<Vec<TemplateView>>::new();
    let queue = move || fields.sheet.queue.get_untracked();
    let load = move || {
        if let Some(queue) = queue() {
            templates.run(async move {
                api::templates::list_templates(Some(queue), None)
                    .await
                    .map(|list| list.items)
            });
        }
    };
    let fits = |view: &TemplateView| {
        view.template.valid && matches!(view.template.kind, TemplateKind::Create | TemplateKind::Snippet)
    };
    let row = move |view: TemplateView| {
        let (names, id) = (view.template.names, view.id);
        let press = Callback::new(move |()| put_in(fields, id));
        view! { <MenuItem label=Signal::derive(move || words::name(&names)) on_press=press /> }
    };
    let panel = move || {
        load();
        let rows = move || {
            templates
                .get()
                .unwrap_or_default()
                .into_iter()
                .filter(fits)
                .map(row)
                .collect_view()
        };
        let none = move || templates.get().is_some_and(|all| !all.iter().any(fits));
        if queue().is_none() {
            return view! { <p class="menu-empty">{t("templates-queue-first")}</p> }.into_any();
        }
        view! {
            <Show when=move || templates.busy() && templates.get().is_none()>
                <Loading />
            </Show>
            {rows}
            <Show when=none>
                <p class="menu-empty">{t("templates-none")}</p>
            </Show>
            {move || templates.error().map(|error| view! { <p class="field-error">{words::error(&error)}</p> })}
        }
        .into_any()
    };
    view! {
        <Menu label=Signal::derive(t("templates")) sign=Sign::File>
            {panel()}
        </Menu>
    }
}

/// Fills a template in with what the form has already, and puts it into the text.
fn put_in(fields: Fields, template: TemplateId) {
    let Some(opening) = untrack(|| opening(fields)) else {
        return;
    };
    let toasts = Toasts::expect();
    spawn_local(async move {
        let request = RenderTemplate {
            template_id: Some(template),
            opening: Some(opening),
            ..RenderTemplate::default()
        };
        let answer = api::templates::render_template(&request).await;
        // Gone with its page.
        let Some(no_subject) = fields
            .sheet
            .subject
            .try_with_untracked(|subject| subject.trim().is_empty())
        else {
            return;
        };
        match answer {
            Ok(rendered) => {
                if no_subject {
                    fields.sheet.subject.set(rendered.subject);
                }
                text_area::insert("#body", fields.sheet.body, &rendered.body);
                if !rendered.unknown.is_empty() {
                    toasts.show(tr!("template-unknown", names = rendered.unknown.join(", ")));
                }
            }
            Err(error) => toasts.show(format!("{}: {}", text("templates"), words::error(&error))),
        }
    });
}

/// The ticket as far as the form has it; none without a queue.
fn opening(fields: Fields) -> Option<Opening> {
    let requester = fields.requester.get();
    let requester_id = requester.id();
    let values = fields.values.get();
    Some(Opening {
        queue_id: fields.sheet.queue.get()?,
        requester: requester.mailbox().filter(|_| requester_id.is_none()),
        requester_id,
        subject: fields.sheet.subject.get(),
        fields: values
            .into_iter()
            .filter_map(|(field, value)| Some((field.key, value.get()?)))
            .collect(),
    })
}
