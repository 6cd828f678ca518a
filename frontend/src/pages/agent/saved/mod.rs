//! Saved views: folders below the queues, and the dialogs that make, change and delete them.

mod buttons;
mod form;

use leptos::prelude::*;
use pult_shared::api::view::{SavedView, Sharing};

use super::query::DeskQuery;
use crate::{
    components::{Icon, Sign},
    i18n::{dates, t, text},
    order,
    session::Session,
    tr,
    views::Views,
};

pub use buttons::ViewButtons;
pub use form::{ViewDialog, Wish};

/// The counter goes up to this; more is "1,000+".
const COUNTED_TO: u64 = 1_000;

// req: C16
#[component]
pub fn SavedViews(query: Memo<DeskQuery>) -> impl IntoView {
    let (views, session) = (Views::expect(), Session::expect());
    let folders = move || {
        let me = session.person();
        // Own ones first, then in their order and by name.
        let all = order::by_text(views.get().unwrap_or_default(), |view| view.view.name.clone());
        let all = order::by_number(all, |view| u64::from(view.view.position));
        order::first(all, |view| Some(view.owner.id) == me)
    };
    view! {
        <Show when=move || views.get().is_some_and(|all| !all.is_empty())>
            <nav class="side-part" aria-labelledby="saved-views-title">
                <h2 id="saved-views-title">{t("saved-views")}</h2>
                <ul class="tree" id="saved-views">
                    {move || folders().into_iter().map(|view| folder(query, view)).collect_view()}
                </ul>
            </nav>
        </Show>
    }
}

fn folder(query: Memo<DeskQuery>, saved: SavedView) -> impl IntoView {
    let (id, count) = (saved.id, saved.count);
    let here = move || query.with(|query| query.saved == Some(id));
    let number = move || {
        let number = dates::number(count);
        if count >= COUNTED_TO {
            format!("{number}+")
        } else {
            number
        }
    };
    let shared = saved.view.sharing != Sharing::Nobody;
    let owner = saved.owner.name;
    let by = move || tr!("view-shared-by", name = owner.clone());
    view! {
        <li class="tree-line">
            <a class="tree-link" href=DeskQuery::of_saved(id).href() aria-current=move || here().then_some("true")>
                <Icon sign=if shared { Sign::People } else { Sign::Folder } />
                <span class="queue-name">
                    {saved.view.name} {shared.then(|| view! { <span class="visually-hidden">" " {by}</span> })}
                </span>
                <span class="count" class:count-zero=count == 0 aria-hidden="true">
                    {number}
                </span>
                <span class="visually-hidden">{move || tr!("list-count", count = count, number = number())}</span>
            </a>
        </li>
    }
}

/// The name of the view that is open, for headings.
pub fn title(view: Option<&SavedView>) -> String {
    view.map_or_else(|| text("saved-view-gone"), |view| view.view.name.clone())
}
