//! List the articles of a ticket: for customers without what is internal.

use std::collections::BTreeSet;

use pult_domain::ticket::{Side, Ticket};
use pult_shared::{
    api::{
        article::{ArticleOrder, ArticlePage, ArticleView},
        reading::ReadingOf,
    },
    ids::{PersonId, TicketId},
    limits::{PAGE_DEFAULT, PAGE_MAX},
    person::PersonRef,
    secrets,
    ticket::Direction,
};
use pult_store::{Conn, articles, people};

use super::{find, reading};
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// Which page of a conversation.
#[derive(Clone, Copy, Debug, Default)]
pub struct ListArticles<'a> {
    pub order: ArticleOrder,
    pub cursor: Option<&'a str>,
    pub limit: Option<u32>,
}

/// A page of the articles of a ticket and of those that go on in it.
///
/// # Errors
/// `ticket_not_found`, also for a ticket that the person may not see.
pub async fn articles(
    app: &App,
    signed_in: &SignedIn,
    ticket: &str,
    request: ListArticles<'_>,
) -> Result<ArticlePage, ServiceError> {
    let (ticket, side) = reading::find(app, signed_in, ticket, ReadingOf::Ticket).await?;
    let merged = find::merged(&app.store, signed_in, &ticket).await?;
    of(&app.store, &ticket, &merged, side, request).await
}

/// A page of the articles of tickets that were found before.
///
/// # Errors
/// When the database fails.
pub async fn of(
    conn: &impl Conn,
    ticket: &Ticket,
    merged: &[TicketId],
    side: Side,
    request: ListArticles<'_>,
) -> Result<ArticlePage, ServiceError> {
    let limit = request.limit.unwrap_or(PAGE_DEFAULT).clamp(1, PAGE_MAX);
    let mut home = vec![ticket.id];
    home.extend(merged);
    let agent = side == Side::Agent;
    let page = articles::page(conn, &home, agent, request.order, request.cursor, limit).await?;
    let authors: BTreeSet<PersonId> = page.items.iter().filter_map(|article| article.author_id).collect();
    let authors = people::refs(conn, &authors.into_iter().collect::<Vec<_>>()).await?;
    let view = |article: articles::Article| {
        let author = article.author_id.and_then(|id| authors.get(&id).cloned());
        // Addresses of agents stay inside; the desk's own address stands in `from`.
        let author = author.map(|mut person| {
            person.address = person.address.filter(|_| agent);
            person
        });
        view(article, author, ticket, agent)
    };
    Ok(ArticlePage {
        items: page.items.into_iter().map(view).collect(),
        next_cursor: page.next_cursor,
    })
}

fn view(article: articles::Article, author: Option<PersonRef>, ticket: &Ticket, agent: bool) -> ArticleView {
    let quote_at = pult_markup::fold_at(&article.text).map(|at| u32::try_from(at).unwrap_or(u32::MAX));
    let from_outside = agent && article.direction == Direction::Incoming;
    let secrets = if from_outside {
        secrets::kinds(&article.text)
    } else {
        Vec::new()
    };
    let signature_at = pult_markup::signature_at(&article.text).map(|at| u32::try_from(at).unwrap_or(u32::MAX));
    ArticleView {
        id: article.id,
        direction: article.direction,
        channel: article.channel,
        visible_to_customer: article.visible_to_customer,
        author,
        from: article.from,
        to: article.to,
        cc: article.cc,
        subject: article.subject,
        quote_at,
        signature_at,
        invitations: article.invitations,
        text: article.text,
        remote_images: article.html.as_deref().map_or(0, remote_images),
        html: article.html,
        attachments: article.attachments.into_iter().map(|file| file.view).collect(),
        automatic: article.automatic,
        raw: agent && article.raw_blob.is_some(),
        recalled: article.recalled,
        held: agent && article.held,
        trust: article.trust.filter(|_| agent),
        secrets,
        deliveries: article.deliveries,
        ticket_number: (article.ticket_id != ticket.id).then_some(article.ticket_number),
        created_at: article.created_at,
    }
}

fn remote_images(html: &str) -> u32 {
    u32::try_from(pult_markup::remote_images(html)).unwrap_or(u32::MAX)
}
