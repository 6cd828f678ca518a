//! Where the keyboard is in the list: J, K and the arrow keys go from row to row, X selects, with Shift whole ranges.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::api::ticket::TicketView;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

use super::{rows::Rows, selection::Selection, viewport::Viewport};
use crate::{i18n::words, place::Place, toast::Toasts, web};

/// The longest range that one key selects; for more there is "all".
const RANGE_MAX: u32 = 1_000;

/// The keyboard's place.
#[derive(Clone, Copy)]
pub struct Cursor {
    rows: Rows,
    viewport: Viewport,
    selection: Selection,
    toasts: Toasts,
    /// The row that had the focus last, even where it is not drawn any more.
    at: StoredValue<Option<u32>>,
    /// A row that shall get the focus as soon as it is there.
    wanted: StoredValue<Option<u32>>,
    /// The focus is in a row, or was until that row went away.
    held: StoredValue<bool>,
}

impl Cursor {
    pub fn new(rows: Rows, viewport: Viewport, selection: Selection) -> Self {
        Self {
            rows,
            viewport,
            selection,
            toasts: Toasts::expect(),
            at: StoredValue::new(None),
            wanted: StoredValue::new(None),
            held: StoredValue::new(false),
        }
    }

    /// Another list begins.
    pub fn forget(self) {
        self.at.set_value(None);
        self.wanted.set_value(None);
        self.held.set_value(false);
    }

    /// To be called when something in the list got the focus.
    pub fn focused(self, target: Option<Element>) {
        if let Some(index) = target.as_ref().and_then(row_of) {
            self.at.set_value(Some(index));
            self.held.set_value(true);
        }
    }

    /// To be called when something in the list lost the focus: to another element, or because its row went away.
    pub fn unfocused(self, target: Option<Element>) {
        let Some(target) = target else { return };
        request_animation_frame(move || {
            if target.is_connected() && row_of_focus().is_none() {
                // Gone with its page.
                let _ = self.held.try_update_value(|held| *held = false);
            }
        });
    }

    /// Back from a ticket: its row gets the focus again.
    pub fn return_to(self, path: &str) {
        let index = self
            .rows
            .loaded()
            .with_untracked(|loaded| loaded.position(|ticket| leads_to(ticket, path)));
        self.at.set_value(index);
        self.wanted.set_value(index);
    }

    /// The row to go on from: the focused one, else the one before, else that of the ticket that was opened last.
    fn here(self, opened: Option<&str>) -> Option<u32> {
        row_of_focus().or_else(|| self.at.get_value()).or_else(|| {
            let opened = opened?;
            let (first, end) = self.viewport.drawn_untracked();
            self.rows.loaded().with_untracked(|loaded| {
                (first..end.min(loaded.rows()))
                    .find(|index| loaded.row(*index).is_some_and(|ticket| leads_to(ticket, opened)))
            })
        })
    }

    /// Goes to the next or the previous row; tells whether there are any.
    pub fn step(self, forward: bool, opened: Option<&str>) -> bool {
        let count = self.rows.loaded().with_untracked(super::Loaded::rows);
        if count == 0 {
            return false;
        }
        let to = match (self.here(opened), forward) {
            (None, _) => 0,
            (Some(index), true) => index.saturating_add(1).min(count - 1),
            (Some(index), false) => index.saturating_sub(1).min(count - 1),
        };
        self.go(to);
        true
    }

    fn go(self, index: u32) {
        self.at.set_value(Some(index));
        self.viewport.reveal(index);
        self.wanted.set_value(Some(index));
        self.drawn();
    }

    /// To be called when rows were drawn: gives the focus to the one that waits for it. Where the focused row went away (its ticket was
    /// closed, moved, taken), the one in its place has it.
    pub fn drawn(self) {
        if self.lost_focus() {
            let count = self.rows.loaded().with_untracked(super::Loaded::rows);
            let place = self.at.get_value().filter(|_| count > 0);
            self.wanted.set_value(place.map(|index| index.min(count - 1)));
        }
        let Some(index) = self.wanted.try_get_value().flatten() else {
            return;
        };
        let link = format!("tr[data-row=\"{index}\"] .row-link");
        if web::find(&link).is_some() {
            self.wanted.set_value(None);
            web::focus_in_place(&link);
        }
    }

    fn lost_focus(self) -> bool {
        let nowhere = document()
            .active_element()
            .is_none_or(|element| element.tag_name().eq_ignore_ascii_case("body"));
        nowhere && self.held.try_get_value() == Some(true)
    }

    /// Selects the row under the keyboard, or takes it out; with `range` all from the last one that was selected to here.
    pub fn select(self, range: bool) -> bool {
        let Some(index) = self.here(None) else { return false };
        if range {
            self.select_to(index);
        } else {
            self.toggle(index);
        }
        true
    }

    /// Selects this row, goes on, and selects that one too.
    pub fn select_and_step(self, forward: bool) -> bool {
        let Some(index) = self.here(None) else {
            return self.step(forward, None);
        };
        if self.selection.anchor().is_none() {
            self.toggle(index);
        }
        self.step(forward, None);
        if let Some(index) = self.at.get_value() {
            self.select_to(index);
        }
        true
    }

    fn toggle(self, index: u32) {
        let ticket = self.rows.loaded().with_untracked(|loaded| loaded.row(index).cloned());
        if let Some(ticket) = ticket {
            self.selection.toggle(index, &ticket);
        }
    }

    fn select_to(self, index: u32) {
        let from = self.selection.anchor().unwrap_or(index);
        let (first, last) = (from.min(index), from.max(index));
        let range = first..(last + 1).min(first + RANGE_MAX);
        spawn_local(async move {
            match self.rows.tickets(range).await {
                Ok(tickets) => self.selection.extend(index, tickets.iter().map(AsRef::as_ref)),
                Err(error) => self.toasts.show(words::error(&error)),
            }
        });
    }

    /// A click somewhere in the rows: on a box it selects.
    pub fn clicked(self, event: &leptos::ev::MouseEvent) {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(checkbox) = target.filter(|input| input.class_list().contains("row-select")) else {
            return;
        };
        let Some(index) = row_of(&checkbox) else { return };
        if event.shift_key() && self.selection.anchor().is_some() {
            // The browser has turned it already; a range only adds.
            checkbox.set_checked(true);
            self.select_to(index);
        } else {
            self.toggle(index);
        }
    }

    /// The arrow keys, while the focus is on a row.
    pub fn pressed(self, event: &leptos::ev::KeyboardEvent) {
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let forward = match event.key().as_str() {
            "ArrowDown" => true,
            "ArrowUp" => false,
            _ => return,
        };
        if row_of_focus().is_some() {
            event.prevent_default();
            if event.shift_key() {
                self.select_and_step(forward);
            } else {
                self.step(forward, None);
            }
        }
    }
}

fn leads_to(ticket: &TicketView, path: &str) -> bool {
    Place::DeskTicket(ticket.number.0.clone()).path() == path
}

/// The row that has the focus.
fn row_of_focus() -> Option<u32> {
    document().active_element().as_ref().and_then(row_of)
}

/// The row that an element lies in, counted from 0.
fn row_of(element: &Element) -> Option<u32> {
    let row = element.closest("tr[data-row]").ok().flatten()?;
    row.get_attribute("data-row")?.parse().ok()
}
