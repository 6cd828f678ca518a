//! The person's own requests, and those of their organisation where its members see each other's.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_location;
use pult_shared::{
    api::ticket::{TicketPage, TicketScope, TicketSort, TicketView},
    filter::{Filter, Who},
    limits::PAGE_DEFAULT,
};

use crate::{
    api::{self, ApiError},
    components::{Ago, Empty, Failure, Icon, LoadMore, Loading, Sign, StateBadge},
    i18n::{t, text, words},
    live::{Soon, listen},
    place::Place,
    session::Session,
    tr,
};

/// The person's requests as they are loaded.
#[derive(Clone, Copy)]
struct Mine {
    items: RwSignal<Option<Vec<TicketView>>>,
    next: RwSignal<Option<String>>,
    error: RwSignal<Option<ApiError>>,
    busy: RwSignal<bool>,
    /// Closed ones are shown too.
    closed_too: RwSignal<bool>,
    /// Those of the organisation, and not the person's own alone.
    shared: Memo<bool>,
}

impl Mine {
    fn new(shared: Memo<bool>) -> Self {
        Self {
            items: RwSignal::new(None),
            next: RwSignal::new(None),
            error: RwSignal::new(None),
            busy: RwSignal::new(false),
            closed_too: RwSignal::new(true),
            shared,
        }
    }

    fn load(self, cursor: Option<String>) {
        let shared = self.shared.get_untracked();
        let (scope, those) = match shared {
            true => (TicketScope::Organisation, Filter::All),
            false => (TicketScope::Portal, Filter::Requester(Who::Me)),
        };
        let filter = if self.closed_too.get_untracked() {
            those
        } else {
            Filter::all_of([those, Filter::Active])
        };
        self.busy.set(true);
        spawn_local(async move {
            let answer =
                api::tickets::list_tickets(scope, &filter, TicketSort::UpdatedDesc, cursor.as_deref(), PAGE_DEFAULT)
                    .await;
            // Meanwhile the other list was asked for.
            if self.shared.try_get_untracked() != Some(shared) {
                return;
            }
            match answer {
                Ok(page) => self.take_in(page, cursor.is_some()),
                Err(error) => self.error.set(Some(error)),
            }
            self.busy.set(false);
        });
    }

    fn take_in(self, page: TicketPage, further: bool) {
        self.error.set(None);
        self.next.set(page.next_cursor);
        self.items.update(|items| match items {
            Some(items) if further => {
                let fresh = page
                    .items
                    .into_iter()
                    .filter(|ticket| !items.iter().any(|known| known.id == ticket.id));
                let fresh: Vec<_> = fresh.collect();
                items.extend(fresh);
            }
            _ => *items = Some(page.items),
        });
    }
}

