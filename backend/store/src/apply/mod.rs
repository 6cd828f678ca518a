//! The one way in which a ticket is written: a decision becomes rows, all in the caller's transaction.
//!
//! Few statements whatever the decision holds: each table gets one INSERT, or one for a thousand rows.

mod articles;
mod enter;
mod parts;
mod ticket;

use pult_domain::{
    history::chain,
    policy::{self, Permit},
    ticket::{Decision, Side},
};
use pult_shared::{
    Timestamp,
    event::{MailKind, Settled, TicketEvent},
    ids::{ArticleId, AttachmentId, OutgoingMailId, PersonId, TicketId},
};
use sea_orm::Value;
use serde::Serialize;

use crate::{
    StoreError, WriteTx, along, conn, duplicates, history, outbox, rules, search,
    sql::{Sql, bind},
    tx::ChainHead,
};

pub use enter::enter;
pub use ticket::set_clocks;

/// A decision with everything around it.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    pub decision: &'a Decision,
    /// Nobody: the system itself.
    pub actor: Option<PersonId>,
    pub at: Timestamp,
    /// Files that came with a mail or with other articles. Those that were uploaded are named by the articles.
    pub attachments: Vec<NewAttachment>,
    /// The rendered mails that the decision orders, a row for each recipient.
    pub outgoing: Vec<NewOutgoing>,
    /// Message ids by which later mails find this ticket. Those of its articles and outgoing mails need not be named.
    pub thread_ids: Vec<String>,
    /// The raw mail that the first article came by, in `blobs` already.
    pub raw_blob: Option<String>,
}

/// A file of an article; its content is in `blobs` already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAttachment {
    pub id: AttachmentId,
    pub article_id: ArticleId,
    pub name: String,
    pub media_type: String,
    pub content_id: Option<String>,
    pub inline: bool,
    pub blob_hash: String,
    pub size: u64,
}

/// A mail to one recipient; its rendered text is in `blobs` already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOutgoing {
    pub id: OutgoingMailId,
    pub kind: MailKind,
    /// None for the answer to a mail that has opened no ticket.
    pub ticket_id: Option<TicketId>,
    /// Without `<>`.
    pub message_id: String,
    /// The sender's address, in header and envelope.
    pub from: String,
    /// The recipient's address.
    pub to: String,
    pub subject: String,
    pub raw_blob: String,
    /// It is not sent before; nothing: at once.
    pub not_before: Option<Timestamp>,
}

/// Writes a decision, with what it means for other tickets. `before_version` is the version that it was made for; nothing for a new
/// ticket. Gives the new version.
///
/// The other tickets must have the versions that their decisions say. Lock all of them together beforehand
/// ([`find_many_for_update`](crate::tickets::find_many_for_update)).
///
/// # Errors
/// `StaleVersion` when a ticket has another version by now; `MailLeft` when a mail that is taken back has left. Nothing of it is to
/// be committed then.
pub async fn apply(
    tx: &WriteTx,
    _permit: &Permit,
    before_version: Option<i64>,
    change: &Change<'_>,
) -> Result<i64, StoreError> {
    outbox::take_back(tx, &change.decision.recalled, change.at).await?;
    let version = apply_one(tx, before_version, change).await?;
    let mut others: Vec<&Decision> = change.decision.others.iter().collect();
    while let Some(decision) = others.pop() {
        outbox::take_back(tx, &decision.recalled, change.at).await?;
        let of_other = Change {
            decision,
            actor: change.actor,
            at: change.at,
            attachments: Vec::new(),
            outgoing: Vec::new(),
            thread_ids: Vec::new(),
            raw_blob: None,
        };
        apply_one(tx, Some(decision.ticket.version), &of_other).await?;
        others.extend(&decision.others);
    }
    Ok(version)
}

