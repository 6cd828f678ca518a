//! What may this person do here, and why (requirement B11).

use pult_domain::{
    policy::{self, needed_permission, permit_command},
    role::{self, HeldGrant},
    ticket::Ticket,
};
use pult_shared::{
    api::person::{CommandRight, RightsView},
    command::CommandName,
    ids::PersonId,
    person::Permission,
};
use pult_store::{people, roles};

use super::show::card;
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn, ticket::find::find},
};

/// What a person may do in the queues that the reader may see, and to a ticket where one is named.
///
/// # Errors
/// `forbidden` for whoever neither manages a queue nor asks about themselves; `person_not_found`, `ticket_not_found`.
pub async fn rights(
    app: &App,
    signed_in: &SignedIn,
    id: PersonId,
    ticket: Option<&str>,
) -> Result<RightsView, ServiceError> {
    policy::may_see_rights(&signed_in.actor, id)?;
    let person = card(app, signed_in, id).await?;
    let held: Vec<HeldGrant> = match person.administrator {
        true => Vec::new(),
        false => held(app, id).await?,
    };
    let reader = &signed_in.actor;
    let sees =
        |queue| reader.person_id == id || reader.has(Permission::View, queue) || reader.has(Permission::Manage, queue);
    let commands = match ticket {
        None => Vec::new(),
        Some(ticket) => {
            let (ticket, _) = find(&app.store, signed_in, ticket).await?;
            commands(app, signed_in, id, &ticket).await?
        }
    };
    Ok(RightsView {
        person,
        rights: role::rights(&signed_in.tree, &held, sees),
        commands,
    })
}

async fn held(app: &App, id: PersonId) -> Result<Vec<HeldGrant>, ServiceError> {
    let held = roles::held_by(&app.store, id).await?;
    Ok(held
        .into_iter()
        .map(|held| HeldGrant {
            role_id: held.role_id,
            role: held.role,
            grant: held.grant,
        })
        .collect())
}

/// Whether the person may apply each command to the ticket; somebody who may no longer sign in may do nothing.
async fn commands(
    app: &App,
    signed_in: &SignedIn,
    id: PersonId,
    ticket: &Ticket,
) -> Result<Vec<CommandRight>, ServiceError> {
    let actor = people::actor(&app.store, id, &signed_in.tree).await?;
    let right = |command| CommandRight {
        command,
        allowed: actor
            .as_ref()
            .is_some_and(|actor| permit_command(actor, ticket, command).is_ok()),
        needs: needed_permission(command),
    };
    // What cannot be done to a ticket that exists is nobody's right.
    let applicable = CommandName::ALL
        .into_iter()
        .filter(|command| needed_permission(*command).is_some());
    Ok(applicable.map(right).collect())
}
