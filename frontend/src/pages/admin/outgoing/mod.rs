//! The outbox: each mail to each recipient, how it stands and what the mail server said; what did not arrive is sent again or given up.

mod filter;
mod schedule;

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::mail::{OutgoingMailDetail, OutgoingMailFilter, OutgoingMailView, RetryPlan, TransportKind},
    ids::OutgoingMailId,
};

use self::{
    filter::{FilterForm, Wanted},
    schedule::Schedule,
};
use super::frame::AdminPage;
use crate::{
    api::{
        self, ApiError,
        mails::{Settle, settle_outgoing_mail, settle_outgoing_mails},
    },
    components::{Ago, Dialog, Empty, Failure, LoadMore, Loading, Notice, Tone},
    fetch::Fetch,
    i18n::{dates, t, words},
    live::{Soon, listen},
    place::Place,
    toast::Toasts,
    tr,
};

/// The rows as they are loaded.
#[derive(Clone, Copy)]
struct Outbox {
    items: RwSignal<Option<Vec<OutgoingMailView>>>,
    next: RwSignal<Option<String>>,
    transport: RwSignal<Option<TransportKind>>,
    retry: RwSignal<Option<RetryPlan>>,
    wanted: Wanted,
    turn: StoredValue<u32>,
    toasts: Toasts,
    error: RwSignal<Option<ApiError>>,
    busy: RwSignal<bool>,
}

