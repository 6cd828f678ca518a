//! What can be done on the page that is on screen: pages offer their actions here, the command palette lists them.
//!
//! Knows neither pages nor commands. An action that is not allowed right now is simply not offered.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{components::Sign, i18n::text};

/// Something that can be done right now.
#[derive(Clone)]
pub struct PageAction {
    /// What it is called, in the language of the page.
    pub label: String,
    /// The locale key of the group that it belongs to.
    pub group: &'static str,
    pub sign: Sign,
    /// The key that does the same, where there is one.
    pub shortcut: Option<&'static str>,
    /// Belongs to nobody's view: the palette that lists it is gone when it runs.
    pub run: Arc<dyn Fn() + Send + Sync>,
}

impl PageAction {
    /// An action whose name is a locale key.
    pub fn new(label: &'static str, sign: Sign, run: impl Fn() + Send + Sync + 'static) -> Self {
        Self::named(text(label), sign, run)
    }

    /// The same with a name that no locale file has as it is.
    pub fn named(label: String, sign: Sign, run: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            label,
            group: "palette-action",
            sign,
            shortcut: None,
            run: Arc::new(run),
        }
    }

    #[must_use]
    pub fn in_group(self, group: &'static str) -> Self {
        Self { group, ..self }
    }

    /// The same with the key that does it too.
    #[must_use]
    pub fn with_key(self, key: &'static str) -> Self {
        Self {
            shortcut: Some(key),
            ..self
        }
    }
}

/// A page's actions, with a number to take them away by.
type Offer = (u32, Signal<Vec<PageAction>>);

/// All that is offered, for the whole program.
#[derive(Clone, Copy)]
pub struct PageActions {
    offers: RwSignal<Vec<Offer>>,
    next: StoredValue<u32>,
}

impl PageActions {
    pub fn new() -> Self {
        Self {
            offers: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
        }
    }

    pub fn expect() -> Self {
        expect_context()
    }

    /// Offers actions until the surrounding view goes away. They are asked for anew each time that the palette opens, so they may
    /// depend on what is allowed.
    pub fn offer(self, actions: impl Fn() -> Vec<PageAction> + Send + Sync + 'static) {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        let actions = Signal::derive(actions);
        self.offers.update(|offers| offers.push((id, actions)));
        on_cleanup(move || {
            self.offers
                .try_update(|offers| offers.retain(|(other, _)| *other != id));
        });
    }

    /// Everything that can be done now, the latest offers first.
    pub fn all(self) -> Vec<PageAction> {
        let offers = self.offers.get();
        offers.iter().rev().flat_map(|(_, actions)| actions.get()).collect()
    }
}
