//! The end of a list that has more: a button, which presses itself when it comes near the view.

use leptos::{html, prelude::*};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{IntersectionObserver, IntersectionObserverEntry, js_sys::Array};

use super::notice::Loading;
use crate::i18n::t;

#[component]
pub fn LoadMore(#[prop(into)] busy: Signal<bool>, load: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let Some(place) = place.get() else { return };
        let seen = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
            let visible = entries
                .iter()
                .filter_map(|entry| entry.dyn_into::<IntersectionObserverEntry>().ok())
                .any(|entry| entry.is_intersecting());
            if visible && !busy.get_untracked() {
                load();
            }
        });
        let Ok(observer) = IntersectionObserver::new(seen.as_ref().unchecked_ref()) else {
            return;
        };
        observer.observe(&place);
        let kept = StoredValue::new_local((observer, seen));
        on_cleanup(move || {
            if let Some((observer, _)) = kept.try_update_value(|kept| (kept.0.clone(), ())) {
                observer.disconnect();
            }
        });
    });
    view! {
        <div class="load-more" node_ref=place>
            <Show
                when=move || busy.get()
                fallback=move || {
                    view! {
                        <button type="button" class="button" on:click=move |_| load()>
                            {t("load-more")}
                        </button>
                    }
                }
            >
                <Loading />
            </Show>
        </div>
    }
}
