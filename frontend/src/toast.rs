//! Short messages about what was done. They show for a while and are read out politely.

use std::time::Duration;

use leptos::prelude::*;

const SHOWN_FOR: Duration = Duration::from_secs(8);

/// The messages that are showing, with a number each.
#[derive(Clone, Copy)]
pub struct Toasts {
    items: RwSignal<Vec<(u32, String)>>,
    next: StoredValue<u32>,
}

impl Toasts {
    pub fn new() -> Self {
        Self {
            items: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
        }
    }

    pub fn expect() -> Self {
        expect_context()
    }

    pub fn show(self, text: String) {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        self.items.update(|items| items.push((id, text)));
        set_timeout(move || self.dismiss(id), SHOWN_FOR);
    }

    pub fn dismiss(self, id: u32) {
        self.items.update(|items| items.retain(|(other, _)| *other != id));
    }

    pub fn items(self) -> Vec<(u32, String)> {
        self.items.get()
    }
}
