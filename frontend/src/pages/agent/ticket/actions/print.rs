//! The ticket on paper: all of its messages and its whole history, not only what happens to be loaded.

use std::time::Duration;

use leptos::prelude::*;

use super::super::case::Case;
use crate::web;

const LOOK_AGAIN: Duration = Duration::from_millis(100);
/// A minute; whoever waits longer prints what is there.
const PATIENCE: u32 = 600;

/// Loads what is missing, and prints when it is on the page.
pub fn print(case: Case) {
    case.history_open.set(true);
    case.reload_history();
    case.talk.load_older();
    when_ready(case, 0);
}

/// Looks again and again; `times` it has done so. The menu that began it may be gone by then, and so may the page.
fn when_ready(case: Case, times: u32) {
    set_timeout(
        move || {
            if case.number.try_get_value().is_none() {
                return;
            }
            let older = untrack(|| case.talk.has_older() && case.talk.error().is_none());
            let ready = case.history.get_untracked().is_some() && !older;
            if ready || times > PATIENCE {
                // What was loaded last has to be drawn first.
                request_animation_frame(now);
            } else {
                // Page by page; nothing while one is on its way.
                case.talk.load_older();
                when_ready(case, times + 1);
            }
        },
        LOOK_AGAIN,
    );
}

/// Prints with the automatic messages unfolded; quotes stay folded, they are on paper above already.
fn now() {
    let folded = web::open_details(".conversation .article-folded");
    if let Err(error) = window().print() {
        leptos::logging::error!("{error:?}");
    }
    for one in folded {
        one.set_open(false);
    }
}
