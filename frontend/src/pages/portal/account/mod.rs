//! *My account*: how one signs in, and where one is signed in.

mod addresses;
mod link;
mod passkeys;
mod password;
mod second_factor;
mod seen;
mod sessions;
mod tokens;

use leptos::prelude::*;
use pult_shared::api::account::AccountView;

pub use link::Password;

use self::{
    addresses::Addresses, password::ChangePassword, second_factor::SecondFactor, seen::Seen, sessions::Sessions,
    tokens::Tokens,
};
use crate::{
    api,
    components::{Failure, Loading},
    fetch::Fetch,
    i18n::{t, words},
    place::Place,
    session::Session,
};

// req: D15
#[component]
pub fn Account() -> impl IntoView {
    let account = Fetch::<AccountView>::new();
    let load = move || account.run(api::account::get_account());
    load();
    let session = Session::expect();
    let shown = move || {
        account.get().map(|view| {
            let has_password = view.has_password;
            let second = view.second_factor.clone();
            let changed = Callback::new(move |()| load());
            if session.second_factor_due_untracked() {
                return view! {
                    <Facts view />
                    <SecondFactor view=second changed />
                }
                .into_any();
            }
            view! {
                <Facts view />
                <Addresses />
                <Sessions />
                <section class="card account-part" aria-labelledby="account-password">
                    <h2 id="account-password">{t("account-password")}</h2>
                    {if has_password {
                        view! { <ChangePassword /> }.into_any()
                    } else {
                        view! { <p>{t("account-password-none")}</p> }.into_any()
                    }}
                </section>
                <SecondFactor view=second changed />
                <Tokens />
                <Seen />
            }
            .into_any()
        })
    };
    view! {
        <div class="page page-form">
            <h1 tabindex="-1">{t("title-account")}</h1>
            <p>
                <a href=Place::Preferences.path()>{t("account-to-preferences")}</a>
            </p>
            {shown}
            <Show when=move || account.busy() && account.with(|view| view.is_none())>
                <Loading />
            </Show>
            {move || {
                account
                    .error()
                    .map(|error| {
                        view! { <Failure message=Signal::derive(move || words::error(&error)) retry=load /> }
                    })
            }}
        </div>
    }
}

#[component]
fn Facts(view: AccountView) -> impl IntoView {
    view.login.map(|login| {
        view! {
            <dl class="card account-facts">
                <dt>{t("account-login")}</dt>
                <dd>{login}</dd>
            </dl>
        }
    })
}
