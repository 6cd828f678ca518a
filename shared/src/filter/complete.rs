//! What may come next in a filter's text: for the completion in the search box.
//!
//! Knows the fields and what kind of values they take; which values there are (queues, people, tags) the caller looks up.

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    QueuePath,
    State,
    Type,
    Service,
    Sla,
    Channel,
    Affiliation,
    Person,
    Tag,
    Priority,
    /// `>7d`
    Age,
    /// `<2h`: so much time is left.
    Left,
    Number,
    /// Whatever is written.
    Text,
    YesNo,
    /// Of a custom field, by its definition.
    Custom,
}

/// The fields of a filter, besides `field.<key>`.
pub const FIELDS: [(&str, ValueKind); 33] = [
    ("state", ValueKind::State),
    ("queue", ValueKind::QueuePath),
    ("owner", ValueKind::Person),
    ("requester", ValueKind::Person),
    ("from", ValueKind::Text),
    ("affiliation", ValueKind::Affiliation),
    ("organisation", ValueKind::Text),
    ("subject", ValueKind::Text),
    ("priority", ValueKind::Priority),
    ("tag", ValueKind::Tag),
    ("type", ValueKind::Type),
    ("service", ValueKind::Service),
    ("responsible", ValueKind::Person),
    ("watcher", ValueKind::Person),
    ("participant", ValueKind::Person),
    ("mentioned", ValueKind::Person),
    ("readable", ValueKind::Person),
    ("created", ValueKind::Age),
    ("updated", ValueKind::Age),
    ("contact", ValueKind::Age),
    ("closed", ValueKind::Age),
    ("channel", ValueKind::Channel),
    ("overdue", ValueKind::YesNo),
    ("reminder", ValueKind::YesNo),
    ("escalating", ValueKind::YesNo),
    ("forgotten", ValueKind::YesNo),
    ("orphaned", ValueKind::YesNo),
    ("sla", ValueKind::Sla),
    ("first_response_due", ValueKind::Left),
    ("update_due", ValueKind::Left),
    ("solution_due", ValueKind::Left),
    ("locked", ValueKind::YesNo),
    ("number", ValueKind::Number),
];

/// What is being written at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The characters that a choice replaces: from here …
    pub from: usize,
    /// … up to, not including, here.
    pub to: usize,
    pub wanted: Wanted,
}

/// What would fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A field's name or a word that begins so.
    Field { prefix: String },
    /// A value of this field that begins so.
    Value {
        field: String,
        kind: ValueKind,
        prefix: String,
    },
}

/// Looks at the word around the cursor (counted in characters). Nothing inside of quotation marks, or for a field that does not exist.
#[must_use]
pub fn complete(text: &str, cursor: usize) -> Option<Completion> {
    let (before, after): (Vec<char>, Vec<char>) = {
        let mut chars = text.chars();
        (chars.by_ref().take(cursor).collect(), chars.collect())
    };
    let cursor = before.len();
    if before.iter().filter(|c| **c == '"').count() % 2 == 1 {
        return None;
    }
    let ends = |c: &char| c.is_whitespace() || matches!(c, '(' | ')' | '"');
    let mut from = before.iter().rposition(ends).map_or(0, |at| at + 1);
    let rest = after.iter().position(|c| ends(c) || *c == ',');
    let to = cursor + rest.unwrap_or(after.len());
    if before.get(from) == Some(&'-') {
        from += 1;
    }
    let word: String = before.iter().skip(from).collect();
    let Some((field, values)) = word.split_once(':') else {
        return Some(Completion {
            from,
            to,
            wanted: Wanted::Field {
                prefix: word.to_lowercase(),
            },
        });
    };
    let field = field.to_lowercase();
    let kind = kind_of(&field)?;
    let prefix = values.rsplit(',').next().unwrap_or_default();
    let from = cursor - prefix.chars().count();
    Some(Completion {
        from,
        to,
        wanted: Wanted::Value {
            field,
            kind,
            prefix: prefix.to_owned(),
        },
    })
}

fn kind_of(field: &str) -> Option<ValueKind> {
    if field.starts_with("field.") {
        return Some(ValueKind::Custom);
    }
    FIELDS.iter().find(|(name, _)| *name == field).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(field: &str, kind: ValueKind, prefix: &str) -> Wanted {
        Wanted::Value {
            field: field.to_owned(),
            kind,
            prefix: prefix.to_owned(),
        }
    }

    #[test]
    fn the_word_at_the_cursor() {
        let at_end = |text: &str| complete(text, text.chars().count());
        let found = at_end("state:open ow").expect("something fits");
        assert_eq!((found.from, found.to), (11, 13));
        assert_eq!(
            found.wanted,
            Wanted::Field {
                prefix: "ow".to_owned()
            }
        );
        let found = at_end("-queue:it,wl").expect("something fits");
        assert_eq!((found.from, found.to), (10, 12));
        assert_eq!(found.wanted, value("queue", ValueKind::QueuePath, "wl"));
        assert_eq!(
            at_end("field.room:").expect("something fits").wanted,
            value("field.room", ValueKind::Custom, "")
        );
        assert_eq!(at_end("colour:r"), None);
        assert_eq!(at_end("tag:\"a"), None);
        let inside = complete("(state:op drucker", 8).expect("something fits");
        assert_eq!((inside.from, inside.to), (7, 9));
        assert_eq!(inside.wanted, value("state", ValueKind::State, "o"));
    }

    #[test]
    fn every_field_is_known_to_the_reader() {
        for (field, kind) in FIELDS {
            let example = match kind {
                ValueKind::Person => "me",
                ValueKind::YesNo => "yes",
                ValueKind::Age | ValueKind::Left => ">1d",
                ValueKind::Priority | ValueKind::Number => "3",
                ValueKind::Channel => "mail",
                ValueKind::Affiliation => "student",
                _ => "x",
            };
            let text = format!("{field}:{example}");
            assert!(super::super::Filter::parse(&text).is_ok(), "{text}");
        }
    }
}
