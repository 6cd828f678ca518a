//! The key of a definition: given once, suggested from the name.

use leptos::prelude::*;
use pult_shared::catalog::key_from;

use super::{bind::Bind, inputs::Line};

/// The input for a key. While a new definition has none of its own, it follows the name.
#[component]
pub fn KeyLine(
    #[prop(into)] value: Bind<String>,
    /// What the key is suggested from.
    #[prop(into)]
    name: Signal<String>,
    fresh: bool,
    #[prop(default = "admin-key-hint")] hint: &'static str,
) -> impl IntoView {
    if fresh {
        Effect::new(move |before: Option<String>| {
            let suggestion = name.with(|name| key_from(name));
            // As long as nobody typed another one.
            if before.is_none_or(|before| value.get_untracked() == before) && value.get_untracked() != suggestion {
                value.set(suggestion.clone());
            }
            suggestion
        });
    }
    let hint = if fresh { hint } else { "admin-key-fixed" };
    view! { <Line path="key" label="admin-key" value hint readonly=Signal::stored(!fresh) /> }
}