impl Outbox {
    fn new() -> Self {
        Self {
            items: RwSignal::new(None),
            next: RwSignal::new(None),
            transport: RwSignal::new(None),
            retry: RwSignal::new(None),
            wanted: Wanted::new(),
            turn: StoredValue::new(0),
            toasts: Toasts::expect(),
            error: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    fn load(self, cursor: Option<String>) {
        let filter = self.wanted.filter();
        let now = self.turn.try_update_value(|turn| {
            *turn = turn.wrapping_add(1);
            *turn
        });
        self.busy.set(true);
        spawn_local(async move {
            let answer = api::mails::list_outgoing_mails(&filter, cursor.as_deref()).await;
            // Something else was asked for meanwhile, or the page is gone.
            if self.turn.try_get_value() != now {
                return;
            }
            match answer {
                Ok(page) => {
                    self.error.set(None);
                    self.transport.set(Some(page.transport));
                    self.retry.set(Some(page.retry));
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

    fn settle(self, id: OutgoingMailId, settle: Settle) {
        spawn_local(async move {
            match settle_outgoing_mail(id, settle).await {
                Ok(_) => self.toasts.show(settled(settle, 1, false)),
                Err(error) => self.toasts.show(words::error(&error)),
            }
            self.load(None);
        });
    }

    fn settle_all(self, settle: Settle) {
        let filter: OutgoingMailFilter = self.wanted.filter();
        spawn_local(async move {
            match settle_outgoing_mails(&filter, settle).await {
                Ok(done) => self.toasts.show(settled(settle, done.changed, done.more)),
                Err(error) => self.toasts.show(words::error(&error)),
            }
            self.load(None);
        });
    }
}

fn settled(settle: Settle, count: u32, more: bool) -> String {
    let more = if more { "yes" } else { "no" };
    match settle {
        Settle::SendAgain => tr!("outbox-sent-again", count = u64::from(count), more = more),
        Settle::GiveUp => tr!("outbox-given-up", count = u64::from(count), more = more),
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
    Effect::new(move |before: Option<()>| {
        outbox.wanted.track();
        if before.is_some() {
            outbox.load(None);
        }
    });
    let list = move || {
        outbox.items.get().map(|items| {
            if items.is_empty() {
                let message = if outbox.wanted.is_everything() {
                    "outgoing-empty"
                } else {
                    "outbox-none-found"
                };
                view! { <Empty message=Signal::derive(t(message)) /> }.into_any()
            } else {
                view! { <Table items outbox show /> }.into_any()
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
            <FilterForm wanted=outbox.wanted />
            <Show when=move || {
                outbox.items.with(|items| items.iter().flatten().any(is_open))
            }>
                <div class="outbox-all" role="group" aria-label=t("outbox-all")>
                    <span>{t("outbox-all")}</span>
                    <button type="button" class="button button-small" on:click=move |_| outbox.settle_all(Settle::SendAgain)>
                        {t("outbox-send-all-again")}
                    </button>
                    <button type="button" class="button button-small" on:click=move |_| outbox.settle_all(Settle::GiveUp)>
                        {t("outbox-give-all-up")}
                    </button>
                </div>
            </Show>
            {list}
            <Show when=move || outbox.next.with(Option::is_some)>
                <LoadMore busy=outbox.busy load=move || outbox.load(outbox.next.get_untracked()) />
            </Show>
            <Show when=move || outbox.items.with(Option::is_none) && outbox.error.with(Option::is_none)>
                <Loading />
            </Show>
            <Schedule plan=outbox.retry />
            <Dialog open id="mail-detail" title=Signal::derive(t("mail-detail")) wide=true>
                <Detail detail />
            </Dialog>
        </AdminPage>
    }
}

/// Did not arrive, and nobody has looked after it.
fn is_open(mail: &OutgoingMailView) -> bool {
    mail.status.undelivered() && mail.given_up_at.is_none()
}

#[component]
fn Table(
    items: Vec<OutgoingMailView>,
    outbox: Outbox,
    show: impl Fn(OutgoingMailId) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let row = move |mail: OutgoingMailView| {
        let class = format!("badge badge-mail-{}", mail.status.name());
        let (status, kind, id) = (mail.status, mail.kind, mail.id);
        let again = mail.next_attempt_at.filter(|_| status.waits());
        let actions = actions(&mail, outbox);
        let (subject, given_up) = (mail.subject, mail.given_up_at);
        let late = mail.delayed_at.map(|at| (at, mail.delay));
        view! {
            <tr>
                <td>
                    <span class=class>{move || words::outgoing_status(status)}</span>
                    {given_up
                        .map(|at| {
                            view! { <span class="reason">{t("outbox-settled")} " " <Ago at=Signal::stored(at) /></span> }
                        })}
                </td>
                <td class="cell-address">{mail.to}</td>
                <td class="cell-subject">
                    <button type="button" class="link" on:click=move |_| show(id)>
                        {move || words::subject(&subject)}
                    </button>
                    <span class="kind">{move || words::mail_kind(kind)}</span>
                </td>
                <td class="cell-number">
                    {mail
                        .ticket_number
                        .map(|number| {
                            let path = Place::Ticket(number.0.clone()).path();
                            view! { <a href=path>{number.0}</a> }
                        })}
                </td>
                <td class="cell-count wide-only">{move || dates::number(u64::from(mail.attempts))}</td>
                <td class="cell-answer">
                    {mail.last_answer.map(|answer| view! { <span lang="en">{answer}</span> })}
                    {late
                        .map(|(at, said)| {
                            view! {
                                <span class="reason">
                                    {t("outbox-delayed")} " " <Ago at=Signal::stored(at) />
                                    {said.map(|said| view! { " " <span class="soft" lang="en">{said}</span> })}
                                </span>
                            }
                        })}
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
                <td class="cell-actions">{actions}</td>
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
                        <th scope="col">{t("col-answer")}</th>
                        <th scope="col">{t("col-time")}</th>
                        <th scope="col">{t("actions")}</th>
                    </tr>
                </thead>
                <tbody>{items.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

/// What can be done about a mail that did not arrive.
fn actions(mail: &OutgoingMailView, outbox: Outbox) -> impl IntoView + use<> {
    let id = mail.id;
    let open = mail.given_up_at.is_none();
    mail.status.undelivered().then(|| {
        let to = StoredValue::new(mail.to.clone());
        let name = move || to.get_value();
        view! {
            <button type="button" class="button button-small" on:click=move |_| outbox.settle(id, Settle::SendAgain)>
                {t("outbox-send-again")}
                <span class="visually-hidden">": " {name}</span>
            </button>
            {open
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="button button-quiet button-small"
                            on:click=move |_| outbox.settle(id, Settle::GiveUp)
                        >
                            {t("outbox-give-up")}
                            <span class="visually-hidden">": " {name}</span>
                        </button>
                    }
                })}
        }
    })
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
                {if detail.withheld {
                    view! { <p>{t("mail-text-withheld")}</p> }.into_any()
                } else {
                    view! { <pre class="raw" tabindex="0">{detail.text}</pre> }.into_any()
                }}
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
