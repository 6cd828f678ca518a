//! An article as it came: the raw mail, and its HTML as a document of its own.

use bytes::Bytes;
use pult_domain::{
    policy,
    ticket::{Side, Ticket},
};
use pult_markup::Showing;
use pult_shared::{api::reading::ReadingOf, error::ErrorCode, ids::ArticleId, person::Language};
use pult_store::{
    articles::{self, Article},
    blobs, tickets,
};

use super::{find::side_of_written, reading};
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

async fn find(
    app: &App,
    signed_in: &SignedIn,
    id: ArticleId,
    what: ReadingOf,
) -> Result<(Article, Side), ServiceError> {
    let not_found = || ServiceError::code(ErrorCode::ArticleNotFound);
    let article = articles::find(&app.store, id).await?.ok_or_else(not_found)?;
    match side_of_written(&app.store, signed_in, article.ticket_id).await? {
        Some((ticket, Side::Agent)) => {
            reading::note(app, signed_in, &ticket, Side::Agent, what).await?;
            Ok((article, Side::Agent))
        }
        Some((ticket, Side::Customer)) if article.visible_to_customer && !article.recalled && !article.waits => {
            reading::note(app, signed_in, &ticket, Side::Customer, what).await?;
            Ok((article, Side::Customer))
        }
        _ => Err(not_found()),
    }
}

/// An article with the ticket in which an agent reads it.
///
/// # Errors
/// `article_not_found`, also for whoever does not see the ticket as an agent.
pub async fn with_ticket(app: &App, signed_in: &SignedIn, id: ArticleId) -> Result<(Article, Ticket), ServiceError> {
    let not_found = || ServiceError::code(ErrorCode::ArticleNotFound);
    let article = articles::find(&app.store, id).await?.ok_or_else(not_found)?;
    let root = tickets::root_of(&app.store, article.ticket_id)
        .await?
        .unwrap_or(article.ticket_id);
    let ticket = tickets::find(&app.store, &tickets::TicketKey::Id(root)).await?;
    let ticket = ticket.filter(|ticket| policy::side(&signed_in.actor, ticket) == Some(Side::Agent));
    Ok((article, ticket.ok_or_else(not_found)?))
}

/// The raw mail, for agents: it may name more than the article shows.
///
/// # Errors
/// `article_not_found`, also for one that did not come by mail.
pub async fn raw(app: &App, signed_in: &SignedIn, id: ArticleId) -> Result<Bytes, ServiceError> {
    let not_found = || ServiceError::code(ErrorCode::ArticleNotFound);
    let (article, side) = find(app, signed_in, id, ReadingOf::RawMail).await?;
    let hash = article.raw_blob.filter(|_| side == Side::Agent).ok_or_else(not_found)?;
    blobs::get(&app.store, &hash)
        .await?
        .ok_or_else(|| ServiceError::Internal(format!("blob {hash} is missing")))
}

/// The sanitised HTML as a document; with images of other sites only where they were asked for.
///
/// # Errors
/// `article_not_found`, also for one without HTML.
pub async fn html(
    app: &App,
    signed_in: &SignedIn,
    id: ArticleId,
    images: bool,
    language: Language,
) -> Result<String, ServiceError> {
    let (article, _) = find(app, signed_in, id, ReadingOf::Ticket).await?;
    let html = article
        .html
        .ok_or_else(|| ServiceError::code(ErrorCode::ArticleNotFound))?;
    let history = app.texts.in_language(language).get("mail-earlier-messages");
    let showing = Showing {
        remote_images: images,
        history: Some(&history),
    };
    let body = pult_markup::show(&html, &showing);
    Ok(pult_markup::mail_document(&body, language.tag()))
}
