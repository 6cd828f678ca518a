//! What may this person do here, and why: by queue and permission, and for one ticket by command.

mod reasons;

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use pult_shared::{
    api::{
        organisation::OrganisationRight,
        person::{CommandRight, PersonCard, Right, RightSource, RightsView},
        queue::QueueView,
    },
    ids::{PersonId, QueueId},
};

use self::reasons::{Reason, in_queue};
use super::{
    frame::AdminPage,
    parts::{
        listing::{Finder, fits},
        person_search::{PersonSearch, about},
        tree::in_order,
        words,
    },
};
use crate::{
    api,
    components::{Failure, Icon, Loading, Notice, Sign, Tone},
    fetch::Fetch,
    i18n::{self, t, text},
    place::Place,
    queues::Queues,
    tr, web,
};

/// Person and ticket stand in the address: a link answers the question for a colleague too.
fn address(person: PersonId, ticket: &str) -> String {
    let base = format!("{}?person={person}", Place::AdminRights.path());
    if ticket.is_empty() {
        return base;
    }
    format!("{base}&ticket={}", web::encoded(ticket))
}

// req: B11
#[component]
pub fn Rights() -> impl IntoView {
    Queues::expect().refresh();
    let query = use_location().query;
    let navigate = StoredValue::new_local(use_navigate());
    let person = Memo::new(move |_| query.with(|query| query.get("person").and_then(|id| id.parse::<PersonId>().ok())));
    let ticket = Memo::new(move |_| query.with(|query| query.get("ticket").unwrap_or_default()));
    let go = move |person: PersonId, ticket: &str| {
        let options = NavigateOptions {
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate.with_value(|navigate| navigate(&address(person, ticket), options));
    };
    let rights = Fetch::<RightsView>::new();
    let load = move || {
        let ticket = ticket.get();
        match person.get() {
            None => rights.clear(),
            Some(person) => rights.run(async move {
                let ticket = Some(ticket.as_str()).filter(|ticket| !ticket.is_empty());
                api::rights::get_person_rights(person, ticket).await
            }),
        }
    };
    Effect::new(move |_| load());
    let answer = move || {
        rights
            .get()
            .filter(|_| person.get().is_some())
            .map(|view| view! { <Answer view /> })
    };
    view! {
        <AdminPage here=Place::AdminRights>
            <div class="card rights-ask">
                <PersonSearch
                    id="rights-person"
                    label="admin-rights-person"
                    hint="admin-person-hint"
                    choose=Callback::new(move |card: PersonCard| go(card.id, &ticket.get_untracked()))
                />
                <TicketInput
                    start=ticket
                    enabled=Signal::derive(move || person.get().is_some())
                    ask=Callback::new(move |ticket: String| {
                        if let Some(person) = person.get_untracked() {
                            go(person, &ticket);
                        }
                    })
                />
            </div>
            {move || {
                rights
                    .error()
                    .map(|error| {
                        view! {
                            <Failure
                                message=Signal::derive(move || i18n::words::error(&error))
                                retry=move || untrack(load)
                            />
                        }
                    })
            }}
            <Show when=move || rights.busy() && rights.with(|view| view.is_none())>
                <Loading />
            </Show>
            {answer}
        </AdminPage>
    }
}

#[component]
fn TicketInput(start: Memo<String>, enabled: Signal<bool>, ask: Callback<String>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    Effect::new(move |_| typed.set(start.get()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        ask.run(typed.with_untracked(|typed| typed.trim().to_owned()));
    };
    view! {
        <form class="field" novalidate on:submit=submit>
            <label for="rights-ticket">
                {t("admin-rights-ticket")} <span class="field-optional">" " {t("field-optional")}</span>
            </label>
            <p class="field-hint" id="rights-ticket-hint">
                {t("admin-rights-ticket-hint")}
            </p>
            <div class="rights-ticket">
                <input
                    id="rights-ticket"
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    aria-describedby="rights-ticket-hint"
                    prop:value=move || typed.get()
                    on:input=move |event| typed.set(event_target_value(&event))
                />
                <button type="submit" class="button" disabled=move || !enabled.get()>
                    {t("admin-rights-ask")}
                </button>
            </div>
        </form>
    }
}

#[component]
fn Answer(view: RightsView) -> impl IntoView {
    let RightsView {
        person,
        rights,
        organisation,
        commands,
    } = view;
    let (administrator, agent, active) = (person.administrator, person.agent, person.active);
    let details = about(&person);
    let nothing = rights.is_empty();
    view! {
        <section class="rights-answer" aria-labelledby="rights-who">
            <h2 id="rights-who">
                <Icon sign=Sign::Person />
                {person.name}
                " "
                <span class="soft rights-about">{details}</span>
            </h2>
            {(!active)
                .then(|| {
                    view! {
                        <Notice tone=Tone::Warning>
                            <p>{t("admin-rights-inactive")}</p>
                        </Notice>
                    }
                })}
            {match (administrator, nothing) {
                (true, _) => {
                    view! {
                        <Notice tone=Tone::Info>
                            <p>{t("admin-rights-administrator")}</p>
                        </Notice>
                    }
                        .into_any()
                }
                (false, true) => {
                    let sentence = if agent { "admin-rights-elsewhere" } else { "admin-rights-customer" };
                    view! { <p>{t(sentence)}</p> }.into_any()
                }
                (false, false) => view! { <ByQueue rights /> }.into_any(),
            }}
            {organisation.map(|right| view! { <p>{move || by_organisation(&right)}</p> })}
            {(!commands.is_empty()).then(|| view! { <Commands commands /> })}
        </section>
    }
}

/// "Sieht die Anfragen der Einrichtung FB 3 … Dieses Ticket sieht sie deshalb."
fn by_organisation(right: &OrganisationRight) -> String {
    let key = if right.reply {
        "admin-rights-organisation-reply"
    } else {
        "admin-rights-organisation"
    };
    let said = i18n::text_with(key, &[("name", right.name.clone().into())]);
    match right.sees_ticket {
        None => said,
        Some(true) => format!("{said} {}", text("admin-rights-organisation-ticket")),
        Some(false) => format!("{said} {}", text("admin-rights-organisation-not-ticket")),
    }
}

/// A row for each queue: what is held, and why.
#[component]
fn ByQueue(rights: Vec<Right>) -> impl IntoView {
    let queues = Queues::expect();
    let sought = RwSignal::new(String::new());
    let rights = StoredValue::new(rights);
    let rows = Memo::new(move |_| {
        let all = queues.get().unwrap_or_default();
        let order = in_order(&all, |queue| i18n::words::name(&queue.names));
        order
            .into_iter()
            .map(|node| {
                let reasons = rights.with_value(|rights| in_queue(rights, node.queue.id));
                let texts: Vec<(String, String)> = reasons
                    .iter()
                    .map(|reason| (permissions(reason), because(reason, &node.queue, &all)))
                    .collect();
                (node.queue.id, i18n::words::queue_path(&node.queue, &all), texts)
            })
            .filter(|(_, _, texts)| !texts.is_empty())
            .collect::<Vec<_>>()
    });
    let shown = Memo::new(move |_| {
        let sought = sought.get();
        rows.with(|rows| {
            rows.iter()
                .filter(|(_, name, texts)| {
                    fits(
                        &sought,
                        std::iter::once(name).chain(texts.iter().flat_map(|(what, why)| [what, why])),
                    )
                })
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let row = |(_, name, texts): (QueueId, String, Vec<(String, String)>)| {
        let reasons = texts.into_iter().map(|(what, why)| {
            view! {
                <li>
                    <strong>{what}</strong>
                    ": "
                    {why}
                </li>
            }
        });
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td>
                    <ul class="reasons">{reasons.collect_view()}</ul>
                </td>
            </tr>
        }
    };
    view! {
        <Finder
            id="rights-find"
            value=sought
            shown=Signal::derive(move || shown.with(Vec::len))
            all=Signal::derive(move || rows.with(Vec::len))
        />
        <div class="table-scroll" role="region" tabindex="0" aria-label=t("admin-rights-table")>
            <table class="admin-table rights-table">
                <caption class="visually-hidden">{t("admin-rights-table")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t("col-queue")}</th>
                        <th scope="col">{t("admin-rights-why")}</th>
                    </tr>
                </thead>
                <tbody>{move || shown.get().into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

fn permissions(reason: &Reason) -> String {
    let words: Vec<String> = reason.permissions.iter().map(|one| words::permission(*one)).collect();
    words.join(", ")
}

/// "Rolle WLAN-Team auf IT / Netz, geerbt"
fn because(reason: &Reason, queue: &QueueView, all: &[QueueView]) -> String {
    let one = |source: &RightSource| {
        let granted = all.iter().find(|other| other.id == source.granted_on);
        let on = granted.map_or_else(
            || text("another-queue"),
            |granted| i18n::words::queue_path(granted, all),
        );
        let role = source.role.clone();
        if let Some(away) = source.deputy_for.clone() {
            return tr!("admin-reason-deputy", name = away);
        }
        if source.granted_on == queue.id {
            tr!("admin-reason-own", role = role, queue = on)
        } else {
            tr!("admin-reason-inherited", role = role, queue = on)
        }
    };
    let reasons: Vec<String> = reason.sources.iter().map(one).collect();
    reasons.join("; ")
}

/// What they may do to the ticket that was asked for.
#[component]
fn Commands(commands: Vec<CommandRight>) -> impl IntoView {
    let row = |right: CommandRight| {
        let sign = if right.allowed { Sign::Check } else { Sign::Close };
        let answer = if right.allowed { "yes" } else { "no" };
        let needs = move || match right.needs {
            Some(permission) => words::permission(permission),
            None => text("admin-rights-needs-none"),
        };
        view! {
            <tr class:right-refused=!right.allowed>
                <th scope="row">{move || words::command(right.command)}</th>
                <td class="right-allowed">
                    <Icon sign />
                    {t(answer)}
                </td>
                <td class="soft">{needs}</td>
            </tr>
        }
    };
    view! {
        <h3>{t("admin-rights-commands")}</h3>
        <div class="table-scroll" role="region" tabindex="0" aria-label=t("admin-rights-commands")>
            <table class="admin-table">
                <caption class="visually-hidden">{t("admin-rights-commands")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t("admin-command")}</th>
                        <th scope="col">{t("admin-allowed")}</th>
                        <th scope="col">{t("admin-needs")}</th>
                    </tr>
                </thead>
                <tbody>{commands.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}
