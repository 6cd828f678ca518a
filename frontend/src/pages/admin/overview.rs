//! The start of the administration: every page with what it is for.

use leptos::prelude::*;
use pult_shared::api::mail::IncomingMailCounts;

use super::{
    failures::Failures,
    frame::{AdminPage, GROUPS, Group, Page, is_open},
    unstaffed::Unstaffed,
};
use crate::{api, fetch::Fetch, i18n::t, place::Place, session::Session, tr};

#[component]
pub fn Overview() -> impl IntoView {
    let session = Session::expect();
    // What waits for a person stands where one comes by first.
    let waiting = Fetch::<IncomingMailCounts>::new();
    let administers = untrack(|| session.is_administrator());
    if administers {
        waiting.run(async move { api::mails::count_incoming_mails().await });
    }
    let disabled = Fetch::<usize>::new();
    if administers {
        disabled.run(async move { api::webhooks::count_disabled().await });
    }
    let some_are_off = move || {
        let off = disabled.get()?;
        (off > 0).then(|| view! { <p class="waiting">{move || tr!("webhooks-disabled", count = off)}</p> })
    };
    let some_wait = move || {
        let counts = waiting.get()?;
        let (count, unrecorded) = (counts.waiting(), counts.unrecorded);
        Some(view! {
            {(count > 0).then(|| view! { <p class="waiting">{move || tr!("incoming-waiting", count = count)}</p> })}
            {(unrecorded > 0)
                .then(|| view! { <p class="waiting">{move || tr!("mailboxes-difference", count = unrecorded)}</p> })}
        })
    };
    let alone = Unstaffed::load();
    let nobody = move || {
        alone
            .sentence()
            .map(|sentence| view! { <p class="waiting">{sentence}</p> })
    };
    let entry = move |page: &'static Page| {
        view! {
            <li>
                <a href=page.place.path()>{t(page.place.row().title)}</a>
                <p class="soft">{t(page.lead)}</p>
                {(page.place == Place::IncomingMails).then_some(some_wait)}
                {(page.place == Place::AdminQueues).then_some(nobody)}
                {(page.place == Place::AdminWebhooks).then_some(some_are_off)}
            </li>
        }
    };
    let group = move |group: &'static Group| {
        let open: Vec<_> = group
            .pages
            .iter()
            .filter(|page| is_open(session, &page.place))
            .collect();
        (!open.is_empty()).then(|| {
            view! {
                <section class="card admin-group">
                    <h2>{t(group.title)}</h2>
                    <ul class="admin-group-pages">{open.into_iter().map(entry).collect_view()}</ul>
                </section>
            }
        })
    };
    view! {
        <AdminPage here=Place::Admin>
            <p class="lead">{t("admin-lead")}</p>
            {administers.then(|| view! { <Failures /> })}
            <div class="admin-groups">{move || GROUPS.iter().map(group).collect_view()}</div>
        </AdminPage>
    }
}
