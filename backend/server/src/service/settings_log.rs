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
use pult_store::{
    StoreError, WriteTx, catalog, macros, people, roles, rules,
    setting_changes::{self, Keys},
    templates, web_forms,
};
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
    Calendar,
    Sla,
    Queue,
    Role,
    Template,
    PostmasterFilter,
    /// Their order: ids.
    PostmasterOrder,
    Person,
    Rule,
    /// Their order: names.
    RuleOrder,
    /// What the whole desk says in its mails.
    MailTexts,
    Macro,
    Webhook,
    WebForm,
    /// What waits to be confirmed of one; the key is the form's.
    FormEntry,
    Organisation,
}

impl Thing {
    const ALL: [Self; 21] = [
        Self::State,
        Self::Priority,
        Self::Type,
        Self::Service,
        Self::Field,
        Self::Calendar,
        Self::Sla,
        Self::Queue,
        Self::Role,
        Self::Template,
        Self::PostmasterFilter,
        Self::PostmasterOrder,
        Self::Person,
        Self::Rule,
        Self::RuleOrder,
        Self::MailTexts,
        Self::Macro,
        Self::Webhook,
        Self::WebForm,
        Self::FormEntry,
        Self::Organisation,
    ];

    /// What the log calls so.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|thing| thing.name() == name)
    }

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Priority => "priority",
            Self::Type => "type",
            Self::Service => "service",
            Self::Field => "field",
            Self::Calendar => "calendar",
            Self::Sla => "sla",
            Self::Queue => "queue",
            Self::Role => "role",
            Self::Template => "template",
            Self::PostmasterFilter => "postmaster_filter",
            Self::PostmasterOrder => "postmaster_order",
            Self::Person => "person",
            Self::Rule => "rule",
            Self::RuleOrder => "rule_order",
            Self::MailTexts => "mail_texts",
            Self::Macro => "macro",
            Self::Webhook => "webhook",
            Self::WebForm => "web_form",
            Self::FormEntry => "form_entry",
            Self::Organisation => "organisation",
        }
    }
}

/// Notes what a directory or a provider has changed, or the command line; nothing where nothing differs.
///
/// # Errors
/// When the database fails.
pub async fn by_nobody(
    app: &App,
    tx: &WriteTx,
    thing: Thing,
    key: &str,
    before: Option<Value>,
    after: Option<Value>,
) -> Result<(), StoreError> {
    if before == after {
        return Ok(());
    }
    let line = setting_changes::SettingChange {
        seq: 0,
        at: app.now(),
        actor_id: None,
        kind: thing.name().to_owned(),
        key: key.to_owned(),
        before,
        after,
    };
    setting_changes::insert(tx, &line).await
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
    line_by(app, signed_in.actor.person_id, thing, key)
}

/// The line about what somebody does who is not who they look as.
#[must_use]
pub fn line_by(app: &App, actor: PersonId, thing: Thing, key: impl Display) -> Line<'_> {
    Line {
        app,
        actor,
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
        keys.as_ref(),
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

/// Whether somebody sees the lines of a thing.
///
/// # Errors
/// When the database fails.
pub(super) async fn is_seen(
    app: &App,
    signed_in: &SignedIn,
    change: &setting_changes::SettingChange,
) -> Result<bool, ServiceError> {
    let keys = keys(app, signed_in, Some(change.key.clone())).await?;
    let calendar = change.kind == Thing::Calendar.name();
    Ok(keys.is_none_or(|keys| !keys.any.is_empty() || (calendar && !keys.calendars.is_empty())))
}

/// Whose lines are looked for: those of one thing, of what somebody manages, or all.
async fn keys(app: &App, signed_in: &SignedIn, wanted: Option<String>) -> Result<Option<Keys>, ServiceError> {
    if signed_in.actor.administrator {
        return Ok(wanted.map(|key| Keys::from(vec![key])));
    }
    let mut keys = managed(app, signed_in).await?;
    let is_wanted = |key: &String| wanted.as_ref().is_none_or(|wanted| wanted == key);
    keys.any.retain(is_wanted);
    keys.calendars.retain(is_wanted);
    Ok(Some(keys))
}

/// The keys of what somebody manages: queues and their calendars, and the roles and templates that touch no others.
async fn managed(app: &App, signed_in: &SignedIn) -> Result<Keys, ServiceError> {
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
    for one in macros::list(&app.store).await? {
        if policy::permit_template(actor, &one.definition.queue_ids).is_ok() {
            keys.push(one.id.to_string());
        }
    }
    for rule in rules::list(&app.store).await? {
        if policy::permit_rule_settings(actor, rule.rule.queue_id, []).is_ok() {
            keys.push(rule.id.to_string());
        }
    }
    for found in web_forms::list(&app.store).await? {
        if actor.has(Permission::Manage, found.form.queue_id) {
            keys.push(found.id.to_string());
        }
    }
    let calendars = signed_in.catalog.calendars.iter().map(|calendar| calendar.def());
    let theirs = calendars.filter(|calendar| policy::permit_calendar(actor, calendar.queue_id).is_ok());
    Ok(Keys {
        any: keys,
        calendars: theirs.map(|calendar| calendar.key.to_string()).collect(),
    })
}
