//! What fits into a filter's text: fields, and the values that exist — states, queues, people, tags, custom fields.
//!
//! Knows the catalog, the queues and the look-ups of the API; must not know the box that shows it.

use std::collections::BTreeMap;

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::person::PersonCard,
    catalog::{FieldKey, FieldKind, StateType},
    filter::{Completion, FIELDS, ValueKind, Wanted},
    ids::PersonId,
    person::{Affiliation, Permission},
    ticket::{Channel, Priority},
};

use web_sys::HtmlInputElement;

use crate::{
    api, catalog,
    i18n::{text, words},
    order,
    queues::{Queues, may},
};

/// As many as can be looked over.
const SHOWN_MAX: usize = 12;
/// People of one look-up.
const PEOPLE: u32 = 8;

/// Something that could come next.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// What goes into the text.
    pub insert: String,
    /// What it is called.
    pub label: String,
    /// What it means.
    pub hint: String,
}

impl Suggestion {
    fn value(value: &str, hint: impl Into<String>) -> Self {
        Self {
            insert: quoted(value),
            label: value.to_owned(),
            hint: hint.into(),
        }
    }

    fn fits(&self, prefix: &str) -> bool {
        let prefix = prefix.to_lowercase();
        let begins = |text: &str| {
            let text = text.to_lowercase();
            text.starts_with(&prefix) || text.split([' ', '/', '-', '(']).any(|word| word.starts_with(&prefix))
        };
        begins(&self.label) || begins(&self.hint)
    }
}

