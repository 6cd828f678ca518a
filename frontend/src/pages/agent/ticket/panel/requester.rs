//! Who asked, what is known of them, and what else they have asked.

use leptos::prelude::*;
use pult_shared::{
    api::{person::PersonCard, ticket::TicketRef},
    command::{Command, CommandName, SetRequester},
};

use super::edit::{Edit, EditForm};
use crate::{
    components::{
        StateBadge, avatar,
        suggest::{SuggestField, Suggestion},
    },
    i18n::{t, text, words},
    lookup,
    pages::agent::ticket::case::Case,
    place::Place,
    tr,
};

#[component]
pub fn RequesterPanel(case: Case) -> impl IntoView {
    let edit = Edit::new(case, "requester-change");
    let person = case.part(|ticket| ticket.requester.clone());
    let name = move || person.get().map(|person| person.name).unwrap_or_default();
    let allowed = Memo::new(move |_| case.may(CommandName::SetRequester));
    let change = move || {
        view! {
            <Show when=move || allowed.get()>
                <button type="button" class="link" id="requester-change" on:click=move |_| edit.begin()>
                    {t("requester-change")}
                </button>
            </Show>
        }
    };
    let details = move || match case.requester.get() {
        Some(card) => view! { <Card card /> }.into_any(),
        None => {
            let address = person.get().and_then(|person| person.address);
            view! { <span class="person-address">{address}</span> }.into_any()
        }
    };
    view! {
        <section class="card panel" aria-labelledby="requester-title">
            <h2 id="requester-title">{t("requester")}</h2>
            <div class="person">
                {move || {
                    let name = name();
                    view! {
                        <span class=format!("avatar {}", avatar::tint(&name)) aria-hidden="true">
                            {avatar::initials(&name)}
                        </span>
                    }
                }}
                <span>
                    <strong>{name}</strong>
                    {details}
                </span>
            </div>
            <Show when=move || edit.open.get() fallback=change>
                <RequesterForm edit />
            </Show>
            <h3>{t("other-tickets")}</h3>
            {move || view! { <OtherTickets tickets=case.others.get() /> }}
        </section>
    }
}

/// Account, addresses and how many tickets are open.
#[component]
fn Card(card: PersonCard) -> impl IntoView {
    let addresses = card.addresses.into_iter().map(|address| {
        let href = format!("mailto:{address}");
        view! { <a class="person-address" href=href rel="external">{address}</a> }
    });
    let active = card.active_tickets;
    view! {
        {card.login.map(|login| view! { <span class="person-login">{login}</span> })}
        {addresses.collect_view()}
        {(!card.active).then(|| view! { <span class="badge">{t("person-inactive")}</span> })}
        <span class="soft">{move || tr!("person-active-tickets", count = active)}</span>
    }
}

/// Tickets in a line each.
#[component]
pub fn OtherTickets(tickets: Vec<TicketRef>) -> impl IntoView {
    if tickets.is_empty() {
        return view! { <p class="soft">{t("no-other-tickets")}</p> }.into_any();
    }
    let row = |ticket: TicketRef| {
        view! {
            <li>
                <a href=Place::DeskTicket(ticket.number.0.clone()).path() title=ticket.number.0>
                    {words::subject(&ticket.subject)}
                </a>
                <StateBadge state=Signal::stored(ticket.state) kind=Signal::stored(ticket.state_type) />
            </li>
        }
    };
    view! { <ul class="other-tickets">{tickets.into_iter().map(row).collect_view()}</ul> }.into_any()
}

/// Somebody else asked in truth.
#[component]
fn RequesterForm(edit: Edit) -> impl IntoView {
    let found = lookup::people();
    let typed = RwSignal::new(String::new());
    let chosen = Callback::new(move |one: Suggestion| {
        let requester_id = one.key.parse().ok();
        edit.save(vec![Command::SetRequester(SetRequester {
            requester_id,
            requester: None,
        })]);
    });
    let submit = Callback::new(move |()| match lookup::typed_mailbox(&typed.get_untracked()) {
        Some(requester) => edit.save(vec![Command::SetRequester(SetRequester {
            requester_id: None,
            requester: Some(requester),
        })]),
        None => edit.complain(text("address-unknown")),
    });
    view! {
        <EditForm edit submit>
            <SuggestField
                id=edit.input_id()
                label="requester"
                text=typed
                offers=found.offers
                on_choose=chosen
                placeholder="person-lookup"
            />
        </EditForm>
    }
}
