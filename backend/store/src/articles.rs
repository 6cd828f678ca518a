//! Articles with their files.

use std::collections::{BTreeSet, HashMap};

use pult_shared::{
    Timestamp,
    api::article::{ArticleOrder, AttachmentView, Delivery, Invitation, SenderTrust},
    event::Contact,
    ids::{ArticleId, PersonId, TicketId},
    mailbox::Mailbox,
    ticket::{Channel, Direction, TicketNumber},
};

use crate::{
    Page, StoreError,
    conn::{self, Conn, Single},
    outbox,
    page::{Cursor, list, rows_for},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// An article as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    pub id: ArticleId,
    /// Where it was written: one that goes on in another ticket keeps its articles.
    pub ticket_id: TicketId,
    pub ticket_number: TicketNumber,
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
    /// Taken back before its mail left.
    pub recalled: bool,
    /// Waits for an agent to let it in.
    pub held: bool,
    /// It can still be taken back, so customers see nothing of it. Not told in pages: those for customers leave it out.
    pub waits: bool,
    /// What the site's mail server found out about the sender.
    pub trust: Option<SenderTrust>,
    pub invitations: Vec<Invitation>,
    /// The raw mail that it came by.
    pub raw_blob: Option<String>,
    pub created_at: Timestamp,
    pub attachments: Vec<ArticleAttachment>,
    /// What became of its mails; in pages for agents only.
    pub deliveries: Vec<Delivery>,
}

/// A file of an article, with the id by which the HTML body refers to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleAttachment {
    pub view: AttachmentView,
    pub content_id: Option<String>,
}

const SELECT: &str = "SELECT a.id, a.ticket_id, t.number, a.direction, a.channel, a.visible_to_customer, a.author_id, a.mail_from, \
     a.mail_to, a.mail_cc, a.subject, a.body, a.html, a.message_id, a.automatic, a.recalled, a.held, a.trust, a.invitations, a.raw_blob, a.created_at \
     FROM articles a JOIN tickets t ON t.id = a.ticket_id WHERE ";

impl FromRow for Article {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            ticket_id: row.get("ticket_id")?,
            ticket_number: row.get("number")?,
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
            recalled: row.get("recalled")?,
            held: row.get("held")?,
            waits: false,
            trust: row.json_or_null("trust")?,
            invitations: row.json_or_null("invitations")?.unwrap_or_default(),
            raw_blob: row.get("raw_blob")?,
            created_at: row.get("created_at")?,
            attachments: Vec::new(),
            deliveries: Vec::new(),
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

/// The articles of a ticket, and of those that go on in it: all that are named. Customers get neither internal ones nor what was
/// taken back or still can be; agents get what became of the mails too. Three queries at the most.
///
/// # Errors
/// `BadCursor` for a cursor of another list or order.
pub async fn page(
    conn: &impl Conn,
    tickets: &[TicketId],
    include_internal: bool,
    order: ArticleOrder,
    cursor: Option<&str>,
    limit: u32,
) -> Result<Page<Article>, StoreError> {
    let (list, beyond, by) = match order {
        ArticleOrder::OldestFirst => (list::ARTICLES, " > ", " ORDER BY a.created_at, a.id LIMIT "),
        ArticleOrder::NewestFirst => (
            list::ARTICLES_DESC,
            " < ",
            " ORDER BY a.created_at DESC, a.id DESC LIMIT ",
        ),
    };
    let mut sql = Sql::new(SELECT);
    match tickets {
        // One ticket's articles are in order in the index.
        [ticket] => sql.push("a.ticket_id = ").bind(*ticket),
        several => sql.push("a.ticket_id IN ").list(several.iter().copied()),
    };
    if !include_internal {
        sql.push(" AND a.visible_to_customer AND NOT a.recalled AND NOT ")
            .push(outbox::WAITS);
    }
    if let Some(after) = Cursor::decode(list, cursor)? {
        sql.push(" AND (a.created_at, a.id)")
            .push(beyond)
            .tuple(bind![after.first, after.id]);
    }
    sql.push(by).bind(rows_for(limit));
    let rows: Vec<Article> = conn::all(conn, sql).await?;
    let mut page = Page::cut(rows, limit, |last| {
        Cursor::at(list, last.created_at.as_millisecond(), last.id.0)
    });
    add_attachments(conn, &mut page.items).await?;
    if include_internal {
        add_deliveries(conn, &mut page.items).await?;
    }
    Ok(page)
}

/// The article with this id.
pub async fn find(conn: &impl Conn, id: ArticleId) -> Result<Option<Article>, StoreError> {
    Ok(find_many(conn, &[id]).await?.pop())
}

impl FromRow for Contact {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            first_answer_at: row.get("first_answer_at")?,
            last_answer_at: row.get("last_answer_at")?,
            last_contact_at: row.get("last_contact_at")?,
        })
    }
}

