//! Organisations: the list, the form, and names that people have and nobody has set up.

mod form;

use leptos::prelude::*;
use pult_shared::api::organisation::{OrganisationDef, OrganisationList, OrganisationName, OrganisationView};

use self::form::Form;
use super::parts::{
    list_page::{ListPage, ListTable, Said, State},
    listing::{Finder, fits},
    selection::{Chosen, href, row_id},
};
use crate::{api, fetch::Fetch, i18n::t, place::Place, tr};

// req: D2, E3, B11
#[component]
pub fn Organisations() -> impl IntoView {
    let list = Fetch::<OrganisationList>::new();
    let load = Callback::new(move |()| list.run(async { api::organisations::list_organisations().await }));
    load.run(());
    let state = State::of(list, |list| list.items.is_empty(), load);
    let form = move |key: Option<String>| match key {
        None => Some(view! { <Form existing=None changed=load /> }.into_any()),
        Some(key) => find(list, &key).map(|one| view! { <Form existing=Some(one) changed=load /> }.into_any()),
    };
    let sought = RwSignal::new(String::new());
    let shown = Memo::new(move |_| {
        let sought = sought.get();
        let fit = |one: &&OrganisationView| fits(&sought, [&one.organisation.name]);
        list.with(|list| list.map(|list| list.items.iter().filter(fit).cloned().collect::<Vec<_>>()))
            .unwrap_or_default()
    });
    let rows = move || shown.get().into_iter().map(row).collect_view();
    let unknown = Memo::new(move |_| {
        list.with(|list| list.map(|list| list.unknown.clone()))
            .unwrap_or_default()
    });
    view! {
        <ListPage
            here=Place::AdminOrganisations
            said=Said {
                add: "organisation-add",
                gone: "error-organisation_not_found",
            }
            state
            form
        >
            <Finder
                id="find"
                value=sought
                shown=Signal::derive(move || shown.with(Vec::len))
                all=Signal::derive(move || list.with(|list| list.map_or(0, |list| list.items.len())))
            />
            <ListTable
                state
                title="title-admin-organisations"
                none="organisations-none"
                columns=&["admin-name", "organisation-see", "admin-members"]
                rows
            />
            <Show when=move || shown.with(Vec::is_empty) && !state.empty.get() && state.known.get()>
                <p class="admin-none soft">{t("admin-find-none")}</p>
            </Show>
            <Show when=move || !unknown.with(Vec::is_empty)>
                <Unknown names=unknown />
            </Show>
        </ListPage>
    }
}

fn blank(name: String) -> OrganisationDef {
    OrganisationDef {
        name,
        valid: true,
        members_see: false,
        members_reply: false,
    }
}

fn find(list: Fetch<OrganisationList>, id: &str) -> Option<OrganisationView> {
    let id = id.parse().ok()?;
    list.with(|list| list?.items.iter().find(|one| one.id == id).cloned())
}

/// What its members may, in a word.
fn seen_key(organisation: &OrganisationDef) -> &'static str {
    match (organisation.members_see, organisation.members_reply) {
        (false, _) => "no",
        (true, false) => "organisation-sees",
        (true, true) => "organisation-sees-and-replies",
    }
}

fn row(one: OrganisationView) -> impl IntoView {
    let key = one.id.to_string();
    let link = href(&Place::AdminOrganisations, &Chosen::One(key.clone()));
    let seen = seen_key(&one.organisation);
    let members = one.members;
    let organisation = one.organisation;
    view! {
        <tr class:admin-row-invalid=!organisation.valid>
            <td class="admin-name">
                <a id=row_id(&key) href=link data-noscroll="">
                    <span>{organisation.name}</span>
                </a>
                {(!organisation.valid).then(|| view! { <span class="admin-mark">{t("admin-invalid")}</span> })}
            </td>
            <td>{t(seen)}</td>
            <td>{move || tr!("organisation-members", count = members)}</td>
        </tr>
    }
}

/// Each leads to the form of a new one with this name.
#[component]
fn Unknown(names: Memo<Vec<OrganisationName>>) -> impl IntoView {
    let one = |one: OrganisationName| {
        let link = href(&Place::AdminOrganisations, &Chosen::New(one.name.clone()));
        let people = one.people;
        view! {
            <li>
                <a href=link data-noscroll="">
                    {one.name}
                </a>
                " "
                <span class="soft">{move || tr!("organisation-members", count = people)}</span>
            </li>
        }
    };
    view! {
        <section class="admin-section" aria-labelledby="unknown-title">
            <h2 id="unknown-title">{t("organisations-unknown")}</h2>
            <p class="field-hint">{t("organisations-unknown-hint")}</p>
            <ul>{move || names.get().into_iter().map(one).collect_view()}</ul>
        </section>
    }
}
