//! Merging: looked up by number or words, both tickets shown before it is done, and taken back by one press.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use pult_shared::{
    api::ticket::TicketView,
    command::{Command, Merge},
    error::ErrorCode,
};

use super::{
    case::Case,
    seen::{Seen, Told},
};
use crate::{
    api,
    components::{
        Icon, Notice, Sign, StateBadge, Tone,
        suggest::{SuggestField, Suggestion},
    },
    i18n::{t, text, words},
    lookup,
    place::Place,
    tr,
};

/// For so long the message offers to take a merge back.
const UNDO_SECONDS: u32 = 30;

#[component]
pub fn MergeForm(case: Case, open: RwSignal<bool>) -> impl IntoView {
    let found = lookup::tickets();
    let typed = RwSignal::new(String::new());
    let into = RwSignal::new(None::<TicketView>);
    let wrong = RwSignal::new(None::<String>);
    let seen = Seen::now(case);
    let with_requester = RwSignal::new(true);
    let navigate = StoredValue::new_local(use_navigate());
    let choose = Callback::new(move |one: Suggestion| {
        let here = case.number.get_value();
        match found.get(&one.key) {
            Some(ticket) if ticket.number.0 == here => wrong.set(Some(text("merge-itself"))),
            Some(ticket) => {
                typed.set(String::new());
                wrong.set(None);
                into.set(Some(ticket));
            }
            None => {}
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(into) = into.get_untracked() else {
            wrong.set(Some(text("merge-choose")));
            return;
        };
        let (from, number) = (case.number.get_value(), into.number.0);
        let merge = Command::Merge(Merge {
            into: number.clone(),
            with_requester: Some(with_requester.get_untracked()),
        });
        spawn_local(async move {
            let answer = seen.apply(vec![merge]).await;
            if case.number.try_get_value().is_none() {
                return;
            }
            match answer {
                Ok(_) => {
                    open.set(false);
                    offer_undo(case, from, &number);
                    let path = Place::DeskTicket(number).path();
                    navigate.with_value(|navigate| navigate(&path, NavigateOptions::default()));
                }
                // Told by what came.
                Err(error) if error.code() == Some(ErrorCode::StaleVersion) && seen.told() => {}
                Err(error) => wrong.set(Some(words::error(&error))),
            }
        });
    };
    let both = move || {
        let here = case.ticket()?;
        let there = into.get()?;
        Some(view! {
            <div class="merge-pair">
                <Side label="merge-from" ticket=here />
                <Icon sign=Sign::Move />
                <Side label="merge-into" ticket=there />
            </div>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || with_requester.get()
                    on:change=move |event| with_requester.set(event_target_checked(&event))
                />
                <span>{t("merge-with-requester")}</span>
            </label>
            <Notice tone=Tone::Info>
                <p>{t("merge-explained")}</p>
            </Notice>
        })
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <div class="field" class:field-wrong=move || wrong.with(Option::is_some)>
                <label for="merge-ticket">{t("merge-ticket")}</label>
                <SuggestField
                    id="merge-ticket"
                    label="merge-ticket"
                    labelled=true
                    text=typed
                    offers=found.offers
                    on_choose=choose
                    placeholder="ticket-lookup"
                />
                <p class="field-error" role="alert" hidden=move || wrong.with(Option::is_none)>
                    {move || wrong.get()}
                </p>
            </div>
            {both}
            <Told seen />
            <div class="form-end">
                <button
                    type="submit"
                    class="button button-primary"
                    disabled=move || case.busy.get() || into.with(Option::is_none)
                >
                    {t("merge-submit")}
                </button>
                <button type="button" class="button" on:click=move |_| open.set(false)>
                    {t("cancel")}
                </button>
            </div>
        </form>
    }
}

/// One of the two tickets: number, subject, who asked, state.
#[component]
fn Side(label: &'static str, ticket: TicketView) -> impl IntoView {
    view! {
        <div class="merge-side">
            <span class="soft">{t(label)}</span>
            <strong>{ticket.number.0}</strong>
            <span>{words::subject(&ticket.subject)}</span>
            <span class="soft">{ticket.requester.name}</span>
            <StateBadge state=Signal::stored(ticket.state) kind=Signal::stored(ticket.state_type) />
        </div>
    }
}

/// The message outlives this page: what it does needs nothing of it.
fn offer_undo(case: Case, from: String, into: &str) {
    let toasts = case.toasts();
    let done = tr!("done-merge", from = from.clone(), into = into.to_owned());
    toasts.offer(done, "undo", UNDO_SECONDS, move || {
        let from = from.clone();
        spawn_local(async move {
            let said = match api::tickets::apply_commands_now(&from, vec![Command::Unmerge]).await {
                Ok(_) => tr!("done-unmerge", number = from),
                Err(error) => words::error(&error),
            };
            toasts.show(said);
        });
    });
}

/// Lets a ticket that goes on in this one stand by itself again.
pub fn undo(case: Case, number: String) {
    spawn_local(async move {
        let answer = api::tickets::apply_commands_now(&number, vec![Command::Unmerge]).await;
        if case.number.try_get_value().is_none() {
            return;
        }
        match answer {
            Ok(_) => {
                case.say(tr!("done-unmerge", number = number));
                case.reload();
            }
            Err(error) => case.refused.set(Some(error)),
        }
    });
}
