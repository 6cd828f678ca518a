//! Signed-in sessions. The store sees hashes of tokens only.

use pult_shared::{
    Timestamp,
    ids::{PersonId, SessionId},
    person::Language,
};

use crate::{
    StoreError, WriteTx,
    conn::{self, Conn},
    organisations::{self, JOIN_SHARED, SHARED_COLUMNS},
    people::Person,
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// Sessions of one person that are listed at the most.
const LISTED_MAX: i64 = 200;

/// A session to be entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSession {
    pub id: SessionId,
    /// The hash of the token that the browser holds, in hex.
    pub token_hash: String,
    pub person_id: PersonId,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub user_agent: String,
    /// The network address that it was begun from.
    pub address: String,
    /// The sign-on that it came from.
    pub provider: Option<ProviderSession>,
    /// More than a password was shown.
    pub strong: bool,
}

/// A provider's side of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderSession {
    pub provider: String,
    pub subject: String,
    /// The provider's own session.
    pub session: Option<String>,
    /// What the provider recognises its session by when somebody signs out.
    pub id_token: String,
}

/// A session. It may have expired: the caller compares the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub person_id: PersonId,
    pub created_at: Timestamp,
    pub last_seen_at: Timestamp,
    pub expires_at: Timestamp,
}

impl FromRow for Session {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            person_id: row.get("person_id")?,
            created_at: row.get("created_at")?,
            last_seen_at: row.get("last_seen_at")?,
            expires_at: row.get("expires_at")?,
        })
    }
}

/// Enters a session.
pub async fn insert(tx: &WriteTx, session: &NewSession) -> Result<(), StoreError> {
    let provider = session.provider.as_ref();
    let sql = Sql::with(
        "INSERT INTO sessions (id, token_hash, person_id, created_at, last_seen_at, expires_at, user_agent, address, provider, provider_subject,
         provider_session, id_token, strong) VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        bind![
            session.id,
            &session.token_hash,
            session.person_id,
            session.created_at,
            session.expires_at,
            &session.user_agent,
            &session.address,
            provider.map(|provider| provider.provider.clone()),
            provider.map(|provider| provider.subject.clone()),
            provider.and_then(|provider| provider.session.clone()),
            provider.map(|provider| provider.id_token.clone()),
            session.strong,
        ],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// What every request begins with: a session, its person, and the version of what is set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    pub session: Session,
    /// Whoever has signed in may still do so.
    pub active: bool,
    /// With the main address only; where the session looks as somebody, that one.
    pub person: Person,
    /// Who looks as the person.
    pub seer: Option<Seer>,
    /// As [`crate::catalog::version`] gives it.
    pub setup_version: i64,
    /// A role of the person asks for more than this session has shown, or they are an administrator who needs a second factor.
    pub second_factor_due: bool,
}

/// An administrator who looks as somebody in their session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seer {
    pub id: PersonId,
    pub name: String,
    pub language: Option<Language>,
    pub administrator: bool,
    pub ends_at: Timestamp,
}

impl Seer {
    fn from_row(row: &Row) -> Result<Option<Self>, StoreError> {
        let ends_at: Option<Timestamp> = row.get("seen_until")?;
        ends_at
            .map(|ends_at| {
                Ok(Self {
                    id: row.get("person_id")?,
                    name: row.get("holder_name")?,
                    language: row.get("holder_language")?,
                    administrator: row.get("holder_administrator")?,
                    ends_at,
                })
            })
            .transpose()
    }
}

impl FromRow for Opened {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let address: Option<String> = row.get("address")?;
        Ok(Self {
            session: Session::from_row(row)?,
            active: row.get("holder_active")?,
            seer: Seer::from_row(row)?,
            person: Person {
                id: row.get("shown_id")?,
                login: row.get("login")?,
                name: row.get("name")?,
                language: row.get("language")?,
                administrator: row.get("administrator")?,
                active: row.get("active")?,
                organisation: organisations::shared(row)?,
                addresses: address.into_iter().collect(),
            },
            setup_version: row.get("setup_version")?,
            second_factor_due: row.get("second_factor_due")?,
        })
    }
}

/// The session of a token, with its person, or as whom it looks. One query. `administrators`: they need a second factor whatever their roles ask for.
pub async fn by_token_hash(
    conn: &impl Conn,
    token_hash: &str,
    administrators: bool,
) -> Result<Option<Opened>, StoreError> {
    let mut sql = Sql::with(
        "SELECT s.id, s.person_id, s.created_at, s.last_seen_at, s.expires_at, p.id AS shown_id, p.login, p.name, p.language, p.administrator,
           p.active, a.address, v.version AS setup_version, h.active AS holder_active, h.name AS holder_name, h.language AS holder_language,
           h.administrator AS holder_administrator, x.ends_at AS seen_until, (NOT s.strong AND (($2 AND h.administrator)
             OR EXISTS (SELECT 1 FROM role_members m JOIN roles r ON r.id = m.role_id
               WHERE m.person_id = h.id AND r.requires_second_factor))) AS second_factor_due, ",
        bind![token_hash, administrators],
    );
    sql.push(SHARED_COLUMNS)
        .push(
            " FROM sessions s JOIN people h ON h.id = s.person_id JOIN catalog_version v ON v.id = 1
             LEFT JOIN seeings x ON x.session_id = s.id JOIN people p ON p.id = COALESCE(x.person_id, s.person_id)
             LEFT JOIN person_addresses a ON a.person_id = p.id AND a.position = 0",
        )
        .push(JOIN_SHARED)
        .push(" WHERE s.token_hash = $1");
    conn::one(conn, sql).await
}

