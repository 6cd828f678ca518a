//! One row of the list. It stays where it is when its ticket changes, and so does the focus in it.

use std::sync::Arc;

use leptos::prelude::*;
use pult_shared::{
    api::{ticket::TicketView, view::Column},
    ids::TicketId,
};

use super::{columns, selection::Selection};
use crate::tr;

/// What a row is known by: its ticket, or its place while that is not loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    Ticket(TicketId),
    Blank(u32),
}

/// A row that is drawn.
#[derive(Clone, Debug)]
pub struct Slot {
    pub key: Key,
    /// Counted from 0.
    pub index: u32,
    pub ticket: Option<Arc<TicketView>>,
}

/// The digits of a number of this site: date, counter, check digit.
const DIGITS: usize = 14;

impl Slot {
    /// How many digits its number has; those of other systems may have more.
    pub fn digits(&self) -> usize {
        let own = self.ticket.as_ref().map(|ticket| ticket.number.0.chars().count());
        own.unwrap_or_default().max(DIGITS)
    }
}

impl PartialEq for Slot {
    fn eq(&self, other: &Self) -> bool {
        let same_ticket = match (&self.ticket, &other.ticket) {
            (Some(one), Some(two)) => Arc::ptr_eq(one, two) || one == two,
            (one, two) => one.is_none() && two.is_none(),
        };
        self.key == other.key && self.index == other.index && same_ticket
    }
}

/// `slots` has the newest of this row; `begin` is what it began with.
#[component]
pub fn Row(begin: Slot, slots: Memo<Vec<Slot>>, columns: Memo<Vec<Column>>, selection: Selection) -> impl IntoView {
    let key = begin.key;
    let mine = Memo::new(move |before: Option<&Slot>| {
        let newest = slots.with(|slots| slots.iter().find(|slot| slot.key == key).cloned());
        newest.or_else(|| before.cloned()).unwrap_or_else(|| begin.clone())
    });
    // The head of the table is the first row.
    let place = Memo::new(move |_| mine.with(|slot| slot.index));
    let selected = move || match key {
        Key::Ticket(id) => selection.contains(id),
        Key::Blank(_) => false,
    };
    let class = move || {
        let kind = mine.with(|slot| slot.ticket.as_ref().map(|ticket| ticket.state_type.name()));
        format!("ticket-row row-{}", kind.unwrap_or("blank"))
    };
    let cells = move || {
        mine.with(|slot| {
            let ticket = slot.ticket.as_ref()?;
            let label = tr!("select-ticket", number = ticket.number.0.clone());
            let cells = columns.with(|columns| {
                let cells = columns.iter().map(|column| columns::cell(*column, ticket));
                cells.collect_view()
            });
            Some(view! {
                <td class="col-select">
                    <input type="checkbox" class="row-select" aria-label=label prop:checked=selected />
                </td>
                {cells}
            })
        })
    };
    view! {
        <tr
            class=class
            class:row-selected=selected
            data-row=move || place.get().to_string()
            aria-rowindex=move || (place.get() + 2).to_string()
        >
            {cells}
        </tr>
    }
}
