//! Articles with their files.

use std::collections::HashMap;

use pult_shared::{
    Timestamp,
    api::article::AttachmentView,
    ids::{ArticleId, PersonId, TicketId},
    mailbox::Mailbox,
    ticket::{Channel, Direction},
};

use crate::{
    Page, StoreError,
    conn::{self, Conn, Single},
    page::{Cursor, list, rows_for},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// An article as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    pub id: ArticleId,
    pub ticket_id: TicketId,
    pub direction: Direction,
    pub channel: Channel,
    pub visible_to_customer: bool,
    pub author_id: Option<PersonId>,
    pub from: Option<Mailbox>,
    pub to: Vec<Mailbox>,
    pub cc: Vec<Mailbox>,
    pub subject: String,
    pub text: String,
    pub html: Option<String>,
    pub message_id: Option<String>,
    pub automatic: bool,
    pub created_at: Timestamp,
    pub attachments: Vec<ArticleAttachment>,
}

/// A file of an article, with the id by which the HTML body refers to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleAttachment {
    pub view: AttachmentView,
    pub content_id: Option<String>,
}

const COLUMNS: &str = "id, ticket_id, direction, channel, visible_to_customer, author_id, mail_from, mail_to, mail_cc, subject, \
     body, html, message_id, automatic, created_at";

impl FromRow for Article {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            ticket_id: row.get("ticket_id")?,
            direction: row.get("direction")?,
            channel: row.get("channel")?,
            visible_to_customer: row.get("visible_to_customer")?,
            author_id: row.get("author_id")?,
            from: row.json_or_null("mail_from")?,
            to: row.json("mail_to")?,
            cc: row.json("mail_cc")?,
            subject: row.get("subject")?,
            text: row.get("body")?,
            html: row.get("html")?,
            message_id: row.get("message_id")?,
            automatic: row.get("automatic")?,
            created_at: row.get("created_at")?,
            attachments: Vec::new(),
        })
    }
}

struct AttachmentRow {
    article_id: ArticleId,
    attachment: ArticleAttachment,
}

impl FromRow for AttachmentRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            article_id: row.get("article_id")?,
            attachment: ArticleAttachment {
                view: AttachmentView {
                    id: row.get("id")?,
                    name: row.get("name")?,
                    media_type: row.get("media_type")?,
                    size: row.get("size")?,
                    inline: row.get("inline")?,
                },
                content_id: row.get("content_id")?,
            },
        })
    }
}

/// A ticket's articles, oldest first; internal ones only where asked for.
///
/// # Errors
/// `BadCursor` for a cursor of another list.
pub async fn page(
    conn: &impl Conn,
    ticket: TicketId,
    include_internal: bool,
    cursor: Option<&str>,
    limit: u32,
) -> Result<Page<Article>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM articles WHERE ticket_id = ").bind(ticket);
    if !include_internal {
        sql.push(" AND visible_to_customer");
    }
    if let Some(after) = Cursor::decode(list::ARTICLES, cursor)? {
        sql.push(" AND (created_at, id) > ").tuple(bind![after.first, after.id]);
    }
    sql.push(" ORDER BY created_at, id LIMIT ").bind(rows_for(limit));
    let rows: Vec<Article> = conn::all(conn, sql).await?;
    let mut page = Page::cut(rows, limit, |last| {
        Cursor::at(list::ARTICLES, last.created_at.as_millisecond(), last.id.0)
    });
    add_attachments(conn, &mut page.items).await?;
    Ok(page)
}

/// The article with this id.
pub async fn find(conn: &impl Conn, id: ArticleId) -> Result<Option<Article>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM articles WHERE id = ").bind(id);
    let Some(article) = conn::one::<Article>(conn, sql).await? else {
        return Ok(None);
    };
    let mut articles = vec![article];
    add_attachments(conn, &mut articles).await?;
    Ok(articles.pop())
}

async fn add_attachments(conn: &impl Conn, articles: &mut [Article]) -> Result<(), StoreError> {
    if articles.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::new(
        "SELECT id, article_id, name, media_type, size, inline, content_id FROM attachments WHERE article_id IN ",
    );
    sql.list(articles.iter().map(|article| article.id))
        .push(" ORDER BY article_id, position");
    let mut of_article: HashMap<ArticleId, Vec<ArticleAttachment>> = HashMap::new();
    for row in conn::all::<AttachmentRow>(conn, sql).await? {
        of_article.entry(row.article_id).or_default().push(row.attachment);
    }
    for article in articles {
        article.attachments = of_article.remove(&article.id).unwrap_or_default();
    }
    Ok(())
}

/// The ids of a ticket's latest messages that went by mail, oldest first: the `References` of the next one.
pub async fn last_message_ids(conn: &impl Conn, ticket: TicketId, limit: u32) -> Result<Vec<String>, StoreError> {
    let sql = Sql::with(
        "SELECT message_id AS value FROM articles WHERE ticket_id = $1 AND message_id IS NOT NULL AND visible_to_customer
         ORDER BY created_at DESC, id DESC LIMIT $2",
        bind![ticket, limit],
    );
    let newest_first: Vec<Single<String>> = conn::all(conn, sql).await?;
    Ok(newest_first.into_iter().rev().map(|row| row.0).collect())
}
