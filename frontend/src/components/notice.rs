//! What stands where content would be, or above it: loading, nothing there, failed, worth knowing.

use leptos::prelude::*;

use super::{Icon, Sign};
use crate::i18n::{t, text};

/// How much a notice matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Info,
    Warning,
    Error,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Info => "notice notice-info",
            Self::Warning => "notice notice-warning",
            Self::Error => "notice notice-error",
        }
    }

    fn sign(self) -> Sign {
        match self {
            Self::Info => Sign::Info,
            Self::Warning | Self::Error => Sign::Alert,
        }
    }
}

/// A box with a message. Errors are read out at once, the rest politely.
#[component]
pub fn Notice(tone: Tone, children: Children) -> impl IntoView {
    let role = if tone == Tone::Error { "alert" } else { "status" };
    view! {
        <div class=tone.class() role=role>
            <Icon sign=tone.sign() />
            <div class="notice-body">{children()}</div>
        </div>
    }
}

#[component]
pub fn Loading() -> impl IntoView {
    view! {
        <p class="loading" role="status">
            <span class="spinner" aria-hidden="true"></span>
            {t("loading")}
        </p>
    }
}

/// Nothing to show, and why.
#[component]
pub fn Empty(#[prop(into)] message: Signal<String>) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon sign=Sign::Inbox />
            <p>{move || message.get()}</p>
        </div>
    }
}

/// It could not be loaded; with a way to try again.
#[component]
pub fn Failure(#[prop(into)] message: Signal<String>, retry: impl Fn() + Send + 'static) -> impl IntoView {
    view! {
        <Notice tone=Tone::Error>
            <p>{move || message.get()}</p>
            <button type="button" class="button button-small" on:click=move |_| retry()>
                {move || text("try-again")}
            </button>
        </Notice>
    }
}
