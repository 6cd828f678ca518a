//! The ledger of incoming mail: entered raw before anything looks at it, then worked on once, by one.

use std::collections::BTreeSet;

use pult_shared::{
    Timestamp,
    api::mail::{Door, IncomingMailCounts, MailActionName, MailOutcome, MailReason},
    event::Settled,
    ids::{ArticleId, IncomingMailId, PersonId, TicketId},
    postmaster::AppliedFilter,
    ticket::TicketNumber,
};

use crate::{
    Page, StoreError, WriteTx,
    apply::to_json,
    conn::{self, Conn, Single},
    filter::push_named_of,
    page::{Cursor, list, rows_for},
    row::{FromRow, Row},
    sql::{Sql, bind, key},
};

/// A mail as it arrived; its bytes are in `blobs` already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewIncoming {
    pub id: IncomingMailId,
    pub door: Door,
    pub received_at: Timestamp,
    /// Of the raw bytes, in hex.
    pub sha256: String,
    pub size: u64,
    pub envelope_from: String,
    pub envelope_to: Vec<String>,
    /// Which account fetched it, where one did.
    pub account: Option<String>,
    pub raw_blob: String,
    /// What makes it the same mail as another: chosen by the caller.
    pub dedup_key: String,
}

/// What became of a mail that was to be entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// It is new.
    New(IncomingMailId),
    /// It has been here before, through this door or another; the arrival is noted.
    Known(IncomingMailId, MailOutcome),
}

/// A mail that was claimed, to be worked on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incoming {
    pub id: IncomingMailId,
    pub door: Door,
    pub account: Option<String>,
    pub received_at: Timestamp,
    pub size: u64,
    pub envelope_from: String,
    /// The envelope recipients of all arrivals.
    pub envelope_to: Vec<String>,
    /// The accounts that fetched it, of all arrivals.
    pub accounts: Vec<String>,
    pub raw_blob: String,
    /// This attempt included.
    pub attempts: u32,
}

/// A row of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncomingRow {
    pub id: IncomingMailId,
    pub door: Door,
    pub account: Option<String>,
    pub received_at: Timestamp,
    pub sha256: String,
    pub size: u64,
    pub envelope_from: String,
    pub envelope_to: Vec<String>,
    pub raw_blob: String,
    /// As far as it could be read.
    pub from: String,
    /// As far as it could be read.
    pub subject: String,
    pub outcome: MailOutcome,
    pub reason_code: Option<MailReason>,
    pub reason: Option<String>,
    pub ticket_id: Option<TicketId>,
    pub ticket_number: Option<TicketNumber>,
    pub article_id: Option<ArticleId>,
    pub attempts: u32,
    /// Postmaster filters that matched.
    pub filters: Vec<AppliedFilter>,
}

impl FromRow for IncomingRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            door: row.get("door")?,
            account: row.get("account")?,
            received_at: row.get("received_at")?,
            sha256: row.get("sha256")?,
            size: row.get("size")?,
            envelope_from: row.get("envelope_from")?,
            envelope_to: row.json("envelope_to")?,
            raw_blob: row.get("raw_blob")?,
            from: row.get("header_from")?,
            subject: row.get("subject")?,
            outcome: row.get("outcome")?,
            reason_code: row.get("reason_code")?,
            reason: row.get("reason")?,
            ticket_id: row.get("ticket_id")?,
            ticket_number: row.get("number")?,
            article_id: row.get("article_id")?,
            attempts: row.get("attempts")?,
            filters: applied(row)?,
        })
    }
}

fn applied(row: &Row) -> Result<Vec<AppliedFilter>, StoreError> {
    let filters: Option<String> = row.get("filters")?;
    match filters {
        None => Ok(Vec::new()),
        Some(_) => row.json("filters"),
    }
}

const SELECT: &str = "SELECT i.id, i.door, i.account, i.received_at, i.sha256, i.size, i.envelope_from, i.envelope_to, i.raw_blob, \
     i.header_from, i.subject, i.outcome, i.reason_code, i.reason, i.ticket_id, t.number, i.article_id, i.attempts, i.filters \
     FROM incoming_mails i LEFT JOIN tickets t ON t.id = i.ticket_id WHERE ";

