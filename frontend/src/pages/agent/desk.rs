//! The desk's overview: queue tree on the left, views, search and order above, the list below; it follows the live stream.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use pult_shared::{
    api::{live::LiveEvent, ticket::TicketSort},
    error::ErrorCode,
    event::TicketEvent,
    filter::ParseError,
    ids::TicketId,
    ticket::Direction,
};

use super::{
    key_help::{KeyHelp, LIST_KEYS},
    listing::{Listing, Memory},
    query::{DeskQuery, SORTS, View},
    queue_tree::QueueTree,
    table::{TicketTable, step},
};
use crate::{
    a11y,
    components::{Empty, Failure, Icon, LoadMore, Loading, Sign},
    i18n::{t, text, words},
    keys,
    live::{News, Soon, listen},
    place::Place,
    queues::Queues,
    session::Session,
    tr, web,
};

// req: B2, C16
#[component]
pub fn Desk() -> impl IntoView {
    let (params, navigate) = (use_location().query, use_navigate());
    let query = Memo::new(move |_| params.with(DeskQuery::from_params));
    let queues = Queues::expect();
    queues.refresh();
    let listing = Listing::new(query);
    follow(listing, queues);

    let (help, memory) = (RwSignal::new(false), Memory::expect());
    keys::on_key(move |key| match key {
        "j" => step(true, memory.opened().as_deref()),
        "k" => step(false, memory.opened().as_deref()),
        "/" => web::focus("#search"),
        "c" => {
            navigate(&Place::DeskNew.path(), NavigateOptions::default());
            true
        }
        "?" => {
            help.set(true);
            true
        }
        _ => false,
    });
    let title = move || {
        let query = query.get();
        match query.queue {
            Some(path) => queues.name_of_path(&path).unwrap_or(path),
            None => text("all-queues"),
        }
    };
    let heading = Signal::derive(move || format!("{}: {}", title(), text(query.get().view.label())));
    a11y::page_title(move || heading.get());
    view! {
        <div class="desk">
            <aside class="desk-side">
                <QueueTree query />
            </aside>
            <section class="desk-main" aria-labelledby="desk-title">
                <div class="desk-head">
                    <h1 id="desk-title" tabindex="-1">
                        {move || heading.get()}
                    </h1>
                    <div class="desk-head-end">
                        <KeyHelp entries=LIST_KEYS open=help />
                        <a class="button button-primary" href=Place::DeskNew.path()>
                            <Icon sign=Sign::Plus />
                            {t("new-ticket")}
                        </a>
                    </div>
                </div>
                <Views query />
                <Toolbar query listing />
                <List listing query heading />
            </section>
        </div>
    }
}

/// Looks again soon after each change, and says what came in.
fn follow(listing: Listing, queues: Queues) {
    let session = Session::expect();
    let soon = Soon::new();
    let heard = StoredValue::new(Vec::<(TicketId, String)>::new());
    listen(move |news| {
        if let News::Ticket(event) = news
            && let Some(sentence) = sentence(event, session)
        {
            // A new ticket and its first message are one piece of news.
            heard.update_value(|heard| {
                if !heard.iter().any(|(ticket, _)| *ticket == event.ticket_id) {
                    heard.push((event.ticket_id, sentence));
                }
            });
        }
        soon.ask(move || {
            listing.refresh();
            queues.refresh();
            match heard.try_update_value(std::mem::take).unwrap_or_default().as_slice() {
                [] => {}
                [(_, one)] => a11y::announce(one),
                many => a11y::announce(&tr!("live-many", count = many.len())),
            }
        });
    });
}

/// What deserves to be said: requests and answers of others, not one's own clicks.
fn sentence(event: &LiveEvent, session: Session) -> Option<String> {
    if event.actor_id.is_some() && event.actor_id == session.person_untracked() {
        return None;
    }
    match &event.event {
        TicketEvent::TicketOpened { subject, .. } => Some(tr!("live-new-ticket", subject = subject.clone())),
        TicketEvent::ArticleAdded {
            direction: Direction::Incoming,
            ..
        } => Some(tr!("live-new-article", number = event.number.0.clone())),
        _ => None,
    }
}

#[component]
fn Views(query: Memo<DeskQuery>) -> impl IntoView {
    let link = move |view: View| {
        let href = move || DeskQuery { view, ..query.get() }.href();
        view! {
            <li>
                <a href=href aria-current=move || (query.get().view == view).then_some("page")>
                    {t(view.label())}
                </a>
            </li>
        }
    };
    view! {
        <nav class="views" aria-label=t("views")>
            <ul>{View::ALL.into_iter().map(link).collect_view()}</ul>
        </nav>
    }
}

