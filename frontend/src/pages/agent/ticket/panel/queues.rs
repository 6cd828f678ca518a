//! The other queues that find the ticket: those to which its mail was sent too, and those to which somebody shows it here.

use leptos::prelude::*;
use pult_shared::{
    api::ticket::OtherQueue,
    command::{AddQueue, Command, CommandName, RemoveQueue},
    ids::QueueId,
    person::Permission,
};

use super::edit::{Edit, SelectEdit};
use crate::{
    components::{Icon, Sign},
    i18n::{t, text, words},
    pages::agent::ticket::case::Case,
    queues::may,
    tr,
};

#[component]
pub fn OtherQueues(case: Case) -> impl IntoView {
    let queues = case.part(|ticket| ticket.other_queues.clone());
    let edit = Edit::new(case, "fact-other-queue");
    let may_add = Memo::new(move |_| case.may(CommandName::AddQueue));
    let list = move || {
        let queues = queues.get().filter(|queues| !queues.is_empty())?;
        Some(view! { <ul>{queues.into_iter().map(|other| view! { <Row case other /> }).collect_view()}</ul> })
    };
    let rows = move || {
        let some = queues.with(|queues| queues.as_ref().is_some_and(|queues| !queues.is_empty()));
        (some || may_add.get()).then(|| {
            view! {
                <div class="fact fact-queues">
                    <dt>{t("other-queues")}</dt>
                    <dd>{list} {move || may_add.get().then(|| view! { <Add edit /> })}</dd>
                </div>
            }
        })
    };
    view! { {rows} }
}

/// A queue, with a button for those whose ticket it is not.
#[component]
fn Row(case: Case, other: OtherQueue) -> impl IntoView {
    let id = other.queue.id;
    let name = words::queue(&other.queue);
    let shown = name.clone();
    let leave = move |_| case.act_quietly(vec![Command::RemoveQueue(RemoveQueue { queue_id: id })]);
    let button = other.may_remove.then(|| {
        view! {
            <button
                type="button"
                class="button button-small"
                aria-label=move || tr!("other-queue-remove", queue = name.clone())
                on:click=leave
            >
                {t("other-queue-not-ours")}
            </button>
        }
    });
    view! {
        <li>
            <span>{shown}</span>
            {button}
        </li>
    }
}

#[component]
fn Add(edit: Edit) -> impl IntoView {
    let case = edit.case;
    let options = move || {
        let there: Vec<QueueId> = case
            .read_untracked(|ticket| {
                let others = ticket.other_queues.iter().map(|other| other.queue.id);
                others.chain([ticket.queue.id]).collect()
            })
            .unwrap_or_default();
        let mut rows = case
            .queues()
            .choices(|queue| !there.contains(&queue.id) && queue.valid && may(queue, Permission::MoveInto));
        rows.insert(0, (String::new(), text("other-queue-choose")));
        rows
    };
    let command = Callback::new(|value: String| {
        let queue_id = value.parse().ok()?;
        Some(Command::AddQueue(AddQueue { queue_id }))
    });
    let button = move || {
        view! {
            <button type="button" class="fact-value" id="fact-other-queue" on:click=move |_| edit.begin()>
                <span class="fact-shown soft">{t("other-queue-add")}</span>
                <Icon sign=Sign::Plus />
            </button>
        }
    };
    let label = Signal::derive(t("other-queue-which"));
    let editor =
        move || view! { <SelectEdit edit label options=Signal::derive(options) value=String::new() command /> };
    view! {
        <Show when=move || edit.open.get() fallback=button>
            {editor}
        </Show>
    }
}
