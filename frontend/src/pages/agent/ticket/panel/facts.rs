//! What the ticket is said to be: state, priority, queue, people in charge, type, service, due, tags and the site's own fields. Each is
//! changed where it stands.

use leptos::prelude::*;
use pult_shared::{
    api::{session::AgentView, ticket::TicketView},
    catalog::{FieldDef, FieldKind, ServiceKey, SlaKey, TypeKey},
    command::{
        Assign, Command, CommandName, Move, SetDue, SetField, SetPriority, SetResponsible, SetService, SetSla, SetType,
    },
    person::{Permission, PersonRef},
    sla::RunningClock,
    ticket::Priority,
};

use super::{
    edit::{Edit, EditForm, Fact, SelectEdit},
    moment::MomentField,
    queues::OtherQueues,
    state::StateChange,
    tags::Tags,
    value::{PersonName, in_words, input},
};
use crate::{
    api, catalog,
    components::{PriorityBadge, StateBadge},
    fetch::Fetch,
    i18n::{
        dates::{self, from_local_field, local_field},
        t, text, words,
    },
    pages::agent::ticket::{case::Case, fields::fields_of},
    place::Place,
    queues::may,
    session::Session,
    tr,
};

type Options = Vec<(String, String)>;

// req: B3, E13
#[component]
pub fn FactsPanel(case: Case) -> impl IntoView {
    let request = case.part(|ticket| ticket.queue_request.is_some());
    let decide = move || {
        let path = format!("{}?edit={}", Place::AdminQueueRequests.path(), case.number.get_value());
        view! {
            <p>
                <a href=path>{t("queue-request-decide")}</a>
            </p>
        }
    };
    view! {
        <section class="card panel" aria-labelledby="facts-title">
            <h2 id="facts-title">{t("facts")}</h2>
            <Show when=move || request.get() == Some(true)>{decide}</Show>
            <dl class="facts-list">
                <StateFact case />
                <PriorityFact case />
                <QueueFact case />
                <OtherQueues case />
                <PersonFact case responsible=false />
                <PersonFact case responsible=true />
                <TypeFact case />
                <ServiceFact case />
                <SlaFact case />
                <DueFact case />
                <Tags case />
                <FieldFacts case />
            </dl>
        </section>
    }
}

#[component]
fn StateFact(case: Case) -> impl IntoView {
    let edit = Edit::new(case, "fact-state");
    let state = case.part(|ticket| (ticket.state.clone(), ticket.state_type, ticket.pending_until));
    let shown = move || {
        state.get().map(|(state, kind, until)| {
            view! {
                <StateBadge state=Signal::stored(state) kind=Signal::stored(kind) />
                {until
                    .map(|until| {
                        view! {
                            <span class="fact-more">
                                {t("until")} " " <time datetime=until.to_string()>{move || dates::short(until)}</time>
                            </span>
                        }
                    })}
            }
        })
    };
    let editor = move || {
        let now = case.read_untracked(|ticket| ticket.state.clone());
        now.map(|now| {
            let wanted = RwSignal::new(now);
            view! {
                <div id=edit.input_id() tabindex="-1" class="fact-form" on:keydown=move |event| {
                    if event.key() == "Escape" {
                        event.stop_propagation();
                        edit.end();
                    }
                }>
                    <StateChange case wanted on_end=Callback::new(move |()| edit.end()) />
                </div>
            }
        })
    };
    view! { <Fact edit name=CommandName::SetState label=Signal::derive(t("col-state")) shown editor /> }
}

#[component]
fn PriorityFact(case: Case) -> impl IntoView {
    let edit = Edit::new(case, "fact-priority");
    let priority = case.part(|ticket| ticket.priority);
    let shown = move || {
        priority
            .get()
            .map(|one| view! { <PriorityBadge priority=Signal::stored(one) /> })
    };
    let options = || -> Options {
        let all = Priority::ALL.into_iter().rev();
        all.map(|one| (one.get().to_string(), words::priority(one))).collect()
    };
    let command = Callback::new(|value: String| {
        let priority = value.parse().ok().and_then(Priority::new)?;
        Some(Command::SetPriority(SetPriority { priority }))
    });
    let label = Signal::derive(t("col-priority"));
    let editor = move || {
        let value = priority
            .get_untracked()
            .map(|one| one.get().to_string())
            .unwrap_or_default();
        view! { <SelectEdit edit label options=Signal::derive(options) value command /> }
    };
    view! { <Fact edit name=CommandName::SetPriority label shown editor /> }
}

