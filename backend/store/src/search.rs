//! The search index: what the analyser finds in subjects and articles, in the same transaction as they are written.

use pult_domain::{text::words, ticket::Decision};

use pult_shared::ids::{ArticleId, TicketId};

use crate::{
    StoreError, WriteTx,
    conn::{self, Single},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// Words that a row is found again by.
const FOUND_BY: usize = 50;

/// A text that tickets are found by: the ticket, the words, whether its customer finds it too.
pub(crate) type Document = (TicketId, Vec<String>, bool);

/// Rows of one INSERT.
const ROWS_AT_ONCE: usize = 1_000;

/// Enters the words of a decision's articles, and of the subject of a new ticket.
pub(crate) async fn index(tx: &WriteTx, decision: &Decision, new: bool) -> Result<(), StoreError> {
    enter(tx, documents(decision, new)).await
}

/// The texts of a decision's articles, and the subject of a new ticket.
pub(crate) fn documents(decision: &Decision, new: bool) -> Vec<Document> {
    let ticket = &decision.ticket;
    let subject = (new && !ticket.subject.is_empty()).then(|| (ticket.id, words(&ticket.subject), true));
    subject
        .into_iter()
        .chain(decision.articles.iter().map(|article| {
            let text = format!("{}\n{}", article.subject, article.text);
            (ticket.id, words(&text), article.visible_to_customer)
        }))
        .filter(|(_, words, _)| !words.is_empty())
        .collect()
}

/// Enters texts.
pub(crate) async fn enter(tx: &WriteTx, documents: Vec<Document>) -> Result<(), StoreError> {
    let dialect = conn::dialect(tx);
    for documents in documents.chunks(ROWS_AT_ONCE) {
        let mut sql = Sql::new("INSERT INTO search (ticket_id, visible, internal) VALUES ");
        for (index, (ticket, words, visible)) in documents.iter().enumerate() {
            sql.push(if index == 0 { "(" } else { ", (" }).bind(*ticket);
            for here in [*visible, !*visible] {
                sql.push(", ");
                dialect.push_document(&mut sql, if here { words } else { &[] });
            }
            sql.push(")");
        }
        conn::run(tx, sql).await?;
    }
    Ok(())
}

struct TextRow {
    subject: String,
    body: String,
}

impl FromRow for TextRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            subject: row.get("subject")?,
            body: row.get("body")?,
        })
    }
}

/// Makes articles that customers could see findable by agents only: they were taken back.
pub(crate) async fn hide(tx: &WriteTx, ticket: TicketId, articles: &[ArticleId]) -> Result<(), StoreError> {
    if articles.is_empty() {
        return Ok(());
    }
    let dialect = conn::dialect(tx);
    let mut sql = Sql::with(
        "SELECT subject, body FROM articles WHERE ticket_id = $1 AND visible_to_customer AND id IN ",
        bind![ticket],
    );
    sql.list(articles.iter().copied());
    for article in conn::all::<TextRow>(tx, sql).await? {
        let words = words(&format!("{}\n{}", article.subject, article.body));
        let Some(found_by) = words.get(..words.len().min(FOUND_BY)).filter(|words| !words.is_empty()) else {
            continue;
        };
        let Some(Single(key)) = conn::one::<Single<i64>>(tx, dialect.find_document(ticket, found_by)).await? else {
            continue;
        };
        let mut gone = Sql::new("DELETE FROM search WHERE ");
        gone.push(dialect.document_key()).push(" = ").bind(key);
        conn::run(tx, gone).await?;
        let mut sql = Sql::new("INSERT INTO search (ticket_id, visible, internal) VALUES (");
        sql.bind(ticket).push(", ");
        dialect.push_document(&mut sql, &[]);
        sql.push(", ");
        dialect.push_document(&mut sql, &words);
        sql.push(")");
        conn::run(tx, sql).await?;
    }
    Ok(())
}
