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

/// Fresh ids in order: each is greater than the one before, also within a millisecond and when the clock goes back. Twelve
/// bits count (RFC 9562 §6.2, method 1), and 62 stay random.
#[derive(Debug, Default)]
pub struct Sequence {
    last: Mutex<Position>,
}

/// Where the last id stood.
#[derive(Clone, Copy, Debug, Default)]
struct Position {
    millis: u64,
    counter: u16,
}

/// The largest value of twelve bits.
const COUNTER_MAX: u16 = 0x0fff;

impl Sequence {
    /// The next id.
    #[must_use]
    pub fn fresh(&self, clock: &dyn Clock, rng: &dyn Rng) -> Uuid {
        let millis = u64::try_from(clock.now().as_millisecond()).unwrap_or(0);
        let mut random = [0_u8; 10];
        rng.fill(&mut random);
        let [high, low, ..] = random;
        // Begins in the lower half, so that there is room to count.
        let begin = u16::from_be_bytes([high, low]) & (COUNTER_MAX >> 1);
        let Position { millis, counter } = self.advance(millis, begin);
        let [high, low] = counter.to_be_bytes();
        let [_, _, rest @ ..] = random;
        let [a, b, c, d, e, f, g, h] = rest;
        uuid::Builder::from_unix_timestamp_millis(millis, &[high, low, a, b, c, d, e, f, g, h]).into_uuid()
    }

    fn advance(&self, millis: u64, begin: u16) -> Position {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        *last = if millis > last.millis {
            Position { millis, counter: begin }
        } else if last.counter < COUNTER_MAX {
            Position {
                counter: last.counter + 1,
                ..*last
            }
        } else {
            // More ids than a millisecond holds: borrowed from the next one.
            Position {
                millis: last.millis + 1,
                counter: begin,
            }
        };
        *last
    }
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
    fn a_sequence_only_grows() {
        let clock = FixedClock::new("2026-11-22T10:00:00Z".parse().unwrap());
        let (rng, sequence) = (SeededRng::new(7), Sequence::default());
        let mut ids: Vec<Uuid> = (0..10_000).map(|_| sequence.fresh(&clock, &rng)).collect();
        clock.advance(SignedDuration::from_secs(-60));
        ids.push(sequence.fresh(&clock, &rng));
        clock.advance(SignedDuration::from_secs(120));
        ids.push(sequence.fresh(&clock, &rng));
        assert!(ids.is_sorted_by(|one, next| one < next));
        assert!(ids.iter().all(|id| id.get_version_num() == 7));
        let (seconds, _) = ids.last().unwrap().get_timestamp().unwrap().to_unix();
        assert_eq!(
            i64::try_from(seconds).unwrap(),
            clock.now().as_second(),
            "the clock's time stays readable"
        );
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
