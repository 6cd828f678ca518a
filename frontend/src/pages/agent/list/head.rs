//! The head of the list: names of the columns, which sort where the list can be sorted by them.

use leptos::prelude::*;
use pult_shared::api::{ticket::TicketSort, view::Column};

use super::{columns, selection::Selection};
use crate::i18n::{t, text};

#[component]
pub fn Head(
    columns: Memo<Vec<Column>>,
    #[prop(into)] sort: Signal<TicketSort>,
    sort_by: Callback<TicketSort>,
    selection: Selection,
) -> impl IntoView {
    let select_all = move |event: leptos::ev::Event| {
        if event_target_checked(&event) {
            selection.all();
        } else {
            selection.clear();
        }
    };
    view! {
        <thead>
            <tr aria-rowindex="1">
                <th scope="col" class="col-select">
                    <input
                        type="checkbox"
                        id="select-all"
                        aria-label=t("select-all")
                        title=t("select-all")
                        prop:checked=move || selection.is_all()
                        on:change=select_all
                    />
                </th>
                {move || columns.get().into_iter().map(|column| head(column, sort, sort_by)).collect_view()}
            </tr>
        </thead>
    }
}

fn head(column: Column, sort: Signal<TicketSort>, sort_by: Callback<TicketSort>) -> AnyView {
    let Some(first) = columns::sorts(column).next() else {
        return view! {
            <th scope="col" class=columns::class(column)>
                {columns::label(column)}
            </th>
        }
        .into_any();
    };
    let of_this = move |sort: TicketSort| columns::sorts(column).any(|own| own == sort);
    let sorted = move || Some(sort.get()).filter(|sort| of_this(*sort)).map(columns::direction);
    let press = move |_| {
        let now = sort.get_untracked();
        let other = columns::sorts(column).find(|other| *other != now);
        sort_by.run(other.filter(|_| of_this(now)).unwrap_or(first));
    };
    view! {
        <th scope="col" class=columns::class(column) aria-sort=sorted>
            <button type="button" class="sort-button" on:click=press>
                {label(column)}
            </button>
        </th>
    }
    .into_any()
}

/// What a column is called, and what stands there where room is short.
fn label(column: Column) -> AnyView {
    if column != Column::Priority {
        return columns::label(column).into_any();
    }
    view! {
        <span class="label-long">{columns::label(column)}</span>
        <span class="label-short" aria-hidden="true">
            {text("col-priority-short")}
        </span>
    }
    .into_any()
}
