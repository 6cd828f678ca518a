//! The dashboard: what an agent looks at first in the morning, and what is most pressing all day.

mod undelivered;

use std::time::Duration;

use leptos::prelude::*;
use pult_shared::{
    api::{
        dashboard::{Dashboard as View, Section, SectionKind},
        ticket::TicketView,
    },
    ticket::Priority,
};

use self::undelivered::Undelivered;
use super::query::{DeskQuery, View as ListView};
use crate::{
    a11y, api,
    components::{Ago, Failure, Icon, Loading, PriorityBadge, Sign, StateBadge},
    fetch::Fetch,
    i18n::{dates, t, text, words},
    live::{Soon, listen},
    place::Place,
    queues::Queues,
    session::Session,
    tr,
};

/// However much is going on, the dashboard is looked at anew this often at most.
const PAUSE: Duration = Duration::from_secs(2);
/// Sections count up to this; more is "1,000+".
const COUNTED_TO: u64 = 1_000;

// req: B2
#[component]
pub fn Dashboard() -> impl IntoView {
    let session = Session::expect();
    let queues = Queues::expect();
    queues.refresh_if_unknown();
    let board = Fetch::<View>::new();
    let load = move || board.run(api::dashboard::get_dashboard());
    load();
    let soon = Soon::with_pause(PAUSE);
    listen(move |_| soon.ask(load));
    a11y::page_title(t("title-dashboard"));
    let name = move || session.get().map(|view| view.person.name).unwrap_or_default();
    // The sections by themselves, so that each stays where it is when its tickets change.
    let kinds = Memo::new(move |_| {
        board.with(|board| {
            let sections = board.map(|board| board.sections.as_slice()).unwrap_or_default();
            sections.iter().map(|section| section.kind).collect::<Vec<_>>()
        })
    });
    view! {
        <div class="page page-wide dashboard">
            <div class="page-head">
                <h1 tabindex="-1">{t("title-dashboard")}</h1>
                <a class="button button-primary" href=Place::DeskNew.path()>
                    <Icon sign=Sign::Plus />
                    {t("new-ticket")}
                </a>
            </div>
            <p class="lead">
                {move || {
                    let last = board.with(|board| board.and_then(|board| board.last_visit_at));
                    match last {
                        Some(at) => tr!("dashboard-lead-last", name = name(), at = dates::short(at)),
                        None => tr!("dashboard-lead", name = name()),
                    }
                }}
            </p>
            {move || {
                board
                    .error()
                    .map(|error| {
                        view! { <Failure message=Signal::derive(move || words::error(&error)) retry=load /> }
                    })
            }}
            {move || {
                let unstaffed = board.with(|board| board.map(|board| board.unstaffed.clone()).unwrap_or_default());
                let names: Vec<String> = unstaffed.into_iter().filter_map(|queue| queues.name(queue)).collect();
                (!names.is_empty())
                    .then(|| {
                        view! {
                            <p class="waiting">
                                <a href=Place::Absences
                                    .path()>{tr!("absences-unstaffed", queues = names.join(", "))}</a>
                            </p>
                        }
                    })
            }}
            <Undelivered board again=load />
            <Show when=move || board.with(|board| board.is_none()) && board.error().is_none()>
                <Loading />
            </Show>
            <div class="dashboard-sections">
                {[true, false]
                    .map(|first| {
                        let mine = move || {
                            kinds.get().into_iter().filter(|kind| in_first_column(*kind) == first).collect::<Vec<_>>()
                        };
                        view! {
                            <div class="dashboard-column">
                                <For each=mine key=|kind| *kind let:kind>
                                    <SectionCard kind board />
                                </For>
                            </div>
                        }
                    })
                    .collect_view()}
            </div>
        </div>
    }
}

