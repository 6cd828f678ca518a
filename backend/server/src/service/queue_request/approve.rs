//! Approve a request for a queue: queue, address, roles and members come into being in one transaction, or nothing does.

use std::{collections::BTreeSet, sync::Arc};

use pult_domain::{
    policy,
    queue::{check_approved, settings_of},
    refusal::Refusal,
    role::check_role,
};
use pult_shared::{
    api::{
        queue_request::{ApproveQueueRequest, QueueRequestDef, QueueRequestStatus, QueueRequestView},
        role::{Grant, RoleDef},
    },
    error::ErrorCode,
    i18n::Texts,
    ids::{QueueId, RoleId},
    limits::ROLES_MAX,
    ticket::TicketNumber,
};
use pult_store::{
    WriteTx, catalog, people as stored,
    queue_requests::{self, Settled},
    queues, roles,
};

use super::{
    answer::answer,
    people,
    plan::{NewRole, new_roles},
    show, to_decide,
};
use crate::{
    app::App,
    service::{
        ServiceError,
        role::members::log_member,
        session::who::SignedIn,
        settings_log::{self, Thing},
        ticket::write,
    },
};

/// Approves a request: everything that was planned is made, and whoever asked is told.
///
/// # Errors
/// `queue_request_not_found`, `forbidden`; `invalid` with the fields at fault, also where a name or an address was taken meanwhile;
/// `not_applicable` where somebody has decided already.
pub async fn approve(
    app: &App,
    signed_in: &SignedIn,
    number: &TicketNumber,
    changes: &ApproveQueueRequest,
) -> Result<QueueRequestView, ServiceError> {
    let request = to_decide(&app.store, signed_in, number).await?;
    people::enter_unknown(app, &request.wanted).await?;
    // Whoever changes settings waits here for the one before: of two approvals the second one finds what the first has made.
    let tx = settings_log::begin(app).await?;
    let request = to_decide(&tx, signed_in, number).await?;
    if request.status != QueueRequestStatus::Open {
        return Err(Refusal::because(
            ErrorCode::NotApplicable,
            "Somebody has decided on this request already.",
        )
        .into());
    }
    let wanted = changed(request.wanted, changes);
    let permit = policy::permit_queue_decision(&signed_in.actor, wanted.parent_id)?;
    let id = QueueId(app.fresh());
    let signed_in = make(app, &tx, signed_in, id, &wanted).await?;
    let settled = Settled {
        status: QueueRequestStatus::Approved,
        at: app.now(),
        by: signed_in.actor.person_id,
        refusal: None,
        queue_id: Some(id),
    };
    if !queue_requests::settle(&tx, request.ticket_id, &settled).await? {
        return Err(ServiceError::code(ErrorCode::NotApplicable));
    }
    let path = signed_in
        .tree
        .get(id)
        .map(|queue| queue.path.clone())
        .unwrap_or_default();
    let text = |texts: &Texts| {
        let queue = wanted.names.or_other(texts.language());
        let key = match &wanted.address {
            Some(_) => "mail-queue-request-approved-address",
            None => "mail-queue-request-approved",
        };
        let address = wanted.address.as_deref().unwrap_or_default();
        texts.format(
            key,
            &[
                ("queue", queue.into()),
                ("path", path.as_str().into()),
                ("address", address.into()),
            ],
        )
    };
    answer(app, &tx, &signed_in, permit, request.ticket_id, text).await?;
    write::commit(app, tx).await?;
    show::show(app, &signed_in, number).await
}

fn changed(wanted: QueueRequestDef, changes: &ApproveQueueRequest) -> QueueRequestDef {
    let address = match &changes.address {
        Some(address) => Some(address.trim().to_lowercase()).filter(|address| !address.is_empty()),
        None => wanted.address,
    };
    QueueRequestDef {
        key: changes.key.clone().or(wanted.key),
        address,
        ..wanted
    }
}

/// Makes the queue and its roles, each with its line in the log. Gives the caller as they are then: with what they may in the new queue.
async fn make(
    app: &App,
    tx: &WriteTx,
    signed_in: &SignedIn,
    id: QueueId,
    wanted: &QueueRequestDef,
) -> Result<SignedIn, ServiceError> {
    let (known, tree) = (catalog::load(tx).await?, queues::tree(tx).await?);
    let change = check_approved(&signed_in.actor, &tree, &known, id, wanted)?;
    let named = people::find(tx, wanted).await?.all()?;
    queues::insert(tx, &change.queue).await?;
    let line = settings_log::line(app, signed_in, Thing::Queue, id);
    line.write(tx, None, Some(&settings_of(&change.queue))).await?;
    let tree = queues::tree(tx).await?;
    let me = signed_in.actor.person_id;
    let actor = stored::actor(tx, me, &tree).await?;
    let signed_in = SignedIn {
        actor: actor.ok_or_else(|| ServiceError::code(ErrorCode::Forbidden))?,
        tree: Arc::new(tree),
        ..signed_in.clone()
    };
    let taken: BTreeSet<String> = roles::names(tx).await?.into_iter().map(|(name, _)| name).collect();
    let planned = new_roles(app, &signed_in, &taken, wanted, &change.queue.path, &named);
    if taken.len() + planned.len() > ROLES_MAX {
        return Err(Refusal::because(ErrorCode::Invalid, "There are as many roles as there may be.").into());
    }
    for role in planned {
        make_role(app, tx, &signed_in, id, role).await?;
    }
    Ok(signed_in)
}

async fn make_role(
    app: &App,
    tx: &WriteTx,
    signed_in: &SignedIn,
    queue: QueueId,
    role: NewRole,
) -> Result<(), ServiceError> {
    let grant = |permission: &_| Grant {
        queue_id: queue,
        permission: *permission,
    };
    let definition = RoleDef {
        name: role.name,
        description: String::new(),
        grants: role.permissions.iter().map(grant).collect(),
        requires_second_factor: false,
    };
    policy::permit_role(&signed_in.actor, &definition.grants)?;
    let definition = check_role(&signed_in.tree, &definition)?;
    let id = RoleId(app.fresh());
    roles::save(tx, id, &definition)
        .await
        .map_err(crate::service::role::name_taken)?;
    let line = settings_log::line(app, signed_in, Thing::Role, id);
    line.write(tx, None, Some(&definition)).await?;
    let members = stored::refs(tx, &role.members).await?;
    for member in members.values() {
        roles::add_member(tx, id, member.id).await?;
        log_member(app, tx, signed_in, id, None, Some(member)).await?;
    }
    Ok(())
}
