//! Which administrators have looked as oneself: when, and why. Nothing where nobody has.

use leptos::prelude::*;
use pult_shared::api::seeing::SeeingList;

use crate::{api, components::SeeingLine, fetch::Fetch, i18n::t};

// req: B11
#[component]
pub fn Seen() -> impl IntoView {
    let list = Fetch::<SeeingList>::new();
    list.run(api::account::list_own_seeings());
    let lines = move || {
        let items = list.get().unwrap_or_default().items;
        items
            .into_iter()
            .map(|item| view! { <SeeingLine item /> })
            .collect_view()
    };
    view! {
        <Show when=move || list.with(|list| list.is_some_and(|list| !list.items.is_empty()))>
            <section class="card account-part" aria-labelledby="account-seen">
                <h2 id="account-seen">{t("account-seen")}</h2>
                <p class="lead">{t("account-seen-lead")}</p>
                <ul class="account-list">{lines}</ul>
            </section>
        </Show>
    }
}
