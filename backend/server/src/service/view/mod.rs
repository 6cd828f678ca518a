//! Saved views: a filter with a name, as a folder with a counter. One's own, those of a queue, those for everybody.

pub mod create;
pub mod delete;
pub mod list;
pub mod save;

use std::collections::BTreeSet;

use pult_domain::{actor::Actor, policy, refusal::Refusal};
use pult_shared::{
    api::view::{Sharing, ViewDef},
    error::{ErrorCode, FieldCode},
    ids::{PersonId, QueueId, ViewId},
    limits::NAME_MAX,
    person::Permission,
};
use pult_store::{Conn, views};

use crate::service::{ServiceError, session::who::SignedIn, ticket::asked::read_filter};

/// Checks what a view shall be, and that the person may make it so.
fn check(signed_in: &SignedIn, owner: PersonId, view: &ViewDef) -> Result<(), Refusal> {
    if view.name.trim().is_empty() {
        return Err(Refusal::field("name", FieldCode::Required));
    }
    if view.name.chars().count() > NAME_MAX {
        return Err(Refusal::field("name", FieldCode::TooLong));
    }
    let distinct: BTreeSet<_> = view.columns.iter().collect();
    if distinct.len() < view.columns.len() {
        return Err(Refusal::field("columns", FieldCode::Taken));
    }
    read_filter(signed_in, &view.filter, "filter")?;
    if let Sharing::Queue { queue_id } = view.sharing
        && !sees(&signed_in.actor, queue_id)
    {
        return Err(Refusal::new(ErrorCode::QueueNotFound));
    }
    may_edit(signed_in, owner, view.sharing)
}

fn may_edit(signed_in: &SignedIn, owner: PersonId, sharing: Sharing) -> Result<(), Refusal> {
    if policy::may_edit_view(&signed_in.actor, owner, sharing, &signed_in.tree) {
        Ok(())
    } else {
        Err(Refusal::because(
            ErrorCode::Forbidden,
            "A view of a queue needs manage there, one for everybody is the administrators', any other one its owner's.",
        ))
    }
}

fn sees(actor: &Actor, queue: QueueId) -> bool {
    actor.has(Permission::View, queue)
}

/// Whether a person has a view in their list.
fn is_listed(actor: &Actor, view: &views::View) -> bool {
    view.owner.id == actor.person_id
        || match view.view.sharing {
            Sharing::Nobody => false,
            Sharing::Queue { queue_id } => sees(actor, queue_id),
            Sharing::Everyone => actor.is_agent(),
        }
}

/// A view that the person has in their list and may change as it is.
async fn to_change(conn: &impl Conn, signed_in: &SignedIn, id: ViewId) -> Result<views::View, ServiceError> {
    let found = views::find(conn, id).await?;
    let view = found
        .filter(|view| is_listed(&signed_in.actor, view))
        .ok_or_else(|| ServiceError::code(ErrorCode::ViewNotFound))?;
    may_edit(signed_in, view.owner.id, view.view.sharing)?;
    Ok(view)
}
