//! Where the keyboard is in the list: J, K and the arrow keys go from row to row, X selects, with Shift whole ranges.

use leptos::{prelude::*, task::spawn_local};
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
        }
    }

    /// Another list begins.
    pub fn forget(self) {
        self.at.set_value(None);
        self.wanted.set_value(None);
    }

    /// To be called when something in the list got the focus.
    pub fn focused(self, target: Option<Element>) {
        if let Some(index) = target.as_ref().and_then(row_of) {
            self.at.set_value(Some(index));
        }
    }

    /// The row to go on from: the focused one, else the one before, else that of the ticket that was opened last.
    fn here(self, opened: Option<&str>) -> Option<u32> {
        let focused = document().active_element().as_ref().and_then(row_of);
        focused.or_else(|| self.at.get_value()).or_else(|| {
            let opened = opened?;
            let (first, end) = self.viewport.drawn_untracked();
            self.rows.loaded().with_untracked(|loaded| {
                (first..end.min(loaded.rows())).find(|index| {
                    let ticket = loaded.row(*index);
                    ticket.is_some_and(|ticket| Place::DeskTicket(ticket.number.0.clone()).path() == opened)
                })
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

    /// To be called when rows were drawn: gives the focus to the one that waits for it.
    pub fn drawn(self) {
        let Some(index) = self.wanted.try_get_value().flatten() else {
            return;
        };
        let link = format!("tr[data-row=\"{index}\"] .row-link");
        if web::find(&link).is_some() {
            self.wanted.set_value(None);
            web::focus_in_place(&link);
        }
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
        let in_row = document().active_element().as_ref().and_then(row_of).is_some();
        if in_row {
            event.prevent_default();
            if event.shift_key() {
                self.select_and_step(forward);
            } else {
                self.step(forward, None);
            }
        }
    }
}

/// The row that an element lies in, counted from 0.
fn row_of(element: &Element) -> Option<u32> {
    let row = element.closest("tr[data-row]").ok().flatten()?;
    row.get_attribute("data-row")?.parse().ok()
}
