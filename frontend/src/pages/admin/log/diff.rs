//! What changed between two states of a setting, flat: one line for each value that differs.
//!
//! Pure; knows JSON only.

use std::collections::BTreeMap;

use serde_json::Value;

/// A value that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The path of the value: `names.de`.
    pub path: String,
    pub before: Option<Value>,
    pub after: Option<Value>,
}

/// All that differs, by path. Objects are taken apart, lists are not: a list changes as a whole.
pub fn differences(before: Option<&Value>, after: Option<&Value>) -> Vec<Difference> {
    let (before, after) = (flat(before), flat(after));
    let paths: BTreeMap<&String, ()> = before.keys().chain(after.keys()).map(|path| (path, ())).collect();
    paths
        .into_keys()
        .filter(|path| before.get(*path) != after.get(*path))
        .map(|path| Difference {
            path: path.clone(),
            before: before.get(path).cloned(),
            after: after.get(path).cloned(),
        })
        .collect()
}

/// The values at the ends of an object, by path. What says nothing (null, empty) is left out.
fn flat(value: Option<&Value>) -> BTreeMap<String, Value> {
    let mut found = BTreeMap::new();
    if let Some(value) = value {
        collect("", value, &mut found);
    }
    found
}

fn collect(path: &str, value: &Value, into: &mut BTreeMap<String, Value>) {
    match value {
        Value::Object(parts) => {
            // Ids of an order are kept for taking it back; its names are read.
            for (name, part) in parts.iter().filter(|(name, _)| *name != "order_ids") {
                let path = if path.is_empty() {
                    name.clone()
                } else {
                    format!("{path}.{name}")
                };
                collect(&path, part, into);
            }
        }
        Value::Null => {}
        Value::String(text) if text.is_empty() => {}
        Value::Array(items) if items.is_empty() => {}
        value => {
            into.insert(path.to_owned(), value.clone());
        }
    }
}

/// What a list gained and lost, where both are lists.
pub fn gained_and_lost(difference: &Difference) -> Option<(Vec<Value>, Vec<Value>)> {
    let list = |value: &Option<Value>| match value {
        Some(Value::Array(items)) => Some(items.clone()),
        None => Some(Vec::new()),
        Some(_) => None,
    };
    let (before, after) = (list(&difference.before)?, list(&difference.after)?);
    let without = |all: &[Value], others: &[Value]| all.iter().filter(|one| !others.contains(one)).cloned().collect();
    Some((without(&after, &before), without(&before, &after)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_differs_is_named() {
        let before =
            json!({"key": "open", "names": {"de": "Offen", "en": "Open"}, "valid": true, "grants": [1, 2], "help": ""});
        let after = json!({"key": "open", "names": {"de": "In Arbeit", "en": "Open"}, "valid": true, "grants": [2, 3], "turns_into": null});
        let found = differences(Some(&before), Some(&after));
        let paths: Vec<&str> = found.iter().map(|one| one.path.as_str()).collect();
        assert_eq!(paths, ["grants", "names.de"]);
        assert_eq!(found[1].before, Some(json!("Offen")));
        assert_eq!(gained_and_lost(&found[0]), Some((vec![json!(3)], vec![json!(1)])));
        assert_eq!(gained_and_lost(&found[1]), None);
    }

    #[test]
    fn what_comes_into_being_differs_from_nothing() {
        let after = json!({"name": "WLAN-Team", "grants": []});
        let found = differences(None, Some(&after));
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].before.clone(), found[0].after.clone()),
            (None, Some(json!("WLAN-Team")))
        );
        assert_eq!(differences(Some(&after), Some(&after)), []);
    }
}
