//! Which notifications go by mail now. Claiming them is noting that they went, in the transaction that puts the mail into the outbox.

use pult_shared::{
    Timestamp,
    api::queue::Names,
    ids::{PersonId, TicketId},
    notification::NotificationKind,
};

use super::About;
use crate::{
    StoreError, WriteTx,
    conn::{self, Conn, Single},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// One thing that a mail tells of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailRow {
    pub id: i64,
    pub about: About,
    pub kind: NotificationKind,
    /// What a rule has to tell; the name of the queue or webhook.
    pub text: Option<Names>,
    pub actor: Option<PersonId>,
    pub deputy_for: Option<PersonId>,
    pub at: Timestamp,
    /// It has been read in the browser by now.
    pub read: bool,
}

impl FromRow for MailRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            about: About::read(row)?,
            kind: row.get("kind")?,
            text: row.json_or_null("text")?,
            actor: row.get("actor_id")?,
            deputy_for: row.get("deputy_for")?,
            at: row.get("at")?,
            read: row.get::<Option<Timestamp>>("read_at")?.is_some(),
        })
    }
}

const RETURNING: &str = " RETURNING id, ticket_id, queue_id, webhook_id, kind, text, actor_id, deputy_for, at, read_at";

struct Pair(PersonId, Option<TicketId>);

impl FromRow for Pair {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(row.get("person_id")?, row.get("ticket_id")?))
    }
}

/// Who is to be mailed about which ticket, unless they were since a time; and who about what is no ticket, which comes together.
pub async fn mails_due(
    conn: &impl Conn,
    now: Timestamp,
    not_since: Timestamp,
    limit: u32,
) -> Result<Vec<(PersonId, Option<TicketId>)>, StoreError> {
    let sql = Sql::with(
        "SELECT DISTINCT n.person_id, n.ticket_id FROM notifications n WHERE n.mail_due_at IS NOT NULL AND n.mail_due_at <= $1
         AND NOT EXISTS (SELECT 1 FROM notifications m WHERE m.person_id = n.person_id AND m.ticket_id = n.ticket_id
           AND m.mailed_at > $2) ORDER BY n.person_id, n.ticket_id LIMIT $3",
        bind![now, not_since, limit],
    );
    let rows: Vec<Pair> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|pair| (pair.0, pair.1)).collect())
}

/// Takes all that waits to be mailed to somebody about a ticket, or about what is none, oldest first. Empty where another instance was
/// faster.
pub async fn claim_mail(
    tx: &WriteTx,
    person: PersonId,
    ticket: Option<TicketId>,
    now: Timestamp,
) -> Result<Vec<MailRow>, StoreError> {
    let mut sql = Sql::with(
        "UPDATE notifications SET mail_due_at = NULL, mailed_at = CASE WHEN read_at IS NULL THEN $2 END
         WHERE person_id = $1 AND mail_due_at IS NOT NULL",
        bind![person, now],
    );
    push_about(&mut sql, ticket);
    sql.push(RETURNING);
    sorted(conn::all(tx, sql).await?)
}

fn push_about(sql: &mut Sql, ticket: Option<TicketId>) {
    match ticket {
        Some(ticket) => sql.push(" AND ticket_id = ").bind(ticket),
        None => sql.push(" AND ticket_id IS NULL"),
    };
}

/// Puts off what waits to be mailed to somebody about a ticket, or about what is none: writing it broke, and the others are not to wait for
/// it.
pub async fn put_off_mail(
    tx: &WriteTx,
    person: PersonId,
    ticket: Option<TicketId>,
    until: Timestamp,
) -> Result<(), StoreError> {
    let mut sql = Sql::with(
        "UPDATE notifications SET mail_due_at = $2 WHERE person_id = $1 AND mail_due_at < $2",
        bind![person, until],
    );
    push_about(&mut sql, ticket);
    conn::run(tx, sql).await.map(|_| ())
}

/// The same for somebody's daily mail.
pub async fn put_off_digest(tx: &WriteTx, person: PersonId, until: Timestamp) -> Result<(), StoreError> {
    let sql = Sql::with(
        "UPDATE notifications SET digest_due_at = $2 WHERE person_id = $1 AND digest_due_at < $2",
        bind![person, until],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// Whose daily mail is due.
pub async fn digests_due(conn: &impl Conn, now: Timestamp, limit: u32) -> Result<Vec<PersonId>, StoreError> {
    let sql = Sql::with(
        "SELECT DISTINCT person_id AS value FROM notifications WHERE digest_due_at IS NOT NULL AND digest_due_at <= $1
         ORDER BY person_id LIMIT $2",
        bind![now, limit],
    );
    let rows: Vec<Single<PersonId>> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// Takes what a person's daily mail tells of, oldest first, without what was mailed already. Empty where another instance was faster.
pub async fn claim_digest(tx: &WriteTx, person: PersonId, now: Timestamp) -> Result<Vec<MailRow>, StoreError> {
    let mut sql = Sql::with(
        "UPDATE notifications SET digest_due_at = NULL WHERE person_id = $1 AND digest_due_at <= $2 AND mailed_at IS NULL",
        bind![person, now],
    );
    sql.push(RETURNING);
    let rows = sorted(conn::all(tx, sql).await?)?;
    let rest = Sql::with(
        "UPDATE notifications SET digest_due_at = NULL WHERE person_id = $1 AND digest_due_at <= $2",
        bind![person, now],
    );
    conn::run(tx, rest).await?;
    Ok(rows)
}

fn sorted(mut rows: Vec<MailRow>) -> Result<Vec<MailRow>, StoreError> {
    // RETURNING has no order; ids grow with time.
    rows.sort_by_key(|row| row.id);
    Ok(rows)
}
