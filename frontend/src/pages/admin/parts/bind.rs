//! One value of a draft, as an input sees it: how to read it, and how to write it back.
//!
//! Knows signals; must not know what the draft is.

use leptos::prelude::*;

/// A value that an input shows and changes.
pub struct Bind<V: Send + Sync + 'static> {
    value: Signal<V>,
    write: Callback<V>,
}

impl<V: Send + Sync + 'static> Clone for Bind<V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V: Send + Sync + 'static> Copy for Bind<V> {}

impl<V: Clone + PartialEq + Send + Sync + 'static> Bind<V> {
    pub fn new(read: impl Fn() -> V + Send + Sync + 'static, write: impl Fn(V) + Send + Sync + 'static) -> Self {
        Self {
            // A memo, so that typing in one field does not stir the others.
            value: Memo::new(move |_| read()).into(),
            write: Callback::new(write),
        }
    }

    pub fn get(self) -> V {
        self.value.get()
    }

    pub fn get_untracked(self) -> V {
        self.value.get_untracked()
    }

    pub fn with<R>(self, read: impl FnOnce(&V) -> R) -> R {
        self.value.with(read)
    }

    pub fn set(self, value: V) {
        self.write.run(value);
    }

    pub fn update(self, change: impl FnOnce(&mut V)) {
        let mut value = self.get_untracked();
        change(&mut value);
        self.set(value);
    }

    /// A part of it, as a value of its own.
    pub fn part<P: Clone + PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&V) -> P + Send + Sync + 'static,
        write: impl Fn(&mut V, P) + Send + Sync + 'static,
    ) -> Bind<P> {
        Bind::new(
            move || self.value.with(&read),
            move |part| self.update(|value| write(value, part)),
        )
    }
}

impl<V: Clone + PartialEq + Send + Sync + 'static> From<RwSignal<V>> for Bind<V> {
    fn from(signal: RwSignal<V>) -> Self {
        Self {
            value: signal.into(),
            write: Callback::new(move |value| signal.set(value)),
        }
    }
}
