//! What queues say about automatic mails, inherited down the tree: the nearest queue that says something is right.

use pult_shared::{
    api::{
        mail::MailTexts,
        queue::{AutoEvent, Names, QueueMails},
    },
    error::FieldCode,
    ids::QueueId,
    limits::{SUBJECT_MAX, TEMPLATE_MAX},
};

use super::QueueTree;
use crate::{faults::Faults, refusal::Refusal};

impl QueueTree {
    /// Whether a queue sends the automatic mail about an event.
    #[must_use]
    pub fn responds(&self, queue: QueueId, event: AutoEvent) -> bool {
        if event == AutoEvent::Closed {
            return self.get(queue).is_some_and(|queue| queue.closing_mail);
        }
        let said = self
            .line(queue)
            .find_map(|queue| queue.mails.auto_responses.get(&event)?.on);
        said.unwrap_or_else(|| event.on_by_default())
    }

    /// The text of a queue's automatic mail about an event; nothing where Pult's own holds.
    #[must_use]
    pub fn auto_text(&self, queue: QueueId, event: AutoEvent) -> Option<&Names> {
        self.line(queue)
            .filter_map(|queue| queue.mails.auto_responses.get(&event))
            .map(|response| &response.text)
            .find(|text| !text.is_empty())
    }

    /// What stands in the subject of a queue's automatic mail about an event; nothing where it is the request's own.
    #[must_use]
    pub fn auto_subject(&self, queue: QueueId, event: AutoEvent) -> Option<&Names> {
        self.line(queue)
            .filter_map(|queue| queue.mails.auto_responses.get(&event))
            .map(|response| &response.subject)
            .find(|subject| !subject.is_empty())
    }
}

/// What is wrong with the mails of a queue. That the texts are templates is checked elsewhere.
pub(super) fn check(faults: &mut Faults, mails: &QueueMails) {
    for (event, response) in &mails.auto_responses {
        let path = format!("mails.auto_responses.{}", event.name());
        if *event == AutoEvent::Closed && response.on.is_some() {
            faults.because(
                format!("{path}.on"),
                FieldCode::NotAllowed,
                "The queue's closing_mail switches it.",
            );
        }
        if *event == AutoEvent::PrivacyNotice && !response.subject.is_empty() {
            faults.because(
                format!("{path}.subject"),
                FieldCode::NotAllowed,
                "It stands in a receipt, which has a subject.",
            );
        }
        for (language, subject) in [("de", &response.subject.de), ("en", &response.subject.en)] {
            if subject.chars().count() > SUBJECT_MAX {
                faults.add(format!("{path}.subject.{language}"), FieldCode::TooLong);
            }
        }
        for (language, text) in [("de", &response.text.de), ("en", &response.text.en)] {
            if text.chars().count() > TEMPLATE_MAX {
                faults.add(format!("{path}.text.{language}"), FieldCode::TooLong);
            }
        }
    }
}

/// The texts of the whole desk as they are kept.
///
/// # Errors
/// `invalid` for one that is too long.
pub fn check_mail_texts(given: &MailTexts) -> Result<MailTexts, Refusal> {
    let mut faults = Faults::default();
    let texts = MailTexts {
        privacy_notice: faults.texts("privacy_notice", &given.privacy_notice, TEMPLATE_MAX),
    };
    faults.or(texts)
}

/// The mails of a queue without what says nothing.
pub(super) fn tidy(mails: &QueueMails) -> QueueMails {
    let mut mails = mails.clone();
    mails.auto_responses.retain(|_, response| !response.is_empty());
    mails
}
