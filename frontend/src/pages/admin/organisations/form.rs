//! The form of one organisation.

use leptos::prelude::*;
use pult_shared::{
    api::organisation::{OrganisationDef, OrganisationView},
    error::{FieldCode, FieldError},
    limits::NAME_MAX,
};

use super::{
    super::parts::{
        course::{Course, EditorHead},
        editor::Editor,
        ending::{Ending, Foot, Remove},
        inputs::{Line, Switch},
        selection::{Chosen, log_href, use_chosen},
    },
    blank,
};
use crate::{
    api,
    components::{ErrorSummary, Notice, Tone},
    i18n::{t, text},
    place::Place,
    tr,
};

/// The name that the address suggests for a new one.
fn suggested() -> String {
    match use_chosen().get_untracked() {
        Chosen::New(name) => name,
        _ => String::new(),
    }
}

#[component]
pub fn Form(
    /// Left out: a new organisation.
    existing: Option<OrganisationView>,
    /// Fetches the list again.
    #[prop(into)]
    changed: Callback<()>,
) -> impl IntoView {
    let course = Course::new(Place::AdminOrganisations, changed);
    let id = existing.as_ref().map(|one| one.id);
    let members = RwSignal::new(existing.as_ref().map(|one| one.members));
    let editor = Editor::new(existing.map_or_else(|| blank(suggested()), |one| one.organisation));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let draft = untrack(|| editor.draft());
        let wrong = check(&draft);
        let request = async move {
            match id {
                Some(id) => api::organisations::save_organisation(id, &draft).await,
                None => api::organisations::create_organisation(&draft).await,
            }
        };
        editor.send(wrong, request, move |saved: OrganisationView| {
            let name = saved.organisation.name.clone();
            members.set(Some(saved.members));
            editor.keep(saved.organisation);
            course.saved(&name, id.is_none().then(|| saved.id.to_string()));
        });
    };
    let remove = move |()| {
        let Some(id) = id else { return };
        let name = untrack(|| editor.with_saved(|one| one.name.clone()));
        course.delete(editor, name, api::organisations::delete_organisation(id));
    };
    let title = move || match id {
        None => text("organisation-new"),
        Some(_) => editor.with_saved(|one| one.name.clone()),
    };
    view! {
        <section class="card admin-editor" aria-label=t("admin-editor")>
            <EditorHead title=Signal::derive(title) place=Place::AdminOrganisations />
            {move || members.get().map(|members| view! { <Members members /> })}
            <form class="form" novalidate on:submit=save>
                <ErrorSummary complaints=editor.problems().complaints() />
                <Inputs editor />
                <Ending editor fresh=id.is_none() />
            </form>
            {id
                .map(|id| {
                    view! {
                        <Foot log=log_href("organisation", &id.to_string())>
                            <Remove name=Signal::derive(title) busy=editor.busy() remove=Callback::new(remove) />
                        </Foot>
                    }
                })}
        </section>
    }
}

/// A name that nobody has is most likely written in another way.
#[component]
fn Members(members: u64) -> impl IntoView {
    if members > 0 {
        return view! { <p class="soft">{move || tr!("organisation-members", count = members)}</p> }.into_any();
    }
    view! {
        <Notice tone=Tone::Warning>
            <p>{t("organisation-nobody")}</p>
        </Notice>
    }
    .into_any()
}

#[component]
fn Inputs(editor: Editor<OrganisationDef>) -> impl IntoView {
    view! {
        <Line
            path="name"
            label="admin-name"
            value=editor.bind(|one| one.name.clone(), |one, name| one.name = name)
            hint="organisation-name-hint"
        />
        <Switch
            path="members_see"
            label="organisation-see"
            value=editor.bind(|one| one.members_see, |one, see| one.members_see = see)
            hint="organisation-see-hint"
        />
        <Switch
            path="members_reply"
            label="organisation-reply"
            value=editor.bind(|one| one.members_reply, |one, reply| one.members_reply = reply)
            hint="organisation-reply-hint"
        />
        <Switch
            path="valid"
            label="admin-valid"
            value=editor.bind(|one| one.valid, |one, valid| one.valid = valid)
            hint="organisation-valid-hint"
        />
    }
}

fn check(organisation: &OrganisationDef) -> Vec<FieldError> {
    let fault = match organisation.name.trim() {
        "" => Some(FieldCode::Required),
        name if name.chars().count() > NAME_MAX => Some(FieldCode::TooLong),
        _ => None,
    };
    fault.map(|code| FieldError::new("name", code)).into_iter().collect()
}
