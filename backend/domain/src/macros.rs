//! Macros: which may be set up, and the commands that one is at a moment.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use pult_shared::{
    Timestamp,
    api::macros::MacroDef,
    command::{Command, Reply},
    error::FieldCode,
    ids::QueueId,
    limits::COMMANDS_MAX,
    rule::{RuleAction, RuleRecipient},
};

use crate::{faults::Faults, queue::QueueTree, refusal::Refusal, rule::check_action};

/// The macro as it may be kept.
///
/// # Errors
/// `invalid` with the fields at fault.
pub fn check_macro(tree: &QueueTree, definition: &MacroDef) -> Result<MacroDef, Refusal> {
    let mut faults = Faults::default();
    let names = faults.names("names", &definition.names);
    for (index, queue) in definition.queue_ids.iter().enumerate() {
        if tree.get(*queue).is_none() {
            faults.add(format!("queue_ids.{index}"), FieldCode::Unknown);
        }
    }
    match definition.then.len() {
        0 => faults.add("then", FieldCode::Required),
        1..=COMMANDS_MAX => {}
        _ => faults.add("then", FieldCode::TooMany),
    }
    for (index, action) in definition.then.iter().enumerate() {
        let path = format!("then.{index}");
        match action {
            // Whoever runs it tells people themselves.
            RuleAction::Notify(_) | RuleAction::Webhook(_) => faults.add(format!("{path}.type"), FieldCode::NotAllowed),
            RuleAction::SendMail(mail) => {
                if mail.to != RuleRecipient::Requester {
                    faults.add(format!("{path}.to"), FieldCode::NotAllowed);
                }
                // The customer's language is not known before.
                if mail.template_id.is_none() {
                    faults.add(format!("{path}.template_id"), FieldCode::Required);
                }
            }
            RuleAction::Take => {}
            other => check_action(&path, other, &mut faults),
        }
    }
    let queue_ids: BTreeSet<QueueId> = definition.queue_ids.iter().copied().collect();
    faults.or(MacroDef {
        names,
        queue_ids: queue_ids.into_iter().collect(),
        ..definition.clone()
    })
}

/// What a macro is now: spans of time begin at this moment.
#[must_use]
pub fn commands(definition: &MacroDef, now: Timestamp) -> Vec<Command> {
    let command = |action: &RuleAction| match action {
        RuleAction::SendMail(mail) => Some(Command::Reply(Reply {
            template_id: mail.template_id,
            ..Reply::default()
        })),
        other => other.command(|wait| now.checked_add(SignedDuration::from_mins(wait.minutes())).ok()),
    };
    definition.then.iter().filter_map(command).collect()
}

#[cfg(test)]
mod tests {
    use pult_shared::{
        api::queue::Names,
        command::{CommandName, Tag},
        rule::{RuleMail, RuleNotify, RuleState, TimeUnit, Wait},
    };

    use super::*;
    use crate::queue::tests::{queue, tree};

    fn definition(then: Vec<RuleAction>) -> MacroDef {
        MacroDef {
            names: Names {
                de: "Rückfrage".to_owned(),
                en: "Question".to_owned(),
            },
            valid: true,
            queue_ids: vec![queue(2), queue(2)],
            then,
        }
    }

    fn mail(to: RuleRecipient, template: Option<u128>) -> RuleAction {
        RuleAction::SendMail(RuleMail {
            to,
            address: None,
            template_id: template.map(|id| pult_shared::ids::TemplateId(uuid::Uuid::from_u128(id))),
            subject: Names::default(),
            body: Names::default(),
        })
    }

    #[test]
    fn a_macro_is_commands_of_whoever_runs_it() {
        let waits = RuleAction::SetState(RuleState {
            state: pult_shared::catalog::StateKey::new("pending_reminder"),
            wait: Some(Wait {
                amount: 3,
                unit: TimeUnit::Days,
            }),
            notify_customer: None,
        });
        let kept = check_macro(
            &tree(),
            &definition(vec![RuleAction::Take, mail(RuleRecipient::Requester, Some(1)), waits]),
        );
        let kept = kept.expect("allowed");
        assert_eq!(kept.queue_ids, [queue(2)]);
        let now: Timestamp = "2026-11-22T09:00:00Z".parse().expect("a moment");
        let commands = commands(&kept, now);
        let names: Vec<CommandName> = commands.iter().map(Command::name).collect();
        assert_eq!(names, [CommandName::Take, CommandName::Reply, CommandName::SetState]);
        let Some(Command::SetState(set)) = commands.last() else {
            panic!("a state");
        };
        assert_eq!(set.pending_until, "2026-11-25T09:00:00Z".parse().ok());
    }

    #[test]
    fn what_a_macro_may_not_be() {
        let tell = RuleAction::Notify(RuleNotify { text: Names::default() });
        for (then, field) in [
            (vec![], "then"),
            (vec![tell], "then.0.type"),
            (vec![mail(RuleRecipient::Owner, Some(1))], "then.0.to"),
            (vec![mail(RuleRecipient::Requester, None)], "then.0.template_id"),
            (vec![RuleAction::AddTag(Tag { tag: "a b".to_owned() })], "then.0.tag"),
        ] {
            let refusal = check_macro(&tree(), &definition(then)).expect_err(field);
            assert_eq!(refusal.errors.first().map(|error| error.field.as_str()), Some(field));
        }
    }
}
