//! The ways to sign in beside a password: providers of single sign-on, and passkeys.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::api::session::SignInOptions;

use crate::{
    api,
    components::{Notice, Tone},
    fetch::Fetch,
    i18n::{self, t, text, words},
    passkeys,
    session::Session,
    web,
};

/// While they are asked for, and where there are none, nothing is there.
#[component]
pub fn Ways(next: Signal<String>) -> impl IntoView {
    let options = Fetch::<SignInOptions>::new();
    options.run(api::sessions::list_sign_in_options());
    let way = move |name: String, label: String| {
        let href = move || format!("/api/v1/sign-on/{name}?next={}", web::encoded(&next.get()));
        // For the browser, not for the router.
        view! {
            <a class="button button-primary" rel="external" href=href>
                {label}
            </a>
        }
    };
    move || {
        let SignInOptions { providers, passkeys } = options.get().unwrap_or_default();
        let passkeys = passkeys && passkeys::known();
        (passkeys || !providers.is_empty()).then(|| {
            view! {
                <div class="card form">
                    {providers.into_iter().map(|one| way(one.name, one.label.or_other(i18n::language()).to_owned())).collect_view()}
                    {passkeys.then(|| view! { <ByPasskey /> })}
                </div>
                <p class="lead">{t("login-or-password")}</p>
            }
        })
    }
}

#[component]
fn ByPasskey() -> impl IntoView {
    let session = Session::expect();
    let (busy, trouble) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let press = move |_| {
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            let failed = begin(session).await.err();
            // After a sign-in the page is gone.
            if failed.is_some() {
                busy.set(false);
                trouble.set(failed);
            }
        });
    };
    view! {
        {move || trouble.get().map(|sentence| view! { <Notice tone=Tone::Error><p>{sentence}</p></Notice> })}
        <button type="button" class="button" disabled=move || busy.get() on:click=press>
            {t("login-passkey")}
        </button>
    }
}

/// Signs in; a sentence where that failed.
async fn begin(session: Session) -> Result<(), String> {
    let asked = api::sessions::start_passkey_sign_in().await;
    let asked = asked.map_err(|error| words::error(&error))?;
    let signed = passkeys::sign(&asked.options).await.map_err(text)?;
    let done = session.sign_in_with_passkey(asked.challenge, signed).await;
    done.map_err(|error| words::error(&error))
}
