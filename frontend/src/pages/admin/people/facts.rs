//! What goes with a person and is not edited here: tickets, roles, sign-in, directory; and whether they may sign in.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    Timestamp,
    api::person::{DirectoryLink, HeldRole, PersonProfile},
    ids::PersonId,
};

use super::{
    super::parts::{
        ending::Foot,
        selection::{Chosen, href, log_href},
    },
    access::Access,
    identities::Identities,
    merge::Merges,
    see_as::SeeAs,
};
use crate::{
    api::{self, ApiError},
    components::{Ago, Dialog},
    i18n::{t, words},
    place::Place,
    toast::Toasts,
    tr, web,
};

/// The list of tickets at the desk.
fn tickets(filter: &str) -> String {
    format!("{}?q={}", Place::Desk.path(), web::encoded(filter))
}

#[component]
pub fn Facts(person: PersonProfile, #[prop(into)] changed: Callback<()>) -> impl IntoView {
    let id = person.id;
    let possible = person.active && !person.person.administrator;
    let (requested, owned) = (person.requested, person.owned);
    // Who only writes has nothing to get in by.
    let (signs_in, password) = (person.signs_in(), person.directory.is_none());
    let sign_in = match (person.directory.is_some(), person.local) {
        (true, true) => "people-sign-in-both",
        (true, false) => "people-sign-in-directory",
        (false, true) => "people-sign-in-local",
        (false, false) if signs_in && !person.identities.is_empty() => "people-sign-in-provider",
        (false, false) => "people-sign-in-none",
    };
    let rights = format!("{}?person={id}", Place::AdminRights.path());
    view! {
        <section class="admin-section" aria-labelledby="people-facts">
            <h3 id="people-facts">{t("people-facts")}</h3>
            <dl class="facts">
                <dt>{t("people-tickets")}</dt>
                <dd>
                    <ul class="people-links">
                        <li>
                            <a href=tickets(
                                &format!("state:active requester:#{id}"),
                            )>{move || tr!("people-requested", count = requested)}</a>
                        </li>
                        <li>
                            <a href=tickets(
                                &format!("state:active owner:#{id}"),
                            )>{move || tr!("people-owned", count = owned)}</a>
                        </li>
                        <li>
                            <a href=tickets(&format!("requester:#{id}"))>{t("people-all-tickets")}</a>
                        </li>
                    </ul>
                </dd>
                <dt>{t("people-roles")}</dt>
                <dd>
                    <Roles roles=person.roles />
                    <a href=rights>{t("people-rights")}</a>
                </dd>
                <dt>{t("people-sign-in")}</dt>
                <dd>{t(sign_in)}</dd>
                <dt>{t("people-last-visit")}</dt>
                <dd>{moment(person.last_visit_at)}</dd>
                <dt>{t("people-since")}</dt>
                <dd>
                    <Ago at=person.created_at />
                </dd>
                {person.directory.map(directory)}
            </dl>
        </section>
        {signs_in.then(|| view! { <Access id name=person.person.name.clone() password /> })}
        {signs_in.then(|| view! { <SeeAs id name=person.person.name.clone() possible /> })}
        <Identities id identities=person.identities changed />
        <Merges id changed />
        <Foot log=log_href("person", &id.to_string())>
            <Activity id name=person.person.name active=person.active owned changed />
        </Foot>
    }
}

fn moment(at: Option<Timestamp>) -> AnyView {
    match at {
        Some(at) => view! { <Ago at /> }.into_any(),
        None => t("people-never").into_any(),
    }
}

fn directory(link: DirectoryLink) -> impl IntoView {
    view! {
        <dt>{t("people-directory")}</dt>
        <dd>
            {link.directory} ": " <span class="soft">{link.id}</span>
            {link
                .seen_at
                .map(|at| {
                    view! {
                        <br />
                        <span class="soft">{t("people-directory-seen")} " " <Ago at /></span>
                    }
                })}
        </dd>
    }
}

