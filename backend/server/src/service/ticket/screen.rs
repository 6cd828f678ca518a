//! All that the page of a ticket shows, in one answer: a fixed number of queries, those that do not need each other at once.

use pult_domain::{
    policy,
    ticket::{Side, Ticket},
};
use pult_shared::api::{
    article::{ArticleOrder, ArticlePage},
    person::PersonCard,
    presence::PresenceView,
    reading::ReadingOf,
    ticket::{TicketRef, TicketScreen},
};
use pult_store::{people, tickets};

use super::{
    articles::{self, ListArticles},
    find, reading, view,
};
use crate::{
    app::App,
    service::{ServiceError, draft, session::who::SignedIn},
};

/// Articles of the first page; the rest comes as one reads on.
const ARTICLES: u32 = 30;
/// How far a page looks ahead when it offers days.
const DAYS_AHEAD: usize = 60;
/// Other tickets of the requester.
const OTHERS: u32 = 10;

/// The page of a ticket.
///
/// # Errors
/// `ticket_not_found`, also for a ticket that the person may not see.
pub async fn screen(app: &App, signed_in: &SignedIn, ticket: &str) -> Result<TicketScreen, ServiceError> {
    let (ticket, side) = reading::find(app, signed_in, ticket, ReadingOf::Ticket).await?;
    let agent = side == Side::Agent;
    let (view, articles, drafts, requester, other_tickets) = tokio::try_join!(
        view::one(&app.store, signed_in, &ticket),
        newest(app, signed_in, &ticket, side),
        draft::list::of_ticket(&app.store, signed_in, ticket.id),
        requester(app, signed_in, &ticket, agent),
        others(app, signed_in, &ticket, agent),
    )?;
    Ok(TicketScreen {
        ticket: view,
        articles,
        requester,
        other_tickets,
        drafts,
        presence: agent.then(|| presence(app, signed_in, &ticket)),
        closed_days: if agent {
            closed_days(app, signed_in, &ticket)
        } else {
            Vec::new()
        },
    })
}

async fn newest(app: &App, signed_in: &SignedIn, ticket: &Ticket, side: Side) -> Result<ArticlePage, ServiceError> {
    let merged = find::merged(&app.store, signed_in, ticket).await?;
    let request = ListArticles {
        order: ArticleOrder::NewestFirst,
        cursor: None,
        limit: Some(ARTICLES),
    };
    articles::of(&app.store, ticket, &merged, side, request).await
}

fn closed_days(app: &App, signed_in: &SignedIn, ticket: &Ticket) -> Vec<String> {
    let calendar = signed_in.catalog.calendar_of(ticket.queue_id, &signed_in.tree);
    calendar.map_or_else(Vec::new, |calendar| calendar.closed_days(app.now(), DAYS_AHEAD))
}

/// Who else is there.
fn presence(app: &App, signed_in: &SignedIn, ticket: &Ticket) -> PresenceView {
    let mut view = app.presence.at(ticket.id, app.now());
    view.people
        .retain(|present| present.person.id != signed_in.actor.person_id);
    view
}

/// Who asked, with how many active tickets the reader sees of theirs.
async fn requester(
    app: &App,
    signed_in: &SignedIn,
    ticket: &Ticket,
    agent: bool,
) -> Result<Option<PersonCard>, ServiceError> {
    if !agent {
        return Ok(None);
    }
    let mut cards = people::cards(&app.store, &[ticket.requester_id]).await?;
    people::count_tickets(&app.store, &policy::visible_tickets(&signed_in.actor), &mut cards).await?;
    Ok(cards.pop())
}

/// The requester's other tickets that the reader may see.
async fn others(app: &App, signed_in: &SignedIn, ticket: &Ticket, agent: bool) -> Result<Vec<TicketRef>, ServiceError> {
    if !agent {
        return Ok(Vec::new());
    }
    let visible = policy::visible_tickets(&signed_in.actor);
    let others = tickets::of_requester(&app.store, &visible, ticket.requester_id, Some(ticket.id), OTHERS).await?;
    Ok(others.iter().map(view::ticket_ref).collect())
}
