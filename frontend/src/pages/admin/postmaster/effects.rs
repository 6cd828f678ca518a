//! What a filter does: one row an effect, each with the input that its kind asks for.

use leptos::prelude::*;
use pult_shared::{
    api::person::PersonCard,
    catalog::{FieldKey, FieldKind, FieldValue, ServiceKey, StateType, TypeKey},
    command::{
        AddParticipant, Assign, Move, SetField, SetPriority, SetResponsible, SetService, SetState, SetType, Tag, Watch,
    },
    ids::{PersonId, QueueId},
    limits::POSTMASTER_EFFECTS_MAX,
    mailbox::Mailbox,
    person::PersonRef,
    postmaster::{AutoResponse, MailEffect},
    ticket::Priority,
};

use super::{
    super::parts::{
        bind::Bind,
        inputs::{Line, Pick},
        person_search::PersonSearch,
        rows::Rows,
    },
    sentences,
};
use crate::{
    catalog,
    i18n::{t, text, words},
    queues::Queues,
};

/// The people whom effects name, as far as they are known; those who are chosen come along.
#[derive(Clone, Copy)]
pub struct People(pub RwSignal<Vec<PersonRef>>);

/// Ids of the look-ups, one for each row.
const SEARCHES: [&str; POSTMASTER_EFFECTS_MAX] = [
    "person-0",
    "person-1",
    "person-2",
    "person-3",
    "person-4",
    "person-5",
    "person-6",
    "person-7",
    "person-8",
    "person-9",
    "person-10",
    "person-11",
    "person-12",
    "person-13",
    "person-14",
    "person-15",
    "person-16",
    "person-17",
    "person-18",
    "person-19",
];

#[component]
pub fn Effects(value: Bind<Vec<MailEffect>>) -> impl IntoView {
    let row = |index: usize, one: Bind<MailEffect>| view! { <One index value=one /> }.into_any();
    view! {
        <Rows
            id="then"
            value
            name="postmaster-effect"
            add="postmaster-add-effect"
            max=POSTMASTER_EFFECTS_MAX
            blank=|| MailEffect::AddTag(Tag { tag: String::new() })
            row
        />
    }
}

#[component]
fn One(index: usize, value: Bind<MailEffect>) -> impl IntoView {
    let kind = value.part(
        |effect| effect.name().to_owned(),
        |effect, name| {
            if name != effect.name() {
                *effect = blank(&name);
            }
        },
    );
    let kinds = || {
        let name = |name: &str| (name.to_owned(), sentences::effect_name(name));
        MailEffect::NAMES.into_iter().map(name).collect::<Vec<_>>()
    };
    let input = move || input(index, kind.get().as_str(), value);
    view! {
        <Pick
            path=format!("then.{index}")
            label="postmaster-effect"
            value=kind
            options=Signal::derive(kinds)
            quiet=true
        />
        {input}
    }
}

/// An effect of a kind, with the first value that makes sense.
pub fn blank(name: &str) -> MailEffect {
    match name {
        "move" => MailEffect::Move(Move { queue_id: QueueId::NIL }),
        "set_priority" => MailEffect::SetPriority(SetPriority {
            priority: Priority::NORMAL,
        }),
        "set_type" => MailEffect::SetType(SetType { ticket_type: None }),
        "set_service" => MailEffect::SetService(SetService { service: None }),
        "set_state" => MailEffect::SetState(SetState::to(catalog::main_state(StateType::Open).0)),
        "set_field" => {
            let first = catalog::valid_fields().into_iter().next();
            MailEffect::SetField(SetField {
                field: first.map_or_else(|| FieldKey::new(""), |field| field.key),
                value: None,
            })
        }
        "assign" => MailEffect::Assign(Assign { owner_id: None }),
        "set_responsible" => MailEffect::SetResponsible(SetResponsible { responsible_id: None }),
        "watch" => MailEffect::Watch(Watch { person_id: None }),
        "add_participant" => MailEffect::AddParticipant(AddParticipant {
            participant: Mailbox {
                name: None,
                address: String::new(),
            },
        }),
        "auto_response" => MailEffect::AutoResponse(AutoResponse { send: false }),
        "unlock" => MailEffect::Unlock,
        "ignore" => MailEffect::Ignore,
        "quarantine" => MailEffect::Quarantine,
        _ => MailEffect::AddTag(Tag { tag: String::new() }),
    }
}

