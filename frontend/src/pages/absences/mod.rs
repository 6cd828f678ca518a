//! Out of office: who is away when, who stands in, and what nobody would look after.

mod form;

use leptos::{prelude::*, task::spawn_local};
use pult_shared::absence::{AbsenceList, AbsencePhase, AbsenceView};

use self::form::AbsenceForm;
use crate::{
    api,
    components::{Empty, Failure, Loading, Notice, Tone},
    fetch::Fetch,
    i18n::{dates, t, text, words},
    queues::Queues,
    toast::Toasts,
    tr, web,
};

// req: C8 E4
#[component]
pub fn Absences() -> impl IntoView {
    let list = Fetch::<AbsenceList>::new();
    let load = move || list.run(api::absences::list_absences());
    load();
    Queues::expect().refresh_if_unknown();
    // What is being edited; a new one is none.
    let edited = RwSignal::new(None::<AbsenceView>);
    let saved = Callback::new(move |()| {
        edited.set(None);
        load();
    });
    let shown = move || match (list.get(), list.error()) {
        (Some(list), _) => view! { <List list edited saved /> }.into_any(),
        (None, Some(error)) => {
            let message = words::error(&error);
            view! { <Failure message retry=load /> }.into_any()
        }
        (None, None) => view! { <Loading /> }.into_any(),
    };
    view! {
        <div class="page page-form">
            <h1 tabindex="-1">{t("title-absences")}</h1>
            <p class="lead">{t("absences-lead")}</p>
            {shown}
            {move || view! { <AbsenceForm edited=edited.get() saved leave=Callback::new(move |()| edited.set(None)) /> }}
        </div>
    }
}

#[component]
fn List(list: AbsenceList, edited: RwSignal<Option<AbsenceView>>, saved: Callback<()>) -> impl IntoView {
    let queues = Queues::expect();
    let unstaffed = StoredValue::new(list.unstaffed.clone());
    let names = move || {
        let names = unstaffed.get_value().into_iter().filter_map(|queue| queues.name(queue));
        names.collect::<Vec<_>>().join(", ")
    };
    let empty = list.items.is_empty();
    view! {
        {(!list.unstaffed.is_empty())
            .then(|| {
                view! {
                    <Notice tone=Tone::Warning>
                        <p>{move || tr!("absences-unstaffed", queues = names())}</p>
                    </Notice>
                }
            })}
        {empty.then(|| view! { <Empty message=Signal::derive(t("absences-none")) /> })}
        <ul class="absences">
            {list.items.into_iter().map(|absence| view! { <Item absence edited saved /> }).collect_view()}
        </ul>
    }
}

#[component]
fn Item(absence: AbsenceView, edited: RwSignal<Option<AbsenceView>>, saved: Callback<()>) -> impl IntoView {
    let toasts = Toasts::expect();
    let queues = Queues::expect();
    let id = absence.id;
    let may_edit = absence.may_edit;
    let name = absence.person.name.clone();
    let days = {
        let (from, until) = (absence.from.clone(), absence.until.clone());
        move || tr!("absences-days", from = dates::day(&from), until = dates::day(&until))
    };
    let deputy = absence.deputy.clone();
    let special = absence.queue_deputies.clone();
    let stands_in = move || {
        let general = deputy.as_ref().map(|person| person.name.clone());
        let special = special.iter().filter_map(|one| {
            let queue = queues.name(one.queue_id)?;
            Some(format!("{queue}: {}", one.deputy.name))
        });
        let all: Vec<String> = general.into_iter().chain(special).collect();
        if all.is_empty() {
            text("absences-no-deputy")
        } else {
            tr!("absences-deputy-is", names = all.join(" · "))
        }
    };
    let delete = move |_| {
        spawn_local(async move {
            match api::absences::delete_absence(id).await {
                Ok(()) => {
                    toasts.show(text("absences-deleted"));
                    saved.run(());
                }
                Err(error) => toasts.show(words::error(&error)),
            }
        });
    };
    let active = absence.phase == AbsencePhase::Active;
    let note = absence.note.clone();
    let rights = absence.rights;
    let whose = name.clone();
    let edit = move |_| {
        edited.set(Some(absence.clone()));
        web::focus("#absence-from");
    };
    view! {
        <li class="card absence">
            <div>
                <strong>{name}</strong>
                " "
                {active.then(|| view! { <span class="badge">{t("absences-now")}</span> })}
                <p>{days}</p>
                <p class="soft">
                    {stands_in} {rights.then(|| view! { <span>" · " {t("absences-with-rights")}</span> })}
                </p>
                {(!note.is_empty()).then(|| view! { <p class="soft">{note}</p> })}
            </div>
            {may_edit
                .then(|| {
                    let (first, second) = (whose.clone(), whose);
                    view! {
                        <div class="form-end">
                            <button type="button" class="button button-small" on:click=edit>
                                {t("absences-edit")}
                                <span class="visually-hidden">": " {first}</span>
                            </button>
                            <button type="button" class="button button-small" on:click=delete>
                                {move || text(if active { "absences-back" } else { "absences-delete" })}
                                <span class="visually-hidden">": " {second}</span>
                            </button>
                        </div>
                    }
                })}
        </li>
    }
}