/// What the messages of a ticket say when one of them is left out, and those that were taken back. What rules write is neither answer nor contact.
pub async fn contact_without(conn: &impl Conn, ticket: TicketId, left_out: ArticleId) -> Result<Contact, StoreError> {
    let sql = Sql::with(
        "SELECT MIN(CASE WHEN direction = 'outgoing' THEN created_at END) AS first_answer_at,
           MAX(CASE WHEN direction = 'outgoing' THEN created_at END) AS last_answer_at, MAX(created_at) AS last_contact_at
         FROM articles WHERE ticket_id = $1 AND id <> $2 AND visible_to_customer AND NOT recalled AND NOT held
           AND direction <> 'internal' AND NOT (direction = 'outgoing' AND automatic)",
        bind![ticket, left_out],
    );
    Ok(conn::one(conn, sql).await?.unwrap_or_default())
}

/// The articles with these ids, oldest first; what nobody knows is left out.
pub async fn find_many(conn: &impl Conn, ids: &[ArticleId]) -> Result<Vec<Article>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new(SELECT);
    sql.push("a.id IN ").list(ids.iter().copied());
    sql.push(" ORDER BY a.created_at, a.id");
    let mut articles: Vec<Article> = conn::all(conn, sql).await?;
    add_attachments(conn, &mut articles).await?;
    let waiting = waiting(conn, ids).await?;
    for article in &mut articles {
        article.waits = waiting.contains(&article.id);
    }
    Ok(articles)
}

/// Those of these articles that can still be taken back.
pub async fn waiting(conn: &impl Conn, ids: &[ArticleId]) -> Result<BTreeSet<ArticleId>, StoreError> {
    if ids.is_empty() {
        return Ok(BTreeSet::new());
    }
    let mut sql = Sql::new("SELECT a.id AS value FROM articles a WHERE a.id IN ");
    sql.list(ids.iter().copied()).push(" AND ").push(outbox::WAITS);
    let rows: Vec<Single<ArticleId>> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// Those of these articles that customers see: written to them, neither taken back nor still to be.
pub async fn standing(conn: &impl Conn, ids: &[ArticleId]) -> Result<BTreeSet<ArticleId>, StoreError> {
    if ids.is_empty() {
        return Ok(BTreeSet::new());
    }
    let mut sql = Sql::new("SELECT a.id AS value FROM articles a WHERE a.id IN ");
    sql.list(ids.iter().copied())
        .push(" AND a.visible_to_customer AND NOT a.recalled AND NOT ")
        .push(outbox::WAITS);
    let rows: Vec<Single<ArticleId>> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

async fn add_deliveries(conn: &impl Conn, articles: &mut [Article]) -> Result<(), StoreError> {
    let sent = articles
        .iter()
        .filter(|article| article.direction != Direction::Incoming);
    let ids: Vec<&str> = sent.filter_map(|article| article.message_id.as_deref()).collect();
    let mut found = outbox::deliveries(conn, &ids).await?;
    for article in articles {
        let id = article.message_id.as_deref();
        article.deliveries = id.and_then(|id| found.remove(id)).unwrap_or_default();
    }
    Ok(())
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
        "SELECT message_id AS value FROM articles WHERE ticket_id = $1 AND message_id IS NOT NULL AND visible_to_customer AND NOT recalled
         ORDER BY created_at DESC, id DESC LIMIT $2",
        bind![ticket, limit],
    );
    let newest_first: Vec<Single<String>> = conn::all(conn, sql).await?;
    Ok(newest_first.into_iter().rev().map(|row| row.0).collect())
}
