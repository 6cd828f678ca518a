//! Entering an absence: days, deputy, and before it is saved what nobody would look after.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    absence::{AbsenceDef, AbsencePreview, AbsenceView, QueueDeputy},
    ids::{PersonId, QueueId},
    person::PersonRef,
};

use crate::{
    api,
    components::{
        ErrorSummary, Notice, SelectField, TextField, Tone,
        suggest::{SuggestField, Suggestion},
    },
    form::{Form, FormField},
    i18n::{t, text},
    lookup,
    place::Place,
    queues::{Queues, may},
    session::Session,
    toast::Toasts,
    tr,
};

const FIELDS: &[FormField] = &[
    FormField {
        name: "from",
        id: "absence-from",
        label: "absences-from",
    },
    FormField {
        name: "until",
        id: "absence-until",
        label: "absences-until",
    },
    FormField {
        name: "deputy_id",
        id: "absence-deputy",
        label: "absences-deputy",
    },
    FormField {
        name: "queue_deputies",
        id: "absence-queue",
        label: "absences-queue",
    },
    FormField {
        name: "note",
        id: "absence-note",
        label: "absences-note",
    },
];

#[component]
pub fn AbsenceForm(edited: Option<AbsenceView>, saved: Callback<()>, leave: Callback<()>) -> impl IntoView {
    let (session, toasts, queues) = (Session::expect(), Toasts::expect(), Queues::expect());
    let form = Form::new(FIELDS);
    let id = edited.as_ref().map(|absence| absence.id);
    let before = edited;
    let from = RwSignal::new(before.as_ref().map(|one| one.from.clone()).unwrap_or_default());
    let until = RwSignal::new(before.as_ref().map(|one| one.until.clone()).unwrap_or_default());
    let note = RwSignal::new(before.as_ref().map(|one| one.note.clone()).unwrap_or_default());
    let rights = RwSignal::new(before.as_ref().is_some_and(|one| one.rights));
    let person = RwSignal::new(None::<PersonRef>);
    let deputy = RwSignal::new(before.as_ref().and_then(|one| one.deputy.clone()));
    let special = RwSignal::new(before.map(|one| one.queue_deputies).unwrap_or_default());
    let preview = RwSignal::new(None::<AbsencePreview>);
    let def = move || AbsenceDef {
        person_id: person.get_untracked().map(|person| person.id),
        from: from.get_untracked(),
        until: until.get_untracked(),
        deputy_id: deputy.get_untracked().map(|deputy| deputy.id),
        queue_deputies: special
            .get_untracked()
            .iter()
            .map(|one| QueueDeputy {
                queue_id: one.queue_id,
                deputy_id: one.deputy.id,
            })
            .collect(),
        rights: rights.get_untracked(),
        note: note.get_untracked(),
    };
    let save = move || {
        let def = def();
        spawn_local(async move {
            match api::absences::save_absence(id, &def).await {
                Ok(_) => {
                    form.done();
                    toasts.show(text("absences-saved"));
                    saved.run(());
                }
                Err(error) => form.fail(error),
            }
        });
    };
    // First what would be left alone is shown; where nothing is, it is saved at once.
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !form.begin(Vec::new()) {
            return;
        }
        if preview.get_untracked().is_some() {
            save();
            return;
        }
        let def = def();
        spawn_local(async move {
            match api::absences::preview_absence(id, &def).await {
                Ok(found) if found.orphans.is_empty() && found.unstaffed.is_empty() => save(),
                Ok(found) => {
                    form.done();
                    preview.set(Some(found));
                }
                Err(error) => form.fail(error),
            }
        });
    };
    // What is changed is looked at anew.
    Effect::new(move |_| {
        from.track();
        until.track();
        deputy.track();
        special.track();
        rights.track();
        person.track();
        preview.set(None);
    });
    let is_new = id.is_none();
    let queue = RwSignal::new(String::new());
    let offered = move || queues.choices(|one| may(one, pult_shared::person::Permission::View));
    let add_special = Callback::new(move |who: PersonRef| {
        let Ok(queue_id) = queue.get_untracked().parse::<QueueId>() else {
            return;
        };
        special.update(|all| {
            all.retain(|one| one.queue_id != queue_id);
            all.push(pult_shared::absence::QueueDeputyView { queue_id, deputy: who });
        });
    });
    view! {
        <form class="card form" novalidate on:submit=submit>
            <h2>{move || text(if is_new { "absences-new" } else { "absences-change" })}</h2>
            <ErrorSummary complaints=form.complaints() />
            {(is_new && untrack(|| session.is_manager() || session.is_administrator()))
                .then(|| {
                    view! {
                        <Who
                            id="absence-person"
                            label="absences-person"
                            hint="absences-person-hint"
                            chosen=person
                        />
                    }
                })}
            <div class="field-row">
                <TextField id="absence-from" label="absences-from" kind="date" value=from error=form.error("from") />
                <TextField id="absence-until" label="absences-until" kind="date" value=until error=form.error("until") />
            </div>
            <Who id="absence-deputy" label="absences-deputy" hint="absences-deputy-hint" chosen=deputy />
            <details>
                <summary>{t("absences-per-queue")}</summary>
                <div class="form">
                    <ul>
                        {move || {
                            special
                                .get()
                                .into_iter()
                                .map(|one| {
                                    let queue = one.queue_id;
                                    let remove = move |_| special.update(|all| all.retain(|one| one.queue_id != queue));
                                    view! {
                                        <li>
                                            {move || queues.name(queue).unwrap_or_default()} ": " {one.deputy.name} " "
                                            <button type="button" class="button button-small" on:click=remove>
                                                {t("absences-remove")}
                                            </button>
                                        </li>
                                    }
                                })
                                .collect_view()
                        }}
                    </ul>
                    <SelectField
                        id="absence-queue"
                        label="absences-queue"
                        placeholder="absences-choose-queue"
                        value=queue
                        options=Signal::derive(offered)
                        error=form.error("queue_deputies")
                    />
                    <Pick id="absence-queue-deputy" label="absences-deputy" choose=add_special />
                </div>
            </details>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || rights.get()
                    on:change=move |event| rights.set(event_target_checked(&event))
                />
                <span>{t("absences-rights")}</span>
            </label>
            <TextField
                id="absence-note"
                label="absences-note"
                hint="absences-note-hint"
                value=note
                error=form.error("note")
                optional=true
            />
            {move || preview.get().map(|preview| view! { <LeftAlone preview /> })}
            <div class="form-end">
                <button type="submit" class="button button-primary" disabled=move || form.busy().get()>
                    {move || text(if preview.get().is_some() { "absences-save-anyway" } else { "save" })}
                </button>
                {(!is_new)
                    .then(|| {
                        view! {
                            <button type="button" class="button" on:click=move |_| leave.run(())>
                                {t("cancel")}
                            </button>
                        }
                    })}
            </div>
        </form>
    }
}