async fn apply_one(tx: &WriteTx, before_version: Option<i64>, change: &Change<'_>) -> Result<i64, StoreError> {
    let decision = change.decision;
    let ticket = &decision.ticket;
    if let (Some(version), true) = (before_version, decision.events.is_empty()) {
        return Ok(version);
    }
    let before = match before_version {
        None => ChainHead::default(),
        Some(_) => ticket::chain_head(tx, ticket.id).await?,
    };
    let first_position = before.length + 1;
    let version = before_version.unwrap_or_default() + 1;
    let (entries, head) = link(change, before, version)?;
    match before_version {
        None => ticket::insert_many(tx, &[(ticket, version, head.clone())]).await?,
        Some(before) => ticket::update(tx, ticket, before, &head).await?,
    }
    for rows in chunks(entries) {
        history::insert(tx, ticket.id, rows).await?;
    }
    parts::write(tx, change, first_position, before_version.is_none()).await?;
    articles::write(tx, change).await?;
    outbox::insert(tx, &change.outgoing, change.at).await?;
    search::index(tx, decision, before_version.is_none()).await?;
    if before_version.is_none() {
        duplicates::index(tx, decision).await?;
    }
    search::turn(tx, &recalled_articles(decision), false).await?;
    search::turn(tx, &admitted_articles(decision), true).await?;
    if let Some(along) = &decision.along {
        along::note(tx, ticket.id, along, change.actor, change.at).await?;
    }
    rules::note(tx, ticket.id, change.at).await?;
    tx.heads().insert(ticket.id, head);
    Ok(version)
}

fn recalled_articles(decision: &Decision) -> Vec<ArticleId> {
    let recalled = decision.events.iter().filter_map(|event| match event {
        TicketEvent::ReplyRecalled { article_id, .. } => Some(*article_id),
        _ => None,
    });
    recalled.collect()
}

fn admitted_articles(decision: &Decision) -> Vec<ArticleId> {
    let admitted = decision.events.iter().filter_map(|event| match event {
        TicketEvent::HeldSettled {
            article_id,
            how: Settled::Admitted,
            ..
        } => Some(*article_id),
        _ => None,
    });
    admitted.collect()
}

/// Rows of one INSERT. More make it slower: what prepares a statement looks every value up by name, one after another, and a statement
/// of always the same length is prepared once.
const ROWS_AT_ONCE: usize = 50;

fn chunks(rows: Vec<Vec<Value>>) -> impl Iterator<Item = Vec<Vec<Value>>> {
    let mut rows = rows.into_iter();
    std::iter::from_fn(move || {
        let chunk: Vec<Vec<Value>> = rows.by_ref().take(ROWS_AT_ONCE).collect();
        (!chunk.is_empty()).then_some(chunk)
    })
}

/// Enters rows by a statement that ends with `VALUES `.
pub(crate) async fn insert_rows(tx: &WriteTx, statement: &str, rows: Vec<Vec<Value>>) -> Result<(), StoreError> {
    for rows in chunks(rows) {
        let mut sql = Sql::new(statement);
        sql.rows(rows);
        conn::run(tx, sql).await?;
    }
    Ok(())
}

/// The rows of the history, and where the chain ends after them.
fn link(change: &Change<'_>, mut head: ChainHead, version: i64) -> Result<(Vec<Vec<Value>>, ChainHead), StoreError> {
    let ticket = change.decision.ticket.id;
    let mut rows = Vec::with_capacity(change.decision.events.len());
    for event in &change.decision.events {
        let json = to_json(event)?;
        let previous = (head.length > 0).then_some(head.hash.as_str());
        let position = head.length + 1;
        let hash = chain(previous, ticket, position, change.at, change.actor, &json);
        let shown = policy::may_know(Side::Customer, event);
        rows.push(bind![
            ticket,
            position,
            change.at,
            change.actor,
            json,
            shown,
            &hash,
            version
        ]);
        head = ChainHead { length: position, hash };
    }
    Ok((rows, head))
}

pub(crate) fn to_json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Database(error.to_string()))
}
