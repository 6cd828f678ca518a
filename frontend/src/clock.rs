//! The time that views show relative to: one signal that moves on twice a minute.

use std::{sync::LazyLock, time::Duration};

use leptos::prelude::*;

static NOW: LazyLock<ArcRwSignal<f64>> = LazyLock::new(|| ArcRwSignal::new(js_sys::Date::now()));

/// Milliseconds since 1970; whoever reads it in a view is shown again when it moves on.
pub fn now() -> f64 {
    NOW.get()
}

/// Lets the clock run; called once.
pub fn start() {
    set_interval(|| NOW.set(js_sys::Date::now()), Duration::from_secs(30));
}

/// The clock must not lag behind something that has just arrived. In a burst it moves on once a second.
pub fn catch_up() {
    let now = js_sys::Date::now();
    if now - NOW.get_untracked() > 1000.0 {
        NOW.set(now);
    }
}
