//! Other tickets that are likely about the same, with the reasons; those that are ticked become one incident with this one.

use std::collections::BTreeSet;

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::similar::{MakeIncident, SimilarTicket, SimilarTickets},
    command::{CommandName, LinkKind},
};

use super::links::TicketLine;
use crate::{
    api,
    fetch::Fetch,
    i18n::{t, text, words},
    pages::agent::ticket::case::Case,
    tr,
};

// req: C9
#[component]
pub fn SimilarPanel(case: Case) -> impl IntoView {
    let found = Fetch::<SimilarTickets>::new();
    let load = move || {
        let number = case.number.get_value();
        found.run(async move { api::tickets::list_similar_tickets(&number).await });
    };
    load();
    let left_out = RwSignal::new(BTreeSet::<String>::new());
    let busy = RwSignal::new(false);
    // The ticket above: this one where it has some below it, else the one above it, else a new one.
    let parent = case.part(move |ticket| {
        let above = ticket.links.iter().find(|link| link.kind == LinkKind::Parent);
        let has = ticket.links.iter().any(|link| link.kind == LinkKind::Child);
        let above = above.map(|link| link.ticket.number.0.clone());
        above.or_else(|| has.then(|| ticket.number.0.clone()))
    });
    let parent = move || parent.get().flatten();
    let chosen = move || {
        let items = found.get().unwrap_or_default().items;
        let numbers = items.into_iter().map(|item| item.ticket.number.0);
        left_out.with(|out| numbers.filter(|number| !out.contains(number)).collect::<Vec<_>>())
    };
    let make = move |_| {
        let parent = untrack(parent);
        let own = parent.is_none().then(|| case.number.get_value());
        let tickets = own.into_iter().chain(untrack(chosen)).collect();
        busy.set(true);
        spawn_local(async move {
            let made = api::tickets::make_incident(&MakeIncident { tickets, parent }).await;
            if busy.try_set(false).is_some() {
                // Gone with its page.
                return;
            }
            match made {
                Ok(above) => {
                    case.say(tr!("incident-made", number = above.number.0));
                    case.look_now().await;
                    load();
                }
                Err(error) => {
                    let _ = case.refused.try_set(Some(error));
                }
            }
        });
    };
    let may_link = Memo::new(move |_| case.may(CommandName::Link));
    let row = move |item: SimilarTicket| {
        let (number, named) = (item.ticket.number.0.clone(), item.ticket.number.0.clone());
        let (queue, share) = (item.queue, item.share);
        let why = move || {
            let reasons = item
                .reasons
                .iter()
                .map(|reason| text(&format!("similar-reason-{}", reason.name())));
            reasons
                .chain([tr!("similar-share", share = share)])
                .collect::<Vec<_>>()
                .join(" · ")
        };
        let tick = move |event| {
            let kept = event_target_checked(&event);
            left_out.update(|out| {
                if kept {
                    out.remove(&number);
                } else {
                    out.insert(number.clone());
                }
            });
        };
        view! {
            <li>
                <Show when=move || may_link.get()>
                    <input type="checkbox" checked=true aria-label=tr!("similar-choose", number = named.clone()) on:change=tick.clone() />
                </Show>
                <TicketLine ticket=item.ticket />
                <span class="soft">{move || words::name(&queue.names)} " · " {item.requester.name} " · " {why}</span>
            </li>
        }
    };
    view! {
        <Show when=move || found.with(|found| found.is_some_and(|found| !found.items.is_empty()))>
            <section class="card panel" aria-labelledby="similar-title">
                <h2 id="similar-title">{t("similar")}</h2>
                <ul class="link-list">{move || found.get().unwrap_or_default().items.into_iter().map(row).collect_view()}</ul>
                <Show when=move || may_link.get()>
                    <button
                        type="button"
                        class="button button-small"
                        disabled=move || busy.get() || chosen().is_empty()
                        on:click=make
                    >
                        {move || text(if parent().is_some() { "incident-add" } else { "incident-make" })}
                    </button>
                </Show>
            </section>
        </Show>
    }
}