#[component]
fn QueueFact(case: Case) -> impl IntoView {
    let edit = Edit::new(case, "fact-queue");
    let queue = case.part(|ticket| ticket.queue.clone());
    let shown = move || queue.get().map(|queue| words::queue(&queue));
    let options = move || {
        let here = queue.get().map(|queue| queue.id);
        case.queues()
            .choices(|queue| Some(queue.id) == here || queue.valid && may(queue, Permission::MoveInto))
    };
    let command = Callback::new(|value: String| {
        let queue_id = value.parse().ok()?;
        Some(Command::Move(Move { queue_id }))
    });
    let label = Signal::derive(t("col-queue"));
    let editor = move || {
        let value = queue
            .get_untracked()
            .map(|queue| queue.id.to_string())
            .unwrap_or_default();
        view! { <SelectEdit edit label options=Signal::derive(options) value command /> }
    };
    view! { <Fact edit name=CommandName::Move label shown editor /> }
}

/// Owner or responsible.
// req: E18
#[component]
fn PersonFact(case: Case, responsible: bool) -> impl IntoView {
    const NOBODY: &str = "nobody";
    let me = Session::expect().person_untracked();
    let (id, name, label) = match responsible {
        true => ("fact-responsible", CommandName::SetResponsible, "field-responsible"),
        false => ("fact-owner", CommandName::Assign, "field-owner"),
    };
    let edit = Edit::new(case, id);
    let person = case.part(move |ticket: &TicketView| match responsible {
        true => ticket.responsible.clone(),
        false => ticket.owner.clone(),
    });
    let agents = Fetch::<Vec<AgentView>>::new();
    let shown = move || {
        person
            .get()
            .flatten()
            .map_or_else(|| text("no-owner"), |person: PersonRef| person.name)
    };
    let options = move || {
        let mut options = vec![(NOBODY.to_owned(), text("no-owner"))];
        let known = agents.get().unwrap_or_default();
        // Whoever has it stays on offer, also without the right to get it.
        if let Some(now) = person
            .get()
            .flatten()
            .filter(|now| !known.iter().any(|agent| agent.id == now.id))
        {
            options.push((now.id.to_string(), now.name));
        }
        options.extend(known.into_iter().map(|agent| {
            let label = match (agent.away_until, agent.deputy_of.into_iter().next()) {
                (Some(until), _) => tr!("absent-until", name = agent.name, until = dates::short(until)),
                (None, Some(away)) => tr!(
                    "deputy-until",
                    name = agent.name,
                    away = away.name,
                    until = dates::short(away.until)
                ),
                (None, None) => agent.name,
            };
            (agent.id.to_string(), label)
        }));
        options
    };
    let command = Callback::new(move |value: String| {
        let id = value.parse().ok();
        if id.is_none() && value != NOBODY {
            return None;
        }
        Some(match responsible {
            true => Command::SetResponsible(SetResponsible { responsible_id: id }),
            false => Command::Assign(Assign { owner_id: id }),
        })
    });
    let label = Signal::derive(t(label));
    let editor = move || {
        if let Some(queue) = case.read_untracked(|ticket| ticket.queue.id) {
            agents.run(async move { api::queues::list_agents(queue).await });
        }
        let now = person.get_untracked().flatten().map(|person| person.id);
        let quick = me.filter(|_| now != me).map(|me| (me.to_string(), "assign-me"));
        let value = now.map_or_else(|| NOBODY.to_owned(), |id| id.to_string());
        view! { <SelectEdit edit label options=Signal::derive(options) value command quick /> }
    };
    view! { <Fact edit name label shown editor /> }
}

