//! The form of one person. What a directory leads is shown and cannot be changed.

use leptos::prelude::*;
use pult_shared::{
    api::person::{PersonAddress, PersonDef, PersonProfile},
    error::{FieldCode, FieldError},
    limits::ADDRESSES_MAX,
    mailbox::is_address,
    person::{AddressKind, Affiliation, Language},
};

use super::super::parts::{
    bind::Bind,
    course::{Course, EditorHead},
    editor::Editor,
    ending::Ending,
    inputs::{Line, Pick, Switch},
    label::{Label, language_name},
    rows::Rows,
};
use crate::{
    api,
    components::{ErrorSummary, Notice, Tone},
    i18n::{t, text},
    place::Place,
    tr,
};

#[component]
pub fn Form(
    start: PersonDef,
    /// Left out: a new person.
    existing: Option<PersonProfile>,
    /// The list shall be fetched again.
    #[prop(into)]
    changed: Callback<()>,
) -> impl IntoView {
    let course = Course::new(Place::AdminPeople, changed);
    let id = existing.as_ref().map(|person| person.id);
    let directory = existing
        .as_ref()
        .and_then(|person| person.directory.as_ref().map(|link| link.directory.clone()));
    let led = directory.is_some();
    let editor = Editor::new(start);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let draft = untrack(|| editor.draft());
        let wrong = check(&draft);
        let request = async move {
            match id {
                Some(id) => api::people::update_person(id, &draft).await,
                None => api::people::create_person(&draft).await,
            }
        };
        editor.send(wrong, request, move |saved: PersonProfile| {
            let name = saved.person.name.clone();
            editor.keep(saved.person);
            course.saved(&name, id.is_none().then(|| saved.id.to_string()));
        });
    };
    let title = move || match id {
        None => text("people-add"),
        Some(_) => editor.with_saved(|person| person.name.clone()),
    };
    view! {
        <EditorHead title=Signal::derive(title) place=Place::AdminPeople />
        {existing.map(|person| view! { <State active=person.active vanished=person.vanished /> })}
        {directory
            .map(|directory| {
                view! {
                    <Notice tone=Tone::Info>
                        <p>{move || tr!("people-from-directory", directory = directory.clone())}</p>
                    </Notice>
                }
            })}
        <form class="form" novalidate on:submit=save>
            <ErrorSummary complaints=editor.problems().complaints() />
            <Inputs editor led />
            <Addresses editor />
            <Switch
                path="administrator"
                label="people-administrator"
                value=editor.bind(|person| person.administrator, |person, on| person.administrator = on)
                hint="people-administrator-hint"
            />
            <Ending editor fresh=id.is_none() />
        </form>
    }
}

#[component]
fn State(active: bool, vanished: bool) -> impl IntoView {
    let sentence = if vanished { "people-vanished" } else { "people-inactive" };
    (!active).then(|| {
        view! {
            <Notice tone=Tone::Warning>
                <p>{t(sentence)}</p>
            </Notice>
        }
    })
}

