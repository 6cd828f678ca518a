//! Whom a request names: account ids and addresses become people; whom only a directory knows is entered (requirement C13).

use std::collections::BTreeMap;

use pult_domain::refusal::Refusal;
use pult_shared::{
    api::queue_request::QueueRequestDef,
    error::{ErrorCode, FieldCode, FieldError},
    ids::PersonId,
};
use pult_store::{Conn, people};

use crate::{
    app::App,
    service::{ServiceError, directory::look_up},
};

/// The people whom a request names.
#[derive(Debug, Default)]
pub struct Named {
    pub managers: Vec<PersonId>,
    pub agents: Vec<PersonId>,
    /// Those who are not known, or may not sign in: the fields.
    pub faults: Vec<FieldError>,
}

impl Named {
    /// The same, where all are known.
    ///
    /// # Errors
    /// `invalid` with those who are not.
    pub fn all(self) -> Result<Self, Refusal> {
        if self.faults.is_empty() {
            return Ok(self);
        }
        Err(Refusal {
            errors: self.faults,
            ..Refusal::new(ErrorCode::Invalid)
        })
    }
}

/// Asks the directories about those whom nobody knows here. Outside of every transaction: servers take their time.
pub async fn enter_unknown(app: &App, wanted: &QueueRequestDef) -> Result<(), ServiceError> {
    if app.directories.is_empty() {
        return Ok(());
    }
    let known = people::by_names(&app.store, &names(wanted)).await?;
    for name in names(wanted).iter().filter(|name| !known.contains_key(*name)) {
        look_up::account(app, name).await;
    }
    Ok(())
}

/// The people behind the names. One query.
pub async fn find(conn: &impl Conn, wanted: &QueueRequestDef) -> Result<Named, ServiceError> {
    let known = people::by_names(conn, &names(wanted)).await?;
    let mut named = Named::default();
    named.managers = pick(&known, "managers", &wanted.managers, &mut named.faults);
    let agents = pick(&known, "agents", &wanted.agents, &mut named.faults);
    // One person may be named by an id here and by an address there.
    named.agents = agents.into_iter().filter(|id| !named.managers.contains(id)).collect();
    Ok(named)
}

fn names(wanted: &QueueRequestDef) -> Vec<String> {
    wanted.managers.iter().chain(&wanted.agents).cloned().collect()
}

fn pick(
    known: &BTreeMap<String, PersonId>,
    field: &str,
    names: &[String],
    faults: &mut Vec<FieldError>,
) -> Vec<PersonId> {
    let mut found = Vec::new();
    for (index, name) in names.iter().enumerate() {
        match known.get(name) {
            Some(id) if !found.contains(id) => found.push(*id),
            Some(_) => {}
            None => faults.push(FieldError::new(format!("{field}.{index}"), FieldCode::Unknown)),
        }
    }
    found
}
