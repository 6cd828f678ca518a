//! The form of one queue: sending, deleting, and what is around the sections.

use leptos::prelude::*;
use pult_shared::{
    api::{
        queue::{QueueSettings, QueueSettingsView},
        role::{RoleList, RoleView},
    },
    catalog::is_key,
    error::{FieldCode, FieldError},
    ids::QueueId,
    limits::NAME_MAX,
    mailbox::is_address,
};

use super::{
    super::{
        parts::{
            course::{Course, EditorHead},
            editor::Editor,
            ending::{Ending, Foot, Remove},
            selection::{Chosen, href, log_href},
            tree::is_within,
        },
        unstaffed::Unstaffed,
    },
    automatic::Automatic,
    sections::{General, Mail, Texts, Work},
};
use crate::{
    api,
    components::{ErrorSummary, Notice, Tone},
    fetch::Fetch,
    i18n::{dates, t, text, words},
    place::Place,
    queues::Queues,
    tr,
};

#[component]
pub fn Form(
    start: QueueSettings,
    /// Left out: a new queue.
    #[prop(optional, into)]
    existing: Option<QueueSettingsView>,
) -> impl IntoView {
    let queues = Queues::expect();
    let course = Course::new(Place::AdminQueues, Callback::new(move |()| queues.refresh()));
    let id = existing.as_ref().map(|view| view.id);
    let tickets = existing.as_ref().map_or(0, |view| view.tickets);
    let may_restructure = existing.as_ref().is_none_or(|view| view.may_restructure);
    let allowed = existing.and_then(|view| view.allowed_domains);
    let editor = Editor::new(start);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        editor.tidy(tidy);
        let draft = untrack(|| editor.draft());
        let request = {
            let draft = draft.clone();
            async move {
                match id {
                    Some(id) => api::queue_settings::save_queue_settings(id, &draft).await,
                    None => api::queue_settings::create_queue(&draft).await,
                }
            }
        };
        editor.send(check(&draft), request, move |saved: QueueSettingsView| {
            let name = untrack(|| words::name(&saved.settings.names));
            editor.keep(saved.settings);
            course.saved(&name, id.is_none().then(|| saved.id.to_string()));
        });
    };
    let remove = move |()| {
        let Some(id) = id else { return };
        let name = untrack(|| editor.with_saved(|queue| words::name(&queue.names)));
        course.delete(editor, name, api::queue_settings::delete_queue(id));
    };
    let hindrance = Signal::derive(move || {
        let children = queues.get().is_some_and(|all| {
            all.iter()
                .any(|queue| queue.parent_id.is_some() && queue.parent_id == id)
        });
        match (tickets, children) {
            (0, false) => None,
            (0, true) => Some(text("admin-queue-has-children")),
            (count, _) => Some(tr!("admin-used-by", count = dates::number(count))),
        }
    });
    let title = move || match id {
        None => text("admin-queue-new"),
        Some(_) => editor.with_saved(|queue| words::name(&queue.names)),
    };
    view! {
        <EditorHead title=Signal::derive(title) place=Place::AdminQueues />
        {id.map(|id| view! { <NobodyHere id /> })}
        {(!may_restructure)
            .then(|| {
                view! {
                    <Notice tone=Tone::Info>
                        <p>{t("admin-queue-locked")}</p>
                    </Notice>
                }
            })}
        <form class="form" novalidate on:submit=save>
            <ErrorSummary complaints=editor.problems().complaints() />
            <General editor id locked=!may_restructure />
            <Mail editor locked=!may_restructure allowed />
            <Texts editor id />
            <Automatic editor id />
            <Work editor id locked=!may_restructure />
            <Ending editor fresh=id.is_none() />
        </form>
        {id
            .map(|id| {
                let remove = may_restructure
                    .then(|| {
                        view! {
                            <Remove
                                name=Signal::derive(title)
                                hindrance
                                busy=editor.busy()
                                remove=Callback::new(remove)
                            />
                        }
                    });
                view! {
                    <Around id />
                    <Foot log=log_href("queue", &id.to_string())>{remove}</Foot>
                }
            })}
    }
}

/// Addresses without blanks, and no empty lines among them.
fn tidy(queue: &mut QueueSettings) {
    for address in &mut queue.addresses {
        *address = address.trim().to_lowercase();
    }
    queue.addresses.retain(|address| !address.is_empty());
    for domain in &mut queue.address_domains {
        *domain = domain.trim().trim_start_matches('@').to_lowercase();
    }
    queue.address_domains.retain(|domain| !domain.is_empty());
}

fn check(queue: &QueueSettings) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    for (path, name) in [("names.de", &queue.names.de), ("names.en", &queue.names.en)] {
        if name.trim().is_empty() {
            wrong.push(FieldError::new(path, FieldCode::Required));
        } else if name.chars().count() > NAME_MAX {
            wrong.push(FieldError::new(path, FieldCode::TooLong));
        }
    }
    if queue.key.is_empty() {
        wrong.push(FieldError::new("key", FieldCode::Required));
    } else if !is_key(&queue.key) {
        wrong.push(FieldError::new("key", FieldCode::Malformed));
    }
    for (index, address) in queue.addresses.iter().enumerate() {
        if !is_address(address) {
            wrong.push(FieldError::new(format!("addresses.{index}"), FieldCode::Malformed));
        }
    }
    wrong
}

/// Nobody is present who may own tickets here.
#[component]
fn NobodyHere(id: QueueId) -> impl IntoView {
    let unstaffed = Unstaffed::load();
    view! {
        <Show when=move || unstaffed.has(id)>
            <Notice tone=Tone::Warning>
                <p>{t("admin-queue-unstaffed")}</p>
            </Notice>
        </Show>
    }
}

/// What belongs to a queue and is set up elsewhere: who works in it, its templates, its changes.
#[component]
fn Around(id: QueueId) -> impl IntoView {
    let queues = Queues::expect();
    let roles = Fetch::<RoleList>::new();
    roles.run(async { api::roles::list_roles().await });
    let here = move || {
        let all = queues.get().unwrap_or_default();
        let own = all.iter().find(|queue| queue.id == id).cloned();
        let list = roles.get().map(|list| list.items).unwrap_or_default();
        let grants = |role: &RoleView| {
            role.grants.iter().any(|grant| {
                let granted = all.iter().find(|queue| queue.id == grant.queue_id);
                own.as_ref()
                    .zip(granted)
                    .is_some_and(|(own, granted)| is_within(own, granted))
            })
        };
        list.into_iter().filter(grants).collect::<Vec<_>>()
    };
    let entry = |role: RoleView| {
        let members = role.members.len();
        view! {
            <li>
                <a href=href(&Place::AdminRoles, &Chosen::One(role.id.to_string()))>{role.name}</a>
                <span class="soft">{move || tr!("admin-members-count", count = members)}</span>
            </li>
        }
    };
    view! {
        <section class="admin-around" aria-labelledby="around-title">
            <h3 id="around-title">{t("admin-queue-roles")}</h3>
            {move || {
                let here = here();
                if here.is_empty() && !roles.busy() {
                    view! { <p class="soft">{t("admin-queue-no-roles")}</p> }.into_any()
                } else {
                    view! { <ul class="admin-links">{here.into_iter().map(entry).collect_view()}</ul> }.into_any()
                }
            }}
            <p class="admin-more">
                <a href=format!("{}?queue={id}", Place::AdminTemplates.path())>{t("admin-queue-templates")}</a>
            </p>
        </section>
    }
}
