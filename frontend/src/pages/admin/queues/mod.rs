//! Queues: the tree at the left, everything that is set up for the chosen one at the right.
//!
//! Whoever manages a queue uses the same page; what only the administration changes is shown and cannot be changed.

mod automatic;
mod form;
mod list;
mod sections;

use leptos::prelude::*;
use pult_shared::{
    api::queue::{FollowUp, IntakeRules, Names, QueueSettings, QueueSettingsView},
    error::ErrorCode,
    ids::QueueId,
    limits::UNLOCK_DEFAULT_MINUTES,
};

use self::{form::Form, list::List};
use super::{
    frame::AdminPage,
    parts::{
        selection::{Chosen, chosen, href},
        tree,
    },
};
use crate::{
    api,
    components::{Empty, Failure, Icon, Loading, Sign},
    fetch::Fetch,
    i18n::{t, words},
    place::Place,
    queues::Queues,
    session::Session,
};

// req: B10, C3, C11
#[component]
pub fn QueueSettingsPage() -> impl IntoView {
    let (queues, session) = (Queues::expect(), Session::expect());
    queues.refresh();
    let chosen = chosen();
    let form = move || match chosen.get() {
        Chosen::Nothing => view! { <p class="admin-none soft">{t("admin-choose-queue")}</p> }.into_any(),
        Chosen::New(above) => view! { <Form start=blank(above.parse().ok()) /> }.into_any(),
        Chosen::One(id) => match id.parse() {
            Ok(id) => view! { <Existing id /> }.into_any(),
            Err(_) => view! { <Empty message=Signal::derive(t("error-queue_not_found")) /> }.into_any(),
        },
    };
    // Below the queue that is open; whoever does not administer everything makes queues below their own only.
    let add = move || {
        let above = match chosen.get() {
            Chosen::One(id) => id,
            Chosen::New(above) => above,
            Chosen::Nothing => String::new(),
        };
        let may = queues.get().is_some_and(|all| {
            all.iter()
                .any(|queue| queue.id.to_string() == above && tree::manages(session, queue))
        });
        let at = if may { above } else { String::new() };
        (session.is_administrator() || may).then(|| {
            let label = if at.is_empty() {
                "admin-queue-add"
            } else {
                "admin-queue-add-below"
            };
            view! {
                <a
                    class="button button-primary"
                    href=href(&Place::AdminQueues, &Chosen::New(at))
                    data-noscroll=""
                >
                    <Icon sign=Sign::Plus />
                    {t(label)}
                </a>
            }
        })
    };
    view! {
        <AdminPage here=Place::AdminQueues actions=add>
            <div class="admin-split" class:admin-split-open=move || chosen.get() != Chosen::Nothing>
                <List chosen />
                <section class="card admin-editor" aria-label=t("admin-editor")>
                    {form}
                </section>
            </div>
        </AdminPage>
    }
}

/// A queue as it is before anything is typed.
fn blank(parent_id: Option<QueueId>) -> QueueSettings {
    QueueSettings {
        parent_id,
        key: String::new(),
        names: Names::default(),
        description: Names::default(),
        addresses: Vec::new(),
        portal: false,
        closing_mail: true,
        catch_all: false,
        valid: true,
        salutation: Names::default(),
        signature: Names::default(),
        follow_up: FollowUp::default(),
        unlock_minutes: Some(UNLOCK_DEFAULT_MINUTES),
        calendar: None,
        sla: None,
        remind_days: None,
        default_priority: None,
        default_type: None,
        mails: pult_shared::api::queue::QueueMails::default(),
        intake: IntakeRules::default(),
        sensitive: false,
        customers_close: true,
        name_shown: true,
        address_domains: Vec::new(),
    }
}

/// Fetches what is set up for a queue, then shows the form.
#[component]
fn Existing(id: QueueId) -> impl IntoView {
    let settings = Fetch::<QueueSettingsView>::new();
    let load = move || settings.run(async move { api::queue_settings::get_queue_settings(id).await });
    load();
    let trouble = move || {
        settings.error().map(|error| match error.code() {
            Some(ErrorCode::QueueNotFound) => {
                view! { <Empty message=Signal::derive(t("error-queue_not_found")) /> }.into_any()
            }
            _ => view! { <Failure message=Signal::derive(move || words::error(&error)) retry=load /> }.into_any(),
        })
    };
    view! {
        {move || settings.get().map(|view| view! { <Form start=view.settings.clone() existing=view /> })}
        {trouble}
        <Show when=move || settings.busy()>
            <Loading />
        </Show>
    }
}
