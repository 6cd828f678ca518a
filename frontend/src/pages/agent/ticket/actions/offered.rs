//! What is done most often, in the order of the bar.

use pult_shared::{catalog::StateType, command::CommandName};

use super::{super::composer::Kind, Actions};
use crate::components::Sign;

/// The kinds of text with the keys that begin them.
const WRITING: [(Kind, &str, Option<&str>); 5] = [
    (Kind::Reply, "composer-reply", Some("r")),
    (Kind::ReplyAll, "composer-reply-all", Some("a")),
    (Kind::Note, "composer-note", Some("n")),
    (Kind::Forward, "composer-forward", Some("f")),
    (Kind::Call, "composer-call", Some("c")),
];

/// Something that can be done now.
#[derive(Clone, Copy, PartialEq)]
pub struct Offered {
    pub label: &'static str,
    pub sign: Sign,
    pub key: Option<&'static str>,
    /// Stands in the bar.
    pub bar: bool,
    pub what: What,
}

#[derive(Clone, Copy, PartialEq)]
pub enum What {
    Write(Kind),
    Take,
    Lock,
    Unlock,
    /// Changes a fact of the panel where it stands.
    Fact(&'static str),
    State(StateType),
    Merge,
    Macro,
    Focus(&'static str),
    Print,
}

impl Actions {
    /// Everything that can be done now, for buttons, keys and the palette: one list.
    pub(super) fn offered(self) -> Vec<Offered> {
        let case = self.case;
        let may = |name| case.may(name);
        let closed = self.is(&[StateType::Closed, StateType::Merged, StateType::Removed]);
        let waits = self.is(&[StateType::PendingReminder, StateType::PendingAuto]);
        let mut all = Vec::new();
        let mut offer = |on: bool, bar: bool, label, sign, key, what| {
            if on {
                all.push(Offered {
                    label,
                    sign,
                    key,
                    bar,
                    what,
                });
            }
        };
        for (kind, label, key) in WRITING {
            offer(may(kind.command()), false, label, kind.sign(), key, What::Write(kind));
        }
        offer(
            may(CommandName::Take),
            true,
            "action-take",
            Sign::Hand,
            Some("t"),
            What::Take,
        );
        offer(
            may(CommandName::Lock),
            true,
            "action-lock",
            Sign::Lock,
            None,
            What::Lock,
        );
        offer(
            may(CommandName::Unlock),
            true,
            "action-unlock",
            Sign::Unlock,
            None,
            What::Unlock,
        );
        offer(
            may(CommandName::Assign),
            true,
            "action-assign",
            Sign::Person,
            Some("o"),
            What::Fact("fact-owner"),
        );
        offer(
            may(CommandName::Move),
            true,
            "action-move",
            Sign::Move,
            Some("m"),
            What::Fact("fact-queue"),
        );
        offer(
            may(CommandName::SetPriority),
            true,
            "action-priority",
            Sign::Flag,
            Some("p"),
            What::Fact("fact-priority"),
        );
        let state = may(CommandName::SetState);
        offer(
            state && !closed,
            true,
            "action-wait",
            Sign::Pause,
            Some("w"),
            What::State(StateType::PendingReminder),
        );
        offer(
            state && !closed,
            true,
            "action-close",
            Sign::Check,
            Some("e"),
            What::State(StateType::Closed),
        );
        offer(
            state && (closed || waits),
            true,
            "action-open",
            Sign::Inbox,
            None,
            What::State(StateType::Open),
        );
        offer(
            may(CommandName::Merge),
            false,
            "action-merge",
            Sign::Merge,
            None,
            What::Merge,
        );
        offer(
            may(CommandName::AddTag),
            false,
            "action-tag",
            Sign::Tag,
            None,
            What::Focus("#fact-tags"),
        );
        offer(
            may(CommandName::Link),
            false,
            "action-link",
            Sign::Link,
            None,
            What::Focus("#link-ticket"),
        );
        offer(
            may(CommandName::Note),
            false,
            "action-macro",
            Sign::Keyboard,
            None,
            What::Macro,
        );
        offer(true, false, "action-print", Sign::Print, None, What::Print);
        all
    }
}
