//! The mailboxes that mail is fetched from, compared with the ledger: the difference must be none.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::api::mail::{ReconciliationList, ReconciliationView, TakeInMails, UnrecordedMail};

use crate::{
    a11y,
    api::{self, ApiError},
    components::{Ago, Notice, Tone},
    i18n::{dates, t, text, words},
    tr,
};

/// What is known, and whether it is being asked for.
#[derive(Clone, Copy)]
struct Mailboxes {
    list: RwSignal<Option<ReconciliationList>>,
    error: RwSignal<Option<ApiError>>,
    busy: RwSignal<bool>,
}

impl Mailboxes {
    fn ask(self, question: impl Future<Output = Result<ReconciliationList, ApiError>> + 'static) {
        self.busy.set(true);
        spawn_local(async move {
            let answer = question.await;
            // The page may be gone by now.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(list) => {
                    self.error.set(None);
                    self.list.set(Some(list));
                    a11y::announce(&text("mailboxes-compared"));
                }
                Err(error) => self.error.set(Some(error)),
            }
        });
    }

    fn take_in(self, result: &ReconciliationView, uids: Vec<u32>) {
        let wanted = TakeInMails {
            account: result.account.clone(),
            uid_validity: result.uid_validity,
            uids,
        };
        self.ask(async move { api::mails::take_in_mails(&wanted).await });
    }
}

// req: B1, E19
#[component]
pub fn MailboxesPart() -> impl IntoView {
    let mailboxes = Mailboxes {
        list: RwSignal::new(None),
        error: RwSignal::new(None),
        busy: RwSignal::new(false),
    };
    spawn_local(async move {
        if let Ok(list) = api::mails::list_reconciliations().await {
            let _ = mailboxes.list.try_set(Some(list));
        }
    });
    let some = move || {
        mailboxes
            .list
            .with(|list| list.as_ref().is_some_and(|list| !list.accounts.is_empty()))
    };
    let difference = Memo::new(move |_| {
        let list = mailboxes.list.get().unwrap_or_default();
        list.items.iter().map(ReconciliationView::difference).sum::<u64>()
    });
    let compare = move |_| mailboxes.ask(api::mails::reconcile_mailboxes());
    view! {
        <Show when=some>
            <details class="card mailboxes" open=move || difference.get() > 0>
                <summary>
                    <h2>{t("mailboxes-title")}</h2>
                    <span class="soft">
                        {move || match difference.get() {
                            0 => text("mailboxes-equal"),
                            count => tr!("mailboxes-difference", count = count),
                        }}
                    </span>
                </summary>
                <p>{t("mailboxes-lead")}</p>
                {move || {
                    mailboxes
                        .error
                        .get()
                        .map(|error| view! { <Notice tone=Tone::Error>{move || words::error(&error)}</Notice> })
                }}
                {move || mailboxes.list.get().map(|list| table(list, mailboxes))}
                <button type="button" class="button" disabled=move || mailboxes.busy.get() on:click=compare>
                    {t("mailboxes-compare")}
                </button>
            </details>
        </Show>
    }
}

fn table(list: ReconciliationList, mailboxes: Mailboxes) -> impl IntoView {
    let of = |account: &String| list.items.iter().find(|result| result.account == *account).cloned();
    let rows = list.accounts.iter().map(|account| row(account.clone(), of(account)));
    let rows = rows.collect_view();
    let missing = list.items.into_iter().filter(|result| result.difference() > 0);
    view! {
        <div class="table-scroll" role="region" tabindex="0" aria-label=t("mailboxes-title")>
            <table class="mails">
                <caption class="visually-hidden">{t("mailboxes-title")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t("mailbox-name")}</th>
                        <th scope="col" class="number">{t("mailbox-done")}</th>
                        <th scope="col" class="number">{t("mailbox-recorded")}</th>
                        <th scope="col" class="number">{t("mailbox-missing")}</th>
                        <th scope="col" class="number wide-only">{t("mailbox-waiting")}</th>
                        <th scope="col">{t("mailbox-compared")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {missing.map(|result| unrecorded(result, mailboxes)).collect_view()}
    }
}

fn row(account: String, result: Option<ReconciliationView>) -> AnyView {
    let Some(result) = result else {
        return view! {
            <tr>
                <th scope="row">{account}</th>
                <td colspan="5" class="soft">{t("mailbox-never")}</td>
            </tr>
        }
        .into_any();
    };
    let number = |count: u64| move || dates::number(count);
    let unchecked = result.unchecked;
    view! {
        <tr>
            <th scope="row">{account}</th>
            <td class="number">{number(result.done)}</td>
            <td class="number">{number(result.recorded())}</td>
            <td class="number">{number(result.difference())}</td>
            <td class="number wide-only">{number(result.waiting)}</td>
            <td>
                <Ago at=result.finished_at />
                {(unchecked > 0)
                    .then(|| {
                        view! { <span class="reason">{move || tr!("mailbox-unchecked", count = unchecked)}</span> }
                    })}
                {result
                    .error
                    .map(|error| {
                        view! {
                            <span class="reason">{t("mailbox-failed")}</span>
                            <span class="reason soft" lang="en">
                                {error}
                            </span>
                        }
                    })}
            </td>
        </tr>
    }
    .into_any()
}

/// The mails of a mailbox that the ledger does not have.
fn unrecorded(result: ReconciliationView, mailboxes: Mailboxes) -> impl IntoView {
    let account = result.account.clone();
    let mails = result.unrecorded.clone();
    let uids: Vec<u32> = mails.iter().map(|mail| mail.uid).collect();
    let result = StoredValue::new(result);
    let take = move |uids: Vec<u32>| result.with_value(|result| mailboxes.take_in(result, uids));
    let item = move |mail: UnrecordedMail| {
        let uid = mail.uid;
        let subject = words::subject(&mail.subject);
        let name = subject.clone();
        view! {
            <li>
                <span>{subject}</span>
                <span class="soft">{mail.from}</span>
                <span class="soft">{format!("<{}>", mail.message_id)} " · UID " {uid}</span>
                <button
                    type="button"
                    class="button button-small"
                    aria-label=move || tr!("mailbox-take-in-one", subject = name.clone())
                    disabled=move || mailboxes.busy.get()
                    on:click=move |_| take(vec![uid])
                >
                    {t("mailbox-take-in")}
                </button>
            </li>
        }
    };
    view! {
        <h3>{move || tr!("mailbox-missing-in", account = account.clone())}</h3>
        <ul class="mailbox-missing">{mails.into_iter().map(item).collect_view()}</ul>
        <button
            type="button"
            class="button"
            disabled=move || mailboxes.busy.get()
            on:click=move |_| take(uids.clone())
        >
            {t("mailbox-take-in-all")}
        </button>
    }
}
