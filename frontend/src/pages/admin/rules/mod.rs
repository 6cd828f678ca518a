//! Rules: the list in its order, the form of one with what it has done, and the try-out beside it.

pub mod actions;
mod form;
mod presets;
mod runs;
pub mod sentences;
mod trial;
mod trigger;

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::{
        rule::{RuleList, RuleView},
        template::TemplateList,
    },
    ids::RuleId,
};

use self::{actions::Templates, form::Form};
use super::parts::{
    list_page::{ListPage, ListTable, Said, State},
    selection::{Chosen, href, row_id, use_chosen},
};
use crate::{
    api,
    components::{Ago, Icon, Sign},
    fetch::Fetch,
    i18n::{self, t, words},
    place::Place,
    queues::Queues,
    session::Session,
    toast::Toasts,
    tr, web,
};

pub use sentences::in_words;

#[component]
pub fn Rules() -> impl IntoView {
    let queues = Queues::expect();
    queues.refresh();
    let rules = Fetch::<RuleList>::new();
    let load = Callback::new(move |()| rules.run(async { api::rules::list_rules().await }));
    load.run(());
    let templates = Fetch::<TemplateList>::new();
    templates.run(async { api::templates::list_templates(None, None).await });
    provide_context(Templates(templates));
    let state = State::of(rules, |list| list.items.is_empty(), load);
    let form = move |key: Option<String>| match key {
        None => Some(view! { <Form existing=None changed=load /> }.into_any()),
        Some(key) => find(rules, &key).map(|one| view! { <Form existing=Some(one) changed=load /> }.into_any()),
    };
    view! {
        <ListPage
            here=Place::AdminRules
            said=Said {
                add: "rule-add",
                gone: "error-rule_not_found",
            }
            state
            form
        >
            <details class="rule-help">
                <summary>{t("rule-help")}</summary>
                <ul>
                    <li>{t("rule-help-order")}</li>
                    <li>{t("rule-help-road")}</li>
                    <li>{t("rule-help-ends")}</li>
                </ul>
            </details>
            <List rules state />
        </ListPage>
    }
}

fn find(rules: Fetch<RuleList>, id: &str) -> Option<RuleView> {
    let id = id.parse().ok()?;
    rules.with(|list| list?.items.iter().find(|one| one.id == id).cloned())
}

/// The ids with one of them a step up or down, and its new place.
fn moved(items: &[RuleView], id: RuleId, up: bool) -> Option<(Vec<RuleId>, usize)> {
    let mut ids: Vec<RuleId> = items.iter().map(|one| one.id).collect();
    let at = ids.iter().position(|one| *one == id)?;
    let other = if up {
        at.checked_sub(1)?
    } else {
        Some(at + 1).filter(|other| *other < ids.len())?
    };
    ids.swap(at, other);
    Some((ids, other))
}

#[component]
fn List(rules: Fetch<RuleList>, state: State) -> impl IntoView {
    let chosen = use_chosen();
    let (queues, toasts, session) = (Queues::expect(), Toasts::expect(), Session::expect());
    let items = Memo::new(move |_| rules.get().map(|list| list.items).unwrap_or_default());
    let moving = RwSignal::new(false);
    let step = move |id: RuleId, name: String, up: bool| {
        let Some((ids, place)) = items.with_untracked(|all| moved(all, id, up)) else {
            return;
        };
        if moving.get_untracked() {
            return;
        }
        moving.set(true);
        spawn_local(async move {
            let answer = api::rules::order_rules(ids).await;
            if moving.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(list) => {
                    rules.set(list);
                    toasts.show(untrack(|| tr!("postmaster-moved", name = name, number = place + 1)));
                    let word = if up { "up" } else { "down" };
                    request_animation_frame(move || {
                        web::focus(&format!("#{word}-{}", row_id(&id.to_string())));
                    });
                }
                Err(error) => {
                    toasts.show(untrack(|| words::error(&error)));
                    state.retry.run(());
                }
            }
        });
    };
    let mover = move |one: &RuleView, up: bool, possible: bool| {
        let (id, names) = (one.id, StoredValue::new(one.rule.names.clone()));
        let key = if up { "admin-move-up" } else { "admin-move-down" };
        let name = move || names.with_value(words::name);
        let label = move || tr!(key, name = name());
        view! {
            <button
                type="button"
                class="button button-quiet button-icon"
                id=format!("{}-{}", if up { "up" } else { "down" }, row_id(&id.to_string()))
                aria-disabled=(!possible).then_some("true")
                title=label
                on:click=move |_| step(id, untrack(name), up)
            >
                <Icon sign=if up { Sign::Up } else { Sign::Down } />
                <span class="visually-hidden">{label}</span>
            </button>
        }
    };
    let row = move |(index, count, one): (usize, usize, RuleView)| {
        let key = one.id.to_string();
        let own = StoredValue::new(Chosen::One(key.clone()));
        let open = move || chosen.with(|chosen| own.with_value(|own| chosen == own));
        let link = href(&Place::AdminRules, &Chosen::One(key.clone()));
        let order = session.is_administrator().then(|| {
            let (up, down) = (mover(&one, true, index > 0), mover(&one, false, index + 1 < count));
            view! { {up} {down} }
        });
        let broken = !one.faults.is_empty();
        let RuleView {
            rule,
            people,
            runs,
            stops,
            last_run_at,
            ..
        } = one;
        let (names, on, then) = (rule.names, rule.on, rule.then);
        let when = rule.when;
        let place = rule.queue_id;
        let actions = move || {
            let words = then.iter().map(|action| sentences::action(action, &people, queues));
            words.collect::<Vec<_>>().join("; ")
        };
        let shown_place = move || match place {
            Some(id) => queues.name(id).unwrap_or_else(|| i18n::text("another-queue")),
            None => i18n::text("rule-every-queue"),
        };
        view! {
            <tr class:admin-row-open=open class:admin-row-invalid=!rule.valid>
                <td class="rule-number">{index + 1}</td>
                <td class="admin-name">
                    <a id=row_id(&key) href=link data-noscroll="" aria-current=move || open().then_some("true")>
                        <span>{move || words::name(&names)}</span>
                    </a>
                    {(!rule.valid).then(|| view! { <span class="admin-mark">{t("admin-invalid")}</span> })}
                    {rule.stop.then(|| view! { <span class="admin-mark">{t("postmaster-stops")}</span> })}
                    {broken.then(|| view! { <span class="admin-mark rule-broken">{t("postmaster-broken")}</span> })}
                    {(stops > 0).then(|| view! { <span class="admin-mark rule-broken">{t("rule-was-stopped")}</span> })}
                    <span class="soft rule-place">{shown_place}</span>
                </td>
                <td class="rule-summary">
                    {move || sentences::trigger(&on)} {(!when.is_empty()).then(|| view! { <code class="rule-filter">{when}</code> })}
                </td>
                <td class="rule-summary">{actions}</td>
                <td class="rule-count">
                    {move || tr!("rule-run-count", count = runs)}
                    {last_run_at.map(|at| view! { <span class="soft rule-place"><Ago at /></span> })}
                </td>
                <td class="admin-order">{order}</td>
            </tr>
        }
    };
    let rows = move || {
        let all = items.get();
        let count = all.len();
        all.into_iter()
            .enumerate()
            .map(|(index, one)| row((index, count, one)))
            .collect_view()
    };
    view! {
        <ListTable
            state
            title="title-admin-rules"
            none="rule-none"
            columns=&["postmaster-number", "admin-name", "rule-on", "rule-then", "rule-runs-column", "admin-order"]
            class="admin-table rule-table"
            rows
        />
    }
}
