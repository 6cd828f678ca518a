//! The log of settings: who changed what, from what to what, newest first.

mod diff;
mod undo;
mod values;

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use pult_shared::{
    api::{queue::Names, role::RoleList, settings_log::SettingChange},
    catalog::{FieldKey, ServiceKey, SlaKey, StateKey, TypeKey},
    person::PersonRef,
    ticket::Priority,
};

use self::{
    diff::{Difference, differences, gained_and_lost},
    undo::Undo,
};
use super::{
    frame::AdminPage,
    parts::{
        listing::{Finder, fits},
        pages::Pages,
    },
};
use crate::{
    api, catalog,
    components::{Ago, Empty, Failure, LoadMore, Loading},
    fetch::Fetch,
    i18n::{language, t, text, words},
    place::Place,
    queues::Queues,
    tr, web,
};

/// The kinds of settings, as the log names them, each with the locale key of its word; `setting-the-` goes before it in a sentence.
const KINDS: &[(&str, &str)] = &[
    ("state", "setting-kind-state"),
    ("priority", "setting-kind-priority"),
    ("type", "setting-kind-type"),
    ("service", "setting-kind-service"),
    ("field", "setting-kind-field"),
    ("calendar", "setting-kind-calendar"),
    ("sla", "setting-kind-sla"),
    ("queue", "setting-kind-queue"),
    ("role", "setting-kind-role"),
    ("template", "setting-kind-template"),
    ("postmaster_filter", "setting-kind-postmaster_filter"),
    ("postmaster_order", "setting-kind-postmaster_order"),
    ("person", "setting-kind-person"),
    ("rule", "setting-kind-rule"),
    ("rule_order", "setting-kind-rule_order"),
    ("mail_texts", "setting-kind-mail_texts"),
    ("macro", "setting-kind-macro"),
    ("webhook", "setting-kind-webhook"),
    ("web_form", "setting-kind-web_form"),
    ("form_entry", "setting-kind-form_entry"),
    ("organisation", "setting-kind-organisation"),
];

fn load(changes: Pages<SettingChange>, kind: Option<String>, key: Option<String>, cursor: Option<String>) {
    changes.load(cursor.is_some(), async move {
        let page = api::settings_log::list_setting_changes(kind.as_deref(), key.as_deref(), cursor.as_deref()).await?;
        Ok((page.items, page.next_cursor))
    });
}

