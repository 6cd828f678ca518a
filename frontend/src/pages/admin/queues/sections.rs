//! The parts of a queue's form: general, mail, texts, work.
//!
//! `locked` means what only the administration, or who manages the queue above, may change.

use leptos::prelude::*;
use pult_shared::{
    api::{
        queue::{FollowUp, Names, QueueSettings},
        template::{TemplateDef, TemplateKind},
    },
    catalog::TypeKey,
    ids::QueueId,
    limits::{QUEUE_ADDRESSES_MAX, UNLOCK_MAX_MINUTES},
    ticket::Priority,
};

use super::super::{
    parts::{
        bind::Bind,
        cursor::Cursor,
        editor::Editor,
        inputs::{Both, Count, Line, Pick, Switch},
        key::KeyLine,
        label::Label,
        preview::Preview,
        rows::Rows,
        tree::{self, is_within},
        words,
    },
    templates::Variables,
};
use crate::{
    catalog,
    i18n::{self, t, text},
    queues::Queues,
    session::Session,
};

/// A part of the form with its heading.
#[component]
fn Section(id: &'static str, title: &'static str, children: Children) -> impl IntoView {
    view! {
        <section class="admin-section" aria-labelledby=id>
            <h3 id=id>{t(title)}</h3>
            {children()}
        </section>
    }
}

#[component]
pub fn General(editor: Editor<QueueSettings>, id: Option<QueueId>, locked: bool) -> impl IntoView {
    let (queues, session) = (Queues::expect(), Session::expect());
    let names = editor.bind(|queue| queue.names.clone(), |queue, names| queue.names = names);
    let parent = editor.bind(
        |queue| queue.parent_id.map(|id| id.to_string()).unwrap_or_default(),
        |queue, parent| queue.parent_id = parent.parse().ok(),
    );
    view! {
        <Section id="queue-general" title="admin-queue-general">
            <Both path="names" label="admin-name" value=names />
            <Both
                path="description"
                label="admin-queue-description"
                value=editor.bind(|queue| queue.description.clone(), |queue, text| queue.description = text)
                hint="admin-queue-description-hint"
                rows=2
                optional=true
            />
            <fieldset class="form" disabled=locked>
                <legend class="visually-hidden">{t("admin-queue-place")}</legend>
                <Pick
                    path="parent_id"
                    label="admin-queue-parent"
                    value=parent
                    options=Signal::derive(move || parents(queues, session, id, parent))
                    empty=root_choice(session)
                    hint="admin-queue-parent-hint"
                />
                {match id {
                    None => {
                        view! {
                            <KeyLine
                                value=editor.bind(|queue| queue.key.clone(), |queue, key| queue.key = key)
                                name=Signal::derive(move || names.with(|names| names.de.clone()))
                                fresh=true
                                hint="admin-queue-key-hint"
                            />
                        }
                            .into_any()
                    }
                    Some(_) => {
                        view! {
                            <Line
                                path="key"
                                label="admin-key"
                                value=editor.bind(|queue| queue.key.clone(), |queue, key| queue.key = key)
                                hint="admin-queue-key-change-hint"
                            />
                        }
                            .into_any()
                    }
                }}
                <Switch
                    path="valid"
                    label="admin-valid"
                    value=editor.bind(|queue| queue.valid, |queue, valid| queue.valid = valid)
                    hint="admin-queue-valid-hint"
                />
            </fieldset>
        </Section>
    }
}

/// Queues below which this one may stand: not itself, and none below it.
fn parents(queues: Queues, session: Session, own: Option<QueueId>, parent: Bind<String>) -> Vec<(String, String)> {
    let all = queues.get().unwrap_or_default();
    let own = all.iter().find(|queue| Some(queue.id) == own);
    let current = parent.get();
    queues.choices(|queue| {
        let below_itself = own.is_some_and(|own| is_within(queue, own));
        let allowed = tree::manages(session, queue) || queue.id.to_string() == current;
        allowed && !below_itself
    })
}

/// Only the administration makes queues that stand below none.
fn root_choice(session: Session) -> &'static str {
    if untrack(|| session.is_administrator()) {
        "admin-queue-top"
    } else {
        "choose"
    }
}

