//! The ledger: every mail that arrived, and what became of it.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::mail::{IncomingMailView, MailOutcome},
    ids::IncomingMailId,
};

use super::frame::AdminPage;
use crate::{
    api::{self, ApiError},
    components::{Ago, Empty, Failure, Icon, LoadMore, Loading, Sign},
    i18n::{dates, t, text, words},
    live::{Soon, listen},
    place::Place,
    toast::Toasts,
    tr,
};

/// The rows as they are loaded.
#[derive(Clone, Copy)]
struct Ledger {
    items: RwSignal<Option<Vec<IncomingMailView>>>,
    next: RwSignal<Option<String>>,
    error: RwSignal<Option<ApiError>>,
    busy: RwSignal<bool>,
}

impl Ledger {
    fn new() -> Self {
        Self {
            items: RwSignal::new(None),
            next: RwSignal::new(None),
            error: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    fn load(self, cursor: Option<String>) {
        self.busy.set(true);
        spawn_local(async move {
            match api::mails::list_incoming_mails(cursor.as_deref()).await {
                Ok(page) => {
                    self.error.set(None);
                    self.next.set(page.next_cursor);
                    self.items.update(|items| match items {
                        Some(items) if cursor.is_some() => items.extend(page.items),
                        _ => *items = Some(page.items),
                    });
                }
                Err(error) => self.error.set(Some(error)),
            }
            self.busy.set(false);
        });
    }
}

// req: B1
#[component]
pub fn IncomingMails() -> impl IntoView {
    let ledger = Ledger::new();
    let toasts = Toasts::expect();
    ledger.load(None);
    let soon = Soon::new();
    listen(move |_| soon.ask(move || ledger.load(None)));
    let retry = move |id: IncomingMailId| {
        spawn_local(async move {
            match api::mails::retry_incoming_mail(id).await {
                Ok(()) => toasts.show(text("done-retry")),
                Err(error) => toasts.show(words::error(&error)),
            }
            ledger.load(None);
        });
    };
    let list = move || {
        ledger.items.get().map(|items| {
            if items.is_empty() {
                view! { <Empty message=Signal::derive(t("incoming-empty")) /> }.into_any()
            } else {
                view! { <Table items retry /> }.into_any()
            }
        })
    };
    view! {
        <AdminPage here=Place::IncomingMails>
            {move || {
                ledger
                    .error
                    .get()
                    .map(|error| {
                        view! {
                            <Failure
                                message=Signal::derive(move || words::error(&error))
                                retry=move || ledger.load(None)
                            />
                        }
                    })
            }}
            {list}
            <Show when=move || ledger.next.with(Option::is_some)>
                <LoadMore busy=ledger.busy load=move || ledger.load(ledger.next.get_untracked()) />
            </Show>
            <Show when=move || ledger.items.with(Option::is_none) && ledger.error.with(Option::is_none)>
                <Loading />
            </Show>
        </AdminPage>
    }
}

#[component]
fn Table(items: Vec<IncomingMailView>, retry: impl Fn(IncomingMailId) + Copy + Send + Sync + 'static) -> impl IntoView {
    view! {
        <div class="table-scroll" role="region" tabindex="0" aria-label=t("title-incoming")>
            <table class="mails">
                <caption class="visually-hidden">{t("title-incoming")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t("col-outcome")}</th>
                        <th scope="col">{t("col-from")}</th>
                        <th scope="col">{t("col-subject")}</th>
                        <th scope="col">{t("col-ticket")}</th>
                        <th scope="col" class="wide-only">{t("col-to")}</th>
                        <th scope="col" class="wide-only">{t("col-door")}</th>
                        <th scope="col" class="wide-only">{t("col-size")}</th>
                        <th scope="col">{t("col-time")}</th>
                        <th scope="col">{t("actions")}</th>
                    </tr>
                </thead>
                <tbody>{items.into_iter().map(|mail| row(mail, retry)).collect_view()}</tbody>
            </table>
        </div>
    }
}

fn row(mail: IncomingMailView, retry: impl Fn(IncomingMailId) + Copy + Send + Sync + 'static) -> impl IntoView {
    let (id, outcome, door, size) = (mail.id, mail.outcome, mail.door, mail.size);
    let subject = StoredValue::new(mail.subject);
    let name = move || subject.with_value(|subject| words::subject(subject));
    view! {
        <tr>
            <td>
                <span class=format!("badge badge-outcome-{}", outcome.name())>{move || words::outcome(outcome)}</span>
                {mail.reason.map(|reason| view! { <span class="reason" lang="en">{reason}</span> })}
            </td>
            <td class="cell-address">{mail.from}</td>
            <td class="cell-subject">{name}</td>
            <td class="cell-number">
                {mail
                    .ticket_number
                    .map(|number| view! { <a href=Place::Ticket(number.0).path()>{number.0.clone()}</a> })}
            </td>
            <td class="cell-address wide-only">{mail.envelope_to.join(", ")}</td>
            <td class="cell-count wide-only">{move || words::door(door)}</td>
            <td class="cell-count wide-only">{move || dates::size(size)}</td>
            <td class="cell-time">
                <Ago at=Signal::stored(mail.received_at) />
            </td>
            <td class="cell-actions">
                <a
                    class="button button-quiet button-small"
                    href=api::mails::raw_href(id)
                    download=format!("{id}.eml")
                    rel="external"
                >
                    <Icon sign=Sign::Download />
                    <span class="visually-hidden">{move || tr!("download-raw", subject = name())}</span>
                </a>
                {(outcome == MailOutcome::Failed)
                    .then(|| {
                        view! {
                            <button type="button" class="button button-small" on:click=move |_| retry(id)>
                                {t("retry")}
                                <span class="visually-hidden">" " {name}</span>
                            </button>
                        }
                    })}
            </td>
        </tr>
    }
}
