//! Nobody loses what they typed by a click: while something is not saved, the page asks before it is left.
//!
//! A click on a link, the browser's back button and closing the window are all ways to leave.

use leptos::{ev, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_location};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

use crate::{
    components::Dialog,
    i18n::t,
    road::{self, use_go},
    way_back,
};

/// What is not saved on this page.
#[derive(Clone, Copy)]
pub struct Leave {
    drafts: RwSignal<Vec<(u32, Signal<bool>)>>,
    next: StoredValue<u32>,
    /// Where the person wanted to go when they were asked.
    target: RwSignal<Option<String>>,
    asking: RwSignal<bool>,
}

impl Leave {
    pub fn new() -> Self {
        Self {
            drafts: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
            target: RwSignal::new(None),
            asking: RwSignal::new(false),
        }
    }

    /// Of the surrounding page.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Looks after a draft until the surrounding view goes away.
    pub fn watch(self, dirty: Signal<bool>) {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        self.drafts.update(|drafts| drafts.push((id, dirty)));
        on_cleanup(move || {
            self.drafts
                .try_update(|drafts| drafts.retain(|(other, _)| *other != id));
        });
    }

    fn dirty(self) -> bool {
        self.drafts
            .try_with_untracked(|drafts| drafts.iter().any(|(_, dirty)| dirty.try_get_untracked() == Some(true)))
            == Some(true)
    }

    fn ask(self, target: String) {
        self.target.set(Some(target));
        self.asking.set(true);
    }
}

/// Listens for ways to leave, and asks. One on each page that has forms.
#[component]
pub fn LeaveGuard(leave: Leave) -> impl IntoView {
    let location = use_location();
    let go = StoredValue::new_local(use_go());
    let here = move || {
        let (path, search) = (location.pathname.get_untracked(), location.search.get_untracked());
        if search.is_empty() {
            path
        } else {
            format!("{path}?{search}")
        }
    };
    let closing = window_event_listener(ev::beforeunload, move |event| {
        if leave.dirty() {
            event.prevent_default();
        }
    });
    on_cleanup(move || closing.remove());
    before_the_router(move |event| {
        if let Some((_, target)) = road::followed_link(event)
            && leave.dirty()
        {
            event.prevent_default();
            event.stop_propagation();
            leave.ask(target);
        }
    });
    way_back::watch(move || {
        if !leave.dirty() {
            return false;
        }
        // The address has changed already, the page has not: put the address back, and ask.
        let wanted = window().location();
        let target = format!(
            "{}{}",
            wanted.pathname().unwrap_or_default(),
            wanted.search().unwrap_or_default()
        );
        if let Ok(history) = window().history()
            && let Err(error) = history.push_state_with_url(&JsValue::NULL, "", Some(&here()))
        {
            leptos::logging::error!("{error:?}");
        }
        leave.ask(target);
        true
    });
    let leave_it = move |_| {
        leave.asking.set(false);
        leave.drafts.set(Vec::new());
        if let Some(target) = leave.target.get_untracked() {
            go.with_value(|go| go(&target, NavigateOptions::default()));
        }
    };
    view! {
        <Dialog open=leave.asking id="leave" title=Signal::derive(t("admin-leave-title"))>
            <p>{t("admin-leave-text")}</p>
            <div class="form-end">
                <button type="button" class="button button-primary" autofocus on:click=move |_| leave.asking.set(false)>
                    {t("admin-leave-stay")}
                </button>
                <button type="button" class="button" on:click=leave_it>
                    {t("admin-leave-go")}
                </button>
            </div>
        </Dialog>
    }
}

/// Hears clicks before the router does, until the surrounding view goes away.
fn before_the_router(handle: impl Fn(&web_sys::Event) + 'static) {
    let closure = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| handle(&event));
    let listener = closure.as_ref().unchecked_ref();
    if let Err(error) = window().add_event_listener_with_callback_and_bool("click", listener, true) {
        leptos::logging::error!("{error:?}");
    }
    let kept = StoredValue::new_local(closure);
    on_cleanup(move || {
        kept.try_with_value(|closure| {
            let listener = closure.as_ref().unchecked_ref();
            if let Err(error) = window().remove_event_listener_with_callback_and_bool("click", listener, true) {
                leptos::logging::error!("{error:?}");
            }
        });
    });
}
