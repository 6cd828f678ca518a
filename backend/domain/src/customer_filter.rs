//! A filter as it means to a customer: what they do not see of their tickets is not there for their filters either. Else a filter
//! would tell tags, watchers, locks and hidden fields by trying.

use pult_shared::filter::{FieldTest, Filter, Who};

use crate::catalog::Catalog;

/// The same question about tickets as their customers see them: untagged, unlocked, watched by nobody, nobody responsible, without
/// the fields that are not shown to them.
#[must_use]
pub fn as_customer(filter: &Filter, catalog: &Catalog) -> Filter {
    let holds = |fits: bool| if fits { Filter::All } else { Filter::Nothing };
    match filter {
        Filter::Not(inner) => as_customer(inner, catalog).negate(),
        Filter::And(parts) => Filter::all_of(parts.iter().map(|part| as_customer(part, catalog))),
        Filter::Or(parts) => Filter::any_of(parts.iter().map(|part| as_customer(part, catalog))),
        Filter::Tag(_) => Filter::Nothing,
        Filter::Locked(locked) => holds(!locked),
        Filter::Watcher(who) | Filter::Responsible(who) => holds(*who == Who::Nobody),
        Filter::Field(key, test) if !catalog.field(key).is_some_and(|field| field.shown_to_customer) => {
            holds(*test == FieldTest::Empty)
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_is_not_there() {
        let table = [
            ("state:active drucker owner:me", "state:active drucker owner:me"),
            ("state:active tag:geheim", "-*"),
            ("-tag:geheim", "*"),
            ("locked:no watcher:nobody responsible:nobody x", "x"),
            ("(locked:yes OR watcher:me OR y)", "y"),
            ("field.secret:none", "*"),
            ("-field.secret:4711 z", "z"),
        ];
        for (asked, meant) in table {
            let filter = Filter::parse(asked).unwrap();
            assert_eq!(
                as_customer(&filter, &Catalog::default()),
                Filter::parse(meant).unwrap(),
                "{asked}"
            );
        }
    }
}
