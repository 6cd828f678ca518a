//! Whether this browser may show notifications on the desktop. The browser keeps the answer; it holds for this device.

use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Notification, NotificationPermission};

use crate::i18n::t;

#[component]
pub fn Desktop() -> impl IntoView {
    let permission = RwSignal::new(name(Notification::permission()));
    let ask = move |_| {
        spawn_local(async move {
            match Notification::request_permission() {
                Ok(asked) => {
                    if let Err(error) = JsFuture::from(asked).await {
                        leptos::logging::warn!("{error:?}");
                    }
                    permission.set(name(Notification::permission()));
                }
                Err(error) => leptos::logging::warn!("{error:?}"),
            }
        });
    };
    view! {
        <section class="card form">
            <h2>{t("desktop-title")}</h2>
            <p role="status">{move || t(permission.get())()}</p>
            <Show when=move || permission.get() == "desktop-ask">
                <div class="form-end">
                    <button type="button" class="button" on:click=ask>
                        {t("desktop-allow")}
                    </button>
                </div>
            </Show>
        </section>
    }
}

/// The sentence about it.
fn name(permission: NotificationPermission) -> &'static str {
    match permission {
        NotificationPermission::Granted => "desktop-granted",
        NotificationPermission::Denied => "desktop-denied",
        _ => "desktop-ask",
    }
}