/// The inputs of a kind of effect.
pub fn input(index: usize, kind: &str, value: Bind<MailEffect>) -> AnyView {
    let queues = Queues::expect();
    let pick = move |field: &str, value: Bind<String>, options: Signal<Vec<(String, String)>>, empty| {
        let path = format!("then.{index}.{field}");
        match empty {
            Some(empty) => view! { <Pick path label="postmaster-value" value options empty quiet=true /> }.into_any(),
            None => view! { <Pick path label="postmaster-value" value options quiet=true /> }.into_any(),
        }
    };
    match kind {
        "move" => {
            let chosen = value.part(
                |effect| match effect {
                    MailEffect::Move(to) if to.queue_id != QueueId::NIL => to.queue_id.to_string(),
                    _ => String::new(),
                },
                |effect, id| {
                    let queue_id = id.parse().unwrap_or(QueueId::NIL);
                    *effect = MailEffect::Move(Move { queue_id });
                },
            );
            let options = Signal::derive(move || queues.choices(|queue| queue.valid));
            pick("queue_id", chosen, options, Some("postmaster-choose"))
        }
        "set_priority" => {
            let chosen = value.part(
                |effect| match effect {
                    MailEffect::SetPriority(set) => set.priority.get().to_string(),
                    _ => String::new(),
                },
                |effect, level| {
                    if let Some(priority) = level.parse().ok().and_then(Priority::new) {
                        *effect = MailEffect::SetPriority(SetPriority { priority });
                    }
                },
            );
            let name = |level: Priority| (level.get().to_string(), words::priority(level));
            let options = Signal::derive(move || Priority::ALL.into_iter().map(name).collect());
            pick("priority", chosen, options, None)
        }
        "set_type" => {
            let chosen = value.part(
                |effect| match effect {
                    MailEffect::SetType(set) => set.ticket_type.as_ref().map(|key| key.0.clone()).unwrap_or_default(),
                    _ => String::new(),
                },
                |effect, key| {
                    let ticket_type = (!key.is_empty()).then(|| TypeKey::new(key));
                    *effect = MailEffect::SetType(SetType { ticket_type });
                },
            );
            let name = |one: pult_shared::catalog::TypeDef| (one.key.0, words::name(&one.names));
            let options = Signal::derive(move || catalog::valid_types().into_iter().map(name).collect());
            pick("ticket_type", chosen, options, Some("postmaster-nothing"))
        }
        "set_service" => {
            let chosen = value.part(
                |effect| match effect {
                    MailEffect::SetService(set) => set.service.as_ref().map(|key| key.0.clone()).unwrap_or_default(),
                    _ => String::new(),
                },
                |effect, key| {
                    let service = (!key.is_empty()).then(|| ServiceKey::new(key));
                    *effect = MailEffect::SetService(SetService { service });
                },
            );
            let name = |one: pult_shared::catalog::ServiceDef| (one.key.0, words::name(&one.names));
            let options = Signal::derive(move || catalog::valid_services().into_iter().map(name).collect());
            pick("service", chosen, options, Some("postmaster-nothing"))
        }
        "set_state" => {
            let chosen = value.part(
                |effect| match effect {
                    MailEffect::SetState(set) => set.state.0.clone(),
                    _ => String::new(),
                },
                |effect, key| *effect = MailEffect::SetState(SetState::to(key)),
            );
            let options = Signal::derive(move || {
                let states = catalog::valid_states().into_iter();
                let settable =
                    states.filter(|state| !state.state_type.is_pending() && state.state_type != StateType::Merged);
                settable.map(|state| (state.key.0, words::name(&state.names))).collect()
            });
            pick("state", chosen, options, None)
        }
        "set_field" => view! { <FieldInput index value /> }.into_any(),
        "assign" | "set_responsible" | "watch" => view! { <PersonInput index value /> }.into_any(),
        "add_tag" => {
            let tag = value.part(
                |effect| match effect {
                    MailEffect::AddTag(tag) => tag.tag.clone(),
                    _ => String::new(),
                },
                |effect, tag| *effect = MailEffect::AddTag(Tag { tag }),
            );
            view! { <Line path=format!("then.{index}.tag") label="postmaster-value" value=tag quiet=true /> }.into_any()
        }
        "add_participant" => {
            let address = value.part(
                |effect| match effect {
                    MailEffect::AddParticipant(add) => add.participant.address.clone(),
                    _ => String::new(),
                },
                |effect, address| {
                    let participant = Mailbox { name: None, address };
                    *effect = MailEffect::AddParticipant(AddParticipant { participant });
                },
            );
            view! {
                <Line
                    path=format!("then.{index}.participant")
                    label="postmaster-address"
                    value=address
                    kind="email"
                    quiet=true
                />
            }
            .into_any()
        }
        "auto_response" => {
            let send = value.part(
                |effect| match effect {
                    MailEffect::AutoResponse(AutoResponse { send: true }) => "yes".to_owned(),
                    _ => "no".to_owned(),
                },
                |effect, word| *effect = MailEffect::AutoResponse(AutoResponse { send: word == "yes" }),
            );
            let options = Signal::derive(|| {
                let named = |word: &str| (word.to_owned(), text(word));
                vec![named("no"), named("yes")]
            });
            pick("send", send, options, None)
        }
        _ => ().into_any(),
    }
}

