//! The next clock of a ticket's service agreement in a badge: in lists and above the ticket.

use leptos::prelude::*;
use pult_shared::sla::ClocksView;

use crate::{
    clock,
    components::{Icon, Sign},
    i18n::{dates, text, text_with},
    tr,
};

/// The next clock of a ticket's service agreement: how long there is, or since when it is over. It is told by a word and a sign too, not
/// by colour alone; screen readers hear which clock it is. `urgent`: nothing unless there is something to warn of.
pub fn escalation(clocks: Option<&ClocksView>, urgent: bool) -> Option<impl IntoView + use<>> {
    let clocks = clocks?;
    let next = *clocks.running.first()?;
    let warn_at = clocks.warn_at.unwrap_or(next.due_at);
    let reached = move |at| dates::milliseconds(at) <= clock::now();
    let class = move || match (reached(next.due_at), reached(warn_at)) {
        (true, _) => "clock clock-over",
        (false, true) => "clock clock-soon",
        (false, false) => "clock",
    };
    let name = move || text(&format!("clock-{}", next.clock.name()));
    let title = move || tr!("clock-title", clock = name(), due = dates::absolute(next.due_at));
    let words = move || {
        let key = if reached(next.due_at) {
            "clock-over"
        } else {
            "clock-left"
        };
        text_with(key, &[("clock", name().into())])
    };
    let badge = move || {
        view! {
            <span class=class title=title>
                <Show when=move || reached(warn_at)>
                    <Icon sign=Sign::Alert />
                </Show>
                <span class="visually-hidden">{words} " "</span>
                <time datetime=next.due_at.to_string()>{move || dates::relative(next.due_at, clock::now())}</time>
            </span>
        }
    };
    Some(view! { <Show when=move || !urgent || reached(warn_at)>" " {badge}</Show> })
}