// req: D2, D17, E9, E17, C14
#[component]
pub fn MyTickets() -> impl IntoView {
    let session = Session::expect();
    let query = use_location().query;
    let asked = Memo::new(move |_| query.with(|query| query.get("of").as_deref() == Some(ORGANISATION)));
    let shared = Memo::new(move |_| asked.get() && session.organisation().is_some());
    let mine = Mine::new(shared);
    Effect::new(move |_| {
        shared.track();
        mine.items.set(None);
        mine.load(None);
    });
    let soon = Soon::new();
    listen(move |_| soon.ask(move || mine.load(None)));
    let toggle = move |event: leptos::ev::Event| {
        mine.closed_too.set(event_target_checked(&event));
        mine.load(None);
    };
    let list = move || {
        mine.items.get().map(|items| {
            if items.is_empty() {
                let empty = move || {
                    text(if shared.get() {
                        "portal-organisation-empty"
                    } else {
                        "portal-empty"
                    })
                };
                view! { <Empty message=Signal::derive(empty) /> }.into_any()
            } else {
                view! { <Table items /> }.into_any()
            }
        })
    };
    view! {
        <div class="page">
            <div class="page-head">
                <h1 tabindex="-1">{t("title-portal")}</h1>
                <a class="button button-primary" href=Place::PortalNew.path()>
                    <Icon sign=Sign::Plus />
                    {t("new-request")}
                </a>
            </div>
            {move || session.organisation().map(|name| view! { <Lists name shared /> })}
            <p class="lead">
                {move || text(if shared.get() { "portal-organisation-lead" } else { "portal-lead" })}
            </p>
            <Show when=move || session.may_request_queue()>
                <p>
                    <a href=Place::PortalNewQueue.path()>{t("title-portal-new-queue")}</a>
                </p>
            </Show>
            <label class="check">
                <input type="checkbox" prop:checked=move || mine.closed_too.get() on:change=toggle />
                <span>{t("show-closed")}</span>
            </label>
            {move || {
                mine.error
                    .get()
                    .map(|error| {
                        view! {
                            <Failure message=Signal::derive(move || words::error(&error)) retry=move || mine.load(None) />
                        }
                    })
            }}
            {list}
            <Show when=move || mine.next.with(Option::is_some)>
                <LoadMore busy=mine.busy load=move || mine.load(mine.next.get_untracked()) />
            </Show>
            <Show when=move || mine.items.with(Option::is_none) && mine.error.with(Option::is_none)>
                <Loading />
            </Show>
        </div>
    }
}

/// In the address of the list (`?of=organisation`).
const ORGANISATION: &str = "organisation";

/// The two lists.
#[component]
fn Lists(name: String, shared: Memo<bool>) -> impl IntoView {
    let path = Place::Portal.path();
    let theirs = format!("{path}?of={ORGANISATION}");
    let here = move |this: bool| (shared.get() == this).then_some("page");
    view! {
        <nav class="views" aria-label=t("portal-lists")>
            <ul>
                <li>
                    <a href=path aria-current=move || here(false)>
                        {t("title-portal")}
                    </a>
                </li>
                <li>
                    <a href=theirs aria-current=move || here(true)>
                        {move || tr!("portal-organisation", name = name.clone())}
                    </a>
                </li>
            </ul>
        </nav>
    }
}

#[component]
fn Table(items: Vec<TicketView>) -> impl IntoView {
    let row = |ticket: TicketView| {
        let owner = ticket.owner.map(|owner| owner.name);
        let subject = ticket.subject;
        view! {
            <tr>
                <td class="col-number">{ticket.number.0.clone()}</td>
                <td class="col-subject">
                    <a class="row-link" href=Place::PortalTicket(ticket.number.0.clone()).path()>
                        {move || words::subject(&subject)}
                    </a>
                    <span class="row-meta">
                        <span>{ticket.number.0.clone()}</span>
                        <Ago at=Signal::stored(ticket.updated_at) />
                    </span>
                </td>
                <td class="col-state">
                    <StateBadge state=Signal::stored(ticket.state) kind=Signal::stored(ticket.state_type) portal=true />
                </td>
                <td class="col-updated">
                    <Ago at=Signal::stored(ticket.updated_at) />
                </td>
                <td class="col-requester">{ticket.requester.name}</td>
                <td class="col-owner">{move || owner.clone().unwrap_or_else(|| text("portal-no-owner"))}</td>
            </tr>
        }
    };
    view! {
        <table class="tickets tickets-portal">
            <caption class="visually-hidden">{t("title-portal")}</caption>
            <thead>
                <tr>
                    <th scope="col" class="col-number">{t("col-number")}</th>
                    <th scope="col" class="col-subject">{t("col-subject")}</th>
                    <th scope="col" class="col-state">{t("col-state")}</th>
                    <th scope="col" class="col-updated">{t("col-updated")}</th>
                    <th scope="col" class="col-requester">{t("portal-col-requester")}</th>
                    <th scope="col" class="col-owner">{t("portal-col-owner")}</th>
                </tr>
            </thead>
            <tbody>{items.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}
