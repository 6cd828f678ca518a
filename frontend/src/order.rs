//! Lists in order. What is sorted are the keys, of two kinds, so that the program holds two sorts and not one for each kind of thing:
//! each sort is some kilobytes of the first load.

/// In the order of a text, large letters like small ones. What is equal stays as it came.
pub fn by_text<T>(items: Vec<T>, text: impl Fn(&T) -> String) -> Vec<T> {
    let keys = items.iter().map(|item| text(item).to_lowercase()).collect();
    arranged(items, places(keys))
}

/// In the order of a number. What is equal stays as it came.
pub fn by_number<T>(items: Vec<T>, number: impl Fn(&T) -> u64) -> Vec<T> {
    let keys = items.iter().map(number).collect();
    arranged(items, places(keys))
}

/// Those that pass before the others. Each part stays as it came.
pub fn first<T>(items: Vec<T>, pass: impl Fn(&T) -> bool) -> Vec<T> {
    let (mut first, rest): (Vec<T>, Vec<T>) = items.into_iter().partition(pass);
    first.extend(rest);
    first
}

/// Where the keys in order stand now.
fn places<K: Ord>(keys: Vec<K>) -> Vec<usize> {
    let mut keys: Vec<(K, usize)> = keys.into_iter().zip(0..).collect();
    // The place makes each key another one, so nothing is equal.
    keys.sort_unstable();
    keys.into_iter().map(|(_, place)| place).collect()
}

fn arranged<T>(items: Vec<T>, places: Vec<usize>) -> Vec<T> {
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    places
        .into_iter()
        .filter_map(|place| items.get_mut(place).and_then(Option::take))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_ones_stay_as_they_came() {
        let words = vec!["WLAN b", "drucker", "Wlan a", "wlan b", "Drucker"];
        assert_eq!(
            by_text(words, |word| (*word).to_owned()),
            ["drucker", "Drucker", "Wlan a", "WLAN b", "wlan b"]
        );
        assert_eq!(
            by_number(vec!["3a", "1", "3b", "2"], |word| word[..1].parse().unwrap()),
            ["1", "2", "3a", "3b"]
        );
        assert_eq!(first(vec![1, 2, 3, 4], |number| number % 2 == 0), [2, 4, 1, 3]);
    }
}
