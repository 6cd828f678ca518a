//! Passwords of local accounts: argon2id with the parameters that OWASP names (19 MiB, 2 passes), in few threads at once.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::{sync::Semaphore, task::spawn_blocking};

use crate::clock::Rng;

/// Hashes at the same time: each takes 19 MiB and a core.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

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

/// Whether a password belongs to a hash. Takes as long without a hash as with one.
///
/// # Errors
/// When the check could not be made at all.
pub async fn verify(password: String, hash: Option<String>) -> Result<bool, HashError> {
    in_background(move || {
        let known = hash.is_some();
        let stored = hash.as_deref().unwrap_or(NOBODY);
        let parsed = PasswordHash::new(stored).map_err(|error| HashError(error.to_string()))?;
        Ok(Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok() && known)
    })
    .await?
}

async fn in_background<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, HashError> {
    let _turn = AT_ONCE.acquire().await.map_err(|error| HashError(error.to_string()))?;
    spawn_blocking(work).await.map_err(|error| HashError(error.to_string()))
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
        assert!(
            verify("correct horse battery".to_owned(), Some(hashed.clone()))
                .await
                .expect("verified")
        );
        assert!(!verify("wrong".to_owned(), Some(hashed)).await.expect("verified"));
        assert!(
            !verify("anything".to_owned(), None)
                .await
                .expect("the stand-in hash is well formed")
        );
    }
}
