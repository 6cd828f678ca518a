//! What a rule does: one row an action, each with the inputs that its kind asks for. What mails have too is shown by the inputs of the
//! postmaster filters.

use leptos::prelude::*;
use pult_shared::{
    api::{queue::Names, template::TemplateList, webhook::WebhookList},
    catalog::StateType,
    command::{AddChecklistItem, Note, Tag},
    ids::WebhookId,
    limits::RULE_ACTIONS_MAX,
    person::Language,
    postmaster::MailEffect,
    rule::{RuleAction, RuleMail, RuleNotify, RuleRecipient, RuleState, RuleWebhook, TimeUnit, Wait},
};

use super::{
    super::{
        parts::{
            bind::Bind,
            inputs::{Area, Count, Line, Pick},
            rows::Rows,
        },
        postmaster::effects,
    },
    sentences,
    trigger::units,
};
use crate::{
    api, catalog,
    fetch::Fetch,
    i18n::{t, text, words},
};

/// The templates that a mail may be made of.
#[derive(Clone, Copy)]
pub struct Templates(pub Fetch<TemplateList>);

#[component]
pub fn Actions(
    value: Bind<Vec<RuleAction>>,
    /// Which there are to choose from.
    #[prop(default = &RuleAction::NAMES)]
    kinds: &'static [&'static str],
) -> impl IntoView {
    let row = move |index: usize, one: Bind<RuleAction>| view! { <One index value=one kinds /> }.into_any();
    view! {
        <Rows
            id="then"
            value
            name="rule-action"
            add="rule-add-action"
            max=RULE_ACTIONS_MAX
            blank=|| RuleAction::AddTag(Tag { tag: String::new() })
            row
        />
    }
}

#[component]
fn One(index: usize, value: Bind<RuleAction>, kinds: &'static [&'static str]) -> impl IntoView {
    let kind = value.part(
        |action| action.name().to_owned(),
        |action, name| {
            if name != action.name() {
                *action = blank(&name);
            }
        },
    );
    let options = move || {
        let name = |name: &&str| ((*name).to_owned(), sentences::action_name(name));
        kinds.iter().map(name).collect::<Vec<_>>()
    };
    let input = move || input(index, kind.get().as_str(), value);
    view! {
        <Pick
            path=format!("then.{index}")
            label="rule-action"
            value=kind
            options=Signal::derive(options)
            quiet=true
        />
        {input}
    }
}

/// An action of a kind, with the first value that makes sense.
fn blank(name: &str) -> RuleAction {
    match name {
        "set_state" => RuleAction::SetState(RuleState {
            state: catalog::main_state(StateType::Open),
            wait: None,
            notify_customer: None,
        }),
        "take" => RuleAction::Take,
        "remove_tag" => RuleAction::RemoveTag(Tag { tag: String::new() }),
        "note" => RuleAction::Note(Note::default()),
        "add_checklist_item" => RuleAction::AddChecklistItem(AddChecklistItem { text: String::new() }),
        "send_mail" => RuleAction::SendMail(RuleMail {
            to: RuleRecipient::Requester,
            address: None,
            template_id: None,
            subject: Names::default(),
            body: Names::default(),
        }),
        "notify" => RuleAction::Notify(RuleNotify { text: Names::default() }),
        "webhook" => RuleAction::Webhook(RuleWebhook {
            webhook_id: WebhookId::NIL,
        }),
        other => RuleAction::of_effect(effects::blank(other))
            .unwrap_or_else(|| RuleAction::AddTag(Tag { tag: String::new() })),
    }
}

