//! Who looks at the ticket and who writes: told by this page while it is on screen, and shown of the others.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use pult_shared::api::presence::Present;

use super::case::Case;
use crate::{
    api,
    components::{Icon, Sign, avatar},
    session::Session,
    tr,
};

/// The server forgets somebody after three times as long.
const EVERY: Duration = Duration::from_secs(20);

/// Reports that this page is open, and whether something is being written, until the page is left.
pub fn report(case: Case, writing: Signal<bool>) {
    let tell = move || {
        // A page in the background is not looked at.
        if document().hidden() {
            return;
        }
        let number = case.number.get_value();
        let writing = writing.get_untracked();
        spawn_local(async move {
            match api::presence::report_presence(&number, writing).await {
                Ok(presence) if case.number.try_get_value().is_some() => case.take_in_presence(&presence),
                Ok(_) => {}
                // Others see a little later who is here; nothing is lost.
                Err(error) => leptos::logging::warn!("{error:?}"),
            }
        });
    };
    let known = Memo::new(move |_| case.loaded());
    Effect::new(move |_| {
        writing.track();
        if known.get() {
            tell();
        }
    });
    let timer = set_interval_with_handle(
        move || {
            if known.get_untracked() {
                tell();
            }
        },
        EVERY,
    );
    let goodbye = window_event_listener_untyped("pagehide", move |_| api::presence::leave(&case.number.get_value()));
    on_cleanup(move || {
        goodbye.remove();
        if let Ok(timer) = timer {
            timer.clear();
        }
        api::presence::leave(&case.number.get_value());
    });
}

// req: B8
/// The others, with their initials and what they do.
#[component]
pub fn PresentPeople(case: Case) -> impl IntoView {
    let me = Session::expect().person_untracked();
    let others = Memo::new(move |_| {
        case.present.with(|people| {
            let others = people.iter().filter(|one| Some(one.person.id) != me);
            others.cloned().collect::<Vec<_>>()
        })
    });
    let sentence = |one: &Present| {
        let name = one.person.name.clone();
        match one.writing {
            true => tr!("presence-writes", name = name),
            false => tr!("presence-looks", name = name),
        }
    };
    let row = move |one: Present| {
        let says = sentence(&one);
        let title = says.clone();
        view! {
            <li class="present" class:present-writes=one.writing title=title>
                <span class=format!("avatar avatar-small {}", avatar::tint(&one.person.name)) aria-hidden="true">
                    {avatar::initials(&one.person.name)}
                </span>
                {one.writing.then(|| view! { <Icon sign=Sign::Pen /> })}
                <span class="visually-hidden">{says}</span>
            </li>
        }
    };
    view! {
        <ul class="presence" aria-live="polite" aria-label=move || crate::i18n::text("presence")>
            {move || others.get().into_iter().map(row).collect_view()}
        </ul>
    }
}
