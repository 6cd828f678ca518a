//! Two people who are one: what a merge would do, doing it, and taking it back.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::{
        person::PersonCard,
        person_merge::{PersonMerge, PersonMergeList, PlaceCounts},
    },
    error::FieldCode,
    ids::{PersonId, PersonMergeId},
};

use super::super::parts::{
    person_search::PersonSearch,
    selection::{Chosen, href},
};
use crate::{
    api::{self, ApiError},
    components::{Ago, Failure, Notice, Tone},
    fetch::Fetch,
    i18n::{t, text, words},
    place::Place,
    toast::Toasts,
    tr,
};

/// What the page has in hand.
#[derive(Clone, Copy)]
struct Desk {
    kept: PersonId,
    preview: RwSignal<Option<PersonMerge>>,
    failure: RwSignal<Option<ApiError>>,
    busy: RwSignal<bool>,
    list: Fetch<PersonMergeList>,
    changed: Callback<()>,
    toasts: Toasts,
}

impl Desk {
    fn ask(self, gone: PersonId, confirmed: bool) {
        self.busy.set(true);
        self.failure.set(None);
        spawn_local(async move {
            let answer = api::people::merge_people(self.kept, gone, confirmed).await;
            self.busy.set(false);
            match answer {
                Ok(merge) if confirmed => {
                    self.preview.set(None);
                    let said = untrack(|| tr!("people-merge-done", gone = merge.gone.name, kept = merge.kept.name));
                    self.toasts.show(said);
                    self.changed.run(());
                }
                Ok(merge) => self.preview.set(Some(merge)),
                Err(error) => {
                    self.preview.set(None);
                    self.failure.set(Some(error));
                }
            }
        });
    }

    fn undo(self, id: PersonMergeId, gone: String) {
        self.busy.set(true);
        self.failure.set(None);
        spawn_local(async move {
            let answer = api::people::undo_person_merge(id).await;
            self.busy.set(false);
            match answer {
                Ok(_) => {
                    self.toasts.show(untrack(|| tr!("people-merge-undo-done", gone = gone)));
                    self.changed.run(());
                }
                Err(error) => self.failure.set(Some(error)),
            }
        });
    }
}

/// What stands in the way, in the words of this page.
fn hindrance(error: &ApiError) -> String {
    let code = match error {
        ApiError::Problem(problem) => problem.errors.first().map(|error| error.code),
        _ => None,
    };
    match code {
        Some(FieldCode::NotAllowed) => text("people-merge-not-allowed"),
        Some(FieldCode::TooMany) => text("people-merge-too-many"),
        _ => words::error(error),
    }
}

#[component]
pub fn Merges(id: PersonId, #[prop(into)] changed: Callback<()>) -> impl IntoView {
    let list = Fetch::<PersonMergeList>::new();
    let load = move || list.run(async move { api::people::list_person_merges(id).await });
    load();
    let desk = Desk {
        kept: id,
        preview: RwSignal::new(None),
        failure: RwSignal::new(None),
        busy: RwSignal::new(false),
        list,
        changed,
        toasts: Toasts::expect(),
    };
    let choose = move |card: PersonCard| desk.ask(card.id, false);
    view! {
        <section class="admin-section" aria-labelledby="people-merge">
            <h3 id="people-merge">{t("people-merge")}</h3>
            <PersonSearch id="merge-person" label="people-merge-find" hint="people-merge-hint" choose />
            <p class="field-error" role="alert">
                {move || desk.failure.with(|failure| failure.as_ref().map(hindrance))}
            </p>
            <div role="status">
                {move || desk.preview.get().map(|merge| view! { <Preview merge desk /> })}
            </div>
            {move || {
                list.error()
                    .map(|error| {
                        view! {
                            <Failure message=Signal::derive(move || words::error(&error)) retry=move || untrack(load) />
                        }
                    })
            }}
            <Done desk />
        </section>
    }
}

