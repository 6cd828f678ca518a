//! One file of an article, with what decides who may have it.

use pult_shared::ids::{ArticleId, AttachmentId, TicketId};

use crate::{
    StoreError,
    conn::{self, Conn},
    outbox,
    row::{FromRow, Row},
    sql::Sql,
};

/// A file of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    pub id: AttachmentId,
    pub article_id: ArticleId,
    pub ticket_id: TicketId,
    /// As its article; not those of a message that was taken back or still can be.
    pub visible_to_customer: bool,
    pub name: String,
    pub media_type: String,
    pub size: u64,
    pub inline: bool,
    pub content_id: Option<String>,
    pub blob_hash: String,
}

impl FromRow for Attachment {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            article_id: row.get("article_id")?,
            ticket_id: row.get("ticket_id")?,
            visible_to_customer: row.get("visible_to_customer")?,
            name: row.get("name")?,
            media_type: row.get("media_type")?,
            size: row.get("size")?,
            inline: row.get("inline")?,
            content_id: row.get("content_id")?,
            blob_hash: row.get("blob_hash")?,
        })
    }
}

/// The columns before and behind what depends on the outbox.
const SELECT: &str = "SELECT f.id, f.article_id, a.ticket_id, f.name, f.media_type, f.size, f.inline, f.content_id, f.blob_hash, \
     (a.visible_to_customer AND NOT a.recalled AND NOT ";
const FROM: &str = ") AS visible_to_customer FROM attachments f JOIN articles a ON a.id = f.article_id";

fn select() -> Sql {
    let mut sql = Sql::new(SELECT);
    sql.push(outbox::WAITS).push(FROM);
    sql
}

/// The file with this id.
pub async fn find(conn: &impl Conn, id: AttachmentId) -> Result<Option<Attachment>, StoreError> {
    let mut sql = select();
    sql.push(" WHERE f.id = ").bind(id);
    conn::one(conn, sql).await
}

/// All files of an article, in order.
pub async fn of_article(conn: &impl Conn, article: ArticleId) -> Result<Vec<Attachment>, StoreError> {
    let mut sql = select();
    sql.push(" WHERE f.article_id = ")
        .bind(article)
        .push(" ORDER BY f.position");
    conn::all(conn, sql).await
}

/// All files of several articles, article by article.
pub async fn of_articles(conn: &impl Conn, articles: &[ArticleId]) -> Result<Vec<Attachment>, StoreError> {
    if articles.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = select();
    sql.push(" WHERE f.article_id IN ").list(articles.iter().copied());
    sql.push(" ORDER BY f.article_id, f.position");
    conn::all(conn, sql).await
}
