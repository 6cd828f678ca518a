//! The form of one role: name, description, grants; its members below.

use leptos::prelude::*;
use pult_shared::{
    api::role::{RoleDef, RoleView},
    error::{FieldCode, FieldError},
    ids::RoleId,
    limits::NAME_MAX,
};

use super::{
    super::parts::{
        course::{Course, EditorHead},
        editor::Editor,
        ending::{Ending, Foot, Remove},
        inputs::{Area, Line, Switch},
        problems::{Problems, sentence},
        selection::log_href,
    },
    matrix::{Effects, Matrix},
    members::Members,
};
use crate::{
    api,
    components::{ErrorSummary, Notice, Tone},
    i18n::{t, text},
    place::Place,
};

#[component]
pub fn Form(
    start: RoleDef,
    /// Left out: a new role.
    existing: Option<RoleView>,
    /// Fetches the list again.
    #[prop(into)]
    changed: Callback<()>,
) -> impl IntoView {
    let course = Course::new(Place::AdminRoles, changed);
    let id = existing.as_ref().map(|role| role.id);
    let editable = existing.as_ref().is_none_or(|role| role.may_edit);
    let editor = Editor::new(start);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let draft = untrack(|| editor.draft());
        let wrong = check(&draft);
        let request = async move {
            match id {
                Some(id) => api::roles::save_role(id, &draft).await,
                None => api::roles::create_role(&draft).await,
            }
        };
        editor.send(wrong, request, move |saved: RoleView| {
            editor.keep(def_of(&saved));
            course.saved(&saved.name, id.is_none().then(|| saved.id.to_string()));
        });
    };
    let remove = move |()| {
        let Some(id) = id else { return };
        let name = untrack(|| editor.with_saved(|role| role.name.clone()));
        course.delete(editor, name, api::roles::delete_role(id));
    };
    let title = move || match id {
        None => text("admin-role-new"),
        Some(_) => editor.with_saved(|role| role.name.clone()),
    };
    view! {
        <EditorHead title=Signal::derive(title) place=Place::AdminRoles />
        {(!editable)
            .then(|| {
                view! {
                    <Notice tone=Tone::Info>
                        <p>{t("admin-role-locked")}</p>
                    </Notice>
                }
            })}
        <form class="form" novalidate on:submit=save>
            <ErrorSummary complaints=editor.problems().complaints() />
            <Inputs editor editable />
            {editable
                .then(|| {
                    view! {
                        <Ending editor fresh=id.is_none() />
                    }
                })}
        </form>
        {existing
            .map(|role| {
                view! {
                    <Members role=role.id start=role.members editable changed />
                    <Foot log=log_href("role", &role.id.to_string())>
                        {editable
                            .then(|| {
                                view! {
                                    <Remove
                                        name=Signal::derive(title)
                                        busy=editor.busy()
                                        remove=Callback::new(remove)
                                    />
                                }
                            })}
                    </Foot>
                }
            })}
    }
}

#[component]
fn Inputs(editor: Editor<RoleDef>, editable: bool) -> impl IntoView {
    let grants = editor.bind(|role| role.grants.clone(), |role, grants| role.grants = grants);
    let wrong = Problems::expect().input("grants", "admin-grants".into());
    view! {
        <fieldset class="form" disabled=!editable>
            <legend class="visually-hidden">{t("admin-role")}</legend>
            <Line
                path="name"
                label="admin-name"
                value=editor.bind(|role| role.name.clone(), |role, name| role.name = name)
                hint="admin-role-name-hint"
            />
            <Area
                path="description"
                label="admin-description"
                value=editor.bind(|role| role.description.clone(), |role, text| role.description = text)
                rows=2
                optional=true
            />
            <Switch
                path="requires_second_factor"
                label="admin-role-second-factor"
                value=editor.bind(
                    |role| role.requires_second_factor,
                    |role, required| role.requires_second_factor = required,
                )
                hint="admin-role-second-factor-hint"
            />
        </fieldset>
        <section class="admin-section" aria-labelledby="grants-title" id="f-grants" tabindex="-1">
            <h3 id="grants-title">{t("admin-grants")}</h3>
            <p class="field-hint">{t("admin-grants-hint")}</p>
            <Matrix grants editable />
            <p class="field-error" hidden=move || wrong.with(Option::is_none)>
                {move || wrong.with(|wrong| wrong.as_ref().map(sentence))}
            </p>
            <Effects grants />
        </section>
    }
}

/// What of a role is in the form.
pub fn def_of(role: &RoleView) -> RoleDef {
    let mut grants = role.grants.clone();
    // One order, so that a form that was put back is not taken for a changed one.
    grants.sort_unstable();
    RoleDef {
        name: role.name.clone(),
        description: role.description.clone(),
        grants,
        requires_second_factor: role.requires_second_factor,
    }
}

fn check(role: &RoleDef) -> Vec<FieldError> {
    let fault = match role.name.trim() {
        "" => Some(FieldCode::Required),
        name if name.chars().count() > NAME_MAX => Some(FieldCode::TooLong),
        _ => None,
    };
    fault.map(|code| FieldError::new("name", code)).into_iter().collect()
}

/// The id of a role in the address.
pub fn id_in(address: &str) -> Option<RoleId> {
    address.parse().ok()
}
