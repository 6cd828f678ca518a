//! The part of a queue's form about automatic mails: one occasion at a time, whether it is sent and with which text.

use leptos::prelude::*;
use pult_shared::{
    api::{
        queue::{AutoEvent, Names, QueueSettings},
        template::{TemplateDef, TemplateKind},
    },
    ids::QueueId,
};

use super::super::{
    parts::{
        bind::Bind,
        cursor::Cursor,
        editor::Editor,
        inputs::{Both, Pick},
        preview::Preview,
    },
    templates::Variables,
};
use crate::i18n::{t, text};

// req: B14, D7, A18
#[component]
pub fn Automatic(editor: Editor<QueueSettings>, id: Option<QueueId>) -> impl IntoView {
    let chosen = RwSignal::new(AutoEvent::NewTicket);
    let event = Bind::new(
        move || chosen.get().name().to_owned(),
        move |name: String| chosen.set(AutoEvent::from_name(&name).unwrap_or(AutoEvent::NewTicket)),
    );
    let events = || {
        AutoEvent::ALL
            .into_iter()
            .map(|event| (event.name().to_owned(), text(&format!("auto-event-{}", event.name()))))
            .collect::<Vec<_>>()
    };
    view! {
        <section class="admin-section" aria-labelledby="queue-auto">
            <h3 id="queue-auto">{t("admin-auto-title")}</h3>
            <p class="field-hint">{t("admin-auto-hint")}</p>
            <Pick path="auto_event" label="admin-auto-event" value=event options=Signal::derive(events) />
            // Built anew for each, so that its fields speak of one occasion only.
            {move || view! { <Response editor id event=chosen.get() /> }}
        </section>
    }
}

#[component]
fn Response(editor: Editor<QueueSettings>, id: Option<QueueId>, event: AutoEvent) -> impl IntoView {
    let cursor = Cursor::provide();
    let (switch_path, subject_path, text_path, german_path) = paths(event);
    let send = editor.bind(
        move |queue| {
            let said = queue.mails.auto_responses.get(&event).and_then(|response| response.on);
            match said {
                None => String::new(),
                Some(true) => "on".to_owned(),
                Some(false) => "off".to_owned(),
            }
        },
        move |queue, word: String| {
            let on = match word.as_str() {
                "on" => Some(true),
                "off" => Some(false),
                _ => None,
            };
            queue.mails.auto_responses.entry(event).or_default().on = on;
            forget_empty(queue, event);
        },
    );
    let written = editor.bind(
        move |queue| {
            let response = queue.mails.auto_responses.get(&event);
            response.map(|response| response.text.clone()).unwrap_or_default()
        },
        move |queue, text: Names| {
            queue.mails.auto_responses.entry(event).or_default().text = text;
            forget_empty(queue, event);
        },
    );
    let titled = editor.bind(
        move |queue| {
            let response = queue.mails.auto_responses.get(&event);
            response.map(|response| response.subject.clone()).unwrap_or_default()
        },
        move |queue, subject: Names| {
            queue.mails.auto_responses.entry(event).or_default().subject = subject;
            forget_empty(queue, event);
        },
    );
    let choices = || {
        [("on", "admin-auto-on"), ("off", "admin-auto-off")]
            .map(|(word, label)| (word.to_owned(), text(label)))
            .to_vec()
    };
    let template = Signal::derive(move || TemplateDef {
        names: Names {
            de: "-".to_owned(),
            en: "-".to_owned(),
        },
        kind: TemplateKind::Answer,
        subject: titled.get(),
        body: written.get(),
        queue_ids: id.into_iter().collect(),
        valid: true,
    });
    let german = written.part(|names| names.de.clone(), |names, text| names.de = text);
    let switch = if event == AutoEvent::Closed {
        view! { <p class="field-hint">{t("admin-auto-closed")}</p> }.into_any()
    } else {
        view! {
            <Pick
                path=switch_path
                label="admin-auto-send"
                value=send
                options=Signal::derive(choices)
                empty="admin-auto-inherited"
            />
        }
        .into_any()
    };
    // The notice stands in a receipt, which has a subject.
    let subject = (event != AutoEvent::PrivacyNotice).then(|| {
        view! {
            <Both
                path=subject_path
                label="admin-auto-subject"
                hint="admin-auto-subject-hint"
                value=titled
                optional=true
            />
        }
    });
    view! {
        {switch}
        {subject}
        <Both path=text_path label="admin-auto-text" value=written rows=8 optional=true />
        <Variables cursor otherwise=german_path value=german />
        <Preview id="auto-preview" template title="admin-preview-automatic" />
    }
}

/// The paths of an occasion's fields: whether, the subject, the text, the German text.
fn paths(event: AutoEvent) -> (&'static str, &'static str, &'static str, &'static str) {
    macro_rules! of {
        ($name:literal) => {
            (
                concat!("mails.auto_responses.", $name, ".on"),
                concat!("mails.auto_responses.", $name, ".subject"),
                concat!("mails.auto_responses.", $name, ".text"),
                concat!("mails.auto_responses.", $name, ".text.de"),
            )
        };
    }
    match event {
        AutoEvent::NewTicket => of!("new_ticket"),
        AutoEvent::FollowUp => of!("follow_up"),
        AutoEvent::Rejected => of!("rejected"),
        AutoEvent::NewAfterClosed => of!("new_after_closed"),
        AutoEvent::Closed => of!("closed"),
        AutoEvent::OwnerChanged => of!("owner_changed"),
        AutoEvent::Moved => of!("moved"),
        AutoEvent::PrivacyNotice => of!("privacy_notice"),
    }
}

/// What says nothing is not kept, so that a form that was only looked at is unchanged.
fn forget_empty(queue: &mut QueueSettings, event: AutoEvent) {
    queue
        .mails
        .auto_responses
        .retain(|key, response| *key != event || !response.is_empty());
}
