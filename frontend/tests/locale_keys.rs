//! Every text that the pages ask for by a literal key exists, and no text lies unused. (That both languages have the same keys is
//! tested in `shared`.)

use std::{collections::BTreeSet, fs, path::Path};

use pult_shared::{i18n::ui_source, person::Language};

/// Keys that are put together from the names of values.
const COMPOSED: &[&str] = &[
    "channel-",
    "col-",
    "color-",
    "door-",
    "error-",
    "event-article_added-",
    "field-error-",
    "filter-field-",
    "filter-state-",
    "field-kind-",
    "follow-up-",
    "link-",
    "mail-kind-",
    "outcome-",
    "outgoing-",
    "permission-",
    "portal-explain-",
    "portal-state-",
    "priority-",
    "section-",
    "sort-",
    "right-command-",
    "setting-the-",
    "state-type-",
    "template-kind-",
    "view-",
];

/// What a literal stands behind when it is meant as a key.
const ASKS: [&str; 4] = ["t(\"", "text(\"", "tr!(\"", "label=\""];

#[expect(
    clippy::unwrap_used,
    reason = "a folder of this crate that cannot be read fails the test"
)]
fn sources(folder: &Path, into: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

fn source_text() -> String {
    let mut text = String::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut text);
    text
}

fn keys() -> BTreeSet<&'static str> {
    let is_key = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    ui_source(Language::De)
        .lines()
        .filter_map(|line| line.split_once(" =").map(|(key, _)| key))
        .filter(|key| key.chars().all(is_key))
        .collect()
}

#[test]
fn every_key_that_is_asked_for_exists() {
    let (text, keys) = (source_text(), keys());
    let mut asked = 0;
    for ask in ASKS {
        // What stands between two questions: the end of the code before, and the key with what follows it.
        let mut parts = text.split(ask);
        let mut before = parts.next().unwrap();
        for part in parts {
            let boundary = before
                .chars()
                .next_back()
                .is_none_or(|c| !c.is_alphanumeric() && c != '_');
            let key = part.split('"').next().unwrap();
            if boundary && !key.contains(['{', ' ']) {
                asked += 1;
                assert!(keys.contains(key), "there is no text for `{key}`");
            }
            before = part;
        }
    }
    assert!(
        asked > 150,
        "only {asked} keys were found; the search must have gone wrong"
    );
}

#[test]
fn no_text_lies_unused() {
    let text = source_text();
    for key in keys() {
        let used = text.contains(&format!("\"{key}\"")) || COMPOSED.iter().any(|prefix| key.starts_with(prefix));
        assert!(used, "nobody asks for `{key}`");
    }
}
