//! Take a change of a person back: what is known about them, and whether they may sign in.

use pult_shared::{
    api::person::{DeactivatePerson, PersonDef},
    error::ErrorCode,
};
use pult_store::setting_changes::SettingChange;
use serde_json::Value;

use super::{not_from_here, read};
use crate::{
    app::App,
    service::{
        ServiceError,
        person::{
            activity::{self, Activity},
            update,
        },
        session::who::SignedIn,
    },
};

/// Whether a line tells that somebody was let in or kept out, and nothing else.
pub fn is_about_activity(change: &SettingChange) -> bool {
    activity_of(&change.before).is_some() && activity_of(&change.after).is_some()
}

/// Whether a line tells that somebody was looked as: it changes nothing about them.
pub fn is_about_seeing(change: &SettingChange) -> bool {
    [&change.before, &change.after]
        .into_iter()
        .flatten()
        .any(|kept| kept.get("seen_as").is_some())
}

fn activity_of(kept: &Option<Value>) -> Option<Activity> {
    serde_json::from_value(kept.clone()?).ok()
}

fn is_definition(kept: &Option<Value>) -> bool {
    matches!(read::<PersonDef>(kept), Ok(Some(_)))
}

/// Takes it back by the use case that has done it.
pub async fn undo(app: &App, signed_in: &SignedIn, change: &SettingChange) -> Result<(), ServiceError> {
    let id = change
        .key
        .parse()
        .map_err(|_| ServiceError::code(ErrorCode::NotFound))?;
    if change.before.is_none() {
        return Err(not_from_here("Whoever was entered stays; they can be deactivated."));
    }
    if let (Some(was), true) = (activity_of(&change.before), is_about_activity(change)) {
        return match was.active {
            true => activity::activate(app, signed_in, id).await.map(|_| ()),
            false => {
                let request = DeactivatePerson { release: false };
                activity::deactivate(app, signed_in, id, &request).await.map(|_| ())
            }
        };
    }
    match read::<PersonDef>(&change.before) {
        Ok(Some(before)) if is_definition(&change.after) => {
            update::update(app, signed_in, id, &before).await.map(|_| ())
        }
        _ => Err(not_from_here(
            "What a directory has said, merging and second factors are changed on the page of the person.",
        )),
    }
}
