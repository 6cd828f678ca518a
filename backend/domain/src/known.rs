//! Whether the keys that a filter names exist: a mistyped state finds nothing for ever, and nobody would know why.

use pult_shared::filter::Filter;

use crate::catalog::Catalog;

/// A key that the catalog does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownKey {
    /// The field as it stands in the filter's text, for example `state` or `field.room`.
    pub field: String,
    /// The value that does not exist; nothing where it is the field itself.
    pub value: Option<String>,
}

impl std::fmt::Display for UnknownKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.value {
            Some(value) => write!(f, "{}:{value}", self.field),
            None => f.write_str(&self.field),
        }
    }
}

/// The states, types, services, service agreements and custom fields that a filter names and that do not exist, in its order. What is no longer valid
/// still exists: tickets have it.
#[must_use]
pub fn unknown_keys(filter: &Filter, catalog: &Catalog) -> Vec<UnknownKey> {
    let mut unknown = Vec::new();
    collect(filter, catalog, &mut unknown);
    unknown
}

fn collect(filter: &Filter, catalog: &Catalog, unknown: &mut Vec<UnknownKey>) {
    let mut missing = |known: bool, field: &str, value: &str| {
        if !known {
            unknown.push(UnknownKey {
                field: field.to_owned(),
                value: Some(value.to_owned()),
            });
        }
    };
    match filter {
        Filter::Not(inner) => collect(inner, catalog, unknown),
        Filter::And(parts) | Filter::Or(parts) => {
            for part in parts {
                collect(part, catalog, unknown);
            }
        }
        Filter::State(key) => missing(catalog.state(key).is_some(), "state", key.as_str()),
        Filter::Type(Some(key)) => missing(catalog.ticket_type(key).is_some(), "type", key.as_str()),
        Filter::Service(Some(key)) => {
            // A service above others need not be one itself: `service:mail` means all below.
            let prefix = format!("{key}/");
            let below = |known: &str| known == key.as_str() || known.starts_with(&prefix);
            let known = catalog.services.iter().any(|service| below(service.key.as_str()));
            missing(known, "service", key.as_str());
        }
        Filter::Sla(Some(key)) => missing(catalog.sla(key).is_some(), "sla", key.as_str()),
        Filter::Field(key, _) if catalog.field(key).is_none() => unknown.push(UnknownKey {
            field: format!("field.{key}"),
            value: None,
        }),
        _ => {}
    }
}

/// Where in a filter's text a key stands: its first character, and how many there are. Nothing where the text does not have it.
#[must_use]
pub fn place_of(text: &str, unknown: &UnknownKey) -> Option<(usize, usize)> {
    let chars: Vec<char> = text.chars().collect();
    let field: Vec<char> = format!("{}:", unknown.field).chars().collect();
    let begins = |at: usize, wanted: &[char]| {
        chars
            .get(at..at + wanted.len())
            .is_some_and(|here| here.iter().zip(wanted).all(|(a, b)| a.eq_ignore_ascii_case(b)))
    };
    let fields = (0..chars.len()).filter(|at| begins(*at, &field));
    let Some(value) = &unknown.value else {
        return fields.map(|at| (at, field.len() - 1)).next();
    };
    let value: Vec<char> = value.chars().collect();
    let ends = |at: usize| {
        chars
            .get(at)
            .is_none_or(|c| c.is_whitespace() || matches!(c, ',' | '"' | ')'))
    };
    let starts = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| chars.get(at));
        before.is_some_and(|c| matches!(c, ':' | ',' | '"' | '#'))
    };
    fields
        .flat_map(|from| from + field.len()..chars.len())
        .find(|at| begins(*at, &value) && starts(*at) && ends(at + value.len()))
        .map(|at| (at, value.len()))
}

#[cfg(test)]
mod tests {
    use pult_shared::{
        api::queue::Names,
        catalog::{ServiceDef, ServiceKey, TypeDef, TypeKey},
    };

    use super::*;

    /// What is said of a key, and where it stands.
    type Fault = (&'static str, (usize, usize));

    fn names() -> Names {
        Names {
            de: "x".to_owned(),
            en: "x".to_owned(),
        }
    }

    fn catalog() -> Catalog {
        Catalog {
            types: vec![TypeDef {
                key: TypeKey::new("incident"),
                names: names(),
                position: 0,
                valid: false,
            }],
            services: vec![ServiceDef {
                key: ServiceKey::new("mail/groupware"),
                names: names(),
                sla: None,
                position: 0,
                valid: true,
            }],
            ..Catalog::default()
        }
    }

    #[test]
    fn names_what_does_not_exist_and_where() {
        let table: [(&str, &[Fault]); 7] = [
            ("type:incident service:mail service:mail/groupware", &[]),
            ("state:active queue:nowhere wort", &[]),
            ("type:incident,incidents", &[("type:incidents", (14, 9))]),
            ("service:mai", &[("service:mai", (8, 3))]),
            ("-(state:#waiting OR x)", &[("state:waiting", (9, 7))]),
            ("a field.room:4711", &[("field.room", (2, 10))]),
            (
                "type:bug state:\"bug\"",
                &[("type:bug", (5, 3)), ("state:bug", (16, 3))],
            ),
        ];
        for (text, expect) in table {
            let filter = Filter::parse(text).expect(text);
            let found = unknown_keys(&filter, &catalog());
            let found: Vec<_> = found
                .iter()
                .map(|key| (key.to_string(), place_of(text, key).expect("a place")))
                .collect();
            let expect: Vec<_> = expect.iter().map(|(key, place)| ((*key).to_owned(), *place)).collect();
            assert_eq!(found, expect, "{text}");
        }
    }
}
