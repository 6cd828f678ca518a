//! Looking as this person, with a reason; and who has.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{api::seeing::SeeingList, ids::PersonId};

use crate::{
    api,
    components::{Dialog, ErrorSummary, SeeingLine, TextField},
    fetch::Fetch,
    form::{Checks, Form, FormField},
    i18n::t,
    road, tr,
};

const FIELDS: &[FormField] = &[FormField {
    name: "reason",
    id: "see-as-reason",
    label: "people-see-as-reason",
}];

// req: B11
#[component]
pub fn SeeAs(
    id: PersonId,
    name: String,
    /// Nobody looks as an administrator, or as somebody who may not sign in.
    possible: bool,
) -> impl IntoView {
    let list = Fetch::<SeeingList>::new();
    list.run(api::people::list_seeings(id));
    let asking = RwSignal::new(false);
    let lines = move || {
        let items = list.get().unwrap_or_default().items;
        items
            .into_iter()
            .map(|item| view! { <SeeingLine item /> })
            .collect_view()
    };
    let none = move || list.with(|list| list.is_none_or(|list| list.items.is_empty()));
    view! {
        <section class="admin-section" aria-labelledby="people-seen">
            <h3 id="people-seen">{t("people-seen")}</h3>
            <Show when=move || !none() fallback=move || view! { <p>{t("people-seen-never")}</p> }>
                <ul class="account-list" aria-labelledby="people-seen">
                    {lines}
                </ul>
            </Show>
            {possible
                .then(|| {
                    view! {
                        <div class="form-end">
                            <button type="button" class="button" on:click=move |_| asking.set(true)>
                                {t("people-see-as")}
                            </button>
                        </div>
                        <Ask id name asking />
                    }
                })}
        </section>
    }
}

#[component]
fn Ask(id: PersonId, name: String, asking: RwSignal<bool>) -> impl IntoView {
    let name = StoredValue::new(name);
    let reason = RwSignal::new(String::new());
    let form = Form::new(FIELDS);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut checks = Checks::default();
        checks.required("reason", &reason.get_untracked());
        if !form.begin(checks.found()) {
            return;
        }
        spawn_local(async move {
            match api::people::begin_seeing_as(id, reason.get_untracked()).await {
                // Their start, in whatever program that is, with the banner that comes with the page.
                Ok(_) => road::load("/", false),
                Err(error) => form.fail(error),
            }
        });
    };
    view! {
        <Dialog
            open=asking
            id="see-as"
            title=Signal::derive(move || tr!("people-see-as-title", name = name.get_value()))
        >
            <p>{t("people-see-as-text")}</p>
            <form class="form" novalidate on:submit=submit>
                <ErrorSummary complaints=form.complaints() />
                <TextField
                    id="see-as-reason"
                    label="people-see-as-reason"
                    hint="people-see-as-reason-hint"
                    value=reason
                    error=form.error("reason")
                />
                <div class="form-end">
                    <button type="submit" class="button button-primary" disabled=move || form.busy().get()>
                        {t("people-see-as")}
                    </button>
                    <button type="button" class="button" on:click=move |_| asking.set(false)>
                        {t("cancel")}
                    </button>
                </div>
            </form>
        </Dialog>
    }
}
