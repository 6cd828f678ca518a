//! Which keys do what, and the switch that turns them off.

use leptos::prelude::*;

use crate::{
    components::{Dialog, Icon, Sign},
    i18n::t,
    keys,
};

/// Key and the locale key of what it does.
pub const LIST_KEYS: &[(&str, &str)] = &[
    ("J", "key-next"),
    ("K", "key-previous"),
    ("Enter", "key-open"),
    ("X", "key-select"),
    ("⇧ X", "key-select-range"),
    ("⇧ J", "key-select-step"),
    ("Esc", "key-clear"),
    ("/", "key-search"),
    ("C", "key-create"),
    ("Ctrl K", "key-palette"),
    ("?", "key-help"),
];

pub const TICKET_KEYS: &[(&str, &str)] = &[
    ("R", "key-reply"),
    ("A", "key-reply-all"),
    ("N", "key-note"),
    ("F", "key-forward"),
    ("C", "key-call"),
    ("T", "key-take"),
    ("O", "key-assign"),
    ("M", "key-move"),
    ("P", "key-priority"),
    ("W", "key-wait"),
    ("E", "key-close"),
    ("Ctrl+Enter", "key-send"),
    ("U", "key-back"),
    ("Ctrl K", "key-palette"),
    ("?", "key-help"),
];

/// The button, and the dialog behind it; `?` opens it too.
#[component]
pub fn KeyHelp(entries: &'static [(&'static str, &'static str)], open: RwSignal<bool>) -> impl IntoView {
    view! {
        <button type="button" class="button button-quiet button-icon keys-button" title=t("key-help") on:click=move |_| open.set(true)>
            <Icon sign=Sign::Keyboard />
            <span class="visually-hidden">{t("key-help")}</span>
        </button>
        <Dialog open id="key-help" title=Signal::derive(t("keys-title"))>
            <table class="keys">
                <caption class="visually-hidden">{t("keys-title")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t("keys-key")}</th>
                        <th scope="col">{t("keys-effect")}</th>
                    </tr>
                </thead>
                <tbody>
                    {entries
                        .iter()
                        .map(|(key, label)| {
                            view! {
                                <tr>
                                    <td>
                                        <kbd>{*key}</kbd>
                                    </td>
                                    <td>{t(label)}</td>
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=keys::enabled
                    on:change=move |event| keys::enable(event_target_checked(&event))
                />
                <span>{t("keys-enabled")}</span>
            </label>
        </Dialog>
    }
}