struct KnownRow(IncomingMailId, MailOutcome);

impl FromRow for KnownRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(row.get("id")?, row.get("outcome")?))
    }
}

/// Enters a mail. The same one again (by its `dedup_key`) is no new row; only its arrival is noted.
pub async fn record(tx: &WriteTx, mail: &NewIncoming) -> Result<Recorded, StoreError> {
    let envelope_to = to_json(&mail.envelope_to)?;
    let sql = Sql::with(
        "INSERT INTO incoming_mails (id, dedup_key, door, account, received_at, sha256, size, envelope_from, envelope_to,
         raw_blob, found_by, outcome, header_from, subject, lease_until, attempts)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'received', '', '', 0, 0)
         ON CONFLICT (dedup_key) DO NOTHING",
        bind![
            mail.id,
            key(&mail.dedup_key),
            mail.door.name(),
            mail.account.clone(),
            mail.received_at,
            &mail.sha256,
            mail.size,
            &mail.envelope_from,
            &envelope_to,
            &mail.raw_blob,
            found_by(&[&mail.envelope_from]),
        ],
    );
    if conn::run(tx, sql).await? > 0 {
        return Ok(Recorded::New(mail.id));
    }
    let sql = Sql::with(
        "SELECT id, outcome FROM incoming_mails WHERE dedup_key = $1",
        bind![key(&mail.dedup_key)],
    );
    let KnownRow(id, outcome) = conn::one(tx, sql)
        .await?
        .ok_or_else(|| StoreError::Corrupt(format!("the mail {} is known and not there", mail.dedup_key)))?;
    let sql = Sql::with(
        "INSERT INTO incoming_arrivals (mail_id, door, account, received_at, envelope_from, envelope_to, settled)
         VALUES ($1, $2, $3, $4, $5, $6, FALSE)",
        bind![
            id,
            mail.door.name(),
            mail.account.clone(),
            mail.received_at,
            &mail.envelope_from,
            &envelope_to,
        ],
    );
    conn::run(tx, sql).await?;
    Ok(Recorded::Known(id, outcome))
}

/// Mails that nobody has worked on or is working on, oldest first.
pub async fn pending(conn: &impl Conn, now: Timestamp, limit: u32) -> Result<Vec<IncomingMailId>, StoreError> {
    let sql = Sql::with(
        "SELECT id AS value FROM incoming_mails WHERE outcome = 'received' AND lease_until <= $1
         ORDER BY received_at, id LIMIT $2",
        bind![now, limit],
    );
    let rows: Vec<Single<IncomingMailId>> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

impl FromRow for Incoming {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let account: Option<String> = row.get("account")?;
        Ok(Self {
            id: row.get("id")?,
            door: row.get("door")?,
            accounts: account.iter().cloned().collect(),
            account,
            received_at: row.get("received_at")?,
            size: row.get("size")?,
            envelope_from: row.get("envelope_from")?,
            envelope_to: row.json("envelope_to")?,
            raw_blob: row.get("raw_blob")?,
            attempts: row.get("attempts")?,
        })
    }
}

/// Takes a mail to work on it, and keeps others off until a time. Nothing where it is done, or somebody else has it.
pub async fn claim(
    tx: &WriteTx,
    id: IncomingMailId,
    now: Timestamp,
    until: Timestamp,
) -> Result<Option<Incoming>, StoreError> {
    let sql = Sql::with(
        "UPDATE incoming_mails SET lease_until = $3, attempts = attempts + 1
         WHERE id = $1 AND outcome = 'received' AND lease_until <= $2
         RETURNING id, door, account, received_at, size, envelope_from, envelope_to, raw_blob, attempts",
        bind![id, now, until],
    );
    let claimed = conn::one::<Incoming>(tx, sql).await?;
    with_arrivals(tx, claimed).await
}

