//! What is set up for a queue: who may change what of it, and what a change brings along.

use std::collections::BTreeSet;

use pult_shared::{
    api::queue::QueueSettings,
    catalog::is_key,
    error::{ErrorCode, FieldCode, FieldError},
    ids::QueueId,
    limits::{DESCRIPTION_MAX, KEY_MAX, QUEUE_ADDRESSES_MAX, TEMPLATE_MAX, UNLOCK_MAX_MINUTES},
    mailbox::is_address,
    person::Permission,
};

use super::{Queue, QueueTree};
use crate::{
    actor::Actor,
    catalog::Catalog,
    faults::{Faults, in_use},
    policy::{permit_queue_settings, restructures},
    refusal::Refusal,
};

/// The longest path, in characters.
const PATH_MAX: usize = KEY_MAX * 4;

/// A queue as it shall be, with what that changes in others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueChange {
    pub queue: Queue,
    /// The queue that is no longer the one which takes what fits nowhere else.
    pub no_longer_catch_all: Option<QueueId>,
}

/// The settings of a queue as it is.
#[must_use]
pub fn settings_of(queue: &Queue) -> QueueSettings {
    QueueSettings {
        parent_id: queue.parent_id,
        key: queue.path.rsplit('/').next().unwrap_or_default().to_owned(),
        names: queue.names.clone(),
        description: queue.description.clone(),
        addresses: queue.addresses.clone(),
        portal: queue.portal,
        closing_mail: queue.closing_mail,
        catch_all: queue.catch_all,
        valid: queue.valid,
        salutation: queue.salutation.clone(),
        signature: queue.signature.clone(),
        follow_up: queue.follow_up,
        unlock_minutes: queue.unlock_minutes,
        default_priority: queue.default_priority,
        default_type: queue.default_type.clone(),
    }
}

/// A new queue.
///
/// # Errors
/// `forbidden` without `manage` on the queue above, `invalid` with the fields at fault.
pub fn check_new(
    actor: &Actor,
    tree: &QueueTree,
    catalog: &Catalog,
    id: QueueId,
    settings: &QueueSettings,
) -> Result<QueueChange, Refusal> {
    refuse_hidden_parent(actor, tree, settings)?;
    if !restructures(actor, settings.parent_id) {
        return Err(forbidden(&["parent_id"]));
    }
    check(actor, tree, catalog, id, None, settings)
}

/// A queue as somebody wants it from now on.
///
/// # Errors
/// `queue_not_found`; `forbidden` without `manage`, or with the fields that need it on the queue above; `invalid` with the fields at
/// fault.
pub fn check_saved(
    actor: &Actor,
    tree: &QueueTree,
    catalog: &Catalog,
    id: QueueId,
    settings: &QueueSettings,
) -> Result<QueueChange, Refusal> {
    let before = known(tree, id)?;
    permit_queue_settings(actor, before)?;
    if before.parent_id != settings.parent_id {
        refuse_hidden_parent(actor, tree, settings)?;
    }
    let restructured = structure(before, settings);
    let may = restructures(actor, before.parent_id)
        && (before.parent_id == settings.parent_id || restructures(actor, settings.parent_id));
    if !restructured.is_empty() && !may {
        return Err(forbidden(&restructured));
    }
    check(actor, tree, catalog, id, Some(before), settings)
}

/// Lets a queue go that holds no tickets; whether it does is the store's to say.
///
/// # Errors
/// `queue_not_found`; `forbidden` without `manage` on the queue above; `in_use` while something else refers to it.
pub fn check_goes<'a>(
    actor: &Actor,
    tree: &'a QueueTree,
    catalog: &Catalog,
    id: QueueId,
) -> Result<&'a Queue, Refusal> {
    let queue = known(tree, id)?;
    permit_queue_settings(actor, queue)?;
    if !restructures(actor, queue.parent_id) {
        return Err(forbidden(&[]));
    }
    if queue.catch_all {
        return Err(in_use("It takes the mail that fits no other queue."));
    }
    if tree.by_path().iter().any(|other| other.parent_id == Some(id)) {
        return Err(in_use("Other queues lie below it."));
    }
    // Without the queue such a field would belong to more queues than before, or to all.
    if catalog.fields.iter().any(|field| field.queue_ids.contains(&id)) {
        return Err(in_use("A custom field belongs to it."));
    }
    Ok(queue)
}

