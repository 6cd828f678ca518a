//! Above the ticket: number, subject, who is here, state and owner at a glance, and what went wrong.

use leptos::prelude::*;
use pult_shared::{
    api::ticket::TicketView,
    command::{Command, CommandName, SetSubject},
    error::ErrorCode,
    ids::PersonId,
    limits::SUBJECT_MAX,
};

use super::{
    case::Case,
    history::Overtaken,
    panel::{Edit, EditForm},
};
use crate::{
    components::{Icon, Notice, PriorityBadge, Sign, StateBadge, Tone},
    i18n::{t, text, words},
    pages::agent::escalation::escalation,
    session::Session,
    tr,
};

/// The page's heading, and the subject as something that can be changed.
#[component]
pub fn Heading(case: Case) -> impl IntoView {
    let edit = Edit::new(case, "subject-change");
    let subject = case.part(|ticket| ticket.subject.clone());
    let may = Memo::new(move |_| case.may(CommandName::SetSubject));
    let form = move || {
        let before = subject.get_untracked().unwrap_or_default();
        let value = RwSignal::new(before.clone());
        let submit = Callback::new(move |()| {
            let typed = value.get_untracked().trim().to_owned();
            if typed.is_empty() || typed.chars().count() > SUBJECT_MAX {
                edit.complain(text(if typed.is_empty() {
                    "field-error-required"
                } else {
                    "field-error-too_long"
                }));
            } else if typed == before && !edit.told() {
                edit.end();
            } else {
                edit.save(vec![Command::SetSubject(SetSubject { subject: typed })]);
            }
        });
        view! {
            <EditForm edit submit>
                <input
                    type="text"
                    autocomplete="off"
                    id=edit.input_id()
                    aria-label=t("col-subject")
                    prop:value=move || value.get()
                    on:input=move |event| value.set(event_target_value(&event))
                />
            </EditForm>
        }
    };
    view! {
        <div class="ticket-heading">
            <h1 tabindex="-1">
                <span class="ticket-number">{case.number.get_value()}</span>
                " "
                <span class="ticket-subject">
                    {move || subject.get().map(|subject| words::subject(&subject))}
                </span>
            </h1>
            <Show when=move || may.get() && !edit.open.get()>
                <button
                    type="button"
                    id="subject-change"
                    class="button button-quiet button-icon"
                    title=t("subject-change")
                    on:click=move |_| edit.begin()
                >
                    <Icon sign=Sign::Pen />
                    <span class="visually-hidden">{t("subject-change")}</span>
                </button>
            </Show>
        </div>
        <Show when=move || edit.open.get()>{form}</Show>
    }
}

/// State, priority, queue, owner and lock in a line.
#[component]
pub fn Summary(case: Case) -> impl IntoView {
    let me = Session::expect().person_untracked();
    let state = case.part(|ticket| (ticket.state.clone(), ticket.state_type));
    let priority = case.part(|ticket| ticket.priority);
    let queue = case.part(|ticket| ticket.queue.clone());
    let owner = case.part(|ticket| ticket.owner.as_ref().map(|owner| owner.name.clone()));
    let lock = case.part(|ticket| ticket.lock.clone());
    let logged = move || {
        let here = queue.get()?.id;
        let all = case.queues().get()?;
        all.iter().any(|queue| queue.id == here && queue.sensitive).then(|| {
            view! {
                <li>
                    <Icon sign=Sign::Eye />
                    {t("reading-is-logged")}
                </li>
            }
        })
    };
    let readers = case.part(|ticket| ticket.readers.is_some());
    let named = move || {
        (readers.get() == Some(true)).then(|| {
            view! {
                <li>
                    <Icon sign=Sign::Lock />
                    {t("named-only")}
                </li>
            }
        })
    };
    let clocks = case.part(|ticket| ticket.clocks.clone());
    let next = move || {
        let badge = clocks.with(|clocks| escalation(clocks.as_ref()?.as_ref(), false));
        badge.map(|badge| view! { <li>{badge}</li> })
    };
    let locked = move || lock.get().flatten().map(|lock| lock_line(lock.by.id, lock.by.name, me));
    view! {
        <ul class="summary" aria-label=t("facts")>
            <li>
                {move || {
                    state
                        .get()
                        .map(|(state, kind)| {
                            view! { <StateBadge state=Signal::stored(state) kind=Signal::stored(kind) /> }
                        })
                }}
            </li>
            <li>
                {move || priority.get().map(|one| view! { <PriorityBadge priority=Signal::stored(one) /> })}
            </li>
            <li>
                <Icon sign=Sign::Inbox />
                <span class="visually-hidden">{t("col-queue")} ": "</span>
                {move || queue.get().map(|queue| words::queue(&queue))}
            </li>
            <li>
                <Icon sign=Sign::Person />
                <span class="soft">{t("col-owner")} ": "</span>
                {move || owner.get().flatten().unwrap_or_else(|| text("no-owner"))}
            </li>
            {next}
            {locked}
            {named}
            {logged}
        </ul>
    }
}

// req: B8
fn lock_line(by: PersonId, name: String, me: Option<PersonId>) -> impl IntoView {
    let mine = Some(by) == me;
    let class = if mine { "lock-mine" } else { "lock-other" };
    let label = move || {
        if mine {
            text("locked-by-me")
        } else {
            tr!("locked-by", name = name.clone())
        }
    };
    view! {
        <li class=class>
            <Icon sign=Sign::Lock />
            {label}
        </li>
    }
}

/// Why an action did not go through, and what others did meanwhile.
#[component]
pub fn Troubles(case: Case) -> impl IntoView {
    let explain = move || {
        case.refused.get().map(|error| {
            let holder = case.read(|ticket: &TicketView| ticket.lock.as_ref().map(|lock| lock.by.name.clone()));
            match (error.code(), holder.flatten()) {
                (Some(ErrorCode::LockedByOther), Some(name)) => tr!("locked-by-other-named", name = name),
                _ => words::error(&error),
            }
        })
    };
    let shown = move || case.refused.with(Option::is_some) || case.overtaken.with(|changes| !changes.is_empty());
    view! {
        <Show when=shown>
            <Notice tone=Tone::Error>
                {move || explain().map(|sentence| view! { <p>{sentence}</p> })}
                <Overtaken case />
            </Notice>
        </Show>
    }
}
