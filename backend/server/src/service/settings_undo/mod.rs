//! Take a change of a setting back. That is a change of its own: by the same use cases, with the same rights and checks, and with a line
//! in the log as all others.

mod person;

use pult_domain::{policy, refusal::Refusal};
use pult_shared::{
    error::ErrorCode,
    ids::{PersonId, RoleId},
    limits::PAGE_MAX,
    person::PersonRef,
};
use pult_store::{
    postmaster as postmaster_store, rules,
    setting_changes::{self, Keys, SettingChange},
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    app::App,
    service::{
        ServiceError, catalog, macros, mail, organisation, postmaster, queue, role, rule,
        session::who::SignedIn,
        settings_log::{self, Thing},
        settings_order::KeptOrder,
        template, web_form, webhook,
    },
};

/// Takes a change back: what was changed is as before, what was deleted is there again, what was made is gone.
///
/// # Errors
/// `not_found` for a line that the person does not see; `setting_changed_again` where the thing is no longer as this change has left it;
/// `cannot_undo` for what the log does not keep whole; all that the change itself may be refused with.
pub async fn undo(app: &App, signed_in: &SignedIn, seq: i64) -> Result<(), ServiceError> {
    if !policy::manages_anything(&signed_in.actor) {
        return Err(ServiceError::code(ErrorCode::Forbidden));
    }
    let not_found = || ServiceError::code(ErrorCode::NotFound);
    let change = setting_changes::find(&app.store, seq).await?.ok_or_else(not_found)?;
    if !settings_log::is_seen(app, signed_in, &change).await? {
        return Err(not_found());
    }
    if !is_current(app, &change).await? {
        return Err(ServiceError::code(ErrorCode::SettingChangedAgain));
    }
    apply(app, signed_in, &change).await
}

/// How many lines of one thing are looked through for its newest definition: most of them tell of members of a role.
const LOOKED_THROUGH: u32 = PAGE_MAX;

/// Whether a thing is as a change has left it: whatever came later would be lost with it. Who is in a role stands by itself, and whether
/// a person may sign in apart from what is known about them.
async fn is_current(app: &App, change: &SettingChange) -> Result<bool, ServiceError> {
    let apart = |line: &SettingChange| is_about_members(line) || is_about_secret(line) || person::is_about_seeing(line);
    if apart(change) {
        return Ok(true);
    }
    let keys = Keys::from(vec![change.key.clone()]);
    let lines = setting_changes::page(&app.store, Some(&change.kind), Some(&keys), None, LOOKED_THROUGH).await?;
    let of_activity = person::is_about_activity(change);
    let newest = lines
        .items
        .iter()
        .find(|line| !apart(line) && person::is_about_activity(line) == of_activity);
    Ok(newest.is_some_and(|newest| newest.after == change.after))
}

fn not_from_here(why: &str) -> ServiceError {
    Refusal::because(ErrorCode::CannotUndo, why).into()
}

async fn apply(app: &App, signed_in: &SignedIn, change: &SettingChange) -> Result<(), ServiceError> {
    let thing = Thing::from_name(&change.kind).ok_or_else(|| ServiceError::code(ErrorCode::NotFound))?;
    match thing {
        Thing::State | Thing::Priority | Thing::Type | Thing::Service | Thing::Field | Thing::Calendar | Thing::Sla => {
            of_catalog(app, signed_in, thing, change).await
        }
        Thing::Role if is_about_members(change) => of_members(app, signed_in, change).await,
        Thing::Queue
        | Thing::Role
        | Thing::Template
        | Thing::Macro
        | Thing::Rule
        | Thing::PostmasterFilter
        | Thing::Organisation
        | Thing::WebForm => by_id(app, signed_in, thing, change).await,
        Thing::MailTexts => {
            let before = read(&change.before)?.unwrap_or_default();
            mail::texts::save(app, signed_in, &before).await.map(|_| ())
        }
        Thing::Webhook => of_webhook(app, signed_in, change).await,
        Thing::Person => person::undo(app, signed_in, change).await,
        Thing::FormEntry => Err(not_from_here("What somebody has sent is not kept in the log.")),
        Thing::PostmasterOrder | Thing::RuleOrder => of_order(app, signed_in, thing, change).await,
    }
}

