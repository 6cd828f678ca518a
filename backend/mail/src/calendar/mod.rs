//! Invitations (RFC 5545, RFC 5546): what is to take place, when, where, and who asks.
//!
//! Knows the lines of a calendar and the few properties that a reader of a mail needs; must not know calendars of persons, nor the rules
//! of time zones: a time is told as it was written, with the zone that it was written in.

mod lines;
mod moment;

use self::lines::{Line, lines};
pub use self::moment::Moment;
use crate::{Mailbox, parsed::ParsedAttachment};

const MAX_EVENTS: usize = 50;
const MAX_ATTENDEES: usize = 500;
const MAX_TEXT: usize = 20_000;

/// One event or task of an invitation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Invitation {
    /// `REQUEST`, `REPLY`, `CANCEL`, `COUNTER`, `PUBLISH`, …; empty when the calendar was only sent along.
    pub method: String,
    pub uid: Option<String>,
    pub summary: Option<String>,
    pub description: Option<String>,
    pub location: Option<String>,
    pub start: Option<Moment>,
    pub end: Option<Moment>,
    pub organizer: Option<Mailbox>,
    pub attendees: Vec<Attendee>,
    /// It takes place more than once; the rule as written (`FREQ=WEEKLY;…`).
    pub recurrence: Option<String>,
    /// `CONFIRMED`, `TENTATIVE`, `CANCELLED`.
    pub status: Option<String>,
    pub sequence: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendee {
    pub mailbox: Mailbox,
    /// `ACCEPTED`, `DECLINED`, `TENTATIVE`, `NEEDS-ACTION`; empty when nothing is said.
    pub answer: String,
}

impl Invitation {
    /// From when to when, on one line, by the clock that it was written for.
    #[must_use]
    pub fn time(&self) -> Option<String> {
        moment::span(self.start.as_ref(), self.end.as_ref())
    }

    /// The event in lines of no language: what, when, where, who. For the text of a mail; a page with words of its own reads the fields.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        lines.extend(self.summary.clone());
        lines.extend(self.time());
        lines.extend(self.location.clone());
        lines.extend(self.organizer.as_ref().map(ToString::to_string));
        // An answer is one person's; of all others whom it was sent to the mail itself tells.
        if self.method == "REPLY" {
            lines.extend(self.attendees.iter().take(1).map(|attendee| {
                if attendee.answer.is_empty() {
                    attendee.mailbox.to_string()
                } else {
                    format!("{}: {}", attendee.mailbox, attendee.answer)
                }
            }));
        }
        if self.method == "CANCEL" || self.status.as_deref() == Some("CANCELLED") {
            lines.push("CANCELLED".to_owned());
        }
        lines
    }
}

/// The events of all calendars among the attachments, in order, each once.
pub(crate) fn invitations(attachments: &[ParsedAttachment]) -> Vec<Invitation> {
    let mut found: Vec<Invitation> = Vec::new();
    for attachment in attachments.iter().filter(|attachment| is_calendar(attachment)) {
        for event in read(&String::from_utf8_lossy(&attachment.bytes), MAX_EVENTS) {
            // Google sends the same calendar twice, as an alternative and as a file.
            let is_known = |known: &Invitation| known.uid == event.uid && known.start == event.start;
            if found.len() < MAX_EVENTS && !found.iter().any(is_known) {
                found.push(event);
            }
        }
    }
    found
}

fn is_calendar(attachment: &ParsedAttachment) -> bool {
    matches!(
        attachment.media_type.as_str(),
        "text/calendar" | "application/ics" | "text/x-vcalendar"
    ) || (attachment.media_type == "application/octet-stream" && attachment.name.to_lowercase().ends_with(".ics"))
}

/// The events of one calendar, so many at the most. What is against the grammar is passed over.
#[must_use]
pub fn read(calendar: &str, max: usize) -> Vec<Invitation> {
    let mut method = String::new();
    let mut events: Vec<Invitation> = Vec::new();
    let mut current: Option<Invitation> = None;
    // Components within an event (alarms) have properties of their own; so have time zones.
    let mut inner = 0_usize;
    for line in lines(calendar) {
        match (line.name.as_str(), line.value.trim().to_ascii_uppercase().as_str()) {
            ("BEGIN", "VEVENT" | "VTODO" | "VJOURNAL") if current.is_none() => {
                inner = 0;
                current = Some(Invitation::default());
            }
            ("BEGIN", _) => inner += 1,
            ("END", "VEVENT" | "VTODO" | "VJOURNAL") => {
                events.extend(current.take());
                if events.len() >= max {
                    break;
                }
            }
            ("END", _) => inner = inner.saturating_sub(1),
            ("METHOD", value) => method = value.chars().filter(char::is_ascii_alphanumeric).take(20).collect(),
            _ => {
                if let Some(event) = current.as_mut().filter(|_| inner == 0) {
                    take(event, &line);
                }
            }
        }
    }
    events.extend(current);
    for event in &mut events {
        event.method.clone_from(&method);
    }
    events
}