/// A colleague who is looked up, and can be taken away again.
#[component]
fn Who(
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    chosen: RwSignal<Option<PersonRef>>,
) -> impl IntoView {
    view! {
        <p class="field-hint" id=format!("{id}-hint")>
            {t(hint)}
        </p>
        {move || match chosen.get() {
            Some(person) => {
                view! {
                    <p>
                        {t(label)} ": " <strong>{person.name}</strong> " "
                        <button type="button" class="button button-small" on:click=move |_| chosen.set(None)>
                            {t("absences-remove")}
                        </button>
                    </p>
                }
                    .into_any()
            }
            None => view! { <Pick id label choose=Callback::new(move |who| chosen.set(Some(who))) /> }.into_any(),
        }}
    }
}

/// The search for a colleague.
#[component]
fn Pick(id: &'static str, label: &'static str, choose: Callback<PersonRef>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let agents = lookup::agents(Signal::stored(None));
    let on_choose = Callback::new(move |one: Suggestion| {
        typed.set(String::new());
        if let Some(card) = agents.get(&one.key) {
            choose.run(PersonRef {
                id: PersonId(card.id.0),
                name: card.name,
                address: None,
            });
        }
    });
    view! {
        <div class="field">
            <label for=id>{t(label)}</label>
            <SuggestField
                id
                label
                labelled=true
                text=typed
                offers=agents.offers
                on_choose
            />
        </div>
    }
}

/// What nobody would look after.
#[component]
fn LeftAlone(preview: AbsencePreview) -> impl IntoView {
    let queues = Queues::expect();
    let count = preview.orphan_count;
    let unstaffed = StoredValue::new(preview.unstaffed.clone());
    let names = move || {
        let names = unstaffed.get_value().into_iter().filter_map(|queue| queues.name(queue));
        names.collect::<Vec<_>>().join(", ")
    };
    let tickets = preview.orphans.into_iter().map(|ticket| {
        let path = Place::DeskTicket(ticket.number.0.clone()).path();
        view! {
            <li>
                <a href=path>{ticket.subject}</a>
            </li>
        }
    });
    view! {
        <Notice tone=Tone::Warning>
            {(count > 0)
                .then(|| {
                    view! {
                        <p>{move || tr!("absences-orphans", count = count)}</p>
                        <ul>{tickets.collect_view()}</ul>
                    }
                })}
            {(!preview.unstaffed.is_empty())
                .then(|| view! { <p>{move || tr!("absences-nobody-left", queues = names())}</p> })}
        </Notice>
    }
}
