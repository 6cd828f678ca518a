//! What mails to agents say, in their language and their time zone. No content of messages: mail is read in places where that has no
//! business.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use pult_domain::ticket::Ticket;
use pult_shared::{Timestamp, i18n::Texts, ids::PersonId, notification::NotificationSettings, person::PersonRef};
use pult_store::notifications::MailRow;

use crate::{app::App, service::session::who::SignedIn};

/// What is needed to write to somebody.
pub(super) struct Words<'a> {
    app: &'a App,
    reader: &'a SignedIn,
    texts: &'a Texts,
    zone: TimeZone,
    names: &'a BTreeMap<PersonId, PersonRef>,
}

impl<'a> Words<'a> {
    pub(super) fn new(
        app: &'a App,
        reader: &'a SignedIn,
        settings: &NotificationSettings,
        names: &'a BTreeMap<PersonId, PersonRef>,
    ) -> Self {
        Self {
            app,
            reader,
            texts: app.texts.in_language(reader.language.unwrap_or_default()),
            zone: TimeZone::get(&settings.time_zone).unwrap_or(TimeZone::UTC),
            names,
        }
    }

    /// Subject and text of a mail about one ticket. The subject has no tag with the number: an answer to this mail is none to the customer.
    pub(super) fn of_ticket(&self, ticket: &Ticket, rows: &[MailRow]) -> (String, String) {
        let first = rows.iter().min_by_key(|row| row.kind);
        let subject = first.map(|row| {
            self.texts.format(
                &format!("mail-notification-subject-{}", row.kind.name()),
                &[("subject", ticket.subject.as_str().into())],
            )
        });
        let text = self.texts.format(
            "mail-notification",
            &[
                ("name", self.reader.person.name.as_str().into()),
                ("number", ticket.number.0.as_str().into()),
                ("subject", ticket.subject.as_str().into()),
                ("queue", self.queue(ticket).into()),
                ("lines", self.lines(rows).into()),
                ("link", self.link(ticket).into()),
                ("settings", self.settings_link().into()),
            ],
        );
        (subject.unwrap_or_default(), text)
    }

    /// Subject and text of a mail about what is no ticket. The subject names the first thing.
    pub(super) fn of_notices(&self, rows: &[MailRow]) -> (String, String) {
        let subject = rows.first().map(|row| {
            let key = format!("mail-notification-subject-{}", row.kind.name());
            self.texts.format(&key, &[("subject", self.told(row).into())])
        });
        let text = self.texts.format(
            "mail-notice",
            &[
                ("name", self.reader.person.name.as_str().into()),
                ("lines", self.notices(rows).into()),
                ("settings", self.settings_link().into()),
            ],
        );
        (subject.unwrap_or_default(), text)
    }

    /// What is no ticket, each with the page on which one looks after it.
    fn notices(&self, rows: &[MailRow]) -> String {
        let one = |row: &MailRow| {
            let page = row.kind.page();
            format!(
                "{}\n{}{page}",
                self.lines(std::slice::from_ref(row)),
                self.app.config.http.public_url
            )
        };
        rows.iter().map(one).collect::<Vec<_>>().join("\n\n")
    }

    fn told(&self, row: &MailRow) -> String {
        let language = self.reader.language.unwrap_or_default();
        row.text
            .as_ref()
            .map(|text| text.or_other(language).to_owned())
            .unwrap_or_default()
    }

    /// Subject and text of the daily mail.
    pub(super) fn of_day(
        &self,
        notices: &[MailRow],
        tickets: &[(&Ticket, &Vec<MailRow>)],
        more: usize,
    ) -> (String, String) {
        let one = |(ticket, rows): &(&Ticket, &Vec<MailRow>)| {
            format!(
                "{} ({}, {})\n{}\n{}",
                ticket.subject,
                ticket.number,
                self.queue(ticket),
                self.lines(rows),
                self.link(ticket)
            )
        };
        let first = (!notices.is_empty()).then(|| self.notices(notices));
        let parts: Vec<String> = first.into_iter().chain(tickets.iter().map(one)).collect();
        let mut lines = parts.join("\n\n");
        if more > 0 {
            lines.push_str("\n\n");
            lines.push_str(&self.texts.format("mail-digest-more", &[("count", more.into())]));
        }
        let count = tickets.len() + more;
        let subject = match (count, notices.first()) {
            (0, Some(first)) => {
                let key = format!("mail-notification-subject-{}", first.kind.name());
                self.texts.format(&key, &[("subject", self.told(first).into())])
            }
            _ => self.texts.format("mail-digest-subject", &[("count", count.into())]),
        };
        let text = self.texts.format(
            "mail-digest",
            &[
                ("name", self.reader.person.name.as_str().into()),
                ("lines", lines.into()),
                ("settings", self.settings_link().into()),
            ],
        );
        (subject, text)
    }

    fn lines(&self, rows: &[MailRow]) -> String {
        let line = |row: &MailRow| {
            let by = row.actor.and_then(|actor| self.names.get(&actor));
            let what = self.texts.get(&format!("mail-notification-{}", row.kind.name()));
            let text = row.text.as_ref().map(|text| {
                let text = text.or_other(self.reader.language.unwrap_or_default());
                format!(": {}", text.split_whitespace().collect::<Vec<_>>().join(" "))
            });
            let who = by.map(|person| format!(" ({})", person.name)).unwrap_or_default();
            let away = row.deputy_for.and_then(|person| self.names.get(&person)).map(|person| {
                let name = ("name", person.name.as_str().into());
                format!(" – {}", self.texts.format("mail-notification-deputy", &[name]))
            });
            let (text, away) = (text.unwrap_or_default(), away.unwrap_or_default());
            format!("- {}: {what}{text}{who}{away}", self.time(row.at))
        };
        rows.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// Like 23.11., 14:05: days of the month before the hour are read alike in both languages.
    fn time(&self, at: Timestamp) -> String {
        at.to_zoned(self.zone.clone()).strftime("%d.%m., %H:%M").to_string()
    }

    fn queue(&self, ticket: &Ticket) -> String {
        let language = self.reader.language.unwrap_or_default();
        let queue = self.reader.tree.get(ticket.queue_id);
        queue
            .map(|queue| queue.names.or_other(language).to_owned())
            .unwrap_or_default()
    }

    fn link(&self, ticket: &Ticket) -> String {
        format!("{}/tickets/{}", self.app.config.http.public_url, ticket.number)
    }

    fn settings_link(&self) -> String {
        format!("{}/preferences/notifications", self.app.config.http.public_url)
    }
}
