//! Slows down who guesses passwords, without locking out whose password is guessed.
//!
//! Failures count per key (client address, and login together with client address), so that an attacker elsewhere cannot
//! lock somebody out of their account. Bounded in memory.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use jiff::SignedDuration;
use pult_shared::Timestamp;

/// Failures that are free within the window.
const FREE: u32 = 10;
const WINDOW: SignedDuration = SignedDuration::from_mins(5);
/// Keys kept at the most; beyond it, expired ones go, then everything.
const KEYS_MAX: usize = 50_000;

#[derive(Clone, Copy)]
struct Failures {
    count: u32,
    since: Timestamp,
}

/// Counts failures per key.
#[derive(Default)]
pub struct Limiter(Mutex<HashMap<String, Failures>>);

impl Limiter {
    /// Seconds to wait before the next try with this key, or `None` when it may try now.
    #[must_use]
    pub fn wait_seconds(&self, key: &str, now: Timestamp) -> Option<i64> {
        let failures = *self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key)?;
        let left = WINDOW.as_secs() - now.duration_since(failures.since).as_secs();
        (failures.count >= FREE && left > 0).then_some(left)
    }

    /// Records a failure.
    pub fn failed(&self, key: &str, now: Timestamp) {
        let mut map = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if map.len() >= KEYS_MAX {
            map.retain(|_, failures| now.duration_since(failures.since) < WINDOW);
            if map.len() >= KEYS_MAX {
                map.clear();
            }
        }
        let failures = map.entry(key.to_owned()).or_insert(Failures { count: 0, since: now });
        if now.duration_since(failures.since) >= WINDOW {
            *failures = Failures { count: 0, since: now };
        }
        failures.count += 1;
    }

    /// Forgets the failures of a key after a success.
    pub fn succeeded(&self, key: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).expect("a timestamp")
    }

    #[test]
    fn slows_down_after_ten_failures_and_forgets_after_the_window() {
        let limiter = Limiter::default();
        for _ in 0..10 {
            assert_eq!(limiter.wait_seconds("a", at(0)), None);
            limiter.failed("a", at(0));
        }
        assert_eq!(limiter.wait_seconds("a", at(60)), Some(240));
        assert_eq!(limiter.wait_seconds("b", at(60)), None, "others are not slowed down");
        assert_eq!(limiter.wait_seconds("a", at(300)), None);
        limiter.failed("a", at(301));
        assert_eq!(limiter.wait_seconds("a", at(302)), None, "a new window starts from one");
    }

    #[test]
    fn a_success_forgets() {
        let limiter = Limiter::default();
        for _ in 0..10 {
            limiter.failed("a", at(0));
        }
        limiter.succeeded("a");
        assert_eq!(limiter.wait_seconds("a", at(1)), None);
    }
}
