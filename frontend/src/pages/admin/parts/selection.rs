//! What is open in the form of a page. It stands in the address (`?edit=<key>`, `?new=`), so that it can be sent to a colleague and
//! the browser's Back works.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_location};

use crate::{
    components::{Icon, Sign},
    i18n::t,
    place::Place,
    web,
};

/// What the address says about the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    Nothing,
    /// A new one; with a word about where it shall be made, or an empty one.
    New(String),
    One(String),
}

/// Reads it from the address.
pub fn use_chosen() -> Memo<Chosen> {
    // Of the router, not of the route: all pages are one route, whose own query follows only while the path stays.
    let query = use_location().query;
    Memo::new(move |_| {
        query.with(|query| match (query.get("edit"), query.get("new")) {
            (Some(key), _) if !key.is_empty() => Chosen::One(key),
            (_, Some(place)) => Chosen::New(place),
            _ => Chosen::Nothing,
        })
    })
}

/// Reads it from the address, and moves the focus along: into the form that opens, back to the list when it closes.
pub fn chosen() -> Memo<Chosen> {
    let chosen = use_chosen();
    Effect::new(move |before: Option<Chosen>| {
        let now = chosen.get();
        if let Some(before) = before.filter(|before| *before != now) {
            let target = match (&now, before) {
                (Chosen::Nothing, Chosen::One(key)) => format!("#{}", row_id(&key)),
                (Chosen::Nothing, _) => "main h1".to_owned(),
                _ => ".admin-editor-title".to_owned(),
            };
            request_animation_frame(move || {
                if !web::focus(&target) {
                    web::focus("main h1");
                }
            });
            // The row of something that was deleted goes away with the focus, once the list is fetched again.
            set_timeout(focus_if_lost, AGAIN);
        }
        now
    });
    chosen
}

/// How long a list may take to come anew.
const AGAIN: Duration = Duration::from_millis(600);

fn focus_if_lost() {
    let lost = document()
        .active_element()
        .is_none_or(|element| element.tag_name().eq_ignore_ascii_case("body"));
    if lost {
        web::focus("main h1");
    }
}

/// The id of the link in the list that opens a thing.
pub fn row_id(key: &str) -> String {
    format!("row-{}", key.replace('/', "-"))
}

/// The address of a page with something open.
pub fn href(place: &Place, chosen: &Chosen) -> String {
    match chosen {
        Chosen::Nothing => place.path(),
        Chosen::New(at) => format!("{}?new={}", place.path(), web::encoded(at)),
        Chosen::One(key) => format!("{}?edit={}", place.path(), web::encoded(key)),
    }
}

/// The address of what was changed about a thing.
pub fn log_href(kind: &str, key: &str) -> String {
    format!("{}?kind={kind}&key={}", Place::AdminLog.path(), web::encoded(key))
}

/// How the page goes on after something was saved: the address changes, the page stays where it is.
pub fn in_place() -> NavigateOptions {
    NavigateOptions {
        replace: true,
        scroll: false,
        ..NavigateOptions::default()
    }
}

/// Leaves the form.
#[component]
pub fn CloseEditor(place: Place) -> impl IntoView {
    view! {
        <a class="button button-quiet button-icon" href=place.path() data-noscroll="" title=t("admin-close-editor")>
            <Icon sign=Sign::Close />
            <span class="visually-hidden">{t("admin-close-editor")}</span>
        </a>
    }
}