/// Takes a mail that has this outcome, to decide on it again in this transaction. Nothing where it has another one by now.
pub async fn claim_again(
    tx: &WriteTx,
    id: IncomingMailId,
    outcome: MailOutcome,
) -> Result<Option<Incoming>, StoreError> {
    let sql = Sql::with(
        "UPDATE incoming_mails SET attempts = attempts + 1 WHERE id = $1 AND outcome = $2
         RETURNING id, door, account, received_at, size, envelope_from, envelope_to, raw_blob, attempts",
        bind![id, outcome.name()],
    );
    let claimed = conn::one::<Incoming>(tx, sql).await?;
    with_arrivals(tx, claimed).await
}

/// The recipients of all arrivals are the mail's. Whoever works on it now works on all of them: one that is entered meanwhile is
/// late.
async fn with_arrivals(tx: &WriteTx, mail: Option<Incoming>) -> Result<Option<Incoming>, StoreError> {
    let Some(mut mail) = mail else { return Ok(None) };
    let sql = Sql::with(
        "UPDATE incoming_arrivals SET settled = TRUE WHERE mail_id = $1 RETURNING id, account, envelope_to",
        bind![mail.id],
    );
    let mut arrivals: Vec<Arrival> = conn::all(tx, sql).await?;
    arrivals.sort_by_key(|arrival| arrival.id);
    for arrival in arrivals {
        mail.envelope_to.extend(arrival.envelope_to);
        mail.accounts.extend(arrival.account);
    }
    keep_first(&mut mail.envelope_to);
    keep_first(&mut mail.accounts);
    Ok(Some(mail))
}

fn keep_first(texts: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    texts.retain(|text| seen.insert(text.clone()));
}

/// A mail that came once more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    id: i64,
    pub account: Option<String>,
    pub envelope_to: Vec<String>,
}

impl FromRow for Arrival {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            account: row.get("account")?,
            envelope_to: row.json("envelope_to")?,
        })
    }
}

/// Mails that were worked on before they came once more, oldest first.
pub async fn late(conn: &impl Conn, limit: u32) -> Result<Vec<IncomingMailId>, StoreError> {
    let sql = Sql::with(
        "SELECT a.mail_id AS value FROM incoming_arrivals a JOIN incoming_mails i ON i.id = a.mail_id
         WHERE NOT a.settled AND i.outcome <> 'received' GROUP BY a.mail_id ORDER BY MIN(a.id) LIMIT $1",
        bind![limit],
    );
    let rows: Vec<Single<IncomingMailId>> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// Takes the late arrivals of a mail, to work on them in this transaction; nothing where somebody else has.
pub async fn take_late(tx: &WriteTx, mail: IncomingMailId) -> Result<Vec<Arrival>, StoreError> {
    let sql = Sql::with(
        "UPDATE incoming_arrivals SET settled = TRUE WHERE mail_id = $1 AND NOT settled RETURNING id, account, envelope_to",
        bind![mail],
    );
    let mut arrivals: Vec<Arrival> = conn::all(tx, sql).await?;
    arrivals.sort_by_key(|arrival| arrival.id);
    Ok(arrivals)
}

/// What became of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finish<'a> {
    pub outcome: MailOutcome,
    pub reason_code: Option<MailReason>,
    /// Details of the reason.
    pub reason: Option<&'a str>,
    /// From and subject as far as they could be read.
    pub from: &'a str,
    pub subject: &'a str,
    pub ticket_id: Option<TicketId>,
    pub article_id: Option<ArticleId>,
    /// Postmaster filters that matched.
    pub filters: &'a [AppliedFilter],
}

