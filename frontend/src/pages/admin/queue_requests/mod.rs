//! Requests for queues: what waits for a decision and what was decided; one of them with all that an approval would make.

mod decision;

use leptos::prelude::*;
use pult_shared::api::queue_request::{QueueRequestList, QueueRequestStatus, QueueRequestView};

use self::decision::Decision;
use super::{
    frame::AdminPage,
    parts::selection::{Chosen, chosen, href, row_id},
};
use crate::{
    api,
    components::{Ago, Empty, Failure, Loading},
    fetch::Fetch,
    i18n::{t, text, words},
    place::Place,
    queues::Queues,
};

// req: C11, E8
#[component]
pub fn QueueRequests() -> impl IntoView {
    Queues::expect().refresh();
    let status = RwSignal::new(QueueRequestStatus::Open);
    let requests = Fetch::<QueueRequestList>::new();
    let load = move || {
        let status = status.get_untracked();
        requests.run(async move { api::queue_requests::list_queue_requests(status).await });
    };
    load();
    let chosen = chosen();
    let decision = move || match chosen.get() {
        Chosen::One(number) => view! { <Decision number done=Callback::new(move |()| load()) /> }.into_any(),
        _ => ().into_any(),
    };
    let choose = move |event: leptos::ev::Event| {
        let chosen = QueueRequestStatus::from_name(&event_target_value(&event)).unwrap_or_default();
        status.set(chosen);
        load();
    };
    let option = |status: QueueRequestStatus| {
        view! { <option value=status.name()>{move || status_word(status)}</option> }
    };
    view! {
        <AdminPage here=Place::AdminQueueRequests>
            <div class="admin-filters">
                <div class="admin-filter">
                    <label for="request-status">{t("queue-request-status")}</label>
                    <select id="request-status" on:change=choose>
                        {QueueRequestStatus::ALL.map(option).collect_view()}
                    </select>
                </div>
            </div>
            {move || {
                requests
                    .error()
                    .map(|error| {
                        view! { <Failure message=Signal::derive(move || words::error(&error)) retry=load /> }
                    })
            }}
            <Show when=move || requests.with(|list| list.is_none()) && requests.error().is_none()>
                <Loading />
            </Show>
            {move || requests.get().map(|list| view! { <Table list /> })}
            {decision}
        </AdminPage>
    }
}

fn status_word(status: QueueRequestStatus) -> String {
    text(match status {
        QueueRequestStatus::Open => "queue-request-open",
        QueueRequestStatus::Approved => "queue-request-approved",
        QueueRequestStatus::Refused => "queue-request-refused",
    })
}

#[component]
fn Table(list: QueueRequestList) -> impl IntoView {
    if list.items.is_empty() {
        return view! { <Empty message=Signal::derive(t("queue-requests-none")) /> }.into_any();
    }
    let row = |request: QueueRequestView| {
        let key = request.ticket.0.clone();
        let link = href(&Place::AdminQueueRequests, &Chosen::One(key.clone()));
        let names = request.wanted.names.clone();
        let parent = request.wanted.parent_id;
        view! {
            <tr>
                <td class="admin-name">
                    <a id=row_id(&key) href=link data-noscroll="">
                        {move || words::name(&names)}
                    </a>
                </td>
                <td>{move || above(parent)}</td>
                <td>{request.requested_by.name}</td>
                <td>
                    <Ago at=request.requested_at />
                </td>
            </tr>
        }
    };
    view! {
        <div class="table-scroll" role="region" tabindex="0" aria-label=t("title-admin-queue-requests")>
            <table class="admin-table">
                <caption class="visually-hidden">{t("title-admin-queue-requests")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t("admin-name")}</th>
                        <th scope="col">{t("queue-request-above")}</th>
                        <th scope="col">{t("queue-request-by")}</th>
                        <th scope="col">{t("queue-request-at")}</th>
                    </tr>
                </thead>
                <tbody>{list.items.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// The queue above, in words.
fn above(parent: Option<pult_shared::ids::QueueId>) -> String {
    parent.map_or_else(
        || text("queue-request-top"),
        |id| Queues::expect().name(id).unwrap_or_else(|| "?".to_owned()),
    )
}
