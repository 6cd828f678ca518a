//! List one's own drafts.

use std::collections::BTreeSet;

use pult_domain::policy;
use pult_shared::{
    api::{
        article::UploadView,
        draft::{DraftList, DraftView},
    },
    ids::{PersonId, TicketId, UploadId},
};
use pult_store::{Conn, drafts, people, tickets, uploads};

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn, ticket::find},
};

/// The person's drafts, newest first; those of one ticket where one is named. Drafts for tickets that are out of the person's sight by
/// now are left out.
///
/// # Errors
/// `ticket_not_found`, also for a ticket that the person may not see.
pub async fn list(app: &App, signed_in: &SignedIn, ticket: Option<&str>) -> Result<DraftList, ServiceError> {
    if let Some(ticket) = ticket {
        let (ticket, _) = find::find(&app.store, signed_in, ticket).await?;
        let items = of_ticket(&app.store, signed_in, ticket.id).await?;
        return Ok(DraftList { items });
    }
    let person = signed_in.actor.person_id;
    let mut items = drafts::list(&app.store, person, None).await?;
    let named: Vec<TicketId> = items.iter().filter_map(|draft| draft.ticket_id).collect();
    let named = tickets::find_many(&app.store, &named).await?;
    let is_visible = |ticket: TicketId| {
        let ticket = named.get(&ticket);
        ticket.is_some_and(|ticket| policy::side(&signed_in.actor, ticket).is_some())
    };
    items.retain(|draft| draft.ticket_id.is_none_or(is_visible));
    let items = whole(&app.store, signed_in, items).await?;
    Ok(DraftList { items })
}

/// The person's drafts for a ticket that they may see.
///
/// # Errors
/// When the database fails.
pub async fn of_ticket(
    conn: &impl Conn,
    signed_in: &SignedIn,
    ticket: TicketId,
) -> Result<Vec<DraftView>, ServiceError> {
    let drafts = drafts::list(conn, signed_in.actor.person_id, Some(ticket)).await?;
    whole(conn, signed_in, drafts).await
}

/// Adds what drafts name by id only: their files, and at the desk the people.
///
/// # Errors
/// When the database fails.
pub async fn whole(
    conn: &impl Conn,
    signed_in: &SignedIn,
    mut drafts: Vec<DraftView>,
) -> Result<Vec<DraftView>, ServiceError> {
    let files: BTreeSet<UploadId> = drafts
        .iter()
        .flat_map(|draft| draft.content.attachments.clone())
        .collect();
    let files: Vec<UploadId> = files.into_iter().collect();
    let files = uploads::find_own(conn, &files, signed_in.actor.person_id).await?;
    let people: BTreeSet<PersonId> = drafts
        .iter()
        .filter(|_| signed_in.actor.is_agent())
        .flat_map(named)
        .collect();
    let people = people::refs(conn, &people.into_iter().collect::<Vec<_>>()).await?;
    for draft in &mut drafts {
        let file = |id: &UploadId| files.iter().find(|file| file.id == *id);
        draft.files = draft
            .content
            .attachments
            .iter()
            .filter_map(file)
            .map(upload_view)
            .collect();
        draft.people = named(draft).filter_map(|id| people.get(&id).cloned()).collect();
    }
    Ok(drafts)
}

fn named(draft: &DraftView) -> impl Iterator<Item = PersonId> + use<> {
    let content = &draft.content;
    let people: Vec<PersonId> = content.mentions.iter().copied().chain(content.requester_id).collect();
    people.into_iter()
}

fn upload_view(upload: &uploads::Upload) -> UploadView {
    UploadView {
        id: upload.id,
        name: upload.name.clone(),
        media_type: upload.media_type.clone(),
        size: upload.size,
    }
}
