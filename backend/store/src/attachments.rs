//! One file of an article, with what decides who may have it.

use pult_shared::ids::{ArticleId, AttachmentId, TicketId};

use crate::{
    StoreError,
    conn::{self, Conn},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// A file of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    pub id: AttachmentId,
    pub article_id: ArticleId,
    pub ticket_id: TicketId,
    /// As its article; not those of a message that was taken back.
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

const SELECT: &str = "SELECT f.id, f.article_id, a.ticket_id, \
     (a.visible_to_customer AND NOT a.recalled) AS visible_to_customer, f.name, f.media_type, f.size, f.inline, \
     f.content_id, f.blob_hash FROM attachments f JOIN articles a ON a.id = f.article_id";

/// The file with this id.
pub async fn find(conn: &impl Conn, id: AttachmentId) -> Result<Option<Attachment>, StoreError> {
    let mut sql = Sql::new(SELECT);
    sql.push(" WHERE f.id = ").bind(id);
    conn::one(conn, sql).await
}

/// All files of an article, in order.
pub async fn of_article(conn: &impl Conn, article: ArticleId) -> Result<Vec<Attachment>, StoreError> {
    let mut sql = Sql::with(SELECT, bind![article]);
    sql.push(" WHERE f.article_id = $1 ORDER BY f.position");
    conn::all(conn, sql).await
}

/// All files of several articles, article by article.
pub async fn of_articles(conn: &impl Conn, articles: &[ArticleId]) -> Result<Vec<Attachment>, StoreError> {
    if articles.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new(SELECT);
    sql.push(" WHERE f.article_id IN ").list(articles.iter().copied());
    sql.push(" ORDER BY f.article_id, f.position");
    conn::all(conn, sql).await
}
