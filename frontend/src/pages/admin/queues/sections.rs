//! The parts of a queue's form: general, mail, texts, work.
//!
//! `locked` means what only the administration, or who manages the queue above, may change.

use leptos::prelude::*;
use pult_shared::{
    api::{
        queue::{FollowUp, Names, QueueSettings, Recipients, SenderRule},
        template::{TemplateDef, TemplateKind},
    },
    calendar::CalendarDef,
    catalog::{CalendarKey, SlaKey, TypeKey},
    ids::QueueId,
    limits::{ADDRESS_DOMAINS_MAX, QUEUE_ADDRESSES_MAX, REMIND_DAYS_MAX, UNLOCK_MAX_MINUTES},
    ticket::Priority,
};

use super::super::{
    definitions::sla_choices,
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
    tr,
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
pub fn Mail(
    editor: Editor<QueueSettings>,
    locked: bool,
    /// Of which domains the person may give it new addresses; none: of any.
    allowed: Option<Vec<String>>,
) -> impl IntoView {
    let domains = untrack(|| Session::expect().is_administrator()).then(|| view! { <Domains editor /> });
    let allowed = allowed.filter(|_| !locked).map(|all| all.join(", "));
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
    let recipients = editor.bind(
        |queue| queue.mails.recipients.name().to_owned(),
        |queue, name: String| queue.mails.recipients = Recipients::from_name(&name).unwrap_or_default(),
    );
    let shown = || {
        Recipients::ALL
            .into_iter()
            .map(|shown| (shown.name().to_owned(), text(&format!("recipients-{}", shown.name()))))
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
                {allowed
                    .map(|domains| {
                        view! {
                            <p class="field-hint">
                                {move || tr!("admin-queue-domains-allowed", domains = domains.clone())}
                            </p>
                        }
                    })}
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
            {domains}
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
            <Switch
                path="mails.quote_history"
                label="admin-queue-quote"
                value=editor.bind(|queue| queue.mails.quote_history, |queue, on| queue.mails.quote_history = on)
                hint="admin-queue-quote-hint"
            />
            <Pick
                path="mails.recipients"
                label="admin-queue-recipients"
                value=recipients
                options=Signal::derive(shown)
            />
            <Intake editor />
        </Section>
    }
}

// req: A17, A19, A20
/// Whose mail opens tickets.
#[component]
fn Intake(editor: Editor<QueueSettings>) -> impl IntoView {
    let senders = editor.bind(
        |queue| queue.intake.senders.name().to_owned(),
        |queue, name| queue.intake.senders = SenderRule::from_name(&name).unwrap_or_default(),
    );
    let rules = || {
        SenderRule::ALL
            .into_iter()
            .map(|rule| (rule.name().to_owned(), words::sender_rule(rule)))
            .collect::<Vec<_>>()
    };
    view! {
        <fieldset class="form">
            <legend>{t("admin-queue-intake")}</legend>
            <p class="field-hint">{t("admin-queue-intake-hint")}</p>
            <Pick
                path="intake.senders"
                label="admin-queue-senders"
                value=senders
                options=Signal::derive(rules)
                hint="admin-queue-senders-hint"
            />
            <Switch
                path="intake.proof"
                label="admin-queue-proof"
                value=editor.bind(|queue| queue.intake.proof, |queue, on| queue.intake.proof = on)
                hint="admin-queue-proof-hint"
            />
            <Switch
                path="intake.machines"
                label="admin-queue-machines"
                value=editor.bind(|queue| queue.intake.machines, |queue, on| queue.intake.machines = on)
                hint="admin-queue-machines-hint"
            />
        </fieldset>
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

/// Of which domains those who manage the branch may give addresses: the administrators' to say.
#[component]
fn Domains(editor: Editor<QueueSettings>) -> impl IntoView {
    let domain = |index: usize, value: Bind<String>| {
        let label = Label::from("admin-queue-domain").number(index);
        view! { <Line path=format!("address_domains.{index}") label value quiet=true /> }.into_any()
    };
    view! {
        <fieldset class="form">
            <legend>{t("admin-queue-domains")}</legend>
            <p class="field-hint">{t("admin-queue-domains-hint")}</p>
            <Rows
                id="address_domains"
                value=editor.bind(|queue| queue.address_domains.clone(), |queue, all| queue.address_domains = all)
                name="admin-queue-domain"
                add="admin-queue-domain-add"
                max=ADDRESS_DOMAINS_MAX
                blank=String::new
                row=domain
            />
        </fieldset>
    }
}

#[component]
pub fn Work(editor: Editor<QueueSettings>, id: Option<QueueId>, locked: bool) -> impl IntoView {
    let queues = Queues::expect();
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
    let calendar = editor.bind(
        |queue| queue.calendar.as_ref().map(|key| key.0.clone()).unwrap_or_default(),
        |queue, key| queue.calendar = (!key.is_empty()).then(|| CalendarKey::new(key)),
    );
    // One of a branch opens queues of that branch alone.
    let is_here = move |calendar: &CalendarDef| {
        let Some(owner) = calendar.queue_id else { return true };
        let all = queues.get().unwrap_or_default();
        let found = |id: Option<QueueId>| all.iter().find(|queue| Some(queue.id) == id);
        let here = found(id).or_else(|| found(editor.with(|queue| queue.parent_id)));
        here.zip(found(Some(owner)))
            .is_some_and(|(here, owner)| is_within(here, owner))
    };
    let calendars = move || {
        // One that may not be chosen any more is shown where it is.
        let chosen = calendar.get();
        let all = catalog::get().calendars.clone();
        all.into_iter()
            .filter(|one| one.key.0 == chosen || (one.valid && is_here(one)))
            .map(|one| (one.key.0.clone(), i18n::words::name(&one.names)))
            .collect::<Vec<_>>()
    };
    let sla = editor.bind(
        |queue| queue.sla.as_ref().map(|key| key.0.clone()).unwrap_or_default(),
        |queue, key| queue.sla = (!key.is_empty()).then(|| SlaKey::new(key)),
    );
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
            <Pick
                path="calendar"
                label="admin-queue-calendar"
                value=calendar
                options=Signal::derive(calendars)
                empty="admin-queue-calendar-none"
                hint="admin-queue-calendar-hint"
            />
            <Pick
                path="sla"
                label="admin-sla"
                value=sla
                options=Signal::derive(move || sla_choices(&sla.get()))
                empty="admin-queue-sla-none"
                hint="admin-queue-sla-hint"
            />
            <Count
                path="remind_days"
                label="admin-queue-remind"
                value=editor.bind(|queue| queue.remind_days, |queue, days| queue.remind_days = days)
                hint="admin-queue-remind-hint"
                max=REMIND_DAYS_MAX
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
            <Switch
                path="sensitive"
                label="admin-queue-sensitive"
                value=editor.bind(|queue| queue.sensitive, |queue, on| queue.sensitive = on)
                hint="admin-queue-sensitive-hint"
            />
            <Switch
                path="customers_close"
                label="admin-queue-customers-close"
                value=editor.bind(|queue| queue.customers_close, |queue, on| queue.customers_close = on)
                hint="admin-queue-customers-close-hint"
            />
            <Switch
                path="name_shown"
                label="admin-queue-name-shown"
                value=editor.bind(|queue| queue.name_shown, |queue, on| queue.name_shown = on)
                hint="admin-queue-name-shown-hint"
            />
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
