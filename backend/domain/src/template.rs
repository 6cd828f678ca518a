//! Text templates: which may be set up so, and in which queues they are offered. What their texts say is read elsewhere.

use std::collections::BTreeSet;

use pult_shared::{
    api::{queue::Names, template::TemplateDef},
    error::FieldCode,
    ids::QueueId,
    limits::{SUBJECT_MAX, TEMPLATE_MAX},
};

use crate::{faults::Faults, queue::QueueTree, refusal::Refusal, ticket::words::one_line};

/// The template as it may be kept.
///
/// # Errors
/// `invalid` with the fields at fault.
pub fn check_template(tree: &QueueTree, template: &TemplateDef) -> Result<TemplateDef, Refusal> {
    let mut faults = Faults::default();
    let names = faults.names("names", &template.names);
    let subject = Names {
        de: one_line(&template.subject.de),
        en: one_line(&template.subject.en),
    };
    faults.length("subject.de", &subject.de, SUBJECT_MAX);
    faults.length("subject.en", &subject.en, SUBJECT_MAX);
    let body = faults.texts("body", &template.body, TEMPLATE_MAX);
    if body.is_empty() {
        faults.because("body.de", FieldCode::Required, "A text in at least one language.");
    }
    for (index, queue) in template.queue_ids.iter().enumerate() {
        if tree.get(*queue).is_none() {
            faults.add(format!("queue_ids.{index}"), FieldCode::Unknown);
        }
    }
    let queue_ids: BTreeSet<QueueId> = template.queue_ids.iter().copied().collect();
    faults.or(TemplateDef {
        names,
        subject,
        body,
        queue_ids: queue_ids.into_iter().collect(),
        ..template.clone()
    })
}

/// Whether a template of these queues is offered in a queue: one of them is it or lies above it, or there are none.
#[must_use]
pub fn is_offered(tree: &QueueTree, queues: &[QueueId], queue: QueueId) -> bool {
    queues.is_empty() || tree.line(queue).any(|above| queues.contains(&above.id))
}

#[cfg(test)]
mod tests {
    use pult_shared::api::template::TemplateKind;

    use super::*;
    use crate::queue::tests::{queue, tree};

    fn template() -> TemplateDef {
        let both = |text: &str| Names {
            de: text.to_owned(),
            en: text.to_owned(),
        };
        TemplateDef {
            names: both("Passwort"),
            kind: TemplateKind::Answer,
            subject: Names::default(),
            body: both("Guten Tag,\r\nbitte …"),
            queue_ids: vec![queue(2), queue(1), queue(2)],
            valid: true,
        }
    }

    #[test]
    fn a_template_is_kept_clean() {
        let kept = check_template(&tree(), &template()).expect("allowed");
        assert_eq!(kept.body.de, "Guten Tag,\nbitte …");
        assert_eq!(kept.queue_ids, [queue(1), queue(2)]);
        let one_language = TemplateDef {
            body: Names {
                de: "Nur deutsch".to_owned(),
                en: String::new(),
            },
            ..template()
        };
        assert!(check_template(&tree(), &one_language).is_ok());
    }

    #[test]
    fn what_a_template_may_not_be() {
        let changed = |change: fn(&mut TemplateDef)| {
            let mut changed = template();
            change(&mut changed);
            changed
        };
        for (bad, field, code) in [
            (changed(|t| t.names.en = String::new()), "names.en", FieldCode::Required),
            (changed(|t| t.body = Names::default()), "body.de", FieldCode::Required),
            (
                changed(|t| t.body.en = "x".repeat(TEMPLATE_MAX + 1)),
                "body.en",
                FieldCode::TooLong,
            ),
            (
                changed(|t| t.subject.de = "x".repeat(SUBJECT_MAX + 1)),
                "subject.de",
                FieldCode::TooLong,
            ),
            (
                changed(|t| t.queue_ids.push(queue(99))),
                "queue_ids.3",
                FieldCode::Unknown,
            ),
        ] {
            let refusal = check_template(&tree(), &bad).expect_err(field);
            assert_eq!(
                refusal.errors.first().map(|error| (error.field.as_str(), error.code)),
                Some((field, code))
            );
        }
    }

    // req: B9 — templates of a queue are offered in all below it.
    #[test]
    fn offered_where_it_belongs() {
        assert!(is_offered(&tree(), &[queue(1)], queue(1)) && is_offered(&tree(), &[queue(1)], queue(2)));
        assert!(!is_offered(&tree(), &[queue(2)], queue(1)) && !is_offered(&tree(), &[queue(1)], queue(3)));
        assert!(is_offered(&tree(), &[], queue(3)));
    }
}
