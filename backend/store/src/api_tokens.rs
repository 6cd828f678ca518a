//! Personal API tokens. The store sees hashes only.

use pult_shared::{
    Timestamp,
    api::account::TokenScope,
    ids::{ApiTokenId, PersonId, SessionId},
};

use crate::{
    StoreError, WriteTx,
    conn::{self, Conn},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// Tokens of one person that are listed at the most; nobody has more.
const LISTED_MAX: i64 = 100;

/// A token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    pub id: ApiTokenId,
    pub person_id: PersonId,
    pub name: String,
    pub scope: TokenScope,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
}

impl FromRow for ApiToken {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let scope: String = row.get("scope")?;
        Ok(Self {
            id: row.get("id")?,
            person_id: row.get("person_id")?,
            name: row.get("name")?,
            scope: TokenScope::from_name(&scope)
                .ok_or_else(|| StoreError::Corrupt(format!("there is no scope {scope}")))?,
            created_at: row.get("created_at")?,
            expires_at: row.get("expires_at")?,
            last_used_at: row.get("last_used_at")?,
        })
    }
}

const COLUMNS: &str = "SELECT id, person_id, name, scope, created_at, expires_at, last_used_at FROM api_tokens WHERE ";

/// A token that somebody shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub token: ApiToken,
    /// A role of the person, or that they are an administrator, asks for more than the session had shown in which the token was made.
    pub second_factor_due: bool,
}

impl FromRow for Shown {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            token: ApiToken::from_row(row)?,
            second_factor_due: row.get("second_factor_due")?,
        })
    }
}

/// Enters a token under the hash of what its owner holds. It is as strong as the session in which it is made.
pub async fn insert(tx: &WriteTx, token: &ApiToken, token_hash: &str, session: SessionId) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO api_tokens (id, person_id, token_hash, name, scope, created_at, expires_at, strong)
         VALUES ($1, $2, $3, $4, $5, $6, $7, EXISTS (SELECT 1 FROM sessions WHERE id = $8 AND strong))",
        bind![
            token.id,
            token.person_id,
            token_hash,
            &token.name,
            token.scope.name(),
            token.created_at,
            token.expires_at,
            session,
        ],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// The token with this hash. It may have expired: the caller compares the time. `administrators`: they need a second factor whatever their
/// roles ask for.
pub async fn by_hash(conn: &impl Conn, token_hash: &str, administrators: bool) -> Result<Option<Shown>, StoreError> {
    let sql = Sql::with(
        "SELECT t.id, t.person_id, t.name, t.scope, t.created_at, t.expires_at, t.last_used_at,
           (NOT t.strong AND (($2 AND p.administrator)
             OR EXISTS (SELECT 1 FROM role_members m JOIN roles r ON r.id = m.role_id
               WHERE m.person_id = t.person_id AND r.requires_second_factor))) AS second_factor_due
         FROM api_tokens t JOIN people p ON p.id = t.person_id WHERE t.token_hash = $1",
        bind![token_hash, administrators],
    );
    conn::one(conn, sql).await
}

/// The tokens of a person, the newest first.
pub async fn of_person(conn: &impl Conn, person: PersonId) -> Result<Vec<ApiToken>, StoreError> {
    let text = format!("{COLUMNS}person_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2");
    conn::all(conn, Sql::with(&text, bind![person, LISTED_MAX])).await
}

/// Notes that a token was used.
pub async fn used(tx: &WriteTx, id: ApiTokenId, now: Timestamp) -> Result<(), StoreError> {
    let sql = Sql::with("UPDATE api_tokens SET last_used_at = $2 WHERE id = $1", bind![id, now]);
    conn::run(tx, sql).await.map(|_| ())
}

/// Takes a token of a person out of use; whether there was one.
pub async fn delete_of(tx: &WriteTx, person: PersonId, id: ApiTokenId) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "DELETE FROM api_tokens WHERE id = $1 AND person_id = $2",
        bind![id, person],
    );
    Ok(conn::run(tx, sql).await? > 0)
}

/// Forgets tokens that expired before then; how many.
pub async fn delete_expired(tx: &WriteTx, before: Timestamp) -> Result<u64, StoreError> {
    conn::run(
        tx,
        Sql::with("DELETE FROM api_tokens WHERE expires_at <= $1", bind![before]),
    )
    .await
}
