//! A button that opens a few further choices: `<details>`, so that it works without a script and closes by Escape.

use leptos::{ev::KeyboardEvent, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};

use super::{Icon, Sign};

/// The button and what it opens. What is inside is built when it opens, and a press on a button or link closes it.
#[component]
pub fn Menu(
    #[prop(into)] label: Signal<String>,
    sign: Sign,
    /// Only the icon is seen; the label is read out.
    #[prop(optional)]
    bare: bool,
    /// The panel begins at the button's left edge instead of ending at its right one.
    #[prop(optional)]
    from_start: bool,
    #[prop(default = "button button-small")] class: &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    let details = NodeRef::<html::Details>::new();
    let open = RwSignal::new(false);
    let close = move |back: bool| {
        let Some(details) = details.get_untracked().filter(|details| details.open()) else {
            return;
        };
        details.set_open(false);
        if back
            && let Ok(Some(summary)) = details.query_selector("summary")
            && let Some(summary) = summary.dyn_ref::<HtmlElement>()
            && let Err(error) = summary.focus()
        {
            leptos::logging::error!("{error:?}");
        }
    };
    let keydown = move |event: KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() && !event.default_prevented() {
            event.prevent_default();
            event.stop_propagation();
            close(true);
        }
    };
    let left = move |event: web_sys::FocusEvent| {
        let inside = event
            .related_target()
            .and_then(|target| target.dyn_into::<Node>().ok())
            .is_some_and(|target| {
                details
                    .get_untracked()
                    .is_some_and(|details| details.contains(Some(&target)))
            });
        // A press on something that takes no focus leaves it open until the next one.
        if !inside && event.related_target().is_some() {
            close(false);
        }
    };
    let pressed = move |event: web_sys::MouseEvent| {
        let hit = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
            .and_then(|target| target.closest("button, a, label.file-button").ok().flatten());
        if hit.is_some_and(|hit| !hit.has_attribute("data-stay")) {
            close(false);
        }
    };
    let outside = window_event_listener(leptos::ev::pointerdown, move |event| {
        let inside = event
            .target()
            .and_then(|target| target.dyn_into::<Node>().ok())
            .is_some_and(|target| {
                details
                    .get_untracked()
                    .is_some_and(|details| details.contains(Some(&target)))
            });
        if !inside && open.try_get_untracked() == Some(true) {
            close(false);
        }
    });
    on_cleanup(move || outside.remove());
    let children = StoredValue::new(children);
    view! {
        <details
            class=if from_start { "menu menu-start" } else { "menu" }
            node_ref=details
            on:toggle=move |_| open.set(details.get_untracked().is_some_and(|details| details.open()))
            on:keydown=keydown
            on:focusout=left
        >
            <summary class=class title=move || bare.then(|| label.get())>
                <Icon sign />
                <span class=if bare { "visually-hidden" } else { "" }>{move || label.get()}</span>
            </summary>
            <Show when=move || open.get()>
                <div class="menu-panel" on:click=pressed>
                    {children.with_value(|children| children())}
                </div>
            </Show>
        </details>
    }
}

/// One choice of a menu.
#[component]
pub fn MenuItem(
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] sign: Option<Sign>,
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button type="button" class="menu-item" on:click=move |_| on_press.run(())>
            {sign.map(|sign| view! { <Icon sign /> })}
            <span>{move || label.get()}</span>
        </button>
    }
}
