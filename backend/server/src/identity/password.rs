//! Passwords of local accounts: argon2id with the parameters that OWASP names (19 MiB, 2 passes), in a thread of its own.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, LazyLock,
        atomic::{AtomicU64, Ordering},
        mpsc::{self, Sender},
    },
    thread,
};

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::{Semaphore, oneshot};

use crate::clock::Rng;

/// One hash after the other, so that a rush of sign-ins takes one core from those who work, not all. Who no longer waits is not served.
static TURN: Semaphore = Semaphore::const_new(1);

type Job = Box<dyn FnOnce() + Send>;

/// Always the same thread: what a hash needs for a moment (19 MiB) stays with the thread that asked the system for it, and would with each of
/// a pool's.
static HASHER: LazyLock<Sender<Job>> = LazyLock::new(|| {
    let (sender, jobs) = mpsc::channel::<Job>();
    let started = thread::Builder::new().name("passwords".to_owned()).spawn(move || {
        for job in jobs {
            if catch_unwind(AssertUnwindSafe(job)).is_err() {
                tracing::error!("hashing a password panicked");
            }
        }
    });
    if let Err(error) = started {
        tracing::error!(%error, "the thread that hashes passwords did not start");
    }
    sender
});

/// A hash of no password that anybody has: verified when a login is unknown, so that time tells nothing.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$QnLjH3bTK0jJ4Yd8rQ1aVZ0o9yqgNnM0wQmBq4z0zWc";

/// Something in the machinery broke; never says what the password was.
#[derive(Debug, thiserror::Error)]
#[error("hashing a password failed: {0}")]
pub struct HashError(String);

/// Hashes a password into a PHC string (`$argon2id$…`).
///
/// # Errors
/// When the hash cannot be computed.
pub async fn hash(password: String, rng: &dyn Rng) -> Result<String, HashError> {
    let mut salt = [0_u8; 16];
    rng.fill(&mut salt);
    in_background(move || {
        Argon2::default()
            .hash_password_with_salt(password.as_bytes(), &salt)
            .map(|hash| hash.to_string())
            .map_err(|error| HashError(error.to_string()))
    })
    .await?
}

/// Checks passwords, and counts what that has cost.
#[derive(Debug, Default)]
pub struct Checks(Arc<AtomicU64>);

impl Checks {
    /// Whether a password belongs to a hash. Takes as long without a hash as with one.
    ///
    /// # Errors
    /// When the check could not be made at all.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, HashError> {
        let computed = Arc::clone(&self.0);
        in_background(move || {
            let known = hash.is_some();
            let stored = hash.as_deref().unwrap_or(NOBODY);
            let parsed = PasswordHash::new(stored).map_err(|error| HashError(error.to_string()))?;
            let right = Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok();
            computed.fetch_add(1, Ordering::Relaxed);
            Ok(right && known)
        })
        .await?
    }

    /// How many hashes were computed so far.
    #[must_use]
    pub fn computed(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

async fn in_background<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, HashError> {
    let failed = |error: &dyn std::fmt::Display| HashError(error.to_string());
    let _turn = TURN.acquire().await.map_err(|error| failed(&error))?;
    let (tell, told) = oneshot::channel();
    let job = move || {
        if tell.send(work()).is_err() {
            tracing::debug!("nobody waits for the password any more");
        }
    };
    HASHER.send(Box::new(job)).map_err(|error| failed(&error))?;
    told.await.map_err(|error| failed(&error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SeededRng;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_only() {
        let rng = SeededRng::new(1);
        let hashed = hash("correct horse battery".to_owned(), &rng).await.expect("hashed");
        assert!(hashed.starts_with("$argon2id$"));
        let checks = Checks::default();
        assert!(
            checks
                .verify("correct horse battery".to_owned(), Some(hashed.clone()))
                .await
                .expect("verified")
        );
        assert!(
            !checks
                .verify("wrong".to_owned(), Some(hashed.clone()))
                .await
                .expect("verified")
        );
        assert!(
            !checks
                .verify("anything".to_owned(), None)
                .await
                .expect("the stand-in hash is well formed")
        );
        assert_eq!(checks.computed(), 3, "the stand-in hash is computed too");
        let cost = |hash: &str| hash.split('$').nth(3).map(str::to_owned);
        assert_eq!(cost(NOBODY), cost(&hashed), "and costs as much");
    }
}
