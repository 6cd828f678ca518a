//! The rows of the ledger.

use leptos::prelude::*;
use pult_shared::api::mail::{IncomingMailView, MailReason};

use super::Opened;
use crate::{
    api,
    components::{
        Ago, Icon, Sign,
        menu::{Menu, MenuItem},
    },
    i18n::{dates, t, text, words},
    place::Place,
    tr,
};

#[component]
pub fn Table(items: Vec<IncomingMailView>, opened: Opened) -> impl IntoView {
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
                <tbody>{items.into_iter().map(|mail| row(mail, opened)).collect_view()}</tbody>
            </table>
        </div>
    }
}

/// Why a mail has its outcome, in the reader's language; details of what broke are in English.
pub fn why(code: Option<MailReason>, details: Option<String>) -> impl IntoView {
    let own_words = code == Some(MailReason::Discarded);
    view! {
        {code
            .map(|code| {
                view! { <span class="reason">{move || text(&format!("mail-reason-{}", code.name()))}</span> }
            })}
        {details
            .map(|details| view! { <span class="reason soft" lang=(!own_words).then_some("en")>{details}</span> })}
    }
}

fn row(mail: IncomingMailView, opened: Opened) -> impl IntoView {
    let whole = StoredValue::new(mail.clone());
    let (id, outcome, door, size) = (mail.id, mail.outcome, mail.door, mail.size);
    let subject = StoredValue::new(mail.subject);
    let name = move || subject.with_value(|subject| words::subject(subject));
    let actions = StoredValue::new(mail.actions);
    let settle = move || {
        let items = actions.get_value().into_iter().map(move |action| {
            let press = Callback::new(move |()| opened.settle.set(Some((whole.get_value(), action))));
            let label = Signal::derive(move || text(&format!("mail-action-{}", action.name())));
            view! { <MenuItem label sign=super::actions::sign(action) on_press=press /> }
        });
        items.collect_view()
    };
    view! {
        <tr>
            <td>
                <span class=format!("badge badge-outcome-{}", outcome.name())>{move || words::outcome(outcome)}</span>
                {why(mail.reason_code, mail.reason)}
            </td>
            <td class="cell-address">{mail.from}</td>
            <td class="cell-subject">
                <button type="button" class="link" on:click=move |_| opened.detail.set(Some(id))>
                    {name}
                </button>
            </td>
            <td class="cell-number">
                {mail
                    .ticket_number
                    .map(|number| {
                        let to = Place::Ticket(number.0.clone()).path();
                        view! { <a href=to>{number.0}</a> }
                    })}
            </td>
            <td class="cell-address wide-only">{mail.envelope_to.join(", ")}</td>
            <td class="cell-count wide-only">
                {move || words::door(door)} {mail.account.map(|account| view! { <span class="kind">{account}</span> })}
            </td>
            <td class="cell-count wide-only">{move || dates::size(size)}</td>
            <td class="cell-time">
                <Ago at=Signal::stored(mail.received_at) />
            </td>
            <td class="cell-actions">
                <Menu
                    label=Signal::derive(move || tr!("incoming-menu", subject = name()))
                    sign=Sign::Menu
                    bare=true
                    class="button button-quiet button-icon"
                >
                    {settle}
                    <a class="menu-item" href=api::mails::raw_href(id) download=format!("{id}.eml") rel="external">
                        <Icon sign=Sign::Download />
                        <span>{move || tr!("download-raw", subject = name())}</span>
                    </a>
                </Menu>
            </td>
        </tr>
    }
}