// req: A2
#[component]
fn TypeFact(case: Case) -> impl IntoView {
    let edit = Edit::new(case, "fact-type");
    let kind = case.part(|ticket| ticket.ticket_type.clone());
    let shown = move || {
        kind.get()
            .flatten()
            .map_or_else(|| text("fact-none"), |key| words::ticket_type(&key))
    };
    let options = move || {
        let all = catalog::valid_types();
        let rows = all
            .into_iter()
            .map(|one| (one.key.0, words::name(&one.names)))
            .collect();
        with_none(
            rows,
            kind.get()
                .flatten()
                .map(|key| (key.0.clone(), words::ticket_type(&key))),
        )
    };
    let command = Callback::new(|value: String| {
        let ticket_type = Some(value).filter(|key| !key.is_empty()).map(TypeKey::new);
        Some(Command::SetType(SetType { ticket_type }))
    });
    let label = Signal::derive(t("field-type"));
    let editor = move || {
        let value = kind.get_untracked().flatten().map(|key| key.0).unwrap_or_default();
        view! { <SelectEdit edit label options=Signal::derive(options) value command /> }
    };
    view! { <Fact edit name=CommandName::SetType label shown editor /> }
}

#[component]
fn ServiceFact(case: Case) -> impl IntoView {
    let edit = Edit::new(case, "fact-service");
    let service = case.part(|ticket| ticket.service.clone());
    let shown = move || {
        service
            .get()
            .flatten()
            .map_or_else(|| text("fact-none"), |key| words::service(&key))
    };
    let options = move || {
        let all = catalog::valid_services();
        let rows = all
            .into_iter()
            .map(|one| (one.key.0.clone(), service_path(&one.key)))
            .collect();
        with_none(
            rows,
            service.get().flatten().map(|key| (key.0.clone(), service_path(&key))),
        )
    };
    let command = Callback::new(|value: String| {
        let service = Some(value).filter(|key| !key.is_empty()).map(ServiceKey::new);
        Some(Command::SetService(SetService { service }))
    });
    let label = Signal::derive(t("field-service"));
    let editor = move || {
        let value = service.get_untracked().flatten().map(|key| key.0).unwrap_or_default();
        view! { <SelectEdit edit label options=Signal::derive(options) value command /> }
    };
    view! { <Fact edit name=CommandName::SetService label shown editor /> }
}

/// What was promised: by which agreement, and until when. One that is set on the ticket holds before that of its service or queue.
#[component]
fn SlaFact(case: Case) -> impl IntoView {
    let edit = Edit::new(case, "fact-sla");
    let clocks = case.part(|ticket| ticket.clocks.clone());
    let chosen = Memo::new(move |_| clocks.get().flatten().and_then(|clocks| clocks.chosen));
    let shown = move || {
        let clocks = clocks.get().flatten()?;
        let line = |one: &RunningClock| {
            let name = text(&format!("clock-{}", one.clock.name()));
            view! { <span class="clock-line">{tr!("clock-title", clock = name, due = dates::short(one.due_at))}</span> }
        };
        let lines = clocks.running.iter().map(line).collect_view();
        let stopped = clocks
            .stopped
            .then(|| view! { <span class="clock-line soft">{text("clocks-stopped")}</span> });
        Some(view! { {words::sla(&clocks.sla?)} {lines} {stopped} })
    };
    let shown = move || match shown() {
        Some(shown) => shown.into_any(),
        None => text("fact-none").into_any(),
    };
    let options = move || {
        let all = catalog::valid_slas().into_iter();
        let rows = all.map(|one| (one.key.0.clone(), words::name(&one.names))).collect();
        let mut rows = with_none(rows, chosen.get().map(|key| (key.0.clone(), words::sla(&key))));
        if let Some(none) = rows.first_mut() {
            none.1 = text("sla-inherited");
        }
        rows
    };
    let command = Callback::new(|value: String| {
        let sla = Some(value).filter(|key| !key.is_empty()).map(SlaKey::new);
        Some(Command::SetSla(SetSla { sla }))
    });
    let label = Signal::derive(t("field-sla"));
    let editor = move || {
        let value = chosen.get_untracked().map(|key| key.0).unwrap_or_default();
        view! { <SelectEdit edit label options=Signal::derive(options) value command /> }
    };
    // Where nothing is ever promised it is nobody's matter.
    let any = move || !catalog::get().slas.is_empty();
    view! {
        <Show when=any>
            <Fact edit name=CommandName::SetSla label shown editor />
        </Show>
    }
}

