//! The names behind ids and keys, in the language of the export, as far as its reader may know them.

use std::collections::BTreeMap;

use pult_shared::{
    Timestamp,
    api::queue::Names,
    catalog::{FieldKey, FieldValue, FormerKind, ServiceKey, SlaKey, StateKey, TypeKey, former},
    i18n::{Arg, Texts},
    ids::{PersonId, QueueId},
    person::{Language, Permission, PersonRef},
    ticket::{Channel, Priority},
};

use crate::service::session::who::SignedIn;

/// What an export is written with.
pub struct Words<'a> {
    pub texts: &'a Texts,
    pub language: Language,
    pub signed_in: &'a SignedIn,
    pub people: BTreeMap<PersonId, PersonRef>,
}

impl Words<'_> {
    pub fn get(&self, key: &str) -> String {
        self.texts.get(key)
    }

    /// A text in the language of the export.
    pub fn in_language(&self, names: &Names) -> String {
        names.or_other(self.language).to_owned()
    }

    pub fn with<const N: usize>(&self, key: &str, args: [(&str, String); N]) -> String {
        let args = args.map(|(name, value)| -> Arg<'_> { (name, value.into()) });
        self.texts.format(key, &args)
    }

    /// `22.11.2026, 15:04 UTC`: whoever reads it years later knows no time zone.
    pub fn time(&self, at: Timestamp) -> String {
        let pattern = match self.language {
            Language::De => "%d.%m.%Y, %H:%M UTC",
            Language::En => "%-d %B %Y, %H:%M UTC",
        };
        at.strftime(pattern).to_string()
    }

    pub fn person(&self, id: PersonId) -> String {
        let found = self.people.get(&id).map(|person| person.name.clone());
        found.unwrap_or_else(|| self.get("somebody"))
    }

    /// With the address, where one is known.
    pub fn person_in_full(person: &PersonRef) -> String {
        match &person.address {
            Some(address) => format!("{} <{address}>", person.name),
            None => person.name.clone(),
        }
    }

    pub fn person_or_nobody(&self, id: Option<PersonId>) -> String {
        id.map_or_else(|| self.get("no-owner"), |id| self.person(id))
    }

    pub fn subject(&self, subject: &str) -> String {
        if subject.trim().is_empty() {
            self.get("no-subject")
        } else {
            subject.to_owned()
        }
    }

    /// The queue's name with those above it; of queues that the reader does not know, only that there are some.
    pub fn queue(&self, id: QueueId) -> String {
        let tree = &self.signed_in.tree;
        let works_there = self.signed_in.actor.has(Permission::View, id);
        let shown = match tree.as_customers_know(id) {
            _ if works_there => tree.get(id),
            shown => shown.filter(|queue| queue.portal && queue.valid),
        };
        let Some(id) = shown.map(|queue| queue.id) else {
            return self.get("another-queue");
        };
        let mut names: Vec<&str> = tree.line(id).map(|queue| queue.names.or_other(self.language)).collect();
        names.reverse();
        names.join(" / ")
    }

    /// What is gone goes on under its last name.
    fn named(&self, names: Option<&Names>, kind: FormerKind, key: &str) -> String {
        let names = names.or_else(|| former(&self.signed_in.catalog.former, kind, key));
        names.map_or_else(|| key.to_owned(), |names| names.or_other(self.language).to_owned())
    }

    pub fn state(&self, key: &StateKey) -> String {
        let found = self.signed_in.catalog.state(key);
        self.named(found.map(|state| &state.names), FormerKind::State, key.as_str())
    }

    pub fn ticket_type(&self, key: &TypeKey) -> String {
        let found = self.signed_in.catalog.ticket_type(key);
        self.named(found.map(|kind| &kind.names), FormerKind::Type, key.as_str())
    }

    pub fn service(&self, key: &ServiceKey) -> String {
        let found = self.signed_in.catalog.service(key);
        self.named(found.map(|service| &service.names), FormerKind::Service, key.as_str())
    }

    pub fn sla(&self, key: &SlaKey) -> String {
        let found = self.signed_in.catalog.sla(key);
        self.named(found.map(|sla| &sla.names), FormerKind::Sla, key.as_str())
    }

    pub fn priority(&self, level: Priority) -> String {
        let known = self.signed_in.catalog.priorities.iter();
        let found = known.into_iter().find(|priority| priority.level == level);
        let name = found.map(|priority| priority.names.or_other(self.language));
        name.map_or_else(|| level.get().to_string(), |name| format!("{} {name}", level.get()))
    }

    pub fn channel(&self, channel: Channel) -> String {
        self.get(&format!("channel-{}", channel.name()))
    }

    pub fn field(&self, key: &FieldKey) -> String {
        let found = self.signed_in.catalog.field(key);
        self.named(found.map(|field| &field.names), FormerKind::Field, key.as_str())
    }

    pub fn value(&self, key: &FieldKey, value: &FieldValue) -> String {
        match value {
            FieldValue::Bool(yes) => self.get(if *yes { "yes" } else { "no" }),
            FieldValue::Number(number) => match self.language {
                Language::De => number.to_string().replace('.', ","),
                Language::En => number.to_string(),
            },
            FieldValue::Text(text) => self.option(key, text),
            FieldValue::Texts(texts) => {
                let texts: Vec<_> = texts.iter().map(|text| self.option(key, text)).collect();
                texts.join(", ")
            }
        }
    }

    /// An option by its name, a person by theirs, every other text as it is.
    fn option(&self, key: &FieldKey, text: &str) -> String {
        let options = self.signed_in.catalog.field(key).map(|field| field.options.as_slice());
        let option = options
            .unwrap_or_default()
            .iter()
            .find(|option| option.key == text)
            .map(|option| option.names.or_other(self.language).to_owned());
        let person = || self.people.get(&text.parse().ok()?).map(|person| person.name.clone());
        option.or_else(person).unwrap_or_else(|| text.to_owned())
    }
}
