//! The frame of a page that is a list with the form of what is chosen in it. Knows nothing of what is listed, so there is one of it in the
//! program and not one for each page.

use leptos::prelude::*;

use super::{
    super::frame::AdminPage,
    selection::{Chosen, chosen, href},
};
use crate::{
    api::ApiError,
    components::{Empty, Failure, Icon, Loading, Sign},
    fetch::Fetch,
    i18n::{t, words},
    place::Place,
};

/// How a list stands that is fetched.
#[derive(Clone, Copy)]
pub struct State {
    pub known: Signal<bool>,
    pub empty: Signal<bool>,
    pub busy: Signal<bool>,
    pub error: Signal<Option<ApiError>>,
    pub retry: Callback<()>,
}

impl State {
    /// Of a list; `empty` says whether it has nothing in it.
    pub fn of<T: Clone + Send + Sync + 'static>(list: Fetch<T>, empty: fn(&T) -> bool, retry: Callback<()>) -> Self {
        Self {
            known: Memo::new(move |_| list.with(|list| list.is_some())).into(),
            empty: Memo::new(move |_| list.with(|list| list.is_some_and(empty))).into(),
            busy: Signal::derive(move || list.busy()),
            error: Signal::derive(move || list.error()),
            retry,
        }
    }
}

/// What a page says.
#[derive(Clone, Copy)]
pub struct Said {
    /// The button for a new one.
    pub add: &'static str,
    /// One that is asked for and not there.
    pub gone: &'static str,
}

#[component]
pub fn ListPage(
    here: Place,
    said: Said,
    state: State,
    /// The form of the one with this key, or of a new one; none for a key that is not in the list.
    #[prop(into)]
    form: Callback<Option<String>, Option<AnyView>>,
    /// The list, and what stands around it.
    children: Children,
) -> impl IntoView {
    let chosen = chosen();
    let shown = move || {
        if !state.known.get() {
            return None;
        }
        let key = match chosen.get() {
            Chosen::Nothing => return None,
            Chosen::New(_) => None,
            Chosen::One(key) => Some(key),
        };
        let found = untrack(|| form.run(key));
        Some(found.unwrap_or_else(|| match state.busy.get() {
            // It may have been made a moment ago.
            true => view! { <Loading /> }.into_any(),
            false => view! { <Empty message=Signal::derive(t(said.gone)) /> }.into_any(),
        }))
    };
    let new = StoredValue::new(href(&here, &Chosen::New(String::new())));
    let add = move || {
        view! {
            <a class="button button-primary" href=new.get_value() data-noscroll="">
                <Icon sign=Sign::Plus />
                {t(said.add)}
            </a>
        }
    };
    view! {
        <AdminPage here actions=add>
            {children()}
            {shown}
        </AdminPage>
    }
}

/// The table of a list, or why there is none.
#[component]
pub fn ListTable(
    state: State,
    title: &'static str,
    /// What stands there as long as there is nothing.
    none: &'static str,
    columns: &'static [&'static str],
    #[prop(default = "admin-table")] class: &'static str,
    #[prop(into)] rows: ViewFn,
) -> impl IntoView {
    let failed = move || {
        let error = state.error.get()?;
        let retry = state.retry;
        Some(view! { <Failure message=Signal::derive(move || words::error(&error)) retry=move || retry.run(()) /> })
    };
    let rows = StoredValue::new(rows);
    let heads = move || {
        columns
            .iter()
            .map(|key| view! { <th scope="col">{t(key)}</th> })
            .collect_view()
    };
    view! {
        <div class="admin-list">
            {failed}
            <Show when=move || !state.known.get() && state.error.with(Option::is_none)>
                <Loading />
            </Show>
            <Show when=move || state.known.get() && !state.empty.get()>
                <div class="table-scroll" role="region" tabindex="0" aria-label=t(title)>
                    <table class=class>
                        <caption class="visually-hidden">{t(title)}</caption>
                        <thead>
                            <tr>{heads()}</tr>
                        </thead>
                        <tbody>{move || rows.with_value(|rows| rows.run())}</tbody>
                    </table>
                </div>
            </Show>
            <Show when=move || state.empty.get()>
                <p class="admin-none soft">{t(none)}</p>
            </Show>
        </div>
    }
}
