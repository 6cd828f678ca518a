//! Takes a change of a setting back: as it was before, there again, or gone. That is a change of its own, in the log as all others.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::api::settings_log::SettingChange;
use serde_json::Value;

use crate::{
    api,
    i18n::{t, words},
};

/// Whether the log keeps enough; the server has the last word.
fn is_possible(change: &SettingChange) -> bool {
    let has = |kept: &Option<Value>, part: &str| kept.as_ref().is_some_and(|kept| kept.get(part).is_some());
    match change.kind.as_str() {
        "form_entry" => false,
        // Known again by what both sides tell: all about the person, or whether they may sign in.
        "person" => ["addresses", "active"].iter().any(|part| {
            [&change.before, &change.after]
                .iter()
                .all(|kept| has(kept, part) && !has(kept, "roles"))
        }),
        "webhook" => change.after.is_some() && !has(&change.after, "secret_renewed_at"),
        _ => true,
    }
}

#[component]
pub fn Undo(change: SettingChange, done: Callback<()>) -> impl IntoView {
    if !is_possible(&change) {
        return None;
    }
    let seq = change.seq;
    let label = match (&change.before, &change.after) {
        (Some(_), None) => "admin-log-again",
        (None, _) => "admin-log-remove",
        _ => "admin-log-restore",
    };
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None));
    let undo = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            let answer = api::settings_log::undo_setting_change(seq).await;
            // Nothing, should the page be gone meanwhile.
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(()) => done.run(()),
                Err(problem) => error.set(Some(problem)),
            }
        });
    };
    Some(view! {
        <div class="log-undo">
            <button type="button" class="button button-small" disabled=move || busy.get() on:click=undo>
                {t(label)}
            </button>
            {move || error.get().map(|error| view! { <p class="field-error" role="alert">{words::error(&error)}</p> })}
        </div>
    })
}
