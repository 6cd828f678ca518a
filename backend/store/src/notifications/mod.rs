//! Notifications: what agents are told of, how far the history was gone through for it, and what goes by mail.
//!
//! New ones are entered by whoever holds the one row of `notification_progress`, so their ids grow in the order of the commits, and no
//! two instances tell the same.

mod mails;
mod people;
mod unstaffed;

use pult_domain::policy::{NoticeVisibility, Visibility};
use pult_shared::{
    Timestamp,
    api::queue::Names,
    catalog::StateType,
    ids::{PersonId, QueueId, TicketId, WebhookId},
    notification::{NotificationKind, NotificationView, Relation},
    ticket::TicketNumber,
};

use pult_domain::ticket::Ticket;

pub use self::{
    mails::{MailRow, claim_digest, claim_mail, digests_due, mails_due, put_off_digest, put_off_mail},
    people::{ListenerRow, listeners, managers, save_settings, settings, workers},
    unstaffed::{begin_unstaffed, end_unstaffed, unstaffed, with_open_tickets},
};
use crate::{
    Page, StoreError, WriteTx,
    apply::to_json,
    conn::{self, Conn, Single},
    filter::{FilterContext, push_filter},
    page::{Cursor, list, rows_for},
    row::{FromRow, Row},
    sql::{Sql, bind},
    tickets,
};

/// How far everything has been gone through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The last entry of the history.
    pub seq: i64,
    /// Until when tickets that waited were looked for.
    pub reminded_at: Timestamp,
}

impl FromRow for Progress {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            seq: row.get("seq")?,
            reminded_at: row.get("reminded_at")?,
        })
    }
}

/// How far it is; nobody is kept from going on.
pub async fn progress(conn: &impl Conn) -> Result<Option<Progress>, StoreError> {
    conn::one(
        conn,
        Sql::new("SELECT seq, reminded_at FROM notification_progress WHERE id = 1"),
    )
    .await
}

/// How far it is, and nobody else goes on before this transaction ends.
pub async fn claim_progress(tx: &WriteTx) -> Result<Option<Progress>, StoreError> {
    let sql = Sql::new("UPDATE notification_progress SET seq = seq WHERE id = 1 RETURNING seq, reminded_at");
    conn::one(tx, sql).await
}

/// Notes how far it is now.
pub async fn advance(tx: &WriteTx, progress: Progress) -> Result<(), StoreError> {
    let sql = Sql::with(
        "UPDATE notification_progress SET seq = $1, reminded_at = $2 WHERE id = 1",
        bind![progress.seq, progress.reminded_at],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// What a notification is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    Ticket(TicketId),
    Queue(QueueId),
    Webhook(WebhookId),
}

impl About {
    fn columns(self) -> (Option<TicketId>, Option<QueueId>, Option<WebhookId>) {
        match self {
            Self::Ticket(id) => (Some(id), None, None),
            Self::Queue(id) => (None, Some(id), None),
            Self::Webhook(id) => (None, None, Some(id)),
        }
    }

    pub(crate) fn read(row: &Row) -> Result<Self, StoreError> {
        if let Some(id) = row.get::<Option<TicketId>>("ticket_id")? {
            return Ok(Self::Ticket(id));
        }
        if let Some(id) = row.get::<Option<QueueId>>("queue_id")? {
            return Ok(Self::Queue(id));
        }
        row.get("webhook_id").map(Self::Webhook)
    }
}

/// A notification to be entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNotification {
    pub person: PersonId,
    pub about: About,
    /// What happened: an entry of the history, or below zero a time until which the ticket waited; of a queue or webhook the time at which
    /// it happened. Somebody is told of it once.
    pub occasion: i64,
    pub kind: NotificationKind,
    pub relation: Relation,
    /// What a rule has to tell; the name of the queue or webhook.
    pub text: Option<Names>,
    /// Who did it.
    pub actor: Option<PersonId>,
    pub deputy_for: Option<PersonId>,
    pub at: Timestamp,
    /// It stands in the browser's list.
    pub listed: bool,
    /// Nothing pops up.
    pub quiet: bool,
    pub mail_due_at: Option<Timestamp>,
    pub digest_due_at: Option<Timestamp>,
}

/// Rows that are written by one statement.
const AT_ONCE: usize = 500;