/// A custom field with its value.
#[component]
fn FieldInput(index: usize, value: Bind<MailEffect>) -> impl IntoView {
    let key = value.part(
        |effect| match effect {
            MailEffect::SetField(set) => set.field.0.clone(),
            _ => String::new(),
        },
        |effect, key| {
            *effect = MailEffect::SetField(SetField {
                field: FieldKey::new(key),
                value: None,
            });
        },
    );
    let fields = || {
        let fields = catalog::valid_fields().into_iter();
        let fields = fields.filter(|field| field.kind != FieldKind::Person);
        fields
            .map(|field| (field.key.0, words::name(&field.names)))
            .collect::<Vec<_>>()
    };
    let content = value.part(
        |effect| match effect {
            MailEffect::SetField(SetField { value: Some(value), .. }) => match value {
                FieldValue::Text(text) => text.clone(),
                FieldValue::Number(number) => number.to_string(),
                FieldValue::Bool(checked) => if *checked { "yes" } else { "no" }.to_owned(),
                FieldValue::Texts(texts) => texts.first().cloned().unwrap_or_default(),
            },
            _ => String::new(),
        },
        |effect, typed| {
            if let MailEffect::SetField(set) = effect {
                let kind = untrack(|| catalog::field(&set.field)).map(|field| field.kind);
                set.value = (!typed.is_empty()).then(|| match kind {
                    Some(FieldKind::Checkbox) => FieldValue::Bool(typed == "yes"),
                    Some(FieldKind::MultiChoice) => FieldValue::Texts(vec![typed]),
                    // What is no number yet is refused by the server, at this input.
                    Some(FieldKind::Number) => match typed.replace(',', ".").parse() {
                        Ok(number) => FieldValue::Number(number),
                        Err(_) => FieldValue::Text(typed),
                    },
                    _ => FieldValue::Text(typed),
                });
            }
        },
    );
    let choices = move || {
        let field = catalog::field(&FieldKey::new(key.get()));
        match field.as_ref().map(|field| field.kind) {
            Some(FieldKind::Checkbox) => vec![("yes".to_owned(), text("yes")), ("no".to_owned(), text("no"))],
            Some(FieldKind::Choice | FieldKind::MultiChoice) => {
                let options = field.map(|field| field.options).unwrap_or_default().into_iter();
                let options = options.filter(|option| option.valid);
                options.map(|option| (option.key, words::name(&option.names))).collect()
            }
            _ => Vec::new(),
        }
    };
    let chooses = Memo::new(move |_| !choices().is_empty());
    let input = move || {
        let path = format!("then.{index}.value");
        if chooses.get() {
            let options = Signal::derive(choices);
            view! { <Pick path label="postmaster-value" value=content options empty="postmaster-nothing" quiet=true /> }
                .into_any()
        } else {
            let is_date = catalog::field(&FieldKey::new(key.get())).is_some_and(|field| field.kind == FieldKind::Date);
            let kind = if is_date { "date" } else { "text" };
            view! { <Line path label="postmaster-value" value=content kind quiet=true /> }.into_any()
        }
    };
    view! {
        <Pick
            path=format!("then.{index}.field")
            label="postmaster-custom-field"
            value=key
            options=Signal::derive(fields)
            empty="postmaster-choose"
            quiet=true
        />
        {input}
    }
}

/// A colleague: chosen by name, shown with a way to choose another.
#[component]
fn PersonInput(index: usize, value: Bind<MailEffect>) -> impl IntoView {
    let people = expect_context::<People>().0;
    let chosen = value.part(
        |effect| match effect {
            MailEffect::Assign(to) => to.owner_id,
            MailEffect::SetResponsible(to) => to.responsible_id,
            MailEffect::Watch(watch) => watch.person_id,
            _ => None,
        },
        |effect, person: Option<PersonId>| match effect {
            MailEffect::Assign(to) => to.owner_id = person,
            MailEffect::SetResponsible(to) => to.responsible_id = person,
            MailEffect::Watch(watch) => watch.person_id = person,
            _ => {}
        },
    );
    let choose = move |person: PersonCard| {
        people.update(|known| {
            known.push(PersonRef {
                id: person.id,
                name: person.name.clone(),
                address: person.addresses.first().cloned(),
            });
        });
        chosen.set(Some(person.id));
    };
    let name = move |id: PersonId| {
        let known = people.with(|known| {
            known
                .iter()
                .find(|person| person.id == id)
                .map(|person| person.name.clone())
        });
        known.unwrap_or_else(|| text("postmaster-somebody"))
    };
    let id = SEARCHES.get(index).copied().unwrap_or("person");
    move || match chosen.get() {
        Some(person) => view! {
            <p class="rule-person">
                <strong>{move || name(person)}</strong>
                <button type="button" class="link" on:click=move |_| chosen.set(None)>
                    {t("postmaster-other-person")}
                </button>
            </p>
        }
        .into_any(),
        None => view! {
            <PersonSearch id label="postmaster-person" hint="postmaster-person-hint" choose=Callback::new(choose) />
        }
        .into_any(),
    }
}
