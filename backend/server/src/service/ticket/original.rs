//! An article as it came: the raw mail, and its HTML as a document of its own.

use bytes::Bytes;
use pult_domain::{policy, ticket::Side};
use pult_markup::Showing;
use pult_shared::{error::ErrorCode, ids::ArticleId, person::Language};
use pult_store::{
    articles::{self, Article},
    blobs, tickets,
};

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

async fn find(app: &App, signed_in: &SignedIn, id: ArticleId) -> Result<(Article, Side), ServiceError> {
    let not_found = || ServiceError::code(ErrorCode::ArticleNotFound);
    let article = articles::find(&app.store, id).await?.ok_or_else(not_found)?;
    let root = tickets::root_of(&app.store, article.ticket_id)
        .await?
        .unwrap_or(article.ticket_id);
    let mut homes = vec![article.ticket_id, root];
    homes.dedup();
    // Whoever sees the ticket in which it goes on sees it there.
    let homes = tickets::find_many(&app.store, &homes).await?;
    let sides: Vec<Side> = homes
        .values()
        .filter_map(|ticket| policy::side(&signed_in.actor, ticket))
        .collect();
    let side = if sides.contains(&Side::Agent) {
        Some(Side::Agent)
    } else {
        sides.first().copied()
    };
    match side {
        Some(Side::Agent) => Ok((article, Side::Agent)),
        Some(Side::Customer) if article.visible_to_customer && !article.recalled => Ok((article, Side::Customer)),
        _ => Err(not_found()),
    }
}

/// The raw mail, for agents: it may name more than the article shows.
///
/// # Errors
/// `article_not_found`, also for one that did not come by mail.
pub async fn raw(app: &App, signed_in: &SignedIn, id: ArticleId) -> Result<Bytes, ServiceError> {
    let not_found = || ServiceError::code(ErrorCode::ArticleNotFound);
    let (article, side) = find(app, signed_in, id).await?;
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
    let (article, _) = find(app, signed_in, id).await?;
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
