//! From the filters that matched to what shall happen: whether there is a ticket at all, in which queue, with which commands.

use pult_shared::{
    api::{mail::MailReason, postmaster::FilterVerdict},
    ids::QueueId,
    postmaster::{AppliedFilter, MailEffect, SkippedEffect},
};

use super::{Compiled, Verdict};
use crate::queue::QueueTree;

/// A filter that matched, or the control fields of a header.
#[derive(Clone, Debug, PartialEq)]
pub struct Applied {
    /// What the ledger will say; grows as effects are carried out.
    pub report: AppliedFilter,
    /// For new tickets.
    pub on_new: Vec<MailEffect>,
    /// For messages that join a ticket.
    pub on_follow_up: Vec<MailEffect>,
}

/// No ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fate {
    /// Else it is ignored.
    pub quarantine: bool,
    pub reason: MailReason,
}

/// What shall happen with a mail.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Control fields first, then the filters that matched, in order: what comes later holds.
    pub applied: Vec<Applied>,
    pub fate: Option<Fate>,
    /// The queue of a new ticket.
    pub queue: Option<QueueId>,
    pub auto_response: Option<bool>,
}

impl Plan {
    /// The name of the filter by which there is no ticket.
    #[must_use]
    pub fn by(&self) -> Option<&str> {
        let ends = |applied: &&Applied| applied.on_new.iter().any(MailEffect::ends);
        let ending = self.applied.iter().find(ends)?;
        Some(ending.report.name.as_str()).filter(|name| !name.is_empty())
    }
}

/// The plan for a mail. `header`: what its own control fields say, where its sender may control it.
#[must_use]
pub fn plan(header: Option<Applied>, filters: &[Compiled], verdicts: &[Verdict], tree: &QueueTree) -> Plan {
    let matched = filters
        .iter()
        .zip(verdicts)
        .filter(|(_, verdict)| verdict.verdict == FilterVerdict::Matched)
        .map(|(filter, _)| of_filter(filter));
    let mut plan = Plan::default();
    for mut applied in header.into_iter().chain(matched) {
        take(&mut plan, &mut applied, tree);
        plan.applied.push(applied);
        // What becomes no ticket has no further effects.
        if plan.fate.is_some() {
            break;
        }
    }
    plan
}

fn of_filter(filter: &Compiled) -> Applied {
    Applied {
        report: AppliedFilter {
            id: filter.id,
            name: filter.filter.name.clone(),
            done: Vec::new(),
            skipped: Vec::new(),
        },
        on_new: filter.filter.then.clone(),
        on_follow_up: if filter.filter.follow_ups {
            filter.filter.then.clone()
        } else {
            Vec::new()
        },
    }
}

/// What must be known before the mail is decided on; the commands come after.
fn take(plan: &mut Plan, applied: &mut Applied, tree: &QueueTree) {
    let reason = if applied.report.name.is_empty() {
        MailReason::ControlField
    } else {
        MailReason::PostmasterFilter
    };
    let mut wrong_queue = false;
    for effect in &applied.on_new {
        match effect {
            MailEffect::Move(to) if tree.get(to.queue_id).is_some_and(|queue| queue.valid) => {
                plan.queue = Some(to.queue_id);
            }
            MailEffect::Move(_) => wrong_queue = true,
            MailEffect::AutoResponse(answer) => plan.auto_response = Some(answer.send),
            MailEffect::Ignore | MailEffect::Quarantine if plan.fate.is_none() => {
                plan.fate = Some(Fate {
                    quarantine: *effect == MailEffect::Quarantine,
                    reason,
                });
            }
            _ => {}
        }
    }
    if wrong_queue {
        // A queue that is gone or closed costs the effect, never the mail.
        applied.report.skipped.push(SkippedEffect {
            effect: "move".to_owned(),
            reason: "There is no such queue, or it takes nothing new.".to_owned(),
        });
        let usable = |effect: &MailEffect| match effect {
            MailEffect::Move(to) => tree.get(to.queue_id).is_some_and(|queue| queue.valid),
            _ => true,
        };
        applied.on_new.retain(usable);
        applied.on_follow_up.retain(usable);
    }
}
