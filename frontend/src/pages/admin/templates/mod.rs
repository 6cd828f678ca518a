//! Templates: what agents write again and again, by queue and kind, in two languages.

mod form;
mod variables;

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use pult_shared::{
    api::{
        queue::Names,
        template::{TemplateDef, TemplateKind, TemplateList, TemplateView},
    },
    ids::QueueId,
};

use self::form::Form;
use super::{
    frame::AdminPage,
    parts::{
        listing::{Finder, fits},
        selection::{Chosen, chosen, href, row_id},
        tree, words,
    },
};
use crate::{
    api,
    components::{Empty, Failure, Icon, Loading, Sign},
    fetch::Fetch,
    i18n::{self, t, text},
    order,
    place::Place,
    queues::Queues,
    session::Session,
};

pub use variables::Variables;

// req: B9
#[component]
pub fn Templates() -> impl IntoView {
    let queues = Queues::expect();
    queues.refresh();
    let templates = Fetch::<TemplateList>::new();
    let load = move || templates.run(async { api::templates::list_templates(None, None).await });
    load();
    let chosen = chosen();
    let known = Memo::new(move |_| templates.with(|list| list.is_some()) && queues.get().is_some());
    let form = move || {
        if !known.get() {
            return ().into_any();
        }
        let changed = Callback::new(move |()| load());
        match chosen.get() {
            Chosen::Nothing => ().into_any(),
            Chosen::New(at) => {
                let start = blank(at.parse().ok());
                view! { <Form start existing=None changed /> }.into_any()
            }
            Chosen::One(id) => match untrack(|| find(templates, &id)) {
                Some(one) => view! { <Form start=one.template.clone() existing=Some(one) changed /> }.into_any(),
                // It may have been made a moment ago.
                None if templates.busy() => view! { <Loading /> }.into_any(),
                None => view! { <Empty message=Signal::derive(t("error-template_not_found")) /> }.into_any(),
            },
        }
    };
    let query = use_location().query;
    let queue = RwSignal::new(query.with_untracked(|query| query.get("queue").unwrap_or_default()));
    let add = move || {
        view! {
            <a
                class="button button-primary"
                href=move || href(&Place::AdminTemplates, &Chosen::New(queue.get()))
                data-noscroll=""
            >
                <Icon sign=Sign::Plus />
                {t("admin-template-add")}
            </a>
        }
    };
    view! {
        <AdminPage here=Place::AdminTemplates actions=add>
            <div class="admin-wide" class:admin-wide-open=move || chosen.get() != Chosen::Nothing>
                <List templates queue retry=Callback::new(move |()| load()) />
                <section class="card admin-editor" aria-label=t("admin-editor")>
                    {form}
                </section>
            </div>
        </AdminPage>
    }
}

fn blank(queue: Option<QueueId>) -> TemplateDef {
    TemplateDef {
        names: Names::default(),
        kind: TemplateKind::Answer,
        subject: Names::default(),
        body: Names::default(),
        queue_ids: queue.into_iter().collect(),
        valid: true,
    }
}

fn find(templates: Fetch<TemplateList>, id: &str) -> Option<TemplateView> {
    let id = id.parse().ok()?;
    templates.with(|list| list?.items.iter().find(|one| one.id == id).cloned())
}

