//! Tickets that this one belongs together with: links, and tickets that go on in this one.

use leptos::prelude::*;
use pult_shared::{
    api::ticket::{LinkView, TicketRef},
    command::{Command, CommandName, LinkKind, LinkTo},
};

use crate::{
    components::{
        Icon, Sign, StateBadge,
        suggest::{SuggestField, Suggestion},
    },
    i18n::{t, words},
    lookup,
    pages::agent::ticket::{case::Case, merge},
    place::Place,
    tr,
};

#[component]
pub fn LinksPanel(case: Case) -> impl IntoView {
    let links = case.part(|ticket| ticket.links.clone());
    let merged = case.part(|ticket| ticket.merged.clone());
    let may_unlink = Memo::new(move |_| case.may(CommandName::Unlink));
    let may_link = Memo::new(move |_| case.may(CommandName::Link));
    let row = move |link: LinkView| {
        let (kind, number) = (link.kind, link.ticket.number.0.clone());
        let remove = move || {
            let number = number.clone();
            let named = number.clone();
            view! {
                <button
                    type="button"
                    class="button button-quiet button-icon"
                    on:click=move |_| {
                        let link = LinkTo { kind, ticket: number.clone() };
                        case.act_quietly(vec![Command::Unlink(link)]);
                    }
                >
                    <Icon sign=Sign::Close />
                    <span class="visually-hidden">{move || tr!("link-remove", number = named.clone())}</span>
                </button>
            }
        };
        view! {
            <li>
                <span class="link-kind">{move || words::link_kind(kind)}</span>
                <TicketLine ticket=link.ticket />
                <Show when=move || may_unlink.get()>{remove.clone()}</Show>
            </li>
        }
    };
    let merged_row = move |ticket: TicketRef| {
        let number = ticket.number.0.clone();
        view! {
            <li>
                <span class="link-kind">{t("merged-from")}</span>
                <TicketLine ticket />
                <button type="button" class="button button-small" on:click=move |_| merge::undo(case, number.clone())>
                    <Icon sign=Sign::Undo />
                    {t("unmerge")}
                </button>
            </li>
        }
    };
    let none = move || links.with(|links| links.as_ref().is_none_or(Vec::is_empty));
    view! {
        <section class="card panel" aria-labelledby="links-title">
            <h2 id="links-title">{t("links")}</h2>
            <ul class="link-list" hidden=none>
                {move || links.get().unwrap_or_default().into_iter().map(row).collect_view()}
            </ul>
            <ul class="link-list" hidden=move || merged.with(|merged| merged.as_ref().is_none_or(Vec::is_empty))>
                {move || merged.get().unwrap_or_default().into_iter().map(merged_row).collect_view()}
            </ul>
            <Show when=move || may_link.get()>
                <AddLink case />
            </Show>
        </section>
    }
}

/// Number, subject and state in a line.
#[component]
pub(super) fn TicketLine(ticket: TicketRef) -> impl IntoView {
    let number = ticket.number.0;
    let text = format!("{number} {}", words::subject(&ticket.subject));
    view! {
        <a href=Place::DeskTicket(number).path()>{text}</a>
        <StateBadge state=Signal::stored(ticket.state) kind=Signal::stored(ticket.state_type) />
    }
}

#[component]
fn AddLink(case: Case) -> impl IntoView {
    let kind = RwSignal::new(LinkKind::Related);
    let found = lookup::tickets();
    let typed = RwSignal::new(String::new());
    let add = move |number: String| {
        typed.set(String::new());
        let link = LinkTo {
            kind: kind.get_untracked(),
            ticket: number,
        };
        case.act_quietly(vec![Command::Link(link)]);
    };
    let whole = Callback::new(move |typed: String| {
        if let Some(number) = lookup::typed_number(&typed) {
            add(number);
        }
    });
    let option = move |one: LinkKind| {
        view! {
            <option value=one.name() selected=one == LinkKind::Related>
                {words::link_kind(one)}
            </option>
        }
    };
    view! {
        <div class="link-add">
            <select
                aria-label=t("link-kind")
                on:change=move |event| {
                    if let Some(chosen) = LinkKind::from_name(&event_target_value(&event)) {
                        kind.set(chosen);
                    }
                }
            >
                {move || LinkKind::ALL.into_iter().map(option).collect_view()}
            </select>
            <SuggestField
                id="link-ticket"
                label="link-ticket"
                text=typed
                offers=found.offers
                on_choose=Callback::new(move |one: Suggestion| add(one.key))
                on_text=whole
                placeholder="ticket-lookup"
            />
        </div>
    }
}
