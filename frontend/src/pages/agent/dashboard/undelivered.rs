//! Mails that did not arrive: nobody is to find out by chance that an answer never reached its customer.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::api::{dashboard::Dashboard, mail::UndeliveredMail};

use crate::{
    api::mails::{Settle, settle_outgoing_mail},
    components::Ago,
    fetch::Fetch,
    i18n::{dates, t, words},
    place::Place,
    toast::Toasts,
    tr,
};

// req: E19
#[component]
pub fn Undelivered(board: Fetch<Dashboard>, again: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let mails = Memo::new(move |_| {
        board
            .with(|board| board.map(|board| board.undelivered.clone()))
            .unwrap_or_default()
    });
    let count = Memo::new(move |_| board.with(|board| board.map_or(0, |board| board.undelivered_count)));
    let all = Memo::new(move |_| board.with(|board| board.and_then(|board| board.failed_mails)).is_some());
    view! {
        <Show when=move || { count.get() > 0 }>
            <section class="card dashboard-section dashboard-pressing" aria-labelledby="undelivered-title">
                <div class="dashboard-head">
                    <h2 id="undelivered-title">{t("undelivered-title")}</h2>
                    <span class="count" aria-hidden="true">
                        {move || dates::number(count.get())}
                    </span>
                    <span class="visually-hidden">{move || tr!("undelivered-count", count = count.get())}</span>
                    <Show when=move || all.get()>
                        <a class="dashboard-all" href=Place::OutgoingMails.path()>
                            {t("title-outgoing")}
                        </a>
                    </Show>
                </div>
                <ul class="dashboard-tickets">
                    <For each=move || mails.get() key=|entry| (entry.mail.id, entry.may_settle) let:entry>
                        <Line entry again />
                    </For>
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn Line(entry: UndeliveredMail, again: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let UndeliveredMail { mail, may_settle } = entry;
    let toasts = Toasts::expect();
    let busy = RwSignal::new(false);
    let (id, status, at) = (mail.id, mail.status, mail.sent_at.unwrap_or(mail.created_at));
    let to = StoredValue::new(mail.to);
    let settle = move |settle: Settle| {
        busy.set(true);
        spawn_local(async move {
            let said = match settle_outgoing_mail(id, settle).await {
                Ok(_) => match settle {
                    Settle::SendAgain => tr!("outbox-sent-again", count = 1, more = "no"),
                    Settle::GiveUp => tr!("outbox-given-up", count = 1, more = "no"),
                },
                Err(error) => words::error(&error),
            };
            toasts.show(said);
            busy.try_set(false);
            again();
        });
    };
    let button = move |label: &'static str, class: &'static str, what: Settle| {
        view! {
            <button type="button" class=class disabled=move || busy.get() on:click=move |_| settle(what)>
                {t(label)}
                <span class="visually-hidden">": " {move || to.get_value()}</span>
            </button>
        }
    };
    // The answer to a mail that has opened no ticket is found in the outbox.
    let place = mail
        .ticket_number
        .map_or(Place::OutgoingMails, |number| Place::DeskTicket(number.0));
    view! {
        <li>
            <a class="row-link" href=place.path()>
                {move || words::subject(&mail.subject)}
            </a>
            <span class="dashboard-meta">
                <span class=format!("badge badge-mail-{}", status.name())>{move || words::outgoing_status(status)}</span>
                <span>{move || to.get_value()}</span>
                {mail.last_answer.map(|answer| view! { <span lang="en">{answer}</span> })}
                <Ago at=Signal::stored(at) />
                {may_settle
                    .then(|| {
                        view! {
                            {button("outbox-send-again", "button button-small", Settle::SendAgain)}
                            {button("outbox-give-up", "button button-quiet button-small", Settle::GiveUp)}
                        }
                    })}
            </span>
        </li>
    }
}
