//! A modal dialog on the native element: focus, Esc and the inert page behind come with it.

use leptos::{html, prelude::*};

use super::{Icon, Sign};
use crate::i18n::t;

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
    let heading = format!("{id}-title");
    let labelled_by = heading.clone();
    let class = if wide { "dialog dialog-wide" } else { "dialog" };
    view! {
        <dialog node_ref=dialog id=id class=class aria-labelledby=labelled_by on:close=move |_| open.set(false)>
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