/// A service with those above it: `E-Mail / Groupware`.
fn service_path(key: &ServiceKey) -> String {
    let mut names = Vec::new();
    let mut path = String::new();
    for part in key.0.split('/') {
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(part);
        names.push(words::service(&ServiceKey::new(path.clone())));
    }
    names.join(" / ")
}

/// "None" first, and what the ticket has even where nobody may choose it any more.
fn with_none(mut rows: Options, now: Option<(String, String)>) -> Options {
    if let Some(now) = now.filter(|now| !rows.iter().any(|row| row.0 == now.0)) {
        rows.insert(0, now);
    }
    rows.insert(0, (String::new(), text("fact-none")));
    rows
}

// req: D18
#[component]
fn DueFact(case: Case) -> impl IntoView {
    let edit = Edit::new(case, "fact-due");
    let due = case.part(|ticket| ticket.due_at);
    let shown = move || due.get().flatten().map_or_else(|| text("fact-none"), dates::short);
    let label = Signal::derive(t("field-due"));
    let editor = move || {
        let before = due.get_untracked().flatten().map(local_field).unwrap_or_default();
        let value = RwSignal::new(before.clone());
        let submit = Callback::new(move |()| {
            let typed = value.get_untracked();
            let due_at = from_local_field(&typed);
            if due_at.is_none() && !typed.is_empty() {
                edit.complain(text("field-error-malformed"));
            } else if typed == before && !edit.told() {
                edit.end();
            } else {
                edit.save(vec![Command::SetDue(SetDue { due_at })]);
            }
        });
        view! {
            <EditForm edit submit>
                <MomentField id=edit.input_id() label value closed=case.closed_days />
                <button type="button" class="link" on:click=move |_| value.set(String::new())>
                    {t("fact-empty")}
                </button>
            </EditForm>
        }
    };
    view! { <Fact edit name=CommandName::SetDue label shown editor /> }
}

/// The site's own fields, as far as the queue and the type have them.
#[component]
fn FieldFacts(case: Case) -> impl IntoView {
    let fields = Memo::new(move |_| fields_of(case));
    view! {
        <For each=move || fields.get() key=|field| field.key.clone() let:field>
            <FieldFact case field />
        </For>
    }
}

#[component]
fn FieldFact(case: Case, field: FieldDef) -> impl IntoView {
    let edit = Edit::new(case, &format!("fact-field-{}", field.key));
    let key = field.key.clone();
    let value = case.part(move |ticket| ticket.fields.get(&key).cloned());
    let names = field.names.clone();
    let label = Signal::derive(move || words::name(&names));
    let field = StoredValue::new(field);
    let shown = move || match (value.get().flatten(), field.with_value(|field| field.kind)) {
        (None, _) => {
            let required = field.with_value(|field| field.required_on_close);
            text(if required {
                "field-required-on-close"
            } else {
                "fact-none"
            })
            .into_any()
        }
        (some, FieldKind::Person) => view! { <PersonName value=Signal::stored(some) /> }.into_any(),
        (Some(value), _) => field.with_value(|field| in_words(field, &value)).into_any(),
    };
    let editor = move || {
        let before = value.get_untracked().flatten();
        let now = RwSignal::new(before.clone());
        let submit = Callback::new(move |()| {
            let chosen = now.get_untracked();
            let command = SetField {
                field: field.with_value(|field| field.key.clone()),
                value: chosen.clone(),
            };
            let commands = (chosen != before || edit.told()).then_some(Command::SetField(command));
            edit.save(commands.into_iter().collect());
        });
        let (kind, options) = field.with_value(|field| (field.kind, field.options.clone()));
        let control = input(&edit.input_id(), kind, &options, now, label, Signal::stored(None));
        view! { <EditForm edit submit>{control}</EditForm> }
    };
    view! { <Fact edit name=CommandName::SetField label shown editor /> }
}