/// A definition as the log keeps it.
fn read<T: DeserializeOwned>(kept: &Option<Value>) -> Result<Option<T>, ServiceError> {
    let read = kept.clone().map(serde_json::from_value).transpose();
    // Written by a version that knew it otherwise.
    read.map_err(|_| not_from_here("The log keeps this in a form of old."))
}

/// Things that keep their keys: what was deleted comes back as it was.
macro_rules! keyed {
    ($app:expr, $who:expr, $change:expr, $key:expr, $save:path, $delete:path) => {{
        let key = $key;
        match read(&$change.before)? {
            Some(before) => $save($app, $who, &key, &before).await.map(|_| ()),
            None => $delete($app, $who, &key).await,
        }
    }};
}

async fn of_catalog(app: &App, signed_in: &SignedIn, thing: Thing, change: &SettingChange) -> Result<(), ServiceError> {
    use pult_shared::catalog::{CalendarKey, FieldKey, PriorityDef, ServiceKey, SlaKey, StateKey, TypeKey};
    let key = change.key.as_str();
    match thing {
        Thing::State => {
            keyed!(
                app,
                signed_in,
                change,
                StateKey::new(key),
                catalog::state::save,
                catalog::state::delete
            )
        }
        Thing::Type => {
            keyed!(
                app,
                signed_in,
                change,
                TypeKey::new(key),
                catalog::kind::save_type,
                catalog::kind::delete_type
            )
        }
        Thing::Service => keyed!(
            app,
            signed_in,
            change,
            ServiceKey::new(key),
            catalog::kind::save_service,
            catalog::kind::delete_service
        ),
        Thing::Field => {
            keyed!(
                app,
                signed_in,
                change,
                FieldKey::new(key),
                catalog::field::save,
                catalog::field::delete
            )
        }
        Thing::Calendar => {
            keyed!(
                app,
                signed_in,
                change,
                CalendarKey::new(key),
                catalog::calendar::save,
                catalog::calendar::delete
            )
        }
        Thing::Sla => keyed!(
            app,
            signed_in,
            change,
            SlaKey::new(key),
            catalog::sla::save,
            catalog::sla::delete
        ),
        _ => {
            let before: Option<PriorityDef> = read(&change.before)?;
            let before = before.ok_or_else(|| not_from_here("There are always the same priorities."))?;
            catalog::kind::save_priority(app, signed_in, before.level, &before)
                .await
                .map(|_| ())
        }
    }
}

/// Things with an id: what was deleted comes back under a new one.
macro_rules! with_id {
    ($app:expr, $who:expr, $change:expr, $create:path, $save:path, $delete:path) => {{
        let id = $change
            .key
            .parse()
            .map_err(|_| ServiceError::code(ErrorCode::NotFound))?;
        match (read(&$change.before)?, &$change.after) {
            (Some(before), Some(_)) => $save($app, $who, id, &before).await.map(|_| ()),
            (Some(before), None) => $create($app, $who, &before).await.map(|_| ()),
            (None, _) => $delete($app, $who, id).await,
        }
    }};
}

