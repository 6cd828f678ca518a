//! Articles with their files, and the message ids by which later mails find the ticket.

use std::collections::HashMap;

use pult_domain::ticket::NewArticle;
use pult_shared::ids::{ArticleId, AttachmentId, TicketId, UploadId};
use sea_orm::Value;

use super::{Change, NewAttachment, chunks, insert_rows, to_json};
use crate::{
    StoreError, WriteTx, conn,
    sql::{Sql, bind, key},
    uploads,
};

/// Writes a change's articles, files and message ids.
pub(super) async fn write(tx: &WriteTx, change: &Change<'_>) -> Result<(), StoreError> {
    insert_articles(tx, change).await?;
    insert_attachments(tx, change).await?;
    insert_thread_ids(tx, change).await
}

const INSERT: &str = "INSERT INTO articles (id, ticket_id, direction, channel, visible_to_customer, author_id, mail_from, \
     mail_to, mail_cc, subject, body, html, message_id, automatic, held, trust, invitations, created_at, raw_blob) VALUES ";

async fn insert_articles(tx: &WriteTx, change: &Change<'_>) -> Result<(), StoreError> {
    let ticket = change.decision.ticket.id;
    // The first one is what the mail came in as.
    let raw = std::iter::once(change.raw_blob.clone()).chain(std::iter::repeat(None));
    let rows = change.decision.articles.iter().zip(raw);
    let rows: Vec<Vec<Value>> = rows
        .map(|(article, raw_blob)| article_row(ticket, article, raw_blob))
        .collect::<Result<_, StoreError>>()?;
    insert_rows(tx, INSERT, rows).await
}

/// Articles of several tickets, and the message ids by which later mails find them.
pub(super) async fn insert_many(
    tx: &WriteTx,
    articles: Vec<Vec<Value>>,
    thread_ids: Vec<Vec<Value>>,
) -> Result<(), StoreError> {
    insert_rows(tx, INSERT, articles).await?;
    for rows in chunks(thread_ids) {
        insert_threads(tx, rows).await?;
    }
    Ok(())
}

pub(super) fn article_row(
    ticket: TicketId,
    article: &NewArticle,
    raw_blob: Option<String>,
) -> Result<Vec<Value>, StoreError> {
    Ok(bind![
        article.id,
        ticket,
        article.direction.name(),
        article.channel.name(),
        article.visible_to_customer,
        article.author_id,
        article.from.as_ref().map(to_json).transpose()?,
        to_json(&article.to)?,
        to_json(&article.cc)?,
        &article.subject,
        &article.text,
        article.html.clone(),
        article.message_id.clone(),
        article.automatic,
        article.held,
        article.trust.as_ref().map(to_json).transpose()?,
        (!article.invitations.is_empty())
            .then(|| to_json(&article.invitations))
            .transpose()?,
        article.created_at,
        raw_blob,
    ])
}

/// Files of mails and uploads; an upload keeps its id and is one no more.
async fn insert_attachments(tx: &WriteTx, change: &Change<'_>) -> Result<(), StoreError> {
    let mut files = change.attachments.clone();
    let wanted: Vec<(ArticleId, UploadId)> = change
        .decision
        .articles
        .iter()
        .flat_map(|article| article.uploads.iter().map(|upload| (article.id, *upload)))
        .collect();
    let ids: Vec<UploadId> = wanted.iter().map(|(_, upload)| *upload).collect();
    let mut found: HashMap<UploadId, uploads::Upload> = uploads::find(tx, &ids)
        .await?
        .into_iter()
        .map(|upload| (upload.id, upload))
        .collect();
    for (index, (article_id, id)) in wanted.into_iter().enumerate() {
        let Some(upload) = found.remove(&id) else {
            // Named twice it is one file still.
            if ids.iter().take(index).any(|before| *before == id) {
                continue;
            }
            return Err(StoreError::Database(format!(
                "the upload {id} is gone; look for it in the same transaction"
            )));
        };
        files.push(NewAttachment {
            id: AttachmentId(id.0),
            article_id,
            name: upload.name,
            media_type: upload.media_type,
            content_id: None,
            inline: false,
            blob_hash: upload.blob_hash,
            size: upload.size,
        });
    }
    if files.is_empty() {
        return Ok(());
    }
    let statement = "INSERT INTO attachments (id, article_id, position, name, media_type, size, inline, content_id, blob_hash) VALUES ";
    let rows = (0i64..).zip(files).map(|(position, file)| {
        bind![
            file.id,
            file.article_id,
            position,
            file.name,
            file.media_type,
            file.size,
            file.inline,
            file.content_id,
            file.blob_hash,
        ]
    });
    insert_rows(tx, statement, rows.collect()).await?;
    uploads::delete(tx, &ids).await
}

async fn insert_thread_ids(tx: &WriteTx, change: &Change<'_>) -> Result<(), StoreError> {
    let decision = change.decision;
    let mut ids: Vec<&str> = change
        .thread_ids
        .iter()
        .map(String::as_str)
        .chain(
            decision
                .articles
                .iter()
                .filter_map(|article| article.message_id.as_deref()),
        )
        .chain(decision.mails.iter().map(|mail| mail.message_id.as_str()))
        .chain(change.outgoing.iter().map(|mail| mail.message_id.as_str()))
        .filter(|id| !id.is_empty())
        .collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(());
    }
    let rows = ids.into_iter().map(|id| thread_row(id, decision.ticket.id));
    insert_threads(tx, rows.collect()).await
}

pub(super) fn thread_row(message_id: &str, ticket: TicketId) -> Vec<Value> {
    bind![key(message_id), ticket]
}

async fn insert_threads(tx: &WriteTx, rows: Vec<Vec<Value>>) -> Result<(), StoreError> {
    let mut sql = Sql::new("INSERT INTO thread_ids (message_id, ticket_id) VALUES ");
    sql.rows(rows).push(" ON CONFLICT DO NOTHING");
    conn::run(tx, sql).await.map(|_| ())
}