fn input(index: usize, kind: &str, value: Bind<RuleAction>) -> AnyView {
    let line = move |field: &str, value: Bind<String>| {
        let path = format!("then.{index}.{field}");
        view! { <Line path label="postmaster-value" value quiet=true /> }.into_any()
    };
    match kind {
        "take" => ().into_any(),
        "set_state" => view! { <StateInput index value /> }.into_any(),
        "send_mail" => view! { <MailInput index value /> }.into_any(),
        "remove_tag" => line(
            "tag",
            value.part(
                |action| match action {
                    RuleAction::RemoveTag(tag) => tag.tag.clone(),
                    _ => String::new(),
                },
                |action, tag| *action = RuleAction::RemoveTag(Tag { tag }),
            ),
        ),
        "add_checklist_item" => line(
            "text",
            value.part(
                |action| match action {
                    RuleAction::AddChecklistItem(add) => add.text.clone(),
                    _ => String::new(),
                },
                |action, text| *action = RuleAction::AddChecklistItem(AddChecklistItem { text }),
            ),
        ),
        "note" => {
            let body = value.part(
                |action| match action {
                    RuleAction::Note(note) => note.body.clone(),
                    _ => String::new(),
                },
                |action, body| {
                    *action = RuleAction::Note(Note {
                        body,
                        ..Note::default()
                    });
                },
            );
            view! { <Area path=format!("then.{index}.body") label="rule-text" value=body rows=3 /> }.into_any()
        }
        "notify" => {
            let told = value.part(
                |action| match action {
                    RuleAction::Notify(notify) => notify.text.clone(),
                    _ => Names::default(),
                },
                |action, text| *action = RuleAction::Notify(RuleNotify { text }),
            );
            view! { <Texts path=format!("then.{index}.text") label="rule-text" value=told rows=1 /> }.into_any()
        }
        "webhook" => view! { <WebhookInput index value /> }.into_any(),
        other => {
            let effect = value.part(
                |action| action.effect().unwrap_or(MailEffect::Ignore),
                |action, effect| {
                    if let Some(changed) = RuleAction::of_effect(effect) {
                        *action = changed;
                    }
                },
            );
            effects::input(index, other, effect)
        }
    }
}

/// A text in both languages, at a path that is made up.
#[component]
fn Texts(path: String, label: &'static str, value: Bind<Names>, rows: u32) -> impl IntoView {
    let german = value.part(|names| names.de.clone(), |names, text| names.de = text);
    let english = value.part(|names| names.en.clone(), |names, text| names.en = text);
    let one = move |path: String, language: Language, value: Bind<String>| {
        let label = super::super::parts::label::Label::from(label).in_language(language);
        if rows > 1 {
            view! { <Area path label value rows lang=language optional=true /> }.into_any()
        } else {
            view! { <Line path label value lang=language optional=true /> }.into_any()
        }
    };
    view! {
        <div class="both">
            {one(format!("{path}.de"), Language::De, german)} {one(format!("{path}.en"), Language::En, english)}
        </div>
    }
}

/// Which program is told. Rules alone have this.
#[component]
fn WebhookInput(index: usize, value: Bind<RuleAction>) -> impl IntoView {
    let webhooks = Fetch::<WebhookList>::new();
    webhooks.run(async { api::webhooks::list_webhooks().await });
    let chosen = value.part(
        |action| match action {
            RuleAction::Webhook(to) if to.webhook_id != WebhookId::NIL => to.webhook_id.to_string(),
            _ => String::new(),
        },
        |action, id| {
            *action = RuleAction::Webhook(RuleWebhook {
                webhook_id: id.parse().unwrap_or(WebhookId::NIL),
            });
        },
    );
    let all = move || {
        let items = webhooks.get().map(|list| list.items).unwrap_or_default().into_iter();
        items
            .map(|one| (one.id.to_string(), one.webhook.name))
            .collect::<Vec<_>>()
    };
    view! {
        <Pick
            path=format!("then.{index}.webhook_id")
            label="postmaster-value"
            value=chosen
            options=Signal::derive(all)
            hint="rule-webhook-hint"
            empty="choose"
            quiet=true
        />
    }
}

