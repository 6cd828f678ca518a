//! People: found while typing, entered, changed, deactivated.

mod access;
mod facts;
mod form;
mod identities;
mod merge;
mod see_as;

use std::time::Duration;

use leptos::prelude::*;
use pult_shared::{
    api::person::{PersonCard, PersonDef, PersonList, PersonProfile},
    ids::PersonId,
};

use self::{facts::Facts, form::Form};
use super::{
    frame::AdminPage,
    parts::{
        person_search::about,
        selection::{Chosen, chosen, href, row_id},
    },
};
use crate::{
    api,
    components::{Failure, Icon, Loading, Sign},
    fetch::Fetch,
    i18n::{t, words},
    place::Place,
    tr,
};

/// How long to wait for the next letter.
const PAUSE: Duration = Duration::from_millis(200);
/// So many are shown.
const SHOWN: u32 = 50;

// req: A10, A15
#[component]
pub fn People() -> impl IntoView {
    let chosen = chosen();
    let found = Fetch::<PersonList>::new();
    let typed = RwSignal::new(String::new());
    let again = Callback::new(move |()| search(found, typed));
    let editor = move || match chosen.get() {
        Chosen::Nothing => ().into_any(),
        Chosen::New(_) => view! { <Form start=blank() existing=None changed=again /> }.into_any(),
        Chosen::One(id) => match id.parse::<PersonId>() {
            Ok(id) => view! { <One id changed=again /> }.into_any(),
            Err(_) => view! { <p>{t("error-person_not_found")}</p> }.into_any(),
        },
    };
    let add = || {
        view! {
            <a
                class="button button-primary"
                href=href(&Place::AdminPeople, &Chosen::New(String::new()))
                data-noscroll=""
            >
                <Icon sign=Sign::Plus />
                {t("people-add")}
            </a>
        }
    };
    view! {
        <AdminPage here=Place::AdminPeople actions=add>
            <div class="admin-split" class:admin-split-open=move || chosen.get() != Chosen::Nothing>
                <List found typed />
                <section class="card admin-editor" aria-label=t("admin-editor")>
                    {editor}
                </section>
            </div>
        </AdminPage>
    }
}

fn blank() -> PersonDef {
    PersonDef {
        name: String::new(),
        login: None,
        language: None,
        affiliation: None,
        phone: String::new(),
        room: String::new(),
        organisation: String::new(),
        administrator: false,
        addresses: Vec::new(),
    }
}

fn search(found: Fetch<PersonList>, typed: RwSignal<String>) {
    let text = typed.with_untracked(|typed| typed.trim().to_owned());
    if text.is_empty() {
        found.clear();
    } else {
        found.run(async move { api::people::list_people(&text, SHOWN).await });
    }
}

#[component]
fn List(found: Fetch<PersonList>, typed: RwSignal<String>) -> impl IntoView {
    let turn = StoredValue::new(0_u32);
    let type_on = move |event| {
        typed.set(event_target_value(&event));
        turn.update_value(|turn| *turn = turn.wrapping_add(1));
        let this = turn.get_value();
        set_timeout(
            move || {
                if turn.try_get_value() == Some(this) {
                    search(found, typed);
                }
            },
            PAUSE,
        );
    };
    let count = move || found.with(|list| list.map(|list| list.items.len()));
    let row = move |card: PersonCard| {
        let key = card.id.to_string();
        let details = about(&card);
        let inactive = (!card.active).then(|| view! { <span class="badge">{t("people-badge-inactive")}</span> });
        view! {
            <li class="member">
                <Icon sign=Sign::Person />
                <span class="member-name">
                    <a id=row_id(&key) href=href(&Place::AdminPeople, &Chosen::One(key)) data-noscroll="">
                        {card.name}
                    </a>
                    <span class="soft">{details}</span>
                </span>
                {inactive}
            </li>
        }
    };
    view! {
        <div class="admin-list people-list">
            <div class="field">
                <label for="people-find">{t("people-find")}</label>
                <p class="field-hint" id="people-find-hint">
                    {t("people-find-hint")}
                </p>
                <input
                    id="people-find"
                    type="search"
                    autocomplete="off"
                    aria-describedby="people-find-hint"
                    prop:value=move || typed.get()
                    on:input=type_on
                />
            </div>
            <p class="soft" role="status">
                {move || count().map(|count| tr!("people-found", count = count))}
            </p>
            {move || {
                found
                    .error()
                    .map(|error| {
                        view! {
                            <Failure
                                message=Signal::derive(move || words::error(&error))
                                retry=move || search(found, typed)
                            />
                        }
                    })
            }}
            <ul class="members">
                <For
                    each=move || found.get().map(|list| list.items).unwrap_or_default()
                    key=|card| card.id
                    children=row
                />
            </ul>
            <Show when=move || count() == usize::try_from(SHOWN).ok()>
                <p class="soft">{move || tr!("people-more", count = SHOWN)}</p>
            </Show>
        </div>
    }
}

/// The person of the address.
#[component]
fn One(id: PersonId, #[prop(into)] changed: Callback<()>) -> impl IntoView {
    let profile = Fetch::<PersonProfile>::new();
    let load = move || profile.run(async move { api::people::get_profile(id).await });
    load();
    let changed = Callback::new(move |()| {
        load();
        changed.run(());
    });
    let shown = move || {
        profile.get().map(|person| {
            view! {
                <Form start=person.person.clone() existing=Some(person.clone()) changed />
                <Facts person changed />
            }
        })
    };
    view! {
        {move || {
            profile
                .error()
                .map(|error| {
                    view! {
                        <Failure message=Signal::derive(move || words::error(&error)) retry=move || untrack(load) />
                    }
                })
        }}
        <Show when=move || profile.with(|person| person.is_none()) && profile.busy()>
            <Loading />
        </Show>
        {shown}
    }
}
