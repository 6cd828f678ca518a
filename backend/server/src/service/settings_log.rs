//! The log of settings: who changed what, from what to what; and the transaction in which all of them are changed.

use std::fmt::{self, Display};

use pult_domain::{policy, refusal::Refusal};
use pult_shared::{
    api::settings_log::{SettingChange, SettingChangePage},
    error::{ErrorCode, FieldCode},
    ids::PersonId,
    limits::{PAGE_DEFAULT, PAGE_MAX},
    person::Permission,
};
use pult_store::{WriteTx, catalog, people, roles, setting_changes, templates};
use serde::Serialize;
use serde_json::Value;

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// What can be set up, as the log calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    State,
    Priority,
    Type,
    Service,
    Field,
    Queue,
    Role,
    Template,
}

impl Thing {
    const ALL: [Self; 8] = [
        Self::State,
        Self::Priority,
        Self::Type,
        Self::Service,
        Self::Field,
        Self::Queue,
        Self::Role,
        Self::Template,
    ];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Priority => "priority",
            Self::Type => "type",
            Self::Service => "service",
            Self::Field => "field",
            Self::Queue => "queue",
            Self::Role => "role",
            Self::Template => "template",
        }
    }
}

/// Begins a change of settings. Whoever changes settings waits here for the one before, so that what is read afterwards is what
/// will be changed; and every instance notices the new version.
///
/// # Errors
/// When the database fails.
pub async fn begin(app: &App) -> Result<WriteTx, ServiceError> {
    let tx = app.store.begin().await?;
    catalog::changed(&tx).await?;
    Ok(tx)
}

/// Ends a change of settings; the live stream looks at once.
///
/// # Errors
/// When the database fails.
pub async fn finish(app: &App, tx: WriteTx) -> Result<(), ServiceError> {
    tx.commit().await?;
    app.live.nudge();
    Ok(())
}

/// A line of the log in the making.
pub struct Line<'a> {
    app: &'a App,
    actor: PersonId,
    thing: Thing,
    key: String,
}

impl fmt::Debug for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.thing.name(), self.key)
    }
}

/// The line about one thing.
#[must_use]
pub fn line<'a>(app: &'a App, signed_in: &SignedIn, thing: Thing, key: impl Display) -> Line<'a> {
    Line {
        app,
        actor: signed_in.actor.person_id,
        thing,
        key: key.to_string(),
    }
}

impl Line<'_> {
    /// Writes the line, unless nothing has changed. `None` is what was not there before, or is not there any more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn write<T: Serialize>(
        &self,
        tx: &WriteTx,
        before: Option<&T>,
        after: Option<&T>,
    ) -> Result<(), ServiceError> {
        let (before, after) = (json(before)?, json(after)?);
        if before == after {
            return Ok(());
        }
        let change = setting_changes::SettingChange {
            seq: 0,
            at: self.app.now(),
            actor_id: Some(self.actor),
            kind: self.thing.name().to_owned(),
            key: self.key.clone(),
            before,
            after,
        };
        Ok(setting_changes::insert(tx, &change).await?)
    }
}

fn json<T: Serialize>(value: Option<&T>) -> Result<Option<Value>, ServiceError> {
    value
        .map(serde_json::to_value)
        .transpose()
        .map_err(|error| ServiceError::Internal(format!("a setting cannot be written: {error}")))
}

/// Which lines somebody wants to see.
#[derive(Clone, Debug, Default)]
pub struct ListSettingChanges {
    pub kind: Option<String>,
    pub key: Option<String>,
    pub cursor: Option<String>,
    pub limit: Option<u32>,
}

/// A page of the log, newest first: everything for administrators, for others what belongs to the queues that they manage.
///
/// # Errors
/// `forbidden` for whoever manages nothing, `invalid` for a kind that there is not.
pub async fn list(
    app: &App,
    signed_in: &SignedIn,
    request: ListSettingChanges,
) -> Result<SettingChangePage, ServiceError> {
    if !policy::manages_anything(&signed_in.actor) {
        return Err(ServiceError::code(ErrorCode::Forbidden));
    }
    let known = |kind: &String| Thing::ALL.iter().any(|thing| thing.name() == kind);
    if request.kind.as_ref().is_some_and(|kind| !known(kind)) {
        return Err(Refusal::field("kind", FieldCode::Unknown).into());
    }
    let keys = keys(app, signed_in, request.key).await?;
    let limit = request.limit.unwrap_or(PAGE_DEFAULT).clamp(1, PAGE_MAX);
    let page = setting_changes::page(
        &app.store,
        request.kind.as_deref(),
        keys.as_deref(),
        request.cursor.as_deref(),
        limit,
    )
    .await?;
    let actors: Vec<PersonId> = page.items.iter().filter_map(|change| change.actor_id).collect();
    let actors = people::refs(&app.store, &actors).await?;
    let items = page.items.into_iter().map(|change| SettingChange {
        seq: change.seq,
        at: change.at,
        actor: change.actor_id.and_then(|id| actors.get(&id).cloned()),
        kind: change.kind,
        key: change.key,
        before: change.before,
        after: change.after,
    });
    Ok(SettingChangePage {
        items: items.collect(),
        next_cursor: page.next_cursor,
    })
}

/// Whose lines are looked for: those of one thing, of what somebody manages, or all.
async fn keys(app: &App, signed_in: &SignedIn, wanted: Option<String>) -> Result<Option<Vec<String>>, ServiceError> {
    if signed_in.actor.administrator {
        return Ok(wanted.map(|key| vec![key]));
    }
    let mut keys = managed(app, signed_in).await?;
    keys.retain(|key| wanted.as_ref().is_none_or(|wanted| wanted == key));
    Ok(Some(keys))
}

/// The keys of what somebody manages: queues, and the roles and templates that touch no others.
async fn managed(app: &App, signed_in: &SignedIn) -> Result<Vec<String>, ServiceError> {
    let actor = &signed_in.actor;
    let queues = signed_in.tree.by_path().into_iter().map(|queue| queue.id);
    let mut keys: Vec<String> = queues
        .filter(|queue| actor.has(Permission::Manage, *queue))
        .map(|queue| queue.to_string())
        .collect();
    for role in roles::list(&app.store).await? {
        if policy::permit_role(actor, &role.grants).is_ok() {
            keys.push(role.id.to_string());
        }
    }
    for template in templates::list(&app.store).await? {
        if policy::permit_template(actor, &template.template.queue_ids).is_ok() {
            keys.push(template.id.to_string());
        }
    }
    Ok(keys)
}
