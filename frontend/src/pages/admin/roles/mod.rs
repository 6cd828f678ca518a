//! Roles: who is in them, and what they permit in which queue.

mod effect;
mod form;
mod matrix;
mod members;

use leptos::prelude::*;
use pult_shared::api::role::{RoleDef, RoleList, RoleView};

use self::form::{Form, def_of, id_in};
use super::{
    frame::AdminPage,
    parts::{
        listing::{Finder, fits},
        selection::{Chosen, chosen, href, row_id},
    },
};
use crate::{
    api,
    components::{Empty, Failure, Icon, Loading, Sign},
    fetch::Fetch,
    i18n::{t, words},
    order,
    place::Place,
    queues::Queues,
    tr,
};

// req: B11, E3, E15
#[component]
pub fn Roles() -> impl IntoView {
    let queues = Queues::expect();
    queues.refresh();
    let roles = Fetch::<RoleList>::new();
    let load = move || roles.run(async { api::roles::list_roles().await });
    load();
    let chosen = chosen();
    let known = Memo::new(move |_| roles.with(|list| list.is_some()) && queues.get().is_some());
    let form = move || {
        if !known.get() {
            return ().into_any();
        }
        let changed = Callback::new(move |()| load());
        match chosen.get() {
            Chosen::Nothing => ().into_any(),
            Chosen::New(_) => {
                let start = RoleDef {
                    name: String::new(),
                    description: String::new(),
                    grants: Vec::new(),
                    requires_second_factor: false,
                };
                view! { <Form start existing=None changed /> }.into_any()
            }
            Chosen::One(id) => match untrack(|| find(roles, &id)) {
                Some(role) => view! { <Form start=def_of(&role) existing=Some(role) changed /> }.into_any(),
                // It may have been made a moment ago.
                None if roles.busy() => view! { <Loading /> }.into_any(),
                None => view! { <Empty message=Signal::derive(t("error-role_not_found")) /> }.into_any(),
            },
        }
    };
    let add = || {
        view! {
            <a
                class="button button-primary"
                href=href(&Place::AdminRoles, &Chosen::New(String::new()))
                data-noscroll=""
            >
                <Icon sign=Sign::Plus />
                {t("admin-role-add")}
            </a>
        }
    };
    view! {
        <AdminPage here=Place::AdminRoles actions=add>
            <div class="admin-wide" class:admin-wide-open=move || chosen.get() != Chosen::Nothing>
                <List roles retry=Callback::new(move |()| load()) />
                <section class="card admin-editor" aria-label=t("admin-editor")>
                    {form}
                </section>
            </div>
        </AdminPage>
    }
}

fn find(roles: Fetch<RoleList>, id: &str) -> Option<RoleView> {
    let id = id_in(id)?;
    roles.with(|list| list?.items.iter().find(|role| role.id == id).cloned())
}

#[component]
fn List(roles: Fetch<RoleList>, retry: Callback<()>) -> impl IntoView {
    let queues = Queues::expect();
    let sought = RwSignal::new(String::new());
    let all = Memo::new(move |_| {
        let all = roles.get().map(|list| list.items).unwrap_or_default();
        order::by_text(all, |role| role.name.clone())
    });
    // The highest queues that a role names say enough.
    let reach = move |role: &RoleView| {
        let mut names: Vec<String> = Vec::new();
        for grant in &role.grants {
            let name = queues.name(grant.queue_id);
            names.extend(name.filter(|name| !names.contains(name)));
        }
        names.join(", ")
    };
    let shown = Memo::new(move |_| {
        let sought = sought.get();
        let fit = |role: &&RoleView| {
            let members = role.members.iter().map(|person| &person.name);
            fits(&sought, [&role.name, &role.description].into_iter().chain(members))
        };
        all.with(|all| all.iter().filter(fit).cloned().collect::<Vec<_>>())
    });
    let row = move |role: RoleView| {
        let members = role.members.len();
        let link = href(&Place::AdminRoles, &Chosen::One(role.id.to_string()));
        let id = row_id(&role.id.to_string());
        let description = role.description.clone();
        let name = role.name.clone();
        view! {
            <tr>
                <td class="admin-name">
                    <a id=id href=link>
                        <span>{name}</span>
                    </a>
                    <span class="soft admin-sub">{description}</span>
                </td>
                <td>{move || tr!("admin-members-count", count = members)}</td>
                <td class="admin-note">{move || reach(&role)}</td>
            </tr>
        }
    };
    view! {
        <div class="admin-list">
            <Finder
                id="find"
                value=sought
                shown=Signal::derive(move || shown.with(Vec::len))
                all=Signal::derive(move || all.with(Vec::len))
            />
            {move || {
                roles
                    .error()
                    .map(|error| {
                        view! {
                            <Failure message=Signal::derive(move || words::error(&error)) retry=move || retry.run(()) />
                        }
                    })
            }}
            <Show when=move || roles.with(|list| list.is_none()) && roles.error().is_none()>
                <Loading />
            </Show>
            <div class="table-scroll" role="region" tabindex="0" aria-label=t("title-admin-roles")>
                <table class="admin-table">
                    <caption class="visually-hidden">{t("title-admin-roles")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t("admin-name")}</th>
                            <th scope="col">{t("admin-members")}</th>
                            <th scope="col">{t("queues")}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {move || shown.get().into_iter().map(row).collect_view()}
                    </tbody>
                </table>
            </div>
            <Show when=move || shown.with(Vec::is_empty) && all.with(|all| !all.is_empty())>
                <p class="admin-none soft">{t("admin-find-none")}</p>
            </Show>
        </div>
    }
}