#[component]
pub fn Mail(editor: Editor<QueueSettings>, locked: bool) -> impl IntoView {
    let policy = editor.bind(
        |queue| queue.follow_up.name().to_owned(),
        |queue, name| queue.follow_up = FollowUp::from_name(&name).unwrap_or_default(),
    );
    let policies = || {
        FollowUp::ALL
            .into_iter()
            .map(|policy| (policy.name().to_owned(), words::follow_up(policy)))
            .collect::<Vec<_>>()
    };
    let address = |index: usize, value: Bind<String>| {
        let label = Label::from("admin-queue-address").number(index);
        view! { <Line path=format!("addresses.{index}") label value kind="email" quiet=true /> }.into_any()
    };
    view! {
        <Section id="queue-mail" title="admin-queue-mail">
            <fieldset class="form" disabled=locked>
                <legend>{t("admin-queue-addresses")}</legend>
                <p class="field-hint">{t("admin-queue-addresses-hint")}</p>
                <Rows
                    id="addresses"
                    value=editor.bind(|queue| queue.addresses.clone(), |queue, all| queue.addresses = all)
                    name="admin-queue-address"
                    add="admin-queue-address-add"
                    max=QUEUE_ADDRESSES_MAX
                    blank=String::new
                    row=address
                />
                <Switch
                    path="catch_all"
                    label="admin-queue-catch-all"
                    value=editor.bind(|queue| queue.catch_all, |queue, on| queue.catch_all = on)
                    hint="admin-queue-catch-all-hint"
                />
            </fieldset>
            <Pick
                path="follow_up"
                label="admin-queue-follow-up"
                value=policy
                options=Signal::derive(policies)
                hint="admin-queue-follow-up-hint"
            />
            <Switch
                path="closing_mail"
                label="admin-queue-closing-mail"
                value=editor.bind(|queue| queue.closing_mail, |queue, on| queue.closing_mail = on)
                hint="admin-queue-closing-mail-hint"
            />
        </Section>
    }
}

// req: B9
#[component]
pub fn Texts(editor: Editor<QueueSettings>, id: Option<QueueId>) -> impl IntoView {
    let cursor = Cursor::provide();
    let salutation = editor.bind(|queue| queue.salutation.clone(), |queue, text| queue.salutation = text);
    let signature = editor.bind(|queue| queue.signature.clone(), |queue, text| queue.signature = text);
    let answer = Signal::derive(move || {
        let (before, after) = (salutation.get(), signature.get());
        let whole = |before: &str, sample: String, after: &str| {
            [before.trim_end(), &sample, after.trim_end()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join("\n\n")
        };
        TemplateDef {
            names: Names {
                de: "-".to_owned(),
                en: "-".to_owned(),
            },
            kind: TemplateKind::Answer,
            subject: Names::default(),
            body: Names {
                de: whole(&before.de, text("admin-sample-de"), &after.de),
                en: whole(&before.en, text("admin-sample-en"), &after.en),
            },
            queue_ids: id.into_iter().collect(),
            valid: true,
        }
    });
    let german = signature.part(|names| names.de.clone(), |names, text| names.de = text);
    view! {
        <Section id="queue-texts" title="admin-queue-texts">
            <p class="field-hint">{t("admin-queue-texts-hint")}</p>
            <Both
                path="salutation"
                label="admin-queue-salutation"
                value=salutation
                hint="admin-queue-salutation-hint"
                rows=3
                optional=true
            />
            <Both
                path="signature"
                label="admin-queue-signature"
                value=signature
                hint="admin-queue-signature-hint"
                rows=5
                optional=true
            />
            <Variables cursor otherwise="signature.de" value=german />
            // A new queue is not known to the server yet; then its own name cannot be filled in.
            <Preview id="queue-preview" template=answer body_only=true />
        </Section>
    }
}

#[component]
pub fn Work(editor: Editor<QueueSettings>, locked: bool) -> impl IntoView {
    let priority = editor.bind(
        |queue| {
            queue
                .default_priority
                .map(|level| level.get().to_string())
                .unwrap_or_default()
        },
        |queue, level| queue.default_priority = level.parse().ok().and_then(Priority::new),
    );
    let priorities = || {
        Priority::ALL
            .into_iter()
            .rev()
            .map(|level| (level.get().to_string(), i18n::words::priority(level)))
            .collect::<Vec<_>>()
    };
    let kind = editor.bind(
        |queue| queue.default_type.as_ref().map(|key| key.0.clone()).unwrap_or_default(),
        |queue, key| queue.default_type = (!key.is_empty()).then(|| TypeKey::new(key)),
    );
    let kinds = || {
        catalog::valid_types()
            .into_iter()
            .map(|kind| (kind.key.0.clone(), i18n::words::name(&kind.names)))
            .collect::<Vec<_>>()
    };
    view! {
        <Section id="queue-work" title="admin-queue-work">
            <Count
                path="unlock_minutes"
                label="admin-queue-unlock"
                value=editor.bind(|queue| queue.unlock_minutes, |queue, minutes| queue.unlock_minutes = minutes)
                hint="admin-queue-unlock-hint"
                max=UNLOCK_MAX_MINUTES
                optional=true
            />
            <div class="field-row">
                <Pick
                    path="default_priority"
                    label="admin-queue-priority"
                    value=priority
                    options=Signal::derive(priorities)
                    empty="admin-queue-priority-none"
                />
                <Pick
                    path="default_type"
                    label="admin-queue-type"
                    value=kind
                    options=Signal::derive(kinds)
                    empty="admin-queue-type-none"
                />
            </div>
            <fieldset class="form" disabled=locked>
                <legend class="visually-hidden">{t("admin-queue-portal")}</legend>
                <Switch
                    path="portal"
                    label="admin-queue-portal"
                    value=editor.bind(|queue| queue.portal, |queue, on| queue.portal = on)
                    hint="admin-queue-portal-hint"
                />
            </fieldset>
        </Section>
    }
}
