//! The events that a mail invites to, in words of the reader's language.

use leptos::prelude::*;
use pult_shared::api::article::Invitation;

use crate::{
    i18n::{dates, t},
    tr,
};

#[component]
pub fn Invitations(events: Vec<Invitation>) -> impl IntoView {
    events.into_iter().map(event).collect_view()
}

fn event(event: Invitation) -> impl IntoView {
    let line = |label: &'static str, value: Option<String>| {
        value.map(|value| {
            view! {
                <dt>{t(label)}</dt>
                <dd dir="auto">{value}</dd>
            }
        })
    };
    let shown = when(&event);
    view! {
        <section class=format!("invitation invitation-{}", event.kind.name())>
            <p class="invitation-kind">
                {t(match event.kind.name() {
                    "request" => "invitation-request",
                    "cancelled" => "invitation-cancelled",
                    "accepted" => "invitation-accepted",
                    "declined" => "invitation-declined",
                    "tentative" => "invitation-tentative",
                    _ => "invitation-event",
                })}
            </p>
            <dl>
                {line("invitation-what", event.summary)}
                {shown.map(|shown| view! { <dt>{t("invitation-time")}</dt> <dd>{shown}</dd> })}
                {line("invitation-place", event.location)} {line("invitation-organizer", event.organizer)}
                {line("invitation-attendee", event.attendee)}
            </dl>
            {event.repeats.then(|| view! { <p class="soft">{t("invitation-repeats")}</p> })}
        </section>
    }
}

/// From when to when by the reader's clock, with what was written where that is another one; as it was written, where nobody knows
/// by which clock.
fn when(event: &Invitation) -> Option<impl IntoView + use<>> {
    let written = event.time.clone();
    let (start, end) = (event.starts_at, event.ends_at);
    let days = (event.first_day.clone(), event.last_day.clone());
    written.as_ref()?;
    let elsewhere = start
        .and(written.clone())
        .filter(|written| !written.contains(&dates::zone()));
    let shown = move || match (&days, start) {
        (_, Some(start)) => dates::span(start, end),
        ((Some(first), Some(last)), _) => format!("{} – {}", dates::day(first), dates::day(last)),
        ((Some(first), None), _) => dates::day(first),
        _ => written.clone().unwrap_or_default(),
    };
    let as_written = elsewhere.map(|time| {
        view! { <span class="soft invitation-written">{move || tr!("invitation-written", time = time.clone())}</span> }
    });
    Some(view! {
        {shown}
        " "
        {as_written}
    })
}

/// A text without the lines that a calendar has put at its beginning: the same stands above it in words.
pub fn without<'a>(text: &'a str, events: &[Invitation]) -> &'a str {
    let told = |line: &str| {
        let is = |value: &Option<String>| value.as_deref() == Some(line);
        let answers = |event: &Invitation| {
            event
                .attendee
                .as_ref()
                .is_some_and(|who| line.starts_with(who.as_str()))
        };
        line.is_empty()
            || line == "CANCELLED"
            || events.iter().any(|event| {
                is(&event.summary) || is(&event.time) || is(&event.location) || is(&event.organizer) || answers(event)
            })
    };
    let mut rest = text;
    while !events.is_empty() && !rest.is_empty() {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        if !told(line.trim()) {
            break;
        }
        rest = after;
    }
    rest
}

#[cfg(test)]
mod tests {
    use pult_shared::api::article::InvitationKind;

    use super::*;

    #[test]
    fn what_stands_above_the_text_is_not_said_twice() {
        let event = Invitation {
            kind: InvitationKind::Request,
            summary: Some("Beratung".to_owned()),
            time: Some("2026-11-25 10:00–11:00 (Europe/Berlin)".to_owned()),
            starts_at: None,
            ends_at: None,
            first_day: None,
            last_day: None,
            location: None,
            organizer: None,
            attendee: None,
            repeats: false,
        };
        let text = "Beratung\n2026-11-25 10:00–11:00 (Europe/Berlin)\n\nPasst das?\nBeratung";
        assert_eq!(without(text, std::slice::from_ref(&event)), "Passt das?\nBeratung");
        assert_eq!(without("Beratung", &[event]), "");
        assert_eq!(without(text, &[]), text);
    }
}
