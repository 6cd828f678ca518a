//! Who asked, and what else they have asked.

use leptos::prelude::*;
use pult_shared::{
    api::ticket::{TicketPage, TicketScope, TicketSort},
    filter::{Filter, Who},
    ids::PersonId,
};

use super::case::Case;
use crate::{
    api,
    components::{Ago, Icon, Sign, StateBadge},
    fetch::Fetch,
    i18n::{t, words},
    place::Place,
};

const SHOWN: u32 = 8;

#[component]
pub fn RequesterPanel(case: Case) -> impl IntoView {
    let person = Memo::new(move |_| case.ticket.with(|ticket| ticket.map(|ticket| ticket.requester.clone())));
    let id = Memo::new(move |_| person.with(|person| person.as_ref().map(|person| person.id)));
    let tickets = Fetch::<TicketPage>::new();
    Effect::new(move |_| {
        if let Some(id) = id.get() {
            tickets.run(others_of(id));
        }
    });
    let address = move || person.with(|person| person.as_ref().and_then(|person| person.address.clone()));
    let list = move || {
        let here = case.ticket.with(|ticket| ticket.map(|ticket| ticket.id));
        tickets.get().map(|page| {
            let others: Vec<_> = page
                .items
                .into_iter()
                .filter(|ticket| Some(ticket.id) != here)
                .collect();
            if others.is_empty() {
                return view! { <p class="soft">{t("no-other-tickets")}</p> }.into_any();
            }
            let row = |ticket: pult_shared::api::ticket::TicketView| {
                view! {
                    <li>
                        <a href=Place::DeskTicket(ticket.number.0.clone()).path()>{words::subject(&ticket.subject)}</a>
                        <StateBadge state=Signal::stored(ticket.state) kind=Signal::stored(ticket.state_type) />
                    </li>
                }
            };
            view! { <ul class="other-tickets">{others.into_iter().map(row).collect_view()}</ul> }.into_any()
        })
    };
    view! {
        <section class="card panel" aria-labelledby="requester-title">
            <h2 id="requester-title">{t("requester")}</h2>
            <p class="person">
                <Icon sign=Sign::Person />
                <span>
                    <strong>{move || person.with(|person| person.as_ref().map(|person| person.name.clone()))}</strong>
                    {move || address().map(|address| view! { <span class="person-address">{address}</span> })}
                </span>
            </p>
            <h3>{t("other-tickets")}</h3>
            {list}
            {move || tickets.error().map(|error| view! { <p class="field-error">{words::error(&error)}</p> })}
        </section>
    }
}

async fn others_of(person: PersonId) -> Result<TicketPage, api::ApiError> {
    api::tickets::list_tickets(
        TicketScope::Desk,
        &Filter::Requester(Who::Person(person)),
        TicketSort::UpdatedDesc,
        None,
        SHOWN,
    )
    .await
}

/// The ticket's fields at a glance.
#[component]
pub fn FactsPanel(case: Case) -> impl IntoView {
    let facts = move || {
        case.ticket.get().map(|ticket| {
            let dates = [
                ("field-created", Some(ticket.created_at)),
                ("field-updated", Some(ticket.updated_at)),
                ("field-pending-until", ticket.pending_until),
                ("field-closed", ticket.closed_at),
            ];
            let dates = dates
                .into_iter()
                .filter_map(|(label, at)| at.map(|at| (label, at)))
                .map(|(label, at)| {
                    view! {
                        <dt>{t(label)}</dt>
                        <dd>
                            <Ago at=Signal::stored(at) />
                        </dd>
                    }
                });
            let channel = ticket.channel;
            let queue = ticket.queue;
            view! {
                <dl class="facts">
                    <dt>{t("col-queue")}</dt>
                    <dd>{move || words::queue(&queue)}</dd>
                    <dt>{t("field-channel")}</dt>
                    <dd>{move || words::channel(channel)}</dd>
                    {dates.collect_view()}
                </dl>
            }
        })
    };
    view! {
        <section class="card panel" aria-labelledby="facts-title">
            <h2 id="facts-title">{t("facts")}</h2>
            {facts}
        </section>
    }
}