/// Notes what became of a mail, and gives the claim back.
pub async fn finish(tx: &WriteTx, id: IncomingMailId, done: &Finish<'_>) -> Result<(), StoreError> {
    let filters = (!done.filters.is_empty()).then(|| to_json(&done.filters)).transpose()?;
    let sql = Sql::with(
        "UPDATE incoming_mails SET outcome = $2, reason_code = $3, reason = $4, header_from = $5, subject = $6, ticket_id = $7,
         article_id = $8, found_by = lower(envelope_from) || ' ' || $9, filters = $10, lease_until = 0 WHERE id = $1",
        bind![
            id,
            done.outcome.name(),
            done.reason_code.map(MailReason::name).map(str::to_owned),
            done.reason.map(str::to_owned),
            done.from,
            done.subject,
            done.ticket_id,
            done.article_id,
            found_by(&[done.from, done.subject]),
            filters,
        ],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// What a mail is found by, in one case on both engines.
fn found_by(texts: &[&str]) -> String {
    texts.join(" ").to_lowercase()
}

/// Puts a mail aside that waits for a person. Tells whether it did.
pub async fn discard(tx: &WriteTx, id: IncomingMailId, before: MailOutcome, reason: &str) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "UPDATE incoming_mails SET outcome = 'ignored', reason_code = 'discarded', reason = $3
         WHERE id = $1 AND outcome = $2",
        bind![id, before.name(), reason],
    );
    Ok(conn::run(tx, sql).await? > 0)
}

/// A held message was decided on in its ticket: the mail has that outcome. One that went into another ticket gets its outcome
/// from who moved it.
pub(crate) async fn settled(
    tx: &WriteTx,
    article: ArticleId,
    how: Settled,
    reason: Option<&str>,
    actor: Option<PersonId>,
    at: Timestamp,
) -> Result<(), StoreError> {
    let (outcome, code, action) = match how {
        Settled::Moved => return Ok(()),
        Settled::Admitted => (MailOutcome::FollowUp, None, MailActionName::Admit),
        Settled::Dismissed => (
            MailOutcome::Ignored,
            Some(MailReason::Discarded.name().to_owned()),
            MailActionName::Discard,
        ),
    };
    let sql = Sql::with(
        "UPDATE incoming_mails SET outcome = $2, reason_code = $3, reason = $4
         WHERE article_id = $1 AND outcome = 'held_follow_up' RETURNING id AS value",
        bind![article, outcome.name(), code, reason.map(str::to_owned)],
    );
    for Single(id) in conn::all::<Single<IncomingMailId>>(tx, sql).await? {
        let action = NewAction {
            at,
            actor_id: actor,
            action,
            detail: reason.map(str::to_owned),
            outcome,
        };
        note(tx, id, &action).await?;
    }
    Ok(())
}

/// Something that a person did with a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAction {
    pub at: Timestamp,
    pub actor_id: Option<PersonId>,
    pub action: MailActionName,
    pub detail: Option<String>,
    /// What the mail's outcome was afterwards.
    pub outcome: MailOutcome,
}

impl FromRow for NewAction {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            at: row.get("at")?,
            actor_id: row.get("actor_id")?,
            action: row.get("action")?,
            detail: row.get("detail")?,
            outcome: row.get("outcome")?,
        })
    }
}

/// Writes down what a person did with a mail.
pub async fn note(tx: &WriteTx, id: IncomingMailId, action: &NewAction) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO incoming_actions (mail_id, at, actor_id, action, detail, outcome) VALUES ($1, $2, $3, $4, $5, $6)",
        bind![
            id,
            action.at,
            action.actor_id,
            action.action.name(),
            action.detail.clone(),
            action.outcome.name(),
        ],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// The last things that people did with a mail, oldest first.
pub async fn actions_of(conn: &impl Conn, id: IncomingMailId, limit: u32) -> Result<Vec<NewAction>, StoreError> {
    let sql = Sql::with(
        "SELECT at, actor_id, action, detail, outcome FROM incoming_actions WHERE mail_id = $1 ORDER BY id DESC LIMIT $2",
        bind![id, limit],
    );
    let mut actions: Vec<NewAction> = conn::all(conn, sql).await?;
    actions.reverse();
    Ok(actions)
}