#[component]
fn List(templates: Fetch<TemplateList>, queue: RwSignal<String>, retry: Callback<()>) -> impl IntoView {
    let (queues, session) = (Queues::expect(), Session::expect());
    let sought = RwSignal::new(String::new());
    let kind = RwSignal::new(String::new());
    let all = Memo::new(move |_| {
        let all = templates.get().map(|list| list.items).unwrap_or_default();
        let all = order::by_text(all, |one| i18n::words::name(&one.template.names));
        order::by_text(all, |one| one.template.kind.name().to_owned())
    });
    // Those that agents of the queue are offered: its own, and those of the queues above it.
    let offered = move |template: &TemplateDef, queue: &str| {
        let everywhere = template.queue_ids.is_empty() || queue.is_empty();
        everywhere
            || queues.get().is_some_and(|all| {
                let own = all.iter().find(|one| one.id.to_string() == queue);
                own.is_some_and(|own| {
                    let above = |id: &QueueId| all.iter().any(|one| one.id == *id && tree::is_within(own, one));
                    template.queue_ids.iter().any(above)
                })
            })
    };
    let shown = Memo::new(move |_| {
        let (sought, queue, kind) = (sought.get(), queue.get(), kind.get());
        let fit = |one: &&TemplateView| {
            let template = &one.template;
            let texts = [
                &template.names.de,
                &template.names.en,
                &template.body.de,
                &template.body.en,
            ];
            (kind.is_empty() || template.kind.name() == kind) && offered(template, &queue) && fits(&sought, texts)
        };
        all.with(|all| all.iter().filter(fit).cloned().collect::<Vec<_>>())
    });
    let where_offered = move |template: &TemplateDef| {
        if template.queue_ids.is_empty() {
            return text("admin-every-queue");
        }
        let names = template
            .queue_ids
            .iter()
            .map(|id| queues.name(*id).unwrap_or_else(|| text("another-queue")));
        names.collect::<Vec<_>>().join(", ")
    };
    let row = move |one: TemplateView| {
        let template = one.template;
        let link = href(&Place::AdminTemplates, &Chosen::One(one.id.to_string()));
        view! {
            <tr class:admin-row-invalid=!template.valid>
                <td class="admin-name">
                    <a id=row_id(&one.id.to_string()) href=link>
                        <span>{i18n::words::name(&template.names)}</span>
                    </a>
                    {(!template.valid).then(|| view! { <span class="admin-mark">{t("admin-invalid")}</span> })}
                </td>
                <td>{words::template_kind(template.kind)}</td>
                <td class="admin-note">{where_offered(&template)}</td>
            </tr>
        }
    };
    let kind_option =
        |one: TemplateKind| view! { <option value=one.name()>{move || words::template_kind(one)}</option> };
    let queue_option = move |(id, name): (String, String)| {
        let own = id.clone();
        view! {
            <option value=id prop:selected=move || queue.with(|queue| *queue == own)>
                {name}
            </option>
        }
    };
    view! {
        <div class="admin-list">
            <div class="admin-filters">
                <Finder
                    id="find"
                    value=sought
                    shown=Signal::derive(move || shown.with(Vec::len))
                    all=Signal::derive(move || all.with(Vec::len))
                />
                <div class="admin-filter">
                    <label for="filter-queue">{t("col-queue")}</label>
                    <select id="filter-queue" on:change=move |event| queue.set(event_target_value(&event))>
                        <option value="">{t("admin-filter-all")}</option>
                        {move || {
                            queues
                                .choices(|queue| tree::manages(session, queue))
                                .into_iter()
                                .map(queue_option)
                                .collect_view()
                        }}
                    </select>
                </div>
                <div class="admin-filter">
                    <label for="filter-kind">{t("admin-template-kind")}</label>
                    <select id="filter-kind" on:change=move |event| kind.set(event_target_value(&event))>
                        <option value="">{t("admin-filter-all")}</option>
                        {TemplateKind::ALL.into_iter().map(kind_option).collect_view()}
                    </select>
                </div>
            </div>
            {move || {
                templates
                    .error()
                    .map(|error| {
                        view! {
                            <Failure
                                message=Signal::derive(move || i18n::words::error(&error))
                                retry=move || retry.run(())
                            />
                        }
                    })
            }}
            <Show when=move || templates.with(|list| list.is_none()) && templates.error().is_none()>
                <Loading />
            </Show>
            <div class="table-scroll" role="region" tabindex="0" aria-label=t("title-admin-templates")>
                <table class="admin-table">
                    <caption class="visually-hidden">{t("title-admin-templates")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t("admin-name")}</th>
                            <th scope="col">{t("admin-template-kind")}</th>
                            <th scope="col">{t("queues")}</th>
                        </tr>
                    </thead>
                    <tbody>{move || shown.get().into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
            <Show when=move || shown.with(Vec::is_empty) && templates.with(|list| list.is_some())>
                <p class="admin-none soft">{t("admin-templates-none")}</p>
            </Show>
        </div>
    }
}