/// A value in quotation marks where it would be read as something else without them.
fn quoted(value: &str) -> String {
    let plain = !value.is_empty() && !value.chars().any(|c| c.is_whitespace() || "\"():\\,".contains(c));
    if plain {
        return value.to_owned();
    }
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

/// What fits and is known here.
pub fn known(wanted: &Wanted, queues: Queues) -> Vec<Suggestion> {
    let (all, prefix) = match wanted {
        Wanted::Field { prefix } => (fields(), prefix),
        Wanted::Value { field, kind, prefix } => (values(field, *kind, queues), prefix),
    };
    let fitting: Vec<_> = all.into_iter().filter(|item| item.fits(prefix)).collect();
    // What begins so comes before what only contains it.
    let lower = prefix.to_lowercase();
    let mut fitting = order::first(fitting, |item| item.label.to_lowercase().starts_with(&lower));
    // Somebody who has written all of it needs no suggestion.
    if matches!(fitting.as_slice(), [only] if only.insert == *prefix) {
        fitting.clear();
    }
    fitting.truncate(SHOWN_MAX);
    fitting
}

fn fields() -> Vec<Suggestion> {
    let own = catalog::valid_fields().into_iter().map(|field| {
        let name = format!("field.{}", field.key);
        Suggestion {
            insert: format!("{name}:"),
            label: name,
            hint: words::name(&field.names),
        }
    });
    let fixed = FIELDS.into_iter().map(|(field, _)| Suggestion {
        insert: format!("{field}:"),
        label: field.to_owned(),
        hint: text(&format!("filter-field-{field}")),
    });
    fixed.chain(own).collect()
}

fn values(field: &str, kind: ValueKind, queues: Queues) -> Vec<Suggestion> {
    match kind {
        ValueKind::QueuePath => {
            let all = queues.get().unwrap_or_default();
            let seen = all.iter().filter(|queue| may(queue, Permission::View));
            seen.map(|queue| Suggestion::value(&queue.path, words::queue_path(queue, &all)))
                .collect()
        }
        ValueKind::State => states(),
        ValueKind::Type => {
            let types = catalog::valid_types().into_iter();
            with_none(types.map(|kind| Suggestion::value(kind.key.as_str(), words::name(&kind.names))))
        }
        ValueKind::Service => {
            let services = catalog::valid_services().into_iter();
            with_none(services.map(|service| Suggestion::value(service.key.as_str(), words::name(&service.names))))
        }
        ValueKind::Sla => {
            let slas = catalog::valid_slas().into_iter();
            with_none(slas.map(|sla| Suggestion::value(sla.key.as_str(), words::name(&sla.names))))
        }
        ValueKind::Left => ["<0m", "<1h", "<4h", "<1d"]
            .into_iter()
            .map(|value| {
                let span = value.trim_start_matches('<').to_owned();
                Suggestion::value(value, crate::i18n::text_with("filter-left", &[("span", span.into())]))
            })
            .collect(),
        ValueKind::Channel => Channel::ALL
            .into_iter()
            .map(|channel| Suggestion::value(channel.name(), words::channel(channel)))
            .collect(),
        ValueKind::Affiliation => with_none(
            Affiliation::ALL
                .into_iter()
                .map(|one| Suggestion::value(one.name(), text(&format!("filter-affiliation-{}", one.name())))),
        ),
        ValueKind::Person => people_words(field),
        ValueKind::Priority => priorities(),
        ValueKind::Age => ages(),
        ValueKind::YesNo => vec![
            Suggestion::value("yes", text("yes")),
            Suggestion::value("no", text("no")),
        ],
        ValueKind::Custom => custom(field),
        ValueKind::Tag | ValueKind::Number | ValueKind::Text => Vec::new(),
    }
}

fn with_none(items: impl Iterator<Item = Suggestion>) -> Vec<Suggestion> {
    items
        .chain(std::iter::once(Suggestion::value("none", text("filter-none"))))
        .collect()
}

fn states() -> Vec<Suggestion> {
    let word = |word: &str| Suggestion::value(word, text(&format!("filter-state-{word}")));
    let mut items = vec![word("active"), word("pending")];
    items.extend(StateType::ALL.into_iter().map(|kind| word(kind.name())));
    // A state that is called like a type is written with the sign; where it is the only one of its type, the type says as much.
    let all = catalog::get();
    let exact = all.states.iter().filter_map(|state| {
        let name = words::name(&state.names);
        let key = state.key.as_str();
        if StateType::from_name(key).is_none() {
            return Some(Suggestion::value(key, name));
        }
        let brothers = all.states.iter().filter(|other| other.state_type == state.state_type);
        (brothers.count() > 1).then(|| Suggestion {
            insert: format!("#{key}"),
            label: format!("#{key}"),
            hint: name,
        })
    });
    items.extend(exact);
    items
}

fn people_words(field: &str) -> Vec<Suggestion> {
    let mut items = vec![Suggestion::value("me", text("filter-me"))];
    if field != "requester" {
        items.push(Suggestion::value("nobody", text("no-owner")));
    }
    items
}

fn priorities() -> Vec<Suggestion> {
    let exact = Priority::ALL
        .into_iter()
        .rev()
        .map(|level| Suggestion::value(&level.get().to_string(), words::priority(level)));
    let from = [(">=4", "filter-at-least", 4), ("<=2", "filter-at-most", 2)];
    let spans = from.into_iter().filter_map(|(value, key, level)| {
        let name = words::priority(Priority::new(level)?);
        Some(Suggestion::value(
            value,
            crate::i18n::text_with(key, &[("value", name.into())]),
        ))
    });
    spans.chain(exact).collect()
}

fn ages() -> Vec<Suggestion> {
    ["<1h", "<1d", "<7d", ">1d", ">3d", ">7d", ">30d"]
        .into_iter()
        .map(|value| {
            let key = if value.starts_with('<') {
                "filter-younger"
            } else {
                "filter-older"
            };
            let span = value.trim_start_matches(['<', '>']).to_owned();
            Suggestion::value(value, crate::i18n::text_with(key, &[("span", span.into())]))
        })
        .collect()
}

fn custom(field: &str) -> Vec<Suggestion> {
    let key = field.strip_prefix("field.").unwrap_or(field);
    let Some(def) = catalog::field(&FieldKey::new(key)) else {
        return Vec::new();
    };
    let options = def
        .options
        .iter()
        .map(|option| Suggestion::value(&option.key, words::name(&option.names)));
    let boxes = match def.kind {
        FieldKind::Checkbox => vec![
            Suggestion::value("true", text("yes")),
            Suggestion::value("false", text("no")),
        ],
        _ => Vec::new(),
    };
    with_none(options.chain(boxes))
}

/// Whether there may be more that only the server knows.
pub fn asks(wanted: &Wanted) -> bool {
    match wanted {
        Wanted::Field { .. } => false,
        Wanted::Value { field, kind, prefix } => match kind {
            ValueKind::Tag => true,
            ValueKind::Person => !prefix.is_empty() && !prefix.starts_with('#'),
            ValueKind::Custom => !prefix.is_empty() && is_of_people(field),
            _ => false,
        },
    }
}

fn is_of_people(field: &str) -> bool {
    let key = field.strip_prefix("field.").unwrap_or(field);
    untrack(|| catalog::field(&FieldKey::new(key))).is_some_and(|def| def.kind == FieldKind::Person)
}

/// What the server finds. A look-up that fails suggests nothing: the text can be written without it.
pub async fn looked_up(wanted: &Wanted) -> Vec<Suggestion> {
    let Wanted::Value { field, kind, prefix } = wanted else {
        return Vec::new();
    };
    if *kind == ValueKind::Tag {
        let found = api::tags::list_tags(prefix).await.map(|list| list.items);
        let tags = found.unwrap_or_else(|error| quietly(&error));
        return tags
            .iter()
            .take(SHOWN_MAX)
            .map(|tag| Suggestion::value(tag, text("filter-field-tag")))
            .collect();
    }
    let found = if matches!(
        field.as_str(),
        "owner" | "responsible" | "watcher" | "mentioned" | "readable"
    ) {
        api::people::list_agents(prefix, None, PEOPLE).await
    } else {
        api::people::list_people(prefix, PEOPLE).await
    };
    let people = found.map(|list| list.items).unwrap_or_else(|error| quietly(&error));
    people.into_iter().map(|person| of_person(person, *kind)).collect()
}

fn quietly<T>(error: &api::ApiError) -> Vec<T> {
    leptos::logging::warn!("{error:?}");
    Vec::new()
}

fn of_person(person: PersonCard, kind: ValueKind) -> Suggestion {
    // A field holds the id itself.
    let sign = if kind == ValueKind::Custom { "" } else { "#" };
    Suggestion {
        insert: format!("{sign}{}", person.id),
        label: person.name,
        hint: person.addresses.into_iter().next().or(person.login).unwrap_or_default(),
    }
}

/// Who is behind the ids in a filter's text.
#[derive(Clone, Copy)]
pub struct Names(RwSignal<BTreeMap<PersonId, String>>);

impl Names {
    pub fn new() -> Self {
        Self(RwSignal::new(BTreeMap::new()))
    }

    /// Somebody was chosen, and with that is known.
    pub fn know(self, item: &Suggestion) {
        if let Some(id) = item
            .insert
            .trim_start_matches('#')
            .parse()
            .ok()
            .filter(|_| item.insert.len() > 30)
        {
            self.0.update(|names| {
                names.insert(id, item.label.clone());
            });
        }
    }

    /// Fetches the names that are not known.
    pub fn look_up(self, filter: &str) {
        for id in ids(filter) {
            if self.0.with_untracked(|names| names.contains_key(&id)) {
                continue;
            }
            spawn_local(async move {
                // Somebody whom the reader may not see stays an id.
                if let Ok(person) = api::people::get_person(id).await {
                    self.0.try_update(|names| {
                        names.insert(id, person.name);
                    });
                }
            });
        }
    }

    /// The people of a filter's text in words; empty where there are none.
    pub fn of(self, filter: &str) -> String {
        self.0.with(|names| {
            let named: Vec<_> = ids(filter)
                .into_iter()
                .filter_map(|id| names.get(&id).cloned())
                .collect();
            named.join(", ")
        })
    }
}

/// The ids in a filter's text.
fn ids(filter: &str) -> Vec<PersonId> {
    filter
        .split(|c: char| !c.is_ascii_hexdigit() && c != '-')
        .filter(|piece| piece.len() == 36)
        .filter_map(|piece| piece.parse().ok())
        .collect()
}

/// Where the cursor is, in characters.
pub fn cursor(input: &HtmlInputElement) -> usize {
    let units = input.selection_start().ok().flatten().unwrap_or(u32::MAX) as usize;
    let mut seen = 0;
    input
        .value()
        .chars()
        .take_while(|c| {
            // The browser counts in UTF-16.
            seen += c.len_utf16();
            seen <= units
        })
        .count()
}

/// The text with a choice put in, and where the cursor goes (in characters).
pub fn replaced(text: &str, completion: &Completion, insert: &str) -> (String, usize) {
    let chars: Vec<char> = text.chars().collect();
    let (from, to) = (completion.from.min(chars.len()), completion.to.min(chars.len()));
    let mut result: String = chars.iter().take(from).collect();
    result.push_str(insert);
    let rest: String = chars.iter().skip(to).collect();
    // A value is done; the next condition begins after a space.
    if !insert.ends_with(':') && !rest.starts_with([' ', ',', ')']) {
        result.push(' ');
    }
    let at = result.chars().count() + usize::from(rest.starts_with(' ') && !insert.ends_with(':'));
    result.push_str(&rest);
    (result, at)
}

#[cfg(test)]
mod tests {
    use pult_shared::filter::complete;

    use super::*;

    #[test]
    fn values_that_need_quotation_marks_get_them() {
        assert_eq!(quoted("it/wlan"), "it/wlan");
        assert_eq!(quoted("hörsaal 2"), "\"hörsaal 2\"");
        assert_eq!(quoted("a\"b"), "\"a\\\"b\"");
    }

    #[test]
    fn ids_are_found_in_the_text() {
        let id = "00000001-0000-7000-8000-000000000000";
        assert_eq!(ids(&format!("owner:#{id} drucker")), [id.parse().unwrap()]);
        assert!(ids("owner:me tag:wlan").is_empty());
    }

    #[test]
    fn words_inside_fit_too() {
        let item = Suggestion::value("it/wlan", "IT-Service / WLAN & Netz");
        assert!(item.fits("wl") && item.fits("it") && item.fits("netz") && !item.fits("lan"));
    }

    fn choose(text: &str, cursor: usize, insert: &str) -> (String, usize) {
        let completion = complete(text, cursor).expect("something fits");
        replaced(text, &completion, insert)
    }

    #[test]
    fn a_choice_takes_the_place_of_what_was_begun() {
        assert_eq!(choose("sta", 3, "state:"), ("state:".to_owned(), 6));
        assert_eq!(choose("state:op", 8, "open"), ("state:open ".to_owned(), 11));
        assert_eq!(
            choose("state:op drucker", 8, "open"),
            ("state:open drucker".to_owned(), 11)
        );
        assert_eq!(
            choose("(queue:it,wl)", 12, "it/wlan"),
            ("(queue:it,it/wlan)".to_owned(), 17)
        );
        assert_eq!(choose("größe tag:wl", 12, "wlan"), ("größe tag:wlan ".to_owned(), 15));
    }
}
