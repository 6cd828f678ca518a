//! The list of tickets: a table of which only what is on screen is drawn and fetched, however long it is.

mod choice;
mod columns;
mod cursor;
mod head;
mod orders;
mod row;
mod rows;
mod selection;
mod viewport;

use std::collections::HashSet;

use leptos::prelude::*;
use pult_shared::{
    api::{ticket::TicketSort, view::Column},
    error::ErrorCode,
};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::{listing::Left, query::Question};
use crate::{
    components::{Empty, Failure, Loading},
    i18n::{t, words},
};

pub use choice::ColumnChoice;
pub use columns::{complete, orders};
pub use cursor::Cursor;
use head::Head;
pub use orders::offer_orders;
use row::{Key, Row, Slot};
pub use rows::{Loaded, Rows};
pub use selection::{Selected, Selection};
pub use viewport::{Standing, Viewport};

/// What the list consists of.
#[derive(Clone, Copy)]
pub struct List {
    pub rows: Rows,
    pub viewport: Viewport,
    pub selection: Selection,
    pub cursor: Cursor,
}

impl List {
    /// A list from its top, or as it was left.
    pub fn new(question: Signal<Option<Question>>, left: Option<Left>) -> Self {
        let standing = left.as_ref().map(|left| left.standing);
        let selected = left.as_ref().map(|left| left.selected.clone()).unwrap_or_default();
        let before = left.map(|left| ((*left.loaded).clone(), left.standing.rows()));
        let rows = Rows::new(question, before);
        let (viewport, selection) = (Viewport::new(standing), Selection::new(selected));
        Self {
            rows,
            viewport,
            selection,
            cursor: Cursor::new(rows, viewport, selection),
        }
    }

    /// Another question: from the top, with nothing selected.
    pub fn begin_anew(self) {
        self.selection.clear();
        self.cursor.forget();
        self.viewport.go_to(0);
    }

    /// How many tickets there are, for the selection of all.
    pub fn total(self) -> u64 {
        self.rows
            .loaded()
            .with(|loaded| loaded.total.unwrap_or_else(|| u64::from(loaded.rows())))
    }

    pub fn total_untracked(self) -> u64 {
        untrack(|| self.total())
    }
}

// req: B2, C16
#[component]
pub fn TicketList(
    list: List,
    columns: Memo<Vec<Column>>,
    #[prop(into)] sort: Signal<TicketSort>,
    sort_by: Callback<TicketSort>,
    #[prop(into)] caption: Signal<String>,
) -> impl IntoView {
    let rows = list.rows;
    let count = Memo::new(move |_| rows.loaded().with(Loaded::rows));
    let failed = move || {
        rows.error()
            .filter(|error| error.code() != Some(ErrorCode::InvalidFilter))
    };
    view! {
        {move || {
            failed()
                .map(|error| {
                    view! {
                        <Failure message=Signal::derive(move || words::error(&error)) retry=move || rows.refresh() />
                    }
                })
        }}
        <Show when=move || { count.get() > 0 }>
            <Table list columns sort sort_by caption count />
        </Show>
        <Show when=move || count.get() == 0 && !rows.waiting()>
            <Empty message=Signal::derive(t("no-tickets")) />
        </Show>
        <Show when=move || count.get() == 0 && rows.waiting() && rows.error().is_none()>
            <Loading />
        </Show>
    }
}

#[component]
fn Table(
    list: List,
    columns: Memo<Vec<Column>>,
    sort: Signal<TicketSort>,
    sort_by: Callback<TicketSort>,
    caption: Signal<String>,
    count: Memo<u32>,
) -> impl IntoView {
    let List {
        rows,
        viewport,
        selection,
        cursor,
    } = list;
    let slots = slots(list, count);
    // On screen, as opposed to drawn: the server is asked for no more.
    Effect::new(move |_| {
        let (first, end) = viewport.drawn();
        rows.see(first..end.min(count.get()));
    });
    Effect::new(move |_| {
        slots.track();
        request_animation_frame(move || cursor.drawn());
    });
    let height = move |rows: u32| format!("{}px", f64::from(rows) * viewport.row());
    let above = move || height(slots.with(|slots| slots.first().map_or(0, |slot| slot.index)));
    let below = move || {
        let end = slots.with(|slots| slots.last().map_or(0, |slot| slot.index + 1));
        height(count.get().saturating_sub(end))
    };
    // The widths of the columns, so that many columns make the list scroll sideways instead of squeezing the subject away.
    let wanted = move || {
        let wanted: f64 = columns.with(|columns| columns.iter().copied().map(columns::width).sum());
        format!("{}rem", wanted + 2.25)
    };
    let digits = Memo::new(move |_| {
        slots
            .with(|slots| slots.iter().map(Slot::digits).max())
            .unwrap_or_default()
    });
    let target = |event: &web_sys::Event| event.target().and_then(|target| target.dyn_into::<Element>().ok());
    view! {
        <div
            class="list-scroll"
            id="ticket-list"
            class:list-stale=move || rows.waiting()
            aria-busy=move || rows.waiting().to_string()
            // Property by property: the policy of the page allows no style attributes.
            style=("--row", move || format!("{}px", viewport.row()))
            style=("--wanted", wanted)
            style=("--digits", move || digits.get().to_string())
            node_ref=viewport.scroller()
            on:scroll=move |_| viewport.scrolled()
            on:focusin=move |event| cursor.focused(target(&event))
            on:focusout=move |event| cursor.unfocused(target(&event))
            on:keydown=move |event| cursor.pressed(&event)
        >
            <div class="row-probe" aria-hidden="true" node_ref=viewport.probe()></div>
            <table class="tickets tickets-list" aria-rowcount=move || (count.get() + 1).to_string()>
                <caption class="visually-hidden">{move || caption.get()}</caption>
                <Head columns sort sort_by selection />
                <tbody class="spacer" aria-hidden="true">
                    <tr>
                        <td style=("block-size", above)></td>
                    </tr>
                </tbody>
                <tbody on:click=move |event| cursor.clicked(&event)>
                    <For each=move || slots.get() key=|slot| slot.key let:slot>
                        <Row begin=slot slots columns selection />
                    </For>
                </tbody>
                <tbody class="spacer" aria-hidden="true">
                    <tr>
                        <td style=("block-size", below)></td>
                    </tr>
                </tbody>
            </table>
        </div>
    }
}

/// The rows that are drawn. A ticket that changed its place between two looks may be in two windows; it is drawn once.
fn slots(list: List, count: Memo<u32>) -> Memo<Vec<Slot>> {
    Memo::new(move |_| {
        let (first, end) = list.viewport.drawn();
        let end = end.min(count.get());
        list.rows.loaded().with(|loaded| {
            let mut known = HashSet::new();
            (first.min(end)..end)
                .map(|index| {
                    let ticket = loaded.row(index).filter(|ticket| known.insert(ticket.id)).cloned();
                    let key = ticket
                        .as_ref()
                        .map_or(Key::Blank(index), |ticket| Key::Ticket(ticket.id));
                    Slot { key, index, ticket }
                })
                .collect()
        })
    })
}