#[component]
fn Roles(roles: Vec<HeldRole>) -> impl IntoView {
    if roles.is_empty() {
        return view! { <p>{t("people-roles-none")}</p> }.into_any();
    }
    let row = |role: HeldRole| {
        let link = href(&Place::AdminRoles, &Chosen::One(role.id.to_string()));
        let (directory, provider) = (role.directory, role.provider);
        let source = move || {
            let by_directory = directory.clone();
            let by_directory = by_directory.map(|directory| tr!("people-role-by-directory", directory = directory));
            by_directory.or_else(|| {
                let provider = provider.clone()?;
                Some(tr!("people-role-by-provider", provider = provider))
            })
        };
        view! {
            <li>
                <a href=link>{role.name}</a>
                " "
                <span class="soft">{source}</span>
            </li>
        }
    };
    view! { <ul class="people-links">{roles.into_iter().map(row).collect_view()}</ul> }.into_any()
}

/// Lets the person in, or out.
#[component]
fn Activity(
    id: PersonId,
    name: String,
    active: bool,
    owned: u64,
    #[prop(into)] changed: Callback<()>,
) -> impl IntoView {
    let toasts = Toasts::expect();
    let name = StoredValue::new(name);
    let (asking, busy) = (RwSignal::new(false), RwSignal::new(false));
    let release = RwSignal::new(true);
    let failure = RwSignal::new(None::<ApiError>);
    let take = move |answer: Result<&'static str, ApiError>| {
        busy.set(false);
        match answer {
            Ok(said) => {
                toasts.show(untrack(|| tr!(said, name = name.get_value())));
                changed.run(());
            }
            Err(error) => failure.set(Some(error)),
        }
    };
    let deactivate = move |_| {
        asking.set(false);
        busy.set(true);
        let release = release.get_untracked() && owned > 0;
        spawn_local(async move {
            let answer = api::people::deactivate_person(id, release).await;
            take(answer.map(|done| match done.release {
                Some(_) => "people-done-released",
                None => "people-done-deactivated",
            }));
        });
    };
    let activate = move |_| {
        busy.set(true);
        spawn_local(async move { take(api::people::activate_person(id).await.map(|_| "people-done-activated")) });
    };
    let button = if active {
        view! {
            <button
                type="button"
                class="button button-danger"
                disabled=move || busy.get()
                on:click=move |_| asking.set(true)
            >
                {t("people-deactivate")}
            </button>
        }
        .into_any()
    } else {
        view! {
            <button type="button" class="button" disabled=move || busy.get() on:click=activate>
                {t("people-activate")}
            </button>
        }
        .into_any()
    };
    let theirs = tickets(&format!("state:active owner:#{id}"));
    let theirs = StoredValue::new(theirs);
    view! {
        {button}
        <p class="field-error" role="alert">
            {move || failure.with(|failure| failure.as_ref().map(words::error))}
        </p>
        <Dialog
            open=asking
            id="deactivate"
            title=Signal::derive(move || tr!("people-deactivate-title", name = name.get_value()))
        >
            <p>{t("people-deactivate-text")}</p>
            {(owned > 0)
                .then(|| {
                    view! {
                        <p>
                            {move || tr!("people-deactivate-owned", count = owned)} " "
                            <a href=theirs.get_value()>{t("people-deactivate-show")}</a>
                        </p>
                        <label class="check">
                            <input
                                type="checkbox"
                                prop:checked=move || release.get()
                                on:change=move |event| release.set(event_target_checked(&event))
                            />
                            {t("people-deactivate-release")}
                        </label>
                    }
                })}
            <div class="form-end">
                <button type="button" class="button button-danger" on:click=deactivate>
                    {t("people-deactivate")}
                </button>
                <button type="button" class="button" on:click=move |_| asking.set(false)>
                    {t("cancel")}
                </button>
            </div>
        </Dialog>
    }
}
