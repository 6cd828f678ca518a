//! What can go wrong in the store, sorted by what the caller can do about it.

use sea_orm::{
    DbErr, RuntimeErr,
    sqlx::{self, error::ErrorKind},
};

/// Why the store could not do it.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be reached or does not answer in time: worth another try later.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// The ticket has another version than the one that the change was made for.
    #[error("the ticket has changed in the meantime")]
    StaleVersion,
    /// The database was migrated by a newer program.
    #[error("the database has steps that this program does not know: {}", .unknown.join(", "))]
    NewerSchema { unknown: Vec<String> },
    /// Something that must be unique is there already; tells what.
    #[error("this {0} exists already")]
    Duplicate(&'static str),
    /// Something refers to what was to be deleted.
    #[error("something still refers to it")]
    InUse,
    /// A mail that was to be taken back has left, or is just leaving.
    #[error("the mail has left already")]
    MailLeft,
    /// A cursor that did not come from this list.
    #[error("the cursor cannot be read")]
    BadCursor,
    /// What is stored cannot be understood.
    #[error("stored data is damaged: {0}")]
    Corrupt(String),
    /// The database refused the statement: a mistake in this program.
    #[error("the database refused: {0}")]
    Database(String),
}

/// Unique constraints by their names in both engines, and what they stand for.
const UNIQUE: [(&str, &str, &str); 10] = [
    ("people.login", "people_login_key", "login"),
    ("person_addresses.address", "person_addresses_pkey", "address"),
    ("queue_addresses.address", "queue_addresses_pkey", "queue address"),
    ("queues.path", "queues_path_key", "queue path"),
    ("queues.catch_all", "queues_catch_all", "catch-all queue"),
    ("roles.name", "roles_name_key", "role name"),
    ("organisations.name_key", "organisations_name_key", "organisation name"),
    ("tickets.number", "tickets_number_key", "ticket number"),
    (
        "incoming_mails.dedup_key",
        "incoming_mails_dedup_key_key",
        "incoming mail",
    ),
    ("idempotency_keys.person_id", "idempotency_keys_pkey", "idempotency key"),
];

/// SQLite: busy, locked, I/O error, read-only, full, cannot open (primary result codes).
const SQLITE_TRANSIENT: [u32; 6] = [5, 6, 8, 10, 13, 14];
/// PostgreSQL: connection, resources, intervention, serialisation, deadlock, lock not available, read-only after a fail-over.
const POSTGRES_TRANSIENT: [&str; 7] = ["08", "53", "57", "40001", "40P01", "55P03", "25006"];

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        match &error {
            DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => Self::Unavailable(error.to_string()),
            DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause)) => {
                from_driver(cause)
            }
            DbErr::Type(_) | DbErr::TryIntoErr { .. } | DbErr::Json(_) => Self::Corrupt(error.to_string()),
            _ => Self::Database(error.to_string()),
        }
    }
}

pub(crate) fn from_driver(error: &sqlx::Error) -> StoreError {
    match error {
        sqlx::Error::Database(refusal) => {
            let code = refusal.code().unwrap_or_default();
            if refusal.kind() == ErrorKind::UniqueViolation {
                return duplicate(&format!(
                    "{} {}",
                    refusal.constraint().unwrap_or_default(),
                    refusal.message()
                ));
            }
            if is_transient(&code) {
                StoreError::Unavailable(refusal.to_string())
            } else {
                StoreError::Database(refusal.to_string())
            }
        }
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::BeginFailed => StoreError::Unavailable(error.to_string()),
        sqlx::Error::Decode(_) | sqlx::Error::ColumnDecode { .. } => StoreError::Corrupt(error.to_string()),
        _ => StoreError::Database(error.to_string()),
    }
}

fn is_transient(code: &str) -> bool {
    // PostgreSQL's codes have five characters; SQLite's are numbers whose low byte is the primary code.
    if code.len() == 5 {
        return POSTGRES_TRANSIENT.iter().any(|transient| code.starts_with(transient));
    }
    code.parse::<u32>()
        .is_ok_and(|code| SQLITE_TRANSIENT.contains(&(code & 0xff)))
}

fn duplicate(message: &str) -> StoreError {
    let what = UNIQUE
        .iter()
        .find(|(sqlite, postgres, _)| message.contains(sqlite) || message.contains(postgres))
        .map_or("row", |(_, _, what)| what);
    StoreError::Duplicate(what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transient_codes_of_both_engines() {
        for code in [
            "5", "261", "517", "10", "2570", "13", "08006", "57P01", "57014", "40P01", "53300", "25006",
        ] {
            assert!(is_transient(code), "{code}");
        }
        for code in ["1", "19", "2067", "23505", "42601", "22021", ""] {
            assert!(!is_transient(code), "{code}");
        }
    }

    #[test]
    fn duplicates_say_what() {
        assert!(matches!(
            duplicate("UNIQUE constraint failed: people.login"),
            StoreError::Duplicate("login")
        ));
        assert!(matches!(
            duplicate("roles_name_key duplicate key value"),
            StoreError::Duplicate("role name")
        ));
        assert!(matches!(duplicate("something_else"), StoreError::Duplicate("row")));
    }
}
