//! Many new tickets at once, each with all that has happened to it so far: what a seed or an import brings.
//!
//! The same rows as [`apply`](super::apply) writes, but one INSERT a table for all of them.

use pult_domain::{
    policy::Permit,
    ticket::{Decision, NewArticle, Ticket},
};
use sea_orm::Value;

use super::{Change, articles, chunks, insert_rows, link, parts, ticket};
use crate::{StoreError, WriteTx, history, search, tx::ChainHead};

/// Writes new tickets. Each is the changes that made it, in order: the opening first. Every change is a version.
///
/// # Errors
/// `Database` for what only [`apply`](super::apply) can write: files, mails, message ids beside those of articles, and what happens to
/// other tickets.
pub async fn enter(tx: &WriteTx, _permit: &Permit, tickets: &[Vec<Change<'_>>]) -> Result<(), StoreError> {
    let mut rows = Rows::default();
    for changes in tickets {
        rows.add(changes)?;
    }
    ticket::insert_many(tx, &rows.tickets).await?;
    for rows in chunks(rows.history) {
        history::append(tx, rows).await?;
    }
    articles::insert_many(tx, rows.articles, rows.thread_ids).await?;
    rows.parts.write(tx).await?;
    search::enter(tx, rows.documents).await
}

#[derive(Default)]
struct Rows<'a> {
    tickets: Vec<(&'a Ticket, i64, ChainHead)>,
    history: Vec<Vec<Value>>,
    articles: Vec<Vec<Value>>,
    thread_ids: Vec<Vec<Value>>,
    parts: parts::Rows,
    documents: Vec<search::Document>,
}

impl<'a> Rows<'a> {
    fn add(&mut self, changes: &'a [Change<'a>]) -> Result<(), StoreError> {
        let Some(last) = changes.last() else {
            return Ok(());
        };
        let ticket = &last.decision.ticket;
        let mut head = ChainHead::default();
        let mut version = 0;
        for change in changes {
            check(change)?;
            version += 1;
            let decision = change.decision;
            let (entries, end) = link(change, head, version)?;
            head = end;
            self.history.extend(entries);
            for article in &decision.articles {
                self.article(ticket, article)?;
            }
            self.documents.extend(search::documents(decision, version == 1));
        }
        self.parts.add(ticket, changes);
        self.tickets.push((ticket, version, head));
        Ok(())
    }

    fn article(&mut self, ticket: &Ticket, article: &NewArticle) -> Result<(), StoreError> {
        self.articles.push(articles::article_row(ticket.id, article, None)?);
        if let Some(id) = article.message_id.as_deref().filter(|id| !id.is_empty()) {
            self.thread_ids.push(articles::thread_row(id, ticket.id));
        }
        Ok(())
    }
}

fn check(change: &Change<'_>) -> Result<(), StoreError> {
    let Decision {
        articles,
        mails,
        recalled,
        others,
        ..
    } = change.decision;
    let uploads = articles
        .iter()
        .any(|article| !article.uploads.is_empty() || !article.files_of.is_empty());
    let more = uploads
        || !mails.is_empty()
        || !recalled.is_empty()
        || !others.is_empty()
        || !change.attachments.is_empty()
        || !change.outgoing.is_empty()
        || !change.thread_ids.is_empty()
        || change.raw_blob.is_some();
    if more {
        return Err(StoreError::Database(
            "files, mails and other tickets are not entered in bulk".to_owned(),
        ));
    }
    Ok(())
}

/// Enters rows of several kinds; none is no statement.
pub(super) async fn insert_all(tx: &WriteTx, statements: Vec<(&str, Vec<Vec<Value>>)>) -> Result<(), StoreError> {
    for (statement, rows) in statements {
        insert_rows(tx, statement, rows).await?;
    }
    Ok(())
}
