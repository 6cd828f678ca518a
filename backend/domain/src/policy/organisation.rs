//! Who sees requests of others because both belong to an organisation whose members see each other's: as a customer, and never what is in a
//! sensitive queue or for named persons only.

use pult_shared::{
    event::TicketEvent,
    filter::{Filter, Who},
    person::Permission,
};

use super::{Visibility, holds, seen, side, takes_part};
use crate::{actor::Actor, organisation::Membership, ticket::Ticket};

/// The tickets of a person's organisation, their own among them; none where its members do not see each other's.
#[must_use]
pub fn organisation_tickets(actor: &Actor) -> Visibility {
    seen(actor, filter(actor))
}

/// The same rule as [`sees_by_organisation`]; a property test holds them equal.
pub(super) fn filter(actor: &Actor) -> Filter {
    let Some(member) = &actor.organisation else {
        return Filter::Nothing;
    };
    let of = Filter::Colleagues(member.of.key.clone());
    let everybodys = Filter::Readable(Who::Nobody);
    if member.sensitive.is_empty() {
        return Filter::all_of([of, everybodys]);
    }
    let sensitive = Filter::QueueIds(member.sensitive.iter().copied().collect());
    Filter::all_of([of, everybodys, sensitive.negate()])
}

/// Whether a person's organisation lets them see a ticket as its customer.
#[must_use]
pub fn sees_by_organisation(actor: &Actor, ticket: &Ticket) -> bool {
    actor.organisation.as_ref().is_some_and(|member| {
        ticket.organisation.as_ref() == Some(&member.of.key)
            && ticket.readers.is_none()
            && !is_sensitive(member, ticket)
    })
}

fn is_sensitive(member: &Membership, ticket: &Ticket) -> bool {
    let mut queues = std::iter::once(&ticket.queue_id).chain(&ticket.other_queues);
    queues.any(|queue| member.sensitive.contains(queue))
}

/// Whether members of the organisation may answer too.
pub(super) fn replies(actor: &Actor) -> bool {
    actor.organisation.as_ref().is_some_and(|member| member.of.reply)
}

/// Whether a person reads in a ticket all that goes on in it. Whoever works on it or takes part does; whoever sees it by their organisation
/// only what they would see without the merge, since that may have been somebody else's: [`goes_on_before`].
#[must_use]
pub fn reads_all_merged(actor: &Actor, into: &Ticket) -> bool {
    takes_part(actor, into) || holds(actor, Permission::View, into)
}

/// Whether what was written in a ticket may be read in the one in which it goes on.
#[must_use]
pub fn goes_on_before(actor: &Actor, into: &Ticket, merged: &Ticket) -> bool {
    reads_all_merged(actor, into) || side(actor, merged).is_some()
}

/// Whether an event has taken a ticket out of the sight of the requester's organisation: into a sensitive queue, or to named persons only.
pub(super) fn no_longer_shared(actor: &Actor, ticket: &Ticket, event: &TicketEvent) -> bool {
    let Some(member) = &actor.organisation else {
        return false;
    };
    if ticket.organisation.as_ref() != Some(&member.of.key) {
        return false;
    }
    match event {
        TicketEvent::Moved { from, .. } => !member.sensitive.contains(from) && ticket.readers.is_none(),
        TicketEvent::ReadersChanged { from: None, .. } => !is_sensitive(member, ticket),
        _ => false,
    }
}
