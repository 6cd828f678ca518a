//! The outbox: each mail to each recipient, how it stands and what the mail server said.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::mail::{OutgoingMailDetail, OutgoingMailView, OutgoingStatus, TransportKind},
    ids::OutgoingMailId,
};

use super::frame::AdminPage;
use crate::{
    api::{self, ApiError},
    components::{Ago, Dialog, Empty, Failure, LoadMore, Loading, Notice, Tone},
    fetch::Fetch,
    i18n::{dates, t, words},
    live::{Soon, listen},
    place::Place,
};

/// The rows as they are loaded.
#[derive(Clone, Copy)]
struct Outbox {
    items: RwSignal<Option<Vec<OutgoingMailView>>>,
    next: RwSignal<Option<String>>,
    transport: RwSignal<Option<TransportKind>>,
    error: RwSignal<Option<ApiError>>,
    busy: RwSignal<bool>,
}

impl Outbox {
    fn new() -> Self {
        Self {
            items: RwSignal::new(None),
            next: RwSignal::new(None),
            transport: RwSignal::new(None),
            error: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    fn load(self, cursor: Option<String>) {
        self.busy.set(true);
        spawn_local(async move {
            match api::mails::list_outgoing_mails(cursor.as_deref()).await {
                Ok(page) => {
                    self.error.set(None);
                    self.transport.set(Some(page.transport));
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

#[component]
pub fn OutgoingMails() -> impl IntoView {
    let outbox = Outbox::new();
    outbox.load(None);
    let soon = Soon::new();
    listen(move |_| soon.ask(move || outbox.load(None)));
    let (open, detail) = (RwSignal::new(false), Fetch::<OutgoingMailDetail>::new());
    let show = move |id: OutgoingMailId| {
        detail.run(async move { api::mails::get_outgoing_mail(id).await });
        open.set(true);
    };
    let list = move || {
        outbox.items.get().map(|items| {
            if items.is_empty() {
                view! { <Empty message=Signal::derive(t("outgoing-empty")) /> }.into_any()
            } else {
                view! { <Table items show /> }.into_any()
            }
        })
    };
    view! {
        <AdminPage here=Place::OutgoingMails>
            <Show when=move || outbox.transport.get() == Some(TransportKind::Files)>
                <Notice tone=Tone::Info>
                    <p>{t("transport-files")}</p>
                </Notice>
            </Show>
            {move || {
                outbox
                    .error
                    .get()
                    .map(|error| {
                        view! {
                            <Failure
                                message=Signal::derive(move || words::error(&error))
                                retry=move || outbox.load(None)
                            />
                        }
                    })
            }}
            {list}
            <Show when=move || outbox.next.with(Option::is_some)>
                <LoadMore busy=outbox.busy load=move || outbox.load(outbox.next.get_untracked()) />
            </Show>
            <Show when=move || outbox.items.with(Option::is_none) && outbox.error.with(Option::is_none)>
                <Loading />
            </Show>
            <Dialog open id="mail-detail" title=Signal::derive(t("mail-detail")) wide=true>
                <Detail detail />
            </Dialog>
        </AdminPage>
    }
}

#[component]
fn Table(items: Vec<OutgoingMailView>, show: impl Fn(OutgoingMailId) + Copy + Send + Sync + 'static) -> impl IntoView {
    let row = move |mail: OutgoingMailView| {
        let subject = mail.subject;
        let class = format!("badge badge-mail-{}", mail.status.name());
        let (status, kind, id) = (mail.status, mail.kind, mail.id);
        let again = mail.next_attempt_at.filter(|_| status == OutgoingStatus::Queued);
        view! {
            <tr>
                <td>
                    <span class=class>{move || words::outgoing_status(status)}</span>
                </td>
                <td class="cell-address">{mail.to}</td>
                <td class="cell-subject">
                    <button type="button" class="link" on:click=move |_| show(id)>
                        {move || words::subject(&subject)}
                    </button>
                    <span class="kind">{move || words::mail_kind(kind)}</span>
                </td>
                <td class="cell-number">
                    <a href=Place::Ticket(mail.ticket_number.0.clone()).path()>{mail.ticket_number.0.clone()}</a>
                </td>
                <td class="cell-count wide-only">{move || dates::number(u64::from(mail.attempts))}</td>
                <td class="cell-answer wide-only">
                    {mail.last_answer}
                    {again
                        .map(|at| {
                            view! {
                                <span class="soft">
                                    " " {t("next-attempt")} " " <Ago at=Signal::stored(at) />
                                </span>
                            }
                        })}
                </td>
                <td class="cell-time">
                    <Ago at=Signal::stored(mail.sent_at.unwrap_or(mail.created_at)) />
                </td>
            </tr>
        }
    };
    view! {
        <div class="table-scroll" role="region" tabindex="0" aria-label=t("title-outgoing")>
            <table class="mails">
                <caption class="visually-hidden">{t("title-outgoing")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t("col-state")}</th>
                        <th scope="col">{t("col-to")}</th>
                        <th scope="col">{t("col-subject")}</th>
                        <th scope="col">{t("col-ticket")}</th>
                        <th scope="col" class="wide-only">{t("col-attempts")}</th>
                        <th scope="col" class="wide-only">{t("col-answer")}</th>
                        <th scope="col">{t("col-time")}</th>
                    </tr>
                </thead>
                <tbody>{items.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Detail(detail: Fetch<OutgoingMailDetail>) -> impl IntoView {
    let content = move || {
        detail.get().filter(|_| !detail.busy()).map(|detail| {
            view! {
                <h3>{t("mail-headers")}</h3>
                <pre class="raw" tabindex="0">
                    {detail.headers}
                </pre>
                <h3>{t("mail-text")}</h3>
                <pre class="raw" tabindex="0">
                    {detail.text}
                </pre>
            }
        })
    };
    view! {
        {content}
        <Show when=move || detail.busy()>
            <Loading />
        </Show>
        {move || detail.error().map(|error| view! { <p class="field-error">{words::error(&error)}</p> })}
    }
}
