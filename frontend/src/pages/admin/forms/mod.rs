//! Contact forms: the list, and the form of one.

mod embed;
mod entries;
mod form;
mod questions;

use leptos::prelude::*;
use pult_shared::{
    api::{
        queue::Names,
        web_form::{FormAccess, WebFormDef, WebFormList, WebFormView},
    },
    catalog::CatalogView,
    ids::QueueId,
};

use self::form::Form;
use super::parts::{
    list_page::{ListPage, ListTable, Said, State},
    selection::{Chosen, href, row_id},
};
use crate::{
    api,
    fetch::Fetch,
    i18n::{t, text, words},
    place::Place,
    queues::Queues,
    tr,
};

/// The fields that a form may ask for.
#[derive(Clone, Copy)]
pub struct Known(pub Fetch<CatalogView>);

#[component]
pub fn WebForms() -> impl IntoView {
    let queues = Queues::expect();
    queues.refresh();
    let forms = Fetch::<WebFormList>::new();
    let load = Callback::new(move |()| forms.run(async { api::web_forms::list_web_forms().await }));
    load.run(());
    let catalog = Fetch::<CatalogView>::new();
    catalog.run(async { api::catalog::get_catalog().await });
    provide_context(Known(catalog));
    let state = State::of(forms, |list| list.items.is_empty(), load);
    let form = move |key: Option<String>| match key {
        None => Some(view! { <Form existing=None changed=load /> }.into_any()),
        Some(key) => {
            let id = key.parse().ok()?;
            let one = forms.with(|list| list?.items.iter().find(|one| one.id == id).cloned())?;
            Some(view! { <Form existing=Some(one) changed=load /> }.into_any())
        }
    };
    let rows = move || {
        let items = forms.with(|list| list.map(|list| list.items.clone()));
        items
            .unwrap_or_default()
            .into_iter()
            .map(|one| row(one, queues))
            .collect_view()
    };
    view! {
        <ListPage
            here=Place::AdminForms
            said=Said {
                add: "web-form-add",
                gone: "error-web_form_not_found",
            }
            state
            form
        >
            <ListTable
                state
                title="title-admin-forms"
                none="web-forms-none"
                columns=&["admin-name", "web-form-url", "web-form-queue", "web-form-access"]
                rows
            />
        </ListPage>
    }
}

fn blank() -> WebFormDef {
    WebFormDef {
        slug: String::new(),
        names: Names::default(),
        intro: Names::default(),
        queue_id: QueueId::NIL,
        valid: true,
        access: FormAccess::SignedIn,
        confirm_by_mail: true,
        work_bits: 0,
        attachments: true,
        questions: Vec::new(),
        embed_origins: Vec::new(),
    }
}

/// The word of who may fill a form in.
fn access_key(access: FormAccess) -> &'static str {
    match access {
        FormAccess::SignedIn => "web-form-access-signed_in",
        FormAccess::Anyone => "web-form-access-anyone",
    }
}

fn row(one: WebFormView, queues: Queues) -> impl IntoView {
    let key = one.id.to_string();
    let link = href(&Place::AdminForms, &Chosen::One(key.clone()));
    let (broken, pending, form) = (!one.faults.is_empty(), one.pending, one.form);
    let names = form.names;
    let queue = move || queues.name(form.queue_id).unwrap_or_else(|| text("another-queue"));
    view! {
        <tr class:admin-row-invalid=!form.valid>
            <td class="admin-name">
                <a id=row_id(&key) href=link data-noscroll="">
                    <span>{move || words::name(&names)}</span>
                </a>
                {(!form.valid).then(|| view! { <span class="admin-mark">{t("admin-invalid")}</span> })}
                {broken.then(|| view! { <span class="admin-mark rule-broken">{t("postmaster-broken")}</span> })}
                {(pending > 0)
                    .then(|| {
                        view! { <span class="admin-mark">{move || tr!("web-form-pending", count = pending)}</span> }
                    })}
            </td>
            <td class="rule-summary">
                <code>{Place::Form(form.slug).path()}</code>
            </td>
            <td class="rule-summary">{queue}</td>
            <td class="rule-summary">{t(access_key(form.access))}</td>
        </tr>
    }
}
