//! Slows down who guesses passwords, without locking out whose password is guessed.
//!
//! Attempts count per key from the moment they begin, so that many at once are no way around; a success takes its attempt
//! back. Login together with client address is narrow, so that an attacker elsewhere cannot lock somebody out of their
//! account; the client address alone is wide, since a whole building may share one. Bounded in memory.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, MutexGuard, PoisonError},
};

use jiff::SignedDuration;
use pult_shared::Timestamp;

/// Attempts within the window, by login and client address.
const PER_LOGIN: u32 = 10;
/// Attempts within the window, by client address.
const PER_ADDRESS: u32 = 100;
const WINDOW: SignedDuration = SignedDuration::from_mins(5);
/// Keys kept at the most; beyond it, expired ones go, then everything.
const KEYS_MAX: usize = 50_000;

#[derive(Clone, Copy)]
struct Attempts {
    count: u32,
    since: Timestamp,
}

type Counts = HashMap<String, Attempts>;

/// Counts attempts per key.
#[derive(Default)]
pub struct Limiter(Mutex<Counts>);

/// An attempt that is under way and counts as a failure until it is taken back.
#[derive(Debug)]
pub struct Attempt {
    login: String,
    address: String,
}

impl Limiter {
    /// Begins an attempt.
    ///
    /// # Errors
    /// The seconds to wait, where there were too many. Such an attempt does not count.
    pub fn begin(&self, login: &str, address: &str, now: Timestamp) -> Result<Attempt, i64> {
        let network = network(address);
        let attempt = Attempt {
            login: format!("login {login} from {network}"),
            address: format!("address {network}"),
        };
        let mut counts = self.counts();
        let limits = [(&attempt.login, PER_LOGIN), (&attempt.address, PER_ADDRESS)];
        let waits = limits
            .iter()
            .filter_map(|(key, free)| wait_seconds(counts.get(*key)?, *free, now));
        if let Some(seconds) = waits.max() {
            return Err(seconds);
        }
        make_room(&mut counts, now);
        for (key, _) in limits {
            let attempts = counts.entry(key.clone()).or_insert(Attempts { count: 0, since: now });
            if now.duration_since(attempts.since) >= WINDOW {
                *attempts = Attempts { count: 0, since: now };
            }
            attempts.count += 1;
        }
        Ok(attempt)
    }

    /// The attempt was right: it counts no more, and what the person had mistyped before is forgotten.
    pub fn succeeded(&self, attempt: &Attempt) {
        self.take_back(attempt);
        self.counts().remove(&attempt.login);
    }

    /// The attempt came to no result, and counts no more.
    pub fn take_back(&self, attempt: &Attempt) {
        let mut counts = self.counts();
        for key in [&attempt.login, &attempt.address] {
            if let Some(attempts) = counts.get_mut(key) {
                attempts.count = attempts.count.saturating_sub(1);
            }
        }
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        // The map is whole even when a holder panicked.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn wait_seconds(attempts: &Attempts, free: u32, now: Timestamp) -> Option<i64> {
    let left = WINDOW.as_secs() - now.duration_since(attempts.since).as_secs();
    (attempts.count >= free && left > 0).then_some(left)
}

fn make_room(counts: &mut Counts, now: Timestamp) {
    if counts.len() < KEYS_MAX {
        return;
    }
    counts.retain(|_, attempts| now.duration_since(attempts.since) < WINDOW);
    if counts.len() >= KEYS_MAX {
        counts.clear();
    }
}

/// What one client has: with IPv6 it chooses freely within its /64.
fn network(address: &str) -> String {
    match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V6(address)) => {
            let prefix = u128::from(address) & !u128::from(u64::MAX);
            format!("{}/64", Ipv6Addr::from(prefix))
        }
        Ok(address) => address.to_string(),
        Err(_) => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).expect("a timestamp")
    }

    #[test]
    fn slows_down_after_ten_attempts_and_forgets_after_the_window() {
        let limiter = Limiter::default();
        for _ in 0..10 {
            limiter.begin("a", "192.0.2.1", at(0)).expect("free");
        }
        assert_eq!(limiter.begin("a", "192.0.2.1", at(60)).unwrap_err(), 240);
        limiter
            .begin("b", "192.0.2.1", at(60))
            .expect("others are not slowed down");
        limiter
            .begin("a", "192.0.2.2", at(60))
            .expect("nor is the same login elsewhere");
        for _ in 0..10 {
            limiter
                .begin("a", "192.0.2.1", at(300))
                .expect("a new window starts from one");
        }
    }

    #[test]
    fn one_address_tries_a_hundred_logins() {
        let limiter = Limiter::default();
        for login in 0..100 {
            limiter.begin(&login.to_string(), "192.0.2.1", at(0)).expect("free");
        }
        assert_eq!(limiter.begin("another", "192.0.2.1", at(1)).unwrap_err(), 299);
        limiter.begin("another", "192.0.2.2", at(1)).expect("free elsewhere");
    }

    #[test]
    fn a_success_forgets_and_costs_nothing() {
        let limiter = Limiter::default();
        for _ in 0..9 {
            limiter.begin("a", "192.0.2.1", at(0)).expect("free");
        }
        for _ in 0..200 {
            let attempt = limiter.begin("a", "192.0.2.1", at(0)).expect("free");
            limiter.succeeded(&attempt);
        }
        for _ in 0..10 {
            let attempt = limiter.begin("a", "192.0.2.1", at(0)).expect("free");
            limiter.take_back(&attempt);
        }
    }

    #[test]
    fn an_ipv6_client_is_its_network() {
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), network("2001:db8:1:2::1"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:192.0.2.1"), "192.0.2.1");
        assert_eq!(network("unknown"), "unknown");
    }
}
