//! Where somebody is signed in, and which programs act for them: one line each, with what ends it; and who has looked as them.

use leptos::prelude::*;
use pult_shared::{
    api::{
        account::{ApiTokenItem, SessionItem, TokenScope},
        seeing::Seeing,
    },
    ids::{ApiTokenId, SessionId},
};

use super::Ago;
use crate::{
    i18n::{dates, t, text},
    tr,
};

fn device(item: &SessionItem) -> String {
    match (&item.browser, &item.system) {
        (Some(browser), Some(system)) => {
            tr!(
                "account-session-device",
                browser = browser.as_str(),
                system = system.as_str()
            )
        }
        (Some(one), None) | (None, Some(one)) => one.clone(),
        (None, None) => text("account-session-unknown"),
    }
}

/// A device on which somebody is signed in.
#[component]
pub fn SessionLine(item: SessionItem, busy: Signal<bool>, end: Callback<SessionId>) -> impl IntoView {
    let id = item.id;
    let address = item.address.clone();
    let (used, begun, current, known) = (item.last_seen_at, item.created_at, item.current, !address.is_empty());
    let item = StoredValue::new(item);
    let name = move || item.with_value(device);
    let long = move || tr!("account-session-end-long", device = name().as_str());
    let from = move || tr!("account-session-from", address = address.as_str());
    let last = if current {
        view! {
            <span class="badge">{t("account-session-current")}</span>
        }
        .into_any()
    } else {
        view! {
            <button
                type="button"
                class="button button-small"
                aria-label=long
                disabled=move || busy.get()
                on:click=move |_| end.run(id)
            >
                {t("account-session-end")}
            </button>
        }
        .into_any()
    };
    view! {
        <li>
            <div class="account-what">
                <p>
                    <strong>{name}</strong>
                </p>
                <p class="account-soft">
                    {t("account-session-used")} " " <Ago at=used /> ", " {t("account-session-begun")} " "
                    <Ago at=begun />
                </p>
                {known.then(|| view! { <p class="account-soft">{from}</p> })}
            </div>
            {last}
        </li>
    }
}

/// What a token may do.
pub fn scope_word(scope: TokenScope) -> String {
    text(match scope {
        TokenScope::Read => "account-token-read",
        TokenScope::Tickets => "account-token-tickets",
        TokenScope::Administer => "account-token-administer",
    })
}

/// A program that acts for somebody.
#[component]
pub fn TokenLine(item: ApiTokenItem, revoke: Callback<ApiTokenId>) -> impl IntoView {
    let id = item.id;
    let (scope, expires, used) = (item.scope, item.expires_at, item.last_used_at);
    let name = StoredValue::new(item.name);
    let long = move || tr!("account-token-revoke-long", name = name.get_value().as_str());
    view! {
        <li>
            <div class="account-what">
                <p>
                    <strong>{name.get_value()}</strong>
                </p>
                <p class="account-soft">
                    {move || scope_word(scope)} ", " {t("account-token-expires")} " " <Ago at=expires />
                </p>
                <p class="account-soft">
                    {match used {
                        Some(used) => view! { {t("account-session-used")} " " <Ago at=used /> }.into_any(),
                        None => view! { {t("account-token-unused")} }.into_any(),
                    }}
                </p>
            </div>
            <button
                type="button"
                class="button button-small"
                aria-label=long
                on:click=move |_| revoke.run(id)
            >
                {t("account-token-revoke")}
            </button>
        </li>
    }
}

/// An administrator has looked as somebody: who, when and why.
#[component]
pub fn SeeingLine(item: Seeing) -> impl IntoView {
    let (began, ended, until) = (item.began_at, item.ended_at, item.until);
    let when = move || {
        let from = dates::absolute(began);
        match ended {
            Some(to) => tr!("seeing-when", from = from.as_str(), to = dates::absolute(to).as_str()),
            None => tr!(
                "seeing-when-latest",
                from = from.as_str(),
                to = dates::absolute(until).as_str()
            ),
        }
    };
    view! {
        <li>
            <div class="account-what">
                <p>
                    <strong>{item.by.name}</strong>
                </p>
                <p class="account-soft">{when}</p>
                <p>{item.reason}</p>
            </div>
        </li>
    }
}
