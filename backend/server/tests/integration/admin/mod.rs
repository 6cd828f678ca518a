//! Setting things up: by administrators, by whoever manages a queue, and by nobody else.

mod branches;
mod calendars;
mod catalog;
mod directory;
mod live;
mod merging;
mod people;
mod profiles;
mod queue_requests;
mod queues;
mod readings;
mod rights;
mod roles;
mod settings_log;
mod templates;

use serde_json::{Value, json};

use crate::support::{Desk, Visitor};

/// The id of somebody of the seed.
pub async fn person(admin: &Visitor, login: &str) -> String {
    let found = admin
        .get(&format!("/api/v1/people?query={login}"))
        .await
        .expect(200)
        .json();
    let items = found["items"].as_array().expect("items");
    let person = items.iter().find(|person| person["login"] == login);
    person.unwrap_or_else(|| panic!("no {login}"))["id"]
        .as_str()
        .expect("an id")
        .to_owned()
}

/// Lets somebody do this in a queue and below it, by a role of their own; the role's id.
pub async fn grant(admin: &Visitor, login: &str, path: &str, permissions: &[&str]) -> String {
    let queue = admin.queue(path).await;
    let grants: Vec<Value> = permissions
        .iter()
        .map(|permission| json!({"queue_id": queue, "permission": permission}))
        .collect();
    let role = json!({"name": format!("{login} {path}"), "grants": grants});
    let role = admin.post("/api/v1/roles", &role).await.expect(201).json();
    let id = role["id"].as_str().expect("an id").to_owned();
    let member = format!("/api/v1/roles/{id}/members/{}", person(admin, login).await);
    admin.put(&member, &Value::Null).await.expect(200);
    id
}

/// `agent.lib`, who works in the library as everybody there does, and manages `it/wlan` from now on.
async fn manager(desk: &Desk) -> Visitor {
    let admin = desk.sign_in("admin").await;
    grant(&admin, "agent.lib", "it/wlan", &["view", "manage"]).await;
    desk.sign_in("agent.lib").await
}

/// What is wrong with which fields.
fn faults(problem: &Value) -> Vec<(&str, &str)> {
    let errors = problem["errors"].as_array().expect("errors").iter();
    errors
        .map(|error| (error["field"].as_str().unwrap(), error["code"].as_str().unwrap()))
        .collect()
}
