//! Which tickets are selected: some, or all that the list finds but some.

use std::collections::BTreeMap;

use leptos::prelude::*;
use pult_shared::{
    api::ticket::TicketView, filter::Filter, ids::TicketId, limits::FILTER_NODES_MAX, ticket::TicketNumber,
};

/// As many may be taken out of "all": each is a condition of the filter.
const EXCEPT_MAX: usize = FILTER_NODES_MAX / 4;

/// What is selected.
#[derive(Clone, Debug, PartialEq)]
pub enum Selected {
    Some(BTreeMap<TicketId, TicketNumber>),
    /// All of the list but these.
    AllBut(BTreeMap<TicketId, TicketNumber>),
}

impl Default for Selected {
    fn default() -> Self {
        Self::Some(BTreeMap::new())
    }
}

impl Selected {
    pub fn contains(&self, id: TicketId) -> bool {
        match self {
            Self::Some(these) => these.contains_key(&id),
            Self::AllBut(others) => !others.contains_key(&id),
        }
    }

    /// How many there are, in a list of so many.
    pub fn count(&self, total: u64) -> u64 {
        match self {
            Self::Some(these) => these.len() as u64,
            Self::AllBut(others) => total.saturating_sub(others.len() as u64),
        }
    }

    /// The filter that finds exactly these, where all of `list` are selected but some.
    pub fn filter(&self, list: &Filter) -> Option<Filter> {
        match self {
            Self::Some(_) => None,
            Self::AllBut(others) => {
                let without = others.values().map(|number| Filter::Number(number.0.clone()).negate());
                Some(Filter::all_of(std::iter::once(list.clone()).chain(without)))
            }
        }
    }

    fn toggle(&mut self, id: TicketId, number: TicketNumber) {
        match self {
            Self::Some(tickets) | Self::AllBut(tickets) => {
                if tickets.remove(&id).is_none() {
                    tickets.insert(id, number);
                }
            }
        }
        if matches!(self, Self::AllBut(others) if others.len() > EXCEPT_MAX) {
            *self = Self::default();
        }
    }

    fn add<'a>(&mut self, tickets: impl Iterator<Item = &'a TicketView>) {
        for ticket in tickets {
            match self {
                Self::Some(these) => {
                    these.insert(ticket.id, ticket.number.clone());
                }
                Self::AllBut(others) => {
                    others.remove(&ticket.id);
                }
            }
        }
    }
}

/// The selection of the list on screen.
#[derive(Clone, Copy)]
pub struct Selection {
    selected: RwSignal<Selected>,
    /// Where a range begins: the row that was last selected by itself.
    anchor: StoredValue<Option<u32>>,
}

impl Selection {
    pub fn new(selected: Selected) -> Self {
        Self {
            selected: RwSignal::new(selected),
            anchor: StoredValue::new(None),
        }
    }

    pub fn get(self) -> Selected {
        self.selected.get()
    }

    pub fn get_untracked(self) -> Selected {
        self.selected.get_untracked()
    }

    pub fn contains(self, id: TicketId) -> bool {
        self.selected.with(|selected| selected.contains(id))
    }

    /// Whether nothing is selected in a list of so many.
    pub fn is_empty_untracked(self, total: u64) -> bool {
        self.selected.with_untracked(|selected| selected.count(total) == 0)
    }

    pub fn is_all(self) -> bool {
        self.selected
            .with(|selected| matches!(selected, Selected::AllBut(others) if others.is_empty()))
    }

    pub fn toggle(self, index: u32, ticket: &TicketView) {
        self.anchor.set_value(Some(index));
        self.selected
            .update(|selected| selected.toggle(ticket.id, ticket.number.clone()));
    }

    /// Adds the tickets of a range that ends at this row.
    pub fn extend<'a>(self, index: u32, tickets: impl Iterator<Item = &'a TicketView>) {
        self.anchor.set_value(Some(index));
        self.selected.update(|selected| selected.add(tickets));
    }

    /// From where a range to another row goes.
    pub fn anchor(self) -> Option<u32> {
        self.anchor.get_value()
    }

    pub fn all(self) {
        self.selected.set(Selected::AllBut(BTreeMap::new()));
    }

    pub fn clear(self) {
        self.anchor.set_value(None);
        self.selected.set(Selected::default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u8) -> TicketId {
        format!("{n:08x}-0000-7000-8000-000000000000").parse().unwrap()
    }

    fn number(n: u8) -> TicketNumber {
        TicketNumber(format!("2026112200{n:03}"))
    }

    #[test]
    fn all_but_some_is_a_filter() {
        let mut selected = Selected::AllBut(BTreeMap::new());
        assert_eq!(selected.count(100), 100);
        selected.toggle(id(1), number(1));
        assert!(!selected.contains(id(1)) && selected.contains(id(2)));
        assert_eq!(selected.count(100), 99);
        let filter = selected.filter(&Filter::Active).expect("it is one").to_string();
        assert_eq!(filter, "state:active -number:2026112200001");
        selected.toggle(id(1), number(1));
        assert_eq!(selected.filter(&Filter::Active), Some(Filter::Active));
    }

    #[test]
    fn some_are_ids() {
        let mut selected = Selected::default();
        selected.toggle(id(1), number(1));
        selected.toggle(id(2), number(2));
        selected.toggle(id(1), number(1));
        assert_eq!(selected.filter(&Filter::All), None);
        assert_eq!(selected.count(9), 1);
        assert!(selected.contains(id(2)));
    }

    #[test]
    fn too_many_exceptions_are_no_selection() {
        let mut selected = Selected::AllBut(BTreeMap::new());
        for n in 0..=u8::try_from(EXCEPT_MAX).unwrap() {
            selected.toggle(id(n), number(n));
        }
        assert_eq!(selected, Selected::default());
    }
}
