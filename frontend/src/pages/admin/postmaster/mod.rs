//! Postmaster filters: the list in its order, the form of one, and the try-out beside it.

mod conditions;
mod draft;
pub mod effects;
mod form;
mod presets;
pub mod sentences;
mod trial;

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::{
        postmaster::{PostmasterFilterList, PostmasterFilterView},
        role::RoleList,
    },
    ids::PostmasterFilterId,
};

use self::{
    conditions::Roles,
    form::{Edited, Form},
    trial::Trial,
};
use super::{
    frame::AdminPage,
    parts::selection::{Chosen, chosen, href, row_id},
};
use crate::{
    api,
    components::{Empty, Failure, Icon, Loading, Sign},
    fetch::Fetch,
    i18n::{self, t},
    place::Place,
    queues::Queues,
    toast::Toasts,
    tr, web,
};

pub use sentences::{applied, in_words};

#[component]
pub fn Postmaster() -> impl IntoView {
    let queues = Queues::expect();
    queues.refresh();
    let filters = Fetch::<PostmasterFilterList>::new();
    let load = move || filters.run(async { api::postmaster::list_postmaster_filters().await });
    load();
    let roles = Fetch::<RoleList>::new();
    roles.run(async { api::roles::list_roles().await });
    provide_context(Roles(Signal::derive(move || {
        let all = roles.get().map(|list| list.items).unwrap_or_default();
        all.into_iter().map(|role| (role.id.to_string(), role.name)).collect()
    })));
    provide_context(Edited(RwSignal::new(None)));
    let chosen = chosen();
    let known = Memo::new(move |_| filters.with(|list| list.is_some()));
    let form = move || {
        if !known.get() {
            return ().into_any();
        }
        let changed = Callback::new(move |()| load());
        match chosen.get() {
            Chosen::Nothing => ().into_any(),
            Chosen::New(_) => view! { <Form existing=None changed /> }.into_any(),
            Chosen::One(id) => match untrack(|| find(filters, &id)) {
                Some(one) => view! { <Form existing=Some(one) changed /> }.into_any(),
                // It may have been made a moment ago.
                None if filters.busy() => view! { <Loading /> }.into_any(),
                None => view! { <Empty message=Signal::derive(t("error-postmaster_filter_not_found")) /> }.into_any(),
            },
        }
    };
    let add = move || {
        view! {
            <a
                class="button button-primary"
                href=href(&Place::AdminPostmaster, &Chosen::New(String::new()))
                data-noscroll=""
            >
                <Icon sign=Sign::Plus />
                {t("postmaster-add")}
            </a>
        }
    };
    view! {
        <AdminPage here=Place::AdminPostmaster actions=add>
            <details class="rule-help">
                <summary>{t("postmaster-help")}</summary>
                <ul>
                    <li>{t("postmaster-help-order")}</li>
                    <li>{t("postmaster-help-new")}</li>
                    <li>{t("postmaster-help-safe")}</li>
                    <li>{t("postmaster-help-headers")}</li>
                </ul>
            </details>
            <List filters chosen retry=Callback::new(move |()| load()) />
            <div class="rule-bench" class:rule-bench-open=move || chosen.get() != Chosen::Nothing>
                <section class="card admin-editor" aria-label=t("admin-editor") hidden=move || chosen.get() == Chosen::Nothing>
                    {form}
                </section>
                <Trial filters />
            </div>
        </AdminPage>
    }
}

fn find(filters: Fetch<PostmasterFilterList>, id: &str) -> Option<PostmasterFilterView> {
    let id = id.parse().ok()?;
    filters.with(|list| list?.items.iter().find(|one| one.id == id).cloned())
}

