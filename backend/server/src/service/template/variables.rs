//! What templates can name.

use std::collections::BTreeMap;

use pult_domain::{catalog::Catalog, ticket::Ticket};
use pult_shared::{
    api::template::Opening,
    catalog::{FieldDef, FieldKey, FieldKind, FieldValue},
    ids::{PersonId, QueueId},
    person::Language,
};
use pult_store::{Conn, people};
use serde::Serialize;

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn, setup::Setup},
};

/// The variables besides `fields.<key>`.
pub const KNOWN: [&str; 13] = [
    "ticket",
    "ticket.number",
    "ticket.subject",
    "ticket.link",
    "customer",
    "customer.name",
    "customer.address",
    "agent",
    "agent.name",
    "queue",
    "queue.name",
    "queue.address",
    "fields",
];

/// The values of one ticket, in one language.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Variables {
    ticket: TicketValues,
    customer: PersonValues,
    agent: PersonValues,
    queue: QueueValues,
    /// By key, as people read them; all fields of the catalog, so that an empty one is no unknown one.
    fields: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Default, Serialize)]
struct TicketValues {
    number: String,
    subject: String,
    link: String,
}

#[derive(Clone, Debug, Default, Serialize)]
struct PersonValues {
    name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    address: String,
}

#[derive(Clone, Debug, Default, Serialize)]
struct QueueValues {
    name: String,
    address: String,
}

impl Variables {
    /// Whether there is a custom field with this key.
    #[must_use]
    pub fn has_field(&self, key: &str) -> bool {
        self.fields.contains_key(key)
    }

    /// The values for a text that goes to a customer without an agent having looked at it: fields that they do not see stay empty.
    #[must_use]
    pub fn for_customers(mut self, catalog: &Catalog) -> Self {
        for hidden in catalog.fields.iter().filter(|field| !field.shown_to_customer) {
            self.fields.insert(word(hidden.key.as_str()), String::new());
        }
        self
    }
}

/// The values of a ticket for whoever is signed in, in its customer's language.
///
/// # Errors
/// When the database fails.
pub async fn variables_of(
    app: &App,
    conn: &impl Conn,
    signed_in: &SignedIn,
    ticket: &Ticket,
) -> Result<Variables, ServiceError> {
    let language = people::find(conn, ticket.requester_id)
        .await?
        .and_then(|person| person.language);
    let me = Some(signed_in.actor.person_id);
    variables(app, conn, &signed_in.setup(), ticket, me, language.unwrap_or_default()).await
}

/// The values of a ticket. `agent` is who writes; nobody: the desk itself.
///
/// # Errors
/// When the database fails.
pub async fn variables(
    app: &App,
    conn: &impl Conn,
    setup: &Setup,
    ticket: &Ticket,
    agent: Option<PersonId>,
    language: Language,
) -> Result<Variables, ServiceError> {
    let facts = Facts {
        ticket: TicketValues {
            number: ticket.number.0.clone(),
            subject: ticket.subject.clone(),
            link: format!("{}/tickets/{}", app.config.http.public_url, ticket.number),
        },
        queue_id: ticket.queue_id,
        customer: Customer::Known(ticket.requester_id),
        fields: &ticket.fields,
    };
    filled(app, conn, setup, facts, agent, language).await
}

/// The values of a ticket that is being opened: what it has already.
///
/// # Errors
/// When the database fails.
pub async fn variables_of_opening(
    app: &App,
    conn: &impl Conn,
    signed_in: &SignedIn,
    opening: &Opening,
    language: Language,
) -> Result<Variables, ServiceError> {
    let customer = match (opening.requester_id, &opening.requester) {
        (Some(id), _) => Customer::Known(id),
        (None, Some(mailbox)) => Customer::New(PersonValues {
            name: mailbox.name.clone().unwrap_or_default(),
            address: mailbox.address.clone(),
        }),
        (None, None) => Customer::New(PersonValues::default()),
    };
    let facts = Facts {
        ticket: TicketValues {
            subject: opening.subject.clone(),
            ..TicketValues::default()
        },
        queue_id: opening.queue_id,
        customer,
        fields: &opening.fields,
    };
    let me = Some(signed_in.actor.person_id);
    filled(app, conn, &signed_in.setup(), facts, me, language).await
}

