//! The ways between the areas. Each is a program of its own, so a way from one to another is left to the browser, which loads a page;
//! within an area the router goes it.
//!
//! Knows paths; must not know pages.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use pult_shared::area::Area;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, Event, HtmlAnchorElement, MouseEvent};

use crate::areas;

/// Whether a path belongs to another area than the one that is loaded.
pub fn is_foreign(path: &str) -> bool {
    Area::of_path(path).is_some_and(|area| areas::here() != Some(area))
}

/// Loads a page of another area. `replace` leaves no entry of the present one in the browser's history.
pub fn load(path: &str, replace: bool) {
    let location = window().location();
    let done = if replace {
        location.replace(path)
    } else {
        location.assign(path)
    };
    if let Err(error) = done {
        leptos::logging::error!("{error:?}");
    }
}

/// Goes to a path on this site, wherever it leads. To be asked for while a view is made, like the router's own `use_navigate`.
pub fn use_go() -> impl Fn(&str, NavigateOptions) + Clone {
    let navigate = use_navigate();
    move |path, options| {
        if is_foreign(path) {
            load(path, options.replace);
        } else {
            navigate(path, options);
        }
    }
}

/// Options for going to a page in place of the present one.
pub fn replacing() -> NavigateOptions {
    NavigateOptions {
        replace: true,
        ..NavigateOptions::default()
    }
}

/// Marks links to other areas as they are followed, so that the router leaves them to the browser. Once, for the whole program.
pub fn start() {
    let closure = Closure::<dyn Fn(Event)>::new(|event: Event| {
        if let Some((link, path)) = followed_link(&event)
            && is_foreign(&path)
            && let Err(error) = link.set_attribute("rel", "external")
        {
            leptos::logging::error!("{error:?}");
        }
    });
    let listener = closure.as_ref().unchecked_ref();
    // While the event is on its way down: the router hears it on the way up.
    if let Err(error) = window().add_event_listener_with_callback_and_bool("click", listener, true) {
        leptos::logging::error!("{error:?}");
    }
    // For as long as the program runs.
    closure.forget();
}

/// The link on this site that a plain click follows, and the path with the query that it leads to.
pub fn followed_link(event: &Event) -> Option<(HtmlAnchorElement, String)> {
    let event = event.dyn_ref::<MouseEvent>()?;
    if event.button() != 0 || event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key() {
        return None;
    }
    let link = event.target()?.dyn_into::<Element>().ok()?.closest("a[href]").ok()??;
    let written = link.get_attribute("href")?;
    let stays = written.starts_with('#') || link.has_attribute("download") || link.has_attribute("target");
    if stays {
        return None;
    }
    let link = link.dyn_into::<HtmlAnchorElement>().ok()?;
    let path = (link.origin() == window().location().origin().ok()?)
        .then(|| format!("{}{}", link.pathname(), link.search()))?;
    Some((link, path))
}
