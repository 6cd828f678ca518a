//! The command palette (Ctrl+K): every page, every action of the page on screen, queues, views, and any ticket by number or word.

mod items;
mod own;

use std::time::Duration;

use leptos::{ev, html, prelude::*, task::spawn_local};
use leptos_router::NavigateOptions;
use pult_shared::{
    api::ticket::{TicketScope, TicketSort, TicketView},
    filter::Filter,
};

use super::mentions;
use crate::{
    api,
    components::{
        closed, show_while,
        suggest::{Offers, SuggestField, Suggestion},
    },
    desk_query::ticket_number,
    i18n::t,
    page_actions::PageActions,
    queues::Queues,
    road::use_go,
    session::Session,
    views::Views,
    web,
};

use items::{Item, Sources, Target};

/// Tickets are looked for a moment after the last key.
const PATIENCE: Duration = Duration::from_millis(200);
/// Tickets that are shown.
const TICKETS: u32 = 6;

/// The palette, there on every page of somebody who works at the desk.
#[component]
pub fn Palette() -> impl IntoView {
    let open = RwSignal::new(false);
    let dialog = NodeRef::<html::Dialog>::new();
    show_while(dialog, open);
    listen(open);
    // As the palette, it is there on every page.
    mentions::tell();
    view! {
        <dialog
            node_ref=dialog
            id="palette"
            class="dialog palette"
            aria-label=t("palette-title")
            on:cancel=move |_: ev::Event| open.set(false)
            on:close=move |_| closed(dialog, open)
            // A click beside it.
            on:click=move |event| {
                if event.target() == event.current_target() {
                    open.set(false);
                }
            }
        >
            <Show when=move || open.get()>
                <Search open />
            </Show>
        </dialog>
    }
}

/// Ctrl+K also works while text is typed: it is no text.
fn listen(open: RwSignal<bool>) {
    let listener = window_event_listener(ev::keydown, move |event| {
        let meant = (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key();
        if !meant || !event.key().eq_ignore_ascii_case("k") {
            return;
        }
        // Another dialog is in the middle of something.
        if open.get_untracked() || !web::dialog_open() {
            event.prevent_default();
            open.update(|open| *open = !*open);
        }
    });
    on_cleanup(move || listener.remove());
}

#[component]
fn Search(open: RwSignal<bool>) -> impl IntoView {
    let sources = Sources {
        session: Session::expect(),
        actions: PageActions::expect(),
        queues: Queues::expect(),
        views: Views::expect(),
    };
    sources.views.refresh_if_unknown();
    sources.queues.refresh_if_unknown();
    let go = StoredValue::new_local(use_go());
    let typed = RwSignal::new(String::new());
    let tickets = RwSignal::new(Vec::<TicketView>::new());
    look_up(typed, tickets);
    let items = Memo::new(move |_| {
        let text = typed.get();
        tickets.with(|tickets| items::fitting(text.trim(), sources, tickets))
    });
    let choices = move || {
        items.with(|items| {
            let line = |(index, item): (usize, &Item)| Suggestion {
                key: index.to_string(),
                label: item.label.clone(),
                detail: item.hint.clone(),
                sign: Some(item.sign),
                shortcut: item.shortcut,
            };
            items.iter().enumerate().map(line).collect::<Vec<_>>()
        })
    };
    let take = Callback::new(move |one: Suggestion| {
        let item = one
            .key
            .parse::<usize>()
            .ok()
            .and_then(|index| items.with_untracked(|items| items.get(index).cloned()));
        let Some(item) = item else { return };
        open.set(false);
        match item.target {
            Target::Go(path) => go.with_value(|go| go(&path, NavigateOptions::default())),
            // When the dialog is gone and has given the focus back.
            Target::Run(run) => request_animation_frame(move || run()),
        }
    });
    let offers = Offers {
        found: Signal::derive(choices),
        // The text itself is followed.
        ask: Callback::new(|_| ()),
    };
    request_animation_frame(|| {
        web::focus("#palette-field");
    });
    view! {
        <h2 class="visually-hidden">{t("palette-title")}</h2>
        <SuggestField
            id="palette-field"
            label="palette-label"
            placeholder="palette-placeholder"
            text=typed
            offers
            on_choose=take
            standing=true
        />
    }
}

/// Finds tickets by the words that are typed.
fn look_up(typed: RwSignal<String>, tickets: RwSignal<Vec<TicketView>>) {
    let turn = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let text = typed.get().trim().to_owned();
        turn.update_value(|turn| *turn = turn.wrapping_add(1));
        let now = turn.get_value();
        let filter = match ticket_number(&text) {
            Some(number) => Some(Filter::Number(number)),
            // A letter or two find everything.
            None => Some(&text)
                .filter(|text| text.chars().count() > 2)
                .and_then(|text| Filter::parse(text).ok()),
        };
        let Some(filter) = filter else {
            tickets.set(Vec::new());
            return;
        };
        set_timeout(
            move || {
                if turn.try_get_value() != Some(now) {
                    return;
                }
                spawn_local(async move {
                    let answer =
                        api::tickets::list_tickets(TicketScope::Desk, &filter, TicketSort::UpdatedDesc, None, TICKETS)
                            .await;
                    if turn.try_get_value() == Some(now) {
                        // Half a filter may be refused; the next key asks again.
                        tickets.set(answer.map(|page| page.items).unwrap_or_default());
                    }
                });
            },
            PATIENCE,
        );
    });
}