/// What the values are taken from.
struct Facts<'a> {
    ticket: TicketValues,
    queue_id: QueueId,
    customer: Customer,
    fields: &'a BTreeMap<FieldKey, FieldValue>,
}

enum Customer {
    Known(PersonId),
    New(PersonValues),
}

async fn filled(
    app: &App,
    conn: &impl Conn,
    setup: &Setup,
    facts: Facts<'_>,
    agent: Option<PersonId>,
    language: Language,
) -> Result<Variables, ServiceError> {
    let requester = match &facts.customer {
        Customer::Known(id) => Some(*id),
        Customer::New(_) => None,
    };
    let named: Vec<PersonId> = [requester, agent]
        .into_iter()
        .flatten()
        .chain(persons(setup, facts.fields))
        .collect();
    let people = people::refs(conn, &named).await?;
    let name = |id: PersonId| people.get(&id).map(|person| person.name.clone()).unwrap_or_default();
    let queue = setup.tree.get(facts.queue_id);
    Ok(Variables {
        ticket: facts.ticket,
        customer: match facts.customer {
            Customer::Known(id) => PersonValues {
                name: name(id),
                address: people
                    .get(&id)
                    .and_then(|person| person.address.clone())
                    .unwrap_or_default(),
            },
            Customer::New(person) => person,
        },
        // Addresses of agents stay inside.
        agent: PersonValues {
            name: agent.map(name).unwrap_or_default(),
            address: String::new(),
        },
        queue: QueueValues {
            name: queue
                .map(|queue| app.name_in_mails(&setup.tree, queue.id, language))
                .unwrap_or_default(),
            address: queue
                .map(|queue| app.sender_of(&setup.tree, queue, language).address)
                .unwrap_or_default(),
        },
        fields: setup
            .catalog
            .fields
            .iter()
            .map(|field| {
                let value = facts.fields.get(&field.key);
                let text = value
                    .map(|value| shown(app, field, value, language, &name))
                    .unwrap_or_default();
                (word(field.key.as_str()), text)
            })
            .collect(),
    })
}

/// A field's key as templates write it: a `-` would be read as a minus.
fn word(key: &str) -> String {
    key.replace('-', "_")
}

/// The people in fields that hold one.
fn persons(setup: &Setup, fields: &BTreeMap<FieldKey, FieldValue>) -> Vec<PersonId> {
    let of = |field: &&FieldDef| field.kind == FieldKind::Person;
    let value = |field: &FieldDef| match fields.get(&field.key) {
        Some(FieldValue::Text(id)) => id.parse().ok(),
        _ => None,
    };
    setup.catalog.fields.iter().filter(of).filter_map(value).collect()
}

/// A field's value as people read it.
fn shown(
    app: &App,
    field: &FieldDef,
    value: &FieldValue,
    language: Language,
    name: &impl Fn(PersonId) -> String,
) -> String {
    let option = |key: &String| {
        let known = field.options.iter().find(|option| option.key == *key);
        known.map_or_else(|| key.clone(), |option| option.names.or_other(language).to_owned())
    };
    let texts = app.texts.in_language(language);
    match value {
        FieldValue::Bool(true) => texts.get("mail-yes"),
        FieldValue::Bool(false) => texts.get("mail-no"),
        FieldValue::Number(number) => number.to_string(),
        FieldValue::Text(key) if field.kind == FieldKind::Choice => option(key),
        FieldValue::Text(id) if field.kind == FieldKind::Person => id.parse().map(name).unwrap_or_default(),
        FieldValue::Text(text) => text.clone(),
        FieldValue::Texts(keys) => keys.iter().map(option).collect::<Vec<_>>().join(", "),
    }
}

/// Example values, to try a template out.
#[must_use]
pub fn example() -> Variables {
    Variables {
        ticket: TicketValues {
            number: "20261122000017".to_owned(),
            subject: "WLAN im Wohnheim".to_owned(),
            link: "https://service-desk.example/tickets/20261122000017".to_owned(),
        },
        customer: PersonValues {
            name: "Erika Beispiel".to_owned(),
            address: "erika@example.org".to_owned(),
        },
        agent: PersonValues {
            name: "Alex Muster".to_owned(),
            address: String::new(),
        },
        queue: QueueValues {
            name: "IT-Service-Desk".to_owned(),
            address: "it@example.org".to_owned(),
        },
        fields: BTreeMap::new(),
    }
}
