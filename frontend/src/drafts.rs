//! Texts that are being written, kept on this device by person and place until they are sent.
//!
//! A session that ends, a closed tab or a crash loses nothing; another person on the same device never sees them.

use pult_shared::ids::PersonId;
use serde::{Serialize, de::DeserializeOwned};

use crate::web;

/// Where one person's draft for one place is kept.
#[derive(Clone, Debug)]
pub struct Slot(String);

impl Slot {
    /// `place` is a ticket's number, or the name of a form.
    pub fn new(person: PersonId, place: &str) -> Self {
        Self(format!("pult.draft/{person}/{place}"))
    }

    pub fn load<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_str(&web::stored(&self.0)?).ok()
    }

    pub fn save<T: Serialize>(&self, draft: &T) {
        if let Ok(text) = serde_json::to_string(draft) {
            web::store(&self.0, &text);
        }
    }

    pub fn clear(&self) {
        web::forget(&self.0);
    }
}
