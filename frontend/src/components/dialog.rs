//! A modal dialog on the native element: focus, Esc and the inert page behind come with it.

use leptos::{html, prelude::*};

use super::{Icon, Sign};
use crate::i18n::t;

/// Opens and closes the element as `open` says. The element's own ways to close must be told as they come: `on:cancel` (Esc, while it
/// closes) sets `open` to false, `on:close` (a task later) asks [`closed`].
pub fn show_while(dialog: NodeRef<html::Dialog>, open: RwSignal<bool>) {
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if open.get() && !dialog.open() {
            if let Err(error) = dialog.show_modal() {
                leptos::logging::error!("{error:?}");
            }
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
}

/// Hears the event `close`, which comes late: who opened the dialog again in between (Esc and at once the key that opens it) wants it open.
pub fn closed(dialog: NodeRef<html::Dialog>, open: RwSignal<bool>) {
    if dialog.get_untracked().is_none_or(|dialog| !dialog.open()) {
        open.set(false);
    }
}

/// Shows its content while `open`; closes itself on Esc and by its button, and then sets `open` to false.
#[component]
pub fn Dialog(
    open: RwSignal<bool>,
    #[prop(into)] id: String,
    #[prop(into)] title: Signal<String>,
    #[prop(optional)] wide: bool,
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    show_while(dialog, open);
    let heading = format!("{id}-title");
    let labelled_by = heading.clone();
    let class = if wide { "dialog dialog-wide" } else { "dialog" };
    view! {
        <dialog
            node_ref=dialog
            id=id
            class=class
            aria-labelledby=labelled_by
            on:cancel=move |_: leptos::ev::Event| open.set(false)
            on:close=move |_| closed(dialog, open)
        >
            <div class="dialog-head">
                <h2 id=heading>{move || title.get()}</h2>
                <button type="button" class="button button-quiet button-icon" on:click=move |_| open.set(false)>
                    <Icon sign=Sign::Close />
                    <span class="visually-hidden">{t("close-dialog")}</span>
                </button>
            </div>
            // Built anew each time, so that a form begins fresh.
            <Show when=move || open.get()>
                <div class="dialog-body">{children()}</div>
            </Show>
        </dialog>
    }
}
