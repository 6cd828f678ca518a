//! How somebody gets in, for administrators who help: where they are signed in, which programs act for them, a new password, a lost
//! second factor.

use std::future::Future;

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::account::{ApiTokenList, SessionList},
    ids::{ApiTokenId, PersonId, SessionId},
};

use crate::{
    api::{self, ApiError},
    components::{Dialog, Failure, SessionLine, TokenLine},
    fetch::Fetch,
    i18n::{t, words},
    toast::Toasts,
    tr,
};

/// What the page has in hand.
#[derive(Clone, Copy)]
struct Desk {
    id: PersonId,
    name: StoredValue<String>,
    toasts: Toasts,
    busy: RwSignal<bool>,
    sessions: Fetch<SessionList>,
    tokens: Fetch<ApiTokenList>,
}

impl Desk {
    fn load(self) {
        let id = self.id;
        self.sessions.run(async move { api::people::list_sessions(id).await });
        self.tokens.run(async move { api::people::list_tokens(id).await });
    }

    /// Does it, says `done` or what went wrong, and looks again.
    fn act(self, done: &'static str, request: impl Future<Output = Result<(), ApiError>> + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let answer = request.await;
            // The page may be gone by now.
            if self.busy.try_set(false).is_some() {
                return;
            }
            let said = match answer {
                Ok(()) => untrack(|| tr!(done, name = self.name.get_value())),
                Err(error) => untrack(|| words::error(&error)),
            };
            self.toasts.show(said);
            self.load();
        });
    }
}

/// `password`: whether the person may have one of Pult's own.
#[component]
pub fn Access(id: PersonId, name: String, password: bool) -> impl IntoView {
    let desk = Desk {
        id,
        name: StoredValue::new(name),
        toasts: Toasts::expect(),
        busy: RwSignal::new(false),
        sessions: Fetch::new(),
        tokens: Fetch::new(),
    };
    desk.load();
    let link = move |_| {
        desk.act("people-access-link-sent", async move {
            api::people::send_password_link(id).await
        });
    };
    view! {
        <section class="admin-section" aria-labelledby="people-access">
            <h3 id="people-access">{t("people-access")}</h3>
            <Devices desk />
            <Programs desk />
            <div class="form-end">
                {password
                    .then(|| {
                        view! {
                            <button type="button" class="button" disabled=move || desk.busy.get() on:click=link>
                                {t("people-access-link")}
                            </button>
                        }
                    })} <SecondFactor desk />
            </div>
        </section>
    }
}

#[component]
fn Devices(desk: Desk) -> impl IntoView {
    let id = desk.id;
    let end = Callback::new(move |session: SessionId| {
        desk.act("account-session-ended", async move {
            api::people::end_session(id, session).await
        });
    });
    let end_all = move |_| {
        desk.act(
            "people-access-ended-all",
            async move { api::people::end_sessions(id).await },
        );
    };
    let lines = move |list: SessionList| {
        if list.items.is_empty() {
            return view! { <p>{t("people-access-nowhere")}</p> }.into_any();
        }
        let line = |item| view! { <SessionLine item busy=desk.busy.into() end /> };
        view! {
            <ul class="account-list" aria-labelledby="people-access-sessions">
                {list.items.into_iter().map(line).collect_view()}
            </ul>
            <div>
                <button
                    type="button"
                    class="button button-small"
                    disabled=move || desk.busy.get()
                    on:click=end_all
                >
                    {t("people-access-end-all")}
                </button>
            </div>
        }
        .into_any()
    };
    view! {
        <h4 id="people-access-sessions">{t("people-access-sessions")}</h4>
        {move || desk.sessions.error().map(|error| view! { <Wrong desk error /> })}
        {move || desk.sessions.get().map(lines)}
    }
}

#[component]
fn Programs(desk: Desk) -> impl IntoView {
    let id = desk.id;
    let revoke = Callback::new(move |token: ApiTokenId| {
        desk.act("account-token-revoked", async move {
            api::people::revoke_token(id, token).await
        });
    });
    let lines = move |list: ApiTokenList| {
        if list.items.is_empty() {
            return view! { <p>{t("people-access-no-tokens")}</p> }.into_any();
        }
        let line = |item| view! { <TokenLine item revoke /> };
        view! {
            <ul class="account-list" aria-labelledby="people-access-tokens">
                {list.items.into_iter().map(line).collect_view()}
            </ul>
        }
        .into_any()
    };
    view! {
        <h4 id="people-access-tokens">{t("people-access-tokens")}</h4>
        {move || desk.tokens.error().map(|error| view! { <Wrong desk error /> })}
        {move || desk.tokens.get().map(lines)}
    }
}

#[component]
fn Wrong(desk: Desk, error: ApiError) -> impl IntoView {
    view! { <Failure message=Signal::derive(move || words::error(&error)) retry=move || desk.load() /> }
}

/// Asks before it takes off what protects the account.
#[component]
fn SecondFactor(desk: Desk) -> impl IntoView {
    let asking = RwSignal::new(false);
    let id = desk.id;
    let reset = move |_| {
        asking.set(false);
        desk.act("people-access-factor-done", async move {
            api::people::remove_second_factor(id).await
        });
    };
    view! {
        <button type="button" class="button" disabled=move || desk.busy.get() on:click=move |_| asking.set(true)>
            {t("people-access-factor")}
        </button>
        <Dialog open=asking id="reset-factor" title=Signal::derive(t("people-access-factor"))>
            <p>{move || tr!("people-access-factor-text", name = desk.name.get_value())}</p>
            <div class="form-end">
                <button type="button" class="button button-danger" on:click=reset>
                    {t("people-access-factor")}
                </button>
                <button type="button" class="button" on:click=move |_| asking.set(false)>
                    {t("cancel")}
                </button>
            </div>
        </Dialog>
    }
}
