//! What may this person do here, and why (requirement B11).

use pult_domain::{
    actor::Actor,
    policy::{self, needed_permission, permit_command},
    role::{self, HeldGrant},
    ticket::Ticket,
};
use pult_shared::{
    api::{
        organisation::OrganisationRight,
        person::{CommandRight, RightsView},
        role::Grant,
    },
    command::CommandName,
    ids::{PersonId, RoleId},
    person::Permission,
};
use pult_store::{absences, people, roles};

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
    let id = person.id;
    let held: Vec<HeldGrant> = match person.administrator {
        true => Vec::new(),
        false => held(app, signed_in, id).await?,
    };
    let reader = &signed_in.actor;
    let sees =
        |queue| reader.person_id == id || reader.has(Permission::View, queue) || reader.has(Permission::Manage, queue);
    let ticket = match ticket {
        None => None,
        Some(ticket) => Some(find(&app.store, signed_in, ticket).await?.0),
    };
    // Somebody who may no longer sign in may do nothing.
    let actor = people::actor(&app.store, id, &signed_in.tree).await?;
    Ok(RightsView {
        person,
        rights: role::rights(&signed_in.tree, &held, sees),
        organisation: by_organisation(actor.as_ref(), ticket.as_ref()),
        commands: ticket
            .map(|ticket| commands(actor.as_ref(), &ticket))
            .unwrap_or_default(),
    })
}

/// By which organisation the person sees requests of others, and whether by it the ticket.
fn by_organisation(actor: Option<&Actor>, ticket: Option<&Ticket>) -> Option<OrganisationRight> {
    let actor = actor?;
    let of = &actor.organisation.as_ref()?.of;
    Some(OrganisationRight {
        id: of.id,
        name: of.name.clone(),
        reply: of.reply,
        sees_ticket: ticket.map(|ticket| policy::sees_by_organisation(actor, ticket)),
    })
}

/// By roles, and as the deputy of others.
async fn held(app: &App, signed_in: &SignedIn, id: PersonId) -> Result<Vec<HeldGrant>, ServiceError> {
    let held = roles::held_by(&app.store, id).await?;
    let lent = absences::lent(&app.store, id, &signed_in.tree).await?;
    let away: Vec<PersonId> = lent.iter().map(|(person, _)| *person).collect();
    let names = people::refs(&app.store, &away).await?;
    let as_deputy = lent.into_iter().flat_map(|(person, grants)| {
        let name = names.get(&person).map(|person| person.name.clone()).unwrap_or_default();
        let each = grants
            .into_iter()
            .flat_map(|(queue, held)| held.into_iter().map(move |one| (queue, one)));
        each.map(move |(queue_id, permission)| HeldGrant {
            role_id: RoleId::NIL,
            role: name.clone(),
            grant: Grant { queue_id, permission },
            deputy_for: Some(name.clone()),
        })
        .collect::<Vec<_>>()
    });
    Ok(held
        .into_iter()
        .map(|held| HeldGrant {
            role_id: held.role_id,
            role: held.role,
            grant: held.grant,
            deputy_for: None,
        })
        .chain(as_deputy)
        .collect())
}

/// Whether the person may apply each command to the ticket.
fn commands(actor: Option<&Actor>, ticket: &Ticket) -> Vec<CommandRight> {
    let right = |command| CommandRight {
        command,
        allowed: actor.is_some_and(|actor| permit_command(actor, ticket, command).is_ok()),
        needs: needed_permission(command),
    };
    // What cannot be done to a ticket that exists is nobody's right.
    let applicable = CommandName::ALL
        .into_iter()
        .filter(|command| needed_permission(*command).is_some());
    applicable.map(right).collect()
}
