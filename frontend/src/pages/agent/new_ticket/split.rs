//! An article of another ticket that becomes a ticket of its own: the form begins with what it says.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_location;
use pult_shared::{ids::ArticleId, mailbox::Mailbox, ticket::Direction};

use super::{form::Fields, person::Requester};
use crate::{api, i18n::words, toast::Toasts};

/// Which article of which ticket.
#[derive(Clone, Debug)]
pub struct Wanted {
    article: ArticleId,
    number: String,
}

/// What the address asks for: `?split=<article>&from=<number>`.
pub fn wanted() -> Option<Wanted> {
    let query = use_location().query;
    query.with_untracked(|query| {
        let article = query.get("split")?.parse().ok()?;
        let number = query.get("from")?;
        Some(Wanted { article, number })
    })
}

/// Fills the form in with the article: who wrote it asks, in the queue of the other ticket.
pub fn fill_in(fields: Fields, wanted: Wanted) {
    let toasts = Toasts::expect();
    spawn_local(async move {
        let ticket = api::tickets::get_ticket(&wanted.number).await;
        let articles = api::articles::list_articles(&wanted.number).await;
        let (ticket, articles) = match ticket.and_then(|ticket| articles.map(|articles| (ticket, articles))) {
            Ok(found) => found,
            Err(error) => {
                toasts.show(words::error(&error));
                return;
            }
        };
        let article = articles.into_iter().find(|article| article.id == wanted.article);
        let (Some(article), Some(())) = (article, fields.split_from.try_get_untracked().map(|_| ())) else {
            return;
        };
        let requester = Mailbox {
            name: Some(ticket.requester.name.clone()),
            address: ticket.requester.address.clone().unwrap_or_default(),
        };
        let sender = article
            .from
            .clone()
            .filter(|_| article.direction == Direction::Incoming);
        let who = sender.or(Some(requester).filter(|one| !one.address.is_empty()));
        fields.requester.set(who.map_or(Requester::Nobody, Requester::At));
        fields.sheet.subject.set(if article.subject.is_empty() {
            ticket.subject
        } else {
            article.subject
        });
        fields.sheet.body.set(article.text);
        fields.sheet.queue.set(Some(ticket.queue.id));
        fields.channel.set(article.channel);
        fields.split_from.set(Some(wanted.article));
    });
}
