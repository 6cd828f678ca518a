//! The templates of the ticket's queue: found by name, filled in for this ticket, put in where the cursor stands.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::template::{RenderTemplate, TemplateKind, TemplateView},
    ids::TemplateId,
};

use super::Composer;
use crate::{
    api,
    components::{Loading, Sign, menu::Menu},
    fetch::Fetch,
    i18n::{t, text, words},
    tr,
};

// req: B9
#[component]
pub fn TemplateMenu(composer: Composer) -> impl IntoView {
    let templates = Fetch::<Vec<TemplateView>>::new();
    let sought = RwSignal::new(String::new());
    let load = move || {
        let Some(queue) = composer.case.read_untracked(|ticket| ticket.queue.id) else {
            return;
        };
        sought.set(String::new());
        templates.run(async move {
            api::templates::list_templates(Some(queue), None)
                .await
                .map(|list| list.items)
        });
    };
    let fitting = move || {
        let (kind, sought) = (composer.kind.get().template(), sought.get().to_lowercase());
        let all = templates.get().unwrap_or_default();
        let fits = |view: &TemplateView| {
            let right = [kind, TemplateKind::Snippet].contains(&view.template.kind);
            right && view.template.valid && words::name(&view.template.names).to_lowercase().contains(&sought)
        };
        all.into_iter().filter(fits).collect::<Vec<_>>()
    };
    let row = move |view: TemplateView| {
        view! {
            <li>
                <button type="button" class="menu-item" on:click=move |_| put_in(composer, view.id)>
                    {words::name(&view.template.names)}
                </button>
            </li>
        }
    };
    let list = move || {
        let found = fitting();
        match found.is_empty() && templates.get().is_some() {
            true => view! { <p class="menu-empty">{t("templates-none")}</p> }.into_any(),
            false => view! { <ul class="menu-list">{found.into_iter().map(row).collect_view()}</ul> }.into_any(),
        }
    };
    let panel = move || {
        load();
        view! {
            <input
                type="search"
                class="menu-search"
                aria-label=t("templates-search")
                placeholder=t("templates-search")
                prop:value=move || sought.get()
                on:input=move |event| sought.set(event_target_value(&event))
                on:keydown=move |event| {
                    if event.key() == "Enter" {
                        event.prevent_default();
                        if let Some(first) = untrack(fitting).first() {
                            put_in(composer, first.id);
                        }
                    }
                }
            />
            <Show when=move || templates.get().is_none() && templates.error().is_none()>
                <Loading />
            </Show>
            {move || templates.error().map(|error| view! { <p class="field-error">{words::error(&error)}</p> })}
            {list}
        }
    };
    view! {
        <Menu label=Signal::derive(t("templates")) sign=Sign::File from_start=true>
            {panel()}
        </Menu>
    }
}

/// Fills a template in and puts it into the text.
fn put_in(composer: Composer, template: TemplateId) {
    let request = RenderTemplate {
        template_id: Some(template),
        ticket: Some(composer.case.number.get_value()),
        ..RenderTemplate::default()
    };
    spawn_local(async move {
        let answer = api::templates::render_template(&request).await;
        if composer.case.number.try_get_value().is_none() {
            return;
        }
        match answer {
            Ok(rendered) => {
                composer.insert(&rendered.body);
                let sheet = untrack(|| composer.sheet());
                if !rendered.subject.trim().is_empty() && composer.kind.get_untracked().is_mail() {
                    sheet.subject.set(rendered.subject);
                }
                if !rendered.unknown.is_empty() {
                    composer
                        .case
                        .say(tr!("template-unknown", names = rendered.unknown.join(", ")));
                }
            }
            Err(error) => composer
                .case
                .say(format!("{}: {}", text("templates"), words::error(&error))),
        }
    });
}
