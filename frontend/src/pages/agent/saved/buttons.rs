//! Beside the search: keep this list as a view, or change the one that is open.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::api::view::{SavedView, ViewDef};

use super::{super::query::DeskQuery, Wish};
use crate::{
    components::{Icon, Sign},
    i18n::{t, words},
    toast::Toasts,
    tr,
    views::Views,
};

#[component]
pub fn ViewButtons(
    query: Memo<DeskQuery>,
    view: Memo<Option<SavedView>>,
    wish: RwSignal<Option<Wish>>,
    make: Callback<()>,
) -> impl IntoView {
    let (views, toasts) = (Views::expect(), Toasts::expect());
    let editable = move || view.with(|view| view.as_ref().is_some_and(|view| view.may_edit));
    let changed = move || {
        view.with(|view| {
            let view = view.as_ref().filter(|view| view.may_edit);
            view.is_some_and(|view| query.with(|query| query.differs_from(&view.view)))
        })
    };
    let plain = move || query.with(|query| query.saved.is_none() || query.search.is_some());
    let keep = move |_| {
        let Some(SavedView { id, view: def, .. }) = view.get_untracked() else {
            return;
        };
        let query = query.get_untracked();
        let next = ViewDef {
            filter: query.search.clone().unwrap_or_else(|| def.filter.clone()),
            sort: query.sort.unwrap_or(def.sort),
            ..def
        };
        spawn_local(async move {
            match views.save(id, &next).await {
                Ok(()) => toasts.show(tr!("saved-view-done", name = next.name)),
                Err(error) => toasts.show(words::error(&error)),
            }
        });
    };
    view! {
        <Show when=changed>
            <button type="button" class="button button-small" on:click=keep>
                <Icon sign=Sign::Check />
                {t("saved-view-keep")}
            </button>
        </Show>
        <Show when=editable>
            <button
                type="button"
                class="button button-small"
                on:click=move |_| wish.set(view.get_untracked().map(Wish::Change))
            >
                <Icon sign=Sign::Folder />
                {t("saved-view-change")}
            </button>
        </Show>
        <Show when=plain>
            <button type="button" class="button button-small" on:click=move |_| make.run(())>
                <Icon sign=Sign::Folder />
                {t("saved-view-make")}
            </button>
        </Show>
    }
}
