//! The list of tickets as a table: one link a row, keys J and K between them.

use leptos::prelude::*;
use pult_shared::api::ticket::{TicketSort, TicketView};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::{
    components::{Ago, Icon, PriorityBadge, Sign, StateBadge},
    i18n::{t, text, words},
    place::Place,
    tr,
};

#[component]
pub fn TicketTable(
    items: RwSignal<Vec<TicketView>>,
    #[prop(into)] sort: Signal<TicketSort>,
    #[prop(into)] caption: Signal<String>,
) -> impl IntoView {
    let sorted =
        move |by: &'static [TicketSort], order: &'static str| move || by.contains(&sort.get()).then_some(order);
    view! {
        <table class="tickets">
            <caption class="visually-hidden">{move || caption.get()}</caption>
            <thead>
                <tr>
                    <th scope="col" class="col-number">{t("col-number")}</th>
                    <th scope="col" class="col-subject">{t("col-subject")}</th>
                    <th scope="col" class="col-requester">{t("col-requester")}</th>
                    <th scope="col" class="col-queue">{t("col-queue")}</th>
                    <th scope="col" class="col-state">{t("col-state")}</th>
                    <th
                        scope="col"
                        class="col-priority"
                        aria-sort=sorted(&[TicketSort::PriorityDesc], "descending")
                    >
                        {t("col-priority")}
                    </th>
                    <th scope="col" class="col-owner">{t("col-owner")}</th>
                    <th scope="col" class="col-updated" aria-sort=sorted(&[TicketSort::UpdatedDesc], "descending")>
                        {t("col-updated")}
                    </th>
                </tr>
            </thead>
            <tbody>
                <For each=move || items.get() key=|ticket| ticket.id let:ticket>
                    <TicketRow ticket items />
                </For>
            </tbody>
        </table>
    }
}

/// A row stays where it is when its ticket changes, and so does the focus in it.
#[component]
fn TicketRow(ticket: TicketView, items: RwSignal<Vec<TicketView>>) -> impl IntoView {
    let id = ticket.id;
    let ticket = Memo::new(move |before: Option<&TicketView>| {
        let found = items.with(|items| items.iter().find(|other| other.id == id).cloned());
        found.unwrap_or_else(|| before.cloned().unwrap_or_else(|| ticket.clone()))
    });
    let queue = move || ticket.with(|ticket| words::queue(&ticket.queue));
    let owner = move || ticket.with(|ticket| ticket.owner.as_ref().map(|owner| owner.name.clone()));
    let locked = move || ticket.with(|ticket| ticket.lock.as_ref().map(|lock| lock.by.name.clone()));
    let requester = move || ticket.with(|ticket| ticket.requester.name.clone());
    let state = Signal::derive(move || ticket.with(|ticket| ticket.state.clone()));
    let kind = Signal::derive(move || ticket.with(|ticket| ticket.state_type));
    let updated = Signal::derive(move || ticket.with(|ticket| ticket.updated_at));
    let href = move || ticket.with(|ticket| Place::DeskTicket(ticket.number.0.clone()).path());
    view! {
        <tr class=move || format!("ticket-row row-{}", kind.get().name())>
            <td class="col-number">{move || ticket.with(|ticket| ticket.number.0.clone())}</td>
            <td class="col-subject">
                <a class="row-link" href=href>
                    {move || ticket.with(|ticket| words::subject(&ticket.subject))}
                </a>
                <span class="row-meta">
                    <span>{requester}</span>
                    <span>{queue}</span>
                    <span>{move || owner().unwrap_or_else(|| text("no-owner"))}</span>
                </span>
            </td>
            <td class="col-requester">{requester}</td>
            <td class="col-queue">{queue}</td>
            <td class="col-state">
                <StateBadge state kind />
            </td>
            <td class="col-priority">
                <PriorityBadge priority=Signal::derive(move || ticket.with(|ticket| ticket.priority)) />
            </td>
            <td class="col-owner">
                <span class="owner">
                    <span class:soft=move || owner().is_none()>{move || owner().unwrap_or_else(|| text("no-owner"))}</span>
                    {move || {
                        locked()
                            .map(|name| {
                                let label = tr!("locked-by", name = name);
                                view! {
                                    <span class="lock" title=label>
                                        <Icon sign=Sign::Lock />
                                        <span class="visually-hidden">{label.clone()}</span>
                                    </span>
                                }
                            })
                    }}
                </span>
            </td>
            <td class="col-updated">
                <Ago at=updated />
            </td>
        </tr>
    }
}

/// Moves the focus to the next (or previous) row's link, from the focused one or else from the ticket opened last; tells whether
/// there was one.
pub fn step(forward: bool, opened: Option<&str>) -> bool {
    let Ok(list) = document().query_selector_all(".row-link") else {
        return false;
    };
    let links: Vec<HtmlElement> = (0..list.length())
        .filter_map(|i| list.get(i)?.dyn_into().ok())
        .collect();
    let active: Option<Element> = document().active_element();
    let is_focused = |link: &HtmlElement| active.as_ref().is_some_and(|active| link.is_same_node(Some(active)));
    let was_opened = |link: &HtmlElement| opened.is_some() && link.get_attribute("href").as_deref() == opened;
    let here = links
        .iter()
        .position(is_focused)
        .or_else(|| links.iter().position(was_opened));
    let wanted = match (here, forward) {
        (None, _) => 0,
        (Some(index), true) => index + 1,
        (Some(index), false) => index.saturating_sub(1),
    };
    links.get(wanted).is_some_and(|link| {
        link.scroll_into_view_with_scroll_into_view_options(&nearest());
        link.focus().is_ok()
    })
}

fn nearest() -> web_sys::ScrollIntoViewOptions {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    options
}