fn known(tree: &QueueTree, id: QueueId) -> Result<&Queue, Refusal> {
    tree.get(id).ok_or_else(|| Refusal::new(ErrorCode::QueueNotFound))
}

fn forbidden(fields: &[&str]) -> Refusal {
    Refusal {
        errors: fields
            .iter()
            .map(|field| FieldError::new(*field, FieldCode::NotAllowed))
            .collect(),
        ..Refusal::because(
            ErrorCode::Forbidden,
            "The permission manage is missing in the queue above.",
        )
    }
}

/// A queue that somebody may not see does not exist for them.
fn refuse_hidden_parent(actor: &Actor, tree: &QueueTree, settings: &QueueSettings) -> Result<(), Refusal> {
    let Some(parent) = settings.parent_id else {
        return Ok(());
    };
    let seen = tree.get(parent).is_some_and(|queue| {
        queue.portal || actor.has(Permission::View, parent) || actor.has(Permission::Manage, parent)
    });
    if seen {
        Ok(())
    } else {
        Err(Refusal::field("parent_id", FieldCode::Unknown))
    }
}

/// The fields that would change the queue's place among the others.
fn structure(before: &Queue, settings: &QueueSettings) -> Vec<&'static str> {
    let was = settings_of(before);
    let differs = [
        ("parent_id", was.parent_id != settings.parent_id),
        ("key", was.key != settings.key),
        ("addresses", was.addresses != addresses(settings)),
        ("portal", was.portal != settings.portal),
        ("catch_all", was.catch_all != settings.catch_all),
        ("valid", was.valid != settings.valid),
    ];
    differs
        .into_iter()
        .filter_map(|(field, changed)| changed.then_some(field))
        .collect()
}

fn addresses(settings: &QueueSettings) -> Vec<String> {
    settings
        .addresses
        .iter()
        .map(|address| address.trim().to_lowercase())
        .collect()
}

fn check(
    actor: &Actor,
    tree: &QueueTree,
    catalog: &Catalog,
    id: QueueId,
    before: Option<&Queue>,
    settings: &QueueSettings,
) -> Result<QueueChange, Refusal> {
    let mut faults = Faults::default();
    let path = check_path(&mut faults, tree, id, settings);
    if let Some(before) = before {
        check_below(&mut faults, tree, before, &path);
    }
    let addresses = check_addresses(&mut faults, tree, id, settings);
    let no_longer_catch_all = check_catch_all(&mut faults, actor, tree, before, settings);
    check_defaults(&mut faults, catalog, before, settings);
    let queue = Queue {
        id,
        parent_id: settings.parent_id,
        path,
        names: faults.names("names", &settings.names),
        addresses,
        portal: settings.portal,
        closing_mail: settings.closing_mail,
        catch_all: settings.catch_all,
        valid: settings.valid,
        description: faults.texts("description", &settings.description, DESCRIPTION_MAX),
        salutation: faults.texts("salutation", &settings.salutation, TEMPLATE_MAX),
        signature: faults.texts("signature", &settings.signature, TEMPLATE_MAX),
        follow_up: settings.follow_up,
        unlock_minutes: settings.unlock_minutes,
        default_priority: settings.default_priority,
        default_type: settings.default_type.clone(),
    };
    faults.or(QueueChange {
        queue,
        no_longer_catch_all,
    })
}

