//! The variables of templates as buttons: a click puts one in where the person writes.

use leptos::prelude::*;

use super::super::parts::{bind::Bind, cursor::Cursor, problems::id_of};
use crate::{
    catalog,
    i18n::{t, text, words},
    tr,
};

/// What every ticket has.
const VARIABLES: [(&str, &str); 6] = [
    ("ticket.number", "admin-variable-number"),
    ("ticket.subject", "admin-variable-subject"),
    ("ticket.link", "admin-variable-link"),
    ("customer.name", "admin-variable-customer"),
    ("agent.name", "admin-variable-agent"),
    ("queue.name", "admin-variable-queue"),
];

/// `otherwise` is the path of the text that gets it while nothing was written yet, with its value.
#[component]
pub fn Variables(cursor: Cursor, otherwise: &'static str, value: Bind<String>) -> impl IntoView {
    let all = move || {
        let fields = catalog::valid_fields()
            .into_iter()
            .map(|field| (format!("fields.{}", field.key), words::name(&field.names)));
        let common = VARIABLES
            .into_iter()
            .map(|(name, label)| (name.to_owned(), text(label)));
        common.chain(fields).collect::<Vec<_>>()
    };
    let button = move |(name, label): (String, String)| {
        let variable = format!("{{{{ {name} }}}}");
        let title = tr!("admin-variable-insert", name = variable.clone());
        let put = move |_| cursor.insert(&variable, (&id_of(otherwise), value));
        view! {
            <li>
                <button type="button" class="button button-small variable" title=title on:click=put>
                    {label}
                    <code>{name}</code>
                </button>
            </li>
        }
    };
    view! {
        <details class="variables">
            <summary>{t("admin-variables")}</summary>
            <p class="field-hint">{t("admin-variables-hint")}</p>
            <ul class="variables-all">{move || all().into_iter().map(button).collect_view()}</ul>
        </details>
    }
}