/// What concerns oneself stands in the first column, what is for everybody in the second: columns of their own, so that a long section
/// leaves no hole beside it and nothing changes sides when something comes in.
fn in_first_column(kind: SectionKind) -> bool {
    matches!(
        kind,
        SectionKind::Mine
            | SectionKind::Escalating
            | SectionKind::NewSinceVisit
            | SectionKind::Watched
            | SectionKind::Mentioned
    )
}

/// The locale key of a section's title; the sentence for an empty one has `-none` at its end.
fn title(kind: SectionKind) -> &'static str {
    match kind {
        SectionKind::Mine => "section-mine",
        SectionKind::Unassigned => "section-unassigned",
        SectionKind::Escalating => "section-escalating",
        SectionKind::Orphaned => "section-orphaned",
        SectionKind::Oldest => "section-oldest",
        SectionKind::NewSinceVisit => "section-new",
        SectionKind::Watched => "section-watched",
        SectionKind::Mentioned => "section-mentioned",
    }
}

#[component]
fn SectionCard(kind: SectionKind, board: Fetch<View>) -> impl IntoView {
    let section = Memo::new(move |before: Option<&Option<Section>>| {
        let newest = board.with(|board| board?.sections.iter().find(|section| section.kind == kind).cloned());
        newest.or_else(|| before.cloned().flatten())
    });
    let id = title(kind);
    let count = move || section.with(|section| section.as_ref().map_or(0, |section| section.count));
    let number = move || {
        let number = dates::number(count());
        if count() >= COUNTED_TO {
            format!("{number}+")
        } else {
            number
        }
    };
    let all = move || {
        section.with(|section| {
            section.as_ref().map(|section| {
                DeskQuery {
                    view: ListView::All,
                    search: Some(section.filter.clone()),
                    sort: Some(section.sort),
                    ..DeskQuery::default()
                }
                .href()
            })
        })
    };
    let items = move || {
        let items = section.with(|section| section.as_ref().map(|section| section.items.clone()));
        items.unwrap_or_default()
    };
    // What is late is worth a colour only while something is.
    let pressing = move || matches!(kind, SectionKind::Escalating | SectionKind::Orphaned) && count() > 0;
    view! {
        <section class="card dashboard-section" class:dashboard-pressing=pressing aria-labelledby=id>
            <div class="dashboard-head">
                <h2 id=id>{t(id)}</h2>
                <span class="count" class:count-zero=move || count() == 0 aria-hidden="true">
                    {number}
                </span>
                <span class="visually-hidden">{move || tr!("list-count", count = count(), number = number())}</span>
                <Show when=move || { count() > 0 }>
                    <a class="dashboard-all" href=all>
                        {t("show-all")}
                        <span class="visually-hidden">": " {t(id)}</span>
                    </a>
                </Show>
            </div>
            <Show
                when=move || { count() > 0 }
                fallback=move || view! { <p class="soft">{move || text(&format!("{id}-none"))}</p> }
            >
                <ul class="dashboard-tickets">
                    {move || items().into_iter().map(line).collect_view()}
                </ul>
            </Show>
        </section>
    }
}

fn line(ticket: TicketView) -> impl IntoView {
    let href = Place::DeskTicket(ticket.number.0.clone()).path();
    let (queue, updated) = (ticket.queue, ticket.updated_at);
    let subject = ticket.subject;
    view! {
        <li>
            <a class="row-link" href=href>
                {move || words::subject(&subject)}
            </a>
            <span class="dashboard-meta">
                <StateBadge state=Signal::stored(ticket.state) kind=Signal::stored(ticket.state_type) />
                // The usual says nothing.
                {(ticket.priority != Priority::NORMAL)
                    .then(|| view! { <PriorityBadge priority=Signal::stored(ticket.priority) /> })}
                <span class="dashboard-requester">{ticket.requester.name}</span>
                <span class="dashboard-queue">{move || words::queue(&queue)}</span>
                <Ago at=Signal::stored(updated) />
            </span>
        </li>
    }
}