/// The path of the queue; its place is not below itself, and nobody else's.
fn check_path(faults: &mut Faults, tree: &QueueTree, id: QueueId, settings: &QueueSettings) -> String {
    let parent = settings.parent_id.and_then(|parent| tree.get(parent));
    if settings
        .parent_id
        .is_some_and(|parent| tree.line(parent).any(|above| above.id == id))
    {
        faults.because("parent_id", FieldCode::NotAllowed, "A queue cannot lie below itself.");
    }
    let path = match parent {
        Some(parent) => format!("{}/{}", parent.path, settings.key),
        None => settings.key.clone(),
    };
    if !is_key(&settings.key) {
        faults.add("key", FieldCode::Malformed);
    } else if path.len() > PATH_MAX {
        faults.add("key", FieldCode::TooLong);
    } else if tree.at_path(&path).is_some_and(|other| other.id != id) {
        faults.add("key", FieldCode::Taken);
    }
    path
}

/// With the path of a queue those of all below it change.
fn check_below(faults: &mut Faults, tree: &QueueTree, before: &Queue, path: &str) {
    let longest = tree
        .subtree(&before.path)
        .into_iter()
        .filter(|id| *id != before.id)
        .filter_map(|id| Some(tree.get(id)?.path.len() - before.path.len() + path.len()))
        .max();
    if before.path != path && longest.is_some_and(|longest| longest > PATH_MAX) {
        faults.because(
            "key",
            FieldCode::TooLong,
            "The path of a queue below would be too long.",
        );
    }
}

fn check_addresses(faults: &mut Faults, tree: &QueueTree, id: QueueId, settings: &QueueSettings) -> Vec<String> {
    let addresses = addresses(settings);
    if addresses.len() > QUEUE_ADDRESSES_MAX {
        faults.add("addresses", FieldCode::TooMany);
    }
    let mut seen = BTreeSet::new();
    for (index, address) in addresses.iter().enumerate() {
        let elsewhere = tree.for_address(address).is_some_and(|other| other.id != id);
        if !is_address(address) {
            faults.add(format!("addresses.{index}"), FieldCode::Malformed);
        } else if elsewhere || !seen.insert(address) {
            faults.add(format!("addresses.{index}"), FieldCode::Taken);
        }
    }
    addresses
}

/// Exactly one queue takes what fits nowhere else, and that one is valid. The queue that has been it until now, where it changes.
fn check_catch_all(
    faults: &mut Faults,
    actor: &Actor,
    tree: &QueueTree,
    before: Option<&Queue>,
    settings: &QueueSettings,
) -> Option<QueueId> {
    let was = before.is_some_and(|before| before.catch_all);
    if was && !settings.catch_all {
        faults.because(
            "catch_all",
            FieldCode::NotAllowed,
            "Set it at the queue that shall take it over.",
        );
    }
    if settings.catch_all && !settings.valid {
        faults.because(
            "valid",
            FieldCode::NotAllowed,
            "The queue that takes what fits nowhere else is valid.",
        );
    }
    if was || !settings.catch_all {
        return None;
    }
    let other = tree.catch_all()?;
    if !restructures(actor, other.parent_id) {
        faults.because(
            "catch_all",
            FieldCode::NotAllowed,
            "The permission manage is missing above the queue that has it now.",
        );
    }
    Some(other.id)
}

/// What new tickets begin with, and when locks end.
fn check_defaults(faults: &mut Faults, catalog: &Catalog, before: Option<&Queue>, settings: &QueueSettings) {
    match settings.unlock_minutes {
        Some(0) => faults.add("unlock_minutes", FieldCode::TooShort),
        Some(minutes) if minutes > UNLOCK_MAX_MINUTES => faults.add("unlock_minutes", FieldCode::TooLong),
        _ => {}
    }
    let Some(key) = &settings.default_type else { return };
    let unchanged = before.is_some_and(|before| before.default_type.as_ref() == Some(key));
    match catalog.ticket_type(key) {
        None => faults.add("default_type", FieldCode::Unknown),
        Some(found) if !found.valid && !unchanged => faults.add("default_type", FieldCode::NotAllowed),
        Some(_) => {}
    }
}
