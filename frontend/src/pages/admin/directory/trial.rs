//! Trying out: an account id or address, the entry behind it, and what would become of it.

use leptos::prelude::*;
use pult_shared::api::directory::{DescribedPerson, DirectoryTrial, EntryView, TryDirectory};

use super::super::parts::selection::{Chosen, href};
use crate::{
    api,
    components::{Failure, Loading, Notice, Tone},
    fetch::Fetch,
    i18n::{t, text, words},
    place::Place,
};

#[component]
pub fn Trial(directory: String) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let trial = Fetch::<DirectoryTrial>::new();
    let id = format!("try-{}", directory.replace(|c: char| !c.is_ascii_alphanumeric(), "-"));
    let hint = format!("{id}-hint");
    let directory = StoredValue::new(directory);
    let ask = move || {
        let request = TryDirectory {
            directory: directory.get_value(),
            question: typed.get_untracked().trim().to_owned(),
        };
        if !request.question.is_empty() {
            trial.run(async move { api::directory::try_directory(&request).await });
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        ask();
    };
    let answer = move || {
        trial.get().map(|trial| match (trial.fault, trial.entry) {
            (Some(fault), _) => view! {
                <Notice tone=Tone::Error>
                    <p lang="en">{fault}</p>
                </Notice>
            }
            .into_any(),
            (None, None) => view! { <p>{t("directory-try-nobody")}</p> }.into_any(),
            (None, Some(entry)) => view! { <Entry entry /> }.into_any(),
        })
    };
    view! {
        <section aria-label=t("directory-try")>
            <h3>{t("directory-try")}</h3>
            <form class="field" novalidate on:submit=submit>
                <label for=id.clone()>{t("directory-try-question")}</label>
                <p class="field-hint" id=hint.clone()>
                    {t("directory-try-hint")}
                </p>
                <div class="rights-ticket">
                    <input
                        id=id
                        type="text"
                        autocomplete="off"
                        autocapitalize="none"
                        aria-describedby=hint
                        prop:value=move || typed.get()
                        on:input=move |event| typed.set(event_target_value(&event))
                    />
                    <button type="submit" class="button">
                        {t("directory-try-ask")}
                    </button>
                </div>
            </form>
            {move || {
                trial
                    .error()
                    .map(|error| {
                        view! { <Failure message=Signal::derive(move || words::error(&error)) retry=ask /> }
                    })
            }}
            <Show when=move || trial.busy()>
                <Loading />
            </Show>
            <div role="status">{answer}</div>
        </section>
    }
}

#[component]
fn Entry(entry: EntryView) -> impl IntoView {
    let attribute = |one: pult_shared::api::directory::EntryAttribute| {
        view! {
            <dt>{one.name}</dt>
            <dd>{one.values.join(" · ")}</dd>
        }
    };
    let list = |all: Vec<String>| match all.is_empty() {
        true => t("people-roles-none").into_any(),
        false => all.join(", ").into_any(),
    };
    let fault = entry.fault.map(|fault| {
        view! {
            <Notice tone=Tone::Warning>
                <p>{move || text(&format!("entry-fault-{}", fault.name()))}</p>
            </Notice>
        }
    });
    let person = match entry.person {
        Some(person) => {
            let link = href(&Place::AdminPeople, &Chosen::One(person.id.to_string()));
            view! { <a href=link>{person.name}</a> }.into_any()
        }
        None => t("directory-try-new").into_any(),
    };
    view! {
        {fault}
        <h4>{t("directory-try-person")}</h4>
        <dl class="facts">
            {entry.described.map(described)} <dt>{t("directory-try-here")}</dt> <dd>{person}</dd>
            <dt>{t("directory-try-groups")}</dt> <dd>{list(entry.groups)}</dd> <dt>{t("people-roles")}</dt>
            <dd>{list(entry.roles)}</dd>
        </dl>
        <h4>{t("directory-try-entry")}</h4>
        <dl class="facts">
            <dt>"dn"</dt>
            <dd>{entry.dn}</dd>
            {entry.attributes.into_iter().map(attribute).collect_view()}
        </dl>
    }
}

fn described(person: DescribedPerson) -> impl IntoView {
    let affiliation = person.affiliation.map(|one| format!("affiliation-{}", one.name()));
    let affiliation = move || text(affiliation.as_deref().unwrap_or("people-affiliation-none"));
    let addresses: Vec<_> = person
        .addresses
        .into_iter()
        .map(|one| {
            let kind = one.kind;
            view! {
                <li>
                    {one.address} " "
                    <span class="soft">{move || text(&format!("address-kind-{}", kind.name()))}</span>
                </li>
            }
        })
        .collect();
    let rest = [
        ("people-phone", person.phone),
        ("people-room", person.room),
        ("people-organisation", person.organisation),
    ];
    let rest = rest
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| {
            view! {
                <dt>{t(key)}</dt>
                <dd>{value}</dd>
            }
        });
    view! {
        <dt>{t("admin-name")}</dt>
        <dd>{person.name}</dd>
        <dt>{t("people-login")}</dt>
        <dd>{person.login.unwrap_or_default()}</dd>
        <dt>{t("people-addresses")}</dt>
        <dd>
            <ul class="people-links">{addresses}</ul>
        </dd>
        <dt>{t("people-affiliation")}</dt>
        <dd>{affiliation}</dd>
        {rest.collect_view()}
    }
}
