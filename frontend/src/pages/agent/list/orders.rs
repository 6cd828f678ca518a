//! The orders of the list, for the command palette: also by what no column shows right now.

use leptos::prelude::*;
use pult_shared::api::ticket::TicketSort;

use super::columns;
use crate::{
    components::Sign,
    page_actions::{PageAction, PageActions},
    tr,
};

/// Offers every order but the one that the list has.
pub fn offer_orders(now: Signal<TicketSort>, sort_by: Callback<TicketSort>) {
    PageActions::expect().offer(move || {
        let action = |(sort, name): (TicketSort, String)| {
            let sign = if sort.is_descending() { Sign::Down } else { Sign::Up };
            PageAction::named(tr!("palette-sort", order = name), sign, move || sort_by.run(sort))
                .in_group("palette-list")
        };
        let orders = columns::orders().into_iter();
        orders.filter(|(sort, _)| *sort != now.get()).map(action).collect()
    });
}
