//! Accounted time, and the dates of the ticket.

use leptos::prelude::*;
use pult_shared::{
    Timestamp,
    api::ticket::{HistoryEntry, TicketView},
    command::{AccountTime, Command, CommandName},
    event::TicketEvent,
    limits::TIME_MAX,
};

use wasm_bindgen::JsCast;
use web_sys::HtmlDetailsElement;

use super::edit::{Edit, EditForm, Fact};
use crate::{
    api, clock,
    fetch::Fetch,
    i18n::{dates, t, text, words},
    pages::agent::ticket::case::Case,
    tr,
};

/// Minutes in words: `1 h 20 min`.
fn duration(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => tr!("time-minutes", minutes = minutes),
        (hours, minutes) => tr!("time-hours", hours = hours, minutes = minutes),
    }
}

/// Minutes as people type them: `45`, `1:20`; with a minus what shall be taken back.
fn minutes_of(typed: &str) -> Option<i32> {
    let typed = typed.trim();
    if let Some(back) = typed
        .strip_prefix(['-', '−'])
        .filter(|back| !back.starts_with(['-', '−']))
    {
        return minutes_of(back).map(|minutes| -minutes);
    }
    let minutes = match typed.split_once(':') {
        Some((hours, minutes)) => {
            let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
            hours.checked_mul(60)?.checked_add(minutes)?
        }
        None => typed.parse().ok()?,
    };
    (1..=TIME_MAX)
        .contains(&minutes)
        .then(|| i32::try_from(minutes).ok())
        .flatten()
}

/// The moments of a ticket that has had them, by the locale key of their names.
fn moments(ticket: &TicketView) -> Vec<(&'static str, Timestamp)> {
    let all = [
        ("field-created", Some(ticket.created_at)),
        ("field-started", ticket.started_at),
        ("field-first-answer", ticket.first_answer_at),
        ("field-last-contact", ticket.last_contact_at),
        ("field-pending-until", ticket.pending_until),
        ("field-due", ticket.due_at),
        ("field-closed", ticket.closed_at),
        ("field-updated", Some(ticket.updated_at)),
    ];
    all.into_iter()
        .filter_map(|(label, at)| at.map(|at| (label, at)))
        .collect()
}

// req: D18
#[component]
pub fn DatesPanel(case: Case) -> impl IntoView {
    let moments = case.part(moments);
    let channel = case.part(|ticket| ticket.channel);
    let row = |(label, at): (&'static str, Timestamp)| {
        view! {
            <dt>{t(label)}</dt>
            <dd>
                <time datetime=at.to_string() title=move || dates::relative(at, clock::now())>
                    {move || dates::short(at)}
                </time>
            </dd>
        }
    };
    view! {
        <section class="card panel" aria-labelledby="dates-title">
            <h2 id="dates-title">{t("dates")}</h2>
            <dl class="facts">
                <dt>{t("field-channel")}</dt>
                <dd>{move || channel.get().map(words::channel)}</dd>
                {move || moments.get().unwrap_or_default().into_iter().map(row).collect_view()}
            </dl>
            <dl class="facts-list">
                <TimeFact case />
            </dl>
            <Entries case />
        </section>
    }
}