#[component]
pub fn SettingsLog() -> impl IntoView {
    Queues::expect().refresh();
    // Members come and go without the role's name being said.
    let roles = Fetch::<RoleList>::new();
    roles.run(async { api::roles::list_roles().await });
    let query = use_location().query;
    let navigate = StoredValue::new_local(use_navigate());
    let given = move |name: &'static str| {
        Memo::new(move |_| query.with(|query| query.get(name)).filter(|value| !value.is_empty()))
    };
    let (kind, key) = (given("kind"), given("key"));
    let changes = Pages::new();
    let load = move |cursor: Option<String>| load(changes, kind.get_untracked(), key.get_untracked(), cursor);
    Effect::new(move |_| {
        kind.track();
        key.track();
        changes.items.set(None);
        load(None);
    });
    let choose = move |event| {
        let word = event_target_value(&event);
        let path = Place::AdminLog.path();
        let target = if word.is_empty() {
            path
        } else {
            format!("{path}?kind={}", web::encoded(&word))
        };
        let options = NavigateOptions {
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate.with_value(|navigate| navigate(&target, options));
    };
    let sought = RwSignal::new(String::new());
    let all = Signal::derive(move || changes.items.get().unwrap_or_default());
    let shown = Memo::new(move |_| {
        let sought = sought.get();
        all.with(|all| {
            all.iter()
                .filter(|change| is_hit(change, roles, &sought))
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let option = move |(word, label): (&'static str, &'static str)| {
        view! {
            <option value=word prop:selected=move || kind.with(|kind| kind.as_deref() == Some(word))>
                {t(label)}
            </option>
        }
    };
    view! {
        <AdminPage here=Place::AdminLog>
            <div class="admin-filters">
                <Finder
                    id="find"
                    value=sought
                    shown=Signal::derive(move || shown.with(Vec::len))
                    all=Signal::derive(move || all.with(Vec::len))
                />
                <div class="admin-filter">
                    <label for="filter-kind">{t("admin-log-kind")}</label>
                    <select id="filter-kind" on:change=choose>
                        <option value="">{t("admin-filter-all")}</option>
                        {KINDS.iter().copied().map(option).collect_view()}
                    </select>
                </div>
                <Show when=move || key.with(Option::is_some)>
                    <a href=move || {
                        format!("{}?kind={}", Place::AdminLog.path(), kind.get().unwrap_or_default())
                    }>{t("admin-log-all-of-kind")}</a>
                </Show>
            </div>
            {move || {
                changes
                    .error
                    .get()
                    .map(|error| {
                        view! {
                            <Failure message=Signal::derive(move || words::error(&error)) retry=move || load(None) />
                        }
                    })
            }}
            <ol class="log">
                <For each=move || shown.get() key=|change| change.seq let:change>
                    <Entry change roles reload=Callback::new(move |()| load(None)) />
                </For>
            </ol>
            <Show when=move || changes.items.with(|items| items.as_ref().is_some_and(Vec::is_empty))>
                <Empty message=Signal::derive(t("admin-log-empty")) />
            </Show>
            <Show when=move || changes.next.with(Option::is_some)>
                <LoadMore busy=changes.busy load=move || load(changes.next.get_untracked()) />
            </Show>
            <Show when=move || changes.items.with(Option::is_none) && changes.error.with(Option::is_none)>
                <Loading />
            </Show>
        </AdminPage>
    }
}

fn is_hit(change: &SettingChange, roles: Fetch<RoleList>, sought: &str) -> bool {
    let actor = change
        .actor
        .as_ref()
        .map(|actor| actor.name.clone())
        .unwrap_or_default();
    fits(
        sought,
        [&actor, &change.key, &name_of(change, roles), &kind_word(&change.kind)],
    )
}

fn kind_word(kind: &str) -> String {
    KINDS
        .iter()
        .find(|(word, _)| *word == kind)
        .map_or_else(|| kind.to_owned(), |(_, label)| text(label))
}

/// What the thing is called: as it is now, else as it was.
fn name_of(change: &SettingChange, roles: Fetch<RoleList>) -> String {
    let value = change.after.as_ref().or(change.before.as_ref());
    let names = value
        .and_then(|value| value.get("names"))
        .and_then(|names| serde_json::from_value::<Names>(names.clone()).ok());
    let name = value.and_then(|value| value.get("name")).and_then(|name| name.as_str());
    names
        .map(|names| names.or_other(language()).to_owned())
        .or_else(|| name.map(str::to_owned))
        .unwrap_or_else(|| known_name(&change.kind, &change.key, roles))
}

/// The name that the browser knows for a key or id.
fn known_name(kind: &str, key: &str, roles: Fetch<RoleList>) -> String {
    match kind {
        "state" => words::state(&StateKey::new(key)),
        "type" => words::ticket_type(&TypeKey::new(key)),
        "service" => words::service(&ServiceKey::new(key)),
        "sla" => words::sla(&SlaKey::new(key)),
        "field" => words::field(&FieldKey::new(key)),
        "priority" => match key.parse().ok().and_then(Priority::new) {
            Some(level) => catalog::priority(level).map_or_else(|| key.to_owned(), |one| words::name(&one.names)),
            None => key.to_owned(),
        },
        "role" => roles
            .with(|list| {
                list?
                    .items
                    .iter()
                    .find(|role| role.id.to_string() == key)
                    .map(|role| role.name.clone())
            })
            .unwrap_or_else(|| key.to_owned()),
        "postmaster_order" => text("setting-kind-postmaster_order"),
        "rule_order" => text("setting-kind-rule_order"),
        "mail_texts" => text("setting-kind-mail_texts"),
        _ => key.to_owned(),
    }
}

/// Who came into a role (true) or left it, where that is what changed.
fn member_of(change: &SettingChange) -> Option<(PersonRef, bool)> {
    let member = |value: &Option<serde_json::Value>| {
        let member = value.as_ref()?.get("member")?.clone();
        serde_json::from_value::<PersonRef>(member).ok()
    };
    let (before, after) = (member(&change.before), member(&change.after));
    after
        .map(|person| (person, true))
        .or_else(|| before.map(|person| (person, false)))
}

#[component]
fn Entry(change: SettingChange, roles: Fetch<RoleList>, reload: Callback<()>) -> impl IntoView {
    let queues = Queues::expect();
    let change = StoredValue::new(change);
    let member = change.with_value(member_of);
    // Who came or went is said in the sentence.
    let differ = match member {
        Some(_) => Vec::new(),
        None => change.with_value(|change| differences(change.before.as_ref(), change.after.as_ref())),
    };
    let at = change.with_value(|change| change.at);
    let sentence = move || {
        change.with_value(|change| {
            let who = change
                .actor
                .as_ref()
                .map_or_else(|| text("admin-log-command-line"), |actor| actor.name.clone());
            let (kind, name) = (text(&format!("setting-the-{}", change.kind)), name_of(change, roles));
            if let Some((person, came)) = &member {
                let key = if *came {
                    "admin-log-member-added"
                } else {
                    "admin-log-member-removed"
                };
                return tr!(key, who = who, person = person.name.clone(), role = name);
            }
            match (change.before.is_some(), change.after.is_some()) {
                (false, _) => tr!("admin-log-created", who = who, kind = kind, name = name),
                (true, false) => tr!("admin-log-deleted", who = who, kind = kind, name = name),
                (true, true) => tr!("admin-log-changed", who = who, kind = kind, name = name),
            }
        })
    };
    let count = differ.len();
    let row = move |difference: Difference| view! { <Line difference queues /> };
    view! {
        <li class="card log-entry">
            <p class="log-sentence">
                {sentence} <span class="soft log-when">
                    <Ago at=Signal::stored(at) />
                </span>
            </p>
            {(count > 0)
                .then(|| {
                    view! {
                        <details>
                            <summary>{move || tr!("admin-log-values", count = count)}</summary>
                            <dl class="log-values">{differ.into_iter().map(row).collect_view()}</dl>
                        </details>
                    }
                })}
            <Undo change=change.get_value() done=reload />
        </li>
    }
}

/// One value: before, after.
#[component]
fn Line(difference: Difference, queues: Queues) -> impl IntoView {
    let difference = StoredValue::new(difference);
    let part = move |value: &serde_json::Value| difference.with_value(|one| values::value(&one.path, value, queues));
    let content = move || {
        difference.with_value(|one| {
            let lists = gained_and_lost(one).filter(|_| one.before.is_some());
            if let Some((gained, lost)) = lists {
                let word = |all: &[serde_json::Value]| {
                    all.iter()
                        .map(|item| values::one(&one.path, item, queues))
                        .collect::<Vec<_>>()
                };
                let gained = word(&gained)
                    .into_iter()
                    .map(|text| view! { <ins>{text}</ins> })
                    .collect_view();
                let lost = word(&lost)
                    .into_iter()
                    .map(|text| view! { <del>{text}</del> })
                    .collect_view();
                return view! {
                    <span class="log-list">
                        {lost}
                        {gained}
                    </span>
                }
                .into_any();
            }
            let before = one.before.as_ref().map(part).map(|text| view! { <del>{text}</del> });
            let after = one.after.as_ref().map(part).map(|text| view! { <ins>{text}</ins> });
            let arrow = (before.is_some() && after.is_some())
                .then(|| view! { <span class="log-arrow" aria-label=t("admin-log-becomes") role="img">"→"</span> });
            view! {
                <span class="log-change">
                    {before}
                    {arrow}
                    {after}
                </span>
            }
            .into_any()
        })
    };
    view! {
        <dt>{move || difference.with_value(|one| values::label(&one.path))}</dt>
        <dd>{content}</dd>
    }
}
