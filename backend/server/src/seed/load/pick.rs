//! Choices that look random and are the same every time.

/// A number below `below` (splitmix64 over ticket and purpose).
pub fn pick(index: u32, purpose: u32, below: u32) -> u32 {
    let mut x = (u64::from(index) << 32 | u64::from(purpose)).wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^= x >> 31;
    u32::try_from(x % u64::from(below.max(1))).unwrap_or(0)
}

/// Whether it happens, in so many of a hundred.
pub fn chance(index: u32, purpose: u32, percent: u32) -> bool {
    pick(index, purpose, 100) < percent
}

pub fn choose<T>(from: &[T], index: u32, purpose: u32) -> Option<&T> {
    let below = u32::try_from(from.len()).unwrap_or(u32::MAX);
    from.get(usize::try_from(pick(index, purpose, below)).unwrap_or(0))
}

/// The first ones far more often than the last: some queues are busy, most are not.
pub fn choose_uneven<T>(from: &[T], index: u32, purpose: u32) -> Option<&T> {
    let below = u32::try_from(from.len()).unwrap_or(u32::MAX);
    let share = u64::from(pick(index, purpose, 1_000));
    let at = share * share * share * u64::from(below) / 1_000_000_000;
    from.get(usize::try_from(at).unwrap_or(0))
}

pub fn word(from: &[&'static str], index: u32, purpose: u32) -> &'static str {
    choose(from, index, purpose).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_repeat_themselves_and_reach_everything() {
        assert_eq!(pick(7, 3, 1000), pick(7, 3, 1000));
        let all: Vec<u32> = (0..50).collect();
        for choose in [choose, choose_uneven] {
            let seen: std::collections::BTreeSet<_> = (0..5000).filter_map(|index| choose(&all, index, 5)).collect();
            assert_eq!(seen.len(), all.len());
        }
        let busiest = (0..5000)
            .filter(|index| choose_uneven(&all, *index, 5) == Some(&0))
            .count();
        assert!(busiest > 1_000, "{busiest}");
    }
}