/// Enters notifications; those that are there already stay as they are. To be called with the progress claimed.
pub async fn insert(tx: &WriteTx, new: &[NewNotification]) -> Result<(), StoreError> {
    for chunk in new.chunks(AT_ONCE) {
        let mut sql = Sql::new(
            "INSERT INTO notifications (person_id, ticket_id, queue_id, webhook_id, occasion, kind, relation, text, actor_id, deputy_for, at,
             listed, quiet, mail_due_at, digest_due_at) VALUES ",
        );
        let mut rows = Vec::with_capacity(chunk.len());
        for new in chunk {
            let text = new.text.as_ref().map(to_json).transpose()?;
            let (ticket, queue, webhook) = new.about.columns();
            rows.push(bind![
                new.person,
                ticket,
                queue,
                webhook,
                new.occasion,
                new.kind.name(),
                new.relation.name(),
                text,
                new.actor,
                new.deputy_for,
                new.at,
                new.listed,
                new.quiet,
                new.mail_due_at,
                new.digest_due_at,
            ]);
        }
        sql.rows(rows);
        sql.push(" ON CONFLICT DO NOTHING");
        conn::run(tx, sql).await?;
    }
    Ok(())
}

struct ViewRow(NotificationView);

impl FromRow for ViewRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(NotificationView {
            id: row.get("id")?,
            kind: row.get("kind")?,
            relation: row.get("relation")?,
            ticket_id: row.get("ticket_id")?,
            number: row.get("number")?,
            subject: row.get::<Option<String>>("subject")?.unwrap_or_default(),
            text: row.json_or_null("text")?,
            by: row.get("actor")?,
            deputy_for: row.get("deputy")?,
            at: row.get("at")?,
            read: row.get::<Option<Timestamp>>("read_at")?.is_some(),
            quiet: row.get("quiet")?,
        }))
    }
}

/// Which notifications somebody may see: of tickets, and of what else they look after.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    pub tickets: &'a Visibility,
    pub notices: &'a NoticeVisibility,
}

/// A person's list, newest first: only of what they may see now. The subject of what is about no ticket is left empty: it stands in `text`.
///
/// # Errors
/// `BadCursor` for a cursor of another list.
pub async fn page(
    conn: &impl Conn,
    person: PersonId,
    seen: Seen<'_>,
    unread: bool,
    cursor: Option<&str>,
    limit: u32,
) -> Result<Page<NotificationView>, StoreError> {
    let mut sql = Sql::new(
        "SELECT n.id, n.kind, n.relation, n.text, n.ticket_id, t.number, t.subject, a.name AS actor, d.name AS deputy, n.at, n.read_at, n.quiet
         FROM notifications n LEFT JOIN tickets t ON t.id = n.ticket_id LEFT JOIN people a ON a.id = n.actor_id
         LEFT JOIN people d ON d.id = n.deputy_for WHERE n.listed AND n.person_id = ",
    );
    sql.bind(person);
    if unread {
        sql.push(" AND n.read_at IS NULL");
    }
    if let Some(after) = Cursor::decode(list::NOTIFICATIONS, cursor)? {
        sql.push(" AND n.id < ").bind(after.first);
    }
    push_seen(&mut sql, conn::dialect(conn), seen);
    sql.push(" ORDER BY n.id DESC LIMIT ").bind(rows_for(limit));
    let rows: Vec<ViewRow> = conn::all(conn, sql).await?;
    let page = Page::cut(rows, limit, |last| {
        Cursor::at(list::NOTIFICATIONS, last.0.id, uuid::Uuid::nil())
    });
    Ok(page.map(|row| row.0))
}

/// How many of a person's list are unread, counted up to `cap`.
pub async fn count_unread(conn: &impl Conn, person: PersonId, seen: Seen<'_>, cap: u64) -> Result<u32, StoreError> {
    let mut sql = Sql::new(
        "SELECT COUNT(*) AS value FROM (SELECT 1 AS one FROM notifications n LEFT JOIN tickets t ON t.id = n.ticket_id
         WHERE n.listed AND n.read_at IS NULL AND n.person_id = ",
    );
    sql.bind(person);
    push_seen(&mut sql, conn::dialect(conn), seen);
    sql.push(" LIMIT ").bind(cap).push(") counted");
    Ok(conn::one::<Single<u32>>(conn, sql).await?.map_or(0, |count| count.0))
}

