//! How long to wait after a failure: doubling, with a limit, and with chance so that many do not come back together.
//!
//! Pure, but for the generator that it is given.

use std::time::Duration;

use crate::clock::Rng;

/// Counts failures in a row.
#[derive(Clone, Copy, Debug)]
pub struct Backoff {
    first: Duration,
    most: Duration,
    failures: u32,
}

impl Backoff {
    #[must_use]
    pub fn new(first: Duration, most: Duration) -> Self {
        Self {
            first,
            most,
            failures: 0,
        }
    }

    /// After a success.
    pub fn reset(&mut self) {
        self.failures = 0;
    }

    /// The pause after one more failure: between half and the whole of the doubled one.
    pub fn next(&mut self, rng: &dyn Rng) -> Duration {
        let factor = 2_u32.saturating_pow(self.failures.min(20));
        self.failures = self.failures.saturating_add(1);
        let whole = self.first.saturating_mul(factor).min(self.most);
        let mut byte = [0_u8];
        rng.fill(&mut byte);
        let [chance] = byte;
        whole / 2 + (whole / 2).mul_f64(f64::from(chance) / 255.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SeededRng;

    #[test]
    fn pauses_grow_to_the_limit_and_begin_again_after_success() {
        let rng = SeededRng::new(3);
        let mut backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(300));
        for expected in [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300] {
            let pause = backoff.next(&rng);
            let whole = Duration::from_secs(expected);
            assert!(pause >= whole / 2 && pause <= whole, "{pause:?} for {whole:?}");
        }
        backoff.reset();
        assert!(backoff.next(&rng) <= Duration::from_secs(1));
    }
}
