//! The agent's desk: lists, saved views, drafts, presence, bulk jobs, dashboard, locks.

mod bulk;
mod dashboard;
mod drafts;
mod foreign;
mod instances;
mod lists;
mod locks;
mod preferences;
mod presence;
mod screen;
mod views;
mod waits;

use pult_shared::{
    api::role::{Grant, RoleDef},
    ids::{PersonId, QueueId, RoleId},
    person::Permission,
};
use pult_store::{people, queues, roles};
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
    };
    let tx = desk.app.store.begin().await.expect("a transaction");
    roles::save(&tx, role, &def).await.expect("a role");
    roles::add_member(&tx, role, person).await.expect("a member");
    tx.commit().await.expect("committed");
    role
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
    let queue_id = agent.queue(path).await;
    let body = serde_json::json!({
        "queue_id": queue_id, "subject": subject, "body": "Hallo", "channel": "phone", "confirm": false,
        "requester": {"name": null, "address": address},
    });
    agent.post("/api/v1/tickets", &body).await.expect(201).json()
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// One field of each item.
fn all(list: &Value, field: &str) -> Vec<String> {
    let items = list["items"].as_array().expect("items");
    items.iter().map(|item| text(&item[field])).collect()
}
