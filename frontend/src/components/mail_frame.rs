//! The HTML of a mail: cleaned by the server, and shown in a sandboxed frame without scripts, as high as its content.

use leptos::{html, prelude::*};

use crate::i18n::t;

/// What stands before the mail: links open in a window of their own.
const HEAD: &str = "<!doctype html><meta charset=\"utf-8\"><base target=\"_blank\">\
    <link rel=\"stylesheet\" href=\"/mail-frame.css\"><body>";

/// A margin below, so that no scroll bar appears by a rounding error.
const SLACK: i32 = 8;

/// Shows either a text, or the document at an address of the API, which has a policy of its own.
#[component]
pub fn MailFrame(#[prop(optional)] html: String, #[prop(optional)] address: Option<String>) -> impl IntoView {
    let frame = NodeRef::<html::Iframe>::new();
    let fit = move || {
        let Some(frame) = frame.get_untracked() else { return };
        let height = frame
            .content_document()
            .and_then(|document| document.document_element())
            .map(|root| root.scroll_height());
        if let Some(height) = height {
            frame.set_height(&(height + SLACK).to_string());
        }
    };
    let page = address.is_none().then(|| format!("{HEAD}{html}"));
    view! {
        <iframe
            class="mail-frame"
            node_ref=frame
            title=t("mail-frame-title")
            sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
            referrerpolicy="no-referrer"
            src=address
            srcdoc=page
            height="120"
            on:load=move |_| fit()
        ></iframe>
    }
}
