//! Templates for new tickets. The ticket does not exist yet, so that the few variables that make sense are filled in here.

use leptos::prelude::*;
use pult_shared::{
    api::template::{TemplateKind, TemplateView},
    person::Language,
};

use super::form::Fields;
use crate::{
    api,
    components::{
        Loading, Sign,
        menu::{Menu, MenuItem},
    },
    fetch::Fetch,
    i18n::{self, t, words},
    pages::agent::writing::text_area,
    session::Session,
};

// req: B9
#[component]
pub fn TemplateMenu(fields: Fields) -> impl IntoView {
    let session = Session::expect();
    let templates = Fetch::<Vec<TemplateView>>::new();
    let load = move || {
        let queue = fields.sheet.queue.get_untracked();
        templates.run(async move { api::templates::list_templates(queue, None).await.map(|list| list.items) });
    };
    let fits = |view: &TemplateView| {
        view.template.valid && matches!(view.template.kind, TemplateKind::Create | TemplateKind::Snippet)
    };
    let row = move |view: TemplateView| {
        let names = view.template.names.clone();
        let press = Callback::new(move |()| put_in(fields, session, &view));
        view! { <MenuItem label=Signal::derive(move || words::name(&names)) on_press=press /> }
    };
    let panel = move || {
        load();
        let rows = move || {
            templates
                .get()
                .unwrap_or_default()
                .into_iter()
                .filter(fits)
                .map(row)
                .collect_view()
        };
        let none = move || templates.get().is_some_and(|all| !all.iter().any(fits));
        view! {
            <Show when=move || templates.busy() && templates.get().is_none()>
                <Loading />
            </Show>
            {rows}
            <Show when=none>
                <p class="menu-empty">{t("templates-none")}</p>
            </Show>
            {move || templates.error().map(|error| view! { <p class="field-error">{words::error(&error)}</p> })}
        }
    };
    view! {
        <Menu label=Signal::derive(t("templates")) sign=Sign::File>
            {panel()}
        </Menu>
    }
}

fn put_in(fields: Fields, session: Session, view: &TemplateView) {
    let language = untrack(i18n::language);
    let values = [
        (
            "customer.name",
            fields.requester.with_untracked(super::person::Requester::name),
        ),
        (
            "agent.name",
            untrack(|| session.get())
                .map(|view| view.person.name)
                .unwrap_or_default(),
        ),
        ("queue.name", untrack(|| fields.queue_name())),
    ];
    let fill = |text: &str| filled(text, &values);
    let (subject, body) = (&view.template.subject, &view.template.body);
    if !subject.is_empty() && fields.sheet.subject.with_untracked(String::is_empty) {
        fields.sheet.subject.set(fill(subject.or_other(language)));
    }
    let language = in_language(body.get(language), language);
    text_area::insert("#body", fields.sheet.body, &fill(body.or_other(language)));
    if let Some(queue) = view
        .template
        .queue_ids
        .first()
        .filter(|_| fields.sheet.queue.get_untracked().is_none())
    {
        fields.sheet.queue.set(Some(*queue));
    }
}

/// The wanted language where the text has it.
fn in_language(text: &str, wanted: Language) -> Language {
    match (text.trim().is_empty(), wanted) {
        (false, wanted) => wanted,
        (true, Language::De) => Language::En,
        (true, Language::En) => Language::De,
    }
}

/// The text with its variables filled in; those that only a ticket has stay empty.
fn filled(text: &str, values: &[(&str, String)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, behind)) = after.split_once("}}") else {
            break;
        };
        out.push_str(before);
        let value = values.iter().find(|(known, _)| *known == name.trim());
        out.push_str(value.map_or("", |(_, value)| value));
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::filled;

    #[test]
    fn known_variables_are_filled_in_and_others_stay_empty() {
        let values = [("customer.name", "Lena Vogt".to_owned())];
        assert_eq!(
            filled("Anruf von {{ customer.name }}.", &values),
            "Anruf von Lena Vogt."
        );
        assert_eq!(
            filled("{{customer.name}}: {{ ticket.number }}!", &values),
            "Lena Vogt: !"
        );
        assert_eq!(filled("offen {{ customer", &values), "offen {{ customer");
    }
}