/// Which rows of the ledger are asked for; each that is left out holds for all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LedgerFilter {
    /// Any of these; empty: all.
    pub outcomes: Vec<MailOutcome>,
    pub door: Option<Door>,
    /// Part of sender or subject, in any case.
    pub text: Option<String>,
    /// Who looks: sender and subject of a mail whose ticket is for other named persons only are found by nobody else's words.
    pub reader: Option<PersonId>,
    pub since: Option<Timestamp>,
    pub before: Option<Timestamp>,
}

impl LedgerFilter {
    fn push(&self, sql: &mut Sql) {
        if !self.outcomes.is_empty() {
            sql.push(" AND i.outcome IN ")
                .list(self.outcomes.iter().map(|outcome| outcome.name()));
        }
        if let Some(door) = self.door {
            sql.push(" AND i.door = ").bind(door.name());
        }
        if let Some(text) = &self.text {
            sql.push(" AND i.found_by LIKE ")
                .bind(format!("%{}%", escaped(&text.to_lowercase())))
                .push(" ESCAPE '\\'");
            if let Some(reader) = self.reader {
                sql.push(
                    " AND (i.ticket_id IS NULL OR i.ticket_id NOT IN (SELECT h.id FROM tickets h WHERE h.named_only) OR i.ticket_id IN (",
                );
                push_named_of(sql, reader);
                sql.push("))");
            }
        }
        if let Some(since) = self.since {
            sql.push(" AND i.received_at >= ").bind(since);
        }
        if let Some(before) = self.before {
            sql.push(" AND i.received_at < ").bind(before);
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

struct CountRow(MailOutcome, u64);

impl FromRow for CountRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(row.get("outcome")?, row.get("mails")?))
    }
}

/// How many mails wait: for a person, or to be worked on.
pub async fn counts(conn: &impl Conn) -> Result<IncomingMailCounts, StoreError> {
    let sql = Sql::new(
        "SELECT outcome, COUNT(*) AS mails FROM incoming_mails
         WHERE outcome IN ('received', 'held_follow_up', 'quarantined', 'failed') GROUP BY outcome",
    );
    let mut counts = IncomingMailCounts::default();
    for CountRow(outcome, mails) in conn::all(conn, sql).await? {
        match outcome {
            MailOutcome::Failed => counts.failed = mails,
            MailOutcome::Quarantined => counts.quarantined = mails,
            MailOutcome::HeldFollowUp => counts.held_follow_up = mails,
            MailOutcome::Received => counts.received = mails,
            _ => {}
        }
    }
    Ok(counts)
}

/// The ledger, newest first.
///
/// # Errors
/// `BadCursor` for a cursor of another list.
pub async fn page(
    conn: &impl Conn,
    filter: &LedgerFilter,
    cursor: Option<&str>,
    limit: u32,
) -> Result<Page<IncomingRow>, StoreError> {
    let mut sql = Sql::new(SELECT);
    match Cursor::decode(list::INCOMING, cursor)? {
        Some(after) => sql.push("(i.received_at, i.id) < ").tuple(bind![after.first, after.id]),
        None => sql.push("(1 = 1)"),
    };
    filter.push(&mut sql);
    sql.push(" ORDER BY i.received_at DESC, i.id DESC LIMIT ")
        .bind(rows_for(limit));
    let rows = conn::all(conn, sql).await?;
    Ok(Page::cut(rows, limit, |last: &IncomingRow| {
        Cursor::at(list::INCOMING, last.received_at.as_millisecond(), last.id.0)
    }))
}

/// The row of the mail that became an article.
pub async fn find_by_article(conn: &impl Conn, article: ArticleId) -> Result<Option<IncomingRow>, StoreError> {
    let mut sql = Sql::new(SELECT);
    sql.push("i.article_id = ").bind(article).push(" ORDER BY i.id LIMIT 1");
    conn::one(conn, sql).await
}

/// The row of the ledger with this id.
pub async fn find(conn: &impl Conn, id: IncomingMailId) -> Result<Option<IncomingRow>, StoreError> {
    let mut sql = Sql::new(SELECT);
    sql.push("i.id = ").bind(id);
    conn::one(conn, sql).await
}
