//! Keyboard shortcuts of one character. They can be switched off (WCAG 2.1.4), and never fire while text is typed.

use std::sync::LazyLock;

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::web;

const STORED: &str = "pult.shortcuts";

static ENABLED: LazyLock<ArcRwSignal<bool>> =
    LazyLock::new(|| ArcRwSignal::new(web::stored(STORED).as_deref() != Some("off")));

pub fn enabled() -> bool {
    ENABLED.get()
}

/// Switches the shortcuts on or off on this device.
pub fn enable(on: bool) {
    web::store(STORED, if on { "on" } else { "off" });
    ENABLED.set(on);
}

/// Hears single characters until the surrounding view goes away; the answer tells whether the key was meant here.
pub fn on_key(handle: impl Fn(&str) -> bool + 'static) {
    let listener = window_event_listener(ev::keydown, move |event| {
        let modified = event.ctrl_key() || event.alt_key() || event.meta_key();
        let typing = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
            .is_some_and(|element| web::takes_text(&element));
        if modified || typing || event.default_prevented() || !ENABLED.get_untracked() || web::dialog_open() {
            return;
        }
        if handle(&event.key()) {
            event.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
}
