//! How a form of settings goes on once the server has answered, and the head that each of them has.
//!
//! Knows the address, the notices and that there is a list; must not know what is edited.

use std::future::Future;

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::{
    editor::Editor,
    selection::{Chosen, CloseEditor, href, in_place},
};
use crate::{api::ApiError, place::Place, toast::Toasts, tr};

/// What happens after saving and deleting: it is said, the list is fetched again, and the address follows.
#[derive(Clone, Copy)]
pub struct Course {
    toasts: Toasts,
    changed: Callback<()>,
    go: UnsyncCallback<Chosen>,
}

impl Course {
    /// `changed` fetches the list of the page again.
    pub fn new(place: Place, changed: Callback<()>) -> Self {
        let navigate = use_navigate();
        Self {
            toasts: Toasts::expect(),
            changed,
            go: UnsyncCallback::new(move |chosen| navigate(&href(&place, &chosen), in_place())),
        }
    }

    /// After saving. `new`: the key of what was not there before; the form goes on with it.
    pub fn saved(self, name: &str, new: Option<String>) {
        self.toasts.show(untrack(|| tr!("admin-done-saved", name = name)));
        self.changed.run(());
        if let Some(key) = new {
            self.go.run(Chosen::One(key));
        }
    }

    /// Deletes what the form shows, and closes it.
    pub fn delete<T: Clone + PartialEq + Send + Sync + 'static>(
        self,
        editor: Editor<T>,
        name: String,
        request: impl Future<Output = Result<(), ApiError>> + 'static,
    ) {
        editor.send(Vec::new(), request, move |()| {
            self.toasts.show(untrack(|| tr!("admin-done-deleted", name = name)));
            self.changed.run(());
            self.go.run(Chosen::Nothing);
        });
    }
}

/// The title of a form, which takes the focus when it opens, and the way out of it.
#[component]
pub fn EditorHead(#[prop(into)] title: Signal<String>, place: Place) -> impl IntoView {
    view! {
        <div class="admin-editor-head">
            <h2 class="admin-editor-title" tabindex="-1">
                {title}
            </h2>
            <CloseEditor place />
        </div>
    }
}
