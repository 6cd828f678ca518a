//! Short messages about what was done. They show for a while and are read out politely; some can be undone for some seconds.

use std::{sync::Arc, time::Duration};

use leptos::prelude::*;

const SHOWN_FOR: Duration = Duration::from_secs(8);

/// What can still be done about it. It outlives the page that offers it.
#[derive(Clone)]
pub struct ToastAction {
    /// The locale key of the button.
    pub label: &'static str,
    /// The seconds that are left.
    pub left: ArcRwSignal<u32>,
    pub run: Arc<dyn Fn() + Send + Sync>,
}

/// A message that is showing.
#[derive(Clone)]
pub struct Toast {
    pub id: u32,
    pub text: String,
    pub action: Option<ToastAction>,
}

/// The messages that are showing, with a number each.
#[derive(Clone, Copy)]
pub struct Toasts {
    items: RwSignal<Vec<Toast>>,
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
        let id = self.put(text, None);
        set_timeout(move || self.dismiss(id), SHOWN_FOR);
    }

    /// Shows it with a button, for some seconds that are counted down.
    pub fn offer(self, text: String, label: &'static str, seconds: u32, run: impl Fn() + Send + Sync + 'static) {
        let left = ArcRwSignal::new(seconds);
        let action = ToastAction {
            label,
            left: left.clone(),
            run: Arc::new(run),
        };
        let id = self.put(text, Some(action));
        self.count_down(id, left);
    }

    fn count_down(self, id: u32, left: ArcRwSignal<u32>) {
        set_timeout(
            move || {
                left.update(|left| *left = left.saturating_sub(1));
                let shown = self
                    .items
                    .with_untracked(|items| items.iter().any(|item| item.id == id));
                if !shown || left.get_untracked() == 0 {
                    self.dismiss(id);
                } else {
                    self.count_down(id, left);
                }
            },
            Duration::from_secs(1),
        );
    }

    fn put(self, text: String, action: Option<ToastAction>) -> u32 {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        self.items.update(|items| items.push(Toast { id, text, action }));
        id
    }

    pub fn dismiss(self, id: u32) {
        self.items.update(|items| items.retain(|item| item.id != id));
    }

    pub fn items(self) -> Vec<Toast> {
        self.items.get()
    }
}
