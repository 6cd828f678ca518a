//! The ledger: every mail that arrived, what became of it, and what a person decides about those that wait.

mod actions;
mod detail;
mod filter;
mod ledger;
mod mailboxes;
mod table;

use leptos::prelude::*;
use pult_shared::{
    api::mail::{IncomingMailView, MailActionName},
    ids::IncomingMailId,
};

use self::{
    actions::SettleDialog, detail::DetailDialog, filter::FilterRow, ledger::Ledger, mailboxes::MailboxesPart,
    table::Table,
};
use super::frame::AdminPage;
use crate::{
    components::{Empty, Failure, LoadMore, Loading, Notice, Tone},
    i18n::{dates, t, words},
    live::{Soon, listen},
    place::Place,
    tr,
};

/// What is open on the page besides the list.
#[derive(Clone, Copy)]
struct Opened {
    detail: RwSignal<Option<IncomingMailId>>,
    settle: RwSignal<Option<(IncomingMailView, MailActionName)>>,
}

// req: B1
#[component]
pub fn IncomingMails() -> impl IntoView {
    let ledger = Ledger::new();
    ledger.follow();
    let soon = Soon::new();
    listen(move |_| soon.ask(move || ledger.reload()));
    let opened = Opened {
        detail: RwSignal::new(None),
        settle: RwSignal::new(None),
    };
    let list = move || {
        ledger
            .items
            .get()
            .map(|items| match (items.is_empty(), untrack(|| ledger.asked.anything())) {
                (true, true) => view! { <Empty message=Signal::derive(t("incoming-none-found")) /> }.into_any(),
                (true, false) => view! { <Empty message=Signal::derive(t("incoming-empty")) /> }.into_any(),
                (false, _) => view! { <Table items opened /> }.into_any(),
            })
    };
    view! {
        <AdminPage here=Place::IncomingMails>
            <Waiting ledger />
            <MailboxesPart />
            <FilterRow ledger />
            {move || {
                ledger
                    .error
                    .get()
                    .map(|error| {
                        view! {
                            <Failure
                                message=Signal::derive(move || words::error(&error))
                                retry=move || ledger.reload()
                            />
                        }
                    })
            }}
            {list}
            <Show when=move || ledger.next.with(Option::is_some)>
                <LoadMore busy=ledger.busy load=move || ledger.more() />
            </Show>
            <Show when=move || ledger.items.with(Option::is_none) && ledger.error.with(Option::is_none)>
                <Loading />
            </Show>
            <DetailDialog opened />
            <SettleDialog opened ledger />
        </AdminPage>
    }
}

/// How many mails wait for a person, each kind a way to its list.
#[component]
fn Waiting(ledger: Ledger) -> impl IntoView {
    let counts = move || ledger.counts.get().filter(|counts| counts.waiting() > 0);
    let link = move |name: &'static str, count: u64| {
        (count > 0).then(|| {
            view! {
                <li>
                    <button
                        type="button"
                        class="button button-small"
                        on:click=move |_| {
                            ledger.asked.clear();
                            ledger.asked.outcome.set(name.to_owned());
                        }
                    >
                        {t(match name {
                            "failed" => "outcome-failed",
                            "quarantined" => "outcome-quarantined",
                            _ => "outcome-held_follow_up",
                        })}
                        <span class="count">{move || dates::number(count)}</span>
                    </button>
                </li>
            }
        })
    };
    view! {
        <div aria-live="polite">
            {move || {
                counts()
                    .map(|counts| {
                        view! {
                            <Notice tone=Tone::Warning>
                                <p>{move || tr!("incoming-waiting", count = counts.waiting())}</p>
                                <ul class="inline-list">
                                    {link("failed", counts.failed)} {link("quarantined", counts.quarantined)}
                                    {link("held_follow_up", counts.held_follow_up)}
                                </ul>
                            </Notice>
                        }
                    })
            }}
        </div>
    }
}
