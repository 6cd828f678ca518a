//! Who takes part besides the requester, and which colleagues follow the ticket.

use leptos::prelude::*;
use pult_shared::{
    command::{AddParticipant, Command, CommandName, RemoveParticipant, SetReaders, Watch},
    ids::PersonId,
    person::PersonRef,
};

use crate::{
    components::{
        Icon, Sign,
        chips::{Chip, ChipField, ChipRow},
        suggest::Suggestion,
    },
    i18n::{t, text},
    lookup,
    pages::agent::ticket::case::Case,
    session::Session,
};

fn chip(person: &PersonRef) -> Chip {
    Chip {
        key: person.id.to_string(),
        label: person.name.clone(),
        title: person.address.clone().unwrap_or_default(),
    }
}

fn chips(people: Option<Vec<PersonRef>>) -> Vec<Chip> {
    people.unwrap_or_default().iter().map(chip).collect()
}

// req: D6, D12
#[component]
pub fn PeoplePanel(case: Case) -> impl IntoView {
    view! {
        <section class="card panel" aria-labelledby="people-title">
            <h2 id="people-title">{t("people")}</h2>
            <Participants case />
            <Watchers case />
            <Readers case />
        </section>
    }
}

#[component]
fn Participants(case: Case) -> impl IntoView {
    let people = case.part(|ticket| ticket.participants.clone());
    let items = Signal::derive(move || chips(people.get()));
    let found = lookup::people();
    let (line, wrong) = (RwSignal::new(String::new()), RwSignal::new(None));
    let add = move |participant| {
        line.set(String::new());
        wrong.set(None);
        case.act_quietly(vec![Command::AddParticipant(AddParticipant { participant })]);
    };
    let on_add = Callback::new(move |one: Suggestion| {
        if let Some(mailbox) = found.get(&one.key).as_ref().and_then(lookup::mailbox) {
            add(mailbox);
        }
    });
    let on_text = Callback::new(move |typed: String| match lookup::typed_mailbox(&typed) {
        Some(mailbox) => add(mailbox),
        None => wrong.set(Some(text("address-unknown"))),
    });
    let on_remove = Callback::new(move |key: String| {
        if let Ok(person_id) = key.parse() {
            case.act_quietly(vec![Command::RemoveParticipant(RemoveParticipant { person_id })]);
        }
    });
    let allowed = Memo::new(move |_| case.may(CommandName::AddParticipant));
    let fixed = move || {
        view! {
            <h3>{t("participants")}</h3>
            <ChipRow items label="participants" />
            <p class="soft" hidden=move || items.with(|items| !items.is_empty())>
                {t("nobody-else")}
            </p>
        }
    };
    view! {
        <Show when=move || allowed.get() fallback=fixed>
            <ChipField
                id="participants"
                label="participants"
                items
                offers=found.offers
                on_add
                on_text
                on_remove
                text=line
                placeholder="person-lookup"
                error=Signal::derive(move || wrong.get().filter(|_| line.with(|line| !line.is_empty())))
            />
        </Show>
    }
}

#[component]
fn Watchers(case: Case) -> impl IntoView {
    let me = Session::expect().person_untracked();
    let people = case.part(|ticket| ticket.watchers.clone());
    let items = Signal::derive(move || chips(people.get()));
    let watches = move || people.with(|people| people.iter().flatten().any(|person| Some(person.id) == me));
    let found = lookup::agents(Signal::derive(move || case.read(|ticket| ticket.queue.id)));
    let line = RwSignal::new(String::new());
    let on_add = Callback::new(move |one: Suggestion| {
        let person_id = one.key.parse().ok();
        if person_id.is_some() {
            case.act_quietly(vec![Command::Watch(Watch { person_id })]);
        }
    });
    let on_remove = Callback::new(move |key: String| {
        let person_id = key.parse().ok();
        if person_id.is_some() {
            case.act_quietly(vec![Command::Unwatch(Watch { person_id })]);
        }
    });
    let toggle = move |_| {
        let own = Watch::default();
        let command = if untrack(watches) {
            Command::Unwatch(own)
        } else {
            Command::Watch(own)
        };
        case.act_quietly(vec![command]);
    };
    let allowed = Memo::new(move |_| case.may(CommandName::Watch) || case.may(CommandName::Unwatch));
    let fixed = move || view! { <ChipRow items label="watchers" /> };
    view! {
        <Show when=move || allowed.get() fallback=fixed>
            <ChipField
                id="watchers"
                label="watchers"
                items
                offers=found.offers
                on_add
                on_remove
                text=line
                placeholder="agent-lookup"
            />
            <button
                type="button"
                class="button button-small"
                aria-pressed=move || watches().to_string()
                on:click=toggle
            >
                <Icon sign=Sign::Eye />
                {move || text(if watches() { "unwatch" } else { "watch" })}
            </button>
        </Show>
    }
}

/// Named persons only: who may read the ticket beside its owner and who is responsible. A press makes it so, for oneself at first.
#[component]
fn Readers(case: Case) -> impl IntoView {
    let people = case.part(|ticket| ticket.readers.clone());
    let named = move || people.with(|people| people.as_ref().is_some_and(Option::is_some));
    let items = Signal::derive(move || chips(people.get().flatten()));
    let found = lookup::agents(Signal::derive(move || case.read(|ticket| ticket.queue.id)));
    let line = RwSignal::new(String::new());
    let set = move |person_ids| case.act_quietly(vec![Command::SetReaders(SetReaders { person_ids })]);
    let now = move || -> Vec<PersonId> {
        let people = people.get_untracked().flatten().unwrap_or_default();
        people.iter().map(|person| person.id).collect()
    };
    let on_add = Callback::new(move |one: Suggestion| {
        line.set(String::new());
        if let Ok(person) = one.key.parse() {
            set(Some([now(), vec![person]].concat()));
        }
    });
    let on_remove = Callback::new(move |key: String| {
        set(Some(now().into_iter().filter(|id| id.to_string() != key).collect()));
    });
    let toggle = move |_| set(if untrack(named) { None } else { Some(Vec::new()) });
    let may = Memo::new(move |_| case.may(CommandName::SetReaders));
    let list = move || {
        let fixed = move || view! { <ChipRow items label="readers" /> };
        view! {
            <Show when=move || may.get() fallback=fixed>
                <ChipField
                    id="readers"
                    label="readers"
                    items
                    offers=found.offers
                    on_add
                    on_remove
                    text=line
                    placeholder="agent-lookup"
                />
            </Show>
            <p class="soft">{t("readers-hint")}</p>
        }
    };
    view! {
        <Show when=named>{list}</Show>
        <Show when=move || may.get()>
            <button type="button" class="button button-small" aria-pressed=move || named().to_string() on:click=toggle>
                <Icon sign=Sign::Lock />
                {t("named-only")}
            </button>
        </Show>
    }
}