#[component]
fn Inputs(editor: Editor<PersonDef>, led: bool) -> impl IntoView {
    let login = editor.bind(
        |person| person.login.clone().unwrap_or_default(),
        |person, login| person.login = Some(login).filter(|login| !login.trim().is_empty()),
    );
    let language = editor.bind(
        |person| {
            person
                .language
                .map(|language| language.tag().to_owned())
                .unwrap_or_default()
        },
        |person, tag| person.language = Language::ALL.into_iter().find(|language| language.tag() == tag),
    );
    let languages = || {
        let pair = |language: Language| (language.tag().to_owned(), language_name(language));
        Language::ALL.map(pair).to_vec()
    };
    let affiliation = editor.bind(
        |person| person.affiliation.map(|one| one.name().to_owned()).unwrap_or_default(),
        |person, name| person.affiliation = Affiliation::from_name(&name),
    );
    let affiliations = || {
        let pair = |one: Affiliation| (one.name().to_owned(), text(&format!("affiliation-{}", one.name())));
        Affiliation::ALL.map(pair).to_vec()
    };
    view! {
        <Line
            path="name"
            label="admin-name"
            value=editor.bind(|person| person.name.clone(), |person, name| person.name = name)
            readonly=led
        />
        <Line path="login" label="people-login" value=login hint="people-login-hint" optional=true readonly=led />
        <Pick
            path="affiliation"
            label="people-affiliation"
            value=affiliation
            options=Signal::derive(affiliations)
            empty="people-affiliation-none"
            disabled=led
        />
        <Pick
            path="language"
            label="people-language"
            value=language
            options=Signal::derive(languages)
            empty="people-language-none"
        />
        <Line
            path="phone"
            label="people-phone"
            value=editor.bind(|person| person.phone.clone(), |person, phone| person.phone = phone)
            kind="tel"
            optional=true
            readonly=led
        />
        <Line
            path="room"
            label="people-room"
            value=editor.bind(|person| person.room.clone(), |person, room| person.room = room)
            optional=true
            readonly=led
        />
        <Line
            path="organisation"
            label="people-organisation"
            value=editor.bind(|person| person.organisation.clone(), |person, name| person.organisation = name)
            optional=true
            readonly=led
        />
    }
}

#[component]
fn Addresses(editor: Editor<PersonDef>) -> impl IntoView {
    let blank = || PersonAddress {
        address: String::new(),
        kind: AddressKind::Private,
        verified: false,
    };
    let row = |index: usize, value: Bind<PersonAddress>| {
        let address = value.part(|one| one.address.clone(), |one, address| one.address = address);
        let kind = value.part(
            |one| one.kind.name().to_owned(),
            |one, name| one.kind = AddressKind::from_name(&name).unwrap_or(one.kind),
        );
        let verified = value.part(|one| one.verified, |one, on| one.verified = on);
        // The directory's own is named by the directory alone.
        let led = Signal::derive(move || kind.with(|kind| kind == AddressKind::Directory.name()));
        let kinds = move || {
            let pair = |one: AddressKind| (one.name().to_owned(), text(&format!("address-kind-{}", one.name())));
            let offered = |one: &AddressKind| *one != AddressKind::Directory || led.get();
            AddressKind::ALL
                .into_iter()
                .filter(offered)
                .map(pair)
                .collect::<Vec<_>>()
        };
        let numbered = |key: &'static str| Label::from(key).number(index);
        view! {
            <Line
                path=format!("addresses.{index}.address")
                label=numbered("people-address")
                value=address
                kind="email"
                quiet=true
                readonly=led
            />
            <Pick
                path=format!("addresses.{index}.kind")
                label=numbered("people-address-kind")
                value=kind
                options=Signal::derive(kinds)
                quiet=true
                disabled=led
            />
            <Switch path=format!("addresses.{index}.verified") label="people-address-verified" value=verified />
        }
        .into_any()
    };
    view! {
        <fieldset class="form" id="f-addresses" tabindex="-1">
            <legend>{t("people-addresses")}</legend>
            <p class="field-hint">{t("people-addresses-hint")}</p>
            <Rows
                id="addresses"
                value=editor.bind(|person| person.addresses.clone(), |person, all| person.addresses = all)
                name="people-address"
                add="people-address-add"
                max=ADDRESSES_MAX
                blank
                row
            />
        </fieldset>
    }
}

fn check(person: &PersonDef) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    if person.name.trim().is_empty() {
        wrong.push(FieldError::new("name", FieldCode::Required));
    }
    for (index, one) in person.addresses.iter().enumerate() {
        let field = format!("addresses.{index}.address");
        match one.address.trim() {
            "" => wrong.push(FieldError::new(field, FieldCode::Required)),
            address if !is_address(&address.to_lowercase()) => {
                wrong.push(FieldError::new(field, FieldCode::Malformed));
            }
            _ => {}
        }
    }
    wrong
}