#[component]
fn StateInput(index: usize, value: Bind<RuleAction>) -> impl IntoView {
    let set = value.part(
        |action| match action {
            RuleAction::SetState(set) => set.clone(),
            _ => RuleState {
                state: catalog::main_state(StateType::Open),
                wait: None,
                notify_customer: None,
            },
        },
        |action, set| *action = RuleAction::SetState(set),
    );
    let is_pending = |key: &str| {
        let states = catalog::valid_states().into_iter();
        let mut found = states.filter(|state| state.key.as_str() == key);
        found.any(|state| state.state_type.is_pending())
    };
    let state = set.part(
        |set| set.state.0.clone(),
        move |set, key| {
            let pending = untrack(|| is_pending(&key));
            set.wait = pending.then_some(set.wait.unwrap_or(Wait {
                amount: 7,
                unit: TimeUnit::Days,
            }));
            set.state = pult_shared::catalog::StateKey::new(key);
        },
    );
    let options = || {
        let states = catalog::valid_states().into_iter();
        let settable = states.filter(|state| state.state_type != StateType::Merged);
        settable
            .map(|state| (state.key.0, words::name(&state.names)))
            .collect::<Vec<_>>()
    };
    let wait = set.part(|set| set.wait, |set, wait| set.wait = wait);
    let amount = wait.part(
        |wait| wait.map(|wait| wait.amount).filter(|amount| *amount > 0),
        |wait, amount| {
            if let Some(wait) = wait {
                wait.amount = amount.unwrap_or_default();
            }
        },
    );
    let unit = wait.part(
        |wait| wait.map_or(TimeUnit::Days, |wait| wait.unit).name().to_owned(),
        |wait, name| {
            if let (Some(wait), Some(unit)) = (wait, TimeUnit::from_name(&name)) {
                wait.unit = unit;
            }
        },
    );
    let waits = Memo::new(move |_| wait.with(Option::is_some));
    view! {
        <Pick
            path=format!("then.{index}.state")
            label="postmaster-value"
            value=state
            options=Signal::derive(options)
            quiet=true
        />
        <Show when=move || waits.get()>
            <Count path=format!("then.{index}.wait") label="rule-wait" value=amount max=100_000 />
            <Pick
                path=format!("then.{index}.wait.unit")
                label="rule-unit"
                value=unit
                options=Signal::derive(units)
                quiet=true
            />
        </Show>
    }
}

#[component]
fn MailInput(index: usize, value: Bind<RuleAction>) -> impl IntoView {
    let templates = expect_context::<Templates>().0;
    let mail = value.part(
        |action| match action {
            RuleAction::SendMail(mail) => mail.clone(),
            _ => RuleMail {
                to: RuleRecipient::Requester,
                address: None,
                template_id: None,
                subject: Names::default(),
                body: Names::default(),
            },
        },
        |action, mail| *action = RuleAction::SendMail(mail),
    );
    let to = mail.part(
        |mail| mail.to.name().to_owned(),
        |mail, name| {
            mail.to = RuleRecipient::from_name(&name).unwrap_or(RuleRecipient::Requester);
            mail.address = (mail.to == RuleRecipient::Address).then(String::new);
        },
    );
    let recipients = || {
        let name = |to: RuleRecipient| (to.name().to_owned(), sentences::recipient(to));
        RuleRecipient::ALL.into_iter().map(name).collect::<Vec<_>>()
    };
    let address = mail.part(
        |mail| mail.address.clone().unwrap_or_default(),
        |mail, address| mail.address = Some(address),
    );
    let template = mail.part(
        |mail| mail.template_id.map(|id| id.to_string()).unwrap_or_default(),
        |mail, id| {
            mail.template_id = id.parse().ok();
            if mail.template_id.is_some() {
                mail.body = Names::default();
            }
        },
    );
    let all = move || {
        let items = templates.get().map(|list| list.items).unwrap_or_default();
        items
            .into_iter()
            .filter(|one| one.template.valid)
            .map(|one| (one.id.to_string(), words::name(&one.template.names)))
            .collect::<Vec<_>>()
    };
    let subject = mail.part(|mail| mail.subject.clone(), |mail, subject| mail.subject = subject);
    let body = mail.part(|mail| mail.body.clone(), |mail, body| mail.body = body);
    let to_address = Memo::new(move |_| to.with(|to| to == RuleRecipient::Address.name()));
    let own_text = Memo::new(move |_| template.with(String::is_empty));
    view! {
        <Pick path=format!("then.{index}.to") label="rule-to" value=to options=Signal::derive(recipients) />
        <Show when=move || to_address.get()>
            <Line path=format!("then.{index}.address") label="postmaster-address" value=address kind="email" />
        </Show>
        <Pick
            path=format!("then.{index}.template_id")
            label="rule-template"
            value=template
            options=Signal::derive(all)
            empty="rule-own-text"
        />
        <Texts path=format!("then.{index}.subject") label="col-subject" value=subject rows=1 />
        <Show when=move || own_text.get()>
            <Texts path=format!("then.{index}.body") label="rule-text" value=body rows=6 />
            <p class="field-hint">{t("rule-variables-hint")}</p>
        </Show>
        <p class="field-hint">{move || text("rule-mail-hint")}</p>
    }
}
