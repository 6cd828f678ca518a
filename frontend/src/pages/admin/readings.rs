//! Who has read the tickets of sensitive queues, for those who manage them.

use leptos::prelude::*;
use pult_shared::{
    api::{
        queue::QueueView,
        reading::{Reading, ReadingOf},
    },
    ids::QueueId,
    person::Permission,
};

use super::{frame::AdminPage, parts::pages::Pages};
use crate::{
    api,
    components::{Empty, Failure, LoadMore, Loading},
    i18n::{dates, t, text, words},
    place::Place,
    queues::{Queues, may},
    tr,
};

/// The lines as they are loaded: of one queue, and perhaps of one ticket.
#[derive(Clone, Copy)]
struct Lines {
    queue: RwSignal<Option<QueueId>>,
    ticket: RwSignal<String>,
    pages: Pages<Reading>,
}

impl Lines {
    fn new() -> Self {
        Self {
            queue: RwSignal::new(None),
            ticket: RwSignal::new(String::new()),
            pages: Pages::new(),
        }
    }

    fn load(self, cursor: Option<String>) {
        let Some(queue) = self.queue.get_untracked() else {
            return;
        };
        let ticket = self.ticket.get_untracked();
        self.pages.load(cursor.is_some(), async move {
            let number = Some(ticket.trim().trim_start_matches('#')).filter(|number| !number.is_empty());
            let page = api::queue_settings::list_readings(queue, number, cursor.as_deref()).await?;
            Ok((page.items, page.next_cursor))
        });
    }

    fn choose(self, queue: Option<QueueId>) {
        self.queue.set(queue);
        self.pages.items.set(None);
        self.load(None);
    }
}

/// The sensitive queues that the person manages.
fn managed(queues: Queues) -> Vec<QueueView> {
    let mut all = queues.get().unwrap_or_default();
    all.retain(|queue| queue.sensitive && may(queue, Permission::Manage));
    all
}

fn what_word(what: ReadingOf) -> String {
    text(match what {
        ReadingOf::Ticket => "reading-ticket",
        ReadingOf::Attachment => "reading-attachment",
        ReadingOf::RawMail => "reading-raw-mail",
        ReadingOf::Export => "reading-export",
    })
}

#[component]
pub fn Readings() -> impl IntoView {
    let queues = Queues::expect();
    queues.refresh();
    let lines = Lines::new();
    // The first of them is shown at once.
    Effect::new(move |_| {
        let first = managed(queues).first().map(|queue| queue.id);
        if lines.queue.get_untracked().is_none() {
            lines.choose(first);
        }
    });
    let none = move || queues.get().is_some() && managed(queues).is_empty();
    let waiting = move || !none() && lines.pages.items.with(Option::is_none) && lines.pages.error.with(Option::is_none);
    view! {
        <AdminPage here=Place::AdminReadings>
            <Show when=none>
                <Empty message=Signal::derive(t("admin-readings-none")) />
            </Show>
            <Show when=move || !none()>
                <Choice lines queues />
            </Show>
            {move || {
                lines
                    .pages
                    .error
                    .get()
                    .map(|error| {
                        view! {
                            <Failure
                                message=Signal::derive(move || words::error(&error))
                                retry=move || lines.load(None)
                            />
                        }
                    })
            }}
            <Show when=move || lines.pages.items.with(|items| items.as_ref().is_some_and(|items| !items.is_empty()))>
                <Table lines queues />
            </Show>
            <Show when=move || lines.pages.items.with(|items| items.as_ref().is_some_and(Vec::is_empty))>
                <Empty message=Signal::derive(t("admin-readings-empty")) />
            </Show>
            <Show when=move || lines.pages.next.with(Option::is_some)>
                <LoadMore busy=lines.pages.busy load=move || lines.load(lines.pages.next.get_untracked()) />
            </Show>
            <Show when=waiting>
                <Loading />
            </Show>
        </AdminPage>
    }
}

/// Of which queue, and of which ticket.
#[component]
fn Choice(lines: Lines, queues: Queues) -> impl IntoView {
    let options = move || {
        let all = queues.get().unwrap_or_default();
        let option = |queue: QueueView| {
            let (id, label) = (queue.id, words::queue_path(&queue, &all));
            view! {
                <option value=id.to_string() prop:selected=move || lines.queue.get() == Some(id)>
                    {label}
                </option>
            }
        };
        managed(queues).into_iter().map(option).collect_view()
    };
    view! {
        <div class="admin-filters">
            <div class="admin-filter">
                <label for="readings-queue">{t("col-queue")}</label>
                <select
                    id="readings-queue"
                    on:change=move |event| lines.choose(event_target_value(&event).parse().ok())
                >
                    {options}
                </select>
            </div>
            <div class="admin-filter">
                <label for="readings-ticket">{t("readings-number")}</label>
                <input
                    id="readings-ticket"
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    prop:value=lines.ticket
                    on:change=move |event| {
                        lines.ticket.set(event_target_value(&event));
                        lines.load(None);
                    }
                />
            </div>
        </div>
    }
}

#[component]
fn Table(lines: Lines, queues: Queues) -> impl IntoView {
    let row = move |line: Reading| {
        let at = line.at;
        let number = line.ticket.0.clone();
        let (name, seen_as) = (line.person.name, line.seen_as);
        let who = move || match &seen_as {
            Some(person) => tr!("readings-seen-as", who = name.as_str(), person = person.name.as_str()),
            None => name.clone(),
        };
        let path = Place::DeskTicket(number.clone()).path();
        view! {
            <tr>
                <td>
                    <time datetime=at.to_string()>{move || dates::absolute(at)}</time>
                </td>
                <td>{who}</td>
                <td>{move || what_word(line.what)}</td>
                <td>
                    <a href=path>{number}</a>
                </td>
                <td>{move || queues.name(line.queue_id)}</td>
            </tr>
        }
    };
    view! {
        <div class="table-scroll" role="region" tabindex="0" aria-label=t("title-admin-readings")>
            <table class="mails">
                <caption class="visually-hidden">{t("title-admin-readings")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t("readings-at")}</th>
                        <th scope="col">{t("readings-who")}</th>
                        <th scope="col">{t("readings-what")}</th>
                        <th scope="col">{t("readings-number")}</th>
                        <th scope="col">{t("col-queue")}</th>
                    </tr>
                </thead>
                <tbody>{move || lines.pages.items.get().unwrap_or_default().into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}