/// Search and order.
#[component]
fn Toolbar(query: Memo<DeskQuery>, listing: Listing) -> impl IntoView {
    let navigate = StoredValue::new_local(use_navigate());
    let search = RwSignal::new(String::new());
    Effect::new(move |_| search.set(query.get().search));
    let wrong = Memo::new(move |_| {
        let local = query.get().filter().err().map(|error| explain(&error));
        let refused = || {
            listing
                .error()
                .filter(|error| error.code() == Some(ErrorCode::InvalidFilter))
        };
        local.or_else(|| refused().map(|error| words::error(&error)))
    });
    let go = move |query: DeskQuery| {
        navigate.with_value(|navigate| {
            navigate(
                &query.href(),
                NavigateOptions {
                    scroll: false,
                    ..NavigateOptions::default()
                },
            );
        });
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        go(DeskQuery {
            search: search.get_untracked().trim().to_owned(),
            ..query.get_untracked()
        });
    };
    let reorder = move |event: leptos::ev::Event| {
        let name = event_target_value(&event);
        if let Some((sort, _)) = SORTS.iter().find(|(sort, _)| sort.name() == name) {
            go(DeskQuery {
                sort: *sort,
                ..query.get_untracked()
            });
        }
    };
    let option = move |(sort, label): (TicketSort, &'static str)| {
        view! {
            <option value=sort.name() selected=move || query.get().sort == sort>
                {t(label)}
            </option>
        }
    };
    view! {
        <div class="toolbar">
            <form class="search" role="search" on:submit=submit>
                <label for="search" class="visually-hidden">
                    {t("search-label")}
                </label>
                <input
                    id="search"
                    type="search"
                    autocomplete="off"
                    spellcheck="false"
                    placeholder=t("search-placeholder")
                    aria-describedby=move || wrong.get().map(|_| "search-error")
                    aria-invalid=move || wrong.get().map(|_| "true")
                    prop:value=move || search.get()
                    on:input=move |event| search.set(event_target_value(&event))
                />
                <button type="submit" class="button">
                    <Icon sign=Sign::Search />
                    <span>{t("search")}</span>
                </button>
            </form>
            <div class="sorter">
                <label for="sort">{t("sort-label")}</label>
                <select id="sort" on:change=reorder>
                    {SORTS.into_iter().map(option).collect_view()}
                </select>
            </div>
            <p class="field-error" id="search-error" role="alert" hidden=move || wrong.get().is_none()>
                {move || wrong.get()}
            </p>
        </div>
    }
}

/// Why a search text is no filter, in a sentence.
fn explain(error: &ParseError) -> String {
    match error {
        ParseError::TooLong | ParseError::TooManyNodes | ParseError::TooDeep => text("filter-too-big"),
        ParseError::Unexpected { found, at } => {
            tr!(
                "filter-unexpected",
                found = found.clone(),
                position = (at + 1).to_string()
            )
        }
        ParseError::UnknownField { field, .. } => tr!("filter-unknown-field", field = field.clone()),
        ParseError::BadValue { field, value, .. } => {
            tr!("filter-bad-value", field = field.clone(), value = value.clone())
        }
    }
}

#[component]
fn List(listing: Listing, query: Memo<DeskQuery>, heading: Signal<String>) -> impl IntoView {
    let items = listing.items();
    let none = move || items.with(Vec::is_empty);
    let failed = move || {
        listing
            .error()
            .filter(|error| error.code() != Some(ErrorCode::InvalidFilter))
    };
    let readable = move || query.get().filter().is_ok();
    view! {
        {move || {
            failed()
                .map(|error| {
                    view! {
                        <Failure message=Signal::derive(move || words::error(&error)) retry=move || listing.refresh() />
                    }
                })
        }}
        <Show when=move || listing.loaded() && readable()>
            <Show
                when=move || !none()
                fallback=move || {
                    view! { <Empty message=Signal::derive(t("no-tickets")) /> }
                }
            >
                <TicketTable items sort=Signal::derive(move || query.get().sort) caption=heading />
            </Show>
            <Show when=move || listing.has_more()>
                <LoadMore busy=listing.busy() load=move || listing.more() />
            </Show>
        </Show>
        <Show when=move || !listing.loaded() && readable() && failed().is_none()>
            <Loading />
        </Show>
    }
}