/// Who accounted what, and when: the history knows.
#[component]
fn Entries(case: Case) -> impl IntoView {
    let minutes = case.part(|ticket| ticket.time_minutes);
    // Also where all of it was taken back again while one looks.
    let any = Memo::new(move |before: Option<&bool>| {
        before == Some(&true) || minutes.get().is_some_and(|minutes| minutes > 0)
    });
    let (open, history) = (RwSignal::new(false), Fetch::<Vec<HistoryEntry>>::new());
    Effect::new(move |_| {
        minutes.track();
        if open.get() {
            let number = case.number.get_value();
            history.run(async move { api::tickets::list_history(&number).await });
        }
    });
    let may = Memo::new(move |_| case.may(CommandName::AccountTime));
    let row = move |entry: &HistoryEntry| {
        let TicketEvent::TimeAccounted { minutes, comment } = &entry.event else {
            return None;
        };
        let (minutes, at) = (*minutes, entry.at);
        let shown = move || {
            let sign = if minutes < 0 { "−" } else { "" };
            format!("{sign}{}", duration(minutes.unsigned_abs()))
        };
        // An entry that is wrong stays, and another one takes it back.
        let take_back = move |_| {
            case.act_quietly(vec![Command::AccountTime(AccountTime {
                minutes: -minutes,
                comment: Some(tr!("time-correction", at = dates::short(at))),
            })]);
        };
        let can = move || {
            let has = case.read(|ticket| ticket.time_minutes).unwrap_or_default();
            may.get() && minutes > 0 && minutes.unsigned_abs() <= has
        };
        let who = entry.actor.as_ref().map(|actor| actor.name.clone());
        Some(view! {
            <li>
                <strong>{shown}</strong>
                " "
                {who}
                ", "
                <time datetime=at.to_string()>{move || dates::short(at)}</time>
                {comment.clone().map(|comment| view! { <span class="soft">{comment}</span> })}
                <button type="button" class="button button-small" hidden=move || !can() on:click=take_back>
                    {t("time-take-back")}
                    <span class="visually-hidden">": " {shown}</span>
                </button>
            </li>
        })
    };
    let rows = move || history.with(|entries| entries.map(|entries| entries.iter().filter_map(row).collect_view()));
    view! {
        <Show when=move || any.get()>
            <details
                class="time-entries"
                on:toggle=move |event| {
                    let details = event.target().and_then(|target| target.dyn_into::<HtmlDetailsElement>().ok());
                    open.set(details.is_some_and(|details| details.open()));
                }
            >
                <summary>{t("time-entries")}</summary>
                <ul>{rows}</ul>
                {move || history.error().map(|error| view! { <p class="field-error">{words::error(&error)}</p> })}
            </details>
        </Show>
    }
}

#[component]
fn TimeFact(case: Case) -> impl IntoView {
    let edit = Edit::new(case, "fact-time");
    let minutes = case.part(|ticket| ticket.time_minutes);
    let shown = move || match minutes.get().unwrap_or_default() {
        0 => text("time-none"),
        minutes => duration(minutes),
    };
    let editor = move || {
        let (typed, comment) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
        let submit = Callback::new(move |()| {
            let said = comment.get_untracked().trim().to_owned();
            match minutes_of(&typed.get_untracked()) {
                Some(minutes) => edit.save(vec![Command::AccountTime(AccountTime {
                    minutes,
                    comment: Some(said).filter(|said| !said.is_empty()),
                })]),
                None => edit.complain(text("time-malformed")),
            }
        });
        view! {
            <EditForm edit submit>
                <input
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    id=edit.input_id()
                    aria-label=t("time-add")
                    placeholder=t("time-add")
                    prop:value=move || typed.get()
                    on:input=move |event| typed.set(event_target_value(&event))
                />
                <input
                    type="text"
                    autocomplete="off"
                    aria-label=t("time-comment")
                    placeholder=t("time-comment")
                    prop:value=move || comment.get()
                    on:input=move |event| comment.set(event_target_value(&event))
                />
            </EditForm>
        }
    };
    view! { <Fact edit name=CommandName::AccountTime label=Signal::derive(t("time")) shown editor /> }
}

#[cfg(test)]
mod tests {
    use super::minutes_of;

    #[test]
    fn minutes_and_hours_are_read() {
        assert_eq!(minutes_of("45"), Some(45));
        assert_eq!(minutes_of(" 1:20 "), Some(80));
        assert_eq!(minutes_of("24:00"), Some(1440));
        assert_eq!((minutes_of("-5"), minutes_of("−1:00")), (Some(-5), Some(-60)));
        for wrong in ["", "0", "24:01", "1:x", "--5", "viel"] {
            assert_eq!(minutes_of(wrong), None, "{wrong}");
        }
    }
}
