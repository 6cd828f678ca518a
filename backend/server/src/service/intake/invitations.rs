//! The events of the calendar that came with a mail, as an article keeps them.

use jiff::tz::TimeZone;
use pult_mail::{Moment, ParsedMail};
use pult_shared::{
    Timestamp,
    api::article::{Invitation, InvitationKind},
    limits::NAME_MAX,
};

/// Events that are kept; the calendar itself is among the files.
const EVENTS_MAX: usize = 5;

/// What a mail invites to.
#[must_use]
pub fn of(mail: &ParsedMail) -> Vec<Invitation> {
    mail.invitations.iter().take(EVENTS_MAX).map(read).collect()
}

fn read(event: &pult_mail::Invitation) -> Invitation {
    let short = |text: &String| text.chars().take(NAME_MAX).collect::<String>();
    let answer = event.attendees.first().filter(|_| event.method == "REPLY");
    Invitation {
        kind: kind(event),
        summary: event.summary.as_ref().map(short),
        time: event.time(),
        starts_at: event.start.as_ref().and_then(at),
        ends_at: event.end.as_ref().and_then(at),
        first_day: event.start.as_ref().filter(|start| start.is_day).map(day),
        last_day: last_day(event),
        location: event.location.as_ref().map(short),
        organizer: event.organizer.as_ref().map(|organizer| short(&organizer.to_string())),
        attendee: answer.map(|attendee| short(&attendee.mailbox.to_string())),
        repeats: event.recurrence.is_some(),
    }
}

/// A point in time, where it is known whose clock it was written by.
fn at(moment: &Moment) -> Option<Timestamp> {
    let zone = TimeZone::get(moment.zone.as_deref().filter(|_| !moment.is_day)?).ok()?;
    Some(moment.local.to_zoned(zone).ok()?.timestamp())
}

fn day(moment: &Moment) -> String {
    moment.local.date().to_string()
}

/// The end of whole days is the day after the last one (RFC 5545 §3.6.1).
fn last_day(event: &pult_mail::Invitation) -> Option<String> {
    let (start, end) = (event.start.as_ref()?, event.end.as_ref()?);
    let last = end.local.date().yesterday().ok()?;
    (start.is_day && end.is_day && last > start.local.date()).then(|| last.to_string())
}

fn kind(event: &pult_mail::Invitation) -> InvitationKind {
    if event.method == "CANCEL" || event.status.as_deref() == Some("CANCELLED") {
        return InvitationKind::Cancelled;
    }
    let answer = event.attendees.first().map(|attendee| attendee.answer.as_str());
    match (event.method.as_str(), answer) {
        ("REQUEST" | "COUNTER" | "ADD", _) => InvitationKind::Request,
        ("REPLY", Some("ACCEPTED")) => InvitationKind::Accepted,
        ("REPLY", Some("DECLINED")) => InvitationKind::Declined,
        ("REPLY", Some("TENTATIVE")) => InvitationKind::Tentative,
        _ => InvitationKind::Event,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(lines: &str) -> Invitation {
        let calendar = format!("BEGIN:VEVENT\r\n{lines}\r\nEND:VEVENT\r\n");
        read(&pult_mail::read_calendar(&calendar, 1).remove(0))
    }

    #[test]
    fn times_are_points_where_the_zone_is_known_and_days_are_days() {
        let berlin = event("DTSTART;TZID=W. Europe Standard Time:20260701T100000\r\nDTEND:20260701T083000Z");
        let points = |event: &Invitation| [event.starts_at, event.ends_at].map(|at| at.map(|at| at.to_string()));
        assert_eq!(
            points(&berlin),
            [
                Some("2026-07-01T08:00:00Z".to_owned()),
                Some("2026-07-01T08:30:00Z".to_owned())
            ]
        );
        for unknown in ["DTSTART:20260701T100000", "DTSTART;TZID=Zuhause:20260701T100000"] {
            assert_eq!(points(&event(unknown)), [None, None], "{unknown}");
        }
        let days = event("DTSTART;VALUE=DATE:20260701\r\nDTEND;VALUE=DATE:20260704");
        assert_eq!(
            (days.first_day.as_deref(), days.last_day.as_deref()),
            (Some("2026-07-01"), Some("2026-07-03"))
        );
        assert_eq!(points(&days), [None, None]);
        let one = event("DTSTART;VALUE=DATE:20260701\r\nDTEND;VALUE=DATE:20260702");
        assert_eq!((one.first_day.as_deref(), one.last_day), (Some("2026-07-01"), None));
    }
}
