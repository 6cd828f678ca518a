//! The end of each form: save, take back, and how things stand; below it, what can be done with the thing as a whole.

use leptos::prelude::*;

use super::editor::Editor;
use crate::{
    components::{Dialog, Icon, Sign},
    i18n::{t, text},
};

/// Save and take back. `fresh`: it is not on the server yet, so that saving makes it, even unchanged.
#[component]
pub fn Ending<T>(editor: Editor<T>, #[prop(optional, into)] fresh: bool) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let (dirty, busy) = (editor.dirty(), editor.busy());
    let state = move || match (fresh, dirty.get()) {
        (_, true) => text("admin-unsaved"),
        (true, false) => String::new(),
        (false, false) => text("admin-saved"),
    };
    let save = move || match (busy.get(), fresh) {
        (true, _) => text("admin-saving"),
        (false, true) => text("admin-create"),
        (false, false) => text("admin-save"),
    };
    view! {
        <div class="form-end admin-ending">
            <button type="submit" class="button button-primary" disabled=move || busy.get()>
                {save}
            </button>
            <button
                type="button"
                class="button"
                disabled=move || busy.get() || !dirty.get()
                on:click=move |_| editor.reset()
            >
                {t("admin-reset")}
            </button>
            <span class="admin-state soft">{state}</span>
        </div>
    }
}

/// What stands below a form: the way to the log, and `children`, which is mostly [`Remove`].
#[component]
pub fn Foot(log: String, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    view! {
        <div class="admin-foot">
            <a href=log>{t("admin-to-log")}</a>
            {children.map(|children| children())}
        </div>
    }
}

/// Deletes after asking; where something still refers to it, says so instead.
#[component]
pub fn Remove(
    /// What is deleted, by name.
    #[prop(into)]
    name: Signal<String>,
    /// Why it cannot be deleted.
    #[prop(optional, into)]
    hindrance: Signal<Option<String>>,
    #[prop(into)] busy: Signal<bool>,
    #[prop(into)] remove: Callback<()>,
) -> impl IntoView {
    let asking = RwSignal::new(false);
    let confirm = move |_| {
        asking.set(false);
        remove.run(());
    };
    view! {
        {move || match hindrance.get() {
            Some(reason) => view! { <p class="admin-hindrance soft">{reason}</p> }.into_any(),
            None => {
                view! {
                    <button
                        type="button"
                        class="button button-danger"
                        disabled=move || busy.get()
                        on:click=move |_| asking.set(true)
                    >
                        <Icon sign=Sign::Close />
                        {t("admin-delete")}
                    </button>
                }
                    .into_any()
            }
        }}
        <Dialog open=asking id="remove" title=Signal::derive(t("admin-delete-title"))>
            <p>{move || crate::tr!("admin-delete-text", name = name.get())}</p>
            <div class="form-end">
                <button type="button" class="button button-danger" on:click=confirm>
                    {t("admin-delete")}
                </button>
                <button type="button" class="button" on:click=move |_| asking.set(false)>
                    {t("cancel")}
                </button>
            </div>
        </Dialog>
    }
}
