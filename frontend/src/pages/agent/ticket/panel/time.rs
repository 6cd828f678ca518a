//! Accounted time, and the dates of the ticket.

use leptos::prelude::*;
use pult_shared::{
    Timestamp,
    api::ticket::TicketView,
    command::{AccountTime, Command, CommandName},
    limits::TIME_MAX,
};

use super::edit::{Edit, EditForm, Fact};
use crate::{
    clock,
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

/// Minutes as people type them: `45`, `1:20`.
fn minutes_of(typed: &str) -> Option<u32> {
    let typed = typed.trim();
    let minutes = match typed.split_once(':') {
        Some((hours, minutes)) => {
            let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
            hours.checked_mul(60)?.checked_add(minutes)?
        }
        None => typed.parse().ok()?,
    };
    (1..=TIME_MAX).contains(&minutes).then_some(minutes)
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
        </section>
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
        for wrong in ["", "0", "24:01", "1:x", "-5", "viel"] {
            assert_eq!(minutes_of(wrong), None, "{wrong}");
        }
    }
}
