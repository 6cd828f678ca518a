//! The browser's Back and Forward, heard before the router hears them: a page with something unsaved can hold them up.
//!
//! Listeners of the window's own events are called in the order in which they came; so this one must be there before the router.

use std::cell::{Cell, RefCell};

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::Event;

type Watch = Box<dyn Fn() -> bool>;

thread_local! {
    static WATCH: RefCell<Option<(u32, Watch)>> = const { RefCell::new(None) };
    static NEXT: Cell<u32> = const { Cell::new(0) };
}

/// Begins to listen; once, before the router is made.
pub fn start() {
    let closure = Closure::<dyn Fn(Event)>::new(|event: Event| {
        let held = WATCH.with_borrow(|watch| watch.as_ref().is_some_and(|(_, watch)| watch()));
        if held {
            event.stop_immediate_propagation();
        }
    });
    let listener = closure.as_ref().unchecked_ref();
    if let Err(error) = window().add_event_listener_with_callback("popstate", listener) {
        leptos::logging::error!("{error:?}");
    }
    // For as long as the program runs.
    closure.forget();
}

/// Asks `hold` at each Back and Forward until the surrounding view goes away; when it answers yes, the router hears nothing of it.
pub fn watch(hold: impl Fn() -> bool + 'static) {
    let id = NEXT.replace(NEXT.get().wrapping_add(1));
    WATCH.set(Some((id, Box::new(hold))));
    on_cleanup(move || {
        // The next page may be there already.
        WATCH.with_borrow_mut(|watch| drop(watch.take_if(|(other, _)| *other == id)));
    });
}
