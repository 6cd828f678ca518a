//! The devices on which one is signed in.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{api::account::SessionList, ids::SessionId};

use crate::{
    api,
    components::{Failure, Loading, SessionLine},
    fetch::Fetch,
    i18n::{t, text, words},
    toast::Toasts,
};

#[component]
pub fn Sessions() -> impl IntoView {
    let toasts = Toasts::expect();
    let sessions = Fetch::<SessionList>::new();
    let load = move || sessions.run(api::account::list_sessions());
    load();
    let busy = RwSignal::new(false);
    let end = move |session: Option<SessionId>| {
        busy.set(true);
        spawn_local(async move {
            let (done, said) = match session {
                Some(id) => (api::account::end_session(id).await, "account-session-ended"),
                None => (api::account::end_other_sessions().await, "account-sessions-ended"),
            };
            busy.set(false);
            match done {
                Ok(()) => toasts.show(text(said)),
                Err(error) => toasts.show(words::error(&error)),
            }
            load();
        });
    };
    let end_one = Callback::new(move |id| end(Some(id)));
    let several = move || sessions.with(|list| list.is_some_and(|list| list.items.len() > 1));
    view! {
        <section class="card account-part" aria-labelledby="account-sessions">
            <h2 id="account-sessions">{t("account-sessions")}</h2>
            <p class="lead">{t("account-sessions-lead")}</p>
            <Show when=move || sessions.busy() && sessions.with(|list| list.is_none())>
                <Loading />
            </Show>
            {move || {
                sessions
                    .error()
                    .map(|error| {
                        view! { <Failure message=Signal::derive(move || words::error(&error)) retry=load /> }
                    })
            }}
            <ul class="account-list">
                {move || {
                    let list = sessions.get().unwrap_or_default();
                    list.items
                        .into_iter()
                        .map(|item| view! { <SessionLine item busy=busy.into() end=end_one /> })
                        .collect_view()
                }}
            </ul>
            <Show when=several>
                <div>
                    <button type="button" class="button" disabled=move || busy.get() on:click=move |_| end(None)>
                        {t("account-sessions-end")}
                    </button>
                </div>
            </Show>
        </section>
    }
}
