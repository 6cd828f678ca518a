//! Every text that the pages ask for by a literal key exists, in the file that their area fetches, and no text lies unused. (That both
//! languages have the same keys is tested in `shared`.)

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use pult_shared::{
    area::Area,
    i18n::{area_source, ui_source},
    person::Language,
};

/// Keys that are put together from the names of values.
const COMPOSED: &[&str] = &[
    "address-kind-",
    "admin-clock-",
    "affiliation-",
    "auto-event-",
    "channel-",
    "clock-",
    "col-",
    "color-",
    "differs-",
    "door-",
    "entry-fault-",
    "error-",
    "event-article_added-",
    "event-held_settled-",
    "field-error-",
    "filter-affiliation-",
    "filter-field-",
    "filter-state-",
    "field-kind-",
    "follow-up-",
    "form-",
    "job-",
    "link-",
    "mail-action-",
    "mail-kind-",
    "mail-reason-",
    "notification-",
    "relation-",
    "secret-",
    "way-",
    "outcome-",
    "outgoing-",
    "permission-",
    "portal-explain-",
    "portal-state-",
    "sender-rule-",
    "signature-",
    "signature-why-",
    "trust-",
    "postmaster-",
    "priority-",
    "region-",
    "section-",
    "sort-",
    "recipients-",
    "right-command-",
    "rule-",
    "run-state-",
    "webhook-",
    "setting-the-",
    "similar-reason-",
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
fn sources(folder: &Path, into: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            into.push((path, text));
        }
    }
}

/// Path and text of each file.
fn files() -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    files
}

fn source_text() -> String {
    files().into_iter().map(|(_, text)| text).collect()
}

fn keys() -> BTreeSet<&'static str> {
    keys_in(ui_source(Language::De))
}

fn keys_in(source: &str) -> BTreeSet<&str> {
    let is_key = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    source
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

/// The areas whose programs a file is part of.
fn areas_of(path: &Path) -> Vec<Area> {
    let path = path.to_string_lossy().replace('\\', "/");
    let own: [(_, &[Area]); 6] = [
        ("/components/access.rs", &[Area::Portal, Area::People]),
        (
            "/filter_suggest.rs",
            &[Area::Desk, Area::Administration, Area::Mail, Area::People],
        ),
        ("/pages/portal/", &[Area::Portal]),
        ("/pages/agent/", &[Area::Desk]),
        ("/pages/admin/people/", &[Area::People]),
        ("/pages/admin/", &[Area::Administration, Area::Mail, Area::People]),
    ];
    let own = own.into_iter().find(|(folder, _)| path.contains(folder));
    own.map_or_else(|| Area::ALL.to_vec(), |(_, areas)| areas.to_vec())
}

#[test]
fn what_a_page_says_is_in_the_texts_that_its_area_fetches() {
    let all = keys();
    let mut seen = 0;
    for (path, text) in files() {
        for area in areas_of(&path) {
            let fetched = keys_in(area_source(area, Language::De));
            // Every literal that is a key, however it is handed on; some words mean other things too.
            for literal in text
                .split('"')
                .skip(1)
                .step_by(2)
                .filter(|literal| all.contains(literal))
            {
                seen += 1;
                let other_meaning = ["presence", "download", "time", "watch"].contains(&literal);
                assert!(
                    other_meaning || fetched.contains(literal),
                    "{} says `{literal}`, which the texts of {} lack",
                    path.display(),
                    area.name()
                );
            }
            for prefix in COMPOSED.iter().filter(|prefix| text.contains(&format!("\"{prefix}{{"))) {
                let missing = all
                    .iter()
                    .find(|key| key.starts_with(*prefix) && !fetched.contains(*key));
                assert_eq!(
                    missing,
                    None,
                    "{} puts `{prefix}…` together in {}",
                    path.display(),
                    area.name()
                );
            }
        }
    }
    assert!(
        seen > 600,
        "only {seen} keys were found; the search must have gone wrong"
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