fn take(event: &mut Invitation, line: &Line) {
    let text = || Some(lines::text(&line.value, MAX_TEXT)).filter(|text| !text.trim().is_empty());
    match line.name.as_str() {
        "UID" => event.uid = text(),
        "SUMMARY" => event.summary = text().map(|text| one_line(&text)),
        "DESCRIPTION" => event.description = text(),
        "LOCATION" => event.location = text().map(|text| one_line(&text)),
        "DTSTART" => event.start = Moment::read(line),
        "DTEND" | "DUE" => event.end = Moment::read(line),
        "RRULE" => event.recurrence = text(),
        "STATUS" => event.status = text().map(|text| text.to_ascii_uppercase()),
        "SEQUENCE" => event.sequence = line.value.trim().parse().unwrap_or(0),
        "ORGANIZER" => event.organizer = mailbox(line),
        "ATTENDEE" if event.attendees.len() < MAX_ATTENDEES => {
            event.attendees.extend(mailbox(line).map(|mailbox| Attendee {
                mailbox,
                answer: line.parameter("PARTSTAT").unwrap_or_default().to_ascii_uppercase(),
            }));
        }
        _ => {}
    }
}

/// `ORGANIZER;CN=Erika Muster:mailto:erika@x.example`
fn mailbox(line: &Line) -> Option<Mailbox> {
    let value = line.value.trim();
    let address = value
        .split_at_checked(7)
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("mailto:"))
        .map_or(value, |(_, address)| address);
    Mailbox::new(line.parameter("CN"), address).or_else(|| Mailbox::new(line.parameter("CN"), line.parameter("EMAIL")?))
}

fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().take(500).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const REQUEST: &str = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VTIMEZONE\r\nTZID:W. Europe Standard Time\r\nBEGIN:STANDARD\r\nDTSTART:16010101T030000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n\
        BEGIN:VEVENT\r\nORGANIZER;CN=\"Muster, Erika\":MAILTO:Erika@hs.example\r\nATTENDEE;PARTSTAT=NEEDS-ACTION;CN=J\u{FC}rgen:mailto:j@hs.example\r\n\
        SUMMARY;LANGUAGE=de:Abnahme\\, Teil 1\r\nDTSTART;TZID=\"W. Europe Standard Time\":20261125T100000\r\nDTEND;TZID=W. Europe Standard Time:20261125T110000\r\n\
        LOCATION:Raum\r\n  4711\r\nUID:1@hs\r\nDESCRIPTION:Zeile 1\\nZeile 2\r\nBEGIN:VALARM\r\nDESCRIPTION:Reminder\r\nEND:VALARM\r\nSEQUENCE:2\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

    #[test]
    fn an_invitation_says_what_when_where_and_who() {
        let events = read(REQUEST, MAX_EVENTS);
        let [event] = &events[..] else { panic!("{events:?}") };
        assert_eq!(event.method, "REQUEST");
        assert_eq!(event.sequence, 2);
        assert_eq!(event.description.as_deref(), Some("Zeile 1\nZeile 2"));
        assert_eq!(event.attendees[0].answer, "NEEDS-ACTION");
        assert_eq!(
            event.lines(),
            [
                "Abnahme, Teil 1",
                "2026-11-25 10:00–11:00 (Europe/Berlin)",
                "Raum 4711",
                "\"Muster, Erika\" <erika@hs.example>"
            ]
        );
    }

    #[test]
    fn broken_calendars_give_what_they_have() {
        assert_eq!(read("", MAX_EVENTS), []);
        assert_eq!(read("BEGIN:VEVENT\nSUMMARY:offen", MAX_EVENTS).len(), 1);
        assert_eq!(
            read("END:VEVENT\n\n:;:\nBEGIN:VEVENT\nEND:VEVENT", MAX_EVENTS),
            [Invitation::default()]
        );
        let many = "BEGIN:VEVENT\nEND:VEVENT\n".repeat(100_000);
        assert_eq!(read(&many, MAX_EVENTS).len(), MAX_EVENTS);
    }
}
