//! The order of definitions: sorting them, and what has to be saved when one moves a step.
//!
//! Pure.

use crate::order;

/// Steps between neighbours, so that a number typed by hand fits in between.
const STEP: u32 = 10;

/// What the order goes by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    pub key: String,
    pub position: u32,
}

/// The definitions that move together with one: those below the same parent. Keys without `/` are all neighbours.
pub fn parent_of(key: &str) -> &str {
    key.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// Sorted by position; a tree by its paths, parents before their children. What lies below a parent that is not there follows at the root.
pub fn sorted(items: impl IntoIterator<Item = Placed>) -> Vec<Placed> {
    let items = order::by_text(items.into_iter().collect(), |item: &Placed| item.key.clone());
    let items = order::by_number(items, |item| u64::from(item.position));
    let keys: Vec<String> = items.iter().map(|item| item.key.clone()).collect();
    let is_root = |item: &Placed| !keys.iter().any(|key| key == parent_of(&item.key) && *key != item.key);
    let mut waiting: Vec<Placed> = items.iter().filter(|item| is_root(item)).rev().cloned().collect();
    let mut done = Vec::with_capacity(items.len());
    while let Some(item) = waiting.pop() {
        let children = items
            .iter()
            .filter(|child| parent_of(&child.key) == item.key)
            .rev()
            .cloned();
        waiting.extend(children);
        done.push(item);
    }
    done
}

/// How many steps below the root a key stands.
pub fn depth(key: &str) -> usize {
    key.matches('/').count()
}

/// Whether there is a neighbour to change places with.
pub fn can_move(items: &[Placed], key: &str, up: bool) -> bool {
    neighbours(items, key).is_some_and(|(own, all)| if up { own > 0 } else { own + 1 < all.len() })
}

/// The new positions after a step up or down: only of those that change. Empty when there is no neighbour.
pub fn moved(items: &[Placed], key: &str, up: bool) -> Vec<Placed> {
    let Some((own, mut all)) = neighbours(items, key).filter(|_| can_move(items, key, up)) else {
        return Vec::new();
    };
    all.swap(own, if up { own - 1 } else { own + 1 });
    let numbered = all.into_iter().zip(1_u32..).map(|(item, number)| {
        (
            item.position,
            Placed {
                position: number.saturating_mul(STEP),
                key: item.key,
            },
        )
    });
    numbered
        .filter(|(before, after)| *before != after.position)
        .map(|(_, after)| after)
        .collect()
}

/// The position behind all neighbours of a new key.
pub fn behind(items: &[Placed], key: &str) -> u32 {
    items
        .iter()
        .filter(|item| parent_of(&item.key) == parent_of(key))
        .map(|item| item.position)
        .max()
        .map_or(STEP, |last| last.saturating_add(STEP))
}

/// The definitions with the same parent, in order, and the place of `key` among them.
fn neighbours(items: &[Placed], key: &str) -> Option<(usize, Vec<Placed>)> {
    let all: Vec<Placed> = sorted(items.iter().cloned())
        .into_iter()
        .filter(|item| parent_of(&item.key) == parent_of(key))
        .collect();
    let own = all.iter().position(|item| item.key == key)?;
    Some((own, all))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placed(items: &[(&str, u32)]) -> Vec<Placed> {
        items
            .iter()
            .map(|(key, position)| Placed {
                key: (*key).to_owned(),
                position: *position,
            })
            .collect()
    }

    #[test]
    fn a_tree_shows_parents_first_and_neighbours_by_position() {
        let items = placed(&[
            ("mail/web", 20),
            ("net", 5),
            ("mail", 10),
            ("mail/groupware", 10),
            ("gone/part", 1),
        ]);
        let keys: Vec<String> = sorted(items).into_iter().map(|item| item.key).collect();
        assert_eq!(keys, ["gone/part", "net", "mail", "mail/groupware", "mail/web"]);
    }

    #[test]
    fn a_step_saves_only_what_changes() {
        let items = placed(&[("new", 10), ("open", 20), ("closed", 30)]);
        assert_eq!(moved(&items, "open", true), placed(&[("open", 10), ("new", 20)]));
        assert_eq!(moved(&items, "new", true), placed(&[]));
        assert_eq!(moved(&items, "unknown", true), placed(&[]));
        let equal = placed(&[("a", 0), ("b", 0), ("c", 0)]);
        assert_eq!(moved(&equal, "a", false), placed(&[("b", 10), ("a", 20), ("c", 30)]));
    }

    #[test]
    fn a_step_stays_below_its_parent() {
        let items = placed(&[("mail", 10), ("mail/groupware", 10), ("mail/web", 20), ("net", 20)]);
        assert!(!can_move(&items, "mail/groupware", true));
        assert!(can_move(&items, "mail/groupware", false));
        assert_eq!(moved(&items, "net", true), placed(&[("net", 10), ("mail", 20)]));
        assert_eq!(behind(&items, "mail/new"), 30);
        assert_eq!(behind(&items, "other/new"), 10);
    }
}