/// What would happen, and the button that does it.
#[component]
fn Preview(merge: PersonMerge, desk: Desk) -> impl IntoView {
    let gone = merge.gone.id;
    let names = StoredValue::new((merge.gone.name.clone(), merge.kept.name.clone()));
    let title =
        move || names.with_value(|(gone, kept)| tr!("people-merge-title", gone = gone.as_str(), kept = kept.as_str()));
    let leaves = move || names.with_value(|(gone, _)| tr!("people-merge-leaves", gone = gone.as_str()));
    let roles = merge.roles.join(", ");
    let roles = (!roles.is_empty()).then(|| {
        view! { <li>{move || tr!("people-merge-roles", roles = roles.as_str())}</li> }
    });
    view! {
        <Notice tone=Tone::Warning>
            <p>
                <strong>{title}</strong>
            </p>
            <ul>
                <Moves merge=merge.clone() />
                {roles}
                <li>{leaves}</li>
            </ul>
            <p>{t("people-merge-undo-hint")}</p>
            <div class="form-end">
                <button
                    type="button"
                    class="button button-danger"
                    disabled=move || desk.busy.get()
                    on:click=move |_| desk.ask(gone, true)
                >
                    {t("people-merge-confirm")}
                </button>
                <button type="button" class="button" on:click=move |_| desk.preview.set(None)>
                    {t("cancel")}
                </button>
            </div>
        </Notice>
    }
}

/// What goes from one to the other.
#[component]
fn Moves(merge: PersonMerge) -> impl IntoView {
    let addresses: Vec<String> = merge.addresses.into_iter().map(|one| one.address).collect();
    let addresses = (!addresses.is_empty()).then(|| {
        let all = addresses.join(", ");
        view! { <li>{move || tr!("people-merge-addresses", addresses = all.as_str())}</li> }
    });
    let login = merge.login.map(|login| {
        view! { <li>{move || tr!("people-merge-login", login = login.as_str())}</li> }
    });
    let PlaceCounts {
        requester,
        owner,
        responsible,
        participant,
        watcher,
    } = merge.places;
    let places = [
        ("people-merge-requester", requester),
        ("people-merge-owner", owner),
        ("people-merge-responsible", responsible),
        ("people-merge-participant", participant),
        ("people-merge-watcher", watcher),
    ];
    let place = |(key, count): (&'static str, u64)| {
        (count > 0).then(|| {
            view! { <li>{move || tr!(key, count = count)}</li> }
        })
    };
    view! {
        {addresses}
        {places.map(place)}
        {login}
    }
}

/// What was merged, and the way back.
#[component]
fn Done(desk: Desk) -> impl IntoView {
    let row = move |merge: PersonMerge| {
        let stayed = merge.kept.id == desk.kept;
        let other = if stayed { merge.gone.clone() } else { merge.kept.clone() };
        let key = if stayed {
            "people-merged-from"
        } else {
            "people-merged-into"
        };
        let gone = merge.gone.name.clone();
        let end = match (merge.undone_at, merge.id.filter(|_| stayed)) {
            (Some(_), _) => view! { <span class="badge">{t("people-merge-undone")}</span> }.into_any(),
            (None, Some(id)) => {
                let label = gone.clone();
                view! {
                    <button
                        type="button"
                        class="button"
                        disabled=move || desk.busy.get()
                        on:click=move |_| desk.undo(id, gone.clone())
                    >
                        {t("people-merge-undo")}
                        <span class="visually-hidden">": " {label}</span>
                    </button>
                }
                .into_any()
            }
            (None, None) => ().into_any(),
        };
        let by = merge.by.map(|by| view! { <span class="soft">" · " {by.name}</span> });
        let link = href(&Place::AdminPeople, &Chosen::One(other.id.to_string()));
        let name = if stayed {
            other.name.into_any()
        } else {
            view! { <a href=link>{other.name}</a> }.into_any()
        };
        view! {
            <li class="member">
                <span class="member-name">
                    <span>{t(key)} ": " {name}</span>
                    <span class="soft">{merge.at.map(|at| view! { <Ago at /> })} {by}</span>
                </span>
                {end}
            </li>
        }
    };
    move || {
        let items = desk.list.get().map(|list| list.items).unwrap_or_default();
        (!items.is_empty()).then(|| view! { <ul class="members">{items.into_iter().map(row).collect_view()}</ul> })
    }
}
