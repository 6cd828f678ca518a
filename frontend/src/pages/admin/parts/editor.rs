//! Something that is being edited: the draft, what is saved, and how saving goes.
//!
//! Knows signals and problem documents; must not know what is edited, nor how it is sent.

use std::future::Future;

use leptos::{prelude::*, task::spawn_local};
use pult_shared::error::FieldError;

use super::{bind::Bind, leave::Leave, problems::Problems};
use crate::api::ApiError;

/// A draft of `T` beside the saved one.
pub struct Editor<T: Send + Sync + 'static> {
    draft: RwSignal<T>,
    saved: RwSignal<T>,
    busy: RwSignal<bool>,
    problems: Problems,
    dirty: Memo<bool>,
}

impl<T: Send + Sync + 'static> Clone for Editor<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Editor<T> {}

impl<T: Clone + PartialEq + Send + Sync + 'static> Editor<T> {
    /// Begins with what is saved (or with a blank one). From now on the page asks before the draft is lost, and the inputs
    /// within the caller's view find their faults.
    pub fn new(saved: T) -> Self {
        let (draft, saved) = (RwSignal::new(saved.clone()), RwSignal::new(saved));
        let dirty = Memo::new(move |_| draft.with(|draft| saved.with(|saved| draft != saved)));
        let problems = Problems::new();
        provide_context(problems);
        Leave::expect().watch(dirty.into());
        Self {
            draft,
            saved,
            busy: RwSignal::new(false),
            problems,
            dirty,
        }
    }

    /// One value of the draft.
    pub fn bind<V: Clone + PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&T) -> V + Send + Sync + 'static,
        write: impl Fn(&mut T, V) + Send + Sync + 'static,
    ) -> Bind<V> {
        let draft = self.draft;
        Bind::new(
            move || draft.with(&read),
            move |value| draft.update(|draft| write(draft, value)),
        )
    }

    pub fn draft(self) -> T {
        self.draft.get()
    }

    pub fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        self.draft.with(read)
    }

    pub fn with_saved<R>(self, read: impl FnOnce(&T) -> R) -> R {
        self.saved.with(read)
    }

    pub fn dirty(self) -> Signal<bool> {
        self.dirty.into()
    }

    pub fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    pub fn problems(self) -> Problems {
        self.problems
    }

    /// Back to what is saved.
    pub fn reset(self) {
        self.problems.clear();
        self.draft.set(self.saved.get_untracked());
    }

    /// This is saved now.
    pub fn keep(self, saved: T) {
        self.problems.clear();
        self.saved.set(saved.clone());
        self.draft.set(saved);
    }

    /// Puts the draft in order before it is sent, where it is not.
    pub fn tidy(self, tidy: impl FnOnce(&mut T)) {
        let mut draft = self.draft.get_untracked();
        tidy(&mut draft);
        if self.draft.with_untracked(|before| *before != draft) {
            self.draft.set(draft);
        }
    }

    /// Takes in a change that happened elsewhere, to the saved one and to the draft alike.
    pub fn follow(self, change: impl Fn(&mut T)) {
        self.saved.update(&change);
        self.draft.update(&change);
    }

    /// Sends something about the draft, unless the browser already sees what is wrong with it.
    pub fn send<A: 'static>(
        self,
        wrong: Vec<FieldError>,
        request: impl Future<Output = Result<A, ApiError>> + 'static,
        then: impl FnOnce(A) + 'static,
    ) {
        let fine = wrong.is_empty();
        self.problems.set(wrong);
        if !fine || self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let answer = request.await;
            // The page may be gone by now.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(answer) => then(answer),
                Err(error) => self.problems.fail(error),
            }
        });
    }
}
