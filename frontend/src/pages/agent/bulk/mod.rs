//! Bulk actions: the bar of the selection, the dialog that chooses what shall happen, and how far it is.

mod fields;
mod form;
mod jobs;
mod owner;
mod plan;
mod progress;
mod refusal;
mod sections;

use leptos::prelude::*;

use super::{list::List, listing::Memory, query::Question};
use crate::{
    components::{Dialog, Icon, Sign},
    i18n::{dates, t},
    page_actions::{PageAction, PageActions},
    session::Session,
    tr,
};

use form::BulkForm;
pub use jobs::Jobs;
use progress::Progress;

/// Above the list: what is selected and what can be done with it, and the job that runs.
#[component]
pub fn BulkBar(list: List, question: Memo<Option<Question>>) -> impl IntoView {
    let jobs = Memory::expect().jobs;
    jobs.find(Session::expect().person_untracked());
    let open = RwSignal::new(false);
    let selection = list.selection;
    let count = Memo::new(move |_| selection.get().count(list.total()));
    let number = move || dates::number(count.get());
    PageActions::expect().offer(move || {
        if count.get() == 0 {
            return Vec::new();
        }
        vec![
            PageAction::new("bulk-edit", Sign::Check, move || open.set(true)),
            PageAction::new("selection-clear", Sign::Close, move || selection.clear()).with_key("Esc"),
        ]
    });
    view! {
        <Progress jobs />
        <Show when=move || { count.get() > 0 }>
            <div class="selection-bar" role="group" aria-label=t("selection")>
                <p role="status">{move || tr!("selection-count", count = count.get(), number = number())}</p>
                <button type="button" class="button button-primary button-small" on:click=move |_| open.set(true)>
                    {t("bulk-edit")}
                </button>
                <Show when=move || !selection.is_all()>
                    <button type="button" class="button button-small" on:click=move |_| selection.all()>
                        {move || tr!("selection-all", number = dates::number(list.total()))}
                    </button>
                </Show>
                <button type="button" class="button button-quiet button-small" on:click=move |_| selection.clear()>
                    <Icon sign=Sign::Close />
                    {t("selection-clear")}
                </button>
            </div>
        </Show>
        <Dialog
            open
            id="bulk"
            wide=true
            title=Signal::derive(move || tr!("bulk-title", count = count.get(), number = number()))
        >
            <BulkForm list question open />
        </Dialog>
    }
}
