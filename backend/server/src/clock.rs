//! Time and randomness, handed in from `main` (design invariant 3), and the ids that are made of both.
//!
//! Knows nobody. Everything below `main` asks a `Clock` or an `Rng`, so that a test can hold the time and repeat the chance.

use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use rand::{RngCore as _, SeedableRng as _, rngs::StdRng};
use uuid::Uuid;

/// Tells the time.
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
}

/// The machine's clock, in whole milliseconds: what the database keeps, so that a value read back equals the one written.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the time comes in")]
    fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }
}

/// A clock that stands still until it is told otherwise: for tests, and for the seed, which writes the past.
#[derive(Debug)]
pub struct FixedClock {
    now: Mutex<Timestamp>,
}

impl FixedClock {
    #[must_use]
    pub fn new(now: Timestamp) -> Self {
        Self { now: Mutex::new(now) }
    }

    pub fn set(&self, now: Timestamp) {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }

    /// Moves the clock; at the end of time it stays there.
    pub fn advance(&self, by: SignedDuration) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        *now = now.checked_add(by).unwrap_or(Timestamp::MAX);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Gives unpredictable bytes.
pub trait Rng: Send + Sync {
    fn fill(&self, bytes: &mut [u8]);
}

/// The cryptographic generator of the thread, seeded by the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRng;

impl Rng for SystemRng {
    fn fill(&self, bytes: &mut [u8]) {
        rand::rng().fill_bytes(bytes);
    }
}

/// A generator that repeats itself: for tests and the seed, never for secrets.
#[derive(Debug)]
pub struct SeededRng {
    state: Mutex<StdRng>,
}

impl SeededRng {
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            state: Mutex::new(StdRng::seed_from_u64(seed)),
        }
    }
}

impl Rng for SeededRng {
    fn fill(&self, bytes: &mut [u8]) {
        self.state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill_bytes(bytes);
    }
}

/// A fresh id (UUID version 7, RFC 9562): sortable by the clock's milliseconds, the rest from the generator.
#[must_use]
pub fn uuid_v7(clock: &dyn Clock, rng: &dyn Rng) -> Uuid {
    // A clock before 1970 cannot be written into the id; the randomness alone still makes it unique.
    let millis = u64::try_from(clock.now().as_millisecond()).unwrap_or(0);
    let mut random = [0_u8; 10];
    rng.fill(&mut random);
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_time_and_differ_at_the_same_time() {
        let clock = FixedClock::new("2026-11-22T10:00:00Z".parse().unwrap());
        let rng = SeededRng::new(7);
        let first = uuid_v7(&clock, &rng);
        let twin = uuid_v7(&clock, &rng);
        clock.advance(SignedDuration::from_millis(1));
        let later = uuid_v7(&clock, &rng);
        assert_eq!(first.get_version_num(), 7);
        assert_ne!(first, twin);
        assert!(first < later && twin < later);
    }

    #[test]
    fn the_system_clock_gives_whole_milliseconds() {
        let now = SystemClock.now();
        assert_eq!(now.subsec_nanosecond() % 1_000_000, 0);
    }

    #[test]
    fn a_seeded_generator_repeats_itself_and_the_systems_does_not() {
        let draw = |rng: &dyn Rng| {
            let mut bytes = [0_u8; 16];
            rng.fill(&mut bytes);
            bytes
        };
        assert_eq!(draw(&SeededRng::new(1)), draw(&SeededRng::new(1)));
        assert_ne!(draw(&SeededRng::new(1)), draw(&SeededRng::new(2)));
        assert_ne!(draw(&SystemRng), draw(&SystemRng));
    }
}