/// Notes that the session is in use, and how long it now lasts.
pub async fn touch(tx: &WriteTx, id: SessionId, now: Timestamp, expires_at: Timestamp) -> Result<(), StoreError> {
    let sql = Sql::with(
        "UPDATE sessions SET last_seen_at = $2, expires_at = $3 WHERE id = $1",
        bind![id, now, expires_at],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// Notes that more than a password was shown in this session.
pub async fn strengthen(tx: &WriteTx, id: SessionId) -> Result<(), StoreError> {
    conn::run(
        tx,
        Sql::with("UPDATE sessions SET strong = TRUE WHERE id = $1", bind![id]),
    )
    .await
    .map(|_| ())
}

/// Ends a session.
pub async fn delete(tx: &WriteTx, id: SessionId) -> Result<(), StoreError> {
    conn::run(tx, Sql::with("DELETE FROM sessions WHERE id = $1", bind![id]))
        .await
        .map(|_| ())
}

/// A session as its person sees it in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub session: Session,
    pub user_agent: String,
    pub address: String,
}

impl FromRow for Listed {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            session: Session::from_row(row)?,
            user_agent: row.get("user_agent")?,
            address: row.get("address")?,
        })
    }
}

/// The sessions of a person that have not ended by time, the one used last first. `begun_after` is what the absolute limit leaves.
pub async fn of_person(
    conn: &impl Conn,
    person: PersonId,
    now: Timestamp,
    begun_after: Timestamp,
) -> Result<Vec<Listed>, StoreError> {
    let sql = Sql::with(
        "SELECT id, person_id, created_at, last_seen_at, expires_at, user_agent, address FROM sessions
         WHERE person_id = $1 AND expires_at > $2 AND created_at > $3 ORDER BY last_seen_at DESC, id DESC LIMIT $4",
        bind![person, now, begun_after, LISTED_MAX],
    );
    conn::all(conn, sql).await
}

/// Ends one session of a person; whether there was one.
pub async fn delete_of(tx: &WriteTx, person: PersonId, id: SessionId) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "DELETE FROM sessions WHERE id = $1 AND person_id = $2",
        bind![id, person],
    );
    Ok(conn::run(tx, sql).await? > 0)
}

/// Ends all sessions of a person but one; how many. Sign-ins that wait for their second step end too: the password that they began with may be
/// another one by now.
pub async fn delete_others(tx: &WriteTx, person: PersonId, kept: Option<SessionId>) -> Result<u64, StoreError> {
    conn::run(
        tx,
        Sql::with("DELETE FROM second_steps WHERE person_id = $1", bind![person]),
    )
    .await?;
    let kept = kept.unwrap_or(SessionId::NIL);
    let sql = Sql::with(
        "DELETE FROM sessions WHERE person_id = $1 AND id <> $2",
        bind![person, kept],
    );
    conn::run(tx, sql).await
}

struct Sign(String, String);

impl FromRow for Sign {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(row.get("provider")?, row.get("id_token")?))
    }
}

/// The provider that a session came from, and the ID token by which it knows its own.
pub async fn provider_of(conn: &impl Conn, id: SessionId) -> Result<Option<(String, String)>, StoreError> {
    let sql = Sql::with(
        "SELECT provider, id_token FROM sessions WHERE id = $1 AND provider IS NOT NULL AND id_token IS NOT NULL",
        bind![id],
    );
    Ok(conn::one::<Sign>(conn, sql).await?.map(|sign| (sign.0, sign.1)))
}

/// Ends the sessions that came from a provider's session, or where that is not named, from a subject; those that were begun until then. How
/// many.
pub async fn delete_of_provider(
    tx: &WriteTx,
    provider: &str,
    subject: Option<&str>,
    session: Option<&str>,
    until: Timestamp,
) -> Result<u64, StoreError> {
    let mut sql = Sql::new("DELETE FROM sessions WHERE provider = ");
    sql.bind(provider).push(" AND created_at < ").bind(until);
    if let Some(subject) = subject {
        sql.push(" AND provider_subject = ").bind(subject);
    }
    if let Some(session) = session {
        sql.push(" AND provider_session = ").bind(session);
    }
    if subject.is_none() && session.is_none() {
        return Ok(0);
    }
    conn::run(tx, sql).await
}

/// Forgets the sessions that have ended by time; how many.
pub async fn delete_expired(tx: &WriteTx, now: Timestamp) -> Result<u64, StoreError> {
    conn::run(tx, Sql::with("DELETE FROM sessions WHERE expires_at <= $1", bind![now])).await
}
