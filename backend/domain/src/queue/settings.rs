//! What is set up for a queue: who may change what of it, and what a change brings along.

use std::collections::BTreeSet;

use pult_shared::{
    api::queue::QueueSettings,
    catalog::{CalendarKey, is_key},
    error::{ErrorCode, FieldCode, FieldError},
    ids::QueueId,
    limits::{
        ADDRESS_DOMAINS_MAX, DESCRIPTION_MAX, KEY_MAX, QUEUE_ADDRESSES_MAX, REMIND_DAYS_MAX, TEMPLATE_MAX,
        UNLOCK_MAX_MINUTES,
    },
    mailbox::{is_address, is_domain},
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
        calendar: queue.calendar.clone(),
        sla: queue.sla.clone(),
        remind_days: queue.remind_days,
        default_priority: queue.default_priority,
        default_type: queue.default_type.clone(),
        mails: queue.mails.clone(),
        intake: queue.intake,
        sensitive: queue.sensitive,
        customers_close: queue.customers_close,
        name_shown: queue.name_shown,
        address_domains: queue.address_domains.clone(),
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
    let change = check(actor, tree, catalog, id, None, settings)?;
    may_have_addresses(actor, tree, None, &change.queue)?;
    Ok(change)
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
    let change = check(actor, tree, catalog, id, Some(before), settings)?;
    may_have_addresses(actor, tree, Some(before), &change.queue)?;
    Ok(change)
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
    if catalog
        .calendars
        .iter()
        .any(|calendar| calendar.def().queue_id == Some(id))
    {
        return Err(in_use("A calendar belongs to it."));
    }
    Ok(queue)
}

/// Whoever manages a branch runs it alone, but does not decide of which domains the house has addresses: those are set for the branch by
/// administrators. What the queue has already stays.
// req: C12
fn may_have_addresses(actor: &Actor, tree: &QueueTree, before: Option<&Queue>, queue: &Queue) -> Result<(), Refusal> {
    if actor.administrator {
        return Ok(());
    }
    let had = before.map_or(&[][..], |before| &before.address_domains);
    if *had != *queue.address_domains {
        return Err(Refusal {
            errors: vec![FieldError::new("address_domains", FieldCode::NotAllowed)],
            ..Refusal::because(
                ErrorCode::Forbidden,
                "Only administrators say of which domains a branch has addresses.",
            )
        });
    }
    // A new queue is in no tree yet, and says nothing itself.
    let allowed = tree.allowed_domains(before.map_or(queue.parent_id, |before| Some(before.id)));
    let kept = |address: &String| before.is_some_and(|before| before.addresses.contains(address));
    let mut faults = Faults::default();
    for (index, address) in queue.addresses.iter().enumerate() {
        let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain);
        if !kept(address) && !allowed.contains(domain) {
            faults.because(
                format!("addresses.{index}"),
                FieldCode::ForeignDomain,
                "Addresses of this domain are for administrators to give.",
            );
        }
    }
    faults.or(())
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

pub(super) fn check(
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
    let domains = check_domains(&mut faults, settings);
    let no_longer_catch_all = check_catch_all(&mut faults, actor, tree, before, settings);
    check_defaults(&mut faults, catalog, before, settings);
    check_calendars(&mut faults, catalog, tree, id, settings);
    super::mails::check(&mut faults, &settings.mails);
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
        calendar: settings.calendar.clone(),
        sla: settings.sla.clone(),
        remind_days: settings.remind_days,
        default_priority: settings.default_priority,
        default_type: settings.default_type.clone(),
        mails: super::mails::tidy(&settings.mails),
        intake: settings.intake,
        sensitive: settings.sensitive,
        customers_close: settings.customers_close,
        name_shown: settings.name_shown,
        address_domains: domains,
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

/// Domains as they are kept: in lower case, each once.
fn check_domains(faults: &mut Faults, settings: &QueueSettings) -> Vec<String> {
    if settings.address_domains.len() > ADDRESS_DOMAINS_MAX {
        faults.add("address_domains", FieldCode::TooMany);
    }
    let mut domains = Vec::with_capacity(settings.address_domains.len().min(ADDRESS_DOMAINS_MAX));
    for (index, domain) in settings.address_domains.iter().enumerate().take(ADDRESS_DOMAINS_MAX) {
        let domain = domain.trim().trim_start_matches('@').to_lowercase();
        if !is_domain(&domain) {
            faults.add(format!("address_domains.{index}"), FieldCode::Malformed);
        } else if domains.contains(&domain) {
            faults.add(format!("address_domains.{index}"), FieldCode::Taken);
        }
        domains.push(domain);
    }
    domains
}

/// A calendar of a branch opens queues of that branch alone: neither this queue nor one below it may be outside.
fn check_calendars(faults: &mut Faults, catalog: &Catalog, tree: &QueueTree, id: QueueId, settings: &QueueSettings) {
    let owner = |key: &CalendarKey| catalog.calendar(key).and_then(|calendar| calendar.def().queue_id);
    let above = |owner: QueueId| settings.parent_id.is_some_and(|parent| tree.is_within(parent, owner));
    let own = settings.calendar.as_ref().and_then(owner);
    if own.is_some_and(|owner| owner != id && !above(owner)) {
        faults.because(
            "calendar",
            FieldCode::NotAllowed,
            "The calendar belongs to another branch.",
        );
    }
    let Some(before) = tree.get(id).filter(|before| before.parent_id != settings.parent_id) else {
        return;
    };
    let below = tree.subtree(&before.path).into_iter().filter_map(|id| tree.get(id));
    let left_outside = |queue: &Queue| {
        let owner = queue.calendar.as_ref().and_then(owner);
        owner.is_some_and(|owner| !(above(owner) || (tree.is_within(queue.id, owner) && tree.is_within(owner, id))))
    };
    if below.filter(|queue| queue.id != id).any(left_outside) {
        faults.because(
            "parent_id",
            FieldCode::NotAllowed,
            "A queue below is open by a calendar of the branch that it would leave.",
        );
    }
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

/// What new tickets begin with, when it is open and when locks end.
fn check_defaults(faults: &mut Faults, catalog: &Catalog, before: Option<&Queue>, settings: &QueueSettings) {
    match settings.unlock_minutes {
        Some(0) => faults.add("unlock_minutes", FieldCode::TooShort),
        Some(minutes) if minutes > UNLOCK_MAX_MINUTES => faults.add("unlock_minutes", FieldCode::TooLong),
        _ => {}
    }
    match settings.remind_days {
        Some(0) => faults.add("remind_days", FieldCode::TooShort),
        Some(days) if days > REMIND_DAYS_MAX => faults.add("remind_days", FieldCode::TooLong),
        _ => {}
    }
    if let Some(key) = &settings.calendar {
        let unchanged = before.is_some_and(|before| before.calendar.as_ref() == Some(key));
        faults.chosen(
            "calendar",
            catalog.calendar(key).map(|found| found.def().valid),
            unchanged,
        );
    }
    if let Some(key) = &settings.sla {
        let unchanged = before.is_some_and(|before| before.sla.as_ref() == Some(key));
        faults.chosen("sla", catalog.sla(key).map(|found| found.valid), unchanged);
    }
    if let Some(key) = &settings.default_type {
        let unchanged = before.is_some_and(|before| before.default_type.as_ref() == Some(key));
        faults.chosen(
            "default_type",
            catalog.ticket_type(key).map(|found| found.valid),
            unchanged,
        );
    }
}
