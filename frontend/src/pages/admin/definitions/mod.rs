//! What tickets are made of: states, priorities, types, services, custom fields; when it is open: calendars; and what is promised: service
//! agreements. Seven kinds, one page.

/// What is a field in nearly every kind: the key, the names, the place in lists, and whether it can be chosen.
macro_rules! parts {
    () => {
        fn key(&self) -> String {
            self.key.0.clone()
        }

        fn names(&self) -> &pult_shared::api::queue::Names {
            &self.names
        }

        fn position(&self) -> Option<u32> {
            Some(self.position)
        }

        fn set_position(&mut self, position: u32) {
            self.position = position;
        }

        fn is_valid(&self) -> bool {
            self.valid
        }
    };
}

mod calendars;
mod fields;
mod order;
mod page;
mod priorities;
mod services;
mod slas;
mod states;
mod table;
mod types;

use leptos::prelude::*;
use pult_shared::{
    api::queue::Names,
    catalog::{CatalogView, Color},
    error::{FieldCode, FieldError},
    filter::Filter,
    limits::NAME_MAX,
};
use serde::{Serialize, de::DeserializeOwned};

use self::order::Placed;
use super::parts::editor::Editor;
use crate::{place::Place, queues::Queues, session::Session};

pub use calendars::Calendars;
pub use fields::Fields;
pub use priorities::Priorities;
pub use services::Services;
pub use slas::{Slas, choices as sla_choices};
pub use states::States;
pub use types::Types;

/// The texts of a kind that differ, as locale keys.
pub struct Texts {
    /// The button that makes a new one; none where the set is closed.
    pub add: Option<&'static str>,
    /// The heading of the form for a new one.
    pub fresh: &'static str,
    /// The heading of the column for [`Definition::note`].
    pub note: Option<&'static str>,
}

/// A kind of definition: what the one page needs to know to list, make, change, order and delete its things.
pub trait Definition: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The word in the API's path.
    const COLLECTION: &'static str;
    /// The word in the log of settings.
    const KIND: &'static str;
    const PLACE: Place;
    const TEXTS: Texts;

    /// All of them, as the catalog has them.
    fn all(catalog: &CatalogView) -> Vec<Self>;

    /// A new one; none where the set is closed.
    fn blank() -> Option<Self>;

    fn key(&self) -> String;

    fn names(&self) -> &Names;

    fn color(&self) -> Option<Color> {
        None
    }

    /// The place in lists; none where the order is fixed.
    fn position(&self) -> Option<u32> {
        None
    }

    fn set_position(&mut self, _position: u32) {}

    fn is_valid(&self) -> bool {
        true
    }

    /// What the list says about it besides its name.
    fn note(&self) -> String {
        String::new()
    }

    /// Whether the person may change it. What everybody shares is the administrators'.
    fn may_edit(&self, session: Session, _queues: Queues) -> bool {
        session.is_administrator()
    }

    /// The tickets that refer to it; none where that cannot be asked for.
    fn users(&self) -> Option<Filter> {
        None
    }

    /// What is wrong with it, as far as the browser sees.
    fn check(&self, _wrong: &mut Vec<FieldError>) {}

    /// The inputs, without the buttons. `fresh`: it is new, so that what is fixed later can still be chosen.
    fn inputs(editor: Editor<Self>, fresh: bool) -> AnyView;
}

/// The checks that all kinds share.
fn check<D: Definition>(definition: &D, fresh: bool, taken: &[String]) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    let names = definition.names();
    for (path, name) in [("names.de", &names.de), ("names.en", &names.en)] {
        if name.trim().is_empty() {
            wrong.push(FieldError::new(path, FieldCode::Required));
        } else if name.chars().count() > NAME_MAX {
            wrong.push(FieldError::new(path, FieldCode::TooLong));
        }
    }
    if fresh {
        let key = definition.key();
        let fault = match key.as_str() {
            "" => Some(FieldCode::Required),
            key if !pult_shared::catalog::is_key_path(key) => Some(FieldCode::Malformed),
            key if taken.iter().any(|other| other == key) => Some(FieldCode::Taken),
            _ => None,
        };
        wrong.extend(fault.map(|code| FieldError::new("key", code)));
    }
    definition.check(&mut wrong);
    wrong
}

/// What the order of a kind goes by.
fn placed<D: Definition>(all: &[D]) -> Vec<Placed> {
    all.iter()
        .map(|one| Placed {
            key: one.key(),
            position: one.position().unwrap_or_default(),
        })
        .collect()
}
