//! The search index: what the analyser finds in subjects and articles, in the same transaction as they are written.

use pult_domain::{text::words, ticket::Decision};

use crate::{StoreError, WriteTx, conn, sql::Sql};

/// Enters the words of a decision's articles, and of the subject of a new ticket.
pub(crate) async fn index(tx: &WriteTx, decision: &Decision, new: bool) -> Result<(), StoreError> {
    let subject = (new && !decision.ticket.subject.is_empty()).then(|| (words(&decision.ticket.subject), true));
    let documents: Vec<(Vec<String>, bool)> = subject
        .into_iter()
        .chain(decision.articles.iter().map(|article| {
            let text = format!("{}\n{}", article.subject, article.text);
            (words(&text), article.visible_to_customer)
        }))
        .filter(|(words, _)| !words.is_empty())
        .collect();
    if documents.is_empty() {
        return Ok(());
    }
    let dialect = conn::dialect(tx);
    let mut sql = Sql::new("INSERT INTO search (ticket_id, visible, internal) VALUES ");
    for (index, (words, visible)) in documents.iter().enumerate() {
        sql.push(if index == 0 { "(" } else { ", (" }).bind(decision.ticket.id);
        for here in [*visible, !*visible] {
            sql.push(", ");
            dialect.push_document(&mut sql, if here { words } else { &[] });
        }
        sql.push(")");
    }
    conn::run(tx, sql).await.map(|_| ())
}