#[component]
fn List(filters: Fetch<PostmasterFilterList>, chosen: Memo<Chosen>, retry: Callback<()>) -> impl IntoView {
    let (queues, toasts) = (Queues::expect(), Toasts::expect());
    let items = Memo::new(move |_| filters.get().map(|list| list.items).unwrap_or_default());
    let moving = RwSignal::new(false);
    let step = move |id: PostmasterFilterId, up: bool| {
        let mut ids: Vec<PostmasterFilterId> = items.with_untracked(|all| all.iter().map(|one| one.id).collect());
        let Some(at) = ids.iter().position(|one| *one == id) else {
            return;
        };
        let other = if up {
            at.checked_sub(1)
        } else {
            Some(at + 1).filter(|other| *other < ids.len())
        };
        let Some(other) = other.filter(|_| !moving.get_untracked()) else {
            return;
        };
        ids.swap(at, other);
        let name = items.with_untracked(|all| all.get(at).map(|one| one.filter.name.clone()).unwrap_or_default());
        moving.set(true);
        spawn_local(async move {
            let answer = api::postmaster::order_postmaster_filters(ids).await;
            if moving.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(list) => {
                    filters.set(list);
                    toasts.show(untrack(|| tr!("postmaster-moved", name = name, number = other + 1)));
                    let word = if up { "up" } else { "down" };
                    request_animation_frame(move || {
                        web::focus(&format!("#{word}-{}", row_id(&id.to_string())));
                    });
                }
                Err(error) => {
                    toasts.show(untrack(|| i18n::words::error(&error)));
                    retry.run(());
                }
            }
        });
    };
    let mover = move |one: &PostmasterFilterView, up: bool, possible: bool| {
        let (id, name) = (one.id, StoredValue::new(one.filter.name.clone()));
        let key = if up { "admin-move-up" } else { "admin-move-down" };
        let label = move || tr!(key, name = name.get_value());
        view! {
            <button
                type="button"
                class="button button-quiet button-icon"
                id=format!("{}-{}", if up { "up" } else { "down" }, row_id(&id.to_string()))
                aria-disabled=(!possible).then_some("true")
                title=label
                on:click=move |_| step(id, up)
            >
                <Icon sign=if up { Sign::Up } else { Sign::Down } />
                <span class="visually-hidden">{label}</span>
            </button>
        }
    };
    let row = move |(index, count, one): (usize, usize, PostmasterFilterView)| {
        let key = one.id.to_string();
        let own = StoredValue::new(Chosen::One(key.clone()));
        let open = move || chosen.with(|chosen| own.with_value(|own| chosen == own));
        let link = href(&Place::AdminPostmaster, &Chosen::One(key.clone()));
        let (up, down) = (mover(&one, true, index > 0), mover(&one, false, index + 1 < count));
        let broken = !one.faults.is_empty();
        let PostmasterFilterView { filter, people, .. } = one;
        let when = filter.when.clone();
        let then = filter.then.clone();
        let effects = move || {
            let words = then.iter().map(|effect| sentences::effect(effect, &people, queues));
            words.collect::<Vec<_>>().join("; ")
        };
        view! {
            <tr class:admin-row-open=open class:admin-row-invalid=!filter.valid>
                <td class="rule-number">{index + 1}</td>
                <td class="admin-name">
                    <a id=row_id(&key) href=link data-noscroll="" aria-current=move || open().then_some("true")>
                        <span>{filter.name.clone()}</span>
                    </a>
                    {(!filter.valid).then(|| view! { <span class="admin-mark">{t("admin-invalid")}</span> })}
                    {filter.stop.then(|| view! { <span class="admin-mark">{t("postmaster-stops")}</span> })}
                    {broken.then(|| view! { <span class="admin-mark rule-broken">{t("postmaster-broken")}</span> })}
                </td>
                <td class="rule-summary">{move || sentences::condition(&when)}</td>
                <td class="rule-summary">{effects}</td>
                <td class="admin-order">{up} {down}</td>
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
        <div class="admin-list">
            {move || {
                filters
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
            <Show when=move || filters.with(|list| list.is_none()) && filters.error().is_none()>
                <Loading />
            </Show>
            <Show when=move || !items.with(Vec::is_empty)>
                <div class="table-scroll" role="region" tabindex="0" aria-label=t("title-admin-postmaster")>
                    <table class="admin-table rule-table">
                        <caption class="visually-hidden">{t("title-admin-postmaster")}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{t("postmaster-number")}</th>
                                <th scope="col">{t("admin-name")}</th>
                                <th scope="col">{t("postmaster-when")}</th>
                                <th scope="col">{t("postmaster-then")}</th>
                                <th scope="col">{t("admin-order")}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </Show>
            <Show when=move || filters.with(|list| list.is_some_and(|list| list.items.is_empty()))>
                <p class="admin-none soft">{t("postmaster-none")}</p>
            </Show>
        </div>
    }
}
