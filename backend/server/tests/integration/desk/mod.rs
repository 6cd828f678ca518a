//! The agent's desk: lists, saved views, drafts, presence, bulk jobs, dashboard, locks.

mod absences;
mod bulk;
mod clocks;
mod dashboard;
mod drafts;
mod foreign;
mod instances;
mod lists;
mod locks;
mod month;
mod nobody_present;
mod notifications;
mod orphans;
mod preferences;
mod presence;
mod redact;
mod screen;
mod views;
mod waits;

use pult_domain::{
    policy::Permit,
    ticket::{Decision, Ticket},
};
use pult_shared::{
    api::role::{Grant, RoleDef},
    event::TicketEvent,
    ids::{PersonId, QueueId, RoleId, TicketId},
    person::Permission,
    ticket::TicketNumber,
};
use pult_store::{
    people, queues, roles,
    tickets::{self, Change, TicketKey},
};
use serde_json::Value;

use crate::support::{Desk, Visitor};

/// Somebody of the seed by login.
async fn person(desk: &Desk, login: &str) -> PersonId {
    let found = people::credentials(&desk.app.store, login).await.expect("looked up");
    found.expect("somebody").person_id
}

async fn queue(desk: &Desk, path: &str) -> QueueId {
    let tree = queues::tree(&desk.app.store).await.expect("the queues");
    tree.at_path(path).expect("a queue").id
}

/// Gives somebody permissions in a queue, by a role of their own.
async fn grant(desk: &Desk, login: &str, path: &str, permissions: &[Permission]) -> RoleId {
    let (person, queue_id) = (person(desk, login).await, queue(desk, path).await);
    let role = RoleId(desk.app.fresh());
    let grants = permissions.iter().map(|permission| Grant {
        queue_id,
        permission: *permission,
    });
    let def = RoleDef {
        name: format!("{login} in {path} {role}"),
        description: String::new(),
        grants: grants.collect(),
        requires_second_factor: false,
    };
    let tx = desk.app.store.begin().await.expect("a transaction");
    roles::save(&tx, role, &def).await.expect("a role");
    roles::add_member(&tx, role, person).await.expect("a member");
    tx.commit().await.expect("committed");
    role
}

/// So many tickets like another one, each changed by `change`, as an import brings them.
pub(crate) async fn crowd(desk: &Desk, like: &str, count: usize, change: impl Fn(&mut Ticket)) -> Vec<String> {
    let key = TicketKey::Number(TicketNumber(like.to_owned()));
    let like = tickets::find(&desk.app.store, &key)
        .await
        .expect("looked up")
        .expect("a ticket");
    let decision = |_| {
        let mut ticket = like.clone();
        ticket.id = TicketId(desk.app.fresh());
        ticket.number = TicketNumber(format!("9{:020}", ticket.id.0.as_u128() % 10_u128.pow(20)));
        change(&mut ticket);
        let opened = TicketEvent::TicketOpened {
            number: ticket.number.clone(),
            queue_id: ticket.queue_id,
            requester_id: ticket.requester_id,
            subject: ticket.subject.clone(),
            priority: ticket.priority,
            channel: ticket.channel,
            ticket_type: ticket.ticket_type.clone(),
        };
        Decision {
            ticket,
            events: vec![opened],
            articles: Vec::new(),
            mails: Vec::new(),
            recalled: Vec::new(),
            others: Vec::new(),
            along: None,
        }
    };
    let decisions: Vec<Decision> = (0..count).map(decision).collect();
    let at = desk.app.now();
    let change = |decision| Change {
        decision,
        actor: None,
        at,
        attachments: Vec::new(),
        outgoing: Vec::new(),
        thread_ids: Vec::new(),
        raw_blob: None,
    };
    let changes: Vec<_> = decisions.iter().map(|decision| vec![change(decision)]).collect();
    let tx = desk.app.store.begin().await.expect("a transaction");
    for changes in changes.chunks(1_000) {
        tickets::enter(&tx, &Permit::for_system(), changes)
            .await
            .expect("entered");
    }
    tx.commit().await.expect("committed");
    decisions.into_iter().map(|decision| decision.ticket.number.0).collect()
}

/// Makes a ticket one at which every decision breaks: a number in its row cannot be counted on from.
fn broken(ticket: &mut Ticket) {
    ticket.clocks.used = i64::MAX;
    ticket.clocks.since = Some(ticket.created_at);
}

/// Takes a role away again.
async fn revoke(desk: &Desk, role: RoleId) {
    let tx = desk.app.store.begin().await.expect("a transaction");
    roles::delete(&tx, role).await.expect("deleted");
    tx.commit().await.expect("committed");
}

/// A text as a value in a query.
fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// A new ticket in a queue, opened by an agent for the student; its number.
async fn open(agent: &Visitor, path: &str, subject: &str) -> String {
    let ticket = open_for(agent, path, subject, "student@stud.hs-musterstadt.example").await;
    text(&ticket["number"])
}

async fn open_for(agent: &Visitor, path: &str, subject: &str, address: &str) -> Value {
    agent.open_for(path, subject, address).await
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// One field of each item.
fn all(list: &Value, field: &str) -> Vec<String> {
    let items = list["items"].as_array().expect("items");
    items.iter().map(|item| text(&item[field])).collect()
}
