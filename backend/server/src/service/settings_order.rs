//! The order of settings that are asked one after the other: checked, and kept by the log so that people read it and it can be taken back.

use pult_domain::refusal::Refusal;
use pult_shared::error::FieldCode;
use serde::{Deserialize, Serialize};

/// An order as the log keeps it.
#[derive(Serialize, Deserialize)]
pub struct KeptOrder<Id> {
    /// The names, for reading.
    order: String,
    order_ids: Vec<Id>,
}

impl<Id: Copy + PartialEq> KeptOrder<Id> {
    /// These, by the names that they have now.
    pub fn of<'a>(ids: &[Id], name: impl Fn(Id) -> Option<&'a str>) -> Self {
        let names: Vec<&str> = ids.iter().filter_map(|id| name(*id)).collect();
        Self {
            order: names.join(" → "),
            order_ids: ids.to_vec(),
        }
    }

    /// The same order for those that are there now: what is gone is left out, what has come since stays behind.
    pub fn again(&self, now: &[Id]) -> Vec<Id> {
        let kept = self.order_ids.iter().filter(|id| now.contains(id));
        let since = now.iter().filter(|id| !self.order_ids.contains(id));
        kept.chain(since).copied().collect()
    }
}

/// Refuses an order that does not name each, once.
///
/// # Errors
/// `invalid` for `ids`: somebody has made or deleted one meanwhile.
pub fn check_complete<Id: Copy + Ord>(known: &[Id], wanted: &[Id]) -> Result<(), Refusal> {
    let sorted = |ids: &[Id]| {
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        ids
    };
    if sorted(known) == sorted(wanted) {
        Ok(())
    } else {
        Err(Refusal::field("ids", FieldCode::NotAllowed))
    }
}

#[cfg(test)]
mod tests {
    use super::{KeptOrder, check_complete};

    #[test]
    fn an_order_comes_back_for_those_that_are_there() {
        let kept = KeptOrder::of(&[3, 1, 2], |id| (id != 1).then_some("x"));
        assert_eq!(kept.order, "x → x");
        assert_eq!(kept.again(&[1, 2, 3]), [3, 1, 2]);
        assert_eq!(kept.again(&[4, 2, 3, 5]), [3, 2, 4, 5], "one is gone, two have come");
    }

    #[test]
    fn each_is_named_once() {
        assert!(check_complete(&[1, 2], &[2, 1]).is_ok());
        for wrong in [&[1][..], &[1, 1], &[1, 2, 2], &[1, 3]] {
            assert!(check_complete(&[1, 2], wrong).is_err(), "{wrong:?}");
        }
    }
}
