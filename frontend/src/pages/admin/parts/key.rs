//! The key of a definition: given once, suggested from the name, checked before it is sent.
//!
//! Pure, but for the input itself.

use leptos::prelude::*;
use pult_shared::limits::KEY_MAX;

use super::{bind::Bind, inputs::Line};

/// A key made from a name: `Wartet auf Bauteile` becomes `wartet_auf_bauteile`.
pub fn suggested(name: &str) -> String {
    let mut key = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        match c {
            'ä' => key.push_str("ae"),
            'ö' => key.push_str("oe"),
            'ü' => key.push_str("ue"),
            'ß' => key.push_str("ss"),
            'a'..='z' => key.push(c),
            '0'..='9' if !key.is_empty() => key.push(c),
            _ if !key.is_empty() && !key.ends_with('_') => key.push('_'),
            _ => {}
        }
    }
    key.truncate(KEY_MAX);
    key.trim_end_matches('_').to_owned()
}

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
            let suggestion = name.with(|name| suggested(name));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_from_a_name() {
        for (name, expected) in [
            ("Wartet auf Bauteile", "wartet_auf_bauteile"),
            ("Gerät zurück (Größe)", "geraet_zurueck_groesse"),
            ("  3. Stufe ", "stufe"),
            ("", ""),
            ("–", ""),
        ] {
            assert_eq!(suggested(name), expected, "{name:?}");
        }
        assert!(pult_shared::catalog::is_key(&suggested(
            &"Sehr langer Name ".repeat(20)
        )));
    }
}
