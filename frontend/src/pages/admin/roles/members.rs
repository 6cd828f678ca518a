//! Who is in a role. Adding and removing takes effect at once, apart from the form.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::{person::PersonCard, role::RoleView},
    ids::RoleId,
    person::PersonRef,
};

use super::super::parts::person_search::PersonSearch;
use crate::{
    api::{self, ApiError},
    components::{Icon, Sign},
    i18n::{t, words},
    place::Place,
    toast::Toasts,
    tr, web,
};

#[component]
pub fn Members(
    role: RoleId,
    start: Vec<PersonRef>,
    editable: bool,
    /// The list of roles shall be fetched again.
    #[prop(into)]
    changed: Callback<()>,
) -> impl IntoView {
    let toasts = Toasts::expect();
    let members = RwSignal::new(start);
    let failure = RwSignal::new(None::<ApiError>);
    let take = move |answer: Result<RoleView, ApiError>, said: String| match answer {
        Ok(role) => {
            failure.set(None);
            members.set(role.members);
            toasts.show(said);
            changed.run(());
        }
        Err(error) => failure.set(Some(error)),
    };
    let add = move |person: PersonCard| {
        spawn_local(async move {
            let answer = api::roles::add_role_member(role, person.id).await;
            take(answer, untrack(|| tr!("admin-done-member-added", name = person.name)));
        });
    };
    let remove = move |person: PersonRef| {
        spawn_local(async move {
            let answer = api::roles::remove_role_member(role, person.id).await;
            take(answer, untrack(|| tr!("admin-done-member-removed", name = person.name)));
            web::focus("#members-title");
        });
    };
    let row = move |person: PersonRef| {
        let name = StoredValue::new(person.name.clone());
        let rights = format!("{}?person={}", Place::AdminRights.path(), person.id);
        let address = person.address.clone();
        view! {
            <li class="member">
                <Icon sign=Sign::Person />
                <span class="member-name">
                    <a href=rights title=t("admin-to-rights")>
                        {name.get_value()}
                    </a>
                    {address.map(|address| view! { <span class="soft">{address}</span> })}
                </span>
                {editable
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="button button-quiet button-icon"
                                title=move || tr!("admin-member-remove", name = name.get_value())
                                on:click=move |_| remove(person.clone())
                            >
                                <Icon sign=Sign::Close />
                                <span class="visually-hidden">
                                    {move || tr!("admin-member-remove", name = name.get_value())}
                                </span>
                            </button>
                        }
                    })}
            </li>
        }
    };
    view! {
        <section class="admin-section" aria-labelledby="members-title">
            <h3 id="members-title" tabindex="-1">
                {t("admin-members")}
                " "
                <span class="soft">{move || members.with(Vec::len)}</span>
            </h3>
            <p class="field-hint">{t("admin-members-hint")}</p>
            {editable
                .then(|| {
                    view! {
                        <PersonSearch
                            id="member-search"
                            label="admin-member-add"
                            hint="admin-person-hint"
                            choose=Callback::new(add)
                        />
                    }
                })}
            <ul class="members">
                <For each=move || members.get() key=|person| person.id children=row />
            </ul>
            <Show when=move || members.with(Vec::is_empty)>
                <p class="soft">{t("admin-members-none")}</p>
            </Show>
            <p class="field-error" role="alert">
                {move || failure.with(|failure| failure.as_ref().map(words::error))}
            </p>
        </section>
    }
}
