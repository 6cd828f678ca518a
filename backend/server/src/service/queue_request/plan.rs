//! What an approval makes: the preview, and the roles that both it and the approval go by.

use std::collections::BTreeSet;

use pult_domain::{
    policy,
    queue::{AGENTS_MAY, MANAGERS_MAY, QueueTree, check_approved, key_wanted},
    template::is_offered,
};
use pult_shared::{
    api::queue_request::{PlannedRole, QueueRequestDef, QueueRequestPlan},
    ids::{PersonId, QueueId},
    person::{Language, Permission},
};
use pult_store::{catalog, people as stored, queues, roles, templates};

use super::people::{self, Named};
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// A role of the new queue.
pub struct NewRole {
    pub name: String,
    pub permissions: &'static [Permission],
    pub members: Vec<PersonId>,
}

/// What an approval would make now, and what stands against it.
///
/// # Errors
/// When the database fails.
pub async fn preview(
    app: &App,
    signed_in: &SignedIn,
    wanted: &QueueRequestDef,
) -> Result<QueueRequestPlan, ServiceError> {
    let (known, tree) = (catalog::load(&app.store).await?, queues::tree(&app.store).await?);
    let named = people::find(&app.store, wanted).await?;
    let mut faults = named.faults.clone();
    let checked = check_approved(&signed_in.actor, &tree, &known, QueueId::NIL, wanted);
    if let Err(refusal) = checked {
        faults.extend(refusal.errors);
    }
    let key = key_wanted(wanted);
    let path = path_of(&tree, wanted, &key);
    let taken: BTreeSet<String> = roles::names(&app.store)
        .await?
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    let planned = new_roles(app, signed_in, &taken, wanted, &path, &named);
    let everybody: Vec<PersonId> = planned.iter().flat_map(|role| role.members.iter().copied()).collect();
    let refs = stored::refs(&app.store, &everybody).await?;
    let planned = planned.into_iter().map(|role| PlannedRole {
        name: role.name,
        permissions: role.permissions.to_vec(),
        members: role.members.iter().filter_map(|id| refs.get(id).cloned()).collect(),
    });
    Ok(QueueRequestPlan {
        path,
        key,
        roles: planned.collect(),
        templates: offered(app, signed_in, &tree, wanted).await?,
        faults,
    })
}

fn path_of(tree: &QueueTree, wanted: &QueueRequestDef, key: &str) -> String {
    match wanted.parent_id.and_then(|parent| tree.get(parent)) {
        Some(parent) => format!("{}/{key}", parent.path),
        None => key.to_owned(),
    }
}

/// Templates reach down the tree: those of the queue above need no copy.
async fn offered(
    app: &App,
    signed_in: &SignedIn,
    tree: &QueueTree,
    wanted: &QueueRequestDef,
) -> Result<Vec<pult_shared::api::queue::Names>, ServiceError> {
    let offered = |queues: &[QueueId]| match wanted.parent_id {
        Some(parent) => is_offered(tree, queues, parent),
        None => queues.is_empty(),
    };
    // Of queues that they do not manage, nobody learns what is written there.
    let seen = |queues: &[QueueId]| {
        queues.is_empty()
            || queues.iter().any(|queue| signed_in.actor.has(Permission::View, *queue))
            || policy::permit_template(&signed_in.actor, queues).is_ok()
    };
    let all = templates::list(&app.store)
        .await?
        .into_iter()
        .map(|found| found.template);
    Ok(all
        .filter(|template| offered(&template.queue_ids) && seen(&template.queue_ids))
        .map(|template| template.names)
        .collect())
}

/// The roles of the new queue: who sets it up, and who works there. A name that is taken gives way to the path.
pub fn new_roles(
    app: &App,
    signed_in: &SignedIn,
    taken: &BTreeSet<String>,
    wanted: &QueueRequestDef,
    path: &str,
    named: &Named,
) -> Vec<NewRole> {
    let language = signed_in.language.unwrap_or_default();
    let name = |key: &str| role_name(app, language, taken, key, wanted.names.or_other(language), path);
    let both = [
        ("mail-queue-role-managers", MANAGERS_MAY.as_slice(), &named.managers),
        ("mail-queue-role-agents", AGENTS_MAY.as_slice(), &named.agents),
    ];
    both.into_iter()
        .filter(|(_, _, members)| !members.is_empty())
        .map(|(key, permissions, members)| NewRole {
            name: name(key),
            permissions,
            members: members.clone(),
        })
        .collect()
}

fn role_name(app: &App, language: Language, taken: &BTreeSet<String>, key: &str, queue: &str, path: &str) -> String {
    let texts = app.texts.in_language(language);
    let named = |queue: &str| texts.format(key, &[("queue", queue.into())]);
    let first = named(queue);
    if taken.contains(&first) || first.chars().count() > pult_shared::limits::NAME_MAX {
        named(path)
    } else {
        first
    }
}
