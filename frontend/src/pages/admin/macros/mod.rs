//! Macros: the list and the form. What one does is edited as the actions of rules are.

mod form;

use leptos::prelude::*;
use pult_shared::{
    api::{
        macros::{MacroDef, MacroList, MacroView},
        queue::Names,
        template::TemplateList,
    },
    ids::QueueId,
};

use self::form::Form;
use super::{
    parts::{
        list_page::{ListPage, ListTable, Said, State},
        selection::{Chosen, href, row_id},
    },
    rules::{actions::Templates, sentences},
};
use crate::{
    api,
    fetch::Fetch,
    i18n::{t, text, words},
    place::Place,
    queues::Queues,
};

#[component]
pub fn Macros() -> impl IntoView {
    Queues::expect().refresh();
    let macros = Fetch::<MacroList>::new();
    let load = Callback::new(move |()| macros.run(async { api::macros::list_macros().await }));
    load.run(());
    let templates = Fetch::<TemplateList>::new();
    templates.run(async { api::templates::list_templates(None, None).await });
    provide_context(Templates(templates));
    let state = State::of(macros, |list| list.items.is_empty(), load);
    let form = move |key: Option<String>| match key {
        None => Some(view! { <Form existing=None changed=load /> }.into_any()),
        Some(key) => find(macros, &key).map(|one| view! { <Form existing=Some(one) changed=load /> }.into_any()),
    };
    let queues = Queues::expect();
    let rows = move || {
        let items = macros.with(|list| list.map(|list| list.items.clone()));
        items
            .unwrap_or_default()
            .into_iter()
            .map(|one| row(one, queues))
            .collect_view()
    };
    view! {
        <ListPage
            here=Place::AdminMacros
            said=Said {
                add: "macro-add",
                gone: "error-macro_not_found",
            }
            state
            form
        >
            <ListTable
                state
                title="title-admin-macros"
                none="macros-none-yet"
                columns=&["admin-name", "rule-then", "queues"]
                rows
            />
        </ListPage>
    }
}

fn blank() -> MacroDef {
    MacroDef {
        names: Names::default(),
        valid: true,
        queue_ids: Vec::new(),
        then: Vec::new(),
    }
}

fn find(macros: Fetch<MacroList>, id: &str) -> Option<MacroView> {
    let id = id.parse().ok()?;
    macros.with(|list| list?.items.iter().find(|one| one.id == id).cloned())
}

fn row(one: MacroView, queues: Queues) -> impl IntoView {
    let offered = move |ids: &[QueueId]| {
        if ids.is_empty() {
            return text("admin-every-queue");
        }
        let names = ids
            .iter()
            .map(|id| queues.name(*id).unwrap_or_else(|| text("another-queue")));
        names.collect::<Vec<_>>().join(", ")
    };
    let key = one.id.to_string();
    let link = href(&Place::AdminMacros, &Chosen::One(key.clone()));
    let broken = !one.faults.is_empty();
    let MacroView { definition, people, .. } = one;
    let MacroDef {
        names,
        valid,
        queue_ids,
        then,
    } = definition;
    let actions = move || {
        let all = then.iter().map(|action| sentences::action(action, &people, queues));
        all.collect::<Vec<_>>().join("; ")
    };
    view! {
        <tr class:admin-row-invalid=!valid>
            <td class="admin-name">
                <a id=row_id(&key) href=link data-noscroll="">
                    <span>{move || words::name(&names)}</span>
                </a>
                {(!valid).then(|| view! { <span class="admin-mark">{t("admin-invalid")}</span> })}
                {broken.then(|| view! { <span class="admin-mark rule-broken">{t("postmaster-broken")}</span> })}
            </td>
            <td class="rule-summary">{actions}</td>
            <td class="admin-note">{move || offered(&queue_ids)}</td>
        </tr>
    }
}
