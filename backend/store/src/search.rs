//! The search index: what the analyser finds in subjects and articles, in the same transaction as they are written.

use pult_domain::{text::words, ticket::Decision};

use pult_shared::ids::{ArticleId, TicketId};

use crate::{
    StoreError, WriteTx, articles,
    conn::{self, Single},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// Words that a row is found again by.
const FOUND_BY: usize = 50;

/// A text that tickets are found by: the ticket, the words, whether its customer finds it too.
pub(crate) type Document = (TicketId, Vec<String>, bool);

/// Rows of one INSERT, as in `apply`.
const ROWS_AT_ONCE: usize = 50;

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
            (
                ticket.id,
                words(&text),
                article.visible_to_customer && !waits(decision, article.id),
            )
        }))
        .filter(|(_, words, _)| !words.is_empty())
        .collect()
}

/// Whether the mail of a new article can be taken back for a while: until it leaves, its words are the desk's alone.
fn waits(decision: &Decision, article: ArticleId) -> bool {
    let mails = &decision.mails;
    mails
        .iter()
        .any(|mail| mail.article_id == Some(article) && mail.not_before.is_some())
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
    ticket: TicketId,
    subject: String,
    body: String,
}

impl FromRow for TextRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            ticket: row.get("ticket_id")?,
            subject: row.get("subject")?,
            body: row.get("body")?,
        })
    }
}

/// Makes articles findable by customers that only agents could find (a held message was let in), or the other way round (an answer
/// was taken back).
pub(crate) async fn turn(tx: &WriteTx, articles: &[ArticleId], visible: bool) -> Result<(), StoreError> {
    if articles.is_empty() {
        return Ok(());
    }
    let dialect = conn::dialect(tx);
    let mut sql = Sql::new("SELECT ticket_id, subject, body FROM articles WHERE visible_to_customer AND id IN ");
    sql.list(articles.iter().copied());
    for TextRow { ticket, subject, body } in conn::all::<TextRow>(tx, sql).await? {
        let words = words(&format!("{subject}\n{body}"));
        let Some(found_by) = words.get(..words.len().min(FOUND_BY)).filter(|words| !words.is_empty()) else {
            continue;
        };
        let found = dialect.find_document(ticket, if visible { "internal" } else { "visible" }, found_by);
        let Some(Single(key)) = conn::one::<Single<i64>>(tx, found).await? else {
            continue;
        };
        let mut gone = Sql::new("DELETE FROM search WHERE ");
        gone.push(dialect.document_key()).push(" = ").bind(key);
        conn::run(tx, gone).await?;
        enter(tx, vec![(ticket, words, visible)]).await?;
    }
    Ok(())
}

/// Makes the article that goes out as a mail findable by its customer: it can be taken back no more.
pub(crate) async fn show(tx: &WriteTx, ticket: TicketId, message_id: &str) -> Result<(), StoreError> {
    let sql = Sql::with(
        "SELECT id AS value FROM articles WHERE ticket_id = $1 AND visible_to_customer AND NOT recalled AND message_id = $2",
        bind![ticket, message_id],
    );
    let ids: Vec<Single<ArticleId>> = conn::all(tx, sql).await?;
    turn(tx, &ids.into_iter().map(|row| row.0).collect::<Vec<_>>(), true).await
}

/// Makes a ticket findable by what it says now, and by nothing else: its search rows are made anew.
pub(crate) async fn anew(tx: &WriteTx, ticket: TicketId) -> Result<(), StoreError> {
    conn::run(tx, Sql::with("DELETE FROM search WHERE ticket_id = $1", bind![ticket])).await?;
    let opened = Sql::with("SELECT subject AS value FROM tickets WHERE id = $1", bind![ticket]);
    let subject: Option<Single<String>> = conn::one(tx, opened).await?;
    let articles = Sql::with(
        "SELECT id AS value FROM articles WHERE ticket_id = $1 ORDER BY id",
        bind![ticket],
    );
    let ids: Vec<Single<ArticleId>> = conn::all(tx, articles).await?;
    let ids: Vec<ArticleId> = ids.into_iter().map(|row| row.0).collect();
    let waiting = articles::waiting(tx, &ids).await?;
    let mut documents: Vec<Document> = vec![(ticket, words(&subject.map(|row| row.0).unwrap_or_default()), true)];
    for article in articles::find_many(tx, &ids).await? {
        let shown = article.visible_to_customer && !article.recalled && !article.held && !waiting.contains(&article.id);
        documents.push((ticket, words(&format!("{}\n{}", article.subject, article.text)), shown));
    }
    documents.retain(|(_, words, _)| !words.is_empty());
    enter(tx, documents).await
}
