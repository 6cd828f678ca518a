//! List the articles of a ticket: for customers without what is internal.

use std::collections::BTreeSet;

use pult_domain::ticket::Side;
use pult_shared::{
    api::article::{ArticlePage, ArticleView},
    ids::PersonId,
    limits::{PAGE_DEFAULT, PAGE_MAX},
};
use pult_store::{articles, people};

use super::find;
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// A page of articles, oldest first.
///
/// # Errors
/// `ticket_not_found`, also for a ticket that the person may not see.
pub async fn articles(
    app: &App,
    signed_in: &SignedIn,
    ticket: &str,
    cursor: Option<&str>,
    limit: Option<u32>,
) -> Result<ArticlePage, ServiceError> {
    let (ticket, side) = find::find(&app.store, signed_in, ticket).await?;
    let limit = limit.unwrap_or(PAGE_DEFAULT).clamp(1, PAGE_MAX);
    let page = articles::page(&app.store, ticket.id, side == Side::Agent, cursor, limit).await?;
    let authors: BTreeSet<PersonId> = page.items.iter().filter_map(|article| article.author_id).collect();
    let authors = people::refs(&app.store, &authors.into_iter().collect::<Vec<_>>()).await?;
    let view = |article: articles::Article| {
        let author = article.author_id.and_then(|id| authors.get(&id).cloned());
        // Addresses of agents stay inside; the desk's own address stands in `from`.
        let author = author.map(|mut person| {
            person.address = person.address.filter(|_| side == Side::Agent);
            person
        });
        view(article, author)
    };
    Ok(ArticlePage {
        items: page.items.into_iter().map(view).collect(),
        next_cursor: page.next_cursor,
    })
}

fn view(article: articles::Article, author: Option<pult_shared::person::PersonRef>) -> ArticleView {
    let fresh = pult_markup::split_quote(&article.text);
    let quote_at = fresh
        .quoted
        .map(|_| u32::try_from(fresh.fresh.chars().count()).unwrap_or(u32::MAX));
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
        text: article.text,
        html: article.html,
        attachments: article.attachments.into_iter().map(|file| file.view).collect(),
        automatic: article.automatic,
        created_at: article.created_at,
    }
}