fn push_seen(sql: &mut Sql, dialect: crate::Dialect, seen: Seen<'_>) {
    sql.push(" AND ((t.id IS NOT NULL AND ");
    push_filter(
        sql,
        seen.tickets.filter(),
        &FilterContext::of_visibility(dialect).by_person(),
    );
    match seen.notices.queues() {
        None => sql.push(") OR n.ticket_id IS NULL)"),
        Some(queues) => sql
            .push(") OR n.queue_id IN ")
            .list(queues.iter().copied().chain([QueueId::NIL]))
            .push(")"),
    };
}

/// Which ones have been read.
#[derive(Clone, Copy, Debug)]
pub enum Which<'a> {
    All,
    One(i64),
    Ticket(&'a TicketNumber),
}

/// Notes that a person has read some; whether any was unread. What has been read is not mailed any more.
pub async fn mark_read(tx: &WriteTx, person: PersonId, which: Which<'_>, now: Timestamp) -> Result<bool, StoreError> {
    let mut sql = Sql::with(
        "UPDATE notifications SET read_at = $2 WHERE person_id = $1 AND listed AND read_at IS NULL",
        bind![person, now],
    );
    match which {
        Which::All => {}
        Which::One(id) => {
            sql.push(" AND id = ").bind(id);
        }
        Which::Ticket(number) => {
            sql.push(" AND ticket_id IN (SELECT t.id FROM tickets t WHERE t.number = ")
                .bind(&number.0)
                .push(")");
        }
    }
    conn::run(tx, sql).await.map(|rows| rows > 0)
}

/// The newest notification's id; 0 where there is none.
pub async fn newest(conn: &impl Conn) -> Result<i64, StoreError> {
    let sql = Sql::new("SELECT COALESCE(MAX(id), 0) AS value FROM notifications");
    Ok(conn::one::<Single<i64>>(conn, sql).await?.map_or(0, |id| id.0))
}

/// Who has got one that stands in their list, after a notification and up to another one.
pub async fn told_between(conn: &impl Conn, after: i64, until: i64) -> Result<Vec<PersonId>, StoreError> {
    let sql = Sql::with(
        "SELECT DISTINCT person_id AS value FROM notifications WHERE id > $1 AND id <= $2 AND listed",
        bind![after, until],
    );
    let rows: Vec<Single<PersonId>> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// Tickets that waited until a time after one moment and not after another, and still do; the longest over first. `behind`: the last one
/// that was read, since any number may wait until the same moment.
pub async fn reminders(
    conn: &impl Conn,
    after: Timestamp,
    until: Timestamp,
    behind: Option<(Timestamp, TicketId)>,
    limit: u32,
) -> Result<Vec<Ticket>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    tickets::push_columns(&mut sql, conn::dialect(conn));
    // Written as in the index.
    sql.push(" FROM tickets t WHERE t.closed_at IS NULL AND COALESCE(t.pending_until, 9223372036854775807) > ")
        .bind(after)
        .push(" AND COALESCE(t.pending_until, 9223372036854775807) <= ")
        .bind(until)
        .push(" AND t.state_type = ")
        .bind(StateType::PendingReminder.name());
    if let Some((at, ticket)) = behind {
        sql.push(" AND (t.pending_until > ").bind(at);
        sql.push(" OR (t.pending_until = ").bind(at);
        sql.push(" AND t.id > ").bind(ticket).push("))");
    }
    sql.push(" ORDER BY COALESCE(t.pending_until, 9223372036854775807), t.id LIMIT ")
        .bind(limit);
    conn::all(conn, sql).await
}

/// Has nothing of what is there mailed, and what came before a time count as read.
pub async fn settle(tx: &WriteTx, read_before: Timestamp) -> Result<(), StoreError> {
    let sql = Sql::with(
        "UPDATE notifications SET mail_due_at = NULL, digest_due_at = NULL, read_at = CASE WHEN at < $1 THEN at END",
        bind![read_before],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// Forgets what came before a time.
pub async fn delete_older(tx: &WriteTx, before: Timestamp) -> Result<u64, StoreError> {
    conn::run(tx, Sql::with("DELETE FROM notifications WHERE at < $1", bind![before])).await
}