async fn by_id(app: &App, signed_in: &SignedIn, thing: Thing, change: &SettingChange) -> Result<(), ServiceError> {
    use macros::edit as of_macro;
    use organisation::edit as of_organisation;
    use postmaster::edit as of_filter;
    use rule::edit as of_rule;
    use template::edit as of_template;
    use web_form::edit as of_form;
    match thing {
        Thing::Queue => with_id!(
            app,
            signed_in,
            change,
            queue::create::create,
            queue::save::save,
            queue::delete::delete
        ),
        Thing::Role => with_id!(
            app,
            signed_in,
            change,
            role::create::create,
            role::save::save,
            role::delete::delete
        ),
        Thing::Template => {
            with_id!(
                app,
                signed_in,
                change,
                of_template::create,
                of_template::save,
                of_template::delete
            )
        }
        Thing::Macro => with_id!(
            app,
            signed_in,
            change,
            of_macro::create,
            of_macro::save,
            of_macro::delete
        ),
        Thing::Organisation => with_id!(
            app,
            signed_in,
            change,
            of_organisation::create,
            of_organisation::save,
            of_organisation::delete
        ),
        Thing::Rule => with_id!(app, signed_in, change, of_rule::create, of_rule::save, of_rule::delete),
        Thing::WebForm => with_id!(app, signed_in, change, of_form::create, of_form::save, of_form::delete),
        _ => with_id!(
            app,
            signed_in,
            change,
            of_filter::create,
            of_filter::save,
            of_filter::delete
        ),
    }
}

/// The order of before, for those that are there now.
async fn of_order(app: &App, signed_in: &SignedIn, thing: Thing, change: &SettingChange) -> Result<(), ServiceError> {
    use pult_shared::api::{postmaster::PostmasterOrder, rule::RuleOrder};
    let nothing = || not_from_here("There was no order before.");
    if thing == Thing::RuleOrder {
        let before: KeptOrder<_> = read(&change.before)?.ok_or_else(nothing)?;
        let now: Vec<_> = rules::list(&app.store).await?.iter().map(|rule| rule.id).collect();
        let ids = before.again(&now);
        rule::edit::order(app, signed_in, &RuleOrder { ids }).await.map(|_| ())
    } else {
        let before: KeptOrder<_> = read(&change.before)?.ok_or_else(nothing)?;
        let now = postmaster_store::list(&app.store).await?;
        let now: Vec<_> = now.iter().map(|filter| filter.id).collect();
        let ids = before.again(&now);
        postmaster::edit::order(app, signed_in, &PostmasterOrder { ids })
            .await
            .map(|_| ())
    }
}

/// A line about who came into a role, or went.
#[derive(Deserialize)]
struct Member {
    member: Option<PersonRef>,
}

fn is_about_members(change: &SettingChange) -> bool {
    let kept = change.after.as_ref().or(change.before.as_ref());
    kept.is_some_and(|kept| kept.get("member").is_some())
}

/// Another secret of a webhook: the definition stays as it is.
fn is_about_secret(change: &SettingChange) -> bool {
    let after = change.after.as_ref();
    after.is_some_and(|after| after.get(webhook::edit::SECRET_RENEWED).is_some())
}

async fn of_members(app: &App, signed_in: &SignedIn, change: &SettingChange) -> Result<(), ServiceError> {
    let role: RoleId = change
        .key
        .parse()
        .map_err(|_| ServiceError::code(ErrorCode::NotFound))?;
    let who = |kept: &Option<Value>| -> Result<Option<PersonId>, ServiceError> {
        Ok(read::<Member>(kept)?
            .and_then(|kept| kept.member)
            .map(|person| person.id))
    };
    match (who(&change.before)?, who(&change.after)?) {
        (Some(gone), _) => role::members::add(app, signed_in, role, gone).await.map(|_| ()),
        (None, Some(come)) => role::members::remove(app, signed_in, role, come).await.map(|_| ()),
        (None, None) => Ok(()),
    }
}

/// A webhook's secret is not in the log, so one that is gone cannot come back as it was.
async fn of_webhook(app: &App, signed_in: &SignedIn, change: &SettingChange) -> Result<(), ServiceError> {
    let id = change
        .key
        .parse()
        .map_err(|_| ServiceError::code(ErrorCode::NotFound))?;
    if is_about_secret(change) {
        return Err(not_from_here("The secret of before is kept nowhere."));
    }
    match (read(&change.before)?, &change.after) {
        (Some(before), Some(_)) => webhook::edit::save(app, signed_in, id, &before).await.map(|_| ()),
        (Some(_), None) => Err(not_from_here("Its secret went with it; make a new one.")),
        (None, _) => webhook::edit::delete(app, signed_in, id).await,
    }
}
